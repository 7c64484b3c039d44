"""The promise that names cannot matter, at its root: the neutral texts are the same before and after every swap."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import zip_longest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.demo.people import people
from copilot.domain.members import Member, Profile, Role
from copilot.errors import NotFound
from copilot.services.matching.neutral import swapping
from copilot.services.matching.neutral.names_to_swap import (
    AGE_WORDS,
    CITIES,
    COUNTRIES,
    DEMONYMS,
    NAME_LISTS,
    REGIONS,
    SCHOOLS,
    UNIVERSITIES,
    NameList,
)
from copilot.services.matching.neutral.renaming import Renaming
from copilot.services.matching.neutral.stripping import Stripper
from copilot.services.matching.neutral.swapping import Swap
from copilot.services.matching.scores.evidence import told_by

TEXTS = ("headline", "experience", "skills", "goals", "interests", "working_style", "wishes")


@cache
def sample(size: int = 120) -> tuple[Member, ...]:
    return tuple(_member(row) for row in people(size=size))


def _member(row: dict[str, object]) -> Member:
    return Member.model_validate(
        {key: row[key] for key in ("id", "name", "email", "roles")}
        | {"profile": {key: row[key] for key in TEXTS}}
    )


def neutral_texts(members: Sequence[Member]) -> dict[str, list[str]]:
    stripper = Stripper(member.name for member in members)
    told = {member.id: told_by(member, stripper) for member in members}
    return {
        one: [f"{each.field}: {each.neutral}" for each in (*read.texts, *read.skills)]
        for one, read in told.items()
    }


def differences(swap: Swap) -> list[tuple[str | None, str | None]]:
    before, after = neutral_texts(swap.before), neutral_texts(swap.after)
    return [
        (one, other)
        for member in before
        for one, other in zip_longest(before[member], after[member])
        if one != other
    ]


def changed(swap: Swap) -> int:
    return sum(one.profile != other.profile for one, other in zip(swap.before, swap.after, strict=True))


@pytest.mark.parametrize("to", swapping.name_lists())
def test_no_name_of_any_culture_changes_a_neutral_text(to: str) -> None:
    swap = swapping.swap_names(sample(), to, seed=7)
    assert differences(swap) == []
    assert changed(swap) == len(sample())
    assert not {member.name for member in swap.before} & {member.name for member in swap.after}


@pytest.mark.parametrize("swapped", [swapping.swap_age_words, swapping.swap_schools, swapping.swap_places])
@pytest.mark.parametrize("seed", [1, 2])
def test_no_age_school_or_place_changes_a_neutral_text(swapped: Callable[..., Swap], seed: int) -> None:
    swap = swapped(sample(), seed=seed)
    assert differences(swap) == []
    assert changed(swap) > 0.9 * len(sample())


def test_a_placebo_changes_the_rows_and_nothing_that_is_said() -> None:
    swap = swapping.placebo(sample(), seed=3)
    assert [one.id for one in swap.before] != [one.id for one in swap.after]
    assert differences(swap) == []


def test_without_stripping_the_swaps_would_change_what_is_read() -> None:
    swap = swapping.swap_names(sample(24), "nigerian women")
    texts = [[*member.profile.experience] for member in swap.before]
    assert texts != [[*member.profile.experience] for member in swap.after]


def test_a_swap_of_one_seed_is_one_swap() -> None:
    one, other = (swapping.swap_places(sample(24), seed=5) for _ in range(2))
    assert one == other


def test_an_unknown_list_of_names_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(NotFound, match="words women"):
        swapping.swap_names(sample(24), "martian women")


def test_every_list_has_twelve_names_of_each_part() -> None:
    assert {len(names.given) for names in NAME_LISTS.values()} == {12}
    assert {len(names.family) for names in NAME_LISTS.values()} == {12}
    assert len({name.rsplit(" ", 1)[0] for name in NAME_LISTS}) >= 8


NAMED = st.sampled_from(
    [f"{given} {family}" for names in NAME_LISTS.values() for given in names.given for family in names.family]
)
MENTIONS = st.sampled_from(
    [
        "{whole} taught me to negotiate",
        "I asked {first} for advice",
        "Worked with {first} on the launch, and she helped me",
        "I learned a lot from {first}.",
        "{first} told me to wait",
        "{first}'s advice was to wait",
        "My mentor {first} left. He wrote his notes himself",
        "I reported to {whole}, who asked me to speak",
    ]
)
ORDINARY = st.sampled_from(
    [
        "Will you help? Mark the date in May.",
        "Opened our Jordan office, then Georgia and Kenya",
        "Julia, Python and Ruby on Rails",
        "Taught at Lincoln High School in Austin",
        "Moved us to Google Cloud with Power BI",
        "Short and often rather than long and rare",
        "Hope to move from Paris to Lagos",
        "Studied law at Oxford; head of Law since March",
        "Grace under pressure, joy at work",
        "Grew up in Sydney, work on Sunday",
        "Head of Sales, Green Belt, Black Belt",
        "I speak English and French",
        "Long rivers, white papers, price pages",
    ]
)
TOLD = st.tuples(NAMED, st.lists(st.tuples(MENTIONS, st.integers(0, 30)) | ORDINARY, min_size=1, max_size=5))


def _community(told: list[tuple[str, list[tuple[str, int] | str]]]) -> list[Member]:
    names = [name for name, _ in told]
    return [
        Member(
            id=f"m{n}",
            name=name,
            roles=frozenset({Role.PEER}),
            profile=Profile(experience=tuple(_said(each, names) for each in said)),
        )
        for n, (name, said) in enumerate(told)
    ]


def _said(text: tuple[str, int] | str, names: list[str]) -> str:
    if isinstance(text, str):
        return text
    name = names[text[1] % len(names)]
    return text[0].format(whole=name, first=name.split()[0])


@given(
    st.lists(TOLD, min_size=2, max_size=6, unique_by=lambda one: one[0].split()[0]),
    st.sampled_from(list(NAME_LISTS)),
    st.integers(0, 99),
)
@settings(max_examples=100, deadline=None)
def test_whoever_is_meant_by_whatever_name_the_neutral_text_is_one(
    told: list[tuple[str, list[tuple[str, int] | str]]], to: str, seed: int
) -> None:
    assert differences(swapping.swap_names(_community(told), to, seed)) == []


@given(NAMED, NAMED, MENTIONS)
@settings(max_examples=100, deadline=None)
def test_any_name_of_the_roster_leaves_the_same_text_as_any_other(one: str, other: str, mention: str) -> None:
    texts = [
        Stripper([name]).strip(mention.format(whole=name, first=name.split()[0]), own_name="")
        for name in (one, other)
    ]
    assert texts[0] == texts[1]


def test_her_book_becomes_his_and_told_her_told_him() -> None:
    names = NameList("he", ("Omar",), ("Said",))
    renaming = Renaming(
        ("Omar Said",), {"Ana Lima": "Omar Said"}, {"Ana": "Omar", "Lima": "Said"}, names.pronoun
    )
    assert renaming.rewrite("Ana Lima wrote her book; I told her. She is a mother") == (
        "Omar Said wrote his book; I told him. He is a father"
    )


FILLERS = {
    "city": CITIES, "country": COUNTRIES, "region": REGIONS, "demonym": DEMONYMS, "university": UNIVERSITIES,
    "school": SCHOOLS, **AGE_WORDS,
}  # fmt: skip
SAID_OF_KINDS = st.sampled_from(
    [
        "Grew up in {city}.",
        "Opened our {city} office, then moved to {country}",
        "Born in {country}, studied at {university}",
        "Lead eleven analysts in {city}, {city} and {city}",
        "Sold {demonym} tiles to the {demonym} market",
        "Works for a {demonym} bank in {city}, {country}",
        "A shop in {city} · {city} · from the trades",
        "Guided our team from {city} to {city}",
        "Exports to {country}; visited {region} and {country}",
        "PhD in chemistry from {university}, MBA from {university}",
        "Taught physics at {school} in {city} for six years",
        "Graduated from {university} and went to {school}",
        "As a {noun}, {decade}, I lead a {city}-based team",
        "{stage}, I mentor {adjective} people",
        "I speak French, was {born}, and ran {region} from {city}",
        "{city}. Head of partnerships.",
        "{country}'s largest bank and {city}'s port",
    ]
)


@given(SAID_OF_KINDS, st.data())
@settings(max_examples=200, deadline=None)
def test_any_place_school_or_age_leaves_the_same_text_as_any_other(said: str, data: st.DataObject) -> None:
    texts = [_filled(said, data) for _ in range(2)]
    neutral = [Stripper(["Ngozi Okafor", "Will Young"]).strip(text, own_name="") for text in texts]
    assert neutral[0] == neutral[1]


def _filled(said: str, data: st.DataObject) -> str:
    """Each slot with a phrase of its kind, the article as one writes it."""
    while slot := re.search(r"\{(\w+)\}", said):
        said = said[: slot.start()] + data.draw(st.sampled_from(FILLERS[slot[1]])) + said[slot.end() :]
    return re.sub(r"\b([Aa]) (?=[AEIOU])", r"\1n ", said.replace("the the ", "the "))
