"""Two circles of a programme with a year of meetings, and the services over them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from copilot.domain.asking import Asker
from copilot.domain.circles import Circle, CircleMeeting
from copilot.domain.matches import Benefit, Match, MatchRole, MatchState, Rationale
from copilot.domain.members import Role
from copilot.domain.relationships import Relationship, Session
from copilot.errors import NotFound
from copilot.services.circles.guide_words import GUIDE
from copilot.services.circles.service import CirclesService
from copilot.services.policy import Policy
from knowledge.words import Guide
from tests.fakes import FixedClock
from tests.services.matching.community import enrolled, homed, member

MANAGER = Asker(member="ann", roles=frozenset({Role.MANAGER}), manages=frozenset({"spring"}))
ELSEWHERE = Asker(member="eve", roles=frozenset({Role.MANAGER}), manages=frozenset({"autumn"}))
ADMIN = Asker(member="dee", roles=frozenset({Role.ADMIN}))
FUNCTIONS = ("Sales", "Sales", "Law", "Law", "Care", "Care", "Art", "Art")
FIRST, SECOND = "r1", "r2"


def asker(member_id: str) -> Asker:
    return Asker(member=member_id, roles=frozenset({Role.PEER}))


class Shelf:
    """A library with one guide, or none."""

    def __init__(self, text: str = "") -> None:
        self.text = text

    def guide(self, path: str) -> Guide:
        if not self.text or path != GUIDE:
            raise NotFound("There is no such guide.", place=path)
        return Guide(path=path, title="Facilitating a mentoring circle", text=self.text, content_hash="x")


class Home:
    """p0 … p7 sit in the first circle, p8 … p11 in the second; f0 … f7 are free; x1 takes no part."""

    def __init__(self, text: str = "") -> None:
        people = [
            *(
                member(f"p{n}", Role.PEER, function=FUNCTIONS[n % 8], languages=("English",))
                for n in range(12)
            ),
            *(member(f"f{n}", Role.PEER, function=FUNCTIONS[n]) for n in range(8)),
            member("x1", Role.PEER),
            member("ann", Role.MANAGER),
        ]
        self.matching, self.units = homed(people)
        enrolled(self.units, "spring", [each.id for each in people if each.id != "x1"], ["ann"])
        enrolled(self.units, "autumn", ["f0"], ["eve"])
        self.clock = FixedClock()
        self.matching._clock = self.clock
        self.drafts: list[tuple[Any, ...]] = []
        self.circles = CirclesService(
            self.units, Policy(), self.clock, lambda: Shelf(text), lambda: self  # type: ignore[arg-type, return-value] # small programs that do what is asked of them
        )  # fmt: skip
        self.keep_circle(FIRST, [f"p{n}" for n in range(8)])
        self.keep_circle(SECOND, [f"p{n}" for n in range(8, 12)])

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def agenda(self, *asked: Any) -> Any:
        """Stands for the drafting service."""
        self.drafts.append(asked)
        return asked

    def keep_circle(self, circle: str, members: list[str], theme: str = "Saying no", **more: Any) -> None:
        with self.units() as unit:
            unit.matches.add(
                Match(
                    id=f"x-{circle}", seeker=members[0], partner=members[1], members=tuple(members),
                    role=MatchRole.CIRCLE, state=MatchState.ACTIVE, score=0.5, programme="spring",
                    rationale=Rationale(benefit=Benefit(seeker="", partner="")), created=self.now,
                )
            )  # fmt: skip
            unit.relationships.add(
                Relationship(
                    id=circle, match=f"x-{circle}", role=MatchRole.CIRCLE, members=tuple(members), programme="spring",
                    started=self.now.date() - timedelta(days=300), **more,
                )
            )  # fmt: skip
            unit.circles.add(Circle(id=circle, theme=theme, by="ann", created=self.now - timedelta(days=300)))
            unit.commit()

    def meet(
        self, circle: str, days: int, came: str = "", chair: str = "", state: str = "held", passed: str = ""
    ) -> str:
        """A session so many days from now, with who came; the ids of members, parted by blanks."""
        session = f"{circle}s{len(self.units.tables['sessions'])}"
        with self.units() as unit:
            unit.sessions.add(
                Session.model_validate(
                    {
                        "id": session,
                        "relationship": circle,
                        "at": self.now + timedelta(days=days),
                        "state": state,
                    }
                )
            )
            if came or chair or passed:
                unit.circle_meetings.add(
                    CircleMeeting(
                        id=session, circle=circle, chair=chair, came=frozenset(came.split()), noted=bool(came),
                        passed=frozenset(passed.split()),
                    )
                )  # fmt: skip
            unit.commit()
        return session

    def record(self, kind: str, record: str) -> Any:
        return self.units.tables[kind][record]
