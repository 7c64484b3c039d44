"""What may be printed of a count, so that no number leads to a person.

Counts of 1 to 4 are hidden, on both sides: who has a match, and who has none. Where the whole and the groups that are
shown would give away a hidden number by subtraction, all counts of the attribute are rounded to the nearest five,
and the rates with them (the rounding strategy of the UK Higher Education Statistics Agency).
"""

from __future__ import annotations

from collections.abc import Mapping

from copilot.domain.records import Value
from copilot.services.auditing.groups import FEWEST
from copilot.services.auditing.rates import wilson

FEWEST_IN_A_CELL = 5
ROUND_TO = 5
_STEPS_OF_P = (0.001, 0.01, 0.05, 1.0)

Cell = tuple[int, int]
"""How many, of how many."""


class Share(Value):
    """A share as it may be printed.

    Attributes:
        of: how many were looked at; a multiple of five where `rounded`.
        count: how many of them; None where it is hidden.
        rate: count / of; None where it is hidden.
        rate_from, rate_to: what a reader may know of the rate; both equal to it where it is not hidden.
        rounded: whether the counts are rounded to fives.
    """

    of: int
    count: int | None
    rate: float | None
    rate_from: float
    rate_to: float
    rounded: bool

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of what is printed (`wilson`), to four digits; None where the count is hidden."""
        if self.count is None:
            return None
        low, high = wilson(self.count, self.of)
        return round(low, 4), round(high, 4)

    @property
    def told(self) -> str:
        """In words, such as “62 of 100 (62 %)” or “fewer than 5 of about 20”."""
        about = "about " if self.rounded else ""
        if self.rate is not None:
            return f"{about}{self.count} of {self.of} ({self.rate:.0%})"
        few = f"fewer than {FEWEST_IN_A_CELL}"
        return f"{few} of {about}{self.of}" if self.rate_to < 1 else f"all but {few} of {about}{self.of}"


class ShareInFives(Share):
    """A share in fives that tells nobody apart from few, and everybody apart from nearly everybody."""

    @property
    def told(self) -> str:
        """In words, such as “about 10 of 20 (50%)” or “fewer than 5 of about 20, or none”."""
        if self.rate is not None:
            return super().told
        few = f"fewer than {FEWEST_IN_A_CELL}"
        return (
            f"{few} of about {self.of}, or none"
            if self.rate_to < 1
            else f"all of about {self.of}, or all but {few}"
        )


def printable(cells: Mapping[str, Cell], whole: Cell, *, rounded: bool = False) -> dict[str, Share]:
    """The shares of groups that are large enough, as they may be printed.

    Args:
        cells: group → its count, each of at least FEWEST.
        whole: the same of everybody, the small groups and the undeclared included; a reader may know it.
        rounded: round in any case, where another table shows the same people.
    """
    rounded = rounded or _can_be_worked_out(cells, whole)
    return {group: _share(cell, rounded) for group, cell in cells.items()}


def share(count: int, of: int, *, rounded: bool = False) -> Share | None:
    """`count` of `of` as it may be shown; None where there are fewer than five to be counted."""
    return None if of < FEWEST_IN_A_CELL else printable({"": (count, of)}, (count, of), rounded=rounded)[""]


def share_in_fives(count: int, of: int) -> ShareInFives | None:
    """`count` of `of` where other numbers count the same people, or count them again tomorrow; None of fewer than ten.

    Of fewer, “fewer than 5” and “all but fewer than 5” would between them give the whole away.
    """
    if of < FEWEST:
        return None
    # None is few, and all is nearly all.
    told = _share((min(max(count, 1), of - 1), of), rounded=True)
    return ShareInFives(**dict(told))


def count_in_fives(count: int, behind: int | None = None) -> int | None:
    """In fives; None where fewer than five (people, relationships) are `behind` it, none included."""
    return None if min(count, count if behind is None else behind) < FEWEST_IN_A_CELL else in_fives(count)


def printable_p(p: float, share: Share) -> float:
    """Exact where the share is; else the next of 0.001, 0.01, 0.05, 1 above, since p leads back to the counts."""
    if share.rate is not None and not share.rounded:
        return float(f"{p:.4g}")
    return next(step for step in _STEPS_OF_P if p <= step or step == 1.0)


def in_fives(count: int) -> int:
    """Rounded to the nearest five."""
    return ROUND_TO * round(count / ROUND_TO)


def _is_small(count: int) -> bool:
    return 0 < count < FEWEST_IN_A_CELL


def _is_hidden(cell: Cell) -> bool:
    return _is_small(cell[0]) or _is_small(cell[1] - cell[0])


def _can_be_worked_out(cells: Mapping[str, Cell], whole: Cell) -> bool:
    """Whether what remains when the open groups are taken from the whole is a number nobody may see."""
    open_ = [cell for cell in cells.values() if not _is_hidden(cell)]
    rest = whole[0] - sum(count for count, _ in open_), whole[1] - sum(of for _, of in open_)
    return 0 < rest[1] < FEWEST or _is_hidden(rest)


def _share(cell: Cell, rounded: bool) -> Share:
    count, of = cell
    if _is_hidden(cell):
        return _hidden(count, of)
    if rounded:
        of = max(ROUND_TO, in_fives(of))
        count = of if count == cell[1] else min(in_fives(count), of)
    rate = round(count / of, 4)
    return Share(of=of, count=count, rate=rate, rate_from=rate, rate_to=rate, rounded=rounded)


def _hidden(count: int, of: int) -> Share:
    """The group's size is rounded too: another table may show how many of it went on."""
    of = max(ROUND_TO, in_fives(of))
    edge = round((FEWEST_IN_A_CELL - 1) / of, 4)
    low = (0.0, edge) if _is_small(count) else (round(1 - edge, 4), 1.0)
    return Share(of=of, count=None, rate=None, rate_from=low[0], rate_to=min(1.0, low[1]), rounded=True)
