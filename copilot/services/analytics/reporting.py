"""The report of one period: every part, each figure with its value in the period before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from copilot.domain.programmes import Programme
from copilot.ports import UnitOfWork
from copilot.services.analytics.cadence import cadence
from copilot.services.analytics.chaoss import chaoss
from copilot.services.analytics.effects import event_effect, learning_effect
from copilot.services.analytics.engagement import engagement
from copilot.services.analytics.feedback import feedback
from copilot.services.analytics.goals import goals
from copilot.services.analytics.periods import before, period_of
from copilot.services.analytics.reach import reach
from copilot.services.analytics.retention import retention
from copilot.services.analytics.scene import Scene
from copilot.services.analytics.told import Figure, Part, Period, Report, Row
from copilot.services.analytics.traces import read_traces

P = TypeVar("P", bound=Part)


@dataclass(frozen=True)
class _Scenes:
    """The period, the one before it and the one before that, where there are any."""

    here: Scene
    before: Scene | None
    earlier: Scene | None


def report_of(unit: UnitOfWork, period: str, programme: Programme | None, today: date) -> Report:
    """Everything but the network. Raises BadInput where the words name no period."""
    # Bad words are refused before a hundred thousand records are read.
    period_of(period, today, programme=programme)
    traces = read_traces(unit, today)
    asked = period_of(period, today, programme=programme, earliest=traces.earliest)
    name = programme.id if programme else ""
    here = Scene(traces, asked, today, name)
    scenes = _Scenes(here, *_befores(here))
    kept = retention(scenes.here, scenes.before, scenes.earlier)
    index, index_before = engagement(here), engagement(scenes.before) if scenes.before else None
    told = _beside(index, index_before)
    if index_before:
        told = told.model_copy(update={"index": _compared(index.index, index_before.index)})
    report = Report(
        on=today,
        period=asked,
        before=scenes.before.period if scenes.before else None,
        programme=name,
        programme_name=programme.name if programme else "",
        notes=tuple(_notes(asked, programme, traces.future, today, compared=scenes.before is not None)),
        in_the_future=traces.future,
        engagement=told,
        cadence=_beside(cadence(here), cadence(scenes.before) if scenes.before else None),
        goals=_beside(goals(here), goals(scenes.before) if scenes.before else None, _DATED_GOALS),
        feedback=_beside(feedback(here), feedback(scenes.before) if scenes.before else None),
        reach=reach(unit, name),
        retention=kept,
        learning_effect=learning_effect(here, scenes.before),
        event_effect=event_effect(here, scenes.before),
        chaoss=chaoss(here, kept.figures),
    )
    return report if asked.begun else _nothing_yet(report)


NOT_BEGUN = "This period has not begun."


def _nothing_yet(report: Report) -> Report:
    """The same parts without a number: of days to come nothing is known, and nothing fell from what was before."""
    told = {name: getattr(report, name) for name in Report.model_fields}
    changed: dict[str, object] = {
        name: _emptied(part) for name, part in told.items() if isinstance(part, Part)
    }
    index = {"index": _empty(report.engagement.index), "used": ()}
    changed["engagement"] = _emptied(report.engagement).model_copy(update=index)
    metrics = tuple(
        metric.model_copy(update={"figures": tuple(_empty(each) for each in metric.figures)})
        for metric in report.chaoss.metrics
    )
    changed["chaoss"] = report.chaoss.model_copy(update={"metrics": metrics})
    return report.model_copy(update=changed | {"before": None})


def _emptied(part: P) -> P:
    return part.model_copy(update={"figures": tuple(_empty(each) for each in part.figures)})


def _empty(figure: Figure) -> Figure:
    nothing = dict.fromkeys(("value", "low", "high", "n", "before"))
    return figure.model_copy(update={**nothing, "hidden": False, "why": NOT_BEGUN})


_DATED_GOALS = frozenset({"reached_one", "reached"})
"""Of goals only these change with the period."""


def rows_of(report: Report) -> list[Row]:
    """Every figure as a line, in the order it is read."""
    rows = [_row(report, "engagement", report.engagement.index)]
    rows += [_row(report, part.key, figure) for part in report.parts for figure in part.figures]
    rows += [
        _row(report, f"chaoss_{metric.name.lower()}", figure)
        for metric in report.chaoss.metrics
        for figure in metric.figures
    ]
    return rows


def _row(report: Report, part: str, figure: Figure) -> Row:
    return Row(
        part=part, figure=figure.key, name=figure.name, period=report.period.label, programme=report.programme,
        value=figure.value, low=figure.low, high=figure.high, n=figure.n, hidden=figure.hidden, why=figure.why,
    )  # fmt: skip


def _befores(scene: Scene) -> tuple[Scene | None, Scene | None]:
    first = _before(scene)
    return first, _before(first) if first else None


def _before(scene: Scene) -> Scene | None:
    period = before(scene.period, scene.today)
    return Scene(scene.traces, period, scene.today, scene.programme) if period else None


def _beside(part: P, earlier: Part | None, only: frozenset[str] | None = None) -> P:
    """The part with the values of the period before in its figures."""
    if earlier is None:
        return part
    then = {each.key: each for each in earlier.figures if only is None or each.key in only}
    figures = tuple(_compared(each, then[each.key]) if each.key in then else each for each in part.figures)
    return part.model_copy(update={"figures": figures})


def _compared(figure: Figure, then: Figure) -> Figure:
    return figure.model_copy(update={"before": then.value})


def _notes(
    period: Period, programme: Programme | None, future: int, today: date, *, compared: bool
) -> Sequence[str]:
    notes = [period.note] if period.note else []
    if programme and programme.starts > today:
        notes.append(f"{programme.name} begins on {programme.starts}: there is nothing to count yet.")
    elif programme and programme.starts > period.last:
        notes.append(f"{programme.name} began on {programme.starts}, after this period.")
    if period.running:
        beside = ": it is compared with a whole one" if compared else ""
        notes.append(f"The period runs until {period.last}{beside}.")
    if future:
        notes.append(
            f"Records dated after {today} are left out (in the future: {future}). Is the clock right?"
        )
    return notes
