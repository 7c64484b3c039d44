"""What if everybody had another name, age, school or home? The communities before and after, for the audit."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from copilot.domain.members import MANY_TEXTS, Member, Profile
from copilot.errors import NotFound
from copilot.services.matching.neutral import place_words
from copilot.services.matching.neutral.gazetteer import gazetteer, key
from copilot.services.matching.neutral.names_to_swap import (
    AGE_WORDS,
    CITIES,
    COUNTRIES,
    DEMONYMS,
    NAME_LISTS,
    REGIONS,
    SCHOOLS,
    UNIVERSITIES,
)
from copilot.services.matching.neutral.renaming import Renaming
from copilot.services.matching.neutral.words_in_names import GIVEN_PLACES
from copilot.services.matching.neutral.written_names import called

Rewrite = Callable[[str], str]
_A_DEMONYM = "|".join(sorted((word.capitalize() for word in place_words.DEMONYMS), key=len, reverse=True))
_AN_ARTICLE = re.compile(r"\b([Aa])n? (?=([A-Za-z]))")


@dataclass(frozen=True)
class Swap:
    """One experiment: the same members twice, with the same ids and in the same order (but for a placebo).

    What is planted (“Grew up in Porto.”) is planted in both, so a swap has something to change for everybody:
    compare the matches of `after` with those of `before`, not with those of the untouched community.
    """

    what: str
    before: tuple[Member, ...]
    after: tuple[Member, ...]


def name_lists() -> tuple[str, ...]:
    """What `swap_names` can rename everybody to, such as `nigerian women`, `words men` or `places women`."""
    return tuple(NAME_LISTS)


def swap_names(members: Sequence[Member], to: str, seed: int = 0) -> Swap:
    """Rename everybody with names of one list: the name field, every text that mentions them, and the pronouns.

    In both communities everybody also thanks another member by name, so that every text has a name to lose.

    Raises:
        NotFound: there is no such list of names.
    """
    if to not in NAME_LISTS:
        raise NotFound(f"There is no list of names “{to}”.", cure=f"Choose one of: {', '.join(NAME_LISTS)}.")
    before = _thankful(members, random.Random(seed))
    renaming = Renaming.of([member.name for member in before], NAME_LISTS[to], random.Random(seed))
    renamed = [
        member.changed(name=renaming.names[n], profile=_rewritten(member.profile, renaming.rewrite))
        for n, member in enumerate(before)
    ]
    return Swap(f"names: {to}", before, tuple(renamed))


def swap_age_words(members: Sequence[Member], seed: int = 0) -> Swap:
    """Replace words of age by words of another age."""
    rng = random.Random(seed)
    slots = {phrase: slot for slot, phrases in AGE_WORDS.items() for phrase in phrases}
    words = "|".join(
        sorted((phrase for phrase in slots if slots[phrase] != "adjective"), key=len, reverse=True)
    )
    known = re.compile(
        rf"\b(?:{words}|(?:{'|'.join(AGE_WORDS['adjective'])})(?= (?:people|person|women|men)\b))\b"
    )
    before = _planted(
        members,
        ("As a {noun}, {decade}, I keep learning.", "Asked by {adjective} people; {born}."),
        AGE_WORDS,
        rng,
    )

    def swapped(text: str) -> str:
        return known.sub(lambda found: _another(AGE_WORDS[slots[found.group()]], found.group(), rng), text)

    return _swapped("age words", before, swapped)


def swap_schools(members: Sequence[Member], seed: int = 0) -> Swap:
    """Replace schools by schools and universities by universities."""
    rng = random.Random(seed)
    kinds = {"university": UNIVERSITIES, "school": SCHOOLS}
    of_kind = {name: names for names in kinds.values() for name in names}
    known = re.compile(
        rf"(?<!\w)(?:{'|'.join(re.escape(name) for name in sorted(of_kind, key=len, reverse=True))})(?!\w)"
    )
    before = _planted(
        members,
        ("Studied engineering at {university}.", "Taught chemistry at {school} for three years."),
        kinds,
        rng,
    )

    def swapped(text: str) -> str:
        return known.sub(lambda found: _another(of_kind[found.group()], found.group(), rng), text)

    return _swapped("schools", before, swapped)


def swap_places(members: Sequence[Member], seed: int = 0) -> Swap:
    """Replace cities, countries, regions and demonyms by others of their kind; the profile's `location` stays."""
    rng = random.Random(seed)
    planted = (
        "Grew up in {city}.",
        "Opened our {city} office, then sold to a {demonym} bank in {country}.",
        "Ran sales in {region}.",
    )
    fillers = {
        "city": (*CITIES, "Austin", "Jackson", "Reading"),
        "country": (*COUNTRIES, "Jordan", "Georgia"),
    }
    before = _planted(members, planted, fillers | {"region": REGIONS, "demonym": DEMONYMS}, rng)
    names = {part.casefold() for member in members for part in re.findall(r"[^\W\d_]+", member.name)}
    return _swapped("places", before, lambda text: _with_other_places(text, names, rng))


