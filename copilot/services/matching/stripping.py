"""Neutral text: who somebody is goes, what they have done and want stays."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from copilot.services.matching.words_in_names import (
    AFTER_AN_OBJECT,
    NEUTRAL_WORDS,
    PROPER_AS_NAMES,
    TITLES,
    VERBS_OF_A_PERSON,
    WORDS_AS_NAMES,
)

SOMEONE = "someone"
_WORD = r"[^\W\d_]+"
_TOP_LEVELS = (
    "com|org|net|edu|gov|io|me|eu|co|dev|app|ai|uk|de|fr|pt|es|it|nl|be|ch|at|pl|se|no|dk|fi|ie|in|br|jp|au"
)
_MAY_TELL_MORE = re.compile(r"[@/\d]|www\.|\baged?\b|ties\b|\bgen|young|older", re.IGNORECASE)
_CONTACTS_AND_AGES = re.compile(
    r"(?P<email>\b[\w.+%-]+@[\w-]+(?:\.[\w-]+)+)"
    rf"|(?P<url>(?:https?://|www\.)\S+|\b(?:[\w-]+\.)+(?:{_TOP_LEVELS})/[\w~%-]\S*)"
    r"|(?P<handle>(?<![\w@])@\w{2,})"
    r"|(?P<phone>(?<![\w.])(?:\+|\(\+?|0)\d[\d ().\-/]{5,}\d(?!\w)|(?<!\w)\d{3}[-. ]\d{3}[-. ]\d{4}(?!\w))"
    r"|(?P<age>\b(?:aged|age of)\s+\d{2}\b|\b\d{2}[- ]years?[- ]old\b"
    r"|\bin (?:my|his|her|their) (?:early |mid[- ]?|late )?(?:twenties|thirties|forties|fifties|sixties|[2-6]0s)\b"
    r"|\bborn in (?:the )?(?:19|20)\d\ds?\b|\b(?:gen|generation) [xyz]\b"
    r"|\b(?:young|younger|older)(?= (?:person|people|professional|woman|women|man|men|leader|manager)s?\b))"
    r"|(?P<pronouns>\(?\b(?:she|he|they|her|his|him)\s*/\s*(?:hers?|him|his|them|theirs?|they|she|he)"
    r"(?:\s*/\s*(?:hers?|his|theirs?|they|him|them))?\b\)?)",
    re.IGNORECASE,
)
_CASES = frozenset(word for word, instead in NEUTRAL_WORDS.items() if instead == "their")
_NEXT_WORD = re.compile(rf"[ \t]+({_WORD})")
_THIRD_PERSON = re.compile(r"\s+(?:is|was|has|had|[a-z]+(?:s|ed))\b")
_IS_SOMEBODY = re.compile(
    r"[’']s\b|(?:,? who)?\s+(?:(?:always|never|often|once|also|first|later|then|[a-z]+ly)\s+)?"
    rf"(?:{'|'.join(sorted(VERBS_OF_A_PERSON))})(?:n[’']t)?\b"
)
_PARTICLES = r"(?:d[’']|(?:da|de|del|della|der|di|do|dos|du|den|van|von|bin|ibn|el|al|la|le|y|e)[ -])*"
_TIDY = (
    (re.compile(rf"\b{SOMEONE}[ -]{_PARTICLES}{SOMEONE}\b"), SOMEONE),
    (re.compile(r"\(\s*\)|\[\s*\]"), ""),
    (re.compile(r"[ \t]{2,}"), " "),
    (re.compile(r"\s+([,.;:!?)])"), r"\1"),
)


@dataclass
class _Found:
    """A word that is looked at: part of a name, or one that tells a gender."""

    start: int
    end: int
    word: str
    removed: bool = False
    goes_on: bool = False


class Stripper:
    """Takes names, contact details, pronouns and words of gender and age out of a text.

    Args:
        roster_names: the full names of everybody on the roster. Their parts of three letters and more are removed
            where they stand as whole words with a capital; parts that are ordinary words (Will, Grace), places or
            tools (Paris, Ruby) only where the sentence shows a name is meant, as in “Grace told me”;
            shorter parts only beside a name.
    """

    def __init__(self, roster_names: Iterable[str]) -> None:
        whole = [_parts(name) for name in roster_names]
        self._names = frozenset(part for parts in whole for part in parts)
        self._pairs = frozenset(pair for parts in whole for pair in pairwise(parts))
        capitals = {form for part in self._names for form in (part[0].upper(), part[0]) if not form.islower()}
        gendered = {form for word in NEUTRAL_WORDS for form in (word[0], word[0].upper())}
        first_letters = re.escape("".join(sorted(capitals | gendered)))
        self._words = re.compile(rf"\b[{first_letters}](?:{_WORD})?")

    def strip(self, text: str, own_name: str = "") -> str:
        """The neutral text. `own_name` is the writer's: her parts count as names also where they begin a sentence."""
        text = unicodedata.normalize("NFC", text)
        if _MAY_TELL_MORE.search(text):
            text = _CONTACTS_AND_AGES.sub(_without_contact, text)
        return _tidied(self._without_names(text, frozenset(_parts(own_name))))

    def _without_names(self, text: str, own: frozenset[str]) -> str:
        neutral, at = [], 0
        for found in self._found_in(text, own):
            between = "" if found.goes_on else text[at : found.start]
            neutral += [between, _instead_of(found, text)]
            at = found.end
        return "".join([*neutral, text[at:]])

    def _found_in(self, text: str, own: frozenset[str]) -> list[_Found]:
        words = (_Found(*match.span(), match.group().casefold()) for match in self._words.finditer(text))
        found = [each for each in words if each.word in NEUTRAL_WORDS or self._may_be_a_name(each, text)]
        names = [each for each in found if self._may_be_a_name(each, text)]
        for each in names:
            each.removed = _is_surely_a_name(each, text, own)
        self._find_pairs(names, text)
        _spread(names, text)
        _join([each for each in names if each.removed], text)
        return found

    def _find_pairs(self, found: list[_Found], text: str) -> None:
        """Two parts of one roster name side by side are that name; so are two words of the list."""
        for one, other in pairwise(found):
            if _beside(one, other, text):
                meant = (one.word, other.word) in self._pairs or {
                    one.word,
                    other.word,
                } <= WORDS_AS_NAMES - PROPER_AS_NAMES
                one.removed, other.removed = one.removed or meant, other.removed or meant

    def _may_be_a_name(self, found: _Found, text: str) -> bool:
        is_initial = len(found.word) == 1 and text[found.end : found.end + 1] == "."
        return not text[found.start].islower() and (is_initial or found.word in self._names)


