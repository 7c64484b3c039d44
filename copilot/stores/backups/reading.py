"""A backup read with suspicion: every byte is checked before anything is done with it."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from pydantic import ValidationError

from copilot.domain.backups import FORMAT, Manifest, Packed
from copilot.errors import BadInput, CopilotError, Unavailable
from copilot.ports import Progress
from copilot.stores.backups.own_files import is_own
from copilot.stores.backups.tables import is_carried
from copilot.stores.backups.writing import DIGITS, MANIFEST, PIECE, SEAL, hash_of

TURNS = "turns.jsonl"
TABLES = "tables/"
FILES = "files/"
LARGEST_MANIFEST = 8 * 1024 * 1024
LARGEST_LINE = 64 * 1024 * 1024
MOST_FOLD = 200
"""Text packs to a tenth; what would unpack to so many times its size was made to fill a disk."""
SMALL = 1024 * 1024
"""Bytes below which nobody's disk is filled."""
_ODD = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


class OpenedBackup:
    """A backup whose seal and manifest hold; `check` looks at everything in it.

    Raises BadInput for what is no backup, or was altered or cut off, Unavailable where the file can't be read.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def __enter__(self) -> Self:
        try:
            self._source: IO[bytes] = self._file.open("rb")
        except OSError as fault:
            raise BadInput(
                f"The backup can't be read: {fault.strerror}.", place=str(self._file), cure="Check its name."
            ) from fault
        try:
            self._require_sealed()
            self._zip = zipfile.ZipFile(self._source)
            self.manifest = self._read_manifest()
            self._require_as_listed()
        except _ODD as fault:
            self._source.close()
            raise self._damaged("it can't be unpacked") from fault
        except BaseException:
            self._source.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()
        self._source.close()

    @property
    def size(self) -> int:
        """Bytes on the disk."""
        return self._file.stat().st_size

    def check(self, progress: Progress | None = None) -> None:
        """Read every member to its end and compare it with the manifest. Raises BadInput where one differs."""
        for done, packed in enumerate(self.manifest.packed):
            if progress:
                progress(done, len(self.manifest.packed), "checking")
            for _ in self.lines(packed) if packed.rows is not None else self.pieces(packed):
                pass

    def tables(self) -> Iterator[tuple[str, Packed]]:
        """The tables in it, in the order in which they were written."""
        for packed in self.manifest.packed:
            if packed.name.startswith(TABLES):
                yield packed.name.removeprefix(TABLES).removesuffix(".jsonl"), packed

    def files(self) -> Iterator[tuple[str, Packed]]:
        """The home's own files in it, by their name within the home."""
        for packed in self.manifest.packed:
            if packed.name.startswith(FILES):
                yield packed.name.removeprefix(FILES), packed

    def turns(self) -> Packed:
        """What was said in chats."""
        return next(packed for packed in self.manifest.packed if packed.name == TURNS)

    def lines(self, packed: Packed) -> Iterator[bytes]:
        """A table's rows, each with its end; BadInput at the latest after the last, where they aren't those packed."""
        rest, rows = b"", 0
        for piece in self.pieces(packed):
            *whole, rest = (rest + piece).split(b"\n")
            if len(rest) > LARGEST_LINE:
                raise self._damaged(f"a row of {packed.name} is too long")
            rows += len(whole)
            yield from (each + b"\n" for each in whole)
        if rest or rows != packed.rows:
            raise self._damaged(f"{packed.name} holds {rows} rows, not {packed.rows}")

    def pieces(self, packed: Packed) -> Iterator[bytes]:
        """A member's bytes; BadInput at the latest after the last, where they aren't those packed."""
        size, digest = 0, hashlib.sha256()
        try:
            with self._zip.open(packed.name) as member:
                while piece := member.read(PIECE):
                    size += len(piece)
                    if size > packed.size:
                        raise self._damaged(f"{packed.name} is longer than it was")
                    digest.update(piece)
                    yield piece
        except _ODD as fault:
            raise self._damaged(f"{packed.name} can't be unpacked") from fault
        except OSError as fault:
            raise Unavailable(
                f"The backup can't be read: {fault.strerror}.",
                place=str(self._file),
                cure="Look at its disk.",
            ) from fault
        if size != packed.size or digest.hexdigest() != packed.sha256:
            raise self._damaged(f"{packed.name} is not what it was")

    def _require_sealed(self) -> None:
        size = self._source.seek(0, os.SEEK_END)
        if size < len(SEAL) + DIGITS:
            raise self._not_one()
        self._source.seek(size - DIGITS - len(SEAL))
        seal = self._source.read()
        self._source.seek(0)
        if not seal.startswith(SEAL):
            begins = self._source.read(2) == b"PK"
            raise self._damaged("its end is missing") if begins else self._not_one()
        if hash_of(self._source, size - DIGITS).encode() != seal[-DIGITS:]:
            raise self._damaged("its bytes are not those that were written")

    def _read_manifest(self) -> Manifest:
        with self._zip.open(MANIFEST) as member:
            text = member.read(LARGEST_MANIFEST + 1)
        if len(text) > LARGEST_MANIFEST:
            raise self._damaged("its manifest is too long")
        try:
            told = json.loads(text)
            if isinstance(told, dict) and isinstance(told.get("format"), int) and told["format"] > FORMAT:
                raise newer(self._file)
            return Manifest.model_validate_json(text)
        except (ValidationError, RecursionError) as fault:
            raise self._damaged("its manifest can't be read") from fault

    def _require_as_listed(self) -> None:
        """What is listed is there, once, under a name we would give, and unpacks to no more than it says."""
        there = self._zip.infolist()
        names = [packed.name for packed in self.manifest.packed]
        if sorted(entry.filename for entry in there) != sorted([*names, MANIFEST]) or TURNS not in names:
            raise self._damaged("it doesn't hold what it lists")
        if odd := next((packed.name for packed in self.manifest.packed if not _is_ours(packed)), ""):
            raise self._damaged(f"“{odd[:80]}” is no part of a backup")
        sizes = {packed.name: packed.size for packed in self.manifest.packed}
        for entry in there:
            if entry.file_size > max(SMALL, entry.compress_size * MOST_FOLD):
                raise self._damaged(f"{entry.filename} would unpack to {entry.file_size:,} bytes")
            if entry.filename != MANIFEST and entry.file_size != sizes[entry.filename]:
                raise self._damaged(f"{entry.filename} is not as long as it was")

    def _damaged(self, why: str) -> CopilotError:
        return BadInput(
            f"The backup is damaged or was altered: {why}. Nothing of it was used.",
            place=str(self._file),
            cure="Take another copy of it, or an earlier backup.",
        )

    def _not_one(self) -> CopilotError:
        return BadInput(
            "This is no backup of Mentoring Copilot.",
            place=str(self._file),
            cure="Name a file that `backup` wrote.",
        )


def newer(file: Path) -> CopilotError:
    """What is said of a backup that a later program made."""
    return BadInput(
        "This backup was made by a newer version of Mentoring Copilot.",
        place=str(file),
        cure="Upgrade this installation first.",
    )


def _is_ours(packed: Packed) -> bool:
    if packed.name == TURNS:
        return packed.rows is not None
    if packed.name.startswith(FILES):
        return packed.rows is None and is_own(packed.name.removeprefix(FILES))
    table = packed.name.removeprefix(TABLES).removesuffix(".jsonl")
    shaped = packed.name == f"{TABLES}{table}.jsonl" and table.isidentifier() and table.isascii()
    return shaped and packed.rows is not None and is_carried(table)
