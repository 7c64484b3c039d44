"""Words said and counted the same way everywhere: days, names, sentences, numbers, likeness, readability."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from knowledge.sentences import split_prose
from knowledge.wording import content_words, stem, words

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip

NUMBER_WORDS = {
    "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
    "eleven": "11", "twelve": "12", "fifteen": "15", "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50",
    "hundred": "100", "thousand": "1000", "dozen": "12", "two": "2",
}  # fmt: skip
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_CAPITALISED = re.compile(
    r"(?<![.!?:“\"(\n‘])(?<![.!?:”\"]\s)(?<=\s)[“(]?([A-Z][^\W\d_]+(?:[-'’][^\W\d_]+)*)"
)
_NOT_NAMES_TEXT = """
i january february march april may june july august september october november december monday tuesday
wednesday thursday friday saturday sunday english
"""
_NOT_NAMES = frozenset(_NOT_NAMES_TEXT.split())


def day_in_words(day: date) -> str:
    """`28 August 2026`, whatever the machine's locale."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def first_name(name: str) -> str:
    """What a colleague would call her: the first word of the name, or all of a pseudonym such as `Person A`."""
    words = name.split()
    return name if not words or words[0] == "Person" else words[0]


def called(names: Sequence[str]) -> tuple[str, ...]:
    """What people of a group call each other: first names, whole names where two share the first."""
    firsts = [first_name(name) for name in names]
    return tuple(
        name if firsts.count(first) > 1 else first for name, first in zip(names, firsts, strict=True)
    )


def listed_in_words(names: Sequence[str]) -> str:
    """`Ana, Tomás and Grace`."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Where each sentence of a text starts and ends, so that `text[start:end]` is the sentence, word for word."""
    spans: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        spans += [
            (start + first, start + last) for first, last in split_prose(line) if line[first:last].strip()
        ]
        start += len(line) + 1
    return spans


def sentences(text: str) -> list[str]:
    """The sentences of a text, word for word."""
    return [text[start:end] for start, end in sentence_spans(text)]


def numbers(text: str) -> set[str]:
    """The numbers of a text as digits; `three hours` and `3 hours` share one."""
    digits = {found.rstrip(".,:").replace(",", "") for found in _NUMBER.findall(text)}
    return digits | {NUMBER_WORDS[word] for word in words(text) if word in NUMBER_WORDS}


def proper_names(text: str) -> set[str]:
    """Words with a capital that no sentence start asks for: names, more or less."""
    found = {match.removesuffix("’s").removesuffix("'s") for match in _CAPITALISED.findall(text)}
    return {word for word in found if word.lower() not in _NOT_NAMES}


def shortened(text: str, words: int = 9) -> str:
    """The beginning of a text, for a sentence that names it."""
    split = text.split()
    return " ".join(split[:words]) + (" …" if len(split) > words else "")


def stems(text: str) -> set[str]:
    """The stems of the words that carry meaning."""
    return {stem(word) for word in content_words(text, most=None)}


def shingles(text: str, size: int) -> set[tuple[str, ...]]:
    """Runs of words (Broder 1997): two texts that share many say the same."""
    all_ = words(text)
    return {tuple(all_[at : at + size]) for at in range(len(all_) - size + 1)} or {tuple(all_)}


def resemblance(one: str, other: str, size: int = 2) -> float:
    """The Jaccard coefficient of the two texts' shingles, 0 to 1."""
    first, second = shingles(one, size), shingles(other, size)
    return len(first & second) / max(len(first | second), 1)


def containment(one: str, other: str, size: int = 2) -> float:
    """How much of the shorter text stands in the longer one, 0 to 1 (Broder 1997)."""
    first, second = shingles(one, size), shingles(other, size)
    return len(first & second) / max(min(len(first), len(second)), 1)


def grade(text: str) -> float:
    """The school grade needed to read a text: 0.39 words a sentence + 11.8 syllables a word − 15.59.

    A colon or semicolon ends a sentence too, as Flesch counted them (1948, A new readability yardstick): each marks off
    a unit of its own.

    Source: Kincaid, Fishburne, Rogers and Chissom 1975, Derivation of new readability formulas, Research Branch
    Report 8-75, Naval Technical Training Command.
    """
    all_ = re.findall(r"[A-Za-zÀ-ÿ]+(?:['’][a-z]+)?", text)
    ends = max(len(re.findall(r"[.!?…:;]+(?=\s|$|”)", text)), 1)
    if not all_:
        return 0.0
    return 0.39 * len(all_) / ends + 11.8 * sum(map(syllables, all_)) / len(all_) - 15.59


def syllables(word: str) -> int:
    """Groups of vowels, a silent e at the end left out; at least one."""
    word = re.sub(r"(?:['’]s|['’]t|['’]d)$", "", word.lower())
    groups = len(re.findall(r"[aeiouyàâäáéèêëíîïóôöúûü]+", word))
    silent = (word.endswith("e") and not word.endswith(("le", "ee"))) or (
        word.endswith("ed") and not word.endswith(("ted", "ded", "eed"))
    )
    return max(groups - (1 if silent and groups > 1 else 0), 1)
