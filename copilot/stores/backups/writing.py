"""A backup as a file: a zip that is sealed by a hash of all its bytes, and appears whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import zipfile
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from copilot.domain.backups import Manifest, Packed
from copilot.errors import BadInput, Conflict, CopilotError, Unavailable

MANIFEST = "manifest.json"
SEAL = b"sha256 of all before: "
DIGITS = 64
PIECE = 1024 * 1024


class BackupFile:
    """A backup that is being written; leaving it without `finish` leaves nothing.

    Args:
        file: what it will be called; nobody but its owner may read it. Nothing that is there is written over.

    Raises Conflict where something is there, BadInput where nothing can be written there, Unavailable on a full disk.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
        self._packed: list[Packed] = []

    @property
    def packed(self) -> tuple[Packed, ...]:
        """What is in it so far."""
        return tuple(self._packed)

    def __enter__(self) -> Self:
        if os.path.lexists(self._file):
            raise _taken(self._file)
        try:
            number = os.open(self._beside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as fault:
            raise _cannot(self._file, fault) from fault
        self._target = os.fdopen(number, "w+b")
        self._zip = zipfile.ZipFile(self._target, "w", zipfile.ZIP_DEFLATED)
        self._zip.comment = SEAL + b"0" * DIGITS
        return self

    def add(self, name: str, pieces: Iterable[bytes], *, are_rows: bool = False) -> int:
        """Put this in, piece by piece; how many pieces there were. Rows are counted in the manifest."""
        size, count, digest = 0, 0, hashlib.sha256()
        entry = zipfile.ZipInfo(name)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        try:
            with self._zip.open(entry, "w", force_zip64=True) as member:
                for piece in pieces:
                    member.write(piece)
                    digest.update(piece)
                    size, count = size + len(piece), count + 1
        except OSError as fault:
            raise _cannot(self._file, fault) from fault
        rows = count if are_rows else None
        self._packed.append(Packed(name=name, size=size, sha256=digest.hexdigest(), rows=rows))
        return count

    def finish(self, manifest: Manifest) -> None:
        """Put the manifest in, seal the file, and give it its name."""
        text = manifest.model_dump_json(indent=1).encode()
        try:
            self._zip.writestr(MANIFEST, text)
            self._zip.close()
            self._target.seek(-DIGITS, os.SEEK_END)
            end = self._target.tell()
            digits = hash_of(self._target, end).encode()
            self._target.seek(end)
            self._target.write(digits)
            self._target.flush()
            os.fsync(self._target.fileno())
            self._name_it()
        except OSError as fault:
            raise _cannot(self._file, fault) from fault

    def _name_it(self) -> None:
        try:
            self._file.hardlink_to(self._beside)
        except FileExistsError as fault:
            raise _taken(self._file) from fault
        except OSError:  # a file system without hard links
            if os.path.lexists(self._file):
                raise _taken(self._file) from None
            self._beside.rename(self._file)
        folder = os.open(self._file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Closing a zip writes its directory; where that can't be done either, what matters is why it began.
        try:
            self._zip.close()
        except (OSError, ValueError):
            self._zip.fp = None
        try:
            self._target.close()
        except OSError:
            pass
        finally:
            self._beside.unlink(missing_ok=True)


def pieces_of(path: Path) -> Iterable[bytes]:
    """A file's bytes, piece by piece. Raises Unavailable where it can't be read."""
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece
    except OSError as fault:
        raise Unavailable(
            f"A file of the home can't be read: {fault.strerror}.", place=str(path), cure="Make it readable."
        ) from fault


def hash_of(file: IO[bytes], end: int) -> str:
    """SHA-256 of the first `end` bytes, in hexadecimal digits."""
    digest, left = hashlib.sha256(), end
    file.seek(0)
    while left and (piece := file.read(min(PIECE, left))):
        digest.update(piece)
        left -= len(piece)
    return digest.hexdigest()


def _taken(file: Path) -> CopilotError:
    return Conflict(
        "There is something already; a backup is never written over.",
        place=str(file),
        cure="Give another name.",
    )


def _cannot(file: Path, fault: OSError) -> CopilotError:
    if fault.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Unavailable(
            "There is no room for the backup; nothing of it was left behind.",
            place=str(file),
            cure="Make room, or name a file on another disk.",
        )
    return BadInput(
        f"The backup cannot be written: {fault.strerror}.",
        place=str(file),
        cure="Name a file in a folder of yours.",
    )
