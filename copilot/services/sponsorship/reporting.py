"""No line manager is a sponsor: what the matching checks before a match holds for as long as it lasts."""

from __future__ import annotations

from copilot.domain.relationships import Relationship
from copilot.errors import Conflict
from copilot.ports import UnitOfWork
from copilot.services.members.reporting_lines import chain_above


def in_one_line(unit: UnitOfWork, one: str, other: str) -> bool:
    """Whether one of the two stands above the other in a reporting line today, at any distance."""
    managers = _lines_of(unit, one, other)
    return other in chain_above(one, managers) or one in chain_above(other, managers)


def check_not_in_one_line(unit: UnitOfWork, relationship: Relationship, sponsor: str) -> None:
    """Conflict where they have come to stand in one reporting line since the match."""
    if in_one_line(unit, relationship.seeker, sponsor):
        raise Conflict(
            "One of you reports to the other now, and nobody sponsors in her own reporting line: "
            "what a line manager says of her people is heard as a line manager's.",
            place=f"relationship {relationship.id}",
            cure="Ask the manager of the programme for another sponsor. What is promised can still be kept or given "
            "up, and nothing of what was done is lost.",
        )


def _lines_of(unit: UnitOfWork, *people: str) -> dict[str, str]:
    """Member → her line manager, of these people and of everybody above them; a loop is walked once."""
    managers: dict[str, str] = {}
    to_see = list(people)
    while to_see:
        at = to_see.pop()
        if at and at not in managers:
            found = unit.members.find(at)
            managers[at] = found.line_manager_id if found else ""
            to_see.append(managers[at])
    return managers
