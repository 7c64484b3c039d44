"""Names out before a chat model reads, names back before a person does.

Names are found from the roster, in free text too: full names first, then first and family names that stand alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from pydantic import BaseModel

from knowledge.wording import STOP_WORDS

M = TypeVar("M", bound=BaseModel)

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_TOKEN = re.compile(r"\bPerson ([A-Z]{1,3})\b")
_SENTENCE_END = re.compile(r"(?:^|[.!?:;\n“\"(])\s*$")
_SHORTEST_PART = 3

_ORDINARY_WORDS_TEXT = """
amber angel april art august autumn bill blue bishop black brown case chance chase christian clay cook dawn
day dean drew earl english faith field fields fisher fox france frank grace grant gray green guy hall hill
holly hope house hunter iris ivy jack jade jasmine joy june justice king knight lake lane law lily little
long love major mark mason max may melody mercy miles miller moon north page parker pat penny pierce poppy
price prince read reed rich ring river rob robin rose ruby sage sandy short sky smith stone story strong
summer sunny sue taylor temple violet wade walker ward west white will win winter wise wood woods york young
ask write say tell hold choose read look start van
"""
ORDINARY_WORDS = frozenset(_ORDINARY_WORDS_TEXT.split()) | STOP_WORDS
"""Names that are words or months too: alone they count only with a capital inside a sentence."""


@dataclass(frozen=True)
class Mention:
    """A name in a text: `text[start:end]`, whose it is (empty where several bear it), and whether it is full."""

    start: int
    end: int
    member: str
    full: bool


class Roster:
    """Finds members' names in free text.

    Args:
        names: member id → full name.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._full: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._parts: dict[str, set[str]] = {}
        for member, name in names.items():
            self._learn(member, tuple(_folded(word) for word in _WORD.findall(name)))
        for candidates in self._full.values():
            candidates.sort(key=lambda candidate: (-len(candidate[0]), candidate))

    def mentions(self, text: str) -> list[Mention]:
        """Every name in the text, in order, the longest at each place."""
        words = list(_WORD.finditer(text))
        found: list[Mention] = []
        at = 0
        while at < len(words):
            mention, taken = self._at(text, words, at)
            if mention:
                found.append(mention)
            at += taken
        return found

    def _learn(self, member: str, words: tuple[str, ...]) -> None:
        if len(words) > 1:
            self._full.setdefault(words[0], []).append((words, member))
        for word in words:
            if len(word) >= _SHORTEST_PART or len(words) == 1:
                self._parts.setdefault(word, set()).add(member)

    def _at(self, text: str, words: list[re.Match[str]], at: int) -> tuple[Mention | None, int]:
        first = _without_possessive(words[at].group())
        for name, member in self._full.get(_folded(first), ()):
            if _continues(text, words, at, name):
                end = words[at + len(name) - 1]
                return Mention(words[at].start(), _end(end), member, full=True), len(name)
        bearers = self._parts.get(_folded(first))
        if bearers and _is_a_name_here(text, words[at], first):
            whose = next(iter(bearers)) if len(bearers) == 1 else ""
            return Mention(words[at].start(), _end(words[at]), whose, full=False), 1
        return None, 1


