"""Every tool of the chat, in everybody's hands, with names and ids of somebody else in its slots."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any, get_args

import pytest
from pydantic import BaseModel, ValidationError

from copilot.app import Copilot
from copilot.domain.chat import Tool, ToolResult
from copilot.services.chat.tools.toolbox import toolbox
from tests.permissions.community import INSIDER, MEMBERS, NAMES, PRIVATE, asker_of, id_of, open_community
from tests.permissions.rehearsal import Rehearsal

SAID = (NAMES[INSIDER], INSIDER, f"r:{INSIDER}", f"s:{INSIDER}", f"d:{INSIDER}")
HERS = (PRIVATE, f"Goal of {INSIDER}", f"Charter of {INSIDER}", f"{NAMES[INSIDER]} will send")
"""What a tool that reached too far would say: her note, her goal, her draft, what the two shared."""


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    """The community's home."""
    copilot = open_community(tmp_path_factory.mktemp("tools"))
    rehearsal = Rehearsal(copilot)
    yield rehearsal
    rehearsal.close()
    copilot.close()


@pytest.mark.parametrize("who", MEMBERS)
def test_no_tool_tells_or_changes_anything_of_somebody_else(rehearsal: Rehearsal, who: str) -> None:
    copilot = rehearsal.copilot
    tools = toolbox(copilot.chat.asking(asker_of(copilot, who)))
    before = _of_others(copilot, who)
    for tool in tools.values():
        for slots in _slots(tool):
            result = tool.run(slots)
            told = _everything(result)
            assert [words for words in HERS if words in told] == [], f"{tool.name} with {slots}"
        assert _of_others(copilot, who) == before, tool.name
        rehearsal.put_back()


def _slots(tool: Tool) -> Iterator[BaseModel]:
    """Every combination of what may stand in a slot."""
    choices = [_values(field.annotation) for field in tool.slots.model_fields.values()]
    for values in product(*choices):
        try:
            yield tool.slots(**dict(zip(tool.slots.model_fields, values, strict=True)))
        except ValidationError:
            continue


def _values(kind: Any) -> tuple[Any, ...]:
    return SAID if kind is str else (60,) if kind is int else get_args(kind)[:2]


def _everything(result: ToolResult) -> str:
    return result.model_dump_json()


def _of_others(copilot: Copilot, who: str) -> list[str]:
    """Every record that isn't hers, as it stands."""
    with copilot.units.reading() as unit:
        own_relationship = f"r:{id_of(who)}"
        drafts = [one for one in unit.drafts.all() if id_of(who) not in one.owners]
        shared = [
            one
            for part in (unit.sessions, unit.notes, unit.actions)
            for one in part.all()
            if one.relationship != own_relationship
        ]
        goals = [one for one in unit.goals.all() if one.member != id_of(who)]
        rest = [*unit.members.all(), *unit.relationships.all(), *unit.matches.all(), *unit.moments.all()]
    return [one.model_dump_json() for one in (*drafts, *shared, *goals, *rest)]
