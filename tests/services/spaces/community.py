"""A small community with a space of each kind, and the services over it."""

from __future__ import annotations

from datetime import date
from typing import Any

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Role
from copilot.domain.programmes import Enrolment, Programme
from copilot.domain.relationships import Agreement, Goal, Relationship
from copilot.services.policy import Policy
from copilot.services.spaces.posting import PostingService
from copilot.services.spaces.searching import SpaceSearchService
from copilot.services.spaces.service import SpacesService
from copilot.services.spaces.stories import StoriesService
from tests.fakes import FixedClock, MemoryUnitsOfWork

TODAY = date(2026, 3, 2)
NAMES = {
    "ada": "Ada Moreau", "ravi": "Ravi Iyer", "mei": "Mei Tanaka", "kofi": "Kofi Mensah", "eve": "Eve Novak",
    "dee": "Dee Kim", "zoe": "Zoe Laurent",
}  # fmt: skip
ADA, RAVI, MEI, KOFI, ZOE = (Asker(member=one) for one in ("ada", "ravi", "mei", "kofi", "zoe"))
EVE = Asker(member="eve", manages=frozenset({"spring"}))
DEE = Asker(member="dee", roles=frozenset({Role.ADMIN}))
NOBODY = Asker()
EVERYBODY = (ADA, RAVI, MEI, KOFI, ZOE, EVE, DEE)
OUTSIDE_THE_PAIR = (MEI, KOFI, ZOE, EVE, DEE, OPERATOR, NOBODY)
PAIR, CIRCLE, PROGRAMME = "space-r1", "space-r2", "space-programme-spring"


class Home:
    """Ada and Ravi are a pair of spring, Mei, Kofi and Zoe a circle; Eve manages spring, Dee is an admin."""

    def __init__(self) -> None:
        self.units, self.clock, policy = MemoryUnitsOfWork(), FixedClock(), Policy()
        self.spaces = SpacesService(self.units, policy, self.clock)
        self.posting = PostingService(self.units, policy, self.clock)
        self.stories = StoriesService(self.units, policy, self.clock)
        self.search = SpaceSearchService(self.units, policy, self.clock)
        with self.units() as unit:
            unit.members.add(
                *[Member(id=one, name=name, roles=frozenset({Role.PEER})) for one, name in NAMES.items()]
            )
            unit.programmes.add(
                Programme(
                    id="spring",
                    name="Spring",
                    starts=TODAY,
                    ends=date(2026, 9, 1),
                    managers=frozenset({"eve"}),
                )
            )
            states = {
                "ada": "enrolled",
                "ravi": "paused",
                "mei": "completed",
                "kofi": "left",
                "zoe": "waiting",
            }
            for one, state in states.items():
                unit.enrolments.add(
                    Enrolment(id=f"spring:{one}", programme="spring", member=one, state=state)
                )  # type: ignore[arg-type]  # one of its words
            unit.relationships.add(
                Relationship(
                    id="r1", role=MatchRole.MENTOR, members=("ada", "ravi"), programme="spring", started=TODAY,
                    agreement=Agreement(text="We meet every two weeks."),
                ),
                Relationship(
                    id="r2", role=MatchRole.CIRCLE, members=("mei", "kofi", "zoe"), programme="spring", started=TODAY
                ),
            )  # fmt: skip
            unit.goals.add(
                Goal(id="g1", member="ada", title="Present without notes", relationship="r1"),
                Goal(id="g2", member="ada", title="Ask for a raise"),
            )
            unit.commit()

    def change(self, kind: str, record_id: str, **fields: Any) -> None:
        """Change a record as other services do."""
        with self.units() as unit:
            repository = getattr(unit, kind)
            repository.save(repository.get(record_id).changed(**fields))
            unit.commit()

    def texts(self, asker: Asker, space: str) -> list[str]:
        """What she reads in a space, the newest thread first, answers after their post."""
        shown = self.spaces.show(asker, space).threads
        return [post.text for thread in shown for post in (thread.post, *thread.replies)]
