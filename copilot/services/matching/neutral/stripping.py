"""Neutral text: who somebody is goes, what they have done and want stays."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from copilot.services.matching.neutral.ages import tells_an_age, without_ages
from copilot.services.matching.neutral.belonging import BELONGING_WORDS, without_belonging
from copilot.services.matching.neutral.contacts import MAY_BE_A_CONTACT, without_contacts
from copilot.services.matching.neutral.letters import WORD
from copilot.services.matching.neutral.naming import is_surely_a_name
from copilot.services.matching.neutral.places import without_places
from copilot.services.matching.neutral.schools import TELLS_A_SCHOOL, without_schools
from copilot.services.matching.neutral.whole_names import SOMEONE, WholeNames, with_one_way_of_ending
from copilot.services.matching.neutral.words_in_names import (
    AFTER_AN_OBJECT,
    GIVEN_PLACES,
    GIVEN_WORDS,
    MONTHS,
    NEUTRAL_WORDS,
    TITLES,
    TOOLS,
    WORDS_AS_NAMES,
)
from copilot.services.matching.neutral.written_names import FORMS_OF_ADDRESS, written

_ALL_WORDS = re.compile(WORD)
_A_CAPITAL = re.compile(r"[^\W\da-zß-öø-ÿ_]")
_KNOWN_TO_BE_NAMES = GIVEN_PLACES | WORDS_AS_NAMES | MONTHS | TOOLS
_LISTED = re.compile(r"(?:,|,? and|,? or) ")
_CASES = frozenset(word for word, instead in NEUTRAL_WORDS.items() if instead == "their")
_NEXT_WORD = re.compile(rf"[ \t]+({WORD})")
_PARTICLES = r"(?:d[’']|(?:da|de|del|della|der|di|do|dos|du|den|van|von|bin|ibn|el|al|la|le|y|e)[ -])*"
_ADDRESS = "|".join(sorted(word.capitalize() for word in FORMS_OF_ADDRESS))
_SIDE_BY_SIDE = re.compile(rf"\b{SOMEONE}(?: {SOMEONE}\b)+")
_TIDY = (
    (re.compile(rf"\b{SOMEONE}(?:[ -]{_PARTICLES}{SOMEONE}\b)+"), SOMEONE),
    (re.compile(rf"\b{SOMEONE} [(“‘\"'][^\W\d_]+[)”’\"'] {SOMEONE}\b"), SOMEONE),
    (re.compile(rf"(?:\b(?:{_ADDRESS})\b(?:\.\s*|\s+))+{SOMEONE}\b"), SOMEONE),
    (re.compile(rf"\b{SOMEONE} (?:Jr|Jnr|III?|IV|VI{{1,3}}|IX)\b\.?"), SOMEONE),
    (re.compile(rf"\b{SOMEONE}[’'](?=\s)"), f"{SOMEONE}’s"),
    (re.compile(rf"\b{SOMEONE}\s+(?=[’']s\b|-[^\W\d_])"), SOMEONE),
    (re.compile(rf"\b([Aa])n (?={SOMEONE}\b)"), r"\1 "),
    (re.compile(r"\(\s*\)|\[\s*\]"), ""),
    (re.compile(r"[ \t]{2,}"), " "),
    (re.compile(r"[ \t]+\n"), "\n"),
    (re.compile(r"\s+([,.;:!?)])"), r"\1"),
    (re.compile(r"([.!?;:])(?:\s*[,.;:])+(?!\.)"), r"\1"),
    (re.compile(r"\b([Aa]) (?=(?:overseas|employee|engineer|executive|analyst|immigrant)\b)"), r"\1n "),
    (
        re.compile(r"\b([Aa])n (?=(?:regional|person|parent|university|school|leader|manager|founder)\b)"),
        r"\1 ",
    ),
)
_UNTIDY = re.compile(r"[ \t]{2}|\s[,.;:!?)]|[(\[]\s*[)\]]")


@dataclass
class _Found:
    """A word that is looked at: part of a name, or one that tells a gender."""

    start: int
    end: int
    word: str
    removed: bool = False
    goes_on: bool = False


class Stripper:
    """Takes names, contact details, pronouns and words of gender, age, school, home and belonging out of a text.

    Args:
        roster_names: the full names of everybody on the roster. Their parts of three letters and more are removed
            where they stand as whole words with a capital; shorter parts only beside a name. Parts that are
            ordinary words (Will, Grace), places or tools (Paris, Ruby) are read by their sentence alone, the same
            whether or not somebody on the roster bears them: so a new name changes nobody's text.
    """

    def __init__(self, roster_names: Iterable[str]) -> None:
        names = [written(name) for name in set(roster_names)]
        self._whole = WholeNames(names)
        self._names = frozenset(word for name in names for word in name.words)
        self._looked_for = self._names | _KNOWN_TO_BE_NAMES | NEUTRAL_WORDS.keys()
        self._strip = lru_cache(maxsize=100_000)(self._neutral)

    def strip(self, text: str, own_name: str = "") -> str:
        """The neutral text. `own_name` is the writer's: her parts count as names also where they begin a sentence."""
        return self._strip(text, own_name if _tells_of(own_name, text) else "")

    def _neutral(self, original: str, own_name: str) -> str:
        text = unicodedata.normalize("NFC", original)
        if not self._whole.first_words.isdisjoint(_ALL_WORDS.findall(text.lower())):
            text = self._whole.taken_out_of(text)
        if MAY_BE_A_CONTACT.search(text):
            text = without_contacts(text)
        words = set(_ALL_WORDS.findall(text.lower()))
        if tells_an_age(text, words):
            text = without_ages(text)
        if not words.isdisjoint(BELONGING_WORDS):
            text = without_belonging(text)
        if _A_CAPITAL.search(text):
            text = text if words.isdisjoint(TELLS_A_SCHOOL) else without_schools(text)
            text = without_places(text, words, self._is_on_the_roster)
        if not words.isdisjoint(self._looked_for):
            text = self._without_names(text, written(own_name).words)
        return _tidied(text, changed=text != original)

    def _is_on_the_roster(self, word: str) -> bool:
        return word in self._names and word not in _KNOWN_TO_BE_NAMES

    def _without_names(self, text: str, own: frozenset[str]) -> str:
        neutral, at = [], 0
        for found in self._found_in(text, own):
            between = "" if found.goes_on else text[at : found.start]
            neutral += [between, _instead_of(found, text)]
            at = found.end
        return "".join([*neutral, text[at:]])

    def _found_in(self, text: str, own: frozenset[str]) -> list[_Found]:
        words = ((match, match.group().casefold()) for match in _ALL_WORDS.finditer(text))
        known = self._looked_for
        seen = [_Found(*match.span(), word) for match, word in words if word in known or len(word) == 1]
        found = [each for each in seen if each.word in NEUTRAL_WORDS or self._may_be_a_name(each, text)]
        for each in found:
            if each.word in TITLES and text[each.start].isupper() and text[each.end : each.end + 1] == ".":
                each.end += 1  # “Mr. Lopes”
        names = [each for each in found if self._may_be_a_name(each, text)]
        for each in names:
            each.removed = is_surely_a_name(each.word, text, each.start, each.end, own)
        _list_further(names, text)
        _spread(names, text)
        _join([each for each in names if each.removed], text)
        return found

    def _may_be_a_name(self, found: _Found, text: str) -> bool:
        if text[found.start].islower():
            return False
        is_initial = len(found.word) == 1 and text[found.end : found.end + 1] == "."
        return is_initial or found.word in self._names or found.word in _KNOWN_TO_BE_NAMES


