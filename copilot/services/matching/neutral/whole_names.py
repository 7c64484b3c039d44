"""Finds whole names in a text, in whatever shape the roster writes them, and leaves the same word for each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from copilot.services.matching.neutral.written_names import (
    BEHIND_A_NAME,
    FORMS_OF_ADDRESS,
    ROMAN,
    TOKEN,
    WrittenName,
)

SOMEONE = "someone"
_SIDE_BY_SIDE = re.compile(r"[ \t\u00a0]*[-‐‑’'·_#/]?[ \t\u00a0]*|\.")
_AFTER_A_POINT = re.compile(r"\.[ \t\u00a0]*[-‐‑]?")
_BRACKET = re.compile(r"\.?[ \t\u00a0]*(?:[(\[{“‘«\"']|[)\]}”’»\"'])[ \t\u00a0]*(?:[(\[{“‘«\"'])?")
_COMMA = re.compile(r"\.?,[ \t\u00a0]*")
_POINTED = FORMS_OF_ADDRESS | BEHIND_A_NAME | ROMAN
_OPENING = {")": "(", "]": "[", "}": "{", "”": "“", "’": "‘", "»": "«", '"': '"'}
_POINTS = re.compile(rf"\b{SOMEONE}\.*(?P<next>(?=\s+(?!I\b)[^\W\da-zß-öø-ÿ_]))?")


@dataclass
class _Token:
    start: int
    end: int
    word: str
    part: bool = False
    begins: bool = False
    """Whether it is known to be the first of a name."""
    joined: bool = False
    """Whether it goes on with the token before."""


class WholeNames:
    """The whole names of a roster.

    A name of two parts and more is found by the parts that stand side by side in it, however much the parts are words
    of their own: “Grace Park”, “Seeker 12”, “van der Berg”. “Souza, Ana” is found only where the roster writes it so.
    """

    def __init__(self, names: Iterable[WrittenName]) -> None:
        known = list(names)
        self._pairs = frozenset(pair for name in known for pair in name.pairs)
        self._behind_a_comma = frozenset(pair for name in known for pair in name.behind_a_comma)
        self._turned: dict[str, set[tuple[tuple[str, ...], str]]] = {}
        for name in known:
            if name.turned:
                self._turned.setdefault(name.turned[0], set()).add((name.turned, name.given))
        self._small = frozenset(pair for name in known for pair in name.small)
        self._bare = frozenset(letter for name in known for letter in name.bare)
        self._particles = frozenset(word for name in known for word in name.particles)
        self._glued = frozenset(word for name in known for word in name.glued)
        begin = (one for one, _ in self._pairs | self._behind_a_comma)
        self._first = frozenset({*begin, *self._turned, *self._glued})

    @property
    def first_words(self) -> frozenset[str]:
        """A text without any of these, in small letters, holds no whole name."""
        return self._first

    def taken_out_of(self, text: str) -> str:
        """The text with `someone` for each whole name, and without the brackets and points that belonged to it."""
        found = [_Token(*match.span(), match.group().casefold()) for match in TOKEN.finditer(text)]
        if self._first.isdisjoint(token.word for token in found):
            return text
        for token in found:
            token.part = token.begins = token.word in self._glued
        if self._turned:
            self._find_turned(found, text)
        self._find_pairs(found, text)
        neutral, at = "", 0
        for start, end in _spans(found, text):
            neutral += text[at:start] + SOMEONE
            at = end
        return with_one_way_of_ending(neutral + text[at:])

    def _find_pairs(self, found: list[_Token], text: str) -> None:
        for one, other in pairwise(found):
            pair = (one.word, other.word)
            if other.begins:  # “In May Young, May taught me”
                continue
            if (pair in self._pairs or pair in self._behind_a_comma) and self._is_one_name(one, other, text):
                one.part = other.part = other.joined = True
        for one, other in reversed(list(pairwise(found))):  # “van der Berg”, from behind
            if (
                other.joined
                or other.begins
                or one.word not in self._particles
                or not self._begins(other, text)
            ):
                continue
            if (one.word, other.word) in self._pairs and _is_side_by_side(one, other, text):
                one.part = other.part = other.joined = True

    def _begins(self, token: _Token, text: str) -> bool:
        return token.part or not text[token.start].islower()

    def _is_one_name(self, one: _Token, other: _Token, text: str) -> bool:
        """“Ana de Wit” and “Dong-hyun”, not the “Long rivers” where somebody is called Long Rivers."""
        pair = (one.word, other.word)
        as_a_handle = text[one.end : other.start] in ("_", ".") and min(map(len, pair)) > 1
        if not (self._begins(one, text) or pair in self._small or as_a_handle):
            return False
        if any(len(each.word) == 1 and not self._is_an_initial(each, text) for each in (one, other)):
            return False
        between = text[one.end : other.start]
        if pair in self._behind_a_comma and _COMMA.fullmatch(between):
            return True
        if pair not in self._pairs or not (_is_side_by_side(one, other, text) or _BRACKET.fullmatch(between)):
            return False
        small = text[other.start].islower() and between.isspace()
        return not small or other.word in self._particles or pair in self._small

    def _is_an_initial(self, token: _Token, text: str) -> bool:
        if token.word.isdigit() or text[token.end : token.end + 1] in (".", "’", "'", "-"):
            return True
        return token.word in self._bare or text[token.start].islower() or not text[token.start].isascii()

    def _find_turned(self, found: list[_Token], text: str) -> None:
        """“Souza, Ana”: all of the family's name, a comma, and the first of the given ones."""
        for n, token in enumerate(found):
            for family, given in self._turned.get(token.word, ()):
                named = found[n : n + len(family) + 1]
                is_hers = tuple(each.word for each in named) == (*family, given)
                if is_hers and self._is_turned(named, found[n - 1] if n else None, text):
                    _join(named)

    def _is_turned(self, named: list[_Token], before: _Token | None, text: str) -> bool:
        *family, given = named
        # In “Ana Souza, Bruno and I” two people are named, though somebody may be called Souza, Bruno.
        goes_on = (
            before is not None
            and before.word != given.word
            and (before.word, family[0].word) in self._pairs
            and _is_side_by_side(before, family[0], text)
        )
        return not goes_on and (
            not any(each.part for each in named)
            and _COMMA.fullmatch(text, family[-1].end, given.start) is not None
            and any(self._begins(each, text) for each in family)
            and all(_is_side_by_side(one, other, text) for one, other in pairwise(family))
        )


