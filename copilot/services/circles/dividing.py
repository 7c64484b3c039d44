"""Two circles out of one: every way of dividing it is looked at, and the most even one is proposed."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from copilot.domain.members import Member
from copilot.services.matching.reasons.role_words import listed, number, sentence
from copilot.services.matching.solving.circles import conflicts_of

MOST_TO_DIVIDE = 16
"""A circle of sixteen can be halved in 6,435 ways; all of them are looked at."""

SPREAD = "Those who come most often are spread over the two as evenly as the rest allows."


@dataclass(frozen=True)
class Halves:
    """Ids of the two, and why they were put together so: sentences without a name."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    why: tuple[str, ...]


def divided(
    circle: str, members: Sequence[Member], managers: Mapping[str, str], attended: Mapping[str, int]
) -> Halves:
    """The most even way to divide a circle.

    First of all as few as can be of those whom a rule keeps apart sit together; then the sizes differ least; then
    functions are spread; then those who come most are in both. A hash of the ids decides between equals, never a name.

    Args:
        circle: its id.
        members: everybody in it.
        managers: member → her line manager, of everybody on the roster.
        attended: to how many of its meetings each came, of those where it was noted.
    """
    members = sorted(
        members, key=lambda each: each.id
    )  # in whatever order they stand, they are divided alike
    conflicts = conflicts_of(members, managers)
    functions = [each.profile.function.strip().casefold() for each in members]
    came = [attended.get(each.id, 0) for each in members]
    everybody = range(len(members))

    def cost(first: Collection[int]) -> tuple[float, ...]:
        second = [n for n in everybody if n not in first]
        return (
            _together(conflicts, first) + _together(conflicts, second),
            abs(len(first) - len(second)),
            _alike(functions, first) + _alike(functions, second),
            abs(_mean(came, first) - _mean(came, second)),
        )

    def drawn(first: Collection[int]) -> bytes:
        ids = ",".join(sorted(members[n].id for n in first))
        return hashlib.sha256(f"{circle}:{ids}".encode()).digest()

    # Whoever stands first is always in the first half: the other way round is the same division.
    ways = [(0, *rest) for rest in combinations(everybody[1:], (len(members) + 1) // 2 - 1)]
    if len(members) % 2:
        ways += [(0, *rest) for rest in combinations(everybody[1:], len(members) // 2 - 1)]
    best = min(ways, key=lambda each: (cost(each), drawn(each)))
    first = [members[n] for n in best]
    halves = told(first, [each for each in members if each not in first], managers)
    return replace(halves, why=(*halves.why, SPREAD)) if any(came) else halves


def told(first: Sequence[Member], second: Sequence[Member], managers: Mapping[str, str]) -> Halves:
    """Two halves with what there is to say of them; of who comes nothing, or a manager could find it out by asking."""
    why = [f"{sentence(number(len(first)))} and {number(len(second))} sit together."]
    why += [_functions(first, second), _apart(first, second, managers)]
    return Halves(
        tuple(each.id for each in first), tuple(each.id for each in second), tuple(filter(None, why))
    )


def _together(conflicts: Sequence[frozenset[int]], half: Collection[int]) -> int:
    return sum(max(0, len(rule & set(half)) - 1) for rule in conflicts)


def _alike(functions: Sequence[str], half: Collection[int]) -> int:
    """Pairs of one function in a half."""
    counts = Counter(functions[n] for n in half if functions[n])
    return sum(n * (n - 1) // 2 for n in counts.values())


def _mean(came: Sequence[int], half: Collection[int]) -> float:
    return sum(came[n] for n in half) / len(half)


def _functions(first: Sequence[Member], second: Sequence[Member]) -> str:
    spread = [sorted({each.profile.function.strip() for each in half} - {""}) for half in (first, second)]
    if not all(spread):
        return ""
    return f"Functions are spread: {listed(spread[0])} in the one, {listed(spread[1])} in the other."


def _apart(first: Sequence[Member], second: Sequence[Member], managers: Mapping[str, str]) -> str:
    if any(conflicts_of(half, managers) for half in (first, second)):
        return "A rule of the matching would keep some of one half apart; it let them sit together before."
    return "Nobody sits with her own reporting line."
