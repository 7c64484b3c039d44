"""Facts for a recognition write-up: logged moments of one member, and nothing about anybody else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from copilot.domain.asking import Asker
from copilot.domain.briefs import Brief, MomentTold
from copilot.domain.members import Member
from copilot.domain.relationships import Moment
from copilot.domain.wording import day_in_words
from copilot.ports import UnitOfWork
from copilot.services.drafting.checks.care import faults_of_a_moment
from copilot.services.drafting.facts.fit_for_others import names_somebody
from copilot.services.drafting.facts.numbering import Numbering
from copilot.services.drafting.material import Gathered
from copilot.services.policy import Action, Policy

Tone = Literal["shout-out", "newsletter", "nomination"]

QUESTIONS = (
    "When and where did you see something worth recognising? One moment is enough.",
    "What exactly was done? Write what a camera would have seen.",
    "What did it lead to, and for whom?",
)


class RecognitionFacts:
    """Gathers what a write-up may be made from."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    def gather(self, unit: UnitOfWork, asker: Asker, member: Member, tone: Tone, today: date) -> Gathered:
        """A brief with the member's moments that the asker may read; a sentence that names another is left out."""
        named = names_somebody({one.id: one.name for one in unit.members.all()}, but=member.id)
        numbering = Numbering(named)
        moments = sorted(self.readable(unit, asker, member.id), key=lambda one: (one.on, one.id))
        faults = {
            one.id: next(faults_of_a_moment(one.situation, one.behaviour, one.impact), "") for one in moments
        }
        told = [(one, None if faults[one.id] else moment_told(one, numbering)) for one in moments]
        brief = Brief(
            about=member.name, today=today, starts=today, ends=today + timedelta(days=1), tone=tone,
            moments=tuple(one for _, one in told if one is not None),
        )  # fmt: skip
        again = tuple(_tell_again(moment, faults[moment.id]) for moment, one in told if one is None)
        return Gathered(
            brief, numbering.citations, numbering.texts,
            questions=() if brief.moments else again or QUESTIONS, remark=" ".join(again) if brief.moments else "",
        )  # fmt: skip

    def readable(self, unit: UnitOfWork, asker: Asker, member: str) -> list[Moment]:
        """The member's moments that the asker may read."""
        return [one for one in unit.moments.all(member=member) if self._may_use(asker, one)]

    def _may_use(self, asker: Asker, moment: Moment) -> bool:
        return moment.public or self._policy.allows(
            asker, Action.MOMENTS_READ, owners={moment.member, moment.by}
        )


def moment_told(moment: Moment, numbering: Numbering) -> MomentTold | None:
    """The three parts of a moment as sources; None where what was seen or done can't be quoted."""
    if not numbering.quotable_all(moment.situation, moment.behaviour):
        return None
    day = day_in_words(moment.on)
    situation = numbering.record("moment", moment.id, "situation", moment.situation, f"situation, {day}")
    behaviour = numbering.record("moment", moment.id, "behaviour", moment.behaviour, f"behaviour, {day}")
    impact = (
        numbering.record("moment", moment.id, "impact", moment.impact, f"impact, {day}")
        if moment.impact
        else None
    )
    if situation is None or behaviour is None:
        return None
    return MomentTold(on=moment.on, situation=situation, behaviour=behaviour, impact=impact)


def _tell_again(moment: Moment, fault: str) -> str:
    """The moment is not reworded in silence: whoever logged it is asked for better words, with the reason."""
    day = day_in_words(moment.on)
    if fault:
        return f"The moment of {day} is left out. {fault} Can you log it again, with what was done and what it led to?"
    return (
        f"The moment of {day} names somebody else or gives an address. Can you log it again, with only what this "
        "person did and what it led to?"
    )
