"""What the chat's tools do, in words a person understands: while they are used, and afterwards."""

from __future__ import annotations

from copilot.services.chat.jobs import Job
from ui.web.views.pieces import shortened

LONGEST_ABOUT = 80

_WORDS: dict[str, tuple[str, str]] = {
    Job.GUIDES: ("Looking through the guides", "Looked through the guides"),
    Job.PROFILE: ("Reading your profile", "Read your profile"),
    Job.GOALS: ("Looking at your goals", "Looked at your goals"),
    Job.FIND: ("Looking for people who could suit you", "Compared profiles with yours"),
    Job.MATCHES: ("Looking at your matches", "Looked at your matches"),
    Job.GOAL_PLAN: (
        "Drafting a goal plan from your goals, your profile and the guides",
        "Drafted a goal plan",
    ),
    Job.AGENDA: ("Drafting the agenda from your last session, goals and promises", "Drafted an agenda"),
    Job.NOTES: ("Reading the notes for what was promised", "Read the notes for what was promised"),
    Job.RECOGNITION: ("Writing from the moments that were logged", "Read the moments that were logged"),
    Job.AGREEMENT: ("Drafting an agreement from both profiles", "Drafted an agreement"),
    Job.CHARTER: ("Drafting what the role is expected to do", "Drafted a role charter"),
    Job.BRIEF: ("Drafting what a sponsor may say, with the evidence", "Drafted a brief for a sponsor"),
    Job.SESSIONS: ("Looking at your sessions", "Looked at your sessions"),
    Job.ACTIONS: ("Looking at what is open", "Looked at what is open"),
    Job.EVENTS: ("Looking at the dates ahead", "Looked at the dates ahead"),
    Job.DRAFTS: ("Looking at your drafts", "Looked at your drafts"),
}

DRAFTING = frozenset(
    {Job.GOAL_PLAN, Job.AGENDA, Job.NOTES, Job.RECOGNITION, Job.AGREEMENT, Job.CHARTER, Job.BRIEF}
)
"""Tools of which “drafted” is said only where a draft came of it, and no question."""


def doing(tool: str, about: str = "") -> str:
    """What is being done just now: `Looking through the guides: “how do I ask for feedback?”`."""
    words = _WORDS.get(tool, ("Looking something up", ""))[0]
    short = shortened(" ".join(about.split()), LONGEST_ABOUT)
    return f"{words}: “{short}”" if short else f"{words}…"


def done(tool: str) -> str:
    """What was done: it stays beside the reply."""
    return _WORDS.get(tool, ("", "Looked something up"))[1]
