"""Which columns hold words that people wrote in confidence, and how these go into a table and come out of it.

They are sealed and opened here, between the records and their columns, and not by a type of SQLAlchemy's: only here the
id of the record is known, to which the words are bound. So whoever reads a table by SQLAlchemy or by SQL (a backup, a
move to another database) gets what is kept, sealed as it is, and may write it to another database as it came; who reads
by a repository gets the words. A copy needs the table `encryption_keys` with it.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import JSON, Connection, Table, Text, cast, func, insert, or_, select
from sqlalchemy.sql.elements import ColumnElement

from copilot.errors import Unreadable
from copilot.stores import care_schema, community_schema, growth_schema, schema
from copilot.stores.columns import metadata
from copilot.stores.encryption_schema import encryption_keys
from copilot.stores.keyring import NO_KEYS, SEALED, Keyring, is_sealed

_TABLES_FROM = (care_schema, community_schema, growth_schema, schema)
"""Importing them puts their tables into the metadata."""

log = logging.getLogger(__name__)

CONFIDENTIAL: Mapping[str, tuple[str, ...]] = {
    "notes": ("text",),
    "sessions": ("topic",),
    "actions": ("text",),
    "goals": ("title", "why", "measure", "milestones"),
    "moments": ("situation", "behaviour", "impact"),
    "feedback": ("text",),
    "pauses": ("reason",),
    "relationships": ("reason", "agreement"),
    "matches": ("reason",),
    "drafts": (
        "facts", "proposals", "body", "markdown", "citations", "checks", "inputs", "remark", "versions", "reason",
    ),
    "conversations": ("title",),
    "practice_answers": ("text",),
    "survey_answers": ("words",),
    "closing_reviews": ("went_well", "would_change"),
    "event_feedback": ("text",),
    "posts": ("title", "text", "link", "reason"),
    "pointers": ("words",),
    "pledges": ("what", "aim", "reason"),
    "advocacy": ("room", "said", "evidence", "outcome_words"),
    "speaking_consents": ("may_say", "rooms"),
    "declared_groups": ("value",),
    "webhooks": ("address",),
    "nudge_settings": ("webhook",),
}  # fmt: skip
"""By table; the last two are addresses at which anybody may write who has them. What was said in conversations stands
in LangGraph's checkpoints and is sealed turn by turn."""
TURNS = "turns"
"""The place of what was said in a conversation."""
DAMAGED = "[These words can't be opened: what is kept here was changed.]"
"""Stands for words that were tampered with, where a list must not fail for the sake of one record."""
SHAPES: Mapping[str, Any] = {"body": {}, "inputs": {}, "agreement": None}
"""The same for nested values; those that aren't named are lists."""


def confidential_table(name: str) -> Table:
    """One of the tables named in `CONFIDENTIAL`."""
    return metadata.tables[name]


def keyring_of(connection: Connection) -> Keyring:
    """The keys of the home that a connection belongs to."""
    found: Keyring = connection.get_execution_options().get("keyring", NO_KEYS)
    return found


def place(table: str, column: str, record: str) -> str:
    """What words are bound to when they are sealed."""
    return f"{table}:{record}:{column}"


def note_key(connection: Connection) -> None:
    """Before words are sealed, in the same transaction: whoever opens the home later is told if the key is missing."""
    first = keyring_of(connection).first
    if first not in set(connection.execute(select(encryption_keys.c.id)).scalars()):
        connection.execute(insert(encryption_keys), {"id": first})


class ConfidentialWords:
    """The confidential columns of one table, in one transaction."""

    def __init__(self, connection: Connection, table: Table) -> None:
        self.columns = CONFIDENTIAL.get(table.name, ())
        self._connection = connection
        self._table = table
        self._keyring = keyring_of(connection)
        self._noted = False

    def sealed(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The row as it is kept."""
        kept = {name: self._keyring.sealed(row[name], self._place(name, row["id"])) for name in self.columns}
        if not self._noted and any(map(is_sealed, kept.values())):
            note_key(self._connection)
            self._noted = True
        return {**row, **kept}

    def changed(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The row as it is kept from now on. What can't be opened stays as it is, where nobody wrote other words."""
        kept = self.sealed(row)
        if not self.columns:
            return kept
        query = select(*(self._table.c[name] for name in self.columns)).where(self._table.c.id == row["id"])
        before: Mapping[Any, Any] = self._connection.execute(query).mappings().first() or {}
        for name, value in before.items():
            if row[name] == self._instead(name) and self._is_damaged(value, name, row["id"]):
                del kept[name]
        return kept

    def opened(self, row: Mapping[Any, Any], *, one: bool = False) -> dict[str, Any]:
        """The row in words.

        Args:
            row: what is kept; without `id` where it holds no confidential column.
            one: of a record that was asked for by its id, what can't be opened is an error (Unreadable). In a list
                something else stands in its place, so that the others can be read.
        """
        words = dict(row)
        for name in self.columns:
            if name not in words:
                continue
            try:
                words[name] = self._keyring.opened(words[name], self._place(name, words["id"]))
            except Unreadable as fault:
                if one:
                    raise
                log.warning("%s", fault)
                words[name] = self._instead(name)
        return words

    def mentioning(self, words: Collection[str]) -> set[str]:
        """Ids of the records in whose sealed words one of these stands, in whatever case.

        Each sealed value of the table is opened for it, some microseconds apiece: there is no other way to search
        what nobody may read.
        """
        if not self.columns or not any(words):
            return set()
        wanted = pattern_of(words)
        rows = self._connection.execute(
            select(self._table.c.id, *(self._table.c[name] for name in self.columns)).where(
                self._any_sealed()
            )
        )
        return {row[0] for row in rows if self._tells(row[0], row[1:], wanted)}

    def _tells(self, record: str, kept: Collection[Any], wanted: re.Pattern[str]) -> bool:
        for name, value in zip(self.columns, kept, strict=True):
            if is_sealed(value):
                try:
                    if wanted.search(self._keyring.told(value, self._place(name, record))):
                        return True
                except Unreadable as fault:
                    log.warning("%s", fault)
        return False

    def _any_sealed(self) -> ColumnElement[bool]:
        return or_(*(is_sealed_in_sql(self._table, name) for name in self.columns))

    def _is_damaged(self, kept: Any, name: str, record: str) -> bool:
        try:
            self._keyring.opened(kept, self._place(name, record))
        except Unreadable:
            return True
        return False

    def _instead(self, name: str) -> Any:
        nested = isinstance(self._table.c[name].type, JSON)
        return SHAPES.get(name, []) if nested else DAMAGED

    def _place(self, column: str, record: str) -> str:
        return place(self._table.name, column, record)


def is_sealed_in_sql(table: Table, column: str, key: str = "") -> ColumnElement[bool]:
    """That what stands in the column is sealed, with this key where one is named."""
    found: ColumnElement[Any] = table.c[column]
    beginning = f"{SEALED}{key}:" if key else SEALED
    if isinstance(found.type, JSON):
        found, beginning = cast(found, Text), f'"{beginning}'
    # Not by LIKE: in SQLite that takes capitals for small letters, and somebody may write MC-SEALED-1.
    return func.substr(found, 1, len(beginning)) == beginning


def pattern_of(words: Collection[str]) -> re.Pattern[str]:
    """Any of the words, at least one, in whatever case: as it stands in a text, and as JSON writes it there."""
    forms = {form for word in words if word for form in (word, json.dumps(word, ensure_ascii=False)[1:-1])}
    return re.compile("|".join(map(re.escape, sorted(forms))), re.IGNORECASE)
