"""Starting again with somebody else: without blame, and without a reason."""

from __future__ import annotations

from copilot.domain.asking import Asker
from copilot.domain.matches import MatchRole
from copilot.domain.records import Value
from copilot.domain.relationships import Relationship
from copilot.errors import Conflict
from copilot.ports import UnitOfWork
from copilot.services.known_relationships import known_relationship
from copilot.services.policy import Action
from copilot.services.programmes.parting import ONE_OF_THEM, OPEN, Parting
from copilot.services.programmes.records import ProgrammeRecords

ANEW = "It has ended so that both can be matched anew. That happens often, and nobody is to blame."


class Rematched(Value):
    """The relationship that ended, and the sentence that both read. Nothing says whose wish it was."""

    relationship: str
    members: tuple[str, ...]
    programme: str
    sentence: str = ANEW


class Rematching(ProgrammeRecords):
    """The verb of a fresh start."""

    def rematch(self, asker: Asker, relationship_id: str) -> Rematched:
        """End a relationship of two, so that the next run finds each of them somebody else; the pair stays apart.

        By either of the two, or by a manager of the programme. Both stay enrolled. Conflict where it has ended, or is
        a circle.
        """
        with self._units() as unit:
            relationship = self._theirs(unit, asker, relationship_id)
            _check_a_pair_at_work(relationship)
            by = ONE_OF_THEM if asker.member in relationship.members else asker.name_in_log
            parting = Parting(unit, self._clock.now(), by)
            parting.close(relationship, ANEW)
            unit.commit()
        return Rematched(
            relationship=relationship.id, members=relationship.members, programme=relationship.programme
        )

    def _theirs(self, unit: UnitOfWork, asker: Asker, relationship_id: str) -> Relationship:
        found = known_relationship(unit, self._policy, asker, relationship_id)
        if not self._policy.allows(asker, Action.RELATIONSHIP_WRITE, owners=found.members):
            self._policy.require(asker, Action.MATCHES_REVIEW, programme=found.programme)
        return found


def _check_a_pair_at_work(relationship: Relationship) -> None:
    if relationship.state not in OPEN:
        raise Conflict(
            "This relationship has ended already.",
            place=relationship.id,
            cure="The next run takes both of you into account.",
        )
    if relationship.role is MatchRole.CIRCLE:
        raise Conflict(
            "A circle is of several: it does not end because one of them would like another.",
            place=relationship.id,
            cure="Leave the programme with --close, or ask its manager for another circle.",
        )
