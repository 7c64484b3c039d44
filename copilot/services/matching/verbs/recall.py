"""The records that matching reads, kept between questions: what changed in the meantime is all that is read again."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Generic, TypeVar

from copilot.domain.changes import Changes
from copilot.domain.choices import Choice, Nomination
from copilot.domain.matches import Match
from copilot.domain.members import Member
from copilot.domain.programmes import Enrolment
from copilot.domain.records import Record
from copilot.ports import Repository, UnitOfWork
from copilot.services.matching.solving.rules import Past

R = TypeVar("R", bound=Record)

KINDS = ("members", "matches", "choices", "nominations", "enrolments")
"""What is remembered."""


@dataclass(frozen=True)
class Recalled:
    """All records of one moment, each kind in the order of its ids. `mark` grows with every change.

    Of a kind that did not change the collection is the same object as before. everybody: the members. news: the members
    as they were before, and whose record is another since.
    """

    mark: int
    members: Mapping[str, Member]
    everybody: tuple[Member, ...]
    matches: tuple[Match, ...]
    choices: tuple[Choice, ...]
    nominations: tuple[Nomination, ...]
    enrolments: tuple[Enrolment, ...]
    past: Past = field(compare=False)
    news: tuple[Mapping[str, Member], frozenset[str]] | None = field(default=None, compare=False)

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of all members."""
        return frozenset(self.members)

    @cached_property
    def enrolled(self) -> Mapping[str, frozenset[str]]:
        """Programme → who takes part in it."""
        found: dict[str, set[str]] = {}
        for each in self.enrolments:
            if each.state == "enrolled":
                found.setdefault(each.programme, set()).add(each.member)
        return {programme: frozenset(members) for programme, members in found.items()}


class Recall:
    """Follows the records. Threads may share it; units that write must not ask it, for they see what may never last."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._members: _Shelf[Member] = _Shelf()
        self._matches: _Shelf[Match] = _Shelf()
        self._choices: _Shelf[Choice] = _Shelf()
        self._nominations: _Shelf[Nomination] = _Shelf()
        self._enrolments: _Shelf[Enrolment] = _Shelf()
        self._last: Recalled | None = None
        self._past: tuple[tuple[Match, ...], Past] = ((), Past())

    def follow(self, unit: UnitOfWork) -> Recalled:
        """Everything as it is in this unit; the same object as before where nothing changed."""
        with self._lock:
            changes = self._changes(unit)
            if self._last is not None and self._last.mark == changes.mark and not changes.everything:
                return self._last
            before, changed = self._members.by_id, changes.of("members")
            self._members.follow(unit.members, changed)
            self._matches.follow(unit.matches, changes.of("matches"))
            self._choices.follow(unit.choices, changes.of("choices"))
            self._nominations.follow(unit.nominations, changes.of("nominations"))
            self._enrolments.follow(unit.enrolments, changes.of("enrolments"))
            news = None if changed is None else (before, changed)
            self._last = replace(self._recalled(changes.mark), news=news)
            return self._last

    def _changes(self, unit: UnitOfWork) -> Changes:
        if self._last is None:
            return Changes(unit.changed_since(0).mark, everything=True)
        return unit.changed_since(self._last.mark)

    def _recalled(self, mark: int) -> Recalled:
        matches = self._matches.records
        if self._past[0] is not matches:
            self._past = matches, Past(matches)
        return Recalled(
            mark=mark,
            members=self._members.by_id,
            everybody=self._members.records,
            matches=matches,
            choices=self._choices.records,
            nominations=self._nominations.records,
            enrolments=self._enrolments.records,
            past=self._past[1],
        )


class _Shelf(Generic[R]):
    """The records of one kind. What was handed out is never changed: a change makes new collections."""

    def __init__(self) -> None:
        self.records: tuple[R, ...] = ()
        self.by_id: Mapping[str, R] = {}
        self._ids: list[str] = []

    def follow(self, repository: Repository[R], ids: frozenset[str] | None) -> None:
        """Read these ids again, or all where None."""
        if ids is None:
            self._put(repository.all(), [])
        elif ids:
            found = repository.all(id=sorted(ids))
            self._put(found, sorted(ids.difference(record.id for record in found)), keep=True)

    def _put(self, found: list[R], gone: list[str], *, keep: bool = False) -> None:
        known, records, ids = (
            (dict(self.by_id), list(self.records), list(self._ids)) if keep else ({}, [], [])
        )
        for record in found:
            at = bisect_left(ids, record.id)
            if record.id in known:
                records[at] = record
            else:
                ids.insert(at, record.id)
                records.insert(at, record)
            known[record.id] = record
        for each in gone:
            if known.pop(each, None) is not None:
                at = bisect_left(ids, each)
                del ids[at], records[at]
        self._ids, self.by_id, self.records = ids, known, tuple(records)
