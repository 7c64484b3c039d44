"""What a backup says of itself, and which deletions a restored one has to learn of."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from pydantic import Field

from copilot.domain.records import Value

FORMAT = 1
"""Of backups this program writes; it reads no newer one."""


class Packed(Value):
    """One member of a backup: its size in bytes unpacked, its SHA-256, and its rows where it is a table."""

    name: str = Field(min_length=1, max_length=1_000)
    size: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    rows: int | None = Field(None, ge=0)


class Manifest(Value):
    """What stands in a backup's `manifest.json`.

    Args:
        format: of the file.
        program: the version of Mentoring Copilot that made it.
        schema_revision: of the tables, as Alembic names it.
        created: the moment whose records it holds.
        keep_until: the last day on which it should be kept: so long it holds people who were deleted meanwhile.
        home: where the home was, so that guides of its own are found again elsewhere.
        database: sqlite or postgresql; where it came from, not where it has to go.
        packed: every member but the manifest.
        left_out: files of the home that aren't in it.
    """

    format: int
    program: str = Field(max_length=100)
    schema_revision: str = Field(max_length=50)
    created: datetime
    keep_until: date
    home: str = Field(max_length=4_000)
    database: str = Field(max_length=50)
    packed: tuple[Packed, ...]
    left_out: tuple[str, ...] = ()

    @property
    def rows(self) -> dict[str, int]:
        """Table → how many rows of it there are."""
        return {
            each.name.removeprefix("tables/").removesuffix(".jsonl"): each.rows
            for each in self.packed
            if each.rows is not None
        }


class Deletion(Value):
    """That somebody was deleted: nobody can read from it who that was.

    `fingerprint` is a hash of her id, keyed by the opaque id that stands for her where others keep something.
    """

    stand_in: str = Field(min_length=1, max_length=200)
    fingerprint: str = Field(min_length=1, max_length=200)
    at: datetime

    def is_of(self, member_id: str) -> bool:
        """Whether it was this member."""
        return fingerprint(self.stand_in, member_id) == self.fingerprint


def fingerprint(stand_in: str, member_id: str) -> str:
    """By what a backup that is restored later can be told to hold a deleted member: a hash keyed by her stand-in."""
    return hashlib.blake2b(member_id.encode(), key=stand_in.encode(), digest_size=16).hexdigest()
