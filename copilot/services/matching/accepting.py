"""The two of an approved match say yes."""

from __future__ import annotations

from copilot.domain.asking import Asker
from copilot.domain.matches import Match, MatchState
from copilot.domain.records import new_id
from copilot.domain.relationships import Relationship
from copilot.errors import Conflict
from copilot.ports import UnitOfWork
from copilot.services.matching.records import MatchRecords
from copilot.services.policy import Action


class Accepting(MatchRecords):
    """The verb of the seeker and the partner."""

    def accept(self, asker: Asker, match_id: str) -> Match:
        """Say yes to an approved match; with both a relationship begins."""
        with self._units() as unit:
            match = self._visible(unit, asker, match_id)
            self._policy.require(asker, Action.MATCH_ACCEPT, owners=(match.seeker, match.partner))
            if match.state is not MatchState.APPROVED:
                raise Conflict(
                    f"A match that is {match.state.value} can't be accepted.",
                    place=f"match {match.id}",
                    cure="It has to be approved by the manager of the programme first.",
                )
            accepted = self._with_yes(unit, asker, match)
            unit.commit()
        return accepted

    def _with_yes(self, unit: UnitOfWork, asker: Asker, match: Match) -> Match:
        agreed = match.accepted_by | {asker.member}
        if agreed < {match.seeker, match.partner}:
            self._log(unit, asker, match.id, "accept")
            return unit.matches.save(match.changed(accepted_by=agreed))
        accepted = self._move(unit, asker, match, MatchState.ACCEPTED, "accept", accepted_by=agreed)
        active = self._move(unit, asker, accepted, MatchState.ACTIVE, "begin")
        unit.relationships.add(self._relationship(active))
        return active

    def _relationship(self, match: Match) -> Relationship:
        return Relationship(
            id=new_id("r"),
            match=match.id,
            role=match.role,
            members=(match.seeker, match.partner),
            programme=match.programme,
            started=self._clock.now().date(),
        )
