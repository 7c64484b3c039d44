"""Names out before a chat model reads, names back before a person does.

Names are found from the roster, in free text too: full names first, then first and family names that stand alone.
To hide, every capitalised part of a name counts; to judge a text, one that may well be an ordinary word doesn't.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from pydantic import BaseModel

from copilot.services.contacts import NAMES_OF_CONTACTS
from copilot.services.ordinary_words import is_a_word_in_lower_case, may_be_the_word, stands_as_a_name

M = TypeVar("M", bound=BaseModel)

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_TOKEN = re.compile(r"\bPerson ([A-Z]{1,3})\b")
_SHORTEST_PART = 2
_SHORTEST_IN_LOWER_CASE = 4


@dataclass(frozen=True)
class Mention:
    """A name in a text: `text[start:end]`, whose it is (empty where several bear it), and whether it is full.

    `doubtful` is what may as well be an ordinary word, such as `Will you …`; it is nobody's in particular.
    """

    start: int
    end: int
    member: str
    full: bool
    doubtful: bool = False


class Roster:
    """Finds members' names in free text.

    Args:
        names: member id → full name.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._full: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._parts: dict[str, set[str]] = {}
        for member, name in names.items():
            self._learn(member, _name_words(name))
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

    def people_in(self, text: str) -> list[Mention]:
        """The names in a text, without the words that may as well be ordinary ones."""
        return [mention for mention in self.mentions(text) if not mention.doubtful]

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
        start, stop = words[at].start(), _end(words[at])
        if bearers and (_counts(first) or stands_as_a_name(text, start, stop, _folded(first))):
            return self._alone(text, start, stop, bearers), 1
        return None, 1

    def _alone(self, text: str, start: int, end: int, bearers: set[str]) -> Mention:
        doubtful = may_be_the_word(text, start, end, _folded(text[start:end]))
        whose = next(iter(bearers)) if len(bearers) == 1 and not doubtful else ""
        return Mention(start, end, whose, full=False, doubtful=doubtful)


class Pseudonyms:
    """Replaces names by `Person A`, `Person B` … and puts them back. One object serves one draft or one chat turn.

    A text that comes back unchanged gets its very own words back; in new sentences a person is called by her first
    name, or by her full name where another hidden person has the same first name.

    Args:
        names: member id → full name.
        blunted: takes out of a text what else must stay here, such as telephone numbers; it comes back with the text.
    """

    def __init__(self, names: Mapping[str, str], blunted: Callable[[str], str] = str) -> None:
        self._names = names
        self._blunted = blunted
        self._roster = Roster(names)
        self._tokens: dict[str, str] = {}
        self._called: dict[str, str] = {}
        self._originals: dict[str, str] = {}
        self._reserved: set[str] = set()

    def hide(self, value: M) -> M:
        """A copy of a model with every name in every string replaced."""
        self.avoid(*every_text(value))
        return _mapped(value, self.hide_text)

    def restore(self, value: M) -> M:
        """A copy of a model with the names back."""
        return _mapped(value, self.restore_text)

    def hide_text(self, text: str) -> str:
        """One text with its names replaced."""
        original, text = text, self._blunted(text)
        self._reserved |= set(_TOKEN.findall(text)) - {token.split()[1] for token in self._called}
        hidden, last = [], 0
        for mention in self._roster.mentions(text):
            hidden += [text[last : mention.start], self._token(mention, text[mention.start : mention.end])]
            last = mention.end
        result = "".join([*hidden, text[last:]])
        self._originals.setdefault(result, original)
        return result

    def restore_text(self, text: str) -> str:
        """One text with its names back."""
        if text in self._originals:
            return self._originals[text]
        for hidden, original in self._quotable():
            text = re.sub(rf"(?<!\w){re.escape(hidden)}(?!\w)", original.replace("\\", r"\\"), text)
        return _TOKEN.sub(lambda found: self._call(found.group()), text)

    def avoid(self, *texts: str) -> None:
        """Don't give out a pseudonym that stands in one of these texts already."""
        self._reserved |= {letters for text in texts for letters in _TOKEN.findall(text)}

    def _quotable(self) -> list[tuple[str, str]]:
        """Whole texts that were hidden, the longest first, with their own words: they may come back in a longer one."""
        said = {hidden: text for hidden, text in self._originals.items() if hidden != text}
        return sorted(
            (
                (hidden, text)
                for hidden, text in said.items()
                if not _TOKEN.fullmatch(hidden) and hidden not in NAMES_OF_CONTACTS
            ),
            key=lambda one: -len(one[0]),
        )

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


def _name_words(name: str) -> tuple[str, ...]:
    return tuple(_folded(word) for word in _WORD.findall(name))


def _counts(word: str) -> bool:
    """A capitalised part of a name always counts; in lower case only a longer one that is no ordinary word."""
    if not word[:1].islower():
        return True
    return len(word) >= _SHORTEST_IN_LOWER_CASE and not is_a_word_in_lower_case(_folded(word))


def _continues(text: str, words: list[re.Match[str]], at: int, name: tuple[str, ...]) -> bool:
    if at + len(name) > len(words):
        return False
    pieces = words[at : at + len(name)]
    said = [_without_possessive(piece.group()) for piece in pieces]
    same = tuple(map(_folded, said)) == name and any(map(_counts, said))
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


def every_text(value: BaseModel) -> Iterator[str]:
    """Every string of a model, however deep."""
    stack: list[object] = [value.model_dump()]
    while stack:
        each = stack.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            stack.extend(each.values())
        elif isinstance(each, (list, tuple)):
            stack.extend(each)
