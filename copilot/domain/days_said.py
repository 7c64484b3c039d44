"""Days as people name them in a note: “by Friday”, “in two weeks”, “end of March”, “before our next session”.

A word for a day counts from the day of the session. What can be read two ways (`5/3`) or names no day (`soon`) has
none.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
FRIDAY, SUNDAY = 4, 6


class Reckoning(NamedTuple):
    """What days are counted from: the day of the session, and of the next one where it is planned."""

    on: date
    next_session: date | None = None


class DaySaid(NamedTuple):
    """`text[start:end]` names a day; None where the words leave it open."""

    words: str
    start: int
    end: int
    day: date | None


def day_said(text: str, when: Reckoning) -> DaySaid | None:
    """The day that a text names: the first with “by” or the like, else the first; None where there is none."""
    found = list(_days(text, when))
    return min(found, key=lambda one: (one[0], one[1].start, -one[1].end))[1] if found else None


_BY = r"(?P<by>by|before|until|till|not? later than|due(?: on| by)?|at the latest(?: on| by)?)\s+"
_AT = r"(?:on|in|at|for|during|within|over|from)\s+"
_EITHER = rf"(?i:{_BY}|{_AT})"
_PART = r"(?i:(?:the\s+)?(?P<part>end|beginning|start|middle|early|late|later|mid)(?:\s+of\s+|[\s-]+|\b))"
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?P<month>(?i:january|february|april|june|july|august|september|october|november|december)|March|May|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b(?:\.(?=\s\w))?"
)
_ANY_MONTH = _MONTH.replace("March|May", "[Mm]arch|[Mm]ay")
_YEAR = r"(?:,?\s+(?P<year>20\d\d))?"
_WEEKDAYS = "mon tue wed thu fri sat sun".split()
_WEEKDAY = (
    r"(?P<weekday>(?i:monday|tuesday|wednesday|thursday|friday|saturday|sunday)|Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)"
    r"\b(?:\.(?=\s\w))?(?!['’]s)"
)
_NUMBERS = {word: n for n, word in enumerate("one two three four five six seven eight nine ten".split(), 1)}
_COUNT = rf"(?i:(?P<count>\d{{1,2}}|an?|{'|'.join(_NUMBERS)}|(?:a )?couple of))"
_LENGTH = r"(?i:(?P<unit>day|week|fortnight|month)s?['’]?(?:\s+time)?)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_ORDINAL = r"(?P<day>\d{1,2})(?:st|nd|rd|th)"
_WITH_A_SLASH = r"(?P<day>\d{1,2})(?P<mark>/)(?P<month>\d{1,2})(?:/(?P<year>20\d\d|\d\d))?(?!/)"
_MEETING = r"(?:session|meeting|call|time(?:\s+we\s+\w+)?|chat|conversation)"

Resolver = Callable[[re.Match[str], Reckoning], date | None]


def _days(text: str, when: Reckoning) -> Iterator[tuple[int, DaySaid]]:
    """Each naming of a day, with 0 where a word such as “by” makes it a deadline, 1 else, 2 where it names no day."""
    for pattern, resolve in _PATTERNS:
        for found in pattern.finditer(text):
            by = (found.groupdict().get("by") or "").lower()
            day = resolve(found, when)
            if day and by == "before" and resolve is not _next_session:
                day -= DAY
            yield (0 if by else 1 if day else 2), DaySaid(found.group(), found.start(), found.end(), day)


def _iso(found: re.Match[str], when: Reckoning) -> date | None:
    return _valid(int(found["year"]), int(found["month"]), int(found["day"]))


def _day_and_month(found: re.Match[str], when: Reckoning) -> date | None:
    return _in_year(found["year"], _month(found), int(found["day"]), when.on)


def _figures(found: re.Match[str], when: Reckoning) -> date | None:
    """`20.02.2026` and `3/3`; with a slash only where day and month can't be mistaken for each other."""
    day, month = int(found["day"]), int(found["month"])
    if found["mark"] == "/" and day != month and day <= 12 and month <= 12:
        return None
    if month > 12:
        day, month = month, day
    return _in_year(found["year"], month, day, when.on)


def _day_of_month(found: re.Match[str], when: Reckoning) -> date | None:
    day, on = int(found["day"]), when.on
    this = _valid(on.year, on.month, day)
    return this if this and this >= on else _valid(*_month_after(on), day)


