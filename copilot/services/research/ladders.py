"""How each attribute that could point at somebody is told more coarsely, step by step.

The first step of a ladder is the finest that is ever written; the last says nothing at all (“*”). These are the
generalisation hierarchies of Samarati (2001) and Sweeney (2002).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import NamedTuple

from copilot.domain.members import Role

ANY = "*"
"""What stands where nothing is said."""
UNTOLD = "not told"
SEVERAL = "several"
"""What stands for an attribute of more than two people at once."""
OF_CONTINENTS = {
    "Africa": "Africa", "America": "America", "Antarctica": "Antarctica", "Asia": "Asia", "Atlantic": "Atlantic",
    "Australia": "Australia and the Pacific", "Brazil": "America", "Canada": "America", "Chile": "America",
    "Europe": "Europe", "Indian": "Asia", "Mexico": "America", "Pacific": "Australia and the Pacific",
    "US": "America",
}  # fmt: skip


class Step(NamedTuple):
    """One step: what it is called in a report, and what it makes of a value of the finest step."""

    called: str
    of: Callable[[str], str]


Ladder = tuple[Step, ...]
_NOTHING = Step("not told at all", lambda _: ANY)


def _as_it_is(called: str) -> Step:
    return Step(called, lambda value: value)


# --- the finest step, from the records ---


def roles_told(roles: Iterable[str]) -> str:
    """What somebody takes part as; managers and admins are few, so that they run things is left out."""
    taking = sorted({str(role) for role in roles} - {Role.MANAGER.value, Role.ADMIN.value})
    return "+".join(taking) or "other"


def level_told(level: int | None) -> str:
    """1 to 10."""
    return UNTOLD if level is None else str(level)


def function_told(function: str) -> str:
    """The function in small letters: how somebody writes it could be hers alone."""
    return " ".join(function.casefold().split()) or UNTOLD


def region_told(time_zone: str) -> str:
    """The part of the world a time zone lies in: never a city."""
    area, slash, _ = time_zone.partition("/")
    return OF_CONTINENTS.get(area, UNTOLD) if slash else UNTOLD


def languages_told(languages: Iterable[str]) -> str:
    """Which, in small letters and in one order."""
    return "+".join(sorted({" ".join(each.casefold().split()) for each in languages})) or UNTOLD


def hours_told(hours: float | None) -> str:
    """A month, in bands."""
    return UNTOLD if hours is None else _band(hours, ((2, "0–2"), (4, "3–4"), (8, "5–8")), "9+")


def count_told(count: int) -> str:
    """How many, exact up to two."""
    return _band(count, ((0, "0"), (1, "1"), (2, "2")), "3+")


def sessions_told(count: int) -> str:
    """How many sessions, in bands."""
    return _band(count, ((0, "0"), (3, "1–3"), (8, "4–8")), "9+")


def minutes_told(minutes: int) -> str:
    """How long a session was planned, in bands."""
    return _band(minutes, ((30, "up to 30"), (60, "31–60")), "over 60")


def month_told(day: date | datetime | str) -> str:
    """“2026-03”: no day is ever written."""
    return str(day)[:7]


def rated_told(ratings: Iterable[int]) -> str:
    """The mean of one answer's ratings, in three bands: ratings one by one are as good as a signature."""
    given = list(ratings)
    return _band(sum(given) / len(given), ((2.5, "1–2"), (3.5, "3")), "4–5") if given else UNTOLD


def across(one: str, other: str) -> str:
    """Whether two are of different kinds."""
    return UNTOLD if UNTOLD in (one, other) else "no" if one == other else "yes"


def _band(value: float, bands: tuple[tuple[float, str], ...], above: str) -> str:
    return next((called for most, called in bands if value <= most), above)


# --- the steps above ---


def _what_they_do(roles: str) -> str:
    taking = set(roles.split("+"))
    gives, seeks = taking & {"mentor", "sponsor"}, taking & {"mentee"}
    return (
        "both"
        if (gives and seeks) or "peer" in taking
        else "gives"
        if gives
        else "seeks"
        if seeks
        else "other"
    )


def _in_pairs(level: str) -> str:
    if not level.isdigit():
        return level
    low = (int(level) - 1) // 2 * 2 + 1
    return f"{low}–{low + 1}"


def _in_three(level: str) -> str:
    return _band(int(level), ((4, "1–4"), (6, "5–6")), "7–10") if level.isdigit() else level


def _how_many(languages: str) -> str:
    return languages if languages == UNTOLD else _band(languages.count("+") + 1, ((1, "one"),), "several")


def _few_or_many(hours: str) -> str:
    return {"0–2": "0–4", "3–4": "0–4", "5–8": "5+", "9+": "5+"}.get(hours, hours)


def _quarter(month: str) -> str:
    year, _, number = month.partition("-")
    return f"{year} Q{(int(number) + 2) // 3}"


LEVEL: Ladder = (
    _as_it_is("1 to 10"), Step("in pairs", _in_pairs), Step("1–4, 5–6, 7–10", _in_three), _NOTHING,
)  # fmt: skip
MONTH: Ladder = (
    _as_it_is("the month"), Step("the quarter", _quarter), Step("the year", lambda month: month[:4]), _NOTHING,
)  # fmt: skip
YEAR: Ladder = (Step("the year", lambda month: month[:4]), _NOTHING)
RATED: Ladder = (_as_it_is("1–2, 3, 4–5"), _NOTHING)
ROLES: Ladder = (_as_it_is("the roles"), Step("gives, seeks, both", _what_they_do), _NOTHING)
LANGUAGES: Ladder = (_as_it_is("which"), Step("one or several", _how_many), _NOTHING)
HOURS: Ladder = (_as_it_is("0–2, 3–4, 5–8, 9+"), Step("0–4, 5+", _few_or_many), _NOTHING)
COUNT: Ladder = (
    _as_it_is("0, 1, 2, 3+"),
    Step("none or some", lambda n: "none" if n == "0" else "some"),
    _NOTHING,
)
AS_TOLD: Ladder = (_as_it_is("as told"), _NOTHING)
