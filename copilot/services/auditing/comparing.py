"""Groups beside each other: rates, the best-off group, the impact ratio and Fisher's p."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from copilot.services.auditing.disclosure import ROUND_TO, Cell, Share, printable, printable_p
from copilot.services.auditing.groups import FEWEST
from copilot.services.auditing.rates import fisher_p, more_needed


@dataclass(frozen=True)
class Compared:
    """One group beside the others.

    cell: the true numbers, for the verdict only. share: what may be printed of them.
    ratio: its rate over that of the best-off group, None where nobody has anything. p: Fisher's, against all other
    groups that are shown. best: the name of the best-off group.
    """

    cell: Cell
    share: Share
    best_share: Share
    best: str
    best_rate: float
    ratio: float | None
    p: float

    @property
    def printed_p(self) -> float:
        """p as it may be printed."""
        return printable_p(self.p, self.share)

    @property
    def printed_ratio(self) -> float | None:
        """The ratio, None where one of the two rates is hidden, in steps of 0.05 where one is rounded.

        It comes from the true rates: that of rounded ones could contradict the verdict.
        """
        if self.ratio is None or self.share.rate is None or self.best_share.rate is None:
            return None
        if self.share.rounded or self.best_share.rounded:
            return round(round(self.ratio * 20) / 20, 2)
        return round(self.ratio, 4)

    @property
    def printed_more_needed(self) -> int | None:
        """How many more of the group would reach the 0.80 line, as far as the ratio may be printed; up to fives."""
        if self.printed_ratio is None:
            return None
        more = more_needed(*self.cell, self.best_rate)
        return ROUND_TO * math.ceil(more / ROUND_TO) if self.share.rounded else more

    def told_beside(self, group: str) -> str:
        """What follows a share in a sentence: how it stands to the best-off group's."""
        if group == self.best:
            return ": the best-off group"
        if self.printed_ratio is None:
            return ""
        about = "about " if self.share.rounded or self.best_share.rounded else ""
        return f", {about}{self.printed_ratio:.2f} of the rate of “{self.best}”"


def cell(inside: Collection[str], people: Collection[str]) -> Cell:
    """How many of the people are inside, of how many."""
    people = frozenset(people)
    return len(people & frozenset(inside)), len(people)


def compared(
    cells: Mapping[str, Cell], whole: Cell, *, rounded: bool = False, fewest: int = FEWEST
) -> dict[str, Compared]:
    """Every group of at least `fewest` beside the best-off one and the others.

    p sets a group against the others that are shown and not against the best-off one: who is best off is known only
    from the same data, which would make small differences look surer than they are.
    """
    shown = {group: each for group, each in cells.items() if each[1] >= fewest}
    if not shown:
        return {}
    shares = printable(shown, whole, rounded=rounded)
    rates = {group: count / of for group, (count, of) in shown.items()}
    best = max(rates, key=lambda group: (rates[group], shown[group][1], group))
    counts, sizes = (sum(each[n] for each in shown.values()) for n in (0, 1))
    return {
        group: Compared(
            cell=(count, of),
            share=shares[group],
            best_share=shares[best],
            best=best,
            best_rate=rates[best],
            ratio=rates[group] / rates[best] if rates[best] else None,
            p=fisher_p(count, of, counts - count, sizes - of),
        )
        for group, (count, of) in shown.items()
    }
