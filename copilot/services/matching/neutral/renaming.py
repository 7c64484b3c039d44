"""Everybody under another name: in the name itself and wherever a text means her."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from copilot.services.matching.neutral.gazetteer import gazetteer, key
from copilot.services.matching.neutral.names_to_swap import NameList
from copilot.services.matching.neutral.words_in_names import (
    AFTER_AN_OBJECT,
    GIVEN_PLACES,
    MONTHS,
    PROPER_AS_NAMES,
    SENTENCE_WORDS,
    WORDS_AS_NAMES,
)
from copilot.services.matching.neutral.written_names import called, tokens, written

_PART = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]{2,})*")
_WORDS_TOO = WORDS_AS_NAMES | PROPER_AS_NAMES | GIVEN_PLACES | SENTENCE_WORDS | MONTHS
_SOMEBODY_BEFORE = re.compile(
    r"\b(?:asked|told|thanked|helped|with|by|met|shadowed|mentor|manager|colleague|reported to|"
    r"learn(?:ed|t)(?: \w+){0,3} from) $",
    re.IGNORECASE,
)
_SOMEBODY_AFTER = re.compile(r"[’']s\b| (?:told|asked|taught|helped|said|showed|mentored|coached)\b")
_WOMEN = """she hers herself woman women mother mothers sister sisters wife daughter daughters aunt lady ladies
    girl girls""".split()
_MEN = """he his himself man men father fathers brother brothers husband son sons uncle gentleman gentlemen
    boy boys""".split()
_HERS_TO_HIS = dict(zip(_WOMEN, _MEN, strict=True))
_HIS_TO_HERS = {his: hers for hers, his in _HERS_TO_HIS.items()} | {"him": "her", "his": "her"}
_GENDERED = re.compile(rf"\b(?:{'|'.join(['her', 'him', *_WOMEN, *_MEN])})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Renaming:
    """New whole names in the order of the old ones; what becomes of whole names and their parts; the pronoun."""

    names: tuple[str, ...]
    whole: dict[str, str]
    parts: dict[str, str]
    pronoun: str

    @classmethod
    def of(cls, old: Sequence[str], to: NameList, rng: random.Random) -> Renaming:
        """Give each old name a new one; as many different ones as the list can make."""
        new = tuple(_new_names(len(old), to, rng))
        whole = dict(zip(old, new, strict=True))
        parts: dict[str, str] = {}
        for name, other in whole.items():
            for part in _PART.findall(name):
                if part == called(name):
                    parts.setdefault(part, called(other))
                elif written(name).words.issuperset(tokens(part)):
                    parts.setdefault(part, _family(other))
        return cls(new, whole, parts, to.pronoun)

    def rewrite(self, text: str) -> str:
        """The text under the new names, with the pronouns of the list."""
        return _GENDERED.sub(self._pronoun, self._renamed(text))

    def _renamed(self, text: str) -> str:
        if not any(part in text for part in self.parts):
            return text
        pattern = "|".join(
            re.escape(name) for name in sorted(self.whole, key=len, reverse=True) if name in text
        )
        pieces = re.split(rf"(?<!\w)({pattern})(?!\w)", text) if pattern else [text]
        return "".join(
            self.whole[piece] if n % 2 else self._parts_renamed(piece) for n, piece in enumerate(pieces)
        )

    def _parts_renamed(self, text: str) -> str:
        return _PART.sub(lambda word: self._part(word, text), text)

    def _part(self, word: re.Match[str], text: str) -> str:
        """Names that may be a word or a place only beside somebody who does or is told something."""
        found = word.group()
        if found not in self.parts or len(found) < 2 or found.islower():
            return found
        may_be_a_word = len(found) == 2 or found.casefold() in _WORDS_TOO or key(found) in gazetteer().longest
        somebody = _SOMEBODY_BEFORE.search(text[: word.start()]) or _SOMEBODY_AFTER.match(text, word.end())
        is_a_term = re.match(r" [A-Z]", text[word.end() : word.end() + 2])  # Power BI
        return self.parts[found] if (somebody and not is_a_term) or not may_be_a_word else found

    def _pronoun(self, found: re.Match[str]) -> str:
        word = found.group()
        if re.match(r" tongue", found.string[found.end() :]):
            return word
        if self.pronoun == "he" and word.casefold() == "her":
            following = re.match(r"\s+([^\W\d_]+)", found.string[found.end() :])
            other = "him" if following is None or following[1].casefold() in AFTER_AN_OBJECT else "his"
        else:
            swap = _HERS_TO_HIS if self.pronoun == "he" else _HIS_TO_HERS
            other = swap.get(word.casefold(), word)
        return other.capitalize() if word[0].isupper() else other


def _family(name: str) -> str:
    """The last of her names as the roster spells it, or what she is called."""
    family = written(name).family[-1:]
    return next((part for part in _PART.findall(name) if tokens(part)[-1:] == list(family)), called(name))


def _new_names(count: int, to: NameList, rng: random.Random) -> list[str]:
    joint = "" if to.family[0].isdigit() else "-"
    doubled = [f"{one}{joint}{other}" for one in to.family for other in to.family if one != other]
    both = [(given, family) for many in (to.family, doubled) for given in to.given for family in many]
    every = [
        to.shapes[n % len(to.shapes)].format(given=given, family=family)
        for n, (given, family) in enumerate(both)
    ]
    rng.shuffle(every)
    return [every[n % len(every)] for n in range(count)]
