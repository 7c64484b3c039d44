"""What a planted community does in the open, and what each member does for herself: events, posts, help, learning."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from random import Random

from copilot.domain.events import Event, EventFeedback, EventKind, Registration
from copilot.domain.help_requests import HelpOffer, HelpRequest
from copilot.domain.learning import GuideProgress, PracticeAnswer, Readiness, TrackProgress
from copilot.domain.records import Record
from copilot.domain.spaces import Post, PostKind, Space, SpaceKind
from evals.planted_activity.people import SKILLS, Frame

AN_EVENT = 50
"""Members of the community for each event in the two years."""
COMES, WAS_THERE, SAYS = 150, 0.7, 0.4
"""People who register for an event at most, and the shares of them who come, and who say how it was."""
TOPICS = ("Talks and rooms", "Numbers", "Writing", "Leading", "Changing direction")
GUIDES = ("first-session", "listening", "goals", "feedback", "sponsorship", "circles")
TRACKS = ("mentor", "mentee", "sponsor")
SAID = (
    "Two weeks before, write the sentence they should leave with, and nothing else.",
    "The third question still takes me four sentences, and that is three too many.",
    "Ask the newcomer first; whoever has been here for years will speak anyway.",
    "I stood in the empty room the day before, and that helped more than the slides.",
    "Has somebody negotiated with a supplier who never answers in writing?",
    "Say the number first and wait: they ask for the reason themselves.",
    "What do you do in the first ten minutes, when nobody has had time to prepare?",
    "My manager reads only the first line, so everything that matters stands there now.",
)
ASKS = (
    "Could somebody look over my talk?",
    "Who has written a rota and survived it?",
    "Fresh eyes on a table?",
)


def gatherings(frame: Frame, chance: Random) -> Iterator[Record]:
    """Events with those who came, topics with posts, requests for a hand, and what members learned."""
    for number in range(max(4, len(frame.members) // AN_EVENT)):
        yield from _event(f"ev{number:05}", frame, chance)
    yield from _topics(frame)
    yield from (_post(number, frame, chance) for number in range(len(frame.members)))
    yield from (_request(number, frame, chance) for number in range(len(frame.members) // 4))
    for member in frame.members:
        yield from _learning(member, frame, chance)


def _event(name: str, frame: Frame, chance: Random) -> Iterator[Record]:
    day = frame.begins + timedelta(days=chance.randrange(760))
    at = datetime.combine(day, time(chance.randrange(9, 18)))
    held = at.replace(tzinfo=UTC) < frame.now
    made = at.replace(tzinfo=UTC) - timedelta(days=30)
    host = chance.choice(frame.mentors)
    programme = chance.choice(frame.programmes).id if chance.random() < 0.4 else ""
    yield Event(
        id=name, kind=chance.choice(tuple(EventKind)), title=f"An hour on {chance.choice(SKILLS)}", at=at,
        time_zone="Europe/Lisbon", hosts=frozenset({host}), programme=programme, created=made, updated=made,
        audience="programme" if programme else "community", state="held" if held else "planned",
    )  # fmt: skip
    coming = chance.sample(frame.members, min(chance.randint(5, COMES), len(frame.members) - 1))
    for member in (each for each in coming if each != host):
        there = chance.random() < WAS_THERE if held else None
        yield Registration(
            id=f"{name}:{member}", event=name, member=member, attended=there,
            state="cancelled" if chance.random() < 0.08 else "registered", at=made + timedelta(days=3),
        )  # fmt: skip
        if there and chance.random() < SAYS:
            yield EventFeedback(
                id=f"{name}:{member}", event=name, by=member, rating=chance.choice((3, 4, 4, 5)), text="Worth it.",
                at=at.replace(tzinfo=UTC) + timedelta(days=1),
            )  # fmt: skip


def _topics(frame: Frame) -> Iterator[Space]:
    for number, name in enumerate(TOPICS):
        made = datetime.combine(frame.begins, datetime.min.time(), UTC)
        yield Space(
            id=f"sp{number}",
            kind=SpaceKind.TOPIC,
            name=name,
            keepers=frozenset(frame.members[:1]),
            created=made,
        )


def _post(number: int, frame: Frame, chance: Random) -> Post:
    """A third of the posts answer the one before them in their topic."""
    topic = number % len(TOPICS)
    parent = number - len(TOPICS) if number % 3 == 1 and number >= len(TOPICS) else None
    answers = parent is not None and parent % 3 != 1
    return Post(
        id=f"po{number:06}",
        space=f"sp{topic}",
        author=chance.choice(frame.members),
        parent=f"po{parent:06}" if answers else "",
        kind=PostKind.POST,
        text=" ".join(chance.sample(SAID, 3)),
        at=frame.now - timedelta(minutes=chance.randrange(60 * 24 * 700)),
    )


def _request(number: int, frame: Frame, chance: Random) -> HelpRequest:
    member, helper = chance.sample(frame.members, 2)
    asked = frame.now - timedelta(days=chance.randrange(1, 720))
    done = chance.random() < 0.6
    return HelpRequest(
        id=f"h{number:06}", member=member, text=chance.choice(ASKS), by=(asked + timedelta(days=14)).date(),
        state="done" if done else "open", offers=(HelpOffer(member=helper, at=asked),) if done else (),
        helper=helper if done else "", thanks="Thank you, that was it." if done else "", asked=asked,
        closed=min(frame.now, asked + timedelta(days=chance.randint(1, 14))) if done else None,
    )  # fmt: skip


def _learning(member: str, frame: Frame, chance: Random) -> Iterator[Record]:
    at = frame.now - timedelta(days=chance.randrange(700))
    for guide in chance.sample(GUIDES, chance.choice((0, 0, 2, 4))):
        checked = at if chance.random() < 0.5 else None
        yield GuideProgress(id=f"{member}:{guide}", member=member, guide=guide, read=at, checked=checked)
        if checked and chance.random() < 0.5:
            yield PracticeAnswer(
                id=f"pa:{member}:{guide}", member=member, guide=guide, scenario="a-first-hour",
                text="I would ask what she hopes for, and wait.", met=("asks",), at=at,
            )  # fmt: skip
    if chance.random() < 0.4:
        track = chance.choice(TRACKS)
        finished = at + timedelta(days=20) if chance.random() < 0.5 else None
        yield TrackProgress(id=f"{member}:{track}", member=member, track=track, started=at, finished=finished)
    if chance.random() < 0.3:
        yield Readiness(
            id=f"re:{member}",
            member=member,
            role="mentee",
            ratings={"listening": chance.randint(1, 7)},
            at=at,
        )
