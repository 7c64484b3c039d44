"""Places by their kind: “our Kenya office” is “our overseas office”, “grew up in Lagos” “grew up elsewhere”."""

from __future__ import annotations

import re
from collections.abc import Callable, Set

from copilot.services.matching.neutral import place_words
from copilot.services.matching.neutral.gazetteer import gazetteer
from copilot.services.matching.neutral.places_meant import Named, may_be_a_place, places_in, plain
from copilot.services.matching.neutral.surroundings import begins_a_sentence

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
_NEXT = re.compile(r"[ -]([^\W\d_][\w-]*)")
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
    name = plain(first)
    return name in gazetteer().places and may_be_a_place(name)


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
