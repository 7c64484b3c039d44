"""What may stand in an answer, whoever wrote it: words, and nothing that acts, leads away or gives orders."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST_SENTENCE = 600

_MARKUP = re.compile(r"[*`~#|]+|(?<!\w)_+|_+(?!\w)")
_STRAY_MARK = re.compile(r"\s*\[\d{1,3}\]")
_HIDDEN = frozenset(("Cc", "Cf", "Co", "Cs", "Cn"))
_ENDINGS = "com|org|net|io|dev|app|ai|info|biz|eu|uk|de|fr|edu|gov|example|test|local"
_LEADS_AWAY = re.compile(
    r"[a-z][a-z0-9+.-]*://|\b(?:javascript|vbscript|mailto):|\bdata:\w+/|\bwww\.|[\w.+-]+\s?@\s?[\w-]+\.\w"
    rf"|\b(?:[a-z0-9-]+\.)+(?:{_ENDINGS})\b|!?\[[^\]]*\][(\[]|<\s*[/!?a-z]|&(?:#\w+|[a-z]+);",
    re.IGNORECASE,
)
_SPEAKS_TO_THE_MODEL = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.!?]{0,60}\b(?:instructions?|prompts?)\b"
    r"|\bsystem prompt\b|\b(?:as|you are) an? (?:ai|language model|assistant)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def is_safe(text: str) -> bool:
    """Whether a text leads nowhere, holds no markup that acts, and doesn't repeat orders given to the model."""
    seen = _visible(text)
    # Length first: the patterns take a time that grows with its square.
    return not (len(seen) > LONGEST_SENTENCE or _LEADS_AWAY.search(seen) or _SPEAKS_TO_THE_MODEL.search(seen))


def plain(text: str) -> str:
    """The words on one line, without emphasis, hidden characters or marks of citations, ending as a sentence does."""
    bare = _STRAY_MARK.sub("", _MARKUP.sub("", _visible(text)))
    words = " ".join(bare.replace("[", "").replace("]", "").split()).strip(" -–—:;,")
    return words if not words or words[-1] in ".!?…”\"')" else f"{words}."


def _visible(text: str) -> str:
    return "".join(letter for letter in text if letter == "\t" or unicodedata.category(letter) not in _HIDDEN)
