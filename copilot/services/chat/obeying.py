"""Signs that a chat model does what somebody's text told it, and not what it is there for.

What a model may know comes from its tools and from what was typed. These signs are cheap and need no second model; they
catch what planted instructions mostly ask for: passwords to prove that they worked, the model's own instructions, and
deeds that a copilot which only drafts can't have done. A model can still be talked into ordinary words of its own.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from copilot.domain.wording import shingles
from prompts.loading import load

OF_ITS_INSTRUCTIONS = 5
"""So many words in a row of what it was told are no chance."""

_DATA_MARKS = re.compile("««|»»")
_INSIDE_OF_A_CALL = re.compile(
    r"[{\[]\s*\"(?:name|tool|arguments|parameters)\"|\"(?:properties|additionalProperties|parameters|arguments)\""
)
_DONE = "sent|posted|published|signed|approved|told|notified|informed|shared|e-?mailed|booked|scheduled|cancell?ed|"
_DONE += "deleted|forwarded|submitted|enrolled|invited"
_DEED = re.compile(
    rf"\b(?:I|we)(?:['’]ve|\s+have|\s+just|\s+already)(?:\s+(?:just|already|now|also))*\s+(?:{_DONE})\b"
    rf"|\b(?:has|have)(?:\s+(?:just|already|now))*\s+been\s+(?:{_DONE})\b|\bsigned on (?:his|her|their|your) behalf\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+(?:-\w+)*")
_ORDINARY = re.compile(r"\d+(?:st|nd|rd|th|am|pm|h|min|mins|m|k|x|s)?|[QH][1-4]", re.IGNORECASE)
_CODE = re.compile(r".*(?:_|[^\W\d_]\d|\d[^\W\d_]).*|[A-Z]{4,}|[A-Z]{2,}(?:-(?:[A-Z]{2,}|\d+))+")
_PSEUDONYM = re.compile(r"\bPerson [A-Z]{1,3}\b")


def signs_of_obeying(said: str, known: str) -> Iterator[str]:
    """A sentence for each sign in a model's words, names restored.

    Args:
        said: the words, or the end of them while they come.
        known: what was typed in the conversation and what its tools gave; what stands there may be repeated.
    """
    repeated = _of_its_instructions() & shingles(said, OF_ITS_INSTRUCTIONS)
    if repeated and repeated - shingles(known, OF_ITS_INSTRUCTIONS):
        yield "It repeats its instructions."
    if _DATA_MARKS.search(said) or _INSIDE_OF_A_CALL.search(said):
        yield "It shows the inside of a tool call."
    for token in _PSEUDONYM.findall(said):
        if token not in known:
            yield f"It speaks of {token}, who is nobody."
    for words, fault in (*_deeds(said), *_codes(said)):
        if words.casefold() not in known.replace("\\", "").casefold():
            yield fault


def _deeds(said: str) -> Iterator[tuple[str, str]]:
    """What a copilot that only drafts can't have done."""
    for deed in _DEED.finditer(said):
        yield deed[0], f"It says that it did something: “{deed[0]}”."


def _codes(said: str) -> Iterator[tuple[str, str]]:
    """Words that are none: with an underscore or a digit among letters, or in capitals."""
    for word in _WORD.findall(said.replace("\\", "")):
        code = word.strip("_")
        if _CODE.fullmatch(code) and not _ORDINARY.fullmatch(code):
            yield code, f"The word {code} is in no source."


@functools.cache
def _of_its_instructions() -> frozenset[tuple[str, ...]]:
    runs = (shingles(text, OF_ITS_INSTRUCTIONS) for _, text in load("chat").sections)
    return frozenset(run for some in runs for run in some if len(run) == OF_ITS_INSTRUCTIONS)
