"""Which kinds do something when they are approved."""

from __future__ import annotations

from copilot.domain.drafts import DraftKind
from copilot.services.drafting.approving import OnApproval
from copilot.services.drafting.verbs.actions import keep_action_items
from copilot.services.drafting.verbs.agendas import attach_to_session
from copilot.services.drafting.verbs.agreements import offer_for_signature
from copilot.services.drafting.verbs.planned_goals import keep_planned_goals
from copilot.services.drafting.verbs.playbooks import keep_chapters

ON_APPROVAL: dict[DraftKind, OnApproval] = {
    DraftKind.AGREEMENT: offer_for_signature,
    DraftKind.ACTIONS: keep_action_items,
    DraftKind.GOAL_PLAN: keep_planned_goals,
    DraftKind.AGENDA: attach_to_session,
    DraftKind.PLAYBOOK: keep_chapters,
}
