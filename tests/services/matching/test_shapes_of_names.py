"""Whatever shape a roster gives a name, taking it out leaves the very same text, and the very same scores."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.domain.members import Member
from copilot.services.matching.neutral.names_to_swap import NAME_LISTS
from copilot.services.matching.neutral.stripping import Stripper
from copilot.services.matching.neutral.swapping import swap_names
from copilot.services.matching.neutral.words_in_names import MONTHS
from copilot.services.matching.neutral.written_names import tokens, written
from copilot.services.matching.scores.evidence import told_by
from copilot.services.matching.solving.pool import pairs_of, solve
from tests.services.matching.community import EXPERIENCE, GOALS, mentee, mentor, pool_of

SHAPES = (
    "{given} {family}", "{given} {family[0]}.", "{given} {family[0]}", "{given[0]}. {family}", "J. R. {family}",
    "J.R. {family}", "{given} M. {family}", "{family}, {given}", "{family}, {given} M.", "{family}, J. R.",
    "{given} {family} Jr.", "{given} {family}, Jr.", "{given} {family} Jr", "{given} {family} Sr.",
    "{given} {family} II", "{given} {family} III", "{given} {family} IV", "{family} Jr., {given}",
    "{given} (Nani) {family}", "{given} “Nani” {family}", "{given} 'Nani' {family}", '{given} "Nani" {family}',
    "{given} {family} (Nani)", "{family}, {given} (Nani)", "{given} {family} 2", "{given} {family} (2)",
    "{given} {family} #2", "{given} 2", "Dr. {given} {family}", "Dr {given} {family}", "Prof. Dr. {given} {family}",
    "Mr. {given} {family}", "Ms {given} {family}", "Mrs. {family}", "{given} {family}, PhD", "{given} {family} PhD",
    "{given} {family}-Lima", "{given}-Marie {family}", "{given} van der {family}", "{given} de la {family}",
    "van der {family}, {given}", "{given} al-{family}", "{given} Al-{family}", "{given} O'{family}",
    "{given} d’{family}",
    "{given} bint {family}", "{given} {family} y Lima", "{GIVEN} {FAMILY}", "{FAMILY}, {given}", "{GIVEN} {FAMILY} III",
    "{given}  {family}", "{given} {family} (she/her)", "{given} {family} (they/them)", "Seeker 12", "Mentor 3",
    "Seeker12", "Participant #7", "Tester-4", "seeker 12", "{given_small} {family_small}",
    "{given_small}.{family_small}", "{given_small}_{family_small}",
)  # fmt: skip
GIVEN = sorted(
    {given for names in NAME_LISTS.values() for given in names.given if given.casefold() not in MONTHS}
)
"""“May 2” is a day: the one shape of a name that stays where a month is also somebody’s."""
FAMILIES = sorted(
    {
        family
        for names in NAME_LISTS.values()
        for family in names.family
        if len(family) > 2 and family[0] != "I"
    }
)
"""“With Ali I led a launch”: a bare I after a name is whoever writes."""
SENTENCES = (
    "{name} negotiated supplier contracts for ten years",
    "I asked {name} for advice on pricing",
    "Everything I know about budgets I learned from {name}.",
    "{name}'s advice was to wait",
    "{name}’s team, and what it taught us",
    "With {name}, I led a launch; {name} planned it.",
    "We shipped on time. {name} had warned us. Then came the audit",
    "Thanks to {name} and to patience",
    "Thanks to patience and {name}! More of it",
    "My mentor ({name}) read every draft",
    "“{name} listens”, they say",
    "Mentored by {name}: pricing, hiring, budgets",
    "Led sales; {name} led support; together we grew",
    "Took over from {name} and three others",
    "{name}, who ran the plant, showed me the line",
    "{name}",
    "Ask {name}? Always.",
    "An idea of {name}, worked out by a {name}-led team",
    "Wrote with {name} — twice — a handbook",
    "Opened our Kenya office with {name} in 2015",
    "In May {name} and I studied at Oxford",
    "12 people, {name} among them, 3 sites",
    "Spoke after {name}\nThen built the budget of a hospital",
    "She told {name} that she would wait",
    "With {name} I built a plant. We sold it",
)


@st.composite
def names(draw: st.DrawFn) -> str:
    one, other = draw(st.sampled_from(GIVEN)), draw(st.sampled_from(FAMILIES))
    return draw(st.sampled_from(SHAPES)).format(
        given=one, family=other, GIVEN=one.upper(), FAMILY=other.upper(),
        given_small=one.lower(), family_small=other.lower(),
    )  # fmt: skip


def neutral(sentence: str, name: str, *others: str) -> str:
    return Stripper([name, *others]).strip(sentence.format(name=name), own_name=name)


@pytest.mark.parametrize("shape", SHAPES)
def test_no_shape_of_a_name_is_left_in_a_sentence(shape: str) -> None:
    name = shape.format(
        given="Ana", family="Souza", GIVEN="ANA", FAMILY="SOUZA", given_small="ana", family_small="souza"
    )
    assert [neutral(each, name) for each in SENTENCES] == [
        neutral(each, "Ngozi Okafor") for each in SENTENCES
    ]


@given(names(), names(), st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3))
@settings(max_examples=400, deadline=None)
def test_a_text_with_one_name_is_the_text_with_any_other(one: str, other: str, said: list[str]) -> None:
    text = ". ".join(said)
    assert neutral(text, one) == neutral(text, other)


def roster(called: list[str]) -> list[Member]:
    """Seven people; the mentors speak of themselves by their whole names, as HR's texts do."""
    said = "{} negotiated prices with suppliers for ten years", "Asked {}: how to speak on a stage"
    seekers = [
        mentee(f"s{n}", GOALS[n], f"Learn from {called[6]}", name=called[n], level=2) for n in range(4)
    ]
    mentors = [
        mentor(
            f"p{n}", said[n % 2].format(called[4 + n]), EXPERIENCE[n], name=called[4 + n], level=6, capacity=1
        )
        for n in range(3)
    ]
    return [*seekers, *mentors]


