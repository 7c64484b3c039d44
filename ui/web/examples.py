"""What somebody new to the chat could say, fitted to her role: four sentences that lead to four kinds of help."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, zip_longest

from copilot.domain.asking import Asker
from copilot.domain.chat import NextStep
from ui.web.page import is_manager, is_mentee, is_mentor

HOW_MANY = 4
_OF_A_MENTEE = (
    "How do I ask for feedback?", "Draft my goal plan", "Who could be my mentor?", "When is my next session?",
)  # fmt: skip
_OF_A_MENTOR = (
    "Draft the agenda of the next session", "How do I give feedback that is heard?", "Which action items are open?",
    "Write a shout-out",
)  # fmt: skip
_OF_A_MANAGER = (
    "How do I tell two people that their match was declined?", "Draft a role charter",
    "What should a mentor do in the first month?", "Which dates are coming up?",
)  # fmt: skip
_OF_ANYBODY = (
    "What can you do?", "What makes a good mentor?", "What do you know about me?", "Which dates are coming up?",
)  # fmt: skip


def examples_for(asker: Asker) -> tuple[NextStep, ...]:
    """Four examples; who has several roles gets some of each."""
    by_turns = chain.from_iterable(zip_longest(*_lists(asker)))
    said = list(dict.fromkeys(filter(None, (*by_turns, *_OF_ANYBODY))))
    return tuple(NextStep(label=text, text=text) for text in said[:HOW_MANY])


def _lists(asker: Asker) -> Iterator[tuple[str, ...]]:
    if is_mentee(asker):
        yield _OF_A_MENTEE
    if is_mentor(asker):
        yield _OF_A_MENTOR
    if is_manager(asker):
        yield _OF_A_MANAGER
