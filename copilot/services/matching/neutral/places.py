"""Places by their kind: “our Kenya office” is “our overseas office”, “grew up in Lagos” “grew up elsewhere”."""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from dataclasses import dataclass

from copilot.services.matching.neutral import place_words
from copilot.services.matching.neutral.gazetteer import Kind, gazetteer, key
from copilot.services.matching.neutral.surroundings import Meant, begins_a_sentence, meant_by, neighbours
from copilot.services.matching.neutral.words_in_names import GIVEN_PLACES

_CAPITAL = re.compile(r"(?<![\w’'])[^\W\da-zß-öø-ÿ_](?:[^\W\d_]|[.](?=[A-Z]\b))*")
_WORDS = re.compile(r"[^\s\d,;:!?()\"“”/]+(?:[ -][^\s\d,;:!?()\"“”/]+){0,5}")
_CAPITALISED = r"(?:[dl][’'])?[^\W\da-zß-öø-ÿ_][\w’'.-]*(?<!\.)"
_NAME = rf"{_CAPITALISED}(?:\s(?:(?:of|the|do|da|de|del|la|le|am|an der|upon)\s)*{_CAPITALISED})*"
_HOME = re.compile(
    r"\b(?P<lead>(?i:grew up|growing up|grown up|raised|brought up|born(?: and (?:raised|bred))?"
    r"|was born|childhood|hometown is|home town is|"
    r"originally|hail(?:s|ing)?|native|my family (?:is|comes|came)|my parents (?:are|come|came)"
    r"|my roots are|I come|I am|I[’']m|"
    rf"comes?|live[sd]?|living|settled|resident|citizen|emigrated|immigrated|fled|arrived))"
    r"(?P<how>\s(?:partly |mostly |here )?(?:in|from|of|near|outside|to)(?:\s(?:rural|northern"
    r"|southern|eastern|western|a small town (?:in|near|outside)|"
    rf"a village (?:in|near)|the (?:north|south|east|west|outskirts|suburbs) of))?)\s(?:the )?"
    rf"(?P<where>{_NAME}(?:,\s{_NAME}(?![’']))*(?:,? (?:and|or|then) {_NAME}(?=[.,;!?]|$))?)"
)
_HOME_WORDS = frozenset(
    """grew growing grown raised brought born childhood hometown town originally hail hails hailing native
    family parents roots come comes am m live lived lives living settled resident citizen emigrated
    immigrated fled arrived""".split()
)
_TO_A_CAPITAL = re.compile(r"\b(?:in|from|of|near|outside|to) (?:[a-z ]{3,30} )?[^\W\da-zß-öø-ÿ_]")
_MONTH = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|"
    r"Thursday|Friday|Saturday|Sunday|English|I)\b"
)
_ARTICLE = re.compile(r"(?:\b(the|an?) )$", re.IGNORECASE)
_DEMONYMS = place_words.DEMONYMS | {word.removesuffix("s") for word in place_words.DEMONYMS}
_NEXT = re.compile(r"[ -]([^\W\d_][\w-]*)")
_POSSESSIVE = re.compile(r"[’']s?(?!\w)\s?(\w*)")
_OF_A_PERSON = frozenset(
    """advice feedback help team notes talk story example patience encouragement support mentoring coaching
    guidance questions ideas book session sessions plan method trust kindness words door hand desk
    manager mentor boss name""".split()
)
_ABBREVIATION = re.compile(r"(?:[A-Z]\.)+")
_ENDING = re.compile(r"(?:[’']s|[’'])?[.…]*$")
_JOINED = re.compile(r"(?:,|,? and|,? or|/| &|,? then|[ ]?[–-]| to|,? und)[ ]?(?:the )?")
_NEUTRAL = {"country": "another country", "region": "another region", "city": "another city"}
_WHERE_IT_IS = {"country": "overseas", "region": "overseas", "city": "regional"}
_KINDS = r"[Aa]nother (?:country|region|city)"
_REPEATED = re.compile(
    rf"\b(?:the )?(?P<first>{_KINDS})(?:(?:,|,? and|,? or|/| &|–|-)[ ]?(?:the )?{_KINDS})+"
)
_BEFORE_ANOTHER = re.compile(rf"\b(?:{_KINDS}, )*{_KINDS},? and (?=(?:overseas|regional)\b)")
_AS_ONE = re.compile(
    r"\b(overseas|regional)(?:(?:,|,? and|,? or|/| &)[ ]?(?:the )?(?:overseas|regional"
    r"|another (?:country|region|city)))+(?=[ -])"
)


@dataclass(frozen=True)
class Named:
    """A place that is meant: where it stands and what it is."""

    start: int
    end: int
    kind: Kind
    demonym: bool = False


def without_places(text: str, words: Set[str], is_a_name: Callable[[str], bool]) -> str:
    """The text with every place that is meant by its kind.

    Args:
        words: its words, in small letters.
        is_a_name: whether a word, in small letters, is part of a name of the roster: then only a sentence that
            shows a place makes it one.
    """
    if not words.isdisjoint(_HOME_WORDS) and _TO_A_CAPITAL.search(text):
        text = _HOME.sub(_elsewhere, text)
    found = places_in(text, is_a_name)
    neutral, at = "", 0
    for place in found:
        neutral, at = _with_place(neutral + text[at : place.start], text, place)
    return _as_one(neutral + text[at:]) if found else text


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
    longest = known.longest.get(_plain(words[0].group()), 0) if words else 0
    for count in range(min(longest, len(words)), 0, -1):
        end = start + len(_bare(match.group()[: words[count - 1].end()])) if match else start
        kept = known.places.get(_plain(text[start:end]))
        if kept and (count > 1 or _is_meant(text, start, end, kept.certain, last, is_a_name)):
            return None if _is_part_of_a_name(text, start, end, is_a_name) else Named(start, end, kept.kind)
    return None


