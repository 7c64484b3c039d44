"""Words from the command line into dates, times and texts."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path

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


def as_text(file: str, option: str, most: int = -1) -> str:
    """The text of a file, of standard input for `-`; empty where nothing was given.

    `most` is how many characters are read of it, so that nobody waits for what would be refused; all for -1.
    """
    if file in {"", "-"}:
        return sys.stdin.read(most) if file else ""
    try:
        with Path(file).open(encoding="utf-8") as words:
            return words.read(most)
    except (OSError, UnicodeDecodeError) as fault:
        raise BadInput(
            f"{file} cannot be read as UTF-8 text.", place=option, cure="Check its name."
        ) from fault