def placebo(members: Sequence[Member], seed: int = 0) -> Swap:
    """Change only what may matter to nobody: the order of the rows, the addresses and the unknown columns."""
    after = [member.changed(email=f"member{n}@example.org", extra={}) for n, member in enumerate(members)]
    random.Random(seed).shuffle(after)
    return Swap("placebo", tuple(members), tuple(after))


def _swapped(what: str, before: tuple[Member, ...], rewrite: Rewrite) -> Swap:
    after = [member.changed(profile=_rewritten(member.profile, rewrite)) for member in before]
    return Swap(what, before, tuple(after))


def _rewritten(profile: Profile, rewrite: Rewrite) -> Profile:
    """The profile with every free text rewritten; what is chosen from a list stays."""
    several = {
        field: tuple(rewrite(text) for text in getattr(profile, field))
        for field in ("experience", "skills", "goals", "interests", "wishes")
    }
    single = {field: rewrite(getattr(profile, field)) for field in ("headline", "working_style")}
    return profile.model_copy(update={**several, **single})


def _planted(
    members: Sequence[Member],
    sentences: Sequence[str],
    fillers: Mapping[str, tuple[str, ...]],
    rng: random.Random,
) -> tuple[Member, ...]:
    """Everybody says one more thing of herself, so that a swap changes a text of everybody's."""
    return tuple(
        _saying(
            member,
            _article(
                rng.choice(sentences).format(**{kind: rng.choice(names) for kind, names in fillers.items()})
            ),
        )
        for member in members
    )


def _saying(member: Member, sentence: str) -> Member:
    experience = (*member.profile.experience[: MANY_TEXTS - 1], sentence)
    return member.changed(profile=member.profile.model_copy(update={"experience": experience}))


def _thankful(members: Sequence[Member], rng: random.Random) -> tuple[Member, ...]:
    """Everybody thanks somebody else: once by the whole name, once by the first."""
    thanks = [rng.choice(members).name for _ in members]
    sentence = "{0} taught me to negotiate. I asked {1} for advice on pricing, and {2} helped me twice."
    return tuple(
        _saying(member, sentence.format(name, called(name), rng.choice(("she", "he"))))
        for member, name in zip(members, thanks, strict=True)
    )


def _another(names: Sequence[str], found: str, rng: random.Random) -> str:
    return rng.choice([name for name in names if name != found])


def _article(text: str) -> str:
    return _AN_ARTICLE.sub(lambda article: f"{article[1]}{'n' if article[2] in 'AEIOUaeio' else ''} ", text)


_NAMED_PLACE = re.compile(
    r"(?P<the>\b[Tt]he )?(?<!\w)(?P<name>[^\W\da-zß-öø-ÿ_][^\W\d_]+(?:[ -](?:d[aeo]s? "
    r"|d’)?[^\W\da-zß-öø-ÿ_][^\W\d_]+)*)"
)
_DEMONYM_OF = re.compile(
    rf"\b(?P<article>[Aa]n? )?(?:South |Sri )?(?:{_A_DEMONYM})(?= (?:market|office|bank|company"
    r"|team|customers|clients)s?\b)"
)


def _with_other_places(text: str, names: set[str], rng: random.Random) -> str:
    text = _DEMONYM_OF.sub(lambda found: _other_demonym(found, rng), text)
    return _NAMED_PLACE.sub(lambda found: _other_place(found, names, rng), text)


def _other_demonym(found: re.Match[str], rng: random.Random) -> str:
    other = rng.choice(DEMONYMS)
    article = found["article"]
    return _article(f"{article}{other}") if article else other


def _other_place(found: re.Match[str], names: set[str], rng: random.Random) -> str:
    """Another place of its kind, where the name is nothing but a place; names that may be a person's or a word stay."""
    name = key(found["name"])
    place = gazetteer().places.get(name)
    if (
        place is None
        or name in names
        or name in place_words.AMBIGUOUS | GIVEN_PLACES
        or not (place.certain or len(name) > 4)
    ):
        return found.group()
    same = {"city": CITIES, "country": COUNTRIES, "region": REGIONS}[place.kind]
    other = rng.choice([each for each in same if each.casefold() not in names])
    if found["the"] and not other.startswith("the "):
        other = f"the {other}" if place_words.HAS_A_PLACE & {_next(found)} else other
    return other


def _next(found: re.Match[str]) -> str:
    following = re.match(r" ([\w-]+)", found.string[found.end() :])
    return following[1] if following else ""
