"""What the sample community says to each other: between two, in the programme, on topics, in groups; and stories."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from copilot.domain.spaces import Post, PostKind, Space, SpaceKind, SpaceMember
from copilot.ports import UnitOfWork
from copilot.services.spaces.belonging import programme_space, relationship_space

HOUR = timedelta(hours=1)
PAIR, BRIDGES = relationship_space("r1"), programme_space("bridges")
ROOM, CAREERS, NUMBERS, ENGLISH = "sp-the-room", "sp-second-careers", "sp-numbers", "sp-english"


@dataclass(frozen=True)
class _Said:
    """`ago` counts hours; `answers` are (member, hours after the post, words)."""

    space: str
    author: str
    ago: int
    text: str
    title: str = ""
    link: str = ""
    answers: tuple[tuple[str, int, str], ...] = ()
    pinned: bool = False
    about: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()
    public: bool = False
    story: bool = False

    @property
    def kind(self) -> PostKind:
        """What it is for."""
        return PostKind.STORY if self.story else PostKind.RESOURCE if self.link else PostKind.POST


BETWEEN_TWO = (
    _Said(
        PAIR, "m2", 24 * 41,
        "- two weeks before: the sentence they should leave with, and nothing else\n"
        "- one week before: three worst questions, asked by somebody who doesn’t look at you\n"
        "- the day before: go and stand in the room while it is empty\n"
        "- the day itself: water, and the first ten words by heart",
        title="Before the season review", pinned=True,
    ),
    _Said(
        PAIR, "m1", 50,
        "The third question still takes me four sentences. Here is my two-sentence version:\n\n"
        "> Stop paying small museums monthly. Their refunds go up by eighteen per cent in the second week, and the "
        "reason is the payout, not the visitor.\n\nDoes it survive somebody who likes the monthly payouts?",
        answers=(
            ("m2", 5, ("It does. Say the number first and wait. They will ask for the reason themselves, and then it "
                      "is their question.")),
            ("m1", 6, "I tried it on Filipa with the number first. She asked for the reason. I may have cheered."),
        ),
    ),
    _Said(
        PAIR, "m2", 24 * 9,
        "Twenty pages, and chapter two is the one: how to answer a question that isn’t one. I give it to every "
        "analyst in her second year and should give it to them in their first.",
        title="On hostile questions", link="https://example.org/reading/hostile-questions.pdf",
    ),
)  # fmt: skip
IN_BRIDGES = (
    _Said(
        BRIDGES, "m3", 24 * 160,
        "Good to have you here. Three things are all this programme asks for:\n\n1. Meet before the second week is "
        "over, even if it is for twenty minutes.\n2. Agree on what stays between you, in words, and write it down.\n"
        "3. When it isn’t working, tell me in March and not in the survey in December.\n\nEverything else is yours.",
        title="Welcome to Bridges", pinned=True,
    ),
    _Said(
        BRIDGES, "m31", 29,
        "What do you do when the hour begins and neither of you has anything on the list? We sat there smiling last "
        "Tuesday.",
        answers=(
            ("m22", 2, "I ask what she would rather not talk about. There is usually a list after all."),
            ("m16", 4, ("We close it after ten minutes and take a walk each. Two of those this year, and both times "
                       "the next hour was the best.")),
            ("m3", 20, ("Both fine. If it happens three times in a row, look at the goal: it may be reached, or never "
                       "have been yours.")),
        ),
    ),
    _Said(
        BRIDGES, "m148", 24 * 5,
        "For everybody who has been putting off one particular talk: a page with the four sentences that usually "
        "begin it. Take one and change three words.",
        title="How to begin the talk you have been postponing",
        link="https://example.org/reading/difficult-beginnings",
        answers=(("m11", 9, "I used the second one this morning. It took six minutes, after five months."),),
    ),
)  # fmt: skip
ON_TOPICS = (
    _Said(
        ROOM, "m370", 24 * 12,
        "Tell us one thing you do in the five minutes before. Mine: I go and talk to somebody in the last row, so "
        "that there is one face that knows me.",
        title="The five minutes before",
        answers=(
            ("m23", 3, "I hum. In the lift, if it is empty. Once it wasn’t."),
            ("m1", 8, "I count the doors. Then I remember that I have taught in rooms with worse ones."),
            ("m14", 30, "Shoes off under the lectern. Nobody has ever noticed."),
        ),
    ),
    _Said(
        ROOM, "m34", 52,
        "Nine years of stage management in one line: the audience is on your side until you apologise to it.",
    ),
)  # fmt: skip
IN_GROUPS = (
    _Said(
        CAREERS, "m12", 24 * 70,
        "For everybody who began as something else. Say what you were, what you are, and what of the first is still "
        "useful in the second. No advice before somebody asks for it.",
        title="What this group is for", pinned=True,
    ),
    _Said(
        CAREERS, "m13", 24 * 3,
        "Was: a tester by hand. Am: somebody who repairs what he used to report. Still useful: I never believe that "
        "it works.",
        answers=(
            ("m1", 4, ("Was: a teacher of eight-year-olds. Am: on my way. Still useful: explaining it a fifth way "
                      "without sighing.")),
            ("m2", 7, ("Was: a counter of villages. Am: a counter of visitors. Still useful: ask the person at the "
                      "door before you ask the data.")),
        ),
    ),
    _Said(
        CAREERS, "m28", 20,
        "Has anybody here asked for a lower level on purpose, to change sides? I would like to know what you said to "
        "the person who signs it.",
        answers=(("m12", 3, ("I did, in 2015. I said: I want two years as a beginner, and you get a beginner who has "
                            "already run things. Write to me and I’ll tell you the rest.")),),
    ),
    _Said(
        NUMBERS, "m9", 24 * 2,
        "Every Thursday one question about a figure that scared you this week. There are no silly ones; I have been "
        "a controller for nineteen years and have asked them all.",
        title="One figure a week",
        answers=(("m15", 6, "Accruals. I nod when people say it. I have nodded for a year."),),
    ),
    _Said(
        ENGLISH, "m8", 31,
        "I understand the joke on the way home. Today I said to the meeting: please tell me that one again, slowly. "
        "They did, and it wasn’t so good.",
        answers=(("m20", 2, "Thank you for saying it. I thought it was only me."),),
    ),
)  # fmt: skip
STORIES = (
    _Said(
        BRIDGES, "m2", 24 * 20,
        "In July Inês showed me a spreadsheet that nobody had asked for. In October she stood before the heads of "
        "Support and Product with nine minutes and one number, and when the first question came she waited, drank, "
        "and answered in two sentences. Product has taken it into the plan of the next quarter.\n\nI did not write a "
        "line of it. I said “and then?” about forty times.",
        title="Nine minutes, one number", story=True, about=("m1",), agreed=("m1",), public=True,
    ),
    _Said(
        BRIDGES, "m308", 24 * 8,
        "I used to read my talks aloud from the page like a bedtime story. Grace took away a sentence a week. On "
        "Friday I spoke for eight minutes with a card on which there were five words, and one of them was “breathe”.",
        title="Five words on a card", story=True, about=("m2",), agreed=("m2",), public=True,
    ),
    _Said(
        BRIDGES, "m6", 30,
        "One of my best people asked me for two Wednesdays a month, and I wanted to say “we’ll see”. Inês had "
        "thought of the rota before I could. The desk has not missed her once, and it has learned more about refunds "
        "on those Wednesdays than in a year.",
        title="Two Wednesdays", story=True, about=("m1",), public=True,
    ),
)  # fmt: skip
_SPACES = (
    (ROOM, SpaceKind.TOPIC, "In front of the room", "Speaking, nerves, questions, and what helps.", "m370", ()),
    (CAREERS, SpaceKind.INTEREST, "Second careers", "For everybody who began as something else.", "m12",
     ("m1", "m2", "m13", "m24", "m28")),
    (NUMBERS, SpaceKind.INTEREST, "Numbers without fear", "One figure a week, and no silly questions.", "m9",
     ("m7", "m11", "m15", "m17")),
    (ENGLISH, SpaceKind.INTEREST, "English as a second coat", ("Meetings, jokes and small talk in a language that "
     "isn’t ours."), "m8", ("m15", "m20", "m36")),
)  # fmt: skip


def keep_spaces(unit: UnitOfWork, now: datetime) -> None:
    """Put topics, groups, posts and stories into the home; days are counted back from now."""
    for number, (space, kind, name, purpose, keeper, members) in enumerate(_SPACES):
        opened = now - timedelta(days=200 - 20 * number)
        unit.spaces.add(
            Space(
                id=space, kind=kind, name=name, purpose=purpose, keepers=frozenset({keeper}), created=opened
            )
        )
        if kind is SpaceKind.INTEREST:
            unit.space_members.add(*_joined(space, (keeper, *members), opened))
    unit.posts.add(*_posts(now))


def _joined(space: str, members: Sequence[str], opened: datetime) -> Iterator[SpaceMember]:
    for days, member in enumerate(members):
        since = opened + timedelta(days=days)
        yield SpaceMember(id=f"{space}:{member}", space=space, member=member, since=since)


def _posts(now: datetime) -> Iterator[Post]:
    for number, said in enumerate((*BETWEEN_TWO, *IN_BRIDGES, *ON_TOPICS, *IN_GROUPS, *STORIES), 1):
        at = now - said.ago * HOUR
        yield Post(
            id=f"po{number}", space=said.space, author=said.author, kind=said.kind, title=said.title, text=said.text,
            link=said.link, pinned=said.pinned, about=frozenset(said.about), agreed=frozenset(said.agreed),
            public=said.public, at=at,
        )  # fmt: skip
        for answer, (member, after, words) in enumerate(said.answers, 1):
            yield Post(
                id=f"po{number}.{answer}", space=said.space, author=member, parent=f"po{number}", text=words,
                at=min(at + after * HOUR, now),
            )  # fmt: skip
