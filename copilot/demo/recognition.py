"""What the sample community says aloud of its people, and who of them stands on the board.

The write-ups were made from moments as a person would have edited them, and she whom each praises agreed to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from copilot.domain.drafts import Draft, DraftKind
from copilot.domain.members import Member
from copilot.domain.recognition import LeaderboardChoice
from copilot.domain.relationships import Moment
from copilot.domain.spaces import Post, PostKind
from copilot.ports import UnitOfWork
from copilot.services.recognition.acts import Quarter
from copilot.services.recognition.shout_outs import id_of, spoken
from copilot.services.spaces.belonging import programme_space

SEED = 2026
MOST_MOMENTS = 64
PRIVATE = 8
"""One in so many she whom it praises has left between the two of them."""


@dataclass(frozen=True)
class _Said:
    """Days ago it was said; of whom, by whom, to whom; `waits` has it written and not agreed to yet."""

    draft: str
    about: str
    by: str
    ago: int
    title: str
    text: str
    aloud: bool = True
    to_all: bool = True


SAID = (
    _Said(
        "praise1", "m32", "m24", 2, "“What is a gangway?”",
        "{first} had never stood at a ticket desk, and read our release notes all the same. She asked what a gangway "
        "was. Half of the notes fell away that afternoon, and the desks in Porto wrote back that they had understood "
        "every line.\n\nThank you, {first}.",
    ),
    _Said(
        "praise2", "m26", "m6", 6, "Two winters of rotas",
        "{first} sat down with me for an hour and showed me the rota that had gone wrong before the one that worked. "
        "Since Monday nobody at our terminal works three Saturdays in a row.\n\nThank you, {first}.",
    ),
    _Said(
        "praise3", "m9", "m7", 9, "A number that was a text",
        "Nine totals of ten agreed and the tenth didn’t. {first} found the cell that looked like a number in four "
        "minutes, then showed me how to find the next one. The ledger closed that day.\n\nThank you, {first}.",
    ),
    _Said(
        "praise4", "m5", "m1", 13, "The last slide first",
        "“Send me the last slide first,” {first} wrote. It said nothing. I turned the talk around, and the directors "
        "asked when we could begin.\n\nThank you, {first}.", to_all=False,
    ),
    _Said(
        "praise5", "m35", "m36", 18, "Two hundred lines, read aloud",
        "{first} read my code with me, line by line, and asked what each name meant before she said anything of hers. "
        "The harbour evenings now sort themselves.\n\nThank you, {first}.",
    ),
    _Said(
        "praise6", "m1", "m5", 1, "Twenty minutes on refunds",
        "{first} told the directors why museums ask for refunds, in twenty minutes and without a number too many. They "
        "decided the same day.\n\nThank you, {first}.", aloud=False,
    ),
)  # fmt: skip

_SAW = (
    ("At the desk on {day}", "took over two calls so that I could eat", "The queue was gone by two."),
    ("In the hand-over on {day}", "wrote down what the night had promised", "Nobody had to be asked twice."),
    ("In the review on {day}", "asked the question that everybody had", "We left the old form behind."),
    (
        "While I prepared for {day}",
        "listened to the whole talk, and then to the second one",
        "It took eight minutes less.",
    ),
    (
        "In the stand-up on {day}",
        "said that the number was wrong before the customer did",
        "We wrote to them first.",
    ),
    ("On the ferry project, on {day}", "drew the plan on one page", "The carrier signed it."),
)
_CLOSE = ("m32", "m26", "m9", "m5", "m35", "m34", "m24", "m12", "m18", "m3", "m22", "m14")
"""Whom others go to; the first ones most."""


def keep_recognition(unit: UnitOfWork, now: datetime) -> None:
    """Write-ups with consent and shout-outs of them, moments of this quarter, and who chose to stand on the board."""
    people = {each.id: each for each in unit.members.all()}
    for said in SAID:
        if {said.about, said.by} <= set(people):
            draft = _draft(said, people, now)
            unit.drafts.add(draft)
            if said.aloud:
                unit.posts.add(_post(said, draft, _place(unit, said), now))
    unit.moments.add(*_moments(people, now.date()))
    unit.leaderboard_choices.add(*_choices(people, now))


def _draft(said: _Said, people: dict[str, Member], now: datetime) -> Draft:
    first = people[said.about].name.split()[0]
    return Draft(
        id=said.draft, kind=DraftKind.RECOGNITION, state="approved", writer="embedded", about=said.about,
        owners=frozenset({said.about, said.by}), made_by=said.by,
        markdown=f"# {said.title}\n\n{said.text.format(first=first)}\n",
        inputs={"tone": "shout-out", "consent": "given" if said.aloud else "asked"},
        created=now - timedelta(days=said.ago, hours=5),
    )  # fmt: skip


def _place(unit: UnitOfWork, said: _Said) -> str:
    """A programme's space that both are in; else everybody's page."""
    if said.to_all:
        return ""
    both = [{each.programme for each in unit.enrolments.all(member=one)} for one in (said.about, said.by)]
    return next((programme_space(each) for each in sorted(both[0] & both[1])), "")


def _post(said: _Said, draft: Draft, space: str, now: datetime) -> Post:
    title, text = spoken(draft)
    her = frozenset({said.about})
    return Post(
        id=id_of(draft.id, space), space=space, author=said.by, kind=PostKind.SHOUT_OUT, title=title, text=text,
        about=her, agreed=her, public=not space, at=now - timedelta(days=said.ago),
    )  # fmt: skip


def _moments(people: dict[str, Member], today: date) -> Iterator[Moment]:
    """What colleagues saw this quarter: of a dozen people, the helpful ones more often, each by different others."""
    chance, began = Random(SEED), Quarter.of(today).starts
    close = [each for each in _CLOSE if each in people]
    others = chance.sample(sorted(people), min(24, len(people)))
    for n in range(MOST_MOMENTS if close else 0):
        member = close[min(int(chance.expovariate(0.2)), len(close) - 1)]
        by = chance.choice([each for each in others if each != member])
        on = max(began, today - timedelta(days=chance.randint(0, 70)))
        situation, behaviour, impact = chance.choice(_SAW)
        yield Moment(
            id=f"seen{n + 1}", member=member, by=by, on=on, situation=situation.format(day=f"{on:%A}"),
            behaviour=behaviour, impact=impact if chance.random() < 0.75 else "", public=n % PRIVATE != 0,
            at=datetime.combine(on, time(16, n % 60), UTC),
        )  # fmt: skip


def _choices(people: dict[str, Member], now: datetime) -> Iterator[LeaderboardChoice]:
    """Most of those others go to by name, others for their teams, and many not at all."""
    chance = Random(SEED + 1)
    for member in sorted(people):
        named = member in _CLOSE and member != "m9"
        if named or chance.random() < 0.6:
            yield LeaderboardChoice(
                id=member,
                alone=named or chance.random() < 0.15,
                since=now - timedelta(days=chance.randint(3, 60)),
            )
