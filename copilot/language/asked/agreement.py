"""An agreement as a chat model is asked for it: the wording of six points; facts, rhythm and dates are given."""

from __future__ import annotations

from typing import get_args

from pydantic import BaseModel, Field

from copilot.domain.briefs import Brief
from copilot.domain.drafts import AgreedPoint, AgreedTopic, AgreementText
from copilot.language.told_agreements import agreement_of, said_on


class AskedPoint(BaseModel):
    """One point."""

    proposed: str = Field(
        min_length=1, max_length=1_200, description="what we agree, two to four sentences with “we”"
    )
    to_settle: str = Field(
        min_length=1, max_length=300, description="one question the two still have to answer"
    )


class AskedAgreement(BaseModel):
    """The six points of an agreement."""

    aims: AskedPoint
    cadence: AskedPoint
    confidentiality: AskedPoint
    boundaries: AskedPoint
    feedback: AskedPoint
    ending: AskedPoint


def agreement_from(asked: AskedAgreement, brief: Brief) -> AgreementText:
    """The agreement, with what both said on each point."""
    topics: tuple[AgreedTopic, ...] = get_args(AgreedTopic)
    worded: dict[AgreedTopic, AskedPoint] = {topic: getattr(asked, topic) for topic in topics}
    points = (
        AgreedPoint(
            topic=topic, said=said_on(topic, brief), proposed=point.proposed, to_settle=point.to_settle
        )
        for topic, point in worded.items()
    )
    return agreement_of(points, brief)


def asked_agreement(form: AgreementText) -> AskedAgreement:
    """The same points as a model would have filled them in."""
    return AskedAgreement.model_validate(
        {point.topic: {"proposed": point.proposed, "to_settle": point.to_settle} for point in form.points}
    )
