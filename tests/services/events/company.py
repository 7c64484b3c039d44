"""Eight members, one programme and the services over them; the clock stands on Monday 2 March 2026, nine in UTC."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.events import EventKind
from copilot.domain.members import Member, Role
from copilot.domain.programmes import Enrolment, Programme
from copilot.services.events.feedback import EventFeedbackService
from copilot.services.events.questions import EventQuestionsService
from copilot.services.events.recurring import RecurringService
from copilot.services.events.registering import RegistrationsService
from copilot.services.events.seeing import EventView
from copilot.services.events.service import EventsService
from copilot.services.policy import Policy
from tests.fakes import FixedClock, MemoryUnitsOfWork, WordEncoder

PEOPLE = tuple(f"m{n}" for n in range(1, 9))
HOST, SPEAKER, ANN, BEA, CID, INSIDER = (Asker(member=one) for one in PEOPLE[:6])
MANAGER = Asker(member="m7", roles=frozenset({Role.MANAGER}), manages=frozenset({"spring"}))
ADMIN = Asker(member="m8", roles=frozenset({Role.ADMIN}))
THURSDAY = datetime(2026, 3, 5, 15)  # noqa: DTZ001 - the clock on the wall


class Company:
    def __init__(self, units: Any = None) -> None:
        self.units = units or MemoryUnitsOfWork()
        self.clock, policy = FixedClock(), Policy()
        self.encoder = WordEncoder()
        self.events = EventsService(self.units, policy, self.clock)
        self.registrations = RegistrationsService(self.units, policy, self.clock)
        self.recurring = RecurringService(self.units, policy, self.clock)
        self.questions = EventQuestionsService(self.units, policy, self.clock, self.encoder)
        self.feedback = EventFeedbackService(self.units, policy, self.clock)
        with self.units() as unit:
            unit.members.add(
                *(Member(id=one, name=one.upper(), roles=frozenset({Role.MENTEE})) for one in PEOPLE)
            )
            dates = {"starts": datetime(2026, 1, 1).date(), "ends": datetime(2026, 12, 1).date()}  # noqa: DTZ001 - days
            unit.programmes.add(Programme(id="spring", name="Spring", managers=frozenset({"m7"}), **dates))
            unit.enrolments.add(Enrolment(id="spring:m6", programme="spring", member="m6"))
            unit.commit()

    def add(self, asker: Asker = HOST, **more: Any) -> EventView:
        given = {
            "kind": EventKind.WORKSHOP, "title": "Writing plainly", "at": THURSDAY, "time_zone": "Europe/Lisbon",
        }  # fmt: skip
        return self.events.add(asker, **{**given, **more})

    def register(self, event: str, *askers: Asker) -> list[str]:
        return [
            self.registrations.register(asker, asker.member, event).registration.state for asker in askers
        ]

    def log(self) -> list[tuple[str, str, str]]:
        with self.units.reading() as unit:
            return [(each.verb, each.record, each.by) for each in unit.audit_log.all(kind="event")]


__all__ = [
    "ADMIN",
    "ANN",
    "BEA",
    "CID",
    "HOST",
    "INSIDER",
    "MANAGER",
    "OPERATOR",
    "SPEAKER",
    "THURSDAY",
    "Company",
]
