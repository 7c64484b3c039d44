"""Members of a planted community, the programmes they take part in, and what they chose there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from copilot.demo.content import Place, functions, places
from copilot.demo.names import name_for
from copilot.domain.choices import Choice, Nomination
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Profile, Role
from copilot.domain.objectives import KeyResult, Objective
from copilot.domain.pauses import Pause
from copilot.domain.programmes import ClosingReview, Enrolment, NextStep, Programme
from copilot.domain.recognition import LeaderboardChoice

YEARS = timedelta(days=730)
PROGRAMMES = 6
"""Of any community, so that a larger one has larger programmes; the last two are under way."""
ENROLLED = 0.75
"""Share of the members who take part in a programme, a fifth of them in two."""
STATES = ("enrolled", "waiting", "paused", "left", "completed")
MENTORS, SPONSORS, PEERS = 0.3, 0.05, 0.3
CHOOSES, NOMINATED, PAUSED, ON_THE_BOARD = 0.2, 0.02, 0.01, 0.2
AIMS = (
    "Lead the review of a project", "Speak in front of a large room", "Move into a new function",
    "Write so that people read to the end", "Run a team of five without running after it",
    "Learn to say no kindly", "Understand how a budget is made", "Have a talk accepted",
)  # fmt: skip
SKILLS = (
    "facilitation",
    "SQL",
    "negotiation",
    "writing",
    "planning",
    "hiring",
    "research",
    "accounting",
    "teaching",
)


@dataclass(frozen=True)
class Frame:
    """What everybody else is made from: who is there, in which programme, and when it is."""

    members: tuple[str, ...]
    mentors: tuple[str, ...]
    programmes: tuple[Programme, ...]
    taking_part: dict[str, tuple[str, ...]]
    now: datetime

    @property
    def today(self) -> date:
        """The last day that anything happened on."""
        return self.now.date()

    @property
    def begins(self) -> date:
        """The first."""
        return self.today - YEARS


def member_id(number: int) -> str:
    """Ids of one width, so that none stands in another."""
    return f"m{number:06}"


def people(size: int, chance: Random) -> Iterator[Member]:
    """So many members: the first three are admins, the next twelve manage programmes."""
    where, what = places(), [each.name for each in functions()]
    weights = [place.weight for place in where]
    for number in range(size):
        yield _member(number, chance.choices(where, weights)[0], chance.choice(what), chance)


def _member(number: int, place: Place, function: str, chance: Random) -> Member:
    name, _ = name_for(place, chance.choice(("woman", "man")), chance)
    level = min(10, 1 + int(chance.expovariate(0.4)))
    return Member(
        id=member_id(number),
        name=name,
        email=f"{member_id(number)}@example.org",
        roles=_roles(number, chance),
        profile=Profile(
            headline=f"{function}, {place.city}",
            experience=(
                f"{level + 1} years in {function.lower()}",
                f"Ran two projects in {chance.choice(SKILLS)}",
            ),
            skills=tuple(chance.sample(SKILLS, 3)),
            goals=(chance.choice(AIMS),),
            function=function,
            level=level,
            location=place.city,
            time_zone=place.zone,
            languages=place.languages,
            hours_per_month=chance.choice((2, 4, 6)),
        ),
        capacity=chance.choice((None, 1, 2, 3)),
        line_manager_id=member_id(number // 8) if number >= 8 else "",
    )


def _roles(number: int, chance: Random) -> frozenset[Role]:
    also = [(Role.MENTOR, MENTORS), (Role.SPONSOR, SPONSORS), (Role.PEER, PEERS)]
    found = {role for role, share in also if chance.random() < share} or {Role.MENTEE}
    if chance.random() < 0.5:
        found.add(Role.MENTEE)
    extra = {Role.ADMIN} if number < 3 else {Role.MANAGER} if number < 15 else set()
    return frozenset(found | extra)


def programmes(today: date) -> list[Programme]:
    """Programmes of nine months that begin one after the other over the two years; those that are over are closed."""
    apart = (YEARS - timedelta(days=120)) / (PROGRAMMES - 1)
    found = []
    for at in range(PROGRAMMES):
        starts = today - YEARS + at * apart
        ends = starts + timedelta(days=270)
        found.append(
            Programme(
                id=f"p{at:02}",
                name=f"Bridges {at + 1}",
                purpose="People who would not meet otherwise learn from each other.",
                starts=starts,
                ends=ends,
                managers=frozenset({member_id(3 + at)}),
                roles=frozenset({MatchRole.MENTOR, MatchRole.PEER, MatchRole.SPONSOR}),
                closed=ends if ends < today else None,
            )
        )
    return found


def enrolments(members: Sequence[str], frames: Sequence[Programme], chance: Random) -> Iterator[Enrolment]:
    """Who takes part, waits, has left: by where the programme stands."""
    for member in members:
        if chance.random() < ENROLLED:
            for programme in chance.sample(frames, 2 if chance.random() < 0.2 else 1):
                yield _enrolment(member, programme, chance)


def _enrolment(member: str, programme: Programme, chance: Random) -> Enrolment:
    weights = (0, 2, 0, 14, 84) if programme.closed else (80, 6, 4, 10, 0)
    asked = programme.starts - timedelta(days=chance.randrange(40))
    return Enrolment(
        id=f"{programme.id}:{member}",
        programme=programme.id,
        member=member,
        state=chance.choices(STATES, weights)[0],
        at=datetime.combine(asked, time(9), UTC),
        took_part=True,
    )


def choices(frame: Frame, chance: Random) -> Iterator[Choice]:
    """Whom seekers would like as a mentor."""
    for programme, members in frame.taking_part.items():
        for member in members:
            if chance.random() < CHOOSES:
                ranked = [each for each in chance.sample(frame.mentors, 3) if each != member]
                yield Choice(
                    id=f"ch:{programme}:{member}", member=member, role=MatchRole.MENTOR, programme=programme,
                    ranked=tuple(ranked), at=frame.now - timedelta(days=chance.randrange(700)),
                )  # fmt: skip


def nominations(frame: Frame, chance: Random) -> Iterator[Nomination]:
    """Who is sought for without having asked."""
    for programme, members in frame.taking_part.items():
        for member in members:
            if chance.random() < NOMINATED:
                yield Nomination(
                    id=f"no:{programme}:{member}", member=member, programme=programme, role=MatchRole.SPONSOR,
                    at=frame.now - timedelta(days=chance.randrange(700)), by=member_id(3),
                )  # fmt: skip


def pauses(frame: Frame, chance: Random) -> Iterator[Pause]:
    """Who takes nobody on for a while."""
    for member in frame.members:
        if chance.random() < PAUSED:
            since = frame.today - timedelta(days=chance.randrange(60))
            yield Pause(id=member, since=since, until=frame.today + timedelta(days=chance.randint(1, 90)))


def board(frame: Frame, chance: Random) -> Iterator[LeaderboardChoice]:
    """Who stands on the leaderboard."""
    for member in frame.members:
        if chance.random() < ON_THE_BOARD:
            yield LeaderboardChoice(id=member, alone=chance.random() < 0.7, since=frame.now - YEARS)


def objectives(frame: Frame) -> Iterator[Objective]:
    """Eight aims of the community."""
    for number, title in enumerate(AIMS):
        yield Objective(
            id=f"ob{number}",
            title=title,
            key_results=(KeyResult(text="People who did", target=100, now=10 * number),),
            owner=frame.members[0],
            starts=frame.begins,
            ends=frame.today + timedelta(days=90),
        )


def reviews(frame: Frame, chance: Random) -> Iterator[ClosingReview]:
    """What people say at the end of a programme."""
    for programme in frame.programmes:
        if not programme.closed:
            continue
        for member in frame.taking_part.get(programme.id, ()):
            if chance.random() < 0.4:
                yield ClosingReview(
                    id=f"cr:{programme.id}:{member}", programme=programme.id, member=member, on=programme.closed,
                    went_well="We kept to our dates.", would_change="Begin with fewer aims.",
                    next_step=chance.choice(tuple(NextStep)), for_managers=chance.random() < 0.5,
                )  # fmt: skip