def scored(members: list[Member]) -> list[object]:
    """Every score of the pool, and who is matched with whom."""
    pool = pool_of(members)
    scores = [pool.pair(pool.row_of(f"s{n}"), pool.column_of(f"p{m}")) for n in range(4) for m in range(3)]
    return [scores, sorted(pairs_of(pool, solve(pool)))]


PLAIN = ["Ana Lima", "Ngozi Okafor", "Li Wei", "Omar Said", "Greg Bennett", "Priyanka Mehta", "Esi Horvat"]


@given(st.lists(names(), min_size=7, max_size=7, unique_by=lambda name: frozenset(tokens(name))))
@settings(max_examples=60, deadline=None)
def test_no_shape_of_a_name_changes_a_score_or_a_match(called: list[str]) -> None:
    assert scored(roster(called)) == scored(roster(PLAIN))


def test_a_roster_of_seeker_one_to_n_is_scored_as_any_other() -> None:
    numbered = [f"Seeker {n}" for n in range(4)] + [f"Mentor {n}" for n in range(3)]
    assert scored(roster(numbered)) == scored(roster(PLAIN))


@pytest.mark.parametrize("to", ["shapes women", "shapes men", "numbered", "slavic men"])
@pytest.mark.parametrize(
    "shape", ["{given} {family[0]}.", "{family}, {given}", "{given} {family} 2", "Seeker {n}"]
)
def test_the_audits_names_change_no_text_of_a_roster_in_any_shape(to: str, shape: str) -> None:
    called = [
        shape.format(given=name.split()[0], family=name.split()[1], n=n) for n, name in enumerate(PLAIN, 1)
    ]
    swap = swap_names(roster(called), to)
    texts = [_texts(members) for members in (swap.before, swap.after)]
    assert texts[0] == texts[1]


def _texts(members: Sequence[Member]) -> list[list[str]]:
    stripper = Stripper(member.name for member in members)
    return [[each.neutral for each in told_by(member, stripper).texts] for member in members]


@pytest.mark.parametrize(
    ("text", "neutral_text"),
    [
        ("PhD in chemistry, Grade III steel", "PhD in chemistry, Grade III steel"),
        (
            "Will you? I will; hope and grace under pressure",
            "Will you? I will; hope and grace under pressure",
        ),
        ("Opened our Kenya office. Mark the date in May", "Opened our overseas office. Mark the date in May"),
        ("Mentor of 3 people, 12 seekers", "Mentor of 3 people, 12 seekers"),
        ("I met Ana Souza, Bruno Lima and Thomas.", "I met someone, someone and someone"),
        ("A junior of Zoë O'Brien's team", "A junior of someone's team"),
    ],
)
def test_words_that_tell_of_experience_stay_whoever_is_on_the_roster(text: str, neutral_text: str) -> None:
    roster = (
        "Ana Souza, PhD", "Ana Souza III", "Souza, Bruno", "Bruno Lima", "Seeker 12", "Mentor 3", "Thomas James",
        "Will S.", "Grace (Hope) Park", "Zoë O'Brien", "Mark May Jr.", "Kenya Jones 2",
    )  # fmt: skip
    assert Stripper(roster).strip(text) == neutral_text


@given(names())
@settings(max_examples=50, deadline=None)
def test_a_name_that_joins_the_roster_changes_only_texts_that_hold_its_words(name: str) -> None:
    """What `KeptProfiles` rests on: a text with none of these together is read as before."""
    held = written(name).told_by
    words = set().union(*held)
    assert all(one <= words for one in held)
    for text in ("I asked Ana for advice", "Seeker of truth, 2 times", "Jr. developer (Nani)"):
        if not any(one <= set(tokens(text)) for one in held):
            assert Stripper([name]).strip(text) == Stripper([]).strip(text)
