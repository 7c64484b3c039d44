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
from copilot.language.asked.actions import AskedActions, actions_from, asked_actions
from copilot.language.asked.agenda import AskedAgenda, agenda_from, asked_agenda
from copilot.language.asked.agreement import AskedAgreement, agreement_from, asked_agreement
from copilot.language.asked.brief import AskedBrief, asked_brief, brief_from
from copilot.language.asked.charter import AskedCharter, asked_charter, charter_from
from copilot.language.asked.goal_plan import AskedGoalPlan, asked_goal_plan, goal_plan_from
from copilot.language.asked.recognition import AskedRecognition, asked_recognition, recognition_from
from copilot.language.asked.run_sheet import AskedRunSheet, asked_run_sheet, run_sheet_from

__all__ = ["ASKED", "Asked"]


@dataclass(frozen=True)
class Asked:
    """The form a model fills in for a kind, how the domain's form is made from it and the brief, and the way back.

    `of_form` keeps what a model is asked for, so that a draft can be shown to it as an example of the form filled in.
    """

    form: type[BaseModel]
    to_form: Callable[[Any, Brief], Form]
    of_form: Callable[[Any], BaseModel]


ASKED: dict[DraftKind, Asked] = {
    DraftKind.GOAL_PLAN: Asked(AskedGoalPlan, goal_plan_from, asked_goal_plan),
    DraftKind.AGENDA: Asked(AskedAgenda, agenda_from, asked_agenda),
    DraftKind.RECOGNITION: Asked(AskedRecognition, recognition_from, asked_recognition),
    DraftKind.AGREEMENT: Asked(AskedAgreement, agreement_from, asked_agreement),
    DraftKind.ACTIONS: Asked(AskedActions, actions_from, asked_actions),
    DraftKind.CHARTER: Asked(AskedCharter, charter_from, asked_charter),
    DraftKind.BRIEF: Asked(AskedBrief, brief_from, asked_brief),
    DraftKind.RUN_SHEET: Asked(AskedRunSheet, run_sheet_from, asked_run_sheet),
}
