"""Drafts: goal plans, agendas and recognition, made from facts, checked before anybody sees them."""

from copilot.services.drafting.questions import QuestionsToAsk
from copilot.services.drafting.service import DraftingService

__all__ = ["DraftingService", "QuestionsToAsk"]
