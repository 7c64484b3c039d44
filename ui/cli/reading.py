"""Words from the command line into dates and times."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo

from copilot.errors import BadInput


def as_date(text: str, option: str) -> date | None:
    """A date such as 2027-03-31; None where nothing was given."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise BadInput(f"“{text}” is not a date.", place=option, cure="Write it as 2027-03-31.") from fault


def as_time(text: str, option: str, own: tzinfo | None = None) -> datetime:
    """A time such as 2027-03-31T14:00+01:00; without a zone it is in the asker's own, else in UTC."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError as fault:
        raise BadInput(
            f"“{text}” is not a time.", place=option, cure="Write it as 2027-03-31T14:00+01:00."
        ) from fault
    return time if time.tzinfo else time.replace(tzinfo=own or UTC)
