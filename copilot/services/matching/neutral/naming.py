"""Whether a capital is somebody's name, or only a word, a month, a tool or a place."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from copilot.services.matching.neutral.surroundings import (
    HAS_OR_GIVES,
    IS_SOMEBODY,
    Meant,
    begins_a_sentence,
    is_a_term,
    meant_by,
    neighbours,
)
from copilot.services.matching.neutral.words_in_names import (
    CAPITAL_WORDS,
    GIVEN_PLACES,
    GIVEN_WORDS,
    MONTHS,
    NAMES_OF_TOOLS,
    PROPER_AS_NAMES,
    SENTENCE_WORDS,
    TOOLS,
    WORDS_AS_NAMES,
)

_AND_ANOTHER = re.compile(r"(?:,|,? and|,? or|/| on) ?[A-Z]")


@cache
def ordinary_words() -> frozenset[str]:
    """The words that the guides and areas that ship write with a small letter: a name of one of them is a word too.

    A roster may call people “Mentor Seven” or “Design Lead”; without this every mentor would lose that word.
    """
    return frozenset(
        (resources.files("copilot.services.matching.neutral") / "ordinary.txt").read_text("utf-8").split()
    )


_MADE = frozenset(
    """built build building written writing coded coding programming programmed developed developing experience
    experienced skills analysis analytics scripts models automated tests testing apps services code""".split()
)
_THIRD_PERSON = re.compile(r"\s+(?:is|was|has|had|[a-z]+ed)\b")
_IS_SOMETHING = re.compile(r"\s+(?:is|was|has|had)\b")
_INTRODUCED = re.compile(r"\s*[,|(–—-]")
_AMBIGUOUS = WORDS_AS_NAMES | PROPER_AS_NAMES | GIVEN_PLACES | MONTHS
_OF_A_DATE = frozenset(
    """in since until till by from to of every last next this the early late mid each during before after
    through between on around a our and or""".split()
)


def is_surely_a_name(word: str, text: str, start: int, end: int, own: frozenset[str]) -> bool:
    """Whether `text[start:end]`, a part of some name, stands for somebody. `own` are the parts of the writer's name."""
    if len(word) < 3 and (
        len(word) == 1 or word != word.upper()
    ):  # scripts without capitals have short names
        meant = meant_by(text, start, end)
        return len(word) == 2 and (
            meant is Meant.ADDRESSED or (meant is Meant.PERSON and not text[start:end].isupper())
        )
    if word in SENTENCE_WORDS and begins_a_sentence(text, start):
        return _begins_as_a_name(word, text, end, own)
    if word not in _AMBIGUOUS and word not in ordinary_words():
        return True
    if begins_a_sentence(text, start):
        return _begins_as_a_name(word, text, end, own)
    meant = meant_by(text, start, end)
    if word in MONTHS and not HAS_OR_GIVES.match(text, end):
        return meant is Meant.ADDRESSED or (meant is Meant.PERSON and not _is_a_date(text, start, end))
    if meant is Meant.ADDRESSED:
        return True
    return _is_somebody(word, text, start, end, meant)


def _begins_as_a_name(word: str, text: str, end: int, own: frozenset[str]) -> bool:
    if HAS_OR_GIVES.match(text, end):
        return True
    if IS_SOMEBODY.match(text, end):
        # “English is my third language”, “Sunday was fine”: with these, being something proves nothing.
        return word not in CAPITAL_WORDS | MONTHS | TOOLS or not _IS_SOMETHING.match(text, end)
    if word in own:
        introduced = word not in TOOLS and _INTRODUCED.match(text, end)
        return bool(introduced or _THIRD_PERSON.match(text, end))
    return word in GIVEN_PLACES and word not in TOOLS and end < len(text.rstrip())


def _is_somebody(word: str, text: str, start: int, end: int, meant: Meant) -> bool:
    if word in TOOLS:
        named = word in NAMES_OF_TOOLS and not _is_a_tool(text, start, end)
        return meant is Meant.PERSON and (named or IS_SOMEBODY.match(text, end) is not None)
    if word in CAPITAL_WORDS or (word in PROPER_AS_NAMES and word not in GIVEN_PLACES):
        return meant is Meant.PERSON and not is_a_term(text, start, end)
    if is_a_term(text, start, end):
        return False
    if meant is Meant.PERSON:
        return True
    return (word in GIVEN_WORDS or word in GIVEN_PLACES) and not _is_in_title_case(text)


def _is_a_tool(text: str, start: int, end: int) -> bool:
    """Beside another capital, or after a word of making."""
    if _AND_ANOTHER.match(text, end) or re.search(
        r"[A-Z]\w*(?:,|,? and|,? or|/) ?$", text[max(0, start - 24) : start]
    ):
        return True
    return not _MADE.isdisjoint(neighbours(text, start, end).before[1:3])


def _is_a_date(text: str, start: int, end: int) -> bool:
    before = neighbours(text, start, end).before[0]
    return before in _OF_A_DATE or before.isdigit() or re.match(r" \d", text[end : end + 3]) is not None


def _is_in_title_case(text: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) >= 4]
    return len(words) < 3 or sum(word[0].isupper() for word in words) > 0.6 * len(words)
