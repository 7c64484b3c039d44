"""Relationships of a planted community: matched, signed, met, rated, fading or over, with all that comes of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Literal

from copilot.domain.circles import Circle, CircleMeeting
from copilot.domain.matches import Benefit, Match, MatchRole, MatchState, Rationale
from copilot.domain.records import Record
from copilot.domain.relationships import (
    ActionItem,
    Agreement,
    Feedback,
    Goal,
    Milestone,
    Moment,
    Note,
    Relationship,
    Session,
    Signature,
    Stage,
)
from copilot.domain.surveys import SurveyAnswer, SurveyPoint, survey_id
from copilot.services.surveys.questions import questions_for, side_of
from evals.planted_activity.people import AIMS, YEARS, Frame

ROLES = {
    MatchRole.MENTOR: 72,
    MatchRole.SPONSOR: 6,
    MatchRole.PEER: 12,
    MatchRole.REVERSE: 4,
    MatchRole.CIRCLE: 6,
}
RHYTHMS = {1: 10, 2: 40, 4: 50}
"""Weeks between two meetings, and how often people choose that."""
LASTS = 270
"""Days a relationship goes on, half as long at least and half as long again at most."""
FADES = 0.2
"""Share of the relationships in which nobody meets any more from some day on."""
HELD, CANCELLED = 0.86, 0.1
"""Of the sessions of the past; of the rest nobody says what became of them."""
ANSWERS_A_SURVEY = 0.55
RATES, NOTES, ACTIONS, SAYS = 0.5, 0.15, 0.3, 0.06
SIGNED, OFFERED = 0.7, 0.1
EVERY = {
    1: "We meet every week, by video.",
    2: "We meet every two weeks, by video.",
    4: "We meet monthly, in person.",
}
TOPICS = (
    "A first talk",
    "The week behind us",
    "A hard conversation",
    "The talk in May",
    "What next",
    "Feedback",
)
PROMISES = (
    "Send the draft",
    "Ask the team lead",
    "Read chapter two",
    "Write down three wins",
    "Practise the opening",
)
SEEN = ("In Tuesday's review", "When the launch slipped", "At the harbour evening", "In the planning round")
DID = ("asked the question nobody asked", "stayed calm and gave the numbers", "made room for the newcomer")


@dataclass(frozen=True)
class Pair:
    """A relationship with its sessions, for whatever else is made of it."""

    relationship: Relationship
    sessions: tuple[Session, ...]
    weeks: int


def pairs(frame: Frame, sessions: int, chance: Random) -> Iterator[Pair]:
    """Relationships until they have as many sessions between them, not one more."""
    programme_of = {member: programme for programme, own in frame.taking_part.items() for member in own}
    number = 0
    while sessions > 0:
        found = _pair(f"r{number:06}", frame, programme_of, sessions, chance)
        yield found
        sessions -= len(found.sessions)
        number += 1


def _pair(name: str, frame: Frame, programme_of: dict[str, str], most: int, chance: Random) -> Pair:
    role = chance.choices(list(ROLES), list(ROLES.values()))[0]
    weeks = chance.choices(list(RHYTHMS), list(RHYTHMS.values()))[0]
    members = _together(role, frame, chance)
    started = frame.begins + timedelta(days=chance.randrange(YEARS.days - 20))
    ends = started + timedelta(days=int(LASTS * chance.uniform(0.5, 1.5)))
    last = started + chance.random() * (ends - started) if chance.random() < FADES else ends
    own = tuple(_sessions(name, members, started, last, weeks, frame, chance))[:most]
    return Pair(
        _relationship(name, role, members, started, ends, weeks, frame, programme_of, chance), own, weeks
    )


def _together(role: MatchRole, frame: Frame, chance: Random) -> tuple[str, ...]:
    if role is MatchRole.CIRCLE:
        return tuple(chance.sample(frame.members, chance.randint(4, 8)))
    seeker, partner = chance.choice(frame.members), chance.choice(frame.mentors)
    while partner == seeker:
        partner = chance.choice(frame.mentors)
    return seeker, partner


def _relationship(
    name: str,
    role: MatchRole,
    members: tuple[str, ...],
    started: date,
    ends: date,
    weeks: int,
    frame: Frame,
    programme_of: dict[str, str],
    chance: Random,
) -> Relationship:
    over = ends < frame.today
    return Relationship(
        id=name,
        match="" if role is MatchRole.CIRCLE else f"x{name}",
        role=role,
        members=members,
        programme=programme_of.get(members[0], ""),
        state="closed" if over else "paused" if chance.random() < 0.03 else "active",
        stage=_stage(started, ends, frame.today),
        started=started,
        agreement=_agreement(members, started, weeks, chance),
    )


def _stage(started: date, ends: date, today: date) -> Stage:
    gone = (today - started) / (ends - started)
    return Stage.INITIATION if gone < 0.2 else Stage.CULTIVATION if gone < 0.8 else Stage.SEPARATION


def _agreement(members: tuple[str, ...], started: date, weeks: int, chance: Random) -> Agreement | None:
    drawn = chance.random()
    if drawn > SIGNED + OFFERED:
        return None
    signers = members if drawn < SIGNED else ()
    at = datetime.combine(started + timedelta(days=7), time(10), UTC)
    text = f"{EVERY[weeks]}\nWhat is said here stays here.\nEither of us may end this without a reason."
    return Agreement(text=text, signatures=tuple(Signature(member=each, at=at) for each in signers))


def _sessions(
    name: str, members: tuple[str, ...], started: date, last: date, weeks: int, frame: Frame, chance: Random
) -> Iterator[Session]:
    at, number = started + timedelta(days=chance.randint(2, 14)), 0
    until = min(last, frame.today + timedelta(weeks=weeks))
    while at <= until:
        yield _session(f"s{name}-{number:03}", name, members, at, frame, chance)
        at += timedelta(days=max(1, round(7 * weeks * chance.uniform(0.8, 1.5))))
        number += 1


def _session(
    session: str, name: str, members: tuple[str, ...], on: date, frame: Frame, chance: Random
) -> Session:
    at = datetime.combine(on, time(chance.randrange(8, 18)), UTC)
    drawn = chance.random()
    state: Literal["planned", "held", "cancelled"] = "planned"
    if at < frame.now:
        state = "held" if drawn < HELD else "cancelled" if drawn < HELD + CANCELLED else "planned"
    rated = {each: chance.choice((3, 4, 4, 5, 5)) for each in members} if chance.random() < RATES else {}
    return Session(
        id=session, relationship=name, at=at, minutes=chance.choice((30, 45, 60)), topic=chance.choice(TOPICS),
        state=state, ratings=rated if state == "held" else {},
    )  # fmt: skip


def of_a_pair(pair: Pair, frame: Frame, chance: Random) -> Iterator[Record]:
    """The relationship, its sessions, and what its people wrote, promised, said and answered."""
    own = pair.relationship
    yield own
    yield from pair.sessions
    held = [each for each in pair.sessions if each.state == "held"]
    if own.role is MatchRole.CIRCLE:
        yield Circle(
            id=own.id, theme=chance.choice(AIMS), created=datetime.combine(own.started, time(9), UTC)
        )
        yield from (_meeting(own, each, chance) for each in held)
    else:
        yield _match(own, chance)
    yield from _written(own, held, chance)
    yield from _goals(own, frame, chance)
    yield from _surveys(own, frame, chance)
    yield from _moments(own, held, chance)


def _match(own: Relationship, chance: Random) -> Match:
    return Match(
        id=own.match,
        seeker=own.members[0],
        partner=own.members[1],
        role=own.role,
        state=MatchState(own.state),
        score=round(chance.uniform(0.4, 0.9), 3),
        rationale=Rationale(benefit=Benefit(seeker="She learns to plan.", partner="She learns to listen.")),
        programme=own.programme,
        accepted_by=frozenset(own.members),
        created=datetime.combine(own.started, time(8), UTC) - timedelta(days=10),
    )


def _meeting(own: Relationship, session: Session, chance: Random) -> CircleMeeting:
    came = frozenset(each for each in own.members if chance.random() < 0.8)
    chair = chance.choice(own.members)
    return CircleMeeting(id=session.id, circle=own.id, chair=chair, came=came, noted=chance.random() < 0.7)


def _written(own: Relationship, held: Sequence[Session], chance: Random) -> Iterator[Record]:
    for session in held:
        name, day = session.id[1:], session.at.date()
        if chance.random() < NOTES:
            yield Note(
                id=f"n{name}", session=session.id, relationship=own.id, author=chance.choice(own.members),
                visibility=chance.choice(("private", "shared")), text="We spoke about the plan. It holds.",
                at=session.at,
            )  # fmt: skip
        if chance.random() < ACTIONS:
            yield ActionItem(
                id=f"a{name}", relationship=own.id, session=session.id, owner=chance.choice(own.members),
                text=chance.choice(PROMISES), due=day + timedelta(days=14), done=chance.random() < 0.7,
            )  # fmt: skip
        if chance.random() < SAYS:
            yield Feedback(
                id=f"f{name}", relationship=own.id, session=session.id, by=chance.choice(own.members), on=day,
                rating=chance.choice((2, 3, 4, 4, 5)), text="It helped.",
            )  # fmt: skip


def _goals(own: Relationship, frame: Frame, chance: Random) -> Iterator[Goal]:
    for number in range(chance.choice((0, 1, 1, 2))):
        state = chance.choices(("open", "reached", "dropped"), (50, 40, 10))[0]
        due = own.started + timedelta(days=chance.randint(60, 300))
        yield Goal(
            id=f"g{own.id[1:]}-{number}",
            member=own.members[0],
            title=chance.choice(AIMS),
            due=due,
            progress=100 if state == "reached" else chance.randrange(0, 90, 10),
            state=state,
            reached_on=min(frame.today, due) if state == "reached" else None,
            milestones=(
                Milestone(text="A first draft", due=due - timedelta(days=30), done=chance.random() < 0.6),
            ),
            relationship=own.id if chance.random() < 0.7 else "",
            objective=f"ob{chance.randrange(len(AIMS))}" if chance.random() < 0.3 else "",
        )


def _surveys(own: Relationship, frame: Frame, chance: Random) -> Iterator[SurveyAnswer]:
    """Answers of those sides who answered at the points they had come to."""
    days = {SurveyPoint.START: 30, SurveyPoint.MIDDLE: 135, SurveyPoint.END: 270}
    for point, after in days.items():
        on = own.started + timedelta(days=after)
        if on > frame.today or (point is SurveyPoint.END and own.state != "closed"):
            continue
        for member in own.members:
            if chance.random() < ANSWERS_A_SURVEY:
                yield _answer(own, point, member, on, chance)


def _answer(own: Relationship, point: SurveyPoint, member: str, on: date, chance: Random) -> SurveyAnswer:
    side = side_of(own.role, own.members, member)
    return SurveyAnswer(
        id=survey_id(own.id, point, member),
        relationship=own.id,
        programme=own.programme,
        member=member,
        side=side,
        point=point,
        on=on,
        ratings={each.id: chance.choice((2, 3, 4, 4, 5)) for each in questions_for(own.role, point, side)},
        words="I look forward to our talks." if chance.random() < 0.3 else "",
        for_managers=chance.random() < 0.4,
    )


def _moments(own: Relationship, held: Sequence[Session], chance: Random) -> Iterator[Moment]:
    for session in held:
        if chance.random() < 0.2:
            by, member = chance.sample(own.members, 2)
            yield Moment(
                id=f"o{session.id[1:]}", member=member, by=by, on=session.at.date(), at=session.at,
                situation=chance.choice(SEEN), behaviour=chance.choice(DID), public=chance.random() < 0.5,
            )  # fmt: skip
