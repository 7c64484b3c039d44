"""Whether two sentences of a draft say the same."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from copilot.domain.wording import containment, resemblance, shortened

TOO_ALIKE = 0.5
"""Two milestones that share half of their word pairs are one milestone said twice."""
MOSTLY_CONTAINED = 0.6
"""One that stands mostly inside a longer one is repeated too, from this many words on."""
LONG_ENOUGH = 10


def alike(one: str, other: str) -> bool:
    """Whether two sentences say the same: they share half of their word pairs, or one stands mostly in the other."""
    if resemblance(one, other) >= TOO_ALIKE:
        return True
    long_enough = min(len(one.split()), len(other.split())) >= LONG_ENOUGH
    return long_enough and containment(one, other) >= MOSTLY_CONTAINED


def repeated(texts: list[str]) -> Iterator[str]:
    """A sentence for each pair of texts that say the same."""
    for one, other in combinations(texts, 2):
        if alike(one, other):
            yield f"“{shortened(one)}” and “{shortened(other)}” say the same."
