"""A community whose figures can be worked out by hand: pairs that met on days one says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Role
from copilot.domain.programmes import Enrolment, Programme
from copilot.domain.relationships import Agreement, Goal, Relationship, Session, Signature
from copilot.domain.spaces import Post
from copilot.ports import UnitOfWork
from copilot.services.analytics.service import AnalyticsService
from copilot.services.analytics.told import Figure, Part
from copilot.services.policy import Policy
from tests.fakes import FixedClock, MemoryUnitsOfWork

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = NOW.date()
Q3, Q4 = date(2026, 7, 1), date(2026, 10, 1)
AGREED = "## Meetings\n\nWe meet every two weeks for an hour."


def homed() -> tuple[AnalyticsService, MemoryUnitsOfWork]:
    units = MemoryUnitsOfWork()
    return AnalyticsService(units, Policy(), FixedClock(NOW)), units


def add_members(unit: UnitOfWork, *ids: str) -> None:
    unit.members.add(*(Member(id=each, name=f"Name {each}", roles=frozenset({Role.MENTEE})) for each in ids))


def add_programme(
    unit: UnitOfWork,
    id_: str,
    members: Iterable[str] = (),
    starts: date = date(2026, 1, 1),
    manager: str = "boss",
) -> None:
    unit.programmes.add(
        Programme(
            id=id_, name=f"Programme {id_}", starts=starts, ends=starts + timedelta(days=400),
            managers=frozenset({manager}),
        )
    )  # fmt: skip
    unit.enrolments.add(*(Enrolment(id=f"{id_}:{each}", programme=id_, member=each) for each in members))


def add_pairs(
    unit: UnitOfWork,
    many: int,
    met: Iterable[date] = (),
    *,
    named: str = "",
    programme: str = "",
    role: MatchRole = MatchRole.MENTOR,
    started: date = date(2026, 3, 1),
    agreed: date | None = None,
) -> None:
    """Pairs of new members; each met on each of these days."""
    for n in range(many):
        seeker, partner, id_ = f"{named}s{n}", f"{named}t{n}", f"{named}r{n}"
        add_members(unit, seeker, partner)
        signed = datetime.combine(agreed, time(9), UTC) if agreed else None
        agreement = (
            Agreement(
                text=AGREED, signatures=tuple(Signature(member=who, at=signed) for who in (seeker, partner))
            )
            if signed
            else None
        )
        unit.relationships.add(
            Relationship(
                id=id_,
                role=role,
                members=(seeker, partner),
                programme=programme,
                started=started,
                agreement=agreement,
            )
        )
        unit.sessions.add(
            *(
                Session(
                    id=f"{id_}:{day}", relationship=id_, at=datetime.combine(day, time(9), UTC), state="held"
                )
                for day in met
            )
        )


def add_posts(unit: UnitOfWork, on: date, *authors: str) -> None:
    at = datetime.combine(on, time(12), UTC)
    unit.posts.add(*(Post(id=f"post:{who}:{on}", author=who, text="Words", at=at) for who in authors))


def add_goal(unit: UnitOfWork, member: str, reached: date | None = None, state: str = "open") -> None:
    unit.goals.add(
        Goal.model_validate(
            {"id": f"g:{member}:{reached}:{state}", "member": member, "title": "A secret goal",
             "state": "reached" if reached else state, "reached_on": reached}
        )
    )  # fmt: skip


def figure(part: Part, key: str) -> Figure:
    (found,) = [each for each in part.figures if each.key == key]
    return found
