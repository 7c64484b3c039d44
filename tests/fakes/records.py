import json
from collections.abc import Callable, Collection
from datetime import date, datetime
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from copilot.domain.audit_chain import Link
from copilot.domain.changes import Changes
from copilot.domain.chat import Turn
from copilot.domain.matches import AuditEntry
from copilot.domain.records import Record
from copilot.errors import Conflict, HomeUnusable, NotFound
from copilot.ports import Between
from copilot.stores.chained_log import ChainedLog
from copilot.stores.witnessed import witness
from tests.fakes.audit_links import MemoryLinks
from tests.fakes.conversations import MemoryConversations

R = TypeVar("R", bound=Record)

AGGREGATES = (
    "accounts", "invitations", "signed_in", "tries", "identity_links", "begun_sign_ins", "spent_logouts",
    "personal_tokens",
    "members", "programmes", "enrolments", "matches", "runs", "choices", "nominations", "verdicts",
    "relationships", "sessions", "notes", "consents",
    "actions", "goals", "moments", "feedback", "pauses", "declared_groups", "drafts", "audit_log",
    "cohorts", "closing_reviews", "help_requests", "events", "series", "registrations", "event_questions",
    "event_feedback", "calendar_feeds", "spaces", "space_members", "posts", "pointers", "webhooks", "deliveries",
    "objectives", "objective_links", "chapters", "playbook_offers",
    "guide_progress", "track_progress", "practice_answers", "readiness", "circles", "circle_meetings",
    "pledges", "advocacy", "speaking_consents", "badges", "badge_statuses", "leaderboard_choices",
    "survey_answers", "nudge_settings", "outgoing_nudges",
)  # fmt: skip


class MemoryRepository(Generic[R]):
    def __init__(
        self, kind: str, records: dict[str, R], written: list[tuple[str, str]] | None = None
    ) -> None:
        self.kind = kind
        self.records = records
        self.written = written if written is not None else []

    def get(self, record_id: str) -> R:
        if record_id not in self.records:
            raise NotFound("There is no such record.", place=f"{self.kind} {record_id}")
        return self.records[record_id]

    def find(self, record_id: str) -> R | None:
        return self.records.get(record_id)

    def all(self, **equals: object) -> list[R]:
        return [self.records[key] for key in sorted(self.records) if self._fits(self.records[key], equals)]

    def count(self, **equals: object) -> int:
        return len(self.all(**equals))

    def values(self, *fields: str, **equals: object) -> list[tuple[Any, ...]]:
        return [tuple(_as_kept(record, field) for field in fields) for record in self.all(**equals)]

    def add(self, *records: R) -> None:
        for record in records:
            if record.id in self.records:
                raise Conflict("That id is taken.", place=f"{self.kind} {record.id}")
            self.records[record.id] = record
            self.written.append((self.kind, record.id))

    def save(self, record: R) -> R:
        if self.get(record.id).revision != record.revision:
            raise Conflict("The record changed in the meantime.", place=f"{self.kind} {record.id}")
        kept = record.changed(revision=record.revision + 1)
        self.records[record.id] = kept
        self.written.append((self.kind, record.id))
        return kept

    def remove(self, record_id: str) -> None:
        self.get(record_id)
        del self.records[record_id]
        self.written.append((self.kind, ""))

    def mentioning(self, words: Collection[str]) -> list[R]:
        wanted = [word.lower() for word in words if word]
        return [
            self.records[key]
            for key in sorted(self.records)
            if any(
                word in json.dumps(self.records[key].model_dump(mode="json"), ensure_ascii=False).lower()
                for word in wanted
            )
        ]

    def _fits(self, record: R, equals: dict[str, object]) -> bool:
        for field, wanted in equals.items():
            value = getattr(record, field)
            if isinstance(wanted, (list, set, frozenset, tuple)):
                if value not in wanted:
                    return False
            elif isinstance(wanted, Between):
                if value is None or not wanted.least <= value < wanted.below:
                    return False
            elif value != wanted:
                return False
        return True


def _as_kept(record: Record, field: str) -> Any:
    """Dates as they are, everything nested as JSON has it; sets are sorted."""
    value = getattr(record, field)
    if isinstance(value, (date, datetime)):
        return value
    told = record.model_dump(mode="json", include={field})[field]
    return sorted(told) if isinstance(value, frozenset) else told


class MemoryUnitOfWork:
    def __init__(self, home: "MemoryUnitsOfWork", *, writing: bool) -> None:
        self._home = home
        self._writing = writing
        self._open()

    def _open(self) -> None:
        self._changes: dict[str, dict[str, Any]] = {
            name: dict(rows) for name, rows in self._home.tables.items()
        }
        self._written = list(self._home.written)
        for name, rows in self._changes.items():
            setattr(self, name, MemoryRepository(name, rows, self._written))
        lines: MemoryRepository[AuditEntry] = MemoryRepository(
            "audit_log", self._changes["audit_log"], self._written
        )
        self._links = list(self._home.links)
        witness(self)
        self.audit_log = ChainedLog(lines, MemoryLinks(self._links, lambda: lines.records))

    def changed_since(self, mark: int) -> Changes:
        ids: dict[str, set[str]] = {}
        for kind, record in self._written[mark:]:
            ids.setdefault(kind, set()).add(record)
        return Changes(
            len(self._written),
            {kind: frozenset(records) for kind, records in ids.items()},
            frozenset(kind for kind, records in ids.items() if "" in records),
        )

    def forget_conversations(self, owner: str) -> int:
        hers = self._home.conversations.of(owner)
        for conversation in hers:
            self._home.conversations.forget(conversation.id)
        return len(hers)

    def rewrite_conversations(self, words: Collection[str], rewritten: Callable[[Turn], Turn]) -> int:
        return self._home.conversations.rewrite(rewritten)

    def __enter__(self) -> Self:
        if self._writing and self._home.has_a_writer:
            raise HomeUnusable("The home is locked by another process.", place="home", cure="Wait.")
        self._home.has_a_writer |= self._writing
        self._open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._writing:
            self._home.has_a_writer = False
        self._open()

    def commit(self) -> None:
        for name, rows in self._changes.items():
            self._home.tables[name].clear()
            self._home.tables[name].update(rows)
        self._home.written = list(self._written)
        self._home.links = list(self._links)


class MemoryUnitsOfWork:
    """Gives units of work over one set of dictionaries; like the real ones, one that writes at a time."""

    def __init__(self) -> None:
        self.tables: dict[str, dict[str, Any]] = {name: {} for name in AGGREGATES}
        self.written: list[tuple[str, str]] = []
        self.links: list[Link] = []
        self.has_a_writer = False
        self.conversations = MemoryConversations()

    def __call__(self) -> MemoryUnitOfWork:
        return MemoryUnitOfWork(self, writing=True)

    def reading(self) -> MemoryUnitOfWork:
        return MemoryUnitOfWork(self, writing=False)
