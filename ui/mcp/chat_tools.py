"""The chat's own tools, as an assistant elsewhere sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from copilot.domain.asking import Asker
from copilot.domain.chat import ToolResult
from copilot.domain.tokens import TokenScope
from copilot.services.chat.inert import inert
from copilot.services.chat.jobs import Job
from copilot.services.chat.tools.toolbox import forms, toolbox
from ui.mcp.offered import Offered

if TYPE_CHECKING:
    from copilot.app import Copilot

NAMES: dict[Job, tuple[str, TokenScope]] = {
    Job.GUIDES: ("ask_guides", TokenScope.ASK),
    Job.PROFILE: ("my_profile", TokenScope.READ),
    Job.GOALS: ("my_goals", TokenScope.READ),
    Job.FIND: ("find_partner", TokenScope.READ),
    Job.MATCHES: ("my_matches", TokenScope.READ),
    Job.SESSIONS: ("my_sessions", TokenScope.READ),
    Job.ACTIONS: ("my_action_items", TokenScope.READ),
    Job.EVENTS: ("coming_dates", TokenScope.READ),
    Job.DRAFTS: ("my_drafts", TokenScope.READ),
    Job.GOAL_PLAN: ("draft_goal_plan", TokenScope.WRITE),
    Job.AGENDA: ("draft_agenda", TokenScope.WRITE),
    Job.NOTES: ("draft_action_items", TokenScope.WRITE),
    Job.RECOGNITION: ("draft_recognition", TokenScope.WRITE),
    Job.AGREEMENT: ("draft_agreement", TokenScope.WRITE),
    Job.CHARTER: ("draft_role_charter", TokenScope.WRITE),
    Job.BRIEF: ("draft_sponsor_brief", TokenScope.WRITE),
}
"""Each tool's name for assistants, and the scope it takes. Drafts are kept, so they take write."""


def of_the_chat() -> tuple[Offered, ...]:
    """All of them. KeyError for a tool of the chat that nobody has named here."""
    return tuple(_offered(Job(name), told, slots) for name, (told, slots) in forms().items())


def _offered(job: Job, told: str, slots: Any) -> Offered:
    name, scope = NAMES[job]

    def run(copilot: Copilot, asker: Asker, given: Any) -> ToolResult:
        result = toolbox(copilot.chat.asking(asker))[job.value].run(given)
        if result.pending and result.steps:
            # In the chat these are buttons.
            choices = "\n".join(f"- {each.text}" for each in result.steps)
            return result.model_copy(update={"text": inert(f"{result.text}\n\n{choices}")})
        return result

    return Offered(name, told, slots, frozenset({scope}), run)
