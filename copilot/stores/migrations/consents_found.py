"""Consents that stood before there was a ledger, as migration 0016 finds them: nobody knows since when."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

Found = tuple[str, str, str]
"""Member, purpose, what."""
Row = Mapping[str, Any]
_JSON = frozenset({"profile", "inputs", "about", "agreed", "speakers"})
_YES_OR_NO = frozenset({"consent", "public", "for_managers", "removed"})


def found_in(connection: sa.Connection) -> list[Found]:
    """All of them, each once, in one order."""
    return sorted(set(_found(connection)))


def _found(connection: sa.Connection) -> Iterator[Found]:
    for table, (columns, reading) in _WHERE.items():
        fields = [_column(name) for name in columns.split()]
        for row in connection.execute(sa.select(*fields).select_from(sa.table(table))).mappings():
            yield from reading(dict(row))


def _column(name: str) -> sa.ColumnClause[Any]:
    # "about" is one id in a draft, and several in a post.
    plain, _, kind = name.partition(":")
    if kind == "id":
        return sa.column(plain, sa.String())
    if plain in _JSON:
        return sa.column(plain, sa.JSON())
    return sa.column(plain, sa.Boolean() if plain in _YES_OR_NO else sa.String())


def _one(row: Row, purpose: str, *, who: str = "member", what: str = "", stands: bool) -> list[Found]:
    return [(row[who], purpose, row[what] if what else "")] if stands else []


def _posts(row: Row) -> list[Found]:
    purpose = {"story": "story", "shout-out": "shout-out"}.get(row["kind"])
    if purpose is None or row["parent"] or row["removed"]:
        return []
    return [(member, purpose, row["id"]) for member in set(row["agreed"]) & set(row["about"])]


def _events(row: Row) -> list[Found]:
    agreed = set(row["agreed"]) & set(row["speakers"])
    return [(member, "spotlight", row["id"]) for member in agreed if not member.startswith("former-")]


def _write_ups(row: Row) -> list[Found]:
    stands = row["kind"] == "recognition" and row["state"] != "discarded"
    agreed = (row["inputs"] or {}).get("consent") == "given"
    return _one(row, "write-up", who="about", what="id", stands=stands and agreed)


_WHERE: Mapping[str, tuple[str, Callable[[Row], list[Found]]]] = {
    "declared_groups": ("member consent", lambda row: _one(row, "declared-groups", stands=row["consent"])),
    "members": ("id profile", lambda row: _one(row, "wishes", who="id", stands=bool(row["profile"].get("wishes")))),
    "speaking_consents": (
        "id member withdrawn",
        lambda row: _one(row, "speaking", what="id", stands=row["withdrawn"] is None),
    ),
    "drafts": ("id about:id kind state inputs", _write_ups),
    "moments": ("id member public", lambda row: _one(row, "moment", what="id", stands=row["public"])),
    "posts": ("id kind parent removed agreed about", _posts),
    "events": ("id agreed speakers", _events),
    "leaderboard_choices": ("id", lambda row: _one(row, "leaderboard", who="id", stands=True)),
    "badges": ("id member public", lambda row: _one(row, "badge", what="id", stands=row["public"])),
    "playbook_offers": (
        "id by state",
        lambda row: _one(row, "playbook", who="by", what="id", stands=row["state"] != "declined"),
    ),
    "survey_answers": (
        "id member for_managers",
        lambda row: _one(row, "survey-words", what="id", stands=row["for_managers"]),
    ),
    "nudge_settings": ("id webhook", lambda row: _one(row, "webhook", who="id", stands=bool(row["webhook"]))),
}  # fmt: skip
