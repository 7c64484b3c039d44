"""Facts for each kind of draft: a brief and the numbered citations behind it, as far as the asker may see."""

from copilot.services.drafting.facts.agenda import AgendaFacts
from copilot.services.drafting.facts.goal_plan import GoalPlanFacts
from copilot.services.drafting.facts.recognition import RecognitionFacts

__all__ = ["AgendaFacts", "GoalPlanFacts", "RecognitionFacts"]
