"""Agendas of sessions."""

from __future__ import annotations

from copilot.domain.asking import Asker
from copilot.domain.drafts import Draft, DraftKind
from copilot.errors import BadInput
from copilot.services.drafting.facts import AgendaFacts
from copilot.services.drafting.facts.agenda import AgendaAsked
from copilot.services.drafting.verbs.in_relationships import InRelationships
from copilot.services.drafting.verbs.making import names_in

SHORTEST, LONGEST = 10, 480
LONGEST_TOPIC = 300


class Agendas(InRelationships):
    """Drafts agendas."""

    def agenda(
        self, asker: Asker, relationship: str, minutes: int = 60, topic: str = "", *, for_pair: bool = True
    ) -> Draft:
        """The plan of the next session. With `for_pair` false only the asker owns it, and her private notes count."""
        if not SHORTEST <= minutes <= LONGEST:
            raise BadInput(
                f"A session of {minutes} minutes can't be planned.", place="--minutes",
                cure=f"Give {SHORTEST} to {LONGEST} minutes.",
            )  # fmt: skip
        if len(topic) > LONGEST_TOPIC:
            raise BadInput(
                "The topic is too long.", place="--topic", cure=f"Use at most {LONGEST_TOPIC} characters."
            )
        facts = AgendaFacts(self._library, self._policy, self._encoder)
        with self._units.reading() as unit:
            found = self._at_work(unit, asker, relationship)
            today = self._clock.now().date()
            asked = AgendaAsked(found, minutes, " ".join(topic.split()), today, for_pair or asker.operator)
            gathered = facts.gather(unit, asker, asked)
            names = names_in(unit)
        gathered = facts.with_passages(gathered)
        people = set(found.members)
        owners = people if asked.for_pair else {asker.member}
        return self._made(
            asker, DraftKind.AGENDA, gathered, names, about=found.seeker, people=people, owners=owners,
            relationship=relationship, inputs={"minutes": str(minutes), "topic": asked.topic},
        )  # fmt: skip