class Pseudonyms:
    """Replaces names by `Person A`, `Person B` … and puts them back. One object serves one draft or one chat turn.

    A text that comes back unchanged gets its very own words back; in new sentences a person is called by her first
    name, or by her full name where another hidden person has the same first name.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._roster = Roster(names)
        self._tokens: dict[str, str] = {}
        self._called: dict[str, str] = {}
        self._originals: dict[str, str] = {}
        self._reserved: set[str] = set()

    def hide(self, value: M) -> M:
        """A copy of a model with every name in every string replaced."""
        self._reserved |= {letters for text in _strings(value) for letters in _TOKEN.findall(text)}
        return _mapped(value, self.hide_text)

    def restore(self, value: M) -> M:
        """A copy of a model with the names back."""
        return _mapped(value, self.restore_text)

    def hide_text(self, text: str) -> str:
        """One text with its names replaced."""
        self._reserved |= set(_TOKEN.findall(text)) - {token.split()[1] for token in self._called}
        hidden, last = [], 0
        for mention in self._roster.mentions(text):
            hidden += [text[last : mention.start], self._token(mention, text[mention.start : mention.end])]
            last = mention.end
        result = "".join([*hidden, text[last:]])
        self._originals.setdefault(result, text)
        return result

    def restore_text(self, text: str) -> str:
        """One text with its names back."""
        if text in self._originals:
            return self._originals[text]
        return _TOKEN.sub(lambda found: self._call(found.group()), text)

    def _token(self, mention: Mention, words: str) -> str:
        """The pseudonym of a member; a name that several bear has one of its own."""
        key = mention.member or f"name {_folded(words)}"
        if key not in self._tokens:
            self._tokens[key] = f"Person {self._next_letters()}"
            self._called[self._tokens[key]] = self._names.get(mention.member, words)
        return self._tokens[key]

    def _call(self, token: str) -> str:
        name = self._called.get(token, token)
        first = name.split()[0]
        alone = sum(1 for other in self._called.values() if other.split()[0] == first) == 1
        return first if alone and token in self._called else name

    def _next_letters(self) -> str:
        number = len(self._tokens)
        while (letters := _letters(number)) in self._reserved or f"Person {letters}" in self._called:
            number += 1
        return letters


def _is_a_name_here(text: str, found: re.Match[str], word: str) -> bool:
    """A single name counts with its capital; an ordinary word only where a capital is not due anyway."""
    ordinary = _folded(word) in ORDINARY_WORDS
    if not word[:1].isupper():
        return not ordinary and len(word) > _SHORTEST_PART and _folded(word) not in _COMMON_IN_LOWER_CASE
    if not ordinary:
        return True
    starts_sentence = bool(_SENTENCE_END.search(text[: found.start()]))
    return not starts_sentence and not re.match(r"\s+\d", text[found.end() :])


_COMMON_IN_LOWER_CASE_TEXT = """
alma alba anna amal bella care china data diana dolores fern flora gala gene glen hazel helm india israel
jordan marina marin nova olive pearl regina rita robin santa serena sol star stella terra tiger vera vita
wren
"""
_COMMON_IN_LOWER_CASE = frozenset(_COMMON_IN_LOWER_CASE_TEXT.split())
"""Names that are words in some language; in lower case they are left alone."""


def _continues(text: str, words: list[re.Match[str]], at: int, name: tuple[str, ...]) -> bool:
    if at + len(name) > len(words):
        return False
    pieces = words[at : at + len(name)]
    same = all(
        _folded(_without_possessive(piece.group())) == part for piece, part in zip(pieces, name, strict=True)
    )
    return same and all(
        re.fullmatch(r"[\s.]{1,3}", text[before.end() : after.start()]) for before, after in pairwise(pieces)
    )


def _end(word: re.Match[str]) -> int:
    return word.start() + len(_without_possessive(word.group()))


def _without_possessive(word: str) -> str:
    return re.sub(r"['’]s$", "", word)


def _folded(text: str) -> str:
    """Lower case without accents: `José` and `jose` are one name."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("’", "'")


def _letters(number: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _mapped(value: M, change: Callable[[str], str]) -> M:
    """A validated copy of a model with each of its strings changed, however deep."""
    return type(value).model_validate(_changed(value.model_dump(), change))


def _changed(value: object, change: Callable[[str], str]) -> object:
    if type(value) is str:
        return change(value)
    if isinstance(value, dict):
        return {key: _changed(each, change) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_changed(each, change) for each in value)
    return value


def _strings(value: BaseModel) -> Iterator[str]:
    stack: list[object] = [value.model_dump()]
    while stack:
        each = stack.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            stack.extend(each.values())
        elif isinstance(each, (list, tuple)):
            stack.extend(each)