def _week(found: re.Match[str], when: Reckoning) -> date | None:
    monday = when.on - when.on.weekday() * DAY + (WEEK if found["which"].lower() == "next" else 0 * DAY)
    part = (found["part"] or "").lower()
    if part in {"beginning", "start"}:
        return monday
    middle = monday + 2 * DAY
    if part in {"middle", "mid", "early"}:
        return middle
    return max(monday + FRIDAY * DAY, when.on)


def _weekend(found: re.Match[str], when: Reckoning) -> date | None:
    sunday = when.on + (SUNDAY - when.on.weekday()) * DAY
    return sunday + WEEK if "next" in found.group().lower() else sunday


def _this_or_next_month(found: re.Match[str], when: Reckoning) -> date | None:
    year, month = _month_after(when.on) if found["which"].lower() == "next" else (when.on.year, when.on.month)
    return _part_of_month(found["part"], year, month)


def _named_month(found: re.Match[str], when: Reckoning) -> date | None:
    month, part = _month(found), found.groupdict().get("part")
    year = int(found["year"] or (when.on.year + (month < when.on.month)))
    # Said in March, `by March` can only mean its end.
    by_then = not part and (found["by"] or "").lower() in {"by", "before"} and month != when.on.month
    day = _part_of_month("start" if by_then else part, year, month)
    return day if found["year"] or day >= when.on else _part_of_month(part, year + 1, month)


def _span(found: re.Match[str], when: Reckoning) -> date | None:
    said = found["count"].lower()
    count = 2 if "couple" in said else 1 if said in {"a", "an"} else _NUMBERS.get(said) or int(said)
    unit = found["unit"].lower()
    if unit.startswith("month"):
        return _months_later(when.on, count)
    return when.on + count * (DAY if unit.startswith("day") else 2 * WEEK if unit[0] == "f" else WEEK)


def _near(found: re.Match[str], when: Reckoning) -> date | None:
    said = found["near"].lower()
    return when.on + (2 * DAY if said.startswith("the") else DAY if said == "tomorrow" else 0 * DAY)


def _weekday(found: re.Match[str], when: Reckoning) -> date | None:
    """The first such day after the session; with “next” the one of the next week that begins on a Monday."""
    wanted = _WEEKDAYS.index(found["weekday"][:3].lower())
    said = found.groupdict()
    if said.get("next"):
        return when.on - when.on.weekday() * DAY + WEEK + wanted * DAY
    day = when.on + ((wanted - when.on.weekday() - 1) % 7 + 1) * DAY
    return day + WEEK if said.get("later") else day


def _next_session(found: re.Match[str], when: Reckoning) -> date | None:
    return when.next_session


def _end_of_year(found: re.Match[str], when: Reckoning) -> date | None:
    year = when.on.year + ("next" in found.group().lower())
    return date(year, 12, 31)


def _quarter(found: re.Match[str], when: Reckoning) -> date | None:
    now = (when.on.month - 1) // 3 + 1
    wanted = int(found["quarter"]) if found["quarter"] else now + ("next" in found.group().lower())
    year = when.on.year + (wanted > 4 or wanted < now)
    return _part_of_month("end", year, (wanted - 1) % 4 * 3 + 3)


def _open(found: re.Match[str], when: Reckoning) -> date | None:
    return None


def _month(found: re.Match[str]) -> int:
    return _MONTHS.index(found["month"][:3].lower()) + 1


def _in_year(year: str | None, month: int, day: int, on: date) -> date | None:
    """That day of the year named, else the next one from `on`."""
    if year:
        return _valid(int(year) + (2000 if len(year) == 2 else 0), month, day)
    this = _valid(on.year, month, day)
    return this if this is None or this >= on else _valid(on.year + 1, month, day)


def _part_of_month(part: str | None, year: int, month: int) -> date:
    day = {"start": 1, "beginning": 1, "early": 7, "middle": 15, "mid": 15}.get((part or "").lower())
    return date(year, month, day or calendar.monthrange(year, month)[1])


def _month_after(on: date) -> tuple[int, int]:
    return (on.year + 1, 1) if on.month == 12 else (on.year, on.month + 1)


def _months_later(on: date, count: int) -> date:
    year, month = divmod(on.year * 12 + on.month - 1 + count, 12)
    return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _pattern(lead: str, text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/.-]){lead}{text}(?!\w)")


