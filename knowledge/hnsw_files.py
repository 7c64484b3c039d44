"""Chroma's vector files, without what happened to lie in memory.

The HNSW library under Chroma 1.5 reserves room for a hundred vectors and more, and writes all of it to disk as the
memory came: names, ids and sentences that the process had held there before stand in the file. The room is never read.
"""

from __future__ import annotations

import struct
from pathlib import Path

HEADER = struct.Struct("<iQQQQQQiIQQQdQ")
"""Version, offset, room, vectors, bytes of a vector, and nine more (chroma-hnswlib, `persistDirty`)."""
BLANKS = 1 << 20


def blank_unused(folder: Path) -> None:
    """Overwrite the unused room of every vector file below a folder that nobody else has open; others stay."""
    for header in folder.glob("*/header.bin"):
        file = header.with_name("data_level0.bin")
        used = _used(header, file)
        if used is not None:
            _blank(file, used)


def _used(header: Path, file: Path) -> int | None:
    """How many bytes of the file are vectors; None where the two don't look as this module knows them."""
    told = header.read_bytes()
    if len(told) != HEADER.size or not file.is_file():
        return None
    _, _, room, vectors, size, *_ = HEADER.unpack(told)
    fits = vectors <= room and room * size == file.stat().st_size
    return vectors * size if fits else None


def _blank(file: Path, start: int) -> None:
    with file.open("r+b") as opened:
        end = opened.seek(0, 2)
        opened.seek(start)
        for at in range(start, end, BLANKS):
            opened.write(bytes(min(BLANKS, end - at)))
