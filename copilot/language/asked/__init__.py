"""What a chat model is asked to fill in: small forms, so that a small model can; the brief supplies the rest.

The member's own words never pass through the model: it names the number of a source, and the words are copied from it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from copilot.domain.briefs import Brief
from copilot.domain.drafts import DraftKind, Form
from copilot.language.asked.actions import AskedActions, actions_from
from copilot.language.asked.agenda import AskedAgenda, agenda_from
from copilot.language.asked.agreement import AskedAgreement, agreement_from
from copilot.language.asked.brief import AskedBrief, brief_from
from copilot.language.asked.charter import AskedCharter, charter_from
from copilot.language.asked.goal_plan import AskedGoalPlan, goal_plan_from
from copilot.language.asked.recognition import AskedRecognition, recognition_from

__all__ = ["ASKED", "Asked"]


@dataclass(frozen=True)
class Asked:
    """The form a model fills in for a kind, and how the domain's form is made from it and the brief."""

    form: type[BaseModel]
    to_form: Callable[[Any, Brief], Form]


ASKED: dict[DraftKind, Asked] = {
    DraftKind.GOAL_PLAN: Asked(AskedGoalPlan, goal_plan_from),
    DraftKind.AGENDA: Asked(AskedAgenda, agenda_from),
    DraftKind.RECOGNITION: Asked(AskedRecognition, recognition_from),
    DraftKind.AGREEMENT: Asked(AskedAgreement, agreement_from),
    DraftKind.ACTIONS: Asked(AskedActions, actions_from),
    DraftKind.CHARTER: Asked(AskedCharter, charter_from),
    DraftKind.BRIEF: Asked(AskedBrief, brief_from),
}
