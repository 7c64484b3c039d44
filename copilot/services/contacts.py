"""Ways to reach a person or a place, taken out of a text before it leaves the machine."""

from __future__ import annotations

import re

_AT, _DOT = r"\s?(?:@|\(at\)|\[at\])\s?", r"\s?(?:\.|\(dot\)|\[dot\])\s?"
_ENDINGS = "com|org|net|io|dev|app|ai|info|biz|eu|uk|de|fr|edu|gov"
_WAYS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"(?:mailto:\s*)?[\w.+%-]+{_AT}[\w-]+(?:{_DOT}[\w-]+)+", re.I), "an e-mail address"),
    (re.compile(r"\b(?:[a-z][a-z0-9+.-]*://|www\.)[^\s<>\"“”]+", re.I), "a link"),
    (re.compile(r"\b(?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s<>\"“”]*", re.I), "a link"),
    (re.compile(rf"\b(?:[a-z0-9-]{{2,}}\.)+(?:{_ENDINGS})\b", re.I), "a link"),
    (re.compile(r"(?<![\w@])@\w[\w.]+"), "an account"),
    # Days such as 2026-03-02 or 2.3.2026 stay, and years such as 2019-2022.
    (re.compile(r"(?<![\w-])(?!\d{4}-\d\d-\d\d\b|"
                r"\d\d?([./])\d\d?\1\d{4}\b|(?:19|20)\d\d ?[/-] ?(?:19|20)\d\d\b)"
                r"(?:\+\s?)?\(?\d(?:[\s().\/-]{0,2}\d){6,}(?![\w-])"),
     "a telephone number"),
)  # fmt: skip
NAMES_OF_CONTACTS = frozenset(called for _, called in _WAYS)


def without_contacts(text: str) -> str:
    """The text with e-mail addresses, links, accounts and telephone numbers named instead of given."""
    for pattern, called in _WAYS:
        text = pattern.sub(called, text)
    return text
