"""Drafts for those who may have them: made, changed, approved, discarded, exported."""

from __future__ import annotations

from copilot.services.drafting.verbs.actions import Actions
from copilot.services.drafting.verbs.agendas import Agendas
from copilot.services.drafting.verbs.agreements import Agreements
from copilot.services.drafting.verbs.briefs import Briefs
from copilot.services.drafting.verbs.charters import Charters
from copilot.services.drafting.verbs.goal_plans import GoalPlans
from copilot.services.drafting.verbs.life import Life
from copilot.services.drafting.verbs.playbooks import Playbooks
from copilot.services.drafting.verbs.recognitions import Recognitions
from copilot.services.drafting.verbs.run_sheets import RunSheets


class DraftingService(
    GoalPlans, Agendas, Recognitions, Charters, Briefs, Agreements, Actions, Playbooks, RunSheets, Life
):
    """Makes drafts of each kind and keeps their life: offered → edited → approved, or discarded with a reason."""