def _tells_of(name: str, text: str) -> bool:
    return any(part in text for part in name.split())


def _list_further(found: list[_Found], text: str) -> None:
    """“Grace, Will and Maria”: what is listed with somebody is somebody."""
    for one, other in pairwise(found):
        listed = one.removed and _LISTED.fullmatch(text, one.end, other.start)
        other.removed = other.removed or bool(listed and other.word in GIVEN_PLACES | GIVEN_WORDS)


def _spread(found: list[_Found], text: str) -> None:
    """What stands directly beside a name is part of it."""
    for ordered in (found, found[::-1]):
        for one, other in pairwise(ordered):
            left, right = sorted((one, other), key=lambda each: each.start)
            other.removed = other.removed or (one.removed and _beside(left, right, text))


def _join(removed: list[_Found], text: str) -> None:
    for one, other in pairwise(removed):
        other.goes_on = _beside(one, other, text)


def _beside(one: _Found, other: _Found, text: str) -> bool:
    between = text[one.end : other.start]
    return between in (" ", "-", "’", "'") or (len(one.word) == 1 and between in (".", ". "))


def _instead_of(found: _Found, text: str) -> str:
    if found.removed:
        return "" if found.goes_on else SOMEONE
    word = text[found.start : found.end]
    if found.word in _CASES:
        follows = _NEXT_WORD.match(text, found.end)
        is_object = follows is None or follows[1].lower() in AFTER_AN_OBJECT
        return _like(word, "them" if is_object else "their")
    follows = _NEXT_WORD.match(text, found.end)
    if (found.word in TITLES and not word.istitle()) or (follows and follows[1].startswith("tongue")):
        return word
    return _like(word, NEUTRAL_WORDS.get(found.word, word))


def _like(word: str, instead: str) -> str:
    return instead[:1].upper() + instead[1:] if word[0].isupper() else instead


def _tidied(text: str, *, changed: bool) -> str:
    if changed or _UNTIDY.search(text):
        for pattern, instead in _TIDY:
            text = pattern.sub(instead, text)
        text = _SIDE_BY_SIDE.sub(SOMEONE, with_one_way_of_ending(text))
    return text.strip(" \t,;-–—")
