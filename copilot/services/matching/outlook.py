"""Who else was possible for a seeker, why not they, and what would change it."""

from __future__ import annotations

from copilot.domain.matches import Alternative, MatchRole
from copilot.services.matching.assignment import NOBODY, Assignment
from copilot.services.matching.candidates import SCALE
from copilot.services.matching.pool import Pool

SHOWN = 2
NOTICED = SCALE // 100
"""A gain of less than a hundredth is not worth a sentence."""


def alternatives(pool: Pool, found: Assignment, row: int) -> tuple[Alternative, ...]:
    """The two best others, with the category of the reason and nothing more."""
    arcs = found.ranked.of_seeker(row)
    chosen = int(found.chosen[row])
    pairs = zip(found.ranked.columns[arcs].tolist(), found.ranked.worth[arcs].tolist(), strict=True)
    others = [(column, worth) for column, worth in pairs if column != chosen][:SHOWN]
    own = found.ranked.worth_of(row, chosen) if chosen != NOBODY else 0
    return tuple(
        Alternative(
            member=pool.partners[column].member.id,
            score=round(worth / SCALE, 4),
            why_not=_why_not(pool.role, worth, own),
        )
        for column, worth in others
    )


def _why_not(role: MatchRole, worth: int, own: int) -> str:
    """Without a lower score only a missing place keeps somebody out."""
    if worth <= own:
        return "lower score" if worth < own else "equal score"
    return "paired with another" if role is MatchRole.PEER else "full"


def would_change(pool: Pool, found: Assignment, row: int) -> tuple[str, ...]:
    """The better partners whom one more place would give to this very seeker.

    True where the price of the place equals what the seeker would gain by it: then no other use of it is better.
    """
    chosen = int(found.chosen[row])
    if chosen == NOBODY or pool.role is MatchRole.PEER:
        return ()
    own, gain = found.ranked.worth_of(row, chosen), found.gain_of(row)
    arcs = found.ranked.of_seeker(row)
    pairs = zip(found.ranked.columns[arcs].tolist(), found.ranked.worth[arcs].tolist(), strict=True)
    return tuple(
        f"One more place with {pool.partners[column].member.id} would raise this score from {own / SCALE:.2f} to "
        f"{worth / SCALE:.2f}."
        for column, worth in pairs
        if worth >= own + NOTICED and found.prices[column] == worth - gain > 0
    )[:SHOWN]
