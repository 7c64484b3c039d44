"""The kinds of drafts, a module each: what is in them, what is missing, how they read."""

from __future__ import annotations

from typing import Any

from copilot.domain.drafts import (
    FORMS,
    ActionItems,
    Agenda,
    AgreementText,
    DraftKind,
    Form,
    GoalPlan,
    PlaybookText,
    Recognition,
    RoleCharter,
    RunSheet,
    SponsorshipBrief,
)
from copilot.services.drafting.kinds.actions import ActionsKind
from copilot.services.drafting.kinds.agenda import AgendaKind
from copilot.services.drafting.kinds.agreement import AgreementKind
from copilot.services.drafting.kinds.brief import BriefKind
from copilot.services.drafting.kinds.charter import CharterKind
from copilot.services.drafting.kinds.goal_plan import GoalPlanKind
from copilot.services.drafting.kinds.kind import Kind
from copilot.services.drafting.kinds.playbook import PlaybookKind
from copilot.services.drafting.kinds.recognition import RecognitionKind
from copilot.services.drafting.kinds.run_sheet import RunSheetKind

__all__ = ["Kind", "kind_named", "kind_of"]

_KINDS: dict[type[Form], Kind[Any]] = {
    GoalPlan: GoalPlanKind(),
    Agenda: AgendaKind(),
    Recognition: RecognitionKind(),
    AgreementText: AgreementKind(),
    ActionItems: ActionsKind(),
    RoleCharter: CharterKind(),
    SponsorshipBrief: BriefKind(),
    PlaybookText: PlaybookKind(),
    RunSheet: RunSheetKind(),
}


def kind_of(form: Form) -> Kind[Any]:
    """What is known of a form's kind."""
    return _KINDS[type(form)]


def kind_named(kind: DraftKind) -> Kind[Any]:
    """What is known of a kind by its name."""
    return _KINDS[FORMS[kind]]
