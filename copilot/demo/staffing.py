"""Who holds which seat: functions, levels in a sensible pyramid, and a reporting tree without cycles."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from copilot.demo.content import Function, functions

# The share of a function's people at each level below its head.
PYRAMID = {1: 0.10, 2: 0.15, 3: 0.195, 4: 0.195, 5: 0.15, 6: 0.10, 7: 0.075, 8: 0.035}
HEAD = 9
ACROSS = 0.04


@dataclass(frozen=True)
class Seat:
    """A place in the organisation: its number in the roster, function, level, and the line manager's number."""

    number: int
    function: Function
    level: int
    manager: int | None = None

    @property
    def id(self) -> str:
        """The member id of whoever sits here."""
        return f"m{self.number}"


def seats(size: int, rng: random.Random, wanted: Sequence[tuple[str, int]]) -> list[Seat]:
    """`size` seats with line managers; the first ones have the function and level that are wanted, in that order."""
    found = [(function, level) for function, count in _counts(size) for level in _levels(function, count)]
    rng.shuffle(found)
    for position, (name, level) in enumerate(wanted):
        _bring_forward(found, position, name, level)
    return _with_managers([Seat(number, *pair) for number, pair in enumerate(found, 1)], rng)


def _counts(size: int) -> list[tuple[Function, int]]:
    """Seats of each function by its share; what rounding leaves over goes to the largest remainders."""
    total = sum(function.share for function in functions())
    exact = [(function, size * function.share / total) for function in functions()]
    floors = {function.name: max(1, int(share)) for function, share in exact}
    for function, _ in sorted(exact, key=lambda pair: int(pair[1]) - pair[1]):
        if sum(floors.values()) < size:
            floors[function.name] += 1
    return [(function, floors[function.name]) for function, _ in exact]


def _levels(function: Function, count: int) -> list[int]:
    """Levels of a function's people: one head, then the pyramid from the bottom; Operations has the level 10."""
    tops = [10, HEAD] if function.name == "Operations" and count > 2 else [HEAD]
    rest = count - len(tops)
    return tops + [_level_at((position + 0.5) / rest) for position in range(rest)]


def _level_at(share: float) -> int:
    reached = 0.0
    for level, part in PYRAMID.items():
        reached += part
        if share < reached:
            return level
    return max(PYRAMID)


def _bring_forward(found: list[tuple[Function, int]], position: int, name: str, level: int) -> None:
    """Swap the nearest fitting pair to this position and give it exactly the level that is wanted."""
    later = range(position, len(found))
    nearest = min(later, key=lambda at: (found[at][0].name != name, abs(found[at][1] - level)))
    found[position], found[nearest] = found[nearest], found[position]
    function = next(function for function in functions() if function.name == name)
    found[position] = (function, level)


def _with_managers(found: list[Seat], rng: random.Random) -> list[Seat]:
    """Each reports to somebody higher, so no cycle can arise; from the top down, so that spans stay even."""
    reports: Counter[int] = Counter()
    placed = {}
    for seat in sorted(found, key=lambda seat: -seat.level):
        manager = _manager(seat, found, reports, rng)
        reports[manager or 0] += 1
        placed[seat.number] = replace(seat, manager=manager)
    return [placed[number] for number in sorted(placed)]


def _manager(seat: Seat, found: Sequence[Seat], reports: Counter[int], rng: random.Random) -> int | None:
    across = seat.level <= 5 and rng.random() < ACROSS
    higher = [other for other in found if other.level > seat.level and _same(seat, other) != across]
    higher = higher or [other for other in found if other.level == 10 and other.level > seat.level]
    if not higher:
        return None
    return min(higher, key=lambda other: _strain(seat, other, reports)).number


def _same(seat: Seat, other: Seat) -> bool:
    return seat.function.name == other.function.name


def _strain(seat: Seat, manager: Seat, reports: Counter[int]) -> tuple[float, int]:
    """How ill it fits: a wide span or many levels between; those below level 5 seldom lead."""
    gap = manager.level - seat.level
    return reports[manager.number] / 3 + abs(gap - 1.5) + (4 if manager.level < 5 else 0), manager.number
