"""Agendas of sessions."""

from __future__ import annotations

from datetime import datetime

from copilot.domain.asking import Asker
from copilot.domain.drafts import Draft, DraftKind
from copilot.errors import BadInput
from copilot.services.drafting.approving import Approval
from copilot.services.drafting.facts import AgendaFacts
from copilot.services.drafting.facts.agenda import AgendaAsked
from copilot.services.drafting.verbs.in_relationships import InRelationships
from copilot.services.drafting.verbs.making import names_in
from copilot.services.policy import Action

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


def attach_to_session(approval: Approval) -> None:
    """Put the approved agenda to the planned session it was made for, where one of the pair approves it.

    An agenda that one of them keeps for herself is attached to nothing: the others could not open it. Nor is one whose
    session was held, cancelled or moved since.
    """
    draft = approval.draft
    found = approval.unit.relationships.find(draft.relationship)
    if found is None or approval.asker.member not in found.members or not draft.owners >= set(found.members):
        return
    planned = approval.unit.sessions.all(relationship=found.id, state="planned")
    meant = draft.inputs.get("session_at")
    for session in planned:
        if meant and session.at == datetime.fromisoformat(meant):
            approval.relationship(Action.RELATIONSHIP_WRITE)
            approval.unit.sessions.save(session.changed(agenda=draft.id))
            return
