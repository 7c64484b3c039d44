"""What a member asks of her partner, as far as it can be read; the rest is compared by meaning."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from copilot.domain.members import Profile
from copilot.services.matching.neutral import place_words
from copilot.services.matching.scores.pooling import Matrix

_OTHER = r"(?:other|another|different|outside(?: of)?(?: my)?(?: own)?|not my(?: own)?)"
_SAME = r"(?:same|my own|shared?|common)"
_FUNCTION = (
    r"(?:function|department|team|discipline|field|area|part of the (?:company|organi[sz]ation|business))"
)
_NOT_A_LANGUAGE = (
    r"(?!(?:up|out|in|at|to|with|my|the|a|an|another|same|about|well|from|for|on|like|more|less)\b)"
)
_DENIES = re.compile(
    r"\b(?:not|no|nobody|none|never|without|(?:any|some|every)(?:one|body) but|other than)\b|n[’']t\b"
)
_LEAVES_OPEN = re.compile(r"\b(?:mind|care|matters?|necessarily|important|ha(?:s|ve) to|need)\b")
_CLAUSE_ENDS = re.compile(r"[,.;:!?()–—]|(?<!one)(?<!body) but\b|\b(?:and|though|because)\b")
_NEAR = 6
"""So many words before what is wished for may deny it: “nobody from my own department”."""
_OTHER_LANGUAGES = frozenset(
    """afrikaans akan amharic bengali bambara cantonese croatian dari ewe farsi fula gujarati haitian hausa hebrew igbo
    irish kannada khmer kikuyu kinyarwanda kurdish lingala luganda luxembourgish malay malayalam mandarin marathi
    oromo pashto persian punjabi quechua sesotho shona sinhala somali swahili tagalog tamil telugu tigrinya tswana twi
    urdu welsh wolof xhosa yiddish yoruba zulu""".split()
)
"""Beside those of `place_words.LANGUAGES`; of others a capital tells."""
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "several": 3, "a few": 3}


def country_of(location: str) -> str:
    """The last part of a location such as `Porto, Portugal`."""
    return location.split(",")[-1].strip().casefold()


def _key(text: str) -> str:
    return text.strip().casefold()


class Crowd:
    """Many profiles in columns, so that a wish is compared with all of them at once."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self.functions = np.array([_key(profile.function) for profile in profiles], dtype=object)
        self.countries = np.array([country_of(profile.location) for profile in profiles], dtype=object)
        self.levels = levels_of(profiles)
        self._spoken = [frozenset(map(_key, profile.languages)) for profile in profiles]

    def differs(self, column: NDArray[np.object_], own: str) -> Matrix:
        """1 where it differs from her own, 0 where it is the same, NaN where one of the two is empty."""
        different = (column != own).astype(np.float32)
        return np.where((column != "") & (own != ""), different, np.nan).astype(np.float32)

    def speaks(self, wanted: Callable[[frozenset[str]], bool]) -> Matrix:
        """1 where the languages are as wanted, NaN where none are stated."""
        return np.array([float(wanted(each)) if each else np.nan for each in self._spoken], dtype=np.float32)

    def nobody_can_tell(self) -> Matrix:
        """NaN for everybody, where the wisher did not say what the others are compared with."""
        return np.full(len(self._spoken), np.nan, dtype=np.float32)


def levels_of(profiles: Sequence[Profile]) -> Matrix:
    """Levels 1 to 10, NaN where unknown."""
    return np.array([np.nan if each.level is None else each.level for each in profiles], dtype=np.float32)


Judgement = Callable[[Profile, Crowd], Matrix]
"""How far each of a crowd meets the wish of a profile: 0 to 1, NaN where one of the two did not say."""


def _another_function(wisher: Profile, crowd: Crowd) -> Matrix:
    return crowd.differs(crowd.functions, _key(wisher.function))


def _same_function(wisher: Profile, crowd: Crowd) -> Matrix:
    return 1 - _another_function(wisher, crowd)


def _another_country(wisher: Profile, crowd: Crowd) -> Matrix:
    return crowd.differs(crowd.countries, country_of(wisher.location))


def _same_country(wisher: Profile, crowd: Crowd) -> Matrix:
    return 1 - _another_country(wisher, crowd)


def _another_language(wisher: Profile, crowd: Crowd) -> Matrix:
    own = frozenset(map(_key, wisher.languages))
    return crowd.speaks(lambda spoken: bool(spoken - own)) if own else crowd.nobody_can_tell()


def _same_language(wisher: Profile, crowd: Crowd) -> Matrix:
    """Her first language, since a language in common is a rule anyway."""
    if not wisher.languages:
        return crowd.nobody_can_tell()
    first = _key(wisher.languages[0])
    return crowd.speaks(lambda spoken: first in spoken)


