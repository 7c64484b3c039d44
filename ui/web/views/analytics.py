"""Figures of analytics as they are read: cards, plots with their words, tables with what they can't tell.

What may not be shown, the services have withheld; it is drawn here as hidden and said to be so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import urlencode

from markupsafe import Markup

from copilot.domain.programmes import Programme
from copilot.domain.wording import day_in_words
from copilot.services.analytics.told import Chaoss, Figure, Month, Part, Report, in_words
from ui.web.views.pieces import NOTHING, day, listed, piece, subheading, together
from ui.web.views.plots import Row

_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
COMMUNITY = "The whole community"
QUARTERS, MONTHS = 5, 3
"""So many of each can be chosen, back from the present one. A list that has to scroll would be a stop of its own for
whoever uses the tab key, and vanish under her."""
PAIRED = {"mentor": "mentors", "sponsor": "sponsors", "peer": "peers", "reverse": "reverse mentors"}
_SIDES = {
    "seeker_mean": "Mentored or sponsored",
    "partner_mean": "Mentors and sponsors",
    "peer_mean": "Peers",
}
_CARDS = (
    ("engagement", "index"),
    ("cadence", "held"),
    ("engagement", "breadth"),
    ("retention", "all"),
    ("goals", "with_a_goal"),
    ("feedback", "seeker_mean"),
)
_CALLED = {"breadth": "Left a trace", "all": "Still there", "seeker_mean": "What the mentored say"}


def programmes_to_choose(seen: Sequence[Programme], *, everybody: bool) -> list[tuple[str, str]]:
    """The whole community for who may see it, then programmes, those that run first, the newest first."""
    ordered = sorted(seen, key=lambda each: (each.closed is not None, -each.starts.toordinal(), each.id))
    first = [(COMMUNITY, "")] if everybody else []
    return first + [(each.name, each.id) for each in ordered]


def periods_to_choose(today: date, *, programme: bool) -> list[tuple[str, str]]:
    """The last quarters and months, a programme's life, everything; words, and what to ask for."""
    quarter = today.year * 4 + (today.month - 1) // 3
    quarters = [f"{n // 4}-Q{n % 4 + 1}" for n in range(quarter, quarter - QUARTERS, -1)]
    month = today.year * 12 + today.month - 1
    months = [date(n // 12, n % 12 + 1, 1) for n in range(month, month - MONTHS, -1)]
    life = [("The programme’s whole life", "life")] if programme else []
    return [
        (f"This quarter ({quarters[0]})", quarters[0]),
        *((f"{each[-2:]} of {each[:4]}", each) for each in quarters[1:]),
        *((f"{each:%B %Y}", f"{each:%Y-%m}") for each in months),
        *life,
        ("All there is", "all"),
    ]


def headline(report: Report) -> Markup:
    """Whose figures, of which days, the figures to begin with, and the way to take all of them."""
    asked = urlencode({"programme": report.programme, "period": report.period.label})
    return piece(
        '<section class="section analysed"><div class="row"><div><h2>{}</h2><p class="under">{} to {}. {}</p></div>'
        '<a class="button" href="/analytics.csv?{}" download>All figures as CSV</a></div>'
        '<ul class="plain figures">{}</ul></section>',
        report.programme_name or COMMUNITY, day(report.period.first), day(report.period.last),
        " ".join(_with_days(each) for each in report.notes), asked, together(_cards(report)),
    )  # fmt: skip


def _with_days(note: str) -> str:
    """A sentence of the service with its days in words."""
    return _DAY.sub(lambda found: day_in_words(date.fromisoformat(found[0])), note)


def _cards(report: Report) -> Iterable[Markup]:
    figures = {(part.key, each.key): each for part in report.parts for each in part.figures}
    figures["engagement", "index"] = report.engagement.index
    return (_card(figures[key]) for key in _CARDS if key in figures)


def _card(figure: Figure) -> Markup:
    name = _CALLED.get(figure.key, figure.name)
    if figure.value is None:
        return piece(
            '<li class="card figure"><h3>{}</h3>{}<p class="small">{}</p></li>',
            name, _veil() if figure.hidden else piece('<p class="big">–</p>'), figure.why,
        )  # fmt: skip
    return piece(
        '<li class="card figure"><h3>{}</h3><p class="big">{}</p>{}<p class="small">{}</p></li>',
        name, _short(figure), _interval_drawn(figure), _beside(figure),
    )  # fmt: skip


def _short(figure: Figure) -> str:
    return in_words(figure.value or 0, figure.unit)


def _beside(figure: Figure) -> str:
    """The interval, how many it rests on, and what it was: the small print of a card."""
    rests = f"about {figure.n:,} {figure.of}" if figure.n else ""
    parts = [
        _interval(figure),
        rests,
        f"before: {in_words(figure.before, figure.unit)}" if figure.before else "",
    ]
    return "; ".join(part for part in parts if part)


def _interval(figure: Figure) -> str:
    if figure.low is None or figure.high is None or figure.value is None:
        return ""
    return f"{in_words(figure.low, figure.unit)} to {in_words(figure.high, figure.unit)}"


def _veil() -> Markup:
    return piece('<p class="big"><span class="hidden-figure">hidden</span></p>')


_ENDS = {"share": (0.0, 1.0), "index": (0.0, 100.0), "rating": (1.0, 5.0)}


def _interval_drawn(figure: Figure) -> Markup:
    """The value as a dot on its scale, the interval as a band behind it; nothing for what has no ends."""
    if figure.unit not in _ENDS or figure.low is None or figure.high is None or figure.value is None:
        return NOTHING
    least, most = _ENDS[figure.unit]
    at = [100 * (each - least) / (most - least) for each in (figure.low, figure.high, figure.value)]
    return piece(
        '<span class="on-scale scale" aria-hidden="true"><i class="band" style="left:{:.1f}%;width:{:.1f}%"></i>'
        '<i class="dot" style="left:{:.1f}%"></i></span>',
        at[0], at[1] - at[0], at[2],
    )  # fmt: skip


def plot_words(about: str, rows: Sequence[Row]) -> Markup:
    """What a plot shows, for those who hear the page: the plot itself is hidden from their readers."""
    said = "; ".join(f"{row.name}: {row.told.removesuffix('.')}" for row in rows)
    return piece('<p class="for-readers">{} {}.</p>', about, said) if rows else NOTHING


def opened(title: str, lead: str = "", about: str = "", rows: Sequence[Row] = ()) -> Markup:
    """The heading of a part, what it says in a sentence, and the plot below it in words."""
    return together([subheading(title, lead), plot_words(about, rows)])


def plot_titled(title: str, rows: Sequence[Row]) -> Markup:
    """A second plot of a part: what it shows, in a line and in words."""
    return together([piece("<h3>{}</h3>", title), plot_words(f"{title}:", rows)]) if rows else NOTHING


def numbers(part: Part, *more: Markup) -> Markup:
    """What a part can't tell, the first of it in sight; all its numbers in a table behind a click."""
    first, *others = part.cannot_tell or ("",)
    rest = listed([piece("{}", each) for each in others])
    return piece(
        '<p class="small cannot-tell">{}</p><details class="all-numbers"><summary>{} in numbers</summary>{}{}{}'
        "</details>",
        first, part.title, table(part.title, part.figures), rest, together(more),
    )  # fmt: skip


def table(caption: str, figures: Sequence[Figure]) -> Markup:
    """Each figure with what it counts, its interval, how many it rests on, and what it was."""
    head = ("Figure", "Value", "95 % interval", "Rests on", "Before")
    return piece(
        '<div class="wide" tabindex="0" role="region" aria-label="{}"><table class="plain-table figures-table">'
        '<caption class="for-readers">{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>',
        f"{caption} in numbers", caption, together(piece('<th scope="col">{}</th>', each) for each in head),
        together(_line(each) for each in figures),
    )  # fmt: skip


def _line(figure: Figure) -> Markup:
    name = piece('<th scope="row">{}<span class="under small">{}</span></th>', figure.name, figure.counts)
    before = in_words(figure.before, figure.unit) if figure.before is not None else "–"
    if figure.value is None:
        return piece('<tr>{}<td colspan="3">{}</td><td>{}</td></tr>', name, figure.why, before)
    rests = f"about {figure.n:,} {figure.of}" if figure.n else "–"
    cells = (_short(figure), _interval(figure) or "–", rests, before)
    return piece("<tr>{}{}</tr>", name, together(piece("<td>{}</td>", each) for each in cells))


def formula(report: Report) -> Markup:
    """How the index is worked out, and with which weights this time."""
    names = {each.key: each.name for each in report.engagement.figures}
    used = ", ".join(f"{names[each.figure]} {each.weight:.0%}" for each in report.engagement.used)
    weighed = piece('<p class="small">Weights this time: {}.</p>', used) if used else NOTHING
    return piece('<p class="small">The index: {}</p>{}', report.engagement.formula, weighed)


def engagement_rows(report: Report) -> list[Row]:
    """The parts of the index."""
    return rows_of(report.engagement.figures)


def retention_rows(report: Report) -> list[Row]:
    """Who stayed: everybody, the mentored, the others."""
    return rows_of(each for each in report.retention.figures if each.unit == "share")


def feedback_rows(report: Report) -> list[Row]:
    """What each side rates in the mean, from 1 to 5."""
    means = [each for each in report.feedback.figures if each.key in _SIDES]
    return rows_of((each.model_copy(update={"name": _SIDES[each.key]}) for each in means), least=1, most=5)


def goal_rows(report: Report) -> list[Row]:
    """Who has a goal, and who reached one."""
    return rows_of(each for each in report.goals.figures if each.unit == "share")


def reach_rows(report: Report) -> list[Row]:
    """For each role those who could have a partner, who was asked, who was matched: a funnel."""
    found = {each.key: each for each in report.reach.figures}
    rows: list[Row] = []
    for role, who in PAIRED.items():
        whole = found.get(f"{role}_eligible")
        if whole is None or whole.value is None:
            continue
        rows.append(Row(f"Could have {who}", 1.0, whole.told, quiet=True))
        rows += rows_of(found[f"{role}_{step}"] for step in ("asked", "matched"))
    return rows


def month_rows(months: Sequence[Month]) -> list[Row]:
    """Meetings held, month by month."""
    return [Row(f"{each.period.first:%b}", each.held.value, each.held.told) for each in months]


def month_table(months: Sequence[Month]) -> Markup:
    """The same as a table; the last month may still be running."""
    rows = [
        piece(
            '<tr><th scope="row">{}</th><td>{}{}</td></tr>',
            f"{each.period.first:%B %Y}", each.held.told.removesuffix("."), " so far" if each.period.running else "",
        )
        for each in months
    ]  # fmt: skip
    return piece(
        '<details class="all-numbers"><summary>Months in numbers</summary><table class="plain-table">'
        '<caption class="for-readers">Meetings held</caption><tbody>{}</tbody></table></details>',
        together(rows),
    )


def rows_of(figures: Iterable[Figure], *, least: float = 0.0, most: float = 1.0) -> list[Row]:
    """Figures as rows of a plot. What is hidden may lie anywhere, where nothing else is known; what is absent is not
    drawn."""
    return [_row(each, least, most) for each in figures if each.value is not None or each.hidden]


def _row(figure: Figure, least: float, most: float) -> Row:
    if figure.value is not None:
        return Row(figure.name, figure.value, figure.told, figure.low, figure.high)
    low = least if figure.low is None else figure.low
    return Row(figure.name, None, figure.told, low, most if figure.high is None else figure.high)


def differences(report: Report) -> Markup:
    """What learning and events go together with, and CHAOSS's metrics, each folded."""
    parts = [
        piece(
            '<details class="all-numbers"><summary>{}</summary><p class="small">{}</p>{}{}</details>',
            part.title, part.cannot_tell[0], table(part.title, part.figures),
            listed([piece("{}", each) for each in part.cannot_tell[1:]]),
        )
        for part in (report.learning_effect, report.event_effect)
    ]  # fmt: skip
    lead = "What goes together with learning and events, and the metrics of CHAOSS by their names."
    return together([subheading("To look further", lead), *parts, *_chaoss(report.chaoss)])


def _chaoss(chaoss: Chaoss) -> Iterable[Markup]:
    return (
        piece(
            '<details class="all-numbers"><summary>CHAOSS: {}</summary><p class="small"><q>{}</q></p>{}'
            '<p class="small">Not counted:</p>{}</details>',
            each.name, each.question, table(f"CHAOSS: {each.name}", each.figures),
            listed([piece("{}", said) for said in each.not_counted]),
        )
        for each in chaoss.metrics
    )  # fmt: skip