def _join(name: list[_Token]) -> None:
    name[0].part = name[0].begins = True
    for each in name[1:]:
        each.part = each.joined = True


def with_one_way_of_ending(text: str) -> str:
    """Whether the point after a name is an initial's (“I met Ana S.”) or ends a sentence can't be told.

    So it stands behind a name where the next word has a capital, and nowhere else, whatever the name.
    """
    return _POINTS.sub(lambda found: SOMEONE if found["next"] is None else f"{SOMEONE}.", text)


def _is_side_by_side(one: _Token, other: _Token, text: str) -> bool:
    between = text[one.end : other.start]
    if _SIDE_BY_SIDE.fullmatch(between):
        return True
    return (len(one.word) == 1 or one.word in _POINTED) and _AFTER_A_POINT.fullmatch(between) is not None


def _spans(found: list[_Token], text: str) -> list[tuple[int, int]]:
    """From where to where each name goes, with the bracket that it opened or closed."""
    spans: list[tuple[int, int]] = []
    for token in found:
        if not token.part:
            continue
        if token.joined and spans:
            spans[-1] = (spans[-1][0], token.end)
        else:
            spans.append((token.start, token.end))
    return [_with_its_bracket(start, end, text) for start, end in spans]


def _with_its_bracket(start: int, end: int, text: str) -> tuple[int, int]:
    inside, behind, before = text[start:end], text[end : end + 1], text[start - 1 : start]
    if (
        behind in _OPENING
        and inside.count(_OPENING[behind]) % 2
        and behind not in inside.split(_OPENING[behind])[-1]
    ):
        return start, end + 1
    for closing, opening in _OPENING.items():
        if before == opening and closing in inside and opening not in inside:
            return start - 1, end
    return start, end
