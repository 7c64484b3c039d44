"""How a roster writes a name: “Souza, Ana”, “Ana (Nani) Souza Jr.”, “J. R. Smith”, “Seeker 12”."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product

from copilot.services.matching.neutral.contacts import without_contacts
from copilot.services.matching.neutral.letters import WORD, plain_spellings
from copilot.services.matching.neutral.naming import ordinary_words
from copilot.services.matching.neutral.words_in_names import MONTHS, SENTENCE_WORDS, TITLES, WORDS_AS_NAMES

TOKEN = re.compile(rf"{WORD}|\d+")
"""What a name is made of: words and numbers."""

FORMS_OF_ADDRESS = TITLES | frozenset(
    "dr prof professor doctor rev reverend ing mx sra srta mme mlle herr frau dott dipl shri smt".split()
)
ROMAN = frozenset("ii iii iv vi vii viii ix".split())
BEHIND_A_NAME = frozenset(
    "jr sr jnr snr phd dphil md mba msc bsc llm llb esq cpa pmp cfa obe mbe frcs".split()
)
"""Generations and degrees, which are no part of the name itself."""
_NICKNAME = re.compile(r"[(\[{“‘«\"]([^()\[\]{}“”‘’«»\"]*)[)\]}”’»\"]|(?<!\w)'([^']+)'(?!\w)")

Pair = tuple[str, str]
SHORTEST_HANDLE = 7
SURELY_NO_WORD = 5
"""Letters: “Søren” is Soren, but “Yến” alone is not the yen."""


@dataclass(frozen=True)
class WrittenName:
    """One name, taken apart; every word in small letters.

    Attributes:
        given, family: without forms of address, what stands behind, numbers and nicknames.
        words: what may stand for her alone.
        pairs: words and numbers that are she where they stand side by side.
        behind_a_comma: pairs of a word and what stands behind it (“Souza, Jr.”).
        turned: her family's name, as the roster writes it before a comma; empty where it writes none.
        particles: the parts written small, such as `van` and `de`.
        small: pairs of a name that is all in small letters.
        bare: single letters that stand without a point; not I, who is also the one that writes.
        glued: the name as a handle writes it, in one word; not where a part of it is a word (“Will Power”).
    """

    given: str = ""
    family: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    pairs: frozenset[Pair] = frozenset()
    behind_a_comma: frozenset[Pair] = frozenset()
    turned: tuple[str, ...] = ()
    particles: frozenset[str] = frozenset()
    small: frozenset[Pair] = frozenset()
    bare: frozenset[str] = frozenset()
    glued: frozenset[str] = frozenset()

    @property
    def told_by(self) -> frozenset[frozenset[str]]:
        """A text can only name her if it holds all the words of one of these."""
        turned = {frozenset((self.turned[-1], self.given))} if self.turned else set()
        return frozenset(
            {frozenset((word,)) for word in self.words}
            | {frozenset(pair) for pair in self.pairs | self.behind_a_comma}
            | turned
            | {frozenset((word,)) for word in self.glued}
        )


def tokens(text: str) -> list[str]:
    """The words and numbers of a text, in small letters."""
    return [token.casefold() for token in TOKEN.findall(unicodedata.normalize("NFC", text))]


@lru_cache(maxsize=100_000)
def written(name: str) -> WrittenName:
    """Take a name of the roster apart."""
    name = without_contacts(unicodedata.normalize("NFC", name))
    plain = _NICKNAME.sub(" ", name)
    nicknames = [token for found in _NICKNAME.findall(name) for token in tokens(" ".join(found))]
    ending = _endings(plain)
    segments = [each for each in map(_without_address, plain.split(",")) if each]
    behind = [each for each in segments[1:] if ending.issuperset(each)]
    named = [each for each in segments if each not in behind]
    turned = tuple(named[0]) if len(named) > 1 else ()
    core = [token for segment in (*named[1:], *named[:1]) for token in _core(segment, ending)]
    if not core:
        core = tokens(plain) or nicknames
    numbers = [token for token in tokens(name) if token.isdigit() and token not in core]
    particles = (
        frozenset()
        if name.islower()
        else frozenset(
            word for word in TOKEN.findall(plain) if word.islower() and (len(word) > 1 or word in "dey")
        )
    )
    pairs = (
        {*pairwise(core), *pairwise(tokens(name)), *pairwise(tokens(plain)), (core[0], core[-1])}
        if len(core) > 1
        else {*pairwise(tokens(name))}
    )
    pairs |= {(token, number) for number in numbers for token in (*core[:1], *core[-1:])}
    pairs = {(one, other) for one, other in pairs if not (one in MONTHS and other.isdigit())}
    pairs |= {plain for one, other in pairs for plain in product(_spellings(one), _spellings(other))}
    ends = {(core[-1], token) for each in behind for token in each} if core else set()
    return WrittenName(
        given=core[0] if core else "",
        family=tuple(core[1:]),
        words=_with_plain_ones(filter(_may_stand_alone, (*core, *nicknames))) - particles,
        pairs=frozenset(pairs),
        behind_a_comma=frozenset(ends | {pair for each in behind for pair in pairwise(each)}),
        turned=turned,
        particles=particles,
        small=frozenset(pairs) if name.islower() else frozenset(),
        bare=frozenset(word.casefold() for word in re.findall(r"\b([^\W\d_])\b(?!\.)", plain)) - {"i"},
        glued=_glued(core),
    )


def _glued(core: list[str]) -> frozenset[str]:
    ends = (core[0], core[-1]) if len(core) > 1 else ()
    known = WORDS_AS_NAMES | SENTENCE_WORDS | ordinary_words()
    if (
        not ends
        or len("".join(ends)) < SHORTEST_HANDLE
        or any(len(part) < 2 or part in known for part in ends)
    ):
        return frozenset()
    spelled = product(*map(_spellings, ends))
    return frozenset(word for one, other in spelled for word in (f"{one}{other}", f"{other}{one}"))


def _spellings(token: str) -> frozenset[str]:
    return plain_spellings(token) | {token}


def _with_plain_ones(words: Iterable[str]) -> frozenset[str]:
    """With the spellings without accents; a short one may be a word, so it stands beside others only."""
    known = frozenset(words)
    return known | {
        plain for word in known for plain in plain_spellings(word) if len(plain) >= SURELY_NO_WORD
    }


def called(name: str) -> str:
    """What she is called in short: her given name as the roster spells it, or all of a name that has none."""
    given = written(name).given
    if len(given) < 2 or (not written(name).family and any(letter.isdigit() for letter in name)):
        return name
    return next(
        (word for word in re.findall(r"[^\W\d_]+(?:[-’'][^\W\d_]{2,})*", name) if _begins(word, given)), name
    )


def _begins(word: str, given: str) -> bool:
    return tokens(word)[:1] == [given]


def _without_address(segment: str) -> list[str]:
    found = tokens(segment)
    while len(found) > 1 and found[0] in FORMS_OF_ADDRESS:
        found.pop(0)
    return found


def _endings(name: str) -> frozenset[str]:
    """What stands behind this name, if it stands there: “Vi” is somebody, “VI” the sixth of her name."""
    numerals = {word.casefold() for word in TOKEN.findall(name) if word.isupper()}
    in_doubt = {"vi"} if name.isupper() else set()
    return BEHIND_A_NAME | (ROMAN & numerals) - in_doubt


def _may_stand_alone(token: str) -> bool:
    return not token.isdigit() and (len(token) > 1 or not token.isascii())


def _core(segment: list[str], ending: frozenset[str]) -> list[str]:
    """The words of a part of a name, without numbers and what stands behind a name."""
    words = [token for token in segment if not token.isdigit()]
    while len(words) > 1 and words[-1] in ending:
        words.pop()
    return words
