"""Facts for each kind of draft: a brief and the numbered citations behind it, as far as the asker may see."""

from copilot.services.drafting.facts.actions import ActionsFacts
from copilot.services.drafting.facts.agenda import AgendaFacts
from copilot.services.drafting.facts.agreement import AgreementFacts
from copilot.services.drafting.facts.brief import BriefFacts
from copilot.services.drafting.facts.charter import CharterFacts
from copilot.services.drafting.facts.goal_plan import GoalPlanFacts
from copilot.services.drafting.facts.recognition import RecognitionFacts

__all__ = [
    "ActionsFacts",
    "AgendaFacts",
    "AgreementFacts",
    "BriefFacts",
    "CharterFacts",
    "GoalPlanFacts",
    "RecognitionFacts",
]
