"""Self-declared groups, as far as their members agreed to be counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from copilot.domain.members import DeclaredGroup

FEWEST = 10
"""A group of fewer people is counted in the whole and never shown."""
CROSSED = " × "


@dataclass(frozen=True)
class Grouping:
    """One attribute, or two crossed, with the members of each of its groups."""

    attribute: str
    groups: Mapping[str, frozenset[str]]
    crossed: bool = False

    def among(self, people: Collection[str]) -> dict[str, frozenset[str]]:
        """The groups of these people only, by name; those with nobody are left out."""
        inside = {name: members & frozenset(people) for name, members in sorted(self.groups.items())}
        return {name: members for name, members in inside.items() if members}

    def shown(self, people: Collection[str]) -> dict[str, frozenset[str]]:
        """Those of at least FEWEST of these people."""
        return {name: members for name, members in self.among(people).items() if len(members) >= FEWEST}

    def hidden(self, people: Collection[str]) -> int:
        """How many groups are too small to be shown."""
        return len(self.among(people)) - len(self.shown(people))


def groupings(declared: Iterable[DeclaredGroup]) -> list[Grouping]:
    """Every attribute, sorted; then every two of them crossed. What was declared without consent is not read.

    Spellings that differ only in capitals and spaces are one group, under the spelling that is used most.
    """
    agreed = [each for each in declared if each.consent]
    plain = [Grouping(name, _by_value(rows)) for name, rows in sorted(_folded(agreed, "attribute").items())]
    return [*plain, *(_crossed(one, other) for one, other in combinations(plain, 2))]


def _by_value(rows: list[DeclaredGroup]) -> dict[str, frozenset[str]]:
    return {value: frozenset(each.member for each in same) for value, same in _folded(rows, "value").items()}


def _folded(rows: Iterable[DeclaredGroup], field: str) -> dict[str, list[DeclaredGroup]]:
    same: dict[str, list[DeclaredGroup]] = {}
    for row in rows:
        same.setdefault(" ".join(str(getattr(row, field)).split()).casefold(), []).append(row)
    return {_usual(str(getattr(row, field)) for row in rows): rows for rows in same.values()}


def _usual(spellings: Iterable[str]) -> str:
    counted = Counter(" ".join(spelling.split()) for spelling in spellings)
    return min(counted, key=lambda spelling: (-counted[spelling], spelling))


def _crossed(one: Grouping, other: Grouping) -> Grouping:
    return Grouping(
        one.attribute + CROSSED + other.attribute,
        {
            here + CROSSED + there: members & others
            for here, members in one.groups.items()
            for there, others in other.groups.items()
        },
        crossed=True,
    )
