"""A programme with pairs, a clock that can move, and the service over them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from copilot.domain.asking import Asker
from copilot.domain.matches import AuditEntry, MatchRole
from copilot.domain.members import Member, Role
from copilot.domain.programmes import Programme
from copilot.domain.relationships import Relationship
from copilot.domain.surveys import SurveyAnswer, SurveyPoint, survey_id
from copilot.ports import UnitsOfWork
from copilot.services.policy import Policy
from copilot.services.surveys.service import SurveysService
from tests.fakes import FixedClock, MemoryUnitsOfWork

STARTED = date(2026, 1, 5)
START_OPENS = STARTED + timedelta(days=28)
MANAGER = Asker(member="m8", manages=frozenset({"p1"}))
ELSEWHERE = Asker(member="m7", manages=frozenset({"p2"}))
ADMIN = Asker(member="m9", roles=frozenset({Role.ADMIN}))
SEEKER, PARTNER = Asker(member="s1"), Asker(member="t1")


class Home:
    """Eight pairs s1–t1 … s8–t8 in a programme of 2026; today is the first day of their first survey."""

    def __init__(self, units: UnitsOfWork | None = None) -> None:
        self.units = units or MemoryUnitsOfWork()
        self.clock = FixedClock(datetime(2026, 2, 2, 9, tzinfo=UTC))
        self.surveys = SurveysService(self.units, Policy(), self.clock)
        with self.units() as unit:
            people = [f"{side}{n}" for n in range(1, 9) for side in "st"] + ["m7", "m8", "m9"]
            unit.members.add(*(Member(id=one, name=one, roles=frozenset({Role.PEER})) for one in people))
            unit.programmes.add(_programme("p1"), _programme("p2"))
            unit.relationships.add(*(pair(f"r{n}", f"s{n}", f"t{n}") for n in range(1, 9)))
            unit.commit()

    @property
    def today(self) -> date:
        return self.clock.now().date()

    def on(self, day: date) -> Home:
        self.clock.move(day - self.today)
        return self

    def change(self, relationship: str, **fields: Any) -> None:
        with self.units() as unit:
            unit.relationships.save(unit.relationships.get(relationship).changed(**fields))
            unit.commit()

    def close(self, relationship: str) -> None:
        """As the service of programmes does it: with a line in the log."""
        self.change(relationship, state="closed")
        with self.units() as unit:
            unit.audit_log.add(
                AuditEntry(
                    id=f"l-{relationship}", at=self.clock.now(), by="x", verb="close", kind="relationship",
                    record=relationship,
                )
            )  # fmt: skip
            unit.commit()

    def answered(self, n: int, side: str = "seeker", rating: int = 5, **fields: Any) -> None:
        """One of the pairs has said so, on the first day of its first survey."""
        member = f"{side[0] if side == 'seeker' else 't'}{n}"
        with self.units() as unit:
            unit.survey_answers.add(said(n, member, side=side, ratings={"safe": rating}, **fields))
            unit.commit()


def pair(relationship: str, *members: str, **fields: Any) -> Relationship:
    kept: dict[str, Any] = {"role": MatchRole.MENTOR, "programme": "p1", "started": STARTED, **fields}
    return Relationship(id=relationship, members=members, **kept)


def said(n: int, member: str, **fields: Any) -> SurveyAnswer:
    kept: dict[str, Any] = {
        "relationship": f"r{n}", "programme": "p1", "side": "seeker", "point": SurveyPoint.START, "on": START_OPENS,
        **fields,
    }  # fmt: skip
    return SurveyAnswer(id=survey_id(kept["relationship"], kept["point"], member), member=member, **kept)


def _programme(programme: str) -> Programme:
    return Programme(
        id=programme, name=f"Programme {programme}", starts=date(2026, 1, 1), ends=date(2026, 12, 31)
    )
