"""Drafts that nobody asked for: a chat model may be told to make one by a text that somebody planted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import BaseModel

from copilot.domain.chat import Tool, ToolResult
from copilot.services.chat.jobs import WITHOUT_A_TOOL, Job
from copilot.services.chat.routing import WORTH_OFFERING, Routed

DRAFTING = frozenset(
    {Job.GOAL_PLAN, Job.AGENDA, Job.NOTES, Job.RECOGNITION, Job.AGREEMENT, Job.CHARTER, Job.BRIEF}
)
UNASKED = "The person has not asked for this draft. Don't make it; you may mention that it could be made."


def with_drafts_asked_for(tools: Mapping[str, Tool], utterances: Sequence[Routed]) -> list[Tool]:
    """The tools, those left out of action that make a draft which no utterance asks for.

    Only where it is sure that something else is wanted: “yes, please” and words in other languages close no tool.

    Args:
        tools: by name.
        utterances: what was typed of late, routed, the newest last.
    """
    newest = utterances[-1]
    if not newest.sure or newest.job in WITHOUT_A_TOOL:
        return list(tools.values())
    asked = {job for one in utterances for job, share in one.ranked if share >= WORTH_OFFERING}
    refused = {job.value for job in DRAFTING - asked}
    return [_out_of_action(tool) if tool.name in refused else tool for tool in tools.values()]


def _out_of_action(tool: Tool) -> Tool:
    def run(_slots: BaseModel) -> ToolResult:
        return ToolResult(text=UNASKED, failed=True)

    return Tool(tool.name, tool.description, tool.slots, run)
