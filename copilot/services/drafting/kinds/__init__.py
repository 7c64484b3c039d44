"""The kinds of drafts, a module each: what is in them, what is missing, how they read."""

from __future__ import annotations

from typing import Any

from copilot.domain.drafts import Agenda, Form, GoalPlan, Recognition
from copilot.services.drafting.kinds.agenda import AgendaKind
from copilot.services.drafting.kinds.goal_plan import GoalPlanKind
from copilot.services.drafting.kinds.kind import Kind
from copilot.services.drafting.kinds.recognition import RecognitionKind

__all__ = ["Kind", "kind_of"]

_KINDS: dict[type[Form], Kind[Any]] = {
    GoalPlan: GoalPlanKind(),
    Agenda: AgendaKind(),
    Recognition: RecognitionKind(),
}


def kind_of(form: Form) -> Kind[Any]:
    """What is known of a form's kind."""
    return _KINDS[type(form)]
