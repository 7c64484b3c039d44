"""All tools of the chat, as one person may use them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from pydantic import BaseModel

from copilot.domain.chat import Tool, ToolResult
from copilot.errors import CopilotError, ModelUnavailable
from copilot.services.chat.inert import inert
from copilot.services.chat.jobs import Job
from copilot.services.chat.tools import drafting, finding, own_records
from copilot.services.chat.tools.asking import Asking

Run = Callable[[Asking, Any], ToolResult]

_TOOLS: dict[Job, tuple[str, type[BaseModel], Run]] = {
    Job.GUIDES: (
        "Answer a question about mentoring, feedback, goals, sponsorship or a difficult conversation from the guides.",
        finding.AskedGuides,
        finding.guides,
    ),
    Job.PROFILE: ("Show what is known about the person who asks.", own_records.Nothing, own_records.profile),
    Job.GOALS: ("Show her goals and their progress.", own_records.Nothing, own_records.goals),
    Job.FIND: ("Find people who could be her mentor, sponsor or peer.", finding.Wanted, finding.find),
    Job.MATCHES: ("Show her own matches and where they stand.", finding.WithWhom, finding.matches),
    Job.GOAL_PLAN: ("Draft a goal plan from her goals.", drafting.NoSlots, drafting.goal_plan),
    Job.AGENDA: (
        "Draft the agenda of her next session with somebody.",
        drafting.AskedAgenda,
        drafting.agenda,
    ),
    Job.NOTES: ("Draft action items from the notes of a session.", drafting.AskedActions, drafting.notes),
    Job.RECOGNITION: (
        "Draft a shout-out, newsletter piece or nomination that recognises somebody.",
        drafting.AskedRecognition,
        drafting.recognition,
    ),
    Job.AGREEMENT: (
        "Draft a mentoring agreement with somebody.",
        drafting.AskedWithPerson,
        drafting.agreement,
    ),
    Job.CHARTER: (
        "Draft a role charter: what a role is expected to do.",
        drafting.AskedCharter,
        drafting.charter,
    ),
    Job.BRIEF: (
        "Draft the brief for a sponsor: what may be said, where, on which evidence.",
        drafting.AskedBrief,
        drafting.brief,
    ),
    Job.SESSIONS: (
        "Show when she meets next and met last.",
        own_records.WithPerson,
        own_records.sessions,
    ),
    Job.ACTIONS: ("Show open action items.", own_records.WithPerson, own_records.actions),
    Job.DRAFTS: ("Show her drafts and what became of them.", own_records.Nothing, own_records.drafts),
    Job.EVENTS: ("Show dates that are coming up.", own_records.Nothing, own_records.events),
}


def forms() -> dict[str, tuple[str, type[BaseModel]]]:
    """What each tool does, and the form of its arguments, by its name."""
    return {job.value: (description, slots) for job, (description, slots, _) in _TOOLS.items()}


def toolbox(asking: Asking) -> dict[str, Tool]:
    """Every tool by its name. What a tool may not do it says, instead of raising; nothing in what it says is live."""
    return {
        job.value: Tool(job.value, description, slots, partial(_run, run, asking))
        for job, (description, slots, run) in _TOOLS.items()
    }


def _run(run: Run, asking: Asking, slots: BaseModel) -> ToolResult:
    try:
        given = run(asking, slots)
    except ModelUnavailable:
        raise
    except CopilotError as error:
        given = ToolResult(text=" ".join(filter(None, (error.message, error.cure))), failed=True)
    return given.model_copy(update={"text": inert(given.text)})
