"""The list of deletions, outside the database: so that a backup from before learns of them when it is restored."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from copilot.domain.backups import Deletion
from copilot.errors import BadInput, Unavailable

LIST = "deletions.jsonl"
BEGINNING = b'{"stand_in":"'
"""Of every line."""


class DeletionsFile:
    """Fills the port `Deletions`: a line a deletion, only ever added to, on the disk before it counts.

    Args:
        folder: the home's.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / LIST

    def every(self) -> list[Deletion]:
        """Those in the list."""
        return read_deletions(self._file) if self._file.is_file() else []

    def keep(self, deletions: Iterable[Deletion]) -> None:
        """Add those that aren't in it. Raises Unavailable where it can't be written."""
        known = {deletion.stand_in for deletion in self.every()}
        new = [deletion for deletion in deletions if deletion.stand_in not in known]
        if not new:
            return
        try:
            number = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(number, "ab") as file:
                # A line that was cut off ends here; it stands among those that can't be read, and is passed over.
                file.write((b"\n" if self._is_cut_off() else b"") + b"".join(map(line_of, new)))
                file.flush()
                os.fsync(file.fileno())
        except OSError as fault:
            raise Unavailable(
                f"The list of deletions can't be written: {fault.strerror}.",
                place=str(self._file),
                cure="Make room, or make it writable; the next backup writes it anew.",
            ) from fault

    def of_file(self, file: Path) -> list[Deletion]:
        """Those in the list of another home. Raises BadInput for a file that is none."""
        return read_deletions(file)

    def _is_cut_off(self) -> bool:
        return self._file.is_file() and self._file.read_bytes()[-1:] not in (b"", b"\n")


def line_of(deletion: Deletion) -> bytes:
    """A line of the list."""
    return deletion.model_dump_json().encode() + b"\n"


def read_deletions(file: Path) -> list[Deletion]:
    """The deletions in such a list; a line that a power cut has cut off is passed over.

    Raises BadInput where it can't be read, or is something else.
    """
    try:
        lines = file.read_bytes().splitlines()
    except OSError as fault:
        raise BadInput(
            f"The list of deletions can't be read: {fault.strerror}.", place=str(file), cure="Check its name."
        ) from fault
    found = []
    for number, said in enumerate(lines, 1):
        try:
            found.append(Deletion.model_validate_json(said))
        except ValidationError as fault:
            if said.endswith(b"}") or not BEGINNING.startswith(said[: len(BEGINNING)]):
                raise BadInput(
                    "This is no line of a list of deletions.",
                    place=f"{file} line {number}",
                    cure=f"Name the file {LIST} of a home.",
                ) from fault
    return found
