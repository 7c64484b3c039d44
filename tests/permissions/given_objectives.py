"""One objective that each owner has a goal, an event and a relationship linked with, and an event not."""

from __future__ import annotations

from datetime import timedelta

from copilot.domain.events import Event, EventKind
from copilot.domain.matches import Match, MatchRole, MatchState, Rationale
from copilot.domain.objectives import Objective, ObjectiveLink, Served
from copilot.domain.relationships import Goal, Relationship
from copilot.ports import UnitOfWork
from tests.permissions.community import COLLEAGUE, NOW, PARTNER

OBJECTIVE = "speak"
TITLE = "Present without notes"


def give(unit: UnitOfWork, owner: str, programme: str) -> None:
    """The objective is there once; its owner's things are in her programme, or in none."""
    if unit.objectives.find(OBJECTIVE) is None:
        unit.objectives.add(Objective(id=OBJECTIVE, title=TITLE))
        unit.objectives.add(Objective(id="trees", title="Plant four hundred oaks along rivers"))
    unit.goals.add(Goal(id=f"serving:{owner}", member=owner, title="Speak freely", objective=OBJECTIVE))
    unit.events.add(_event(f"fitting:{owner}", programme), _event(f"linked:{owner}", programme))
    unit.matches.add(_match(owner, programme))
    unit.relationships.add(
        Relationship(
            id=f"fits:{owner}", match=f"fitting-match:{owner}", role=MatchRole.PEER, members=(owner, COLLEAGUE),
            programme=programme, started=NOW.date(),
        )
    )  # fmt: skip
    unit.objective_links.add(
        _link(Served.EVENT, f"linked:{owner}"),
        _link(Served.MATCH, f"r:{owner}"),
    )


def _event(event: str, programme: str) -> Event:
    at = (NOW + timedelta(days=20)).replace(tzinfo=None)
    return Event(
        id=event, kind=EventKind.WORKSHOP, title=TITLE, at=at, time_zone="UTC", hosts=frozenset({PARTNER}),
        programme=programme, created=NOW, updated=NOW,
    )  # fmt: skip


def _match(owner: str, programme: str) -> Match:
    rationale = Rationale.model_validate(
        {"for": [{"claim": TITLE}], "benefit": {"seeker": "Words", "partner": "Ears"}}
    )
    return Match(
        id=f"fitting-match:{owner}", seeker=owner, partner=COLLEAGUE, role=MatchRole.PEER, state=MatchState.ACTIVE,
        score=0.7, rationale=rationale, programme=programme, created=NOW,
    )  # fmt: skip


def _link(kind: Served, record: str) -> ObjectiveLink:
    return ObjectiveLink(
        id=f"{OBJECTIVE}:{kind.value}:{record}", objective=OBJECTIVE, kind=kind, record=record, by="x", at=NOW
    )
