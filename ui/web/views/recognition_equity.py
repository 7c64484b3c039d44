"""The equity of recognition as it is seen: a line a group, a dot for the group and a dashed line for the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from markupsafe import Markup

from copilot.domain.wording import day_in_words
from copilot.services.auditing.equity_rows import EquityReport, EquityRow
from copilot.services.auditing.verdicts import Verdict
from ui.web.views.pieces import NOTHING, badge, empty, listed, piece, section, together

_TONES = {Verdict.LOOK: "care", Verdict.PASS: "good", Verdict.TOO_FEW: "quiet"}
_LEGEND = piece(
    '<p class="legend small"><span><i class="dot"></i> the group</span><span><i class="line"></i> the others</span>'
    '<span><i class="band"></i> where the group may lie, 95 %</span></p>'
)

_READ = (
    "What counts is what others said of somebody in the last twelve months: moments, and shout-outs that may be read.",
    "Words and shares are means over people: one who is praised often does not speak for her group.",
    "LOOK: below four fifths of the others (above five fourths where less is better), and more than chance.",
    "All lines are judged together, by Holm’s method.",
    "Groups of fewer than ten people are in no number. People are counted in fives.",
)


def recognition_equity(report: EquityReport, name: str) -> Markup:
    """What deserves a look first, then every measure as a chart, then how to read it."""
    if not report.rows:
        words = (
            " ".join(report.notes) or "Too few of those who declared a group were recognised to say anything."
        )
        return empty("There is nothing to compare yet.", words)
    measures = [
        _measure(measure, report.measures[measure], list(rows))
        for measure, rows in groupby(report.rows, key=lambda each: each.measure)
    ]
    return piece(
        '<div class="audit equity"><p class="under">{}</p>{}{}{}{}</div>',
        _about(report, name), _looks(report.looks), _LEGEND, together(measures), _how_to_read(report),
    )  # fmt: skip


def _about(report: EquityReport, name: str) -> str:
    return (
        f"About {report.texts} things that were said of about {report.members} members of "
        f"{name or 'the whole community'}, from {day_in_words(report.since)} to {day_in_words(report.on)}."
    )


def _looks(rows: Sequence[EquityRow]) -> Markup:
    if not rows:
        return piece('<div class="notice good"><p>Nothing here is more than chance.</p></div>')
    told = [
        piece(
            '<div class="verdict">{}<p><strong>{}, {}: {}.</strong> {}</p></div>',
            badge(each.verdict.value, _TONES[each.verdict]), each.measure.capitalize(), each.attribute, each.group,
            each.sentence,
        )
        for each in rows
    ]  # fmt: skip
    return listed(told, "plain verdicts")


def _measure(measure: str, says: str, rows: Sequence[EquityRow]) -> Markup:
    if all(row.value == row.others == 0 for row in rows):
        told = piece('<p class="under">{}: in hardly any text, whoever it is about.</p>', says.capitalize())
        return section(measure.capitalize(), told)
    largest = max((abs(value) for row in rows for value in _values(row)), default=1.0)
    scale = 1.0 if not rows[0].unit else max(largest, 1.0)
    charts = [
        piece(
            '<table class="rate-chart"><caption>{}</caption><tbody>{}</tbody></table>',
            attribute, together([_row(row, scale) for row in own]),
        )
        for attribute, own in groupby(rows, key=lambda each: each.attribute)
    ]  # fmt: skip
    return section(measure.capitalize(), piece('<p class="under">{}.</p>', says.capitalize()), *charts)


def _values(row: EquityRow) -> Iterable[float]:
    if row.value is not None:
        yield row.value
    if row.others is not None:
        yield row.others
        if row.interval:
            yield row.others + row.interval[1]


def _row(row: EquityRow, scale: float) -> Markup:
    look = badge(row.verdict.value, _TONES[row.verdict]) if row.verdict is Verdict.LOOK else NOTHING
    return piece(
        '<tr><th scope="row">{}</th><td class="scale"><span aria-hidden="true">{}</span></td><td>{} {}</td></tr>',
        row.group, _drawn(row, scale), _told(row), look,
    )  # fmt: skip


def _drawn(row: EquityRow, scale: float) -> Markup:
    if row.value is None:
        return piece('<i class="veil" style="left:0%;width:100%"></i>')
    dot = _at("dot", row.value / scale)
    if row.others is None or row.interval is None:
        return dot
    low, high = (_inside((row.others + end) / scale) for end in row.interval)
    band = piece('<i class="band" style="left:{:.1f}%;width:{:.1f}%"></i>', 100 * low, 100 * (high - low))
    return band + dot + _at("line", row.others / scale)


def _at(kind: str, value: float) -> Markup:
    return piece('<i class="{}" style="left:{:.1f}%"></i>', kind, 100 * _inside(value))


def _inside(value: float) -> float:
    return max(0.0, min(1.0, value))


def _told(row: EquityRow) -> str:
    if row.value is None:
        return "hidden: fewer than 5"
    others = f", others {_number(row, row.others)}" if row.others is not None else ""
    return f"{_number(row, row.value)}{others}"


def _number(row: EquityRow, value: float) -> str:
    return f"{value:.0f} {row.unit}" if row.unit else f"{value:.0%}"


def _how_to_read(report: EquityReport) -> Markup:
    hidden = [
        f"{each.attribute}: groups too small to be shown: {each.hidden}."
        for each in report.hidden
        if each.hidden
    ]
    lines = (*_READ, *hidden)
    return section("How to read it", listed([piece("{}", each) for each in lines]))
