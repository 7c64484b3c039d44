"""Whom a programme reaches: who could have a partner, who was never asked, who never had one.

Those who opt out gain most from mentoring (Sandvik et al. 2025): who was never asked is worth a list.
"""

from __future__ import annotations

from copilot.domain.asking import Asker
from copilot.domain.matches import Match, MatchRole
from copilot.domain.records import Value
from copilot.services.matching.solving.pool import has_a_role
from copilot.services.matching.solving.rules import paired_roles
from copilot.services.matching.verbs.nominating import eligible
from copilot.services.matching.verbs.records import VISIBLE_TO_BOTH
from copilot.services.matching.verbs.seeing import Seeing, Seen
from copilot.services.policy import Action


class ReachedMembers(Value):
    """The members behind the numbers."""

    never_asked: tuple[str, ...]
    opted_out: tuple[str, ...]
    never_matched: tuple[str, ...]


class Reach(Value):
    """Numbers of members, each part of the eligible.

    eligible: takes part, is not paused, and does not only offer this role. seeking: has the role of those who seek.
    asked: was proposed, nominated, opted out, or ranked partners. proposed: a partner was proposed to her once.
    matched: had a match that was approved.
    """

    role: MatchRole
    programme: str
    eligible: int
    seeking: int
    asked: int
    never_asked: int
    opted_out: int
    ranked: int
    proposed: int
    matched: int
    never_matched: int
    members: ReachedMembers


class Reaching(Seeing):
    """The report of reach."""

    def reach(self, asker: Asker, role: MatchRole, programme: str = "") -> Reach:
        """Who is eligible, was never asked, was never matched; for those who may see the proposals."""
        self._policy.require(asker, Action.MATCHES_READ, programme=programme)
        paired_roles(role)
        return reach_of(self._see(programme), role, programme)


def reach_of(seen: Seen, role: MatchRole, programme: str) -> Reach:
    """The report, from what was seen."""
    could = {member.id: member for member in eligible(seen, role)}
    of_role = [each for each in seen.matches if (each.role, each.programme) == (role, programme)]
    proposed = _seekers(of_role) & could.keys()
    matched = _seekers([each for each in of_role if each.state in VISIBLE_TO_BOTH]) & could.keys()
    ranked = seen.choices_for(role, programme).keys() & could.keys()
    out = seen.opted_out(role, programme) & could.keys()
    asked = proposed | ranked | out | (seen.nominated(role, programme) & could.keys())
    never_asked, never_matched = sorted(could.keys() - asked), sorted(could.keys() - matched)
    return Reach(
        role=role,
        programme=programme,
        eligible=len(could),
        seeking=sum(has_a_role(member, role, seeking=True) for member in could.values()),
        asked=len(asked),
        never_asked=len(never_asked),
        opted_out=len(out),
        ranked=len(ranked),
        proposed=len(proposed),
        matched=len(matched),
        never_matched=len(never_matched),
        members=ReachedMembers(
            never_asked=tuple(never_asked), opted_out=tuple(sorted(out)), never_matched=tuple(never_matched)
        ),
    )


def _seekers(matches: list[Match]) -> set[str]:
    return {who for match in matches for who in match.seekers}
