"""A survey that each owner may answer just now, and one that she has answered."""

from __future__ import annotations

from copilot.domain.matches import MatchRole
from copilot.domain.relationships import Relationship
from copilot.domain.surveys import SurveyAnswer, SurveyPoint, survey_id
from copilot.ports import UnitOfWork
from tests.permissions.community import COLLEAGUE, DAY, NOW, PRIVATE


def give(unit: UnitOfWork, owner: str, programme: str) -> None:
    """A relationship of a month, and an answer of last week in the one she has with her mentor."""
    unit.relationships.add(
        Relationship(
            id=f"surveyed:{owner}", role=MatchRole.PEER, members=(owner, COLLEAGUE), programme=programme,
            started=NOW.date() - 30 * DAY,
        )
    )  # fmt: skip
    answered = f"r:{owner}"
    unit.survey_answers.add(
        SurveyAnswer(
            id=survey_id(answered, SurveyPoint.START, owner), relationship=answered, programme=programme,
            member=owner, side="seeker", point=SurveyPoint.START, on=NOW.date() - 7 * DAY,
            ratings={"safe": 4}, words=f"{PRIVATE}, {owner}.",
        )
    )  # fmt: skip
