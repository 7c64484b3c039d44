"""Small communities for the tests of matching."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from hypothesis import strategies as st

from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Profile, Role
from copilot.domain.programmes import Enrolment, Programme
from copilot.ports import MatchReader
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.service import MatchingService
from copilot.services.matching.solving.pool import Gathering, Pool
from copilot.services.matching.solving.rules import Past, paired_roles
from copilot.services.policy import Policy
from tests.fakes import FixedClock, MemoryProfileIndex, MemoryUnitsOfWork, WordEncoder

DAY = date(2026, 3, 2)
GOALS = (
    "Learn to negotiate prices with suppliers",
    "Speak in front of directors without freezing",
    "Lead my first product launch",
    "Write clear technical documents",
    "Build a budget I can defend",
    "Give honest feedback to a colleague",
)
EXPERIENCE = (
    "Negotiated prices with suppliers in Asia",
    "Trained directors to speak on a stage",
    "Led the launch of three products",
    "Wrote the technical documents of an engine",
    "Built and defended the budget of a hospital",
    "Ran feedback workshops for colleagues",
)


def member(member_id: str, *roles: Role, name: str = "", **fields: Any) -> Member:
    own = {key: fields.pop(key) for key in tuple(fields) if key in Member.model_fields}
    return Member(
        id=member_id,
        name=name or f"Name {member_id}",
        roles=frozenset(roles),
        profile=Profile(**fields),
        **own,
    )


def mentee(member_id: str, *goals: str, **fields: Any) -> Member:
    return member(member_id, Role.MENTEE, goals=goals, **fields)


def mentor(member_id: str, *experience: str, **fields: Any) -> Member:
    return member(member_id, Role.MENTOR, experience=experience, **fields)


def homed(
    members: Sequence[Member], weights: MatchingWeights | None = None, reader: MatchReader | None = None
) -> tuple[MatchingService, MemoryUnitsOfWork]:
    units = MemoryUnitsOfWork()
    with units() as unit:
        unit.members.add(*members)
        unit.commit()
    service = MatchingService(
        units, WordEncoder(), MemoryProfileIndex(), Policy(), FixedClock(), weights, reader=reader
    )
    return service, units


def enrolled(
    units: MemoryUnitsOfWork, programme: str, members: Sequence[str], managers: Sequence[str] = ()
) -> None:
    with units() as unit:
        unit.programmes.add(
            Programme(
                id=programme, name=programme, starts=DAY, ends=date(2026, 9, 1), managers=frozenset(managers)
            )
        )
        unit.enrolments.add(
            *(Enrolment(id=f"{programme}-{each}", programme=programme, member=each) for each in members)
        )
        unit.commit()


def pool_of(
    members: Sequence[Member],
    role: MatchRole = MatchRole.MENTOR,
    *,
    past: Past | None = None,
    seed: int = 0,
    weights: MatchingWeights | None = None,
) -> Pool:
    seeking, sought = paired_roles(role)
    return Gathering(WordEncoder(), weights or MatchingWeights(), DAY).pool(
        [each for each in members if each.roles & seeking],
        [each for each in members if each.roles & sought],
        role,
        roster=members,
        past=past,
        seed=seed,
    )


def _ids(many: int) -> st.SearchStrategy[str]:
    return st.integers(0, many - 1).map(lambda n: f"p{n}")


@st.composite
def communities(draw: st.DrawFn, most: int = 12) -> list[Member]:
    """Anything a roster may hold: loops of line managers, vetoes of oneself, no texts, no places, all roles."""
    many = draw(st.integers(1, most))
    return [
        member(
            f"p{n}",
            *draw(st.sets(st.sampled_from([Role.MENTEE, Role.MENTOR, Role.SPONSOR, Role.PEER]), min_size=1)),
            goals=tuple(draw(st.lists(st.sampled_from(GOALS), max_size=2))),
            experience=tuple(draw(st.lists(st.sampled_from(EXPERIENCE), max_size=3))),
            level=draw(st.none() | st.integers(1, 10)),
            languages=tuple(draw(st.sets(st.sampled_from(["English", "Polish", "Hausa"]), max_size=2))),
            time_zone=draw(st.sampled_from(["", "Europe/Lisbon", "Asia/Tokyo"])),
            line_manager_id=draw(st.just("") | _ids(many)),
            vetoes=frozenset(draw(st.sets(_ids(many), max_size=3))),
            capacity=draw(st.none() | st.sampled_from([0, 1, 2, 1_000_000])),
            paused=draw(st.booleans()) and draw(st.booleans()),
        )
        for n in range(many)
    ]