def _levels_ahead(levels: int) -> Judgement:
    def judge(wisher: Profile, crowd: Crowd) -> Matrix:
        own = np.nan if wisher.level is None else wisher.level
        return np.clip((crowd.levels - own) / levels, 0, 1).astype(np.float32)

    return judge


def _stated_levels(match: re.Match[str]) -> Judgement:
    number = match[1] or "two"
    return _levels_ahead(max(1, int(number) if number.isdigit() else _NUMBERS[number]))


def _named_language(match: re.Match[str]) -> Judgement:
    return lambda _, crowd: crowd.speaks(lambda spoken: match[1] in spoken)


def _always(judgement: Judgement) -> Callable[[re.Match[str]], Judgement]:
    return lambda _: judgement


@dataclass(frozen=True)
class _Reading:
    """Words of a wish, the field of the profile they are about, and how to judge it.

    `denied` judges “nobody from my own team”; without it a wish so denied is compared by meaning.
    """

    words: re.Pattern[str]
    about: str
    judgement: Callable[[re.Match[str]], Judgement]
    denied: Judgement | None = None


_SPEAKS = re.compile(rf"\bspeaks? {_NOT_A_LANGUAGE}([^\W\d_]{{3,}})\b")
_READINGS = (
    _Reading(
        re.compile(rf"\b{_OTHER}\b[\w\s]{{0,12}}\b{_FUNCTION}|cross[- ]functional"),
        "function",
        _always(_another_function),
        _same_function,
    ),
    _Reading(
        re.compile(rf"\b{_SAME}\b[\w\s]{{0,12}}\b{_FUNCTION}"),
        "function",
        _always(_same_function),
        _another_function,
    ),
    _Reading(
        re.compile(
            r"\b(?:(\d|one|two|three|four|several|a few) )?levels? (?:further|up|above|ahead|higher|more senior)"
        ),
        "level",
        _stated_levels,
    ),
    _Reading(
        re.compile(r"\bfurther level|\b(?:higher|senior) level|\b(?:more|much|far) senior\b"),
        "level",
        _always(_levels_ahead(3)),
    ),
    _Reading(
        re.compile(rf"\b{_OTHER}\b[\w\s]{{0,10}}\blanguage"),
        "languages",
        _always(_another_language),
    ),
    _Reading(
        re.compile(r"\b(?:same|my)\b[\w\s]{0,8}\blanguage|mother tongue"),
        "languages",
        _always(_same_language),
    ),
    _Reading(
        re.compile(
            rf"\b{_OTHER}\b[\w\s]{{0,12}}\b(?:culture|country|continent|nationality)|cross[- ]cultural"
        ),
        "location",
        _always(_another_country),
        _same_country,
    ),
    _Reading(
        re.compile(rf"\b{_SAME}\b[\w\s]{{0,12}}\b(?:culture|country)"),
        "location",
        _always(_same_country),
        _another_country,
    ),
    _Reading(_SPEAKS, "languages", _named_language),
)


@dataclass(frozen=True)
class Wish:
    """A wish and how it is judged; without a judgement it is compared by meaning.

    `n` counts in `Profile.wishes`, `about` is the field of the profile it asks of.
    """

    n: int
    text: str
    about: str = ""
    judge: Judgement | None = field(default=None, compare=False)


def read_wishes(profile: Profile) -> tuple[Wish, ...]:
    """Every wish; a wish that asks for two things is read as two."""
    wishes: list[Wish] = []
    for n, text in enumerate(profile.wishes):
        found = [(each, each.words.search(text.casefold())) for each in _READINGS]
        read: dict[str, Judgement | None] = {}
        for reading, match in found:
            if match:  # “outside my own team” is also “my own team”: the first reading of a field counts
                read.setdefault(reading.about, _judgement(reading, match, text))
        judged = [Wish(n, text, about, judge) for about, judge in read.items() if judge]
        wishes += judged or [Wish(n, text)]
    return tuple(wishes)


def _judgement(reading: _Reading, match: re.Match[str], text: str) -> Judgement | None:
    """How to judge what was found; None where it says that it does not matter, or names no language."""
    if reading.words is _SPEAKS and not _is_a_language(match[1], text):
        return None
    before = " ".join(_CLAUSE_ENDS.split(match.string[: match.start()])[-1].split()[-_NEAR:])
    if not _DENIES.search(before):
        return reading.judgement(match)
    return None if _LEAVES_OPEN.search(before) else reading.denied


def _is_a_language(word: str, text: str) -> bool:
    """“Speaks Hausa” and “speaks hausa”, not “speaks plainly”."""
    return word in place_words.LANGUAGES | _OTHER_LANGUAGES or (
        word.capitalize() in text and not word.endswith("ly")
    )
