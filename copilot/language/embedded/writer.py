"""The writer that needs no model: deterministic, quick, and the one every other falls back to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from copilot.domain.briefs import Brief
from copilot.domain.drafts import DraftKind, Form
from copilot.language.embedded.agendas import agenda
from copilot.language.embedded.answers import answer
from copilot.language.embedded.areas import Compass
from copilot.language.embedded.goal_plans import goal_plan
from copilot.language.embedded.recognitions import recognition
from knowledge.ports import Encoder
from knowledge.words import Answer, Found

Compose = Callable[[str, Sequence[Found]], Answer]


class EmbeddedWriter:
    """Fills each form from authored patterns and the brief's own words.

    Args:
        encoder: finds the practice area of a goal; without one its words alone decide.
        compose: another way to make an answer from passages; by default sentences of them are quoted.
    """

    name = "embedded"

    def __init__(self, encoder: Encoder | None = None, *, compose: Compose | None = None) -> None:
        self._compass = Compass(encoder)
        self._compose = compose

    def write(self, kind: DraftKind, brief: Brief, faults: Sequence[str] = ()) -> Form:
        """Fill the kind's form. After `faults` other patterns are chosen, so that a second try differs."""
        attempt = 1 if faults else 0
        if kind is DraftKind.GOAL_PLAN:
            return goal_plan(brief, self._compass, attempt)
        if kind is DraftKind.AGENDA:
            return agenda(brief, self._compass, attempt)
        return recognition(brief, attempt)

    def answer(self, question: str, found: Sequence[Found]) -> Answer:
        """Compose an answer from these passages alone."""
        return self._compose(question, found) if self._compose else answer(question, found, self._compass)
