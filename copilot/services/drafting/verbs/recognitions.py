"""Words of recognition."""

from __future__ import annotations

from copilot.domain.asking import Asker
from copilot.domain.drafts import Draft, DraftKind
from copilot.domain.members import Member
from copilot.ports import UnitOfWork
from copilot.services.drafting.facts import RecognitionFacts
from copilot.services.drafting.facts.recognition import QUESTIONS, Tone
from copilot.services.drafting.questions import QuestionsToAsk
from copilot.services.drafting.verbs.consenting import ASKED, to_be_agreed
from copilot.services.drafting.verbs.making import Making, hidden, names_in
from copilot.services.policy import Action


class Recognitions(Making):
    """Drafts recognition."""

    def recognition(self, asker: Asker, member: str, tone: Tone = "shout-out") -> Draft:
        """A write-up from moments the asker may read; the recognised owns it too and decides about publishing.

        Raises QuestionsToAsk where there are none, and, except to those who may see who takes part, in the same words
        where there is no such member.
        """
        self._policy.require(asker, Action.DRAFT_MAKE, owners={member, asker.member})
        with self._units.reading() as unit:
            person = self._recognised(unit, asker, member)
            gathered = RecognitionFacts(self._policy).gather(
                unit, asker, person, tone, self._clock.now().date()
            )
            names = names_in(unit)
        return self._made(
            asker,
            DraftKind.RECOGNITION,
            to_be_agreed(gathered, person.name),
            names,
            about=member,
            people={member},
            inputs={"tone": tone, "consent": ASKED},
        )

    def _recognised(self, unit: UnitOfWork, asker: Asker, member: str) -> Member:
        """The member; where the asker may not learn whether there is one, the questions that a member gets too."""
        person = unit.members.find(member)
        if person is None and self._policy.allows(asker, Action.MEMBERS_LIST):
            raise hidden("member", member)
        if person is None or not RecognitionFacts(self._policy).readable(unit, asker, member):
            raise QuestionsToAsk(DraftKind.RECOGNITION, member, QUESTIONS)
        return person
