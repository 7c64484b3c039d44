"""Why a seeker has nobody, and what would help."""

from __future__ import annotations

import numpy as np

from copilot.domain.matches import MatchRole, Unmatched
from copilot.services.matching.assignment import Assignment
from copilot.services.matching.pool import Pool
from copilot.services.matching.role_words import WORDS, listed, sentence

Reason = tuple[str, str]
"""The reason and the cure."""


def explain_unmatched(pool: Pool, found: Assignment, row: int) -> Unmatched:
    """The first hurdle at which nobody was left, or that all who suit are full."""
    reason, cure = (
        _too_thin(pool, row)
        or _ruled_out(pool, row)
        or _below_floor(pool, found, row)
        or _full(pool, found, row)
    )
    return Unmatched(member=pool.seekers[row].member.id, reason=reason, cure=cure)


def _too_thin(pool: Pool, row: int) -> Reason | None:
    if pool.seekers[row].needs:
        return None
    return (
        "The profile is too thin to match: it states no goal, no interest and no headline.",
        "One or two goals in the member's own words would do.",
    )


def _ruled_out(pool: Pool, row: int) -> Reason | None:
    """The rule at which the last possible partner fell out, and whom it took."""
    partners = WORDS[pool.role].partners
    columns = np.arange(len(pool.partners))
    if not columns.size:
        return f"Nobody in this pool is one of the {partners}.", f"Invite members to become {partners}."
    for rule in pool.rules.all:
        left = columns[rule.allows(np.array([row]), columns)[0]] if columns.size else columns
        if not left.size:
            return _in_words(pool, row, rule.name, columns.size)
        columns = left
    if not any(pool.partners[n].offers for n in columns):
        return (
            f"The {partners} who may be matched have profiles too thin to compare.",
            "Ask them for two or three experiences, or for their skills.",
        )
    return None


def _in_words(pool: Pool, row: int, rule: str, remaining: int) -> Reason:
    partners = WORDS[pool.role].partners
    languages = listed(list(pool.seekers[row].member.profile.languages) or ["no language"])
    level = pool.seekers[row].member.profile.level
    who = f"the one of the {partners}" if remaining == 1 else f"all {remaining} {partners}"
    reasons: dict[str, Reason] = {
        "oneself": (f"The only one of the {partners} is the member herself.", f"Invite more {partners}."),
        "role": (f"Nobody in this pool is one of the {partners}.", f"Invite members to become {partners}."),
        "paused": (
            f"At the moment {who} left, or the seeker, are paused.",
            "Wait for the pause to end, or invite more.",
        ),
        "language": (
            f"None of the {remaining} {partners} left states a language in common; the seeker states {languages}.",
            f"One of the {partners} who speaks {languages}, or a further language in the seeker's profile.",
        ),
        "level": (
            f"None of the {remaining} {partners} left stands at a fitting level; the seeker is at level {level}.",
            f"{sentence(partners)} at other levels, or the level checked in both profiles.",
        ),
        "line_manager": (
            f"Everyone left ({remaining}) is the seeker's line manager or a report.",
            f"{sentence(partners)} from other parts of the organisation.",
        ),
        "reporting_line": (
            f"Everyone left ({remaining}) stands in the seeker's reporting line.",
            f"{sentence(partners)} from other parts of the organisation.",
        ),
        "veto": (
            f"Everyone left ({remaining}) is ruled out by somebody's wish not to be matched.",
            f"More {partners}, or a talk about the vetoes.",
        ),
        "declined": (
            f"Every pairing left ({remaining}) was declined before.",
            f"More {partners}; a decline can be undone by the manager.",
        ),
        "matched": (
            f"Everyone left ({remaining}) is or was matched with the seeker already.",
            f"More {partners}.",
        ),
    }
    return reasons[rule]


def _below_floor(pool: Pool, found: Assignment, row: int) -> Reason | None:
    arcs = found.ranked.of_seeker(row)
    if arcs.start != arcs.stop:
        return None
    partners, floor = WORDS[pool.role].partners, pool.affinity.weights.floor
    return (
        f"None of the {partners} who may be matched reaches the lowest score that is proposed ({floor:.2f}).",
        f"{sentence(partners)} who bring what this member wants to learn, or goals told in more words.",
    )


def _full(pool: Pool, found: Assignment, row: int) -> Reason:
    """All who suit are full; the prices of the solve tell whether one more place would reach this seeker."""
    partners = WORDS[pool.role].partners
    arcs = found.ranked.of_seeker(row)
    columns, worth = found.ranked.columns[arcs], found.ranked.worth[arcs]
    count = (
        f"all {columns.size} suitable {partners} are"
        if columns.size > 1
        else f"the one suitable of the {partners} is"
    )
    if pool.role is MatchRole.PEER:
        who = f"All {columns.size} suitable peers are" if columns.size > 1 else "The one suitable peer is"
        return f"{who} paired with somebody else.", "One more peer, or a circle of three."
    enough = columns[worth == found.prices[columns]]
    if enough.size:
        cure = f"One more place with {pool.partners[enough[0]].member.id} would do."
    else:
        best = pool.partners[columns[0]].member.id
        cure = f"Several more places are needed, since others wait with a higher score; {best} fits best."
    return f"{sentence(count)} full.", cure