_MAY = rf"(?:{_EITHER})?"
_MUST = _EITHER
_NONE = ""
_PATTERNS: tuple[tuple[re.Pattern[str], Resolver], ...] = tuple(
    (_pattern(lead, text), resolve)
    for lead, text, resolve in (
        (_MAY, r"(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)", _iso),
        (
            _MAY,
            rf"(?:the\s+)?(?:{_WEEKDAY},?\s+(?:the\s+)?)?{_DAY}(?:\s+of)?\s+{_ANY_MONTH}{_YEAR}",
            _day_and_month,
        ),
        (_MAY, rf"(?:{_WEEKDAY},?\s+)?{_ANY_MONTH}\s+{_DAY}(?![\d:]){_YEAR}", _day_and_month),
        (_MAY, r"(?P<day>\d{1,2})(?P<mark>\.)(?P<month>\d{1,2})\.(?P<year>20\d\d|\d\d)?", _figures),
        (_MUST, _WITH_A_SLASH, _figures),
        (_NONE, rf"(?:(?<=[,(–—-]\s)|(?<=.[,(])|^){_WITH_A_SLASH}", _figures),
        (_MUST, rf"the\s+{_ORDINAL}(?!\s+[a-z])", _day_of_month),
        (_MAY, rf"(?:(?:the\s+)?course\s+of\s+)?(?:{_PART})?(?i:(?P<which>this|next)\s+week)", _week),
        (_MAY, rf"{_PART}(?i:(?P<which>the)\s+week)", _week),
        (_MAY, r"(?i:(?:the|this|next)\s+weekend)", _weekend),
        (_MAY, rf"(?:{_PART})?(?i:(?P<which>this|next)\s+month)", _this_or_next_month),
        (_MAY, rf"{_PART}(?i:(?P<which>the)\s+month)", _this_or_next_month),
        (_MAY, rf"{_PART}{_MONTH}{_YEAR}", _named_month),
        (_MUST, rf"{_MONTH}{_YEAR}(?!\s+\d)", _named_month),
        (_MUST, rf"(?i:about\s+)?(?i:the\s+)?(?i:(?:next|coming)\s+)?{_COUNT}\s+{_LENGTH}", _span),
        (_NONE, rf"{_COUNT}\s+{_LENGTH}(?i:\s+from\s+(?:now|today))", _span),
        (_MAY, r"(?i:(?P<near>the\s+day\s+after\s+tomorrow|tomorrow|today|tonight))", _near),
        (_MAY, rf"{_WEEKDAY}(?i:\s+(?:of\s+)?(?P<next>next)\s+week)", _weekday),
        (_MAY, rf"(?i:(?P<next>next)\s+){_WEEKDAY}", _weekday),
        (_MAY, rf"{_WEEKDAY}(?i:\s+(?P<later>week))", _weekday),
        (_MUST, rf"(?i:(?:the|this|coming)\s+)*{_WEEKDAY}", _weekday),
        (_NONE, rf"(?i:(?:this|coming)\s+){_WEEKDAY}", _weekday),
        (_NONE, rf"{_WEEKDAY}(?=\s*(?:$|[.,;:)\]–—]))", _weekday),
        (_MUST, rf"(?i:(?:our|the|my|your)?\s*(?:next|following)\s+{_MEETING})", _next_session),
        (
            _NONE,
            r"(?i:(?:before|until)\s+we\s+(?:next\s+)?(?:meet|talk|speak)(?:\s+(?:again|next))?)",
            _next_session,
        ),
        (_MAY, r"(?i:(?:the\s+)?end\s+of\s+(?:the|this|next)\s+year)", _end_of_year),
        (_MAY, r"(?i:(?:the\s+)?end\s+of\s+(?:(?:the|this|next)\s+quarter|Q(?P<quarter>[1-4])))", _quarter),
        (_NONE, r"(?i:soon|asap|as soon as (?:possible|\w+ can)|at some point|some ?time)", _open),
        (
            _NONE,
            r"(?i:(?:before|by|after|in|over) (?:the )?(?:summer|spring|autumn|fall|winter|holidays?|break))",
            _open,
        ),
        (_MUST, r"(?i:the (?:next |coming )(?:few )?(?:days|weeks|months))", _open),
    )
)
