"""The audit log: who did what, and when. Ids only, and never why where the reason tells of people."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable
from datetime import date, datetime

from copilot.domain.asking import Asker
from copilot.domain.matches import AuditEntry
from copilot.domain.records import Value
from copilot.errors import BadInput
from copilot.ports import UnitsOfWork
from copilot.services.policy import Action, Policy

TELLS_OF_THE_HOUSE = frozenset({"member", "guide", "settings", "programme"})
"""Kinds whose details are counts, roles and numbers. Those of matches and drafts are their reviewers' business."""
MOST_ON_A_PAGE = 500
COLUMNS = ("at", "by", "verb", "kind", "record", "detail")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Line(Value):
    """One thing that was done."""

    at: datetime
    by: str
    verb: str
    kind: str
    record: str
    detail: dict[str, str] = {}


class Wanted(Value):
    """Which lines are asked for; empty means all. Days are UTC, and both are part of the span."""

    verb: str = ""
    by: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None


class LogPage(Value):
    """A page of the log, newest first; `verbs` and `people` are those that occur anywhere in it."""

    lines: tuple[Line, ...]
    total: int
    page: int
    pages: int
    verbs: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


EVERYTHING = Wanted()


class LogService:
    """Reads the audit log to admins and the operator."""

    def __init__(self, units: UnitsOfWork, policy: Policy) -> None:
        self._units = units
        self._policy = policy

    def page(
        self, asker: Asker, wanted: Wanted = EVERYTHING, *, page: int = 1, per_page: int = 50
    ) -> LogPage:
        """One page of the lines that are wanted; beyond the last page comes the last."""
        entries = self._entries(asker)
        found = _newest_first(entry for entry in entries if _is(wanted, entry))
        size = max(1, min(per_page, MOST_ON_A_PAGE))
        pages = max(1, -(-len(found) // size))
        at = max(1, min(page, pages))
        return LogPage(
            lines=tuple(_line(entry) for entry in found[(at - 1) * size : at * size]),
            total=len(found),
            page=at,
            pages=pages,
            verbs=_sorted(entry.verb for entry in entries),
            people=_sorted(entry.by for entry in entries),
        )

    def as_csv(self, asker: Asker, wanted: Wanted = EVERYTHING) -> bytes:
        """All wanted lines, newest first, as a spreadsheet opens them: UTF-8 with a byte order mark."""
        found = _newest_first(entry for entry in self._entries(asker) if _is(wanted, entry))
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(COLUMNS)
        writer.writerows(_row(_line(entry)) for entry in found)
        return text.getvalue().encode("utf-8-sig")

    def _entries(self, asker: Asker) -> list[AuditEntry]:
        self._policy.require(asker, Action.LOG_READ)
        with self._units.reading() as unit:
            # That somebody declared a group is between her and the audit.
            return [entry for entry in unit.audit_log.all() if entry.verb != "declare"]


def day_asked(text: str, place: str) -> date | None:
    """The day of `2027-03-31`; None where nothing was given. BadInput for anything else."""
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError as fault:
        raise BadInput(f"“{text[:40]}” is not a day.", place=place, cure="Write it as 2027-03-31.") from fault


def _is(wanted: Wanted, entry: AuditEntry) -> bool:
    day = entry.at.date()
    same = all(
        not asked or asked == getattr(entry, name)
        for name, asked in (("verb", wanted.verb), ("by", wanted.by), ("kind", wanted.kind))
    )
    return same and (wanted.since or day) <= day <= (wanted.until or day)


def _newest_first(entries: Iterable[AuditEntry]) -> list[AuditEntry]:
    return sorted(entries, key=lambda entry: (entry.at, entry.id), reverse=True)


def _line(entry: AuditEntry) -> Line:
    detail = entry.detail if entry.kind in TELLS_OF_THE_HOUSE else {}
    return Line(
        at=entry.at, by=entry.by, verb=entry.verb, kind=entry.kind, record=entry.record, detail=detail
    )


def _row(line: Line) -> list[str]:
    detail = "; ".join(f"{name}: {value}" for name, value in line.detail.items())
    cells = (line.at.isoformat(timespec="seconds"), line.by, line.verb, line.kind, line.record, detail)
    return [_inert(cell) for cell in cells]


def _inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: ids come from rosters that others wrote."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _sorted(words: Iterable[str]) -> tuple[str, ...]:
    different: Collection[str] = {word for word in words if word}
    return tuple(sorted(different))
