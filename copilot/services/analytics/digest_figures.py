"""The numbers of a digest.

A week of one programme tells of few: its numbers are counts in fives with ten relationships or members behind them,
twice what a month needs, and weeks begin on Mondays, so that nobody can move one by a day. Where both weeks have fewer,
the month stands there, as `analytics show` gives it; and shares, ratings and the index are of the quarter always.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from copilot.services.analytics.cadence import cadence
from copilot.services.analytics.digest_told import DigestLine, Week, Where
from copilot.services.analytics.digest_week import period_of_week, thursday
from copilot.services.analytics.disclosed import Saying, count_of
from copilot.services.analytics.engagement import engagement
from copilot.services.analytics.feedback import feedback
from copilot.services.analytics.goals import goals
from copilot.services.analytics.periods import before, period_of
from copilot.services.analytics.scene import Scene, size
from copilot.services.analytics.told import Figure, Part, Period, in_words
from copilot.services.analytics.traces import Traces
from copilot.services.auditing.groups import FEWEST

MOST = 3
CHANCE = 0.05
FROM_FEW = 20
"""So many, where the other week has too few to count, are more than chance."""
KEEPS = 0.7
"""This share of the agreed rhythms kept is going well."""
GOOD = 0.8
"""This share of a side with 4 or better in their surveys is going well."""
_TRACED = Saying(
    "traced", "Members who left a trace", "Members who met, wrote, attended, practised or answered."
)

Counting = Callable[[Scene], Figure]


class Moved(NamedTuple):
    """A line, and whether it says more than chance would make."""

    line: DigestLine
    more: bool = False
    fewer: bool = False


class Figures:
    """The figures of one week of one programme, or of everybody."""

    def __init__(self, traces: Traces, week: Week, today: date, programme: str = "") -> None:
        self._traces, self._week, self._today, self._programme = traces, week, today, programme

    def moved(self) -> list[Moved]:
        """What is counted of the week beside the week before; the month where a week would tell of few."""
        found = (self._moved(each) for each in (_held, _traced))
        return [each for each in found if each]

    def well(self) -> list[DigestLine]:
        """What went well, at most three."""
        reached = self._moved(_reached)
        now = self._scene(period_of(_quarter_of(thursday(self._week)), self._today))
        every = (
            reached.line if reached and reached.line.figure and reached.line.figure.value else None,
            self._kept(now),
            self._liked(now),
            self._keener(now),
        )
        return [each for each in every if each][:MOST]

    def show(self, period: str) -> Where:
        """Where the figures of a period are looked up."""
        of = f" --programme {shlex.quote(self._programme)}" if self._programme else ""
        return Where(page="analytics", command=f"mentoring analytics show{of} --period {period}")

    @property
    def month(self) -> Period:
        """The month that holds the week's Thursday."""
        return period_of(f"{thursday(self._week):%Y-%m}", self._today)

    def _moved(self, counting: Counting) -> Moved | None:
        """None where neither the week nor the month can be told."""
        now, then = (_of_ten(counting(self._scene(period_of_week(self._week, back)))) for back in (0, 1))
        if now.value is not None or then.value is not None:
            return self._compared(now, then, "the week before", "")
        month = self.month
        earlier = before(month, self._today)
        now = counting(self._scene(month))
        then = counting(self._scene(earlier)) if earlier else now.model_copy(update={"value": None})
        if now.value is None:
            return None
        return self._compared(now, then, "the month before", f" in {month.first:%B %Y}")

    def _compared(self, now: Figure, then: Figure, earlier: str, when: str) -> Moved:
        running = self.month.running if when else self._week.running
        more, fewer = (False, False) if running else (_is_more(now, then), _is_more(then, now))
        so_far = " so far" if running else ""
        text = f"{now.name}{when}: {_count(now)}{so_far}; {earlier}: {_count(then)}."
        if not running:
            text += f" {_verdict(now, then, more, fewer)}"
        figure = now.model_copy(update={"before": then.value})
        line = DigestLine(key=now.key, text=text.strip(), where=self.show(self.month.label), figure=figure)
        return Moved(line, more, fewer)

    def _kept(self, quarter: Scene) -> DigestLine | None:
        kept = _figure(cadence(quarter), "kept")
        if not _reaches(kept, KEEPS):
            return None
        return self._line(kept, f"Agreed rhythms kept this quarter: {kept.told.rstrip('.')}.")

    def _liked(self, quarter: Scene) -> DigestLine | None:
        """The side that likes it best: one is enough to know where to look."""
        good = [
            each for each in feedback(quarter).figures if each.key.endswith("_good") and _reaches(each, GOOD)
        ]
        if not good:
            return None
        best = max(good, key=lambda each: each.value if each.value is not None else each.low or 0.0)
        return self._line(best, f"Surveys this quarter, {_lower(best.name)}: {best.told.rstrip('.')}.")

    def _keener(self, quarter: Scene) -> DigestLine | None:
        """Engagement, where even the lower end of its interval is above the quarter before."""
        index = engagement(quarter).index
        earlier = before(quarter.period, self._today)
        then = engagement(self._scene(earlier)).index if earlier and index.low is not None else None
        if index.low is None or then is None or then.value is None or index.low <= then.value:
            return None
        text = f"Engagement: {index.told}; in the quarter before: {in_words(then.value, then.unit)}."
        return self._line(index.model_copy(update={"before": then.value}), text)

    def _line(self, figure: Figure, text: str) -> DigestLine:
        quarter = _quarter_of(thursday(self._week))
        return DigestLine(key=figure.key, text=text, where=self.show(quarter), figure=figure)

    def _scene(self, period: Period) -> Scene:
        return Scene(self._traces, period, self._today, self._programme)


def _held(scene: Scene) -> Figure:
    return _figure(cadence(scene), "held")


def _traced(scene: Scene) -> Figure:
    count = size(scene.traced())
    return count_of(_TRACED, count, count)


def _reached(scene: Scene) -> Figure:
    return _figure(goals(scene), "reached")


def _figure(part: Part, key: str) -> Figure:
    return next(each for each in part.figures if each.key == key)


def _of_ten(figure: Figure) -> Figure:
    """The figure of a week, hidden where fewer than about ten stand behind it."""
    if figure.value is not None and (figure.n or 0) >= FEWEST:
        return figure
    return figure.model_copy(update={"value": None, "n": None, "hidden": True})


def _count(figure: Figure) -> str:
    return "too few to count, or none" if figure.value is None else in_words(figure.value, "count")


def _verdict(now: Figure, then: Figure, more: bool, fewer: bool) -> str:
    if more or fewer:
        return f"{'More' if more else 'Fewer'} than chance would make."
    return "" if now.value == then.value else "Such a difference may be chance."


def _is_more(one: Figure, other: Figure) -> bool:
    """Whether one count is more than chance would make it, if both weeks were alike.

    The exact conditional test of two Poisson counts (Przyborowski and Wilenski 1940, Biometrika 31:313), two-sided, on
    numbers in fives. Meetings of one pair are alike, so that it calls rather too much a change.
    """
    from scipy.stats import binomtest

    if one.value is None:
        return False
    if other.value is None:
        return one.value >= FROM_FEW
    whole = round(one.value + other.value)
    return one.value > other.value and float(binomtest(round(one.value), whole).pvalue) < CHANCE


def _reaches(figure: Figure, share: float) -> bool:
    known = figure.value if figure.value is not None else figure.low
    return known is not None and known >= share


def _quarter_of(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
