"""How each MCP tool is called on what belongs to one owner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from copilot.domain.tokens import TokenScope
from tests.permissions.community import NAMES, NOW, programme_of

FILE = Path(__file__).with_name("mcp.yaml")


@dataclass(frozen=True)
class Call:
    """One call; `seeks` is what an answer holds where the caller may see the owner's thing."""

    arguments: dict[str, Any] = field(default_factory=dict)
    seeks: str = ""


def _with(kind: str, name: str, **more: Any) -> Callable[[str], Call]:
    return lambda owner: Call({name: f"{kind}:{owner}", **more})


CALLS: dict[str, Callable[[str], Call]] = {
    "ask_guides": lambda owner: Call({"question": "How do I ask for feedback?"}),
    "my_profile": lambda owner: Call(seeks=f"Headline of {owner}"),
    "my_goals": lambda owner: Call(seeks=f"Goal of {owner}"),
    # For circles everybody is told who makes them; suggestions are tried as a route of the API.
    "find_partner": lambda owner: Call({"role": "circle"}),
    "my_matches": lambda owner: Call(),
    "my_sessions": lambda owner: Call(),
    "my_action_items": lambda owner: Call(),
    "coming_dates": lambda owner: Call(),
    "my_drafts": lambda owner: Call(seeks=f"d:{owner}"),
    "draft_goal_plan": lambda owner: Call(),
    "draft_agenda": _with("r", "person"),
    "draft_action_items": _with("r", "person", text="Kofi will send the first slide by Friday."),
    "draft_agreement": _with("r", "person"),
    "draft_recognition": lambda owner: Call({"person": NAMES[owner]}),
    "draft_role_charter": lambda owner: Call({"role": "mentor"}),
    "draft_sponsor_brief": lambda owner: Call(),
    "search_guides": lambda owner: Call({"text": "feedback"}),
    "my_relationships": lambda owner: Call(seeks=f"relationship: r:{owner}"),
    "relationship": lambda owner: Call({"relationship": f"r:{owner}"}, seeks=f"private:{owner}"),
    "my_goal_records": lambda owner: Call(seeks=f"goal: g:{owner}"),
    "read_draft": _with("d", "draft"),
    "events": lambda owner: Call(),
    "spaces": lambda owner: Call(seeks=f"space-r:{owner}"),
    "read_space": _with("space-r", "space"),
    "my_learning": lambda owner: Call(),
    "change_draft": _with("d", "draft", markdown="# Charter\n\nShe listens."),
    "add_goal": lambda owner: Call({"title": "Speak more slowly"}),
    "update_goal": _with("g", "goal", progress=50),
    "add_session": _with("r", "relationship", at=(NOW + timedelta(days=9)).isoformat()),
    "add_note": _with("s", "session", text="One number a slide."),
    "register_for_event": _with("calendar", "event"),
    "talk": lambda owner: Call({"text": "Thank you!"}),
    "proposed_matches": lambda owner: Call(seeks=f"match: proposed:{owner}"),
    "programme_figures": lambda owner: Call({"programme": programme_of(owner)}),
}


@cache
def lines() -> dict[str, dict[str, Any]]:
    """The table."""
    table: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["tools"]
    return table


def takes(tool: str) -> frozenset[TokenScope]:
    """The scopes it takes."""
    return frozenset(TokenScope(name) for name in lines()[tool]["takes"])
