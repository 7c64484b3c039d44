"""A sponsorship brief as a chat model is asked for it."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from copilot.domain.briefs import Brief
from copilot.domain.drafts import Fact, SponsorshipBrief
from copilot.domain.wording import first_name
from copilot.language.embedded.briefs import what_to_leave_out
from copilot.language.told import passage

Occasion = Annotated[str, Field(min_length=1, max_length=400)]


class AskedSentence(BaseModel):
    """A sentence that a sponsor may say, and the numbers of the sources it rests on."""

    text: str = Field(min_length=1, max_length=600)
    sources: list[int] = Field(min_length=1)


class AskedBrief(BaseModel):
    """A sponsorship brief."""

    aim: int | None = Field(None, description="the number of the goal it is for, if one of them fits")
    may_say: list[AskedSentence] = Field(min_length=1, max_length=6)
    where: list[Occasion] = Field(min_length=1, max_length=5, description="occasions on which to say it")
    next_step: str = Field(min_length=1, max_length=600)
    reading: int | None = Field(None, description="the number of the one passage worth reading")


def brief_from(asked: AskedBrief, brief: Brief) -> SponsorshipBrief:
    """The brief; what to leave out is the community's rule and no model's to word."""
    first = first_name(brief.about)
    goals = {goal.words.n: goal.words for goal in brief.goals}
    aim = goals.get(asked.aim or 0)
    read = {source.n: source for source in brief.passages}.get(asked.reading or 0)
    return SponsorshipBrief(
        aim=Fact(text=f"What {first} is working towards: “{aim.text}”", evidence=(aim.n,)) if aim else None,
        may_say=tuple(
            Fact(text=one.text, evidence=tuple(dict.fromkeys(one.sources))) for one in asked.may_say
        ),
        where=tuple(asked.where),
        leave_out=what_to_leave_out(first),
        next_step=asked.next_step,
        reading=(passage(read),) if read else (),
    )


def asked_brief(form: SponsorshipBrief) -> AskedBrief:
    """The same brief as a model would have filled it in."""
    return AskedBrief(
        aim=form.aim.evidence[0] if form.aim else None,
        may_say=[AskedSentence(text=fact.text, sources=list(fact.evidence)) for fact in form.may_say],
        where=list(form.where),
        next_step=form.next_step,
        reading=form.reading[0].evidence[0] if form.reading else None,
    )
