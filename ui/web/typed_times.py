"""Days and times as people type them into a form, and the lengths of a session to choose from."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo

from copilot.errors import BadInput

LENGTHS = (("30 minutes", 30), ("45 minutes", 45), ("60 minutes", 60), ("90 minutes", 90))


def read_day(text: str) -> date | None:
    """A day as people type it; None where they left it empty, BadInput where it is none."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as fault:
        raise BadInput(
            f"“{text}” is not a day.", cure="Write it as 2027-03-31, or leave it empty."
        ) from fault


def read_time(on: str, at: str, zone: tzinfo | None) -> datetime:
    """A day and a time of it in their time zone, in UTC where they gave none; BadInput where either is missing."""
    return read_wall_clock(on, at).replace(tzinfo=zone or UTC)


def read_wall_clock(on: str, at: str) -> datetime:
    """A day and a time of it, as the clock on the wall shows them there; BadInput where either is missing."""
    day = read_day(on)
    if day is None:
        raise BadInput("The day is missing.", cure="Write it as 2027-03-31.")
    try:
        time = datetime.strptime(at.strip(), "%H:%M").time()  # noqa: DTZ007 - the wall's clock has no zone
    except ValueError as fault:
        raise BadInput(f"“{at}” is not a time of the day.", cure="Write it as 14:30.") from fault
    return datetime.combine(day, time)
