"""Which days are counted: whole months, quarters, a programme's life, everything; and the period before.

Days from–to are widened to whole months, and for one programme to whole quarters, and so is its life, whose days its
manager sets: whoever could move a window by a day would see what one person did on that day.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from copilot.domain.programmes import Programme
from copilot.errors import BadInput
from copilot.services.analytics.told import Period

_QUARTER = re.compile(r"(\d{4})-?[Qq]([1-4])")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
FIRST_YEAR, LAST_YEAR = 1970, 2200
EARLIEST, LATEST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
_CURE = (
    "Give a quarter (2026-Q4), a month (2026-11), `all`, two days (2026-01-01..2026-06-30), or `life` with a "
    "programme."
)


def period_of(
    text: str, today: date, *, programme: Programme | None = None, earliest: date | None = None
) -> Period:
    """The period that the words name; the present quarter for none.

    Args:
        text: 2026-Q4, 2026-11, all, life, or FROM..TO with days or months.
        today: what the clock says.
        programme: the one that is counted; `life` is its quarters, from that of its first day to that of its last.
        earliest: the first day of any record, where `all` begins.

    Raises BadInput for anything else, and where FROM is after TO.
    """
    words = text.strip()
    if words.lower() == "all":
        first = min(earliest or today, today)
        return _made("all", "all", first, today, today)
    if words.lower() == "life":
        return _life(programme, today)
    if ".." in words:
        return _range(words, today, by_quarters=programme is not None)
    if found := _QUARTER.fullmatch(words):
        return _quarter(_day(f"{found[1]}-{3 * int(found[2]) - 2:02}-01"), today)
    if _MONTH.fullmatch(words):
        first = _day(f"{words}-01")
        return _made("month", f"{first:%Y-%m}", first, month_end(first), today)
    if not words:
        return _quarter(today, today)
    raise BadInput(f"“{words[:80]}” names no period.", place="period", cure=_CURE)


def before(period: Period, today: date) -> Period | None:
    """The period just before, of the same kind and as many months; None for a life, for all, and before 1970."""
    if period.kind in ("life", "all") or period.first <= EARLIEST:
        return None
    last = period.first - timedelta(days=1)
    if period.kind == "month":
        return _made("month", f"{last:%Y-%m}", last.replace(day=1), last, today)
    if period.kind == "quarter":
        return _quarter(last, today)
    first = months_on(period.first, -months_between(period.first, period.last))
    return _made("range", f"{first}..{last}", first, last, today) if first >= EARLIEST else None


def month_end(day: date) -> date:
    """The last day of its month."""
    return months_on(day.replace(day=1), 1) - timedelta(days=1)


def months_on(first: date, months: int) -> date:
    """The first day of the month so many months later."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def months_between(first: date, last: date) -> int:
    """How many months, the first and the last one counted."""
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _quarter(day: date, today: date) -> Period:
    first = quarter_start(day)
    label = f"{first.year}-Q{(first.month + 2) // 3}"
    return _made("quarter", label, first, month_end(months_on(first, 2)), today)


def quarter_start(day: date) -> date:
    """The first day of its quarter."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def _life(programme: Programme | None, today: date) -> Period:
    if programme is None:
        raise BadInput(
            "Only a programme has a life.", place="period", cure="Name the programme, or ask for `all`."
        )
    lived = _known(programme.starts), _known(programme.closed or programme.ends)
    first, last = _quarters(*lived)
    note = _widened(first, last, lived, by_quarters=True)
    return _made("life", "life", first, last, today, note, begins=lived[0])


def _known(day: date) -> date:
    """A programme may be of any day; a quarter beyond the last year there is none."""
    return min(max(day, EARLIEST), LATEST)


def _quarters(first: date, last: date) -> tuple[date, date]:
    return quarter_start(first), month_end(months_on(quarter_start(last), 2))


def _widened(first: date, last: date, asked: tuple[date, date], *, by_quarters: bool) -> str:
    """What to say where other days are counted than were asked for."""
    if (first, last) == asked:
        return ""
    whole = "quarters, since it is one programme" if by_quarters else "months"
    return f"Widened to whole {whole}: {first} to {last}. Single days would tell of single people."


def _range(words: str, today: date, *, by_quarters: bool) -> Period:
    from_, _, to = (part.strip() for part in words.partition(".."))
    asked = _first_of(from_), _last_of(to)
    if asked[0] > asked[1]:
        raise BadInput(
            f"{from_[:20]} is after {to[:20]}.", place="period", cure="Write the earlier day first: FROM..TO."
        )
    first, last = _quarters(*asked) if by_quarters else (asked[0].replace(day=1), month_end(asked[1]))
    note = _widened(first, last, asked, by_quarters=by_quarters)
    return _made("range", f"{first}..{last}", first, last, today, note)


def _first_of(text: str) -> date:
    return _day(f"{text}-01" if _MONTH.fullmatch(text) else text)


def _last_of(text: str) -> date:
    return month_end(_day(f"{text}-01")) if _MONTH.fullmatch(text) else _day(text)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as fault:
        raise BadInput(f"“{text[:80]}” is not a day.", place="period", cure=_CURE) from fault
    if not EARLIEST <= day <= LATEST:
        raise BadInput(
            f"{day} is out of all bounds.",
            place="period",
            cure=f"Choose a year from {FIRST_YEAR} to {LAST_YEAR}.",
        )
    return day


def _made(
    kind: str, label: str, first: date, last: date, today: date, note: str = "", begins: date | None = None
) -> Period:
    """`begins` where it is later than the first day: a programme's life may begin within a quarter."""
    begins = begins or first
    begun = begins <= today
    if not begun:
        note = f"{note} This period begins on {begins}: there is nothing to count yet.".strip()
    return Period.model_validate(
        {"kind": kind, "label": label, "first": first, "last": last, "running": begun and today <= last,
         "begun": begun, "note": note}
    )  # fmt: skip
