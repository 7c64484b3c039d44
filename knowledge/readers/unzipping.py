"""A Word file's parts, unpacked within bounds and packed anew: what python-docx opens can't be a bomb."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from copilot.errors import BadInput

BROKEN = "It is no Word document, or a broken one."
SAVE_AGAIN = "Open it in Word and save it again as .docx."
MOST_PARTS = 10_000
LARGEST_INFLATED = 30_000_000  # bytes of XML: a long book; its tree takes ten times as much memory
CHUNK = 1 << 16
OLD_WORD = bytes.fromhex("d0cf11e0a1b11ae1")
ENTITIES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def unzipped(data: bytes) -> bytes:
    """The same document without its pictures, as a plain zip; BadInput where it is none or too large unpacked."""
    if data.startswith(OLD_WORD):
        raise BadInput(
            "It is protected with a password, or written by an old Word.",
            cure="Open it in Word and save it as .docx without a password.",
        )
    target = BytesIO()
    try:
        with ZipFile(BytesIO(data)) as source, ZipFile(target, "w") as plain:
            for name, content in _parts(source):
                plain.writestr(name, content)
    except (BadZipFile, LargeZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise BadInput(BROKEN, cure=SAVE_AGAIN) from error
    except (RuntimeError, ValueError, KeyError, UnicodeError, MemoryError) as error:
        raise BadInput(
            "Its parts can't be unpacked.", cure="Save it again as .docx without a password."
        ) from error
    return target.getvalue()


def _parts(source: ZipFile) -> Iterator[tuple[str, bytes]]:
    entries = {entry.filename: entry for entry in source.infolist()}
    told = sum(entry.file_size for entry in entries.values() if _is_xml(entry))
    if len(entries) > MOST_PARTS or told > LARGEST_INFLATED:
        raise _too_large()
    left = LARGEST_INFLATED
    for name, entry in entries.items():
        # Pictures and fonts hold no words, but something has to stand where the document points.
        content = _inflated(source, entry, left) if _is_xml(entry) else b""
        left -= len(content)
        yield name, content


def _is_xml(entry: ZipInfo) -> bool:
    return entry.filename.lower().endswith((".xml", ".rels"))


def _inflated(source: ZipFile, entry: ZipInfo, left: int) -> bytes:
    """The part's content, counted while it is unpacked: what a zip says of itself may be a lie."""
    content = bytearray()
    with source.open(entry) as part:
        while chunk := part.read(CHUNK):
            content += chunk
            if len(content) > left:
                raise _too_large()
    if ENTITIES.search(bytes(content).replace(b"\0", b"")):
        raise BadInput(
            "It defines words of its own (XML entities), which no Word document does.", cure="Leave it out."
        )
    return bytes(content)


def _too_large() -> BadInput:
    return BadInput(
        f"Unpacked it would hold more than {LARGEST_INFLATED // 1_000_000} MB of text.",
        cure="It may be made to do harm; leave it out, or split it into chapters.",
    )
