"""A community with enough people in it to be counted, built a handful at a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.drafts import Draft, DraftKind
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Profile, Role
from copilot.domain.programmes import Enrolment, Programme
from copilot.domain.relationships import Agreement, Goal, Moment, Relationship, Session, Signature
from copilot.services.playbook.service import PlaybookService
from copilot.services.policy import Policy
from tests.fakes import FixedClock, MemoryUnitsOfWork

NOW = FixedClock().now()
TODAY = NOW.date()
DAY = timedelta(days=1)
ADMIN = Asker(member="adm", roles=frozenset({Role.ADMIN}))
MANAGER = Asker(member="man", roles=frozenset({Role.MANAGER}), manages=frozenset({"p1"}))
ANA, BEA = Asker(member="ana"), Asker(member="bea")
EVERYBODY = {"adm": "Adriana Lopes", "man": "Manfred Kuhn", "ana": "Ana Castro", "bea": "Beatriz Nunes"}

__all__ = ["ADMIN", "ANA", "BEA", "DAY", "MANAGER", "NOW", "OPERATOR", "TODAY"]


def units() -> MemoryUnitsOfWork:
    """Four people, one of whom is admin and one a manager; a programme under way."""
    home = MemoryUnitsOfWork()
    with home() as unit:
        roles = {"adm": Role.ADMIN, "man": Role.MANAGER}
        unit.members.add(
            *(
                Member(id=one, name=name, roles=frozenset({roles.get(one, Role.MENTEE)}))
                for one, name in EVERYBODY.items()
            )
        )
        unit.programmes.add(
            Programme(
                id="p1",
                name="Spring",
                starts=TODAY - 90 * DAY,
                ends=TODAY + 200 * DAY,
                managers=frozenset({"man"}),
            )
        )
        unit.commit()
    return home


def playbook(home: MemoryUnitsOfWork | None = None, **more: object) -> PlaybookService:
    """The service over it, with as many guides and tracks as ship."""
    return PlaybookService(
        home or units(), Policy(), FixedClock(), guides=lambda: 48, tracks=lambda: 9, **more  # type: ignore[arg-type]  # as a test gives them
    )  # fmt: skip


def with_pairs(home: MemoryUnitsOfWork, n: int, *, signed: int = 0, met: int = 0, goals: int = 0) -> None:
    """So many mentoring pairs under way; some with a signed agreement, some that met last week, some with a goal."""
    with home() as unit:
        for at in range(n):
            seeker, partner, pair = f"s{at}", f"m{at}", f"r{at}"
            unit.members.add(
                _member(seeker, Role.MENTEE, "Sales"), _member(partner, Role.MENTOR, "Engineering")
            )
            unit.enrolments.add(Enrolment(id=f"p1:{seeker}", programme="p1", member=seeker))
            unit.relationships.add(
                Relationship(
                    id=pair, role=MatchRole.MENTOR, members=(seeker, partner), programme="p1",
                    started=TODAY - 70 * DAY, agreement=_signed(seeker, partner) if at < signed else None,
                )
            )  # fmt: skip
            if at < met:
                unit.sessions.add(
                    Session(
                        id=f"e{at}", relationship=pair, at=NOW - 7 * DAY, state="held", ratings={seeker: 4}
                    )
                )
            if at < goals:
                unit.goals.add(Goal(id=f"g{at}", member=seeker, title="Speak first", relationship=pair))
        unit.commit()


def with_charters(home: MemoryUnitsOfWork, *roles: str, by: str = "adm") -> None:
    """Approved charters of these roles."""
    with home() as unit:
        unit.drafts.add(
            *(
                Draft(
                    id=f"d-{role}-{by}", kind=DraftKind.CHARTER, state="approved", writer="embedded", about="",
                    made_by=by, markdown="A charter.", inputs={"role": role}, created=NOW - 30 * DAY,
                )
                for role in roles
            )
        )  # fmt: skip
        unit.commit()


def with_moments(home: MemoryUnitsOfWork, n: int, *, public: int = 0) -> None:
    """Moments of so many people."""
    with home() as unit:
        unit.moments.add(
            *(
                Moment(
                    id=f"o{at}", member=f"x{at}", by="ana", on=TODAY - 5 * DAY, situation="In the review",
                    behaviour="Asked both sides", public=at < public,
                )
                for at in range(n)
            )
        )  # fmt: skip
        unit.commit()


def _member(member: str, role: Role, function: str) -> Member:
    return Member(
        id=member, name=f"Zyta {member}", roles=frozenset({role}), profile=Profile(function=function)
    )


def _signed(*members: str) -> Agreement:
    at = datetime(2026, 1, 5, tzinfo=UTC)
    return Agreement(
        text="We meet monthly.", signatures=tuple(Signature(member=one, at=at) for one in members)
    )
