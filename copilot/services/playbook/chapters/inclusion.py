"""Chapter 7: the audit, as far as it may be told, and whom matches bring together."""

from __future__ import annotations

from copilot.domain.matches import MatchRole
from copilot.domain.relationships import Relationship
from copilot.services.auditing.disclosure import share
from copilot.services.auditing.groups import FEWEST
from copilot.services.auditing.verdicts import Verdict
from copilot.services.playbook.chapters.matching import audited
from copilot.services.playbook.community import Community
from copilot.services.playbook.measures import TOO_FEW, Measure, of_share

PAIRS = (MatchRole.MENTOR, MatchRole.SPONSOR, MatchRole.PEER, MatchRole.REVERSE)
APART = 2
"""Levels that count as another level."""


def gather(here: Community) -> list[Measure]:
    """When the audit was run and what it said, who declared, and which borders pairs cross."""
    pairs = here.active_in(*PAIRS)
    return [audited(here), *_said(here), _declared(here), _functions(here, pairs), _levels(here, pairs)]


def _said(here: Community) -> list[Measure]:
    """How many lines the newest audit had of each verdict: lines, not people."""
    newest = max(here.audits, key=lambda entry: (entry.at, entry.id), default=None)
    if newest is None or Verdict.LOOK.value not in newest.detail:
        return []
    passed, look, few = (newest.detail.get(verdict.value, "0") for verdict in Verdict)
    told = f"Of its lines, {passed} passed, {look} asked for a look, and {few} had too few people to say."
    return [Measure("audit_verdicts", 1, told, "match audit", newest.at.date(), field="audit_verdicts")]


def _declared(here: Community) -> Measure:
    if here.declared < FEWEST:
        told = "Fewer than ten people declared a group for the audit."
        return Measure("declared", TOO_FEW, told, "match audit", field="declared")
    found = share(here.declared, len(here.members))
    told = f"Of all members, {found.told if found else 'some'} declared a group, for the audit alone."
    return Measure("declared", here.declared, told, "match audit", field="declared")


def _functions(here: Community, pairs: list[Relationship]) -> Measure:
    of = {each.id: each.profile.function for each in here.members}
    known = [each for each in pairs if all(of.get(member) for member in each.members[:2])]
    across = sum(of[each.members[0]] != of[each.members[1]] for each in known)
    found = share(across, len(known))
    return of_share(
        "across_functions", found, "the pairs under way", "cross from one function to another", "match audit"
    )


def _levels(here: Community, pairs: list[Relationship]) -> Measure:
    of = {each.id: each.profile.level for each in here.members}
    gaps = [(of.get(each.members[0]), of.get(each.members[1])) for each in pairs]
    known = [abs(one - other) for one, other in gaps if one is not None and other is not None]
    found = share(sum(gap >= APART for gap in known), len(known))
    return of_share(
        "across_levels", found, "the pairs under way", "are two levels apart or more", "match audit"
    )
