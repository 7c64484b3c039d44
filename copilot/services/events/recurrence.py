"""Rules by which an event comes again: words into a rule of RFC 5545, and a rule into days on the wall's calendar."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Literal

from copilot.domain.events import Event, Series
from copilot.errors import BadInput
from copilot.ports import UnitOfWork

MOST = 104
"""Two years of weeks."""
MOST_WEEKS = 12
MissingDay = Literal["last day", "leave out"]
_SHORTEST_MONTH = 28
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PLACES = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_NUMBERS = {"": 1, "other": 2, "two": 2, "three": 3, "four": 4}
_WEEKS = re.compile(r"(?:every )?(?:(\d+|other|two|three|four) )?weeks?")
_WEEKDAY = re.compile(
    rf"(?:every |the )*({'|'.join(_PLACES)}) ({'|'.join(_DAYS)})(?: of (?:the|each|every) month)?"
)


def rule_of(words: str, first: datetime, missing_day: MissingDay = "last day") -> str:
    """A rule such as `FREQ=MONTHLY;BYDAY=2TU` from “second Tuesday”; also week, two weeks, month.

    The last day of a month without the day is said as the last of the days 28 to it, which every calendar reads
    alike. BadInput for other words, and where the first one isn't on such a day.
    """
    said = " ".join(words.lower().split())
    if said in {"month", "every month", "monthly"}:
        return _monthly(first.day, missing_day)
    if said in {"fortnight", "every fortnight"}:
        return _weekly("two")
    if weeks := _WEEKS.fullmatch("week" if said == "weekly" else said):
        return _weekly(weeks.group(1) or "")
    if found := _WEEKDAY.fullmatch(said):
        return _by_weekday(_PLACES[found.group(1)], _DAYS.index(found.group(2)), first)
    raise BadInput(
        f"“{words}” is no rule that can be kept.",
        place="--every",
        cure="Say week, two weeks, month, or a day such as “second Tuesday” or “last Friday”.",
    )


def occurrences(
    rule: str, first: datetime, *, until: date | None = None, count: int | None = None
) -> list[datetime]:
    """When it is, by the clock on the wall, the first one included. BadInput for a rule without a sensible end."""
    from dateutil.rrule import rrulestr

    _check_end(first, until, count)
    found: list[datetime] = []
    for at in rrulestr(rule, dtstart=first):
        if (until and at.date() > until) or len(found) == (count or MOST + 1):
            break
        found.append(at)
    if len(found) > MOST:
        raise BadInput(
            f"Until then it would come more than {MOST} times.",
            place="--until",
            cure="Choose an earlier day.",
        )
    if len(found) == 1:
        raise BadInput("Until then it doesn't come again.", place="--until", cure="Choose a later day.")
    return found


def told_rule(series: Series) -> str:
    """The rule in words, such as “every two weeks on Tuesday at 15:00”."""
    first = series.first
    parts = dict(part.split("=") for part in series.rule.split(";"))
    at = f"at {first:%H:%M}"
    if parts["FREQ"] == "WEEKLY":
        weeks = int(parts.get("INTERVAL", "1"))
        return f"every {'week' if weeks == 1 else f'{weeks} weeks'} on {first:%A} {at}"
    if day := parts.get("BYDAY"):
        place = next(name for name, n in _PLACES.items() if str(n) == day[:-2])
        return f"every {place} {_DAYS[_CODES.index(day[-2:])].capitalize()} of the month {at}"
    return f"every month on day {_day_of(series.rule)} {at}"


def missing_day_note(rule: str, missing_day: MissingDay) -> str:
    """What becomes of months without the day; nothing where every month has it."""
    if "BYMONTHDAY" not in rule or _day_of(rule) <= _SHORTEST_MONTH:
        return ""
    if missing_day == "leave out":
        return f"Months without a day {_day_of(rule)} are left out."
    return f"In months without a day {_day_of(rule)} it is on their last day."


def this_and_those_to_come(unit: UnitOfWork, event: Event) -> list[Event]:
    """The event and those of its series that come after it and are still planned, in their order."""
    if not event.series:
        return [event]
    planned = unit.events.all(series=event.series, state="planned")
    later = [each for each in planned if (each.at, each.id) > (event.at, event.id)]
    return [event, *sorted(later, key=lambda each: (each.at, each.id))]


def _day_of(rule: str) -> int:
    """The day of the month a rule means. A series may begin in a month that hasn't got it, so `first` can't tell."""
    days = dict(part.split("=") for part in rule.split(";"))["BYMONTHDAY"]
    return max(int(day) for day in days.split(","))


def _weekly(number: str) -> str:
    weeks = _NUMBERS[number] if number in _NUMBERS else int(number)
    if not 1 <= weeks <= MOST_WEEKS:
        raise BadInput(
            f"Every {weeks} weeks can't be kept.", place="--every", cure=f"Choose 1 to {MOST_WEEKS} weeks."
        )
    return "FREQ=WEEKLY" if weeks == 1 else f"FREQ=WEEKLY;INTERVAL={weeks}"


def _monthly(day: int, missing_day: MissingDay) -> str:
    if day <= _SHORTEST_MONTH or missing_day == "leave out":
        return f"FREQ=MONTHLY;BYMONTHDAY={day}"
    days = ",".join(str(each) for each in range(_SHORTEST_MONTH, day + 1))
    return f"FREQ=MONTHLY;BYMONTHDAY={days};BYSETPOS=-1"


def _by_weekday(place: int, weekday: int, first: datetime) -> str:
    rule = f"FREQ=MONTHLY;BYDAY={place}{_CODES[weekday]}"
    from dateutil.rrule import rrulestr

    if next(iter(rrulestr(rule, dtstart=first))) != first:
        name = next(name for name, n in _PLACES.items() if n == place)
        raise BadInput(
            f"The first one, {first:%A} {first.day} {first:%B}, is on no {name} {_DAYS[weekday].capitalize()}.",
            place="--every",
            cure="Move it to such a day first, or choose another rule.",
        )
    return rule


def _check_end(first: datetime, until: date | None, count: int | None) -> None:
    if (until is None) == (count is None):
        raise BadInput(
            "How long does it come again?",
            place="--until",
            cure="Give a last day or a number, one of the two.",
        )
    if count is not None and not 2 <= count <= MOST:
        raise BadInput(
            f"{count} times can't be kept.",
            place="--count",
            cure=f"Choose 2 to {MOST}, the first one included.",
        )
    if until is not None and until < first.date():
        raise BadInput("It would end before it begins.", place="--until", cure="Choose a later day.")
