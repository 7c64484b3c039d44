"""Those whom an approved match brings together say yes."""

from __future__ import annotations

from copilot.domain.asking import Asker
from copilot.domain.matches import Match, MatchState
from copilot.domain.records import new_id
from copilot.domain.relationships import Relationship
from copilot.errors import Conflict
from copilot.ports import UnitOfWork
from copilot.services.circles.beginning import begin
from copilot.services.matching.verbs.records import BEGUN, VISIBLE_TO_BOTH, MatchRecords, entries_of
from copilot.services.matching.verbs.todays_rules import TodaysRules
from copilot.services.policy import Action

_WHY_NOT_NOW = {
    **dict.fromkeys(BEGUN, "Both of you said yes already, and your relationship has begun."),
    MatchState.CLOSED: "It has ended; the next run takes both of you into account.",
}
_GONE = frozenset(MatchState) - VISIBLE_TO_BOTH
_BY_NOW = "This match was possible when it was approved, and is not by now."
"""What the two are told of a veto: it stays between its writer and the managers."""


class Accepting(MatchRecords):
    """The verb of the seeker and the partner."""

    def accept(self, asker: Asker, match_id: str) -> Match:
        """Say yes to an approved match; with both a relationship begins.

        Conflict where it is not approved, or a hard rule forbids it by now.
        """
        with self._units() as unit:
            self._check_still_offered(unit, asker, match_id)
            match = self._visible(unit, asker, match_id)
            self._policy.require(asker, Action.MATCH_ACCEPT, owners=match.people)
            if match.state is not MatchState.APPROVED:
                raise Conflict(
                    f"A match that is {match.state.value} can't be accepted.",
                    place=f"match {match.id}",
                    cure=_WHY_NOT_NOW.get(
                        match.state, "It has to be approved by the manager of the programme first."
                    ),
                )
            self._check_still_allowed(unit, match)
            accepted = self._with_yes(unit, asker, match)
            unit.commit()
        return self._as_seen_by(asker, accepted)

    def _check_still_offered(self, unit: UnitOfWork, asker: Asker, match_id: str) -> None:
        """Who has seen her match is told that it is gone; of one that was never shown to her she learns nothing."""
        match = unit.matches.find(match_id)
        if match is None or match.state not in _GONE or asker.member not in match.people:
            return
        if any(entry.detail.get("after") == MatchState.APPROVED for entry in entries_of(unit, match_id)):
            raise Conflict(
                "This match was taken back before both of you had accepted it.",
                place=f"match {match_id}",
                cure="Ask the manager of the programme for another match.",
            )

    def _check_still_allowed(self, unit: UnitOfWork, match: Match) -> None:
        today = TodaysRules.of(unit, self._clock.now().date())
        broken = today.broken(match)
        if broken:
            raise Conflict(
                _BY_NOW if broken.name == "veto" else broken.sentence,
                place=f"match {match.id}",
                cure="Ask the manager of the programme for another match.",
            )
        today.check_seeker_is_free(match)

    def _with_yes(self, unit: UnitOfWork, asker: Asker, match: Match) -> Match:
        agreed = match.accepted_by | {asker.member}
        if agreed < set(match.people):
            self._log(unit, asker, match.id, "accept")
            return unit.matches.save(match.changed(accepted_by=agreed))
        accepted = self._move(unit, asker, match, MatchState.ACCEPTED, "accept", accepted_by=agreed)
        active = self._move(unit, asker, accepted, MatchState.ACTIVE, "begin")
        relationship = self._relationship(active)
        unit.relationships.add(relationship)
        begin(unit, active, relationship)
        return active

    def _relationship(self, match: Match) -> Relationship:
        return Relationship(
            id=new_id("r"),
            match=match.id,
            role=match.role,
            members=match.people,
            programme=match.programme,
            started=self._clock.now().date(),
        )
