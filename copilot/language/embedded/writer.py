"""The writer that needs no model: deterministic, quick, and the one every other falls back to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from copilot.domain.briefs import Brief
from copilot.domain.drafts import DraftKind, Form
from copilot.language.embedded.actions import actions
from copilot.language.embedded.agendas import agenda
from copilot.language.embedded.agreements import agreement
from copilot.language.embedded.answers import quoted
from copilot.language.embedded.areas import Compass
from copilot.language.embedded.briefs import brief as sponsorship_brief
from copilot.language.embedded.charters import charter
from copilot.language.embedded.goal_plans import goal_plan
from copilot.language.embedded.playbooks import playbook
from copilot.language.embedded.recognitions import recognition
from copilot.language.embedded.run_sheets import run_sheet
from copilot.ports import Spent
from knowledge.ports import Encoder
from knowledge.words import Found, Said

_FILLED: dict[DraftKind, Callable[[Brief, Compass, int], Form]] = {
    DraftKind.GOAL_PLAN: goal_plan,
    DraftKind.AGENDA: agenda,
    DraftKind.RECOGNITION: lambda brief, _compass, attempt: recognition(brief, attempt),
    DraftKind.AGREEMENT: lambda brief, _compass, attempt: agreement(brief, attempt),
    DraftKind.ACTIONS: lambda brief, _compass, _attempt: actions(brief),
    DraftKind.CHARTER: lambda brief, _compass, attempt: charter(brief, attempt),
    DraftKind.BRIEF: sponsorship_brief,
    DraftKind.PLAYBOOK: lambda brief, _compass, _attempt: playbook(brief),
    DraftKind.RUN_SHEET: lambda brief, _compass, attempt: run_sheet(brief, attempt),
}


class EmbeddedWriter:
    """Fills each form from authored patterns and the brief's own words.

    Args:
        encoder: finds the practice area of a goal; without one its words alone decide.
    """

    name = "embedded"

    def __init__(self, encoder: Encoder | None = None) -> None:
        self._compass = Compass(encoder)

    def write(
        self, kind: DraftKind, brief: Brief, faults: Sequence[str] = (), spent: Spent | None = None
    ) -> Form:
        """Fill the kind's form. After `faults` other patterns are chosen, so that a second try differs."""
        return _FILLED[kind](brief, self._compass, 1 if faults else 0)

    def say(self, question: str, found: Sequence[Found], earlier: Sequence[str] = ()) -> Iterator[Said]:
        """Sentences of these passages, each quoted; not one where none stands on its own."""
        return quoted(question, found, self._compass)
