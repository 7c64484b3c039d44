"""A group beside the others in the equity of recognition: its row, how it is judged, and the words it is told in."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from copilot.domain.records import Value
from copilot.services.auditing.comparing import Compared
from copilot.services.auditing.differences import Difference, holm, of_shares
from copilot.services.auditing.disclosure import in_fives
from copilot.services.auditing.groups import Grouping
from copilot.services.auditing.praise import Measure
from copilot.services.auditing.rates import LINE
from copilot.services.auditing.report import HiddenGroups
from copilot.services.auditing.verdicts import SURE, Verdict

RECOGNISED = "recognised"
_STEP = 0.05
"""In which differences and their ends are told where counts are rounded."""


class EquityRow(Value):
    """One group beside the others that are shown, on one measure.

    Attributes:
        people: about how many people it rests on, in fives.
        value, others: the group's mean or rate, and that of the others; None where it is hidden.
        difference, interval: value − others with its 95 % interval; None where one of the two is hidden.
        p: how often chance alone would do it, adjusted for all rows (Holm); in steps where counts are rounded.
        better: whether more is better for the group.
    """

    measure: str
    attribute: str
    group: str
    people: int
    value: float | None
    others: float | None
    difference: float | None
    interval: tuple[float, float] | None
    p: float
    better: bool
    unit: str
    verdict: Verdict
    sentence: str


class EquityReport(Value):
    """The view: its rows, what each measure says, and which groups are too small to be shown."""

    on: date
    since: date
    by: str
    programme: str
    members: int
    texts: int
    measures: Mapping[str, str]
    rows: tuple[EquityRow, ...]
    hidden: tuple[HiddenGroups, ...]
    notes: tuple[str, ...]

    @property
    def looks(self) -> tuple[EquityRow, ...]:
        """The rows that deserve a look."""
        return tuple(each for each in self.rows if each.verdict is Verdict.LOOK)


@dataclass(frozen=True)
class Row:
    """A row before all rows are judged together. `ratio` is from the true numbers, for the verdict only."""

    measure: str
    attribute: str
    group: str
    people: int
    value: float | None
    others: float | None
    interval: tuple[float, float] | None
    p: float
    ratio: float | None
    better: bool
    unit: str
    told_as: str

    @classmethod
    def of_share(cls, grouping: Grouping, group: str, found: Mapping[str, Compared]) -> Row:
        """Of those who were recognised at all; where one group's rate is hidden, none is set against the others'."""
        own = found[group]
        rest = [each.cell for name, each in found.items() if name != group]
        others = sum(count for count, _ in rest), sum(of for _, of in rest)
        is_open = all(each.share.rate is not None for each in found.values())
        return cls(
            RECOGNISED,
            grouping.attribute,
            group,
            own.share.of,
            own.share.rate if not is_open else _stepped(own.cell[0] / own.cell[1]),
            _stepped(others[0] / others[1]) if is_open else None,
            _ends(of_shares(*own.cell, *others)) if is_open else None,
            own.p,
            own.ratio,
            True,
            "",
            f"{own.share.told} were recognised{own.told_beside(group)}.",
        )

    @classmethod
    def of_mean(cls, measure: Measure, grouping: Grouping, group: str, found: Difference) -> Row:
        """Of how those were who were."""
        step = 1.0 if measure.unit else _STEP
        own, others, ends = (
            _stepped(found.mean, step),
            _stepped(found.others, step),
            _ends(found.interval, step),
        )
        return cls(
            measure.name, grouping.attribute, group, in_fives(found.people), own, others, ends, found.p,
            _ratio(found.mean, found.others), measure.better, measure.unit, _in_words(measure, own, others),
        )  # fmt: skip

    def told(self, p: float) -> EquityRow:
        """With its verdict, and p as it may be printed."""
        verdict, remark = self._judged(p)
        difference = None if self.value is None or self.others is None else round(self.value - self.others, 2)
        return EquityRow(
            measure=self.measure, attribute=self.attribute, group=self.group, people=self.people, value=self.value,
            others=self.others, difference=difference, interval=self.interval, p=_in_steps(p), better=self.better,
            unit=self.unit, verdict=verdict,
            sentence=f"{self.told_as} {remark}".strip(),
        )  # fmt: skip

    def _judged(self, p: float) -> tuple[Verdict, str]:
        """As the audit judges: below the four-fifths line, and more than chance."""
        if self.ratio is None:
            return Verdict.TOO_FEW, ""
        ratio = self.ratio if self.better else _ratio(1.0, self.ratio)
        if ratio >= LINE:
            return Verdict.PASS, ""
        if p < SURE:
            return Verdict.LOOK, "More than chance, and worth a look."
        return Verdict.TOO_FEW, "Chance alone may have done it."


def judged_together(found: Sequence[Row]) -> list[float]:
    """All rows judged together. Where there are two groups, what is said of one is said of the other: one test."""
    groups = Counter((each.measure, each.attribute) for each in found)
    tests = {
        each: (each.measure, each.attribute, each.group if groups[each.measure, each.attribute] > 2 else "")
        for each in found
    }
    ps: dict[tuple[str, str, str], float] = {}
    for each, test in tests.items():
        ps[test] = max(each.p, ps.get(test, 0.0))
    adjusted = dict(zip(ps, holm(list(ps.values())), strict=True))
    return [adjusted[tests[each]] for each in found]


def _ratio(own: float, others: float) -> float:
    """Of nothing and nothing, 1; of something and nothing, beyond every line."""
    return own / others if others else (math.inf if own else 1.0)


def _stepped(value: float, step: float = _STEP) -> float:
    return round(round(value / step) * step, 2)


def _ends(interval: tuple[float, float], step: float = _STEP) -> tuple[float, float]:
    return _stepped(interval[0], step), _stepped(interval[1], step)


def _in_words(measure: Measure, own: float, others: float) -> str:
    if measure.unit:
        return f"{own:.0f} {measure.unit} at a time, of the others {others:.0f}."
    return f"{own:.0%} of what is said of each, of the others {others:.0%}."


def _in_steps(p: float) -> float:
    """The next of these above: p leads back to numbers of people."""
    return next(step for step in (0.001, 0.01, 0.05, 0.2, 1.0) if p <= step)
