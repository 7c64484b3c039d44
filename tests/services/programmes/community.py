"""A programme with people in it, a clock that moves, and the service over them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from copilot.domain.asking import Asker
from copilot.domain.matches import AuditEntry, Benefit, Match, MatchRole, MatchState, Rationale
from copilot.domain.members import Member, Role
from copilot.domain.programmes import Enrolment, Programme
from copilot.domain.relationships import Agreement, Relationship, Session, Signature
from copilot.services.policy import Policy
from copilot.services.programmes.service import ProgrammesService
from tests.fakes import FixedClock, MemoryUnitsOfWork

NAMES = (
    "Ada Moreau",
    "Bea Lund",
    "Cem Aydin",
    "Dina Haddad",
    "Eve Novak",
    "Finn Berg",
    "Gita Rao",
    "Hana Sato",
)
PEOPLE = tuple(name.split()[0].lower() for name in NAMES)
ADA, BEA, CEM, DINA, EVE, *_ = [Asker(member=each) for each in PEOPLE]
ADMIN = Asker(member="root", roles=frozenset({Role.ADMIN}))
MANAGER = Asker(member="boss", roles=frozenset({Role.MANAGER}), manages=frozenset({"p1"}))
ELSEWHERE = Asker(member="chef", roles=frozenset({Role.MANAGER}), manages=frozenset({"p2"}))
TODAY = date(2026, 3, 2)
STARTS, ENDS = date(2026, 1, 1), date(2026, 12, 31)
DAY = timedelta(days=1)


class Community:
    """Eight members, none of whom takes part yet, and a programme with a manager."""

    def __init__(self, **programme: Any) -> None:
        self.units, self.clock = MemoryUnitsOfWork(), FixedClock()
        self.service = ProgrammesService(self.units, Policy(), self.clock)
        frame = {
            "id": "p1",
            "name": "Spring",
            "starts": STARTS,
            "ends": ENDS,
            "managers": frozenset({"boss"}),
        }
        with self.units() as unit:
            people = [*zip(PEOPLE, NAMES, strict=True), ("boss", "Bo Ssman"), ("root", "Ro Ot")]
            unit.members.add(
                *[Member(id=id_, name=name, roles=frozenset({Role.MENTEE})) for id_, name in people]
            )
            unit.programmes.add(Programme(**{**frame, **programme}))
            unit.commit()

    def enrolled(self, *members: str, state: str = "enrolled") -> None:
        with self.units() as unit:
            unit.enrolments.add(
                *[
                    Enrolment.model_validate(
                        {"id": f"p1:{each}", "programme": "p1", "member": each, "state": state}
                    )
                    for each in members
                ]
            )
            unit.commit()

    def paired(self, relationship: str, *members: str, signed: bool = True, **fields: Any) -> None:
        """A relationship at work with its match, an agreement, and one session behind it and one ahead."""
        now = self.clock.now()
        agreement = Agreement(
            text="We meet every two weeks.",
            signatures=tuple(Signature(member=each, at=now) for each in members) if signed else (),
        )
        circle = len(members) > 2
        role = MatchRole.CIRCLE if circle else MatchRole.MENTOR
        with self.units() as unit:
            unit.matches.add(
                Match(
                    id=f"x-{relationship}", seeker=members[0], partner=members[1], role=role,
                    members=members if circle else (), state=MatchState.ACTIVE, score=0.5, programme="p1",
                    rationale=Rationale(benefit=Benefit(seeker="learns", partner="teaches")), created=now,
                )
            )  # fmt: skip
            unit.relationships.add(
                Relationship(
                    **{
                        "id": relationship, "match": f"x-{relationship}", "role": role, "members": members,
                        "programme": "p1", "started": TODAY - 14 * DAY, "agreement": agreement, **fields,
                    }
                )
            )  # fmt: skip
            unit.sessions.add(
                Session(id=f"{relationship}-held", relationship=relationship, at=now - 7 * DAY, state="held"),
                Session(id=f"{relationship}-next", relationship=relationship, at=now + 7 * DAY),
            )
            unit.commit()

    def states(self) -> dict[str, str]:
        """Member → the state of her enrolment."""
        with self.units.reading() as unit:
            return {each.member: each.state for each in unit.enrolments.all(programme="p1")}

    def relationship(self, relationship: str) -> Relationship:
        with self.units.reading() as unit:
            return unit.relationships.get(relationship)

    def log(self, verb: str) -> list[AuditEntry]:
        with self.units.reading() as unit:
            return unit.audit_log.all(verb=verb)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 15, tzinfo=UTC)
