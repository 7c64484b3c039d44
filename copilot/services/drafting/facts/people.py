"""What those of a relationship, and what they wrote down, are called."""

from __future__ import annotations

from collections.abc import Mapping

from copilot.domain.relationships import Note, Relationship
from copilot.domain.wording import day_in_words, first_name
from copilot.ports import UnitOfWork


def names_of(unit: UnitOfWork, relationship: Relationship) -> dict[str, str]:
    """The name of everyone in the relationship by id, the seeker first."""
    return {member: name_of(unit, member) for member in relationship.members}


def name_of(unit: UnitOfWork, member: str) -> str:
    """Her name, also where she has left."""
    found = unit.members.find(member)
    return found.name if found else "a former member"


def others_in(relationship: Relationship, names: Mapping[str, str]) -> str:
    """All but the seeker, in words."""
    others = [names[member] for member in relationship.members if member != relationship.seeker]
    return others[0] if len(others) == 1 else ", ".join(others[:-1]) + " and " + others[-1]


def note_label(unit: UnitOfWork, note: Note) -> str:
    """What a note is called to somebody who may read it."""
    day = day_in_words(note.at.date())
    if note.visibility == "private":
        return f"notes that you kept for yourself on {day}"
    return f"notes that {first_name(name_of(unit, note.author))} shared on {day}"
