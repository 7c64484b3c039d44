"""What a word is made of, in any script, and how the same name is spelled on a keyboard without accents."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from copilot.services.matching.neutral.gazetteer import key

_WITH_MARKS = (range(0x300, 0x3100), range(0xA800, 0xAC00))
_MARKS = "".join(
    chr(code)
    for codes in _WITH_MARKS
    for code in codes
    if unicodedata.category(chr(code)) in ("Mn", "Mc") or 0x200C <= code <= 0x200D
)
WORD = rf"[^\W\d_]+(?:[{_MARKS}]+[^\W\d_]*)*"
"""“Bọ́lá” and “शर्मा” are one word each: their marks are no letters to `re`, which would end the word there."""
_AS_TWO_LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae", "œ": "oe", "þ": "th"}
)


@lru_cache(maxsize=50_000)
def plain_spellings(token: str) -> frozenset[str]:
    """How people write a name without its accents: Müller is Muller and Mueller; none where it has no accents."""
    if token.isascii():
        return frozenset()
    plain = {key(token), key(token.translate(_AS_TWO_LETTERS))}
    return frozenset(each for each in plain if each.isascii() and each.isalpha())
