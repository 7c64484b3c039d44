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

_BY_NOW = "This match was possible when it was approved, and is not by now."
"""What the two are told of a veto: it stays between its writer and the managers."""


class Accepting(MatchRecords):
    """The verb of the seeker and the partner."""

    def accept(self, asker: Asker, match_id: str) -> Match:
        """Say yes to an approved match; with both a relationship begins.

        Conflict where it is not approved, or a hard rule forbids it by now.
        """
        with self._units() as unit:
            match = self._visible(unit, asker, match_id)
            self._policy.require(asker, Action.MATCH_ACCEPT, owners=(match.seeker, match.partner))
            if match.state is not MatchState.APPROVED:
                raise Conflict(
                    f"A match that is {match.state.value} can't be accepted.",
                    place=f"match {match.id}",
                    cure="It has to be approved by the manager of the programme first.",
                )
            self._check_still_allowed(unit, match)
            accepted = self._with_yes(unit, asker, match)
            unit.commit()
        return self._as_seen_by(asker, accepted)

    def _check_still_allowed(self, unit: UnitOfWork, match: Match) -> None:
        seeker, partner = unit.members.get(match.seeker), unit.members.get(match.partner)
        broken = self._broken_rule(unit, seeker, partner, match)
        if broken:
            raise Conflict(
                _BY_NOW if broken.name == "veto" else broken.sentence,
                place=f"match {match.id}",
                cure="Ask the manager of the programme for another match.",
            )
        self._check_seeker_is_free(unit, match)

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
