"""Bytes into characters: byte order marks, UTF-8, then the most likely of the old encodings."""

from __future__ import annotations

import codecs
import re

from copilot.errors import BadInput

# UTF-32 first: its mark begins with UTF-16's.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b\u2060\ufeff\u00ad]")


def decode(data: bytes) -> str:
    """Text with `\\n` as its only line end and no invisible characters.

    Raises BadInput where the bytes are no text.
    """
    text = _by_mark(data)
    if text is None:
        _refuse_binary(data)
        text = _guess(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u00a0", " ")
    return UNSEEN.sub("", text)


def _by_mark(data: bytes) -> str | None:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    return None


def _refuse_binary(data: bytes) -> None:
    head = data[:65536]
    if len(CONTROL.findall(head)) > len(head) * 0.005:
        raise BadInput("This is no text file.", cure="Save it as text in UTF-8, or leave it out.")


def _guess(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    # Detectors misjudge Western text with a handful of accents; there Windows-1252 is nearly always right.
    foreign = sum(byte > 127 for byte in data) / len(data)
    return _western(data) if foreign < 0.08 else _detected(data)


def _western(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _detected(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    return str(best) if best is not None else _western(data)
