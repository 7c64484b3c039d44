"""What was promised, said shortly to the one who promised it: “Send Tomás your first slide”."""

from __future__ import annotations

import re

from copilot.domain.promises.parties import Parties
from copilot.domain.wording import first_name

MOST_WORDS = 40

_THIRD = re.compile(r"^([A-Za-z]+?)(?:(?<=[sxz])es|(?<=[cs]h)es|(?<=o)es|s)(?=\s|$)")
_NO_VERB_FORM = frozenset("slides notes this comments names sentences always news questions figures".split())
_CARES = re.compile(
    r"^(?:['’](?:m|re|s)|am|are|is)\s+(?:responsible\s+for|in\s+charge\s+of)\b", re.IGNORECASE
)
_DONE_BY_THEN = re.compile(r"^have\s+(?=\w+ed\b)", re.IGNORECASE)
_WRITER = {
    "i": "you", "i am": "you are", "i was": "you were", "i'm": "you’re", "i’m": "you’re", "i've": "you’ve",
    "i’ve": "you’ve", "me": "you", "my": "your", "mine": "yours", "myself": "yourself",
}  # fmt: skip
"""What the writer calls herself, said to her."""
_PERSONS = re.compile(
    r"\b(?:I(?:['’](?:m|ve)|\s(?:am|was)\b)?|me|my|mine|myself|you|your|yours|yourself)\b(?!['’])",
    re.IGNORECASE,
)
_LOOSE = re.compile(r"^(?:also|then|please|to|first|just|both|each|all)\s+", re.IGNORECASE)
_LEFT = re.compile(r"\s*\(\s*\)|[\s,;:(–—-]+$")
_DANGLING = re.compile(
    r"[\s,(]+(?:ideally|if possible|at the latest|latest|by|until|due|on|and|then)\)?$", re.IGNORECASE
)


def action(act: str, owner: str, parties: Parties, *, present: bool = False) -> str:
    """An act in words for its owner: her own things are “your”, the others are called by name.

    Args:
        act: the words of the promise, without the day.
        owner: whose it is, empty where that is open.
        parties: who is meant by “you” and “me”.
        present: whether its verb stands in the present tense (`sends a link`).
    """
    text = _LOOSE.sub("", _bare(act))
    text = _CARES.sub("take care of", text)
    text = _DONE_BY_THEN.sub("have ", text)
    text = _in_base_form(text) if present or re.match(r"takes\b", text) else text
    text = _addressed(text, owner, parties)
    return _capital(" ".join(text.split()[:MOST_WORDS]).rstrip(" .,;:"))


def _bare(act: str) -> str:
    """Without what is left where the day was taken out."""
    text, before = re.sub(r"(?:\s*,)+", ",", " ".join(act.split())), ""
    while text != before:
        before, text = text, _DANGLING.sub("", _LEFT.sub("", text)).strip(" ,;")
    return text


def _in_base_form(text: str) -> str:
    first = text.split(" ", 1)[0]
    if first.lower() in _NO_VERB_FORM:
        return text
    if re.fullmatch(r"\w{2,}ies", first):
        return f"{first[:-3]}y{text[len(first) :]}"
    return _THIRD.sub(r"\1", text) if not first.endswith("ss") else text


def _addressed(text: str, owner: str, parties: Parties) -> str:
    """“me”, “my”, “you” and “your” of the note's writer, as the owner of the action would be told."""

    def said(found: re.Match[str]) -> str:
        word = found.group().lower()
        whose = parties.author if word in _WRITER else parties.other
        if not whose:
            return found.group()
        if whose == owner:
            return _WRITER.get(word, word)
        if word.endswith("self") or word.startswith("i"):
            return found.group()
        return first_name(whose) + ("’s" if word in {"my", "your", "mine", "yours"} else "")

    return _PERSONS.sub(said, text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
