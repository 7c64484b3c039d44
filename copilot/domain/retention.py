"""How long things are kept: the kinds that have a limit, and the setting that gives it.

Nothing goes by itself: what the setting doesn't name is kept.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple


class Keep(StrEnum):
    """A kind of things that may be kept for a limited time."""

    CHATS = "chats"
    NOTES = "notes"
    REQUESTS = "requests"
    DRAFTS = "drafts"
    NUDGES = "nudges"
    DELIVERIES = "deliveries"
    TRIES = "tries"
    INVITATIONS = "invitations"
    UPLOADS = "uploads"
    SURVEY_WORDS = "survey-words"
    EVENT_QUESTIONS = "event-questions"
    LOG = "log"


class Span(NamedTuple):
    """So many days, or so many months of the calendar."""

    number: int
    unit: str

    def __str__(self) -> str:
        """As people write it."""
        return f"{self.number} {self.unit if self.number > 1 else self.unit.removesuffix('s')}"

    def before(self, now: datetime) -> datetime:
        """The moment that long before `now`; at the end of a shorter month its last day."""
        if self.unit == "days":
            return now - timedelta(days=self.number)
        months = now.year * 12 + now.month - 1 - self.number
        year, month = divmod(months, 12)
        return now.replace(year=year, month=month + 1, day=min(now.day, monthrange(year, month + 1)[1]))


class Limit(NamedTuple):
    """One kind. `from_when` says what its age is counted from, `stays` what stays however old it is."""

    title: str
    recommended: Span
    shortest: Span
    from_when: str
    stays: str = ""


LIMITS: Mapping[Keep, Limit] = {
    Keep.CHATS: Limit("Conversations with the copilot", Span(12, "months"), Span(1, "days"), "their last turn"),
    Keep.NOTES: Limit(
        "Notes of closed relationships", Span(12, "months"), Span(30, "days"), "the day it closed",
        "notes of relationships that go on or were ended by a deletion, and notes that a draft quotes",
    ),
    Keep.REQUESTS: Limit(
        "Requests for a hand that are over", Span(24, "months"), Span(100, "days"), "the day they were over",
        "open ones, and those that somebody helps with",
    ),
    Keep.DRAFTS: Limit(
        "Drafts that were put away", Span(3, "months"), Span(1, "days"), "the day they were put away",
        "all others, and one that is a session's agenda or an agreement",
    ),
    Keep.NUDGES: Limit(
        "Nudges that went out", Span(60, "days"), Span(14, "days"), "the day they were settled",
        "those that wait, and those that would be found due again; after 60 days all go in any case",
    ),
    Keep.DELIVERIES: Limit(
        "Posts that went to a webhook", Span(90, "days"), Span(1, "days"), "the day they were settled",
        "those that wait, and those whose post and webhook are there: they would be sent again",
    ),
    Keep.TRIES: Limit(
        "Tries to sign in that failed", Span(1, "days"), Span(1, "days"), "the last of them",
        "one that somebody still has to wait for; after a day all go when somebody signs in",
    ),
    Keep.INVITATIONS: Limit("Invitations that ran out", Span(30, "days"), Span(1, "days"), "the day they ran out"),
    Keep.UPLOADS: Limit("Uploaded files that nobody came back for", Span(7, "days"), Span(1, "days"), "their upload"),
    Keep.SURVEY_WORDS: Limit(
        "Words in surveys", Span(24, "months"), Span(180, "days"), "the day they were written",
        "ratings: they stay as numbers of five people and more",
    ),
    Keep.EVENT_QUESTIONS: Limit(
        "Questions asked before events", Span(6, "months"), Span(1, "days"), "the end of the event",
    ),
    Keep.LOG: Limit(
        "Lines of the audit log", Span(36, "months"), Span(90, "days"), "the day they were written",
        "lines about matches, programmes, deletions, the end of a relationship and the log itself, read again",
    ),
}  # fmt: skip
_SPAN = re.compile(r"(?P<kind>[a-z-]+)\s*[:=]?\s*(?P<number>\d{1,4})\s*(?P<unit>day|month|year)s?")
_FORMAT = "write it as “chats 12 months, notes 24 months, uploads 7 days”"


def limits_of(said: str) -> dict[Keep, Span]:
    """The limits that the setting gives; ValueError says what is wrong with it."""
    found: dict[Keep, Span] = {}
    for part in filter(None, (each.strip().lower() for each in re.split(r"[,;\n]", said))):
        keep, span = _limit(part)
        if keep in found:
            raise ValueError(f"“{keep}” stands there twice")
        found[keep] = span
    return found


def _limit(part: str) -> tuple[Keep, Span]:
    matched = _SPAN.fullmatch(part)
    if matched is None:
        raise ValueError(f"“{part[:60]}” is no limit; {_FORMAT}")
    if matched["kind"] not in LIMITS:
        raise ValueError(f"“{matched['kind']}” is not kept here; there are {', '.join(LIMITS)}")
    keep, number = Keep(matched["kind"]), int(matched["number"])
    span = Span(number * 12, "months") if matched["unit"] == "year" else Span(number, f"{matched['unit']}s")
    shortest = LIMITS[keep].shortest
    if _at_least(span) < shortest.number:
        raise ValueError(f"{keep} are kept for {shortest} at least")
    if _at_least(span) > _LONGEST:
        raise ValueError(f"{keep}: longer than a hundred years; leave it out to keep them")
    return keep, span


_LONGEST = 36_500


def _at_least(span: Span) -> int:
    """Days, at the least."""
    return span.number * (28 if span.unit == "months" else 1)
