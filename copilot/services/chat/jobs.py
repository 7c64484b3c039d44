"""What people ask a mentoring copilot for: a job each, with the utterances it is recognised by."""

from __future__ import annotations

import functools
from enum import StrEnum
from importlib.resources import files

import yaml


class Job(StrEnum):
    """A wish behind an utterance. All but the last four have a tool of the same name."""

    GUIDES = "guides"
    PROFILE = "profile"
    GOALS = "goals"
    FIND = "find"
    MATCHES = "matches"
    GOAL_PLAN = "goal-plan"
    AGENDA = "agenda"
    NOTES = "notes"
    RECOGNITION = "recognition"
    AGREEMENT = "agreement"
    CHARTER = "charter"
    BRIEF = "brief"
    SESSIONS = "sessions"
    ACTIONS = "actions"
    EVENTS = "events"
    DRAFTS = "drafts"
    HELP = "help"
    GREETING = "greeting"
    OUTSIDE = "outside"
    UNCLEAR = "unclear"


WITHOUT_A_TOOL = frozenset({Job.HELP, Job.GREETING, Job.OUTSIDE, Job.UNCLEAR})

WORDS: dict[Job, tuple[str, str]] = {
    Job.GUIDES: ("Look it up in the guides", "What do the guides say about this?"),
    Job.PROFILE: ("What is known about me", "What do you know about me?"),
    Job.GOALS: ("My goals", "What are my goals?"),
    Job.FIND: ("Find somebody for me", "Who could be my mentor?"),
    Job.MATCHES: ("My matches", "What became of my matches?"),
    Job.GOAL_PLAN: ("Draft a goal plan", "Draft my goal plan"),
    Job.AGENDA: ("Plan the next session", "Draft the agenda of the next session"),
    Job.NOTES: ("Action items from notes", "Make action items of my notes"),
    Job.RECOGNITION: ("Recognise somebody", "Write a shout-out"),
    Job.AGREEMENT: ("Draft an agreement", "Draft our mentoring agreement"),
    Job.CHARTER: ("What a role is expected to do", "Draft a role charter"),
    Job.BRIEF: ("Brief my sponsor", "Draft the brief for my sponsor"),
    Job.SESSIONS: ("My sessions", "When is my next session?"),
    Job.ACTIONS: ("Open action items", "Which action items are open?"),
    Job.EVENTS: ("Dates coming up", "Which dates are coming up?"),
    Job.DRAFTS: ("My drafts", "Show me my drafts"),
    Job.HELP: ("What I can do here", "What can you do?"),
}
"""What a button for a job says, and what it types."""


@functools.cache
def utterances() -> dict[Job, tuple[str, ...]]:
    """Example utterances of every job, as `utterances.yaml` has them."""
    text = (files("copilot.services.chat") / "utterances.yaml").read_text("utf-8")
    return {Job(name): tuple(said) for name, said in yaml.safe_load(text).items()}
