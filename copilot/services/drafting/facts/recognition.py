"""Facts for a recognition write-up: logged moments of one member, and nothing about anybody else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Literal

from copilot.domain.asking import Asker
from copilot.domain.briefs import Brief, MomentTold
from copilot.domain.members import Member
from copilot.domain.relationships import Moment
from copilot.domain.wording import day_in_words
from copilot.ports import UnitOfWork
from copilot.services.drafting.checks.inclusive import unkind_words
from copilot.services.drafting.facts.numbering import Numbering
from copilot.services.drafting.material import Gathered
from copilot.services.policy import Action, Policy
from copilot.services.pseudonyms import Roster

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
        names = {one.id: one.name for one in unit.members.all()}
        refused = _refusal(names, member)
        numbering = Numbering(refused)
        moments = sorted(self.readable(unit, asker, member.id), key=lambda one: (one.on, one.id))
        told = [(moment, _told(moment, numbering)) for moment in moments]
        brief = Brief(
            about=member.name, today=today, starts=today, ends=today + timedelta(days=1), tone=tone,
            moments=tuple(one for _, one in told if one is not None),
        )  # fmt: skip
        questions = tuple(_question(moment) for moment, one in told if one is None) or QUESTIONS
        return Gathered(
            brief, numbering.citations, numbering.texts, questions=() if brief.moments else questions
        )

    def readable(self, unit: UnitOfWork, asker: Asker, member: str) -> list[Moment]:
        """The member's moments that the asker may read."""
        return [one for one in unit.moments.all(member=member) if self._may_use(asker, one)]

    def _may_use(self, asker: Asker, moment: Moment) -> bool:
        return moment.public or self._policy.allows(
            asker, Action.MOMENTS_READ, owners={moment.member, moment.by}
        )


def _told(moment: Moment, numbering: Numbering) -> MomentTold | None:
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


def _refusal(names: Mapping[str, str], member: Member) -> Callable[[str], bool]:
    """Which sentences stay out of a public text: those that name somebody else, or use a word that makes small."""
    roster = Roster(names)
    own = set(member.name.split())

    def refused(sentence: str) -> bool:
        others = (
            one
            for one in roster.people_in(sentence)
            if one.member != member.id and sentence[one.start : one.end] not in own
        )
        return next(others, None) is not None or next(unkind_words(sentence, "recognition"), "") != ""

    return refused


def _question(moment: Moment) -> str:
    day = day_in_words(moment.on)
    return (
        f"The moment of {day} names somebody else, or uses words that could hurt. Can you log it again, "
        "with only what this person did and what it led to?"
    )
