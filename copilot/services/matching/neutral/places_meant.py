"""Which capitals of a text mean a place: “our Kenya office” and “grew up in Reading”, not “Reading reports”."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from copilot.services.matching.neutral import place_words
from copilot.services.matching.neutral.gazetteer import Kind, gazetteer, key
from copilot.services.matching.neutral.surroundings import Meant, meant_by, neighbours
from copilot.services.matching.neutral.words_in_names import GIVEN_PLACES

_CAPITAL = re.compile(r"(?<![\w’'])[^\W\da-zß-öø-ÿ_](?:[^\W\d_]|[.](?=[A-Z]\b))*")
_WORDS = re.compile(r"[^\s\d,;:!?()\"“”/]+(?:[ -][^\s\d,;:!?()\"“”/]+){0,5}")
_DEMONYMS = place_words.DEMONYMS | {word.removesuffix("s") for word in place_words.DEMONYMS}
_POSSESSIVE = re.compile(r"[’']s?(?!\w)\s?(\w*)")
_OF_A_PERSON = frozenset(
    """advice feedback help team notes talk story example patience encouragement support mentoring coaching
    guidance questions ideas book session sessions plan method trust kindness words door hand desk
    manager mentor boss name""".split()
)
_ABBREVIATION = re.compile(r"(?:[A-Z]\.)+")
_ENDING = re.compile(r"(?:[’']s|[’'])?[.…]*$")
_JOINED = re.compile(r"(?:,|,? and|,? or|/| &|,? then|[ ]?[–-]| to|,? und)[ ]?(?:the )?")
_HEADLINE_ENDS = re.compile(r"\.?$|;| [·|]")
_TOWNS = frozenset(
    "reading nice bath hull cork split sale deal derby orange tours sandwich rugby fuji mesa salt essen nara".split()
)


@dataclass(frozen=True)
class Named:
    """A place that is meant: where it stands and what it is."""

    start: int
    end: int
    kind: Kind
    demonym: bool = False


def places_in(text: str, is_a_name: Callable[[str], bool]) -> list[Named]:
    """Places and demonyms that are meant, in order, the longest names first."""
    found: list[Named] = []
    at, longest = 0, gazetteer().longest
    for capital in _CAPITAL.finditer(text):
        first = key(capital.group())
        if capital.start() < at or not (first.split()[0] in longest or first.removesuffix("s") in _DEMONYMS):
            continue
        last = found[-1] if found and _JOINED.fullmatch(text, found[-1].end, capital.start()) else None
        place = _place_at(text, capital.start(), last, is_a_name) or _demonym_at(text, capital)
        if place:
            found.append(place)
            at = place.end
    return found


def _place_at(text: str, start: int, last: Named | None, is_a_name: Callable[[str], bool]) -> Named | None:
    known = gazetteer()
    match = _WORDS.match(text, start)
    words = list(re.finditer(r"[^\s-]+", match.group())) if match else []
    longest = known.longest.get(plain(words[0].group()), 0) if words else 0
    for count in range(min(longest, len(words)), 0, -1):
        end = start + len(_bare(match.group()[: words[count - 1].end()])) if match else start
        kept = known.places.get(plain(text[start:end]))
        if kept and (count > 1 or _is_meant(text, start, end, kept.certain, last, is_a_name)):
            return None if _is_part_of_a_name(text, start, end, is_a_name) else Named(start, end, kept.kind)
    return None


def plain(word: str) -> str:
    """A name as the gazetteer knows it, without “’s” and full stops behind it."""
    return key(_bare(word))


def may_be_a_place(word: str) -> bool:
    """Whether this name, where the sentence fits, is a place: Reading and Cork may be, Mobile is first a word."""
    return word not in place_words.AMBIGUOUS or word in _TOWNS


def _bare(word: str) -> str:
    if word[-1:].isalpha() and word[-2:-1] not in "’'":
        return word
    return word if _ABBREVIATION.fullmatch(word) else _ENDING.sub("", word)


def _is_meant(
    text: str, start: int, end: int, certain: bool, last: Named | None, is_a_name: Callable[[str], bool]
) -> bool:
    meant = meant_by(text, start, end)
    word, name = plain(text[start:end]), _bare(text[start:end]).casefold()
    if meant is Meant.ADDRESSED:
        return certain and not is_a_name(name) and word not in GIVEN_PLACES
    if last is not None and not last.demonym:
        return may_be_a_place(word) or meant is Meant.PLACE
    if meant is Meant.PERSON:
        return certain and (not is_a_name(name) or _has_a_market(text, end))
    if meant is Meant.PLACE:
        return word not in place_words.AMBIGUOUS or _somebody_lives(text, start, end)
    if _stands_apart(text, start, end):
        return may_be_a_place(word)
    may_be = word not in place_words.AMBIGUOUS and word not in GIVEN_PLACES
    return certain or (may_be and not is_a_name(name) and _is_from_there(text, start, end))


def _has_a_market(text: str, end: int) -> bool:
    """“Kenya’s fintech market” against “Kenya’s advice”."""
    owned = _POSSESSIVE.match(text, end)
    return owned is not None and owned[1] not in _OF_A_PERSON


def _is_from_there(text: str, start: int, end: int) -> bool:
    """“From Tampere to Turku”: a smaller place, without a word of moving."""
    return neighbours(text, start, end).before[0] in ("from", "to", "of", "via", "between")


def _stands_apart(text: str, start: int, end: int) -> bool:
    """“Sales manager · Galway · ex-retail”: a headline says where."""
    if re.search(r"[·|] ?$", text[max(0, start - 3) : start]):
        return True
    return re.search(r", $", text[max(0, start - 3) : start]) is not None and bool(
        _HEADLINE_ENDS.match(text, end)
    )


def _somebody_lives(text: str, start: int, end: int) -> bool:
    """Whether a word such as Reading or Mobile is the city: only beside an office, or after “moved to”."""
    near = neighbours(text, start, end)
    if near.after in ("office", "branch", "offices", "campus", "based"):
        return True
    moved = near.before[0] in ("to", "from") and near.before[1] in place_words.MOVES
    moved = moved or near.before[:2] == ("of", "out")
    return moved or (
        near.before[0] in place_words.WHERE and plain(text[start:end]) in _TOWNS and _no_skill(near.before)
    )


def _no_skill(before: tuple[str, str, str, str]) -> bool:
    return not {before[1], before[2]} & place_words.EXPERIENCE_IN


def _is_part_of_a_name(text: str, start: int, end: int, is_a_name: Callable[[str], bool]) -> bool:
    """“Jordan Lee”: a name of the roster directly beside it."""
    after = re.match(r" ([^\W\da-zß-öø-ÿ_]\w+)", text[end : end + 30])
    before = re.search(r"([^\W\da-zß-öø-ÿ_]\w+) $", text[max(0, start - 30) : start])
    return any(beside and is_a_name(beside[1].casefold()) for beside in (after, before))


def _demonym_at(text: str, capital: re.Match[str]) -> Named | None:
    word = capital.group().casefold()
    if word not in place_words.DEMONYMS and word.removesuffix("s") not in place_words.DEMONYMS:
        return None
    if word.removesuffix("s") in place_words.LANGUAGES and _is_a_language(text, capital):
        return None
    before = re.search(r"\b([A-Z]\w+)[ -]$", text[max(0, capital.start() - 12) : capital.start()])
    start = capital.start()
    if before and before[1].casefold() in place_words.BESIDE_A_DEMONYM:
        start -= len(before.group())
    return Named(start, capital.end(), "country", demonym=True)


def _is_a_language(text: str, capital: re.Match[str]) -> bool:
    near = neighbours(text, capital.start(), capital.end())
    follows, first, second = near.after, near.before[0], near.before[1]
    if follows in place_words.HAS_A_PLACE or follows == "by":
        return False
    if (
        follows in place_words.OF_A_LANGUAGE
        or first in place_words.TOLD_IN_A_LANGUAGE
        or follows.startswith("speak")
    ):
        return True
    if first in ("am", "m", "i'm", "i’m", "being", "half", "is", "are") or (
        first in ("a", "an") and second == "as"
    ):
        return False
    return not follows or follows.casefold() in place_words.FUNCTION_WORDS or not follows.islower()