def _plain(word: str) -> str:
    return key(_bare(word))


def _bare(word: str) -> str:
    if word[-1:].isalpha() and word[-2:-1] not in "’'":
        return word
    return word if _ABBREVIATION.fullmatch(word) else _ENDING.sub("", word)


def _is_meant(
    text: str, start: int, end: int, certain: bool, last: Named | None, is_a_name: Callable[[str], bool]
) -> bool:
    meant = meant_by(text, start, end)
    word, name = _plain(text[start:end]), _bare(text[start:end]).casefold()
    if meant is Meant.ADDRESSED:
        return certain and not is_a_name(name) and word not in GIVEN_PLACES
    if last is not None and not last.demonym:
        return word not in place_words.AMBIGUOUS or word in _TOWNS or meant is Meant.PLACE
    if meant is Meant.PERSON:
        return certain and (not is_a_name(name) or _has_a_market(text, end))
    if meant is Meant.PLACE:
        return word not in place_words.AMBIGUOUS or _somebody_lives(text, start, end)
    if _stands_apart(text, start, end):
        return word not in place_words.AMBIGUOUS or word in _TOWNS
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
        near.before[0] in place_words.WHERE and _plain(text[start:end]) in _TOWNS and _no_skill(near.before)
    )


_HEADLINE_ENDS = re.compile(r"\.?$|;| [·|]")
_TOWNS = frozenset(
    "reading nice bath hull cork split sale deal derby orange tours sandwich rugby fuji mesa salt essen nara".split()
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


def _elsewhere(match: re.Match[str]) -> str:
    if _MONTH.match(match["where"]) or not _may_be_home(match):
        return match.group()
    return (
        f"{match['lead']} elsewhere"
        if match["how"].split()[0] in ("in", "near", "outside", "to")
        else f"{match['lead']} from elsewhere"
    )


def _may_be_home(match: re.Match[str]) -> bool:
    """After “grew up in” any name is a place; after “I am from” only one that the gazetteer knows."""
    if match["lead"].casefold() in (
        "grew up",
        "growing up",
        "born",
        "raised",
        "was born",
        "born and raised",
        "born and bred",
        "brought up",
        "originally",
    ):
        return True
    first = re.split(r",| and | or ", match["where"])[0].strip()
    name = key(_bare(first))
    return name in gazetteer().places and (name in _TOWNS or name not in place_words.AMBIGUOUS)


def _with_place(before: str, text: str, place: Named) -> tuple[str, int]:
    """What stands before, with the place's neutral words added, and where the text goes on."""
    follows = _NEXT.match(text, place.end)
    article = _ARTICLE.search(before)
    if place.demonym:
        return _with_demonym(before, text, place, follows)
    if follows and follows[1] == "based":
        return _with_adjective(before, article, _WHERE_IT_IS[place.kind]), follows.end()
    if follows and follows[1] in place_words.HAS_A_PLACE:
        return _with_adjective(before, article, _WHERE_IT_IS[place.kind]), place.end
    if article and article[1].casefold() == "the":
        before = before[: article.start()]
    neutral = _NEUTRAL[place.kind]
    return before + (neutral.capitalize() if begins_a_sentence(before, len(before)) else neutral), place.end


def _with_demonym(before: str, text: str, place: Named, follows: re.Match[str] | None) -> tuple[str, int]:
    article = _ARTICLE.search(before)
    if follows and follows[1].casefold() not in place_words.FUNCTION_WORDS:
        return _with_adjective(before, article, "overseas"), place.end
    if article and article[1].casefold() != "the":
        return before[: article.start()] + f"{article[1][0]} person from another country", place.end
    if text[place.start : place.end].endswith("s"):
        return before + "people from another country", place.end
    return before + ("from another country" if not article else "overseas"), place.end


def _with_adjective(before: str, article: re.Match[str] | None, word: str) -> str:
    if article and article[1].casefold() != "the":
        an = "an" if word[0] in "aeiou" else "a"
        return f"{before[: article.start()]}{_like(article[1], an)} {word}"
    return before + word


def _like(word: str, instead: str) -> str:
    return instead.capitalize() if word[0].isupper() else instead


def _as_one(text: str) -> str:
    """“Another city, another country” is one place; several of one kind are several."""
    return _AS_ONE.sub(r"\1", _REPEATED.sub(_several, _BEFORE_ANOTHER.sub("", text)))


def _several(match: re.Match[str]) -> str:
    kinds = re.findall(r"country|region|city", match.group())
    if len(kinds) == 2 and kinds[0] == "city" and kinds[1] != "city" and " and " not in match.group():
        return _like(match.group(), "another city")
    several = {"country": "other countries", "region": "other regions", "city": "other cities"}[kinds[0]]
    return _like(match.group(), several)
