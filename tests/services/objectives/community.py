"""A small community with objectives, over memory: an admin, a manager, members with goals, a programme, events."""

from __future__ import annotations

from datetime import date, timedelta

from copilot.domain.asking import Asker
from copilot.domain.events import Event, EventKind
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Role
from copilot.domain.objectives import Objective
from copilot.domain.programmes import Programme
from copilot.domain.relationships import Goal, Relationship
from copilot.services.objectives.service import ObjectivesService
from copilot.services.policy import Policy
from tests.fakes import FixedClock, WordEncoder
from tests.fakes.records import MemoryUnitsOfWork

ADMIN = Asker(member="ada", roles=frozenset({Role.ADMIN}))
MANAGER = Asker(member="max", manages=frozenset({"spring"}))
ELSEWHERE = Asker(member="eve", manages=frozenset({"autumn"}))
ANA, BEN = Asker(member="ana"), Asker(member="ben")
NOW = FixedClock().now()
TODAY = NOW.date()


class Community:
    """The service over records in memory."""

    def __init__(self) -> None:
        self.units, self.clock, self.encoder = MemoryUnitsOfWork(), FixedClock(), WordEncoder()
        self.service = ObjectivesService(self.units, Policy(), self.clock, self.encoder)
        with self.units() as unit:
            unit.members.add(*(_member(each) for each in ("ada", "max", "eve", "ana", "ben")))
            unit.programmes.add(_programme("spring", "max"), _programme("autumn", "eve"))
            unit.objectives.add(
                Objective(id="speak", title="More of us speak at conferences"),
                Objective(id="trees", title="Plant four hundred trees"),
            )
            unit.goals.add(Goal(id="g1", member="ana", title="Speak at conferences, more of them"))
            unit.goals.add(Goal(id="g2", member="ben", title="Bake bread"))
            unit.events.add(event("e1", "Speak at conferences: how more of us do it", "spring"))
            unit.relationships.add(
                Relationship(
                    id="r1", match="x1", role=MatchRole.MENTOR, members=("ana", "ben"), programme="spring",
                    started=TODAY,
                )
            )  # fmt: skip
            unit.commit()

    def goal(self, goal_id: str) -> Goal:
        with self.units.reading() as unit:
            return unit.goals.get(goal_id)

    def add_goals(self, members: int, objective: str = "speak", each: int = 1, shared: bool = False) -> None:
        """So many members with so many goals that serve it, in relationships of their own where shared."""
        with self.units() as unit:
            for n in range(members):
                unit.goals.add(
                    *(
                        Goal(
                            id=f"{objective}-{n}-{k}", member=f"m{n}", title="Private words", objective=objective,
                            relationship=f"pair-{n}" if shared else "",
                        )
                        for k in range(each)
                    )
                )  # fmt: skip
            unit.commit()


def event(event_id: str, title: str, programme: str = "", **more: object) -> Event:
    at = (NOW + timedelta(days=9)).replace(tzinfo=None)
    fields = {
        "id": event_id, "kind": EventKind.WORKSHOP, "title": title, "at": at, "time_zone": "UTC", "hosts": {"ben"},
        "programme": programme, "created": NOW, "updated": NOW,
    }  # fmt: skip
    return Event.model_validate({**fields, **more})


def _member(member: str) -> Member:
    return Member(id=member, name=member.title(), roles=frozenset({Role.MENTEE}))


def _programme(programme: str, manager: str) -> Programme:
    return Programme(
        id=programme, name=programme.title(), starts=date(2026, 1, 1), ends=date(2026, 12, 31),
        managers=frozenset({manager}), purpose="Meet once a month",
    )  # fmt: skip
