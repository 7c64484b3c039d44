"""Names as people of many places write them, what people call each other, and addresses made from names."""

import functools
import random
import re
import unicodedata
from collections.abc import Mapping, Sequence

from copilot.demo.content import Place, texts

UNDECOMPOSED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "Ł": "L", "Ø": "O", "Đ": "D"}
)
HYPHENATING = {
    "british",
    "french",
    "german",
    "dutch",
    "american",
    "jamaican",
    "nigerian",
    "swedish",
    "danish",
}


def name_for(place: Place, gender: str, rng: random.Random) -> tuple[str, str]:
    """A full name for somebody of this gender (woman, man, or else) living there, and the name's culture."""
    culture = _weighted(place.names, rng)
    entry = texts("names")[culture]
    # Children of immigrants often bear a given name of the place beside a family name from elsewhere.
    grown_here = rng.random() < 0.15
    given_entry = texts("names")[next(iter(place.names))] if grown_here else entry
    given = _given(given_entry, gender, rng)
    return _whole(given, entry, culture, gender, rng, grown_here), culture


def _weighted(shares: Mapping[str, int], rng: random.Random) -> str:
    return rng.choices(list(shares), weights=list(shares.values()))[0]


def _given(entry: Mapping[str, str], gender: str, rng: random.Random) -> str:
    key = {"woman": "women", "man": "men"}.get(gender, "both")
    pool = _list(entry.get(key, "") or entry["women" if rng.random() < 0.5 else "men"])
    if key != "both" and "both" in entry and rng.random() < 0.12:
        pool = _list(entry["both"])
    return rng.choice(pool)


def _whole(
    given: str, entry: Mapping[str, str], culture: str, gender: str, rng: random.Random, grown_here: bool
) -> str:
    families = [_of_gender(family, gender) for family in _list(entry["family"])]
    first, second = rng.sample(families, 2) if len(families) > 1 else (families[0], families[0])
    style = "" if grown_here else entry.get("style", "")
    if style == "family-first":
        return f"{first} {given}" if rng.random() < 0.6 else f"{given} {first}"
    if style == "two-families" and rng.random() < 0.7:
        return f"{given} {first} {second}"
    if style == "sometimes-single" and rng.random() < 0.35:
        return given
    if culture in HYPHENATING and "-" not in first and rng.random() < 0.05:
        return f"{given} {first}-{second}"
    return f"{given} {first}"


def _list(names: str) -> list[str]:
    return [name for name in names.split(", ") if name]


def _of_gender(family: str, gender: str) -> str:
    man, _, woman = family.partition("/")
    return woman if woman and gender == "woman" else man


@functools.cache
def _genders() -> dict[str, str]:
    """Given name → the gender that usually bears it; names borne by several, or by some in another culture: ""."""
    found: dict[str, str] = {}
    for entry in texts("names").values():
        for key, gender in (("women", "woman"), ("men", "man"), ("both", "")):
            for given in _list(entry.get(key, "")):
                found[given] = gender if found.get(given, gender) == gender else ""
    return found


def call_name(name: str) -> str:
    """What colleagues call somebody of this name: the given name, wherever it stands."""
    known = [given for given in _genders() if _stands_at_an_end(given, name)]
    return max(known, key=lambda given: (name.startswith(given), len(given)), default=name.split()[0])


def _stands_at_an_end(given: str, name: str) -> bool:
    return name == given or name.startswith(f"{given} ") or name.endswith(f" {given}")


def usual_gender(name: str) -> str:
    """The gender that usually bears this given name, "" where it may be either."""
    return _genders().get(call_name(name), "")


def address(name: str, taken: Sequence[str] | set[str]) -> str:
    """An e-mail address at example.org (RFC 2606) that nobody else has."""
    plain = unicodedata.normalize("NFKD", name.translate(UNDECOMPOSED)).encode("ascii", "ignore").decode()
    local = ".".join(re.findall(r"[a-z0-9]+", plain.lower().replace("'", "").replace("-", ""))) or "member"
    candidates = (f"{local}{number or ''}@example.org" for number in range(len(taken) + 1))
    return next(candidate for candidate in candidates if candidate not in taken)
