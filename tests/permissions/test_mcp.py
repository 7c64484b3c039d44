"""Every MCP tool, by every role, on own things and others', with every scope and with too few: by an MCP client."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from mcp import Client
from mcp.shared.exceptions import MCPError

from copilot.app import Copilot
from copilot.domain.tokens import TokenScope, with_implied
from copilot.services.tokens.entering import Entered, narrowed
from tests.permissions.api_calls import ALL, GROUPS, SINGLE, WHOSE, owner_of
from tests.permissions.community import INSIDER, MEMBERS, OUTSIDER, PRIVATE, asker_of, open_community
from tests.permissions.mcp_calls import CALLS, lines, takes
from tests.permissions.rehearsal import Rehearsal
from ui.mcp.server import every_tool, server_over

TOOLS = sorted(lines())
KEEPERS = {"manager", "manager_elsewhere", "admin"}


@pytest.fixture(scope="module")
def copilot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    """The community's home."""
    copilot = open_community(tmp_path_factory.mktemp("mcp"))
    _called(_entered(copilot, "mentee", ALL), copilot, "ask_guides", {"question": "What is feedback?"})
    yield copilot
    copilot.close()


@pytest.fixture(scope="module")
def rehearsal(copilot: Copilot) -> Iterator[Rehearsal]:
    """Watches the home."""
    rehearsal = Rehearsal(copilot)
    yield rehearsal
    rehearsal.close()


def test_every_tool_has_a_line_and_a_call_and_takes_what_the_line_says() -> None:
    missing = [
        f"{tool} is new: say who may use it in tests/permissions/mcp.yaml, and how it is called in mcp_calls.py"
        for tool in sorted(set(every_tool()) - set(TOOLS))
    ]
    assert not missing, "\n".join(missing)
    assert set(every_tool()) == set(TOOLS) == set(CALLS)
    assert {name: tool.scopes for name, tool in every_tool().items()} == {name: takes(name) for name in TOOLS}


def test_a_tool_that_changes_something_says_so_and_others_are_marked_as_reading() -> None:
    changing = {name for name in TOOLS if lines()[name].get("changes")}
    assert {name for name, tool in every_tool().items() if not tool.only_reads} == changing


def test_no_tool_approves_accepts_signs_or_deletes() -> None:
    words = ("approve", "accept", "sign_", "delete", "remove", "decline", "token", "role_", "import", "log")
    assert [name for name in TOOLS if name.startswith(words)] == []


@pytest.mark.parametrize("who", MEMBERS)
@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_reaches_what_the_table_says_and_changes_nothing_where_it_refuses(
    copilot: Copilot, rehearsal: Rehearsal, tool: str, who: str
) -> None:
    wrong = []
    for whose in ("other",) if "any" in lines()[tool] else WHOSE:
        said = _deviation(copilot, rehearsal, tool, who, whose, ALL, _may(tool, whose, who))
        wrong += [f"{who} on {whose} things: {said}"] if said else []
    assert not wrong, "; ".join(wrong)


@pytest.mark.parametrize("scopes", SINGLE, ids=lambda scopes: min(scopes))
@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_is_listed_and_runs_only_with_its_scopes(
    copilot: Copilot, rehearsal: Rehearsal, tool: str, scopes: frozenset[TokenScope]
) -> None:
    held = with_implied(scopes)
    enough = takes(tool) <= held
    assert (tool in _listed(copilot, "manager", scopes)) is enough
    whose = "other" if "any" in lines()[tool] else next(each for each in WHOSE if _may(tool, each, "manager"))
    said = _deviation(copilot, rehearsal, tool, "manager", whose, scopes, enough)
    assert not said, said


@pytest.mark.parametrize("who", MEMBERS)
def test_tools_of_managers_are_listed_for_them_alone(copilot: Copilot, who: str) -> None:
    keepers = {name for name in TOOLS if every_tool()[name].for_keepers}
    assert keepers & _listed(copilot, who, ALL) == (keepers if who in KEEPERS else set())


def _may(tool: str, whose: str, who: str) -> bool:
    said = lines()[tool].get("any", lines()[tool].get(whose, []))
    names = [said] if isinstance(said, str) else said
    return who in {each for name in names for each in GROUPS.get(name, (name,))}


def _entered(copilot: Copilot, who: str, scopes: frozenset[TokenScope]) -> Entered:
    return Entered(narrowed(asker_of(copilot, who), scopes), with_implied(scopes), "t")


def _listed(copilot: Copilot, who: str, scopes: frozenset[TokenScope]) -> set[str]:
    async def asking() -> set[str]:
        entered = _entered(copilot, who, scopes)
        async with Client(server_over(copilot, lambda _: entered)) as client:
            return {tool.name for tool in (await client.list_tools()).tools}

    return asyncio.run(asking())


def _deviation(
    copilot: Copilot,
    rehearsal: Rehearsal,
    tool: str,
    who: str,
    whose: str,
    scopes: frozenset[TokenScope],
    allowed: bool,
) -> str:
    """What is not as it should be; empty where all is."""
    call = CALLS[tool](owner_of(whose, who))
    try:
        refused, words = _called(_entered(copilot, who, scopes), copilot, tool, call.arguments)
        changed = rehearsal.changed()
    finally:
        rehearsal.put_back()
    if leaked := [each for each in (INSIDER, OUTSIDER) if f"{PRIVATE}, {each}" in words]:
        return f"it told what {leaked} keep to themselves"
    if changed and not lines()[tool].get("changes"):
        return "it is marked as reading, and something changed"
    refused = refused or (bool(call.seeks) and call.seeks not in words)
    if refused and changed and not allowed:
        return "it was refused, and something changed all the same"
    if refused and allowed:
        return f"it should be allowed: {words}"
    return "" if refused or allowed else f"it should be refused: {words}"


def _called(entered: Entered, copilot: Copilot, tool: str, arguments: dict[str, object]) -> tuple[bool, str]:
    async def asking() -> tuple[bool, str]:
        async with Client(server_over(copilot, lambda _: entered)) as client:
            try:
                result = await client.call_tool(tool, arguments)
            except MCPError as refusal:
                return True, str(refusal)
        told = result.structured_content
        return bool(result.is_error or told["failed"]), str(told)

    return asyncio.run(asking())
