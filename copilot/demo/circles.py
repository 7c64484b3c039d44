"""Three circles of the sample community with most of a year behind them: a full one, one that meets seldom, a new one.

Days are counted back from today. Everything in a circle is its members' own: topics, promises, who came.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from copilot.demo.seasons import weekday
from copilot.domain.circles import Circle, CircleMeeting
from copilot.domain.matches import Benefit, Claim, Match, MatchRole, MatchState, Rationale
from copilot.domain.relationships import ActionItem, Note, Relationship, Session, Stage
from copilot.ports import UnitOfWork

BRIDGES, MANAGER = "bridges", "m3"
DAY = timedelta(days=1)
AT = time(16, 0)


@dataclass(frozen=True)
class _Met:
    """A meeting so many days ago, or ahead where negative: what it was about, who chaired, who was missing."""

    ago: int
    topic: str
    chair: str = ""
    missing: tuple[str, ...] = ()
    off: bool = False
    passed: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Circle:
    """A circle: who sits in it, since when, what it is about, how it met; a note and promises of its last meeting."""

    id: str
    members: tuple[str, ...]
    theme: str
    since: int
    met: tuple[_Met, ...]
    note: tuple[str, str] = ("", "")
    promises: tuple[tuple[str, str], ...] = ()


LATER = ("m44", "m24")
"""Two came to the full circle later, so that it grew to eight."""
SPEAKING = _Circle(
    "circle-speaking", ("m1", "m31", "m46", "m48", "m33", "m20", "m44", "m24"),
    "Saying it in the room, not in the corridor afterwards", 246,
    (
        _Met(238, "Why we are here, and three promises", "m1", LATER),
        _Met(210, "Inês’s case: the numbers were right and the words were gone", "m31", LATER),
        _Met(182, "Senthil’s case: a talk he has promised and regrets", "m46", LATER),
        _Met(154, "Who could take this? Six ways to stay silent for ten seconds", "m48"),
        _Met(126, "Tainá’s case: a teaspoon, and what was behind it", "m33"),
        _Met(98, "Summer, and nobody brings a case", "m20", off=True),
        _Met(95, "Maricel’s case: two apprentices older than she expected", "m20", ("m31",)),
        _Met(67, "Zsófia’s case: they say yes, and do not do it", "m44", ("m20", "m48")),
        _Met(39, "Seven minutes each, standing", "m24", ("m20",)),
        _Met(11, "Iago’s case: a lunch session on anything at all", "m31", ("m20", "m33"), passed=("m46",)),
        _Met(-6, "One question for somebody with power in the room"),
    ),
    ("m31", "We forgot to stop Iago after seven minutes, because it was good. What helped: begin with the shelf."),
    (("m46", "Give the lunch session, without the first four slides"),
     ("m24", "Ask one person for a date in front of the others, and write down what happened"),
     ("m1", "Say the first sentence of the directors’ talk aloud, to Senthil, before Friday")),
)  # fmt: skip
COMING_BACK = _Circle(
    "circle-coming-back", ("m49", "m15", "m42", "m10"),
    "Coming back to work, and being seen at half past three", 224,
    (
        _Met(217, "What each of us came back from, as far as we want to say it", "m49"),
        _Met(182, "Karim’s case: asking the one he trained", "m49", ("m10",)),
        _Met(147, "A day that ends when it ends", off=True),
        _Met(140, "Zeynep’s case: “so well organised”", "m42", ("m15",)),
        _Met(84, "Well enough to work, and not well enough to pretend", "m49", ("m15",)),
        _Met(49, "Letting one thing go", off=True),
    ),
)  # fmt: skip
ASKING = _Circle(
    "circle-asking", ("m7", "m50", "m360", "m200"),
    "Asking for what the work is worth", 104,
    (
        _Met(97, "What we never asked for, and what it cost", "m50"),
        _Met(69, "Jo’s case: a page that does not make her cringe", "m7"),
        _Met(41, "Duncan’s case: a list that grows whenever it gets short", "m200", ("m50",)),
        _Met(13, "Rehearsal: the first sentence, and then silence", "m360"),
        _Met(-15, "After the talks: who asked, and what came of it"),
    ),
    ("m360", "We said the first sentence eleven times. By the ninth it had become short."),
    (("m7", "Ask for the conversation, with a date, before the next meeting"),),
)  # fmt: skip
CIRCLES = (SPEAKING, COMING_BACK, ASKING)


def keep_circles(unit: UnitOfWork, now: datetime) -> None:
    """Keep them, where the programme that runs is there and everybody in them is on the roster."""
    known = {member.id for member in unit.members.all()}
    if unit.programmes.find(BRIDGES) is None:
        return
    for told in CIRCLES:
        if known.issuperset((*told.members, MANAGER)):
            _keep(unit, told, now)


def _keep(unit: UnitOfWork, told: _Circle, now: datetime) -> None:
    began = now - told.since * DAY
    unit.matches.add(_match(told, began))
    unit.relationships.add(
        Relationship(
            id=told.id, match=f"x-{told.id}", role=MatchRole.CIRCLE, members=told.members, programme=BRIDGES,
            stage=Stage.CULTIVATION, started=began.date(),
        )
    )  # fmt: skip
    unit.circles.add(Circle(id=told.id, theme=told.theme, by=MANAGER, created=began))
    sessions = list(_sessions(told, now))
    unit.sessions.add(*sessions)
    unit.circle_meetings.add(
        *(_noted(told, met, session.id) for met, session in zip(told.met, sessions, strict=True) if met.chair)
    )
    _keep_last_words(unit, told, sessions)


def _match(told: _Circle, began: datetime) -> Match:
    return Match(
        id=f"x-{told.id}", seeker=told.members[0], partner=told.members[1], members=told.members,
        role=MatchRole.CIRCLE, state=MatchState.ACTIVE, score=0.0,
        rationale=Rationale(
            for_=(Claim(claim=f"Somebody who knows them brought them together around “{told.theme}”."),),
            benefit=Benefit(seeker="Others who work on the same thing.", partner="The same for each of them."),
            confidence="brought together by hand",
        ),
        programme=BRIDGES, accepted_by=frozenset(told.members), created=began,
    )  # fmt: skip


def _sessions(told: _Circle, now: datetime) -> Iterator[Session]:
    for n, met in enumerate(told.met, start=1):
        at = datetime.combine(weekday((now - met.ago * DAY).date()), AT, tzinfo=now.tzinfo)
        state = "planned" if met.ago < 0 else "cancelled" if met.off else "held"
        words = {"id": f"{told.id}-{n}", "topic": met.topic, "state": state}
        yield Session.model_validate({**words, "relationship": told.id, "at": at, "minutes": 60})


def _noted(told: _Circle, met: _Met, session: str) -> CircleMeeting:
    came = frozenset(told.members) - frozenset(met.missing) if not met.off else frozenset()
    return CircleMeeting(
        id=session,
        circle=told.id,
        chair=met.chair,
        passed=frozenset(met.passed),
        came=came,
        noted=not met.off,
    )


def _keep_last_words(unit: UnitOfWork, told: _Circle, sessions: list[Session]) -> None:
    last = [each for each in sessions if each.state == "held"][-1]
    author, words = told.note
    if words:
        unit.notes.add(
            Note(
                id=f"{told.id}-note", session=last.id, relationship=told.id, author=author, visibility="shared",
                text=words, at=last.at + timedelta(hours=2),
            )
        )  # fmt: skip
    unit.actions.add(
        *(
            ActionItem(
                id=f"{told.id}-promise-{n}", relationship=told.id, session=last.id, owner=owner, text=text
            )
            for n, (owner, text) in enumerate(told.promises, start=1)
        )
    )
