"""The hard rules as they stand at this moment, for one decision or for a batch of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from copilot.domain.matches import Match, MatchRole
from copilot.domain.members import Member
from copilot.errors import Conflict, NotFound
from copilot.ports import UnitOfWork
from copilot.services.matching.solving.circles import broken_in_circle
from copilot.services.matching.solving.rules import Broken, Past, Rules, is_fixed
from copilot.services.members.reporting_lines import chain_above
from copilot.services.pausing import as_of
from copilot.services.programmes.places import enrolment_pauses_over


@dataclass(frozen=True)
class _Away:
    """Somebody does not take part in the programme of a match."""

    name: str = "away"
    sentence: str = "One of them does not take part in this programme at the moment."


AWAY = _Away()


class TodaysRules:
    """What the records say, read once; `note` keeps it true while a batch decides.

    Args:
        members: everybody, since a reporting line may lead through people outside the pair.
        matches: all that are kept.
        away: programme and member, where she was enrolled and does not take part now: paused, waiting, left, done.
    """

    def __init__(
        self, members: Iterable[Member], matches: Iterable[Match], away: Iterable[tuple[str, str]] = ()
    ) -> None:
        self._away = frozenset(away)
        self._roster = {member.id: member for member in members}
        self._managers = {member.id: member.line_manager_id for member in self._roster.values()}
        self._of_member: dict[str, dict[str, Match]] = {}
        for match in matches:
            self.note(match)

    @classmethod
    def of(cls, unit: UnitOfWork, today: date) -> TodaysRules:
        """As this unit of work sees them on that day: a pause may be over."""
        away = unit.enrolments.all(state=("paused", "waiting", "left", "completed"))
        back = {each.id for each in enrolment_pauses_over(unit, today)}
        return cls(
            as_of(unit, unit.members.all(), today),
            unit.matches.all(),
            ((each.programme, each.member) for each in away if each.id not in back),
        )

    def note(self, match: Match) -> None:
        """From now on a match is as given here."""
        for member in match.people:
            self._of_member.setdefault(member, {})[match.id] = match

    def check(self, match: Match) -> None:
        """Conflict where a match breaks a hard rule, whatever was true when it was proposed."""
        broken = self.broken(match)
        if broken:
            raise Conflict(
                broken.sentence,
                place=" with ".join(match.people),
                cure="Decline this circle and run again."
                if match.role is MatchRole.CIRCLE
                else "Choose another partner for this seeker.",
            )
        self.check_seeker_is_free(match)

    def broken(self, match: Match) -> Broken | None:
        """The first rule that it breaks, the match itself left aside."""
        if any((match.programme, each) in self._away for each in match.people):
            return AWAY
        if match.role is MatchRole.CIRCLE:
            return broken_in_circle([self._member(each) for each in match.people], self._managers)
        return self.broken_by_pair(match.seeker, match.partner, match.role, beside=match.id)

    def broken_by_pair(
        self, seeker_id: str, partner_id: str, role: MatchRole, *, beside: str = ""
    ) -> Broken | None:
        """The first rule that two people break, one match of theirs left aside."""
        seeker, partner = self._member(seeker_id), self._member(partner_id)
        past = Past(
            {each.id: each for who in (seeker, partner) for each in self._others(who.id, beside)}.values()
        )
        rules = Rules([seeker], [partner], self._lines_of(seeker, partner), role, past)
        return next(iter(rules.broken(0, 0)), None)

    def check_seeker_is_free(self, match: Match) -> None:
        """Conflict where one of those who seek has a fixed match of this role in this programme."""
        for who in match.seekers:
            for other in self._others(who, match.id):
                same = (other.role, other.programme) == (match.role, match.programme)
                if same and is_fixed(other) and who in other.seekers:
                    raise Conflict(
                        f"{who} has a {match.role.value} in this programme already.",
                        place=f"match {other.id}",
                        cure="Decline or close that match first.",
                    )

    def places_left(self, member_id: str) -> int:
        """The places of a partner less those that fixed matches use."""
        own = self._of_member.get(member_id, {}).values()
        return Past(own).places_left(self._roster[member_id]) if member_id in self._roster else 0

    def _member(self, member_id: str) -> Member:
        if member_id not in self._roster:
            raise NotFound(
                "There is no such member any more.", place=member_id, cure="Decline this match and run again."
            )
        return self._roster[member_id]

    def _others(self, member_id: str, beside: str) -> list[Match]:
        return [each for each in self._of_member.get(member_id, {}).values() if each.id != beside]

    def _lines_of(self, *pair: Member) -> dict[str, Member]:
        """The two and everybody above them: all that the rules ask of a roster."""
        above = {each for member in pair for each in chain_above(member.id, self._managers)}
        return {
            each: self._roster[each]
            for each in (above | {member.id for member in pair}) & self._roster.keys()
        }