def _parts(name: str) -> list[str]:
    return [part.casefold() for part in re.findall(_WORD, unicodedata.normalize("NFC", name))]


def _is_surely_a_name(found: _Found, text: str, own: frozenset[str]) -> bool:
    word = found.word
    if len(word) < 3 and (
        len(word) == 1 or word != word.upper()
    ):  # scripts without capitals have short names
        return False
    if word not in WORDS_AS_NAMES and word not in PROPER_AS_NAMES:
        return True
    begins = _begins_a_sentence(text, found.start)
    if begins and _IS_SOMEBODY.match(text, found.end):
        return True
    if word in PROPER_AS_NAMES:
        return word in own
    if begins:
        return word in own and _THIRD_PERSON.match(text, found.end) is not None
    return not _is_in_title_case(text)


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
    return re.fullmatch(r"[ \-’']|\. ?", text[one.end : other.start]) is not None


def _begins_a_sentence(text: str, at: int) -> bool:
    before = text[:at].rstrip(" \t\"'“‘(")
    return not before or before[-1] in ".!?:;•–—\n|/"


def _is_in_title_case(text: str) -> bool:
    words = [word for word in re.findall(_WORD, text) if len(word) >= 4]
    return len(words) < 3 or sum(word[0].isupper() for word in words) > 0.6 * len(words)


def _without_contact(match: re.Match[str]) -> str:
    return "" if match.lastgroup != "phone" or _is_a_phone_number(match.group()) else match.group()


def _is_a_phone_number(digits_and_marks: str) -> bool:
    groups = re.findall(r"\d+", digits_and_marks)
    years = all(re.fullmatch(r"(?:19|20)\d\d", group) for group in groups)
    return not years and sum(map(len, groups)) >= (7 if "+" in digits_and_marks else 9)


def _instead_of(found: _Found, text: str) -> str:
    if found.removed:
        return "" if found.goes_on else SOMEONE
    word = text[found.start : found.end]
    if found.word in _CASES:
        follows = _NEXT_WORD.match(text, found.end)
        is_object = follows is None or follows[1].lower() in AFTER_AN_OBJECT
        return _like(word, "them" if is_object else "their")
    if found.word in TITLES and not word.istitle():
        return word
    return _like(word, NEUTRAL_WORDS.get(found.word, word))


def _like(word: str, instead: str) -> str:
    return instead[:1].upper() + instead[1:] if word[0].isupper() else instead


def _tidied(text: str) -> str:
    for pattern, instead in _TIDY:
        text = pattern.sub(instead, text)
    return text.strip(" \t,;-–—")
