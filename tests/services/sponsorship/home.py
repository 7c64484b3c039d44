"""Paola sponsors Grace; others are there who must not read a word of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from copilot.domain.asking import Asker
from copilot.domain.citations import ProfileCitation, RecordCitation
from copilot.domain.drafts import Draft, DraftKind
from copilot.domain.matches import MatchRole
from copilot.domain.members import Role
from copilot.domain.programmes import Programme
from copilot.domain.relationships import Goal, Moment, Relationship
from copilot.domain.sponsorship import Advocacy, AdvocacyKind, Pledge, SpeakingConsent
from copilot.services.events.service import EventsService
from copilot.services.policy import Policy
from copilot.services.sponsorship.service import SponsorshipService
from tests.fakes import FixedClock, MemoryUnitsOfWork
from tests.services.matching.community import member

GRACE, PAOLA, STRANGER = Asker(member="grace"), Asker(member="paola"), Asker(member="stranger")
SECOND = Asker(member="second")
MANAGER = Asker(member="boss", manages=frozenset({"spring"}))
ADMIN = Asker(member="root", roles=frozenset({Role.ADMIN}))
BOARD = "the season review"
DAY = timedelta(days=1)
LED = "Grace led the move of two warehouses without a day of standstill."
ASKED = "She asked the two who had said nothing, and waited."
BRIEF = f"""# Sponsorship brief: Grace

To be used once Grace has approved it, and not before.

## What may be said of Grace

- {LED} [1]
- {ASKED} [2]

## Where (proposed)

- The season review

## Sources

1. Profile, experience, entry 1: “Led the move of two warehouses without a day of standstill”
2. Moment, behaviour: “{ASKED}”
"""


class Home:
    """The records, a clock that can move, and the service over them."""

    def __init__(self) -> None:
        self.units, self.clock = MemoryUnitsOfWork(), FixedClock()
        self.events = EventsService(self.units, Policy(), self.clock)
        self.service = SponsorshipService(self.units, Policy(), self.clock)
        with self.units() as unit:
            unit.members.add(
                member("grace", Role.MENTEE, headline="Moves warehouses", experience=("Led a move",)),
                *(member(each, Role.SPONSOR) for each in ("paola", "second", "above")),
                *(member(each, Role.PEER) for each in ("stranger", "boss", "root")),
            )  # fmt: skip
            unit.programmes.add(Programme(id="spring", name="Spring", starts=self.today, ends=self.soon()))
            unit.relationships.add(
                Relationship(
                    id="r", role=MatchRole.SPONSOR, members=("grace", "paola"), programme="spring",
                    started=self.today - 60 * DAY,
                )
            )  # fmt: skip
            unit.commit()

    @property
    def today(self) -> date:
        return self.clock.now().date()

    def soon(self, days: int = 30) -> date:
        return self.today + days * DAY

    def give(self, repository: str, *records: Any) -> None:
        with self.units() as unit:
            getattr(unit, repository).add(*records)
            unit.commit()

    def change(self, repository: str, record: str, **fields: Any) -> None:
        with self.units() as unit:
            kept = getattr(unit, repository)
            kept.save(kept.get(record).changed(**fields))
            unit.commit()

    def pledged(self, what: str = "Ask who decides on the lead of partners", **more: Any) -> Pledge:
        return self.service.pledge(PAOLA, "r", what, more.pop("until", self.soon()), **more)

    def agreed(self, *rooms: str, **more: Any) -> SpeakingConsent:
        given: dict[str, Any] = {"own": (LED,), "until": self.soon(90), **more}
        return self.service.consent(GRACE, "r", rooms=rooms or (BOARD,), **given)

    def logged(self, room: str = BOARD, **more: Any) -> Advocacy:
        return self.service.log(PAOLA, "r", more.pop("kind", AdvocacyKind.NOMINATED), room=room, **more)

    def moment(self, moment_id: str = "o1", **fields: Any) -> None:
        told = {"by": "stranger", "situation": "In the review", "behaviour": ASKED, **fields}
        self.give("moments", Moment(id=moment_id, member="grace", on=self.today - DAY, **told))

    def goal(self, goal_id: str, **fields: Any) -> None:
        self.give("goals", Goal(id=goal_id, member="grace", title=f"Goal {goal_id}: lead partners", **fields))

    def brief(self, state: str = "approved", consent: str = "given", **fields: Any) -> None:
        cited = (
            ProfileCitation(n=1, member="grace", field="experience[0]", quote="Led a move"),
            RecordCitation(n=2, kind="moment", record="o1", field="behaviour", quote=ASKED),
        )
        told: dict[str, Any] = {
            "id": "d1", "kind": DraftKind.BRIEF, "writer": "embedded", "about": "grace", "made_by": "paola",
            "owners": frozenset({"grace", "paola"}), "markdown": BRIEF, "citations": cited, "state": state,
            "inputs": {"consent": consent}, "created": self.clock.now(),
        }  # fmt: skip
        self.give("drafts", Draft(**{**told, **fields}))
