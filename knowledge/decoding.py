"""Bytes into characters: byte order marks, UTF-8, what the file declares, then the likeliest old encoding."""

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
# Control characters, soft hyphens, overrides of the writing direction and tags: a reader never sees them, and a
# quote must show what it says. Joiners stay, Persian and emoji need them.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffc\ufffe\uffff"
    "\U000e0000-\U000e007f]"
)
SURROGATE = re.compile("[\ud800-\udfff]")
SPACE = re.compile("[\u00a0\u2007\u202f]")
LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
DECLARABLE = re.compile(
    r"(?:iso[-_]?8859|windows|cp|koi8|mac|gb|big5|euc|shift|s?jis|iso[-_]?2022|latin|tis)[-_\w]*",
    re.IGNORECASE,
)
SAMPLE = 100_000  # bytes that a guess looks at: more makes it slower and hardly surer


def decode(data: bytes, declared: str = "") -> str:
    """Text as `seen` gives it; `declared` is the encoding that the file names, believed where it isn't UTF-8.

    Raises BadInput where the bytes are no text.
    """
    text = _by_mark(data)
    if text is None:
        _refuse_binary(data)
        text = _guess(data, declared)
    return seen(text)


def seen(text: str) -> str:
    """The text that a reader sees: `\\n` as its only line end, no invisible or impossible characters."""
    text = SPACE.sub(" ", LINE_END.sub("\n", text))
    return SURROGATE.sub("\ufffd", UNSEEN.sub("", text))


def _by_mark(data: bytes) -> str | None:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    return _unmarked_utf16(data)


def _unmarked_utf16(data: bytes) -> str | None:
    """Some programs leave the mark out; then every other byte of Western text is null."""
    lanes = data[:2048:2], data[1:2048:2]
    empty, words = sorted(lanes, key=lambda lane: -lane.count(0))
    if len(data) < 8 or empty.count(0) < len(empty) / 2 or len(CONTROL.findall(words)) > len(words) / 20:
        return None
    return data.decode("utf-16-be" if empty is lanes[0] else "utf-16-le", errors="replace")


def _refuse_binary(data: bytes) -> None:
    head = data[:65536]
    if len(CONTROL.findall(head)) > len(head) * 0.005:
        raise BadInput("This is no text file.", cure="Save it as text in UTF-8, or leave it out.")


def _guess(data: bytes, declared: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    told = _as_declared(data, declared)
    if told is not None:
        return told
    # Detectors misjudge Western text with a handful of accents; there Windows-1252 is nearly always right.
    foreign = sum(byte > 127 for byte in data[:SAMPLE]) / len(data[:SAMPLE])
    return _western(data) if foreign < 0.08 else _detected(data)


def _as_declared(data: bytes, declared: str) -> str | None:
    if declared.lower() in ("utf-8", "utf8"):
        return _mostly_utf8(data)
    if not DECLARABLE.fullmatch(declared):
        return None
    try:
        # Browsers read Latin-1 as Windows-1252 too, for that is what it nearly always is.
        western = codecs.lookup(declared).name == "iso8859-1"
        return _western(data) if western else data.decode(declared, errors="replace")
    except (LookupError, UnicodeError):
        return None


def _mostly_utf8(data: bytes) -> str | None:
    """A few broken characters don't make a UTF-8 file anything else."""
    text = data.decode("utf-8", errors="replace")
    return text if text.count("\ufffd") < len(text) * 0.01 else None


def _western(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _detected(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE]).best()
    return data.decode(best.encoding, errors="replace") if best is not None else _western(data)
