"""A community with somebody to recognise, somebody who manages, and the services over them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from copilot.domain.asking import Asker
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Role
from copilot.domain.programmes import Enrolment, Programme
from copilot.domain.recognition import Badge
from copilot.domain.relationships import Relationship, Session
from copilot.services.badges.notices import NoticingService
from copilot.services.badges.service import BadgesService
from copilot.services.policy import Policy
from copilot.stores.badge_seals import JoseSeals
from tests.fakes import FixedClock, MemoryUnitsOfWork
from tests.fakes.badge_keys import MemoryBadgeKeys

ADA, BEN, KIM = Asker(member="ada"), Asker(member="ben"), Asker(member="kim")
MANAGER = Asker(member="eve", roles=frozenset({Role.MANAGER}), manages=frozenset({"spring"}))
ELSEWHERE = Asker(member="gus", roles=frozenset({Role.MANAGER}), manages=frozenset({"autumn"}))
ADMIN = Asker(member="dee", roles=frozenset({Role.ADMIN}))
TODAY = date(2026, 3, 2)
NAME, BECAUSE = "Held the room", "When two teams blamed each other, she drew both plans on one page."
TRACKS = {"feedback": "Feedback that lands"}
NAMES = {
    "ada": "Ada Moreau", "ben": "Ben Ito", "kim": "Kim Larsen", "eve": "Eve Novak", "gus": "Gus Adeyemi",
    "dee": "Dee Okafor",
}  # fmt: skip


class Home:
    """Ada is mentored by Ben in the spring programme, which Eve manages; Kim takes part in none."""

    def __init__(self, address: str = "", clock: FixedClock | None = None) -> None:
        self.units, self.clock, self.keys = MemoryUnitsOfWork(), clock or FixedClock(), MemoryBadgeKeys()
        self.address = address
        policy, self.seals = Policy(), JoseSeals()
        self.badges = BadgesService(
            self.units, policy, self.clock, self.keys, self.seals, lambda: TRACKS, address
        )
        self.noticing = NoticingService(self.units, policy, lambda: TRACKS)
        with self.units() as unit:
            unit.members.add(*(_member(each) for each in NAMES))
            for programme, manager in (("spring", "eve"), ("autumn", "gus")):
                unit.programmes.add(
                    Programme(
                        id=programme, name=programme, starts=TODAY, ends=date(2027, 9, 1),
                        managers=frozenset({manager}),
                    )
                )  # fmt: skip
            unit.enrolments.add(
                *(Enrolment(id=f"spring:{each}", programme="spring", member=each) for each in ("ada", "ben"))
            )
            unit.commit()

    def relate(self, relationship: str = "r", *, held: int = 0, **fields: object) -> Relationship:
        """Ada and her mentor, with so many sessions held, one a week."""
        kept = Relationship.model_validate(
            {
                "id": relationship, "role": MatchRole.MENTOR, "members": ("ada", "ben"), "programme": "spring",
                "started": TODAY - timedelta(days=100), **fields,
            }
        )  # fmt: skip
        first = datetime(2025, 12, 1, 15, tzinfo=UTC)
        with self.units() as unit:
            unit.relationships.add(kept)
            unit.sessions.add(
                *(
                    Session(
                        id=f"{relationship}-{n}", relationship=relationship, at=first + timedelta(days=7 * n),
                        state="held",
                    )
                    for n in range(held)
                )
            )  # fmt: skip
            unit.commit()
        return kept

    def keep(self, kind: str, *records: object) -> None:
        """Put records there."""
        with self.units() as unit:
            getattr(unit, kind).add(*records)
            unit.commit()

    def offered(self, name: str = NAME, because: str = BECAUSE, **more: str) -> Badge:
        """A badge that Eve offers Ada."""
        return self.badges.offer(MANAGER, "ada", name, because, **more)

    def taken(self, *, with_name: bool = False, with_address: bool = False) -> Badge:
        """One that Ada has taken."""
        offered = self.offered().id
        return self.badges.take(ADA, offered, with_name=with_name, with_address=with_address)


def _member(member: str) -> Member:
    return Member(
        id=member, name=NAMES[member], email=f"{member}@example.org", roles=frozenset({Role.MENTEE})
    )
