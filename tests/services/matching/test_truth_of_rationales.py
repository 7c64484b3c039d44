"""What a rationale says of a score, held against scores made anew; what is planted in a profile, looked for in it."""

import re
from collections.abc import Collection, Sequence
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copilot.domain.matches import MatchRole, Rationale
from copilot.domain.members import Member, Role
from copilot.services.matching.areas.vectors import AreaVectors
from copilot.services.matching.reasons.contributions import table_of
from copilot.services.matching.reasons.explaining import Explainer
from copilot.services.matching.reasons.unmatched import explain_unmatched
from copilot.services.matching.scores.evidence import Told
from copilot.services.matching.scores.pooling import Rows
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.solving.pool import Gathering, Pool, solve
from copilot.services.matching.solving.rules import paired_roles
from knowledge.ports import Progress, Vectors
from tests.fakes import WordEncoder
from tests.services.matching.community import DAY, EXPERIENCE, GOALS, mentee, mentor, pool_of

TRADE = "Negotiates prices with suppliers"


class DeafEncoder(WordEncoder):
    """To whom some texts mean nothing."""

    def __init__(self, deaf_to: Collection[str]) -> None:
        super().__init__()
        self.deaf_to = deaf_to

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        vectors = super().encode(texts, progress)
        vectors[[n for n, text in enumerate(texts) if text in self.deaf_to]] = 0
        return vectors


def some_areas() -> AreaVectors:
    """Three directions, of which a text shows a little each."""
    chance = np.random.default_rng(7)
    needs, crafts = (
        chance.normal(size=(3, WordEncoder.dimensions)).astype(np.float32) / 16 for _ in range(2)
    )
    scene = chance.normal(size=WordEncoder.dimensions).astype(np.float32) / 16
    return AreaVectors(("one", "two", "three"), needs, crafts, scene)


def deaf_pool(members: Sequence[Member], role: MatchRole, deaf_to: Collection[str] = ()) -> Pool:
    seeking, sought = paired_roles(role)
    return Gathering(DeafEncoder(deaf_to), MatchingWeights(), DAY, areas=some_areas).pool(
        [each for each in members if each.roles & seeking],
        [each for each in members if each.roles & sought],
        role,
        roster=members,
    )


def explained(
    members: Sequence[Member], role: MatchRole = MatchRole.MENTOR
) -> tuple[Pool, int, int, Rationale]:
    pool = deaf_pool(members, role)
    row, column = pool.row_of("e"), pool.column_of("m")
    return pool, row, column, Explainer(pool, WordEncoder()).rationale(row, column)


@st.composite
def pairs(draw: st.DrawFn) -> list[Member]:
    def fields() -> dict[str, object]:
        return {
            "level": draw(st.sampled_from([None, 3, 5])),
            "time_zone": draw(st.sampled_from(["", "Europe/Lisbon", "Asia/Tokyo", "Asia/Dubai"])),
            "working_style": draw(st.sampled_from(["", "short calls", "long walks and short calls"])),
            "function": draw(st.sampled_from(["", "Law", "Sales"])),
            "wishes": tuple(
                draw(st.sets(st.sampled_from(["another function", "two levels ahead", "short calls"])))
            ),
        }

    texts = st.lists(st.sampled_from(EXPERIENCE + GOALS), min_size=1, max_size=8, unique=True)
    everything = {Role.MENTEE, Role.MENTOR, Role.PEER}
    goals, headline = draw(texts), ""
    if draw(st.booleans()):
        goals, headline = [], goals[0]
    return [
        mentee("e", *goals, headline=headline, experience=tuple(draw(texts)), **fields()).changed(
            roles=everything
        ),
        mentor("m", *draw(texts), goals=tuple(draw(texts)), **fields()).changed(roles=everything),
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pairs(), st.sampled_from([MatchRole.MENTOR, MatchRole.PEER]))
def test_the_weight_of_an_answer_is_what_the_score_loses_when_the_offers_mean_nothing(
    members: list[Member], role: MatchRole
) -> None:
    pool, row, column, rationale = explained(members, role)
    before, parts = pool.pair(row, column)[0], pool.affinity.parts(_at(row), _at(column))
    quotes = {each.n: each for each in rationale.citations}
    for claim in [each for each in rationale.for_ if " brings “" in each.claim]:
        giver = pool.seekers[row] if claim.claim.startswith("The first peer") else pool.partners[column]
        cited = {quotes[n].quote for n in claim.evidence if quotes[n].member == giver.member.id}
        silent = {each.neutral for each in giver.offers if each.original in cited}
        if any(
            each.neutral in silent
            for told in (pool.seekers[row], pool.partners[column])
            for each in told.needs
        ):
            continue  # the encoder would be deaf to the need as well
        if any(each.neutral in silent for each in _other(pool, row, column, giver).offers):
            continue
        again = deaf_pool(members, role, silent)
        row, column = again.row_of("e"), again.column_of("m")
        deaf = again.affinity.parts(_at(row), _at(column))
        after = again.affinity.scores({**parts, "need_offer": deaf["need_offer"], "areas": deaf["areas"]})
        assert claim.weight == pytest.approx(before - float(after[0, 0]), abs=0.0015)


def _other(pool: Pool, row: int, column: int, told: Told) -> Told:
    return pool.partners[column] if told is pool.seekers[row] else pool.seekers[row]


def _at(n: int) -> Rows:
    return np.array([n])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pairs())
def test_the_weight_of_a_part_is_what_the_score_loses_if_it_counts_nothing(members: list[Member]) -> None:
    pool, row, column, rationale = explained(members)
    score, parts = pool.pair(row, column)
    whole = pool.affinity.parts(_at(row), _at(column))
    telling = {
        "Both speak of": "lexical",
        "Their working days": "hours",
        "The two describe": "style",
        "level": "level_fit",
    }
    for claim in rationale.for_:
        part = next((part for words, part in telling.items() if words in claim.claim), "")
        if not part or "“" in claim.claim:
            continue
        without = pool.affinity.scores({**whole, part: whole[part] * 0})
        assert claim.weight == pytest.approx(score - float(without[0, 0]), abs=0.0015)
    met = [claim for claim in rationale.for_ if claim.claim.endswith("is met.")]
    wishes = pool.affinity.scores({**whole, "wishes": whole["wishes"] * 0})
    assert sum(claim.weight or 0 for claim in met) <= score - float(wishes[0, 0]) + 0.003
    assert set(parts) >= {"need_offer", "lexical"}


def test_every_part_has_its_drop_whatever_parts_there_are() -> None:
    pool, row, column, _ = explained([mentee("e", GOALS[0], level=2), mentor("m", EXPERIENCE[0], level=4)])
    table = table_of(pool, row, column)
    assert table.drops.keys() == table.parts.keys()
    assert all(drop >= 0 for drop in table.drops.values())


OLD, FRESH = datetime(2024, 5, 17, tzinfo=UTC), datetime(2025, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seeker", "partner", "words"),
    [
        (
            {"time_zone": "Europe/Lisbon"},
            {"time_zone": "Pacific/Auckland"},
            "Their working days do not overlap.",
        ),
        (
            {"wishes": ("another function",), "function": "Law"},
            {"function": "Law"},
            "wish “another function” is not met",
        ),
        ({}, {"wishes": ("another country",), "location": "Oslo, Norway"}, ""),
        ({"updated": OLD}, {}, "The mentee's profile was last changed in May 2024."),
        ({}, {"updated": OLD}, "The mentor's profile was last changed in May 2024."),
        (
            {"goals": (GOALS[0], "Breed bees")},
            {},
            "Nothing in the mentor's profile speaks to the goal “Breed bees”.",
        ),
        ({"level": 1}, {"level": 10}, "Nine levels lie between the two."),
        (
            {"goals": (), "interests": (GOALS[0],)},
            {},
            "The mentee has stated no goals; the interests were read instead.",
        ),
        (
            {"goals": ("tbd",), "interests": (GOALS[0],)},
            {},
            "The mentee has stated no goals; the interests were read",
        ),
        (
            {"goals": ("n/a",), "headline": "Buys and negotiates"},
            {},
            "The mentee has named no goal; this rests on the headline only, which counts for less.",
        ),
        (
            {},
            {"experience": ("none",), "skills": ("Negotiating",)},
            "The mentor's profile tells of no experience.",
        ),
        ({}, {}, "Not known: the mentee's time zone, the mentor's time zone"),
        ({}, {"languages": ("Polish",)}, "the mentee's languages"),
    ],
)
def test_a_planted_weakness_is_named(seeker: dict, partner: dict, words: str) -> None:
    goals = seeker.pop("goals", (GOALS[0],))
    experience = partner.pop("experience", (EXPERIENCE[0],))
    _, _, _, rationale = explained([mentee("e", *goals, **seeker), mentor("m", *experience, **partner)])
    against = [claim.claim for claim in rationale.against]
    assert any(words in claim for claim in against), against


def test_a_profile_of_last_winter_is_not_stale() -> None:
    _, _, _, rationale = explained(
        [mentee("e", GOALS[0], updated=FRESH), mentor("m", EXPERIENCE[0], updated=FRESH)]
    )
    assert not [claim for claim in rationale.against if "last changed" in claim.claim]


def test_numbers_are_no_words_in_common() -> None:
    _, _, _, rationale = explained(
        [
            mentee("e", "Lead eleven people through 2027 and negotiate"),
            mentor("m", "Negotiated for eleven people in 2027"),
        ]
    )
    same = next(claim.claim for claim in rationale.for_ if claim.claim.startswith("Both speak of"))
    assert "people" in same
    assert not re.search(r"eleven|2027", same)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["UTC", "Europe/Lisbon", "Asia/Tokyo", "Pacific/Auckland", "America/Lima"]),
    st.sampled_from(["calls", "long letters", "short calls at dawn"]),
)
def test_a_field_filled_in_leaves_the_score_between_the_bounds_that_were_said(zone: str, style: str) -> None:
    seeker = mentee("e", GOALS[0], time_zone="Europe/Lisbon", working_style="short calls")
    partner = mentor("m", EXPERIENCE[0], level=5)
    _, _, _, rationale = explained([seeker, partner])
    for called, field, value in (
        ("time zone", "time_zone", zone),
        ("way of working", "working_style", style),
    ):
        said = next(each for each in rationale.would_change if f"the mentor's {called}" in each)
        least, most = map(float, re.findall(r"\d\.\d\d", said))
        profile = partner.profile.model_copy(update={field: value})
        pool, row, column, _ = explained([seeker, partner.changed(profile=profile)])
        assert least <= pool.pair(row, column)[0] <= most


@pytest.mark.parametrize(
    "goal",
    ["n/a", "tbd", "-", "none", "idk", "help", "I don't know yet", "xxx", "Learn", "I want to learn more"],
)
def test_a_placeholder_is_no_need_and_the_field_to_fill_is_named(goal: str) -> None:
    pool = pool_of([mentee("e", goal), mentor("m", EXPERIENCE[0])])
    left = explain_unmatched(pool, solve(pool), 0)
    assert not pool.seekers[0].needs
    assert left.reason == "The profile is too thin to match: what stands in goals says nothing to go by."
    assert "goals in the member's own words" in left.cure


def test_one_telling_word_is_enough() -> None:
    told = [
        pool_of([mentee("e", goal), mentor("m", EXPERIENCE[0])]).seekers[0].needs
        for goal in ("Rust", "C", "Öl", "Learn Go")
    ]
    assert all(told)


def test_a_skill_of_an_ordinary_word_is_a_skill() -> None:
    offers = pool_of(
        [mentee("e", GOALS[0]), mentor("m", skills=("Go",)), mentor("n", "tbd", skills=("-",))]
    ).partners
    assert {each.member.id: bool(each.offers) for each in offers} == {"m": True, "n": False}


def test_a_very_good_fit_is_said_only_where_nothing_goes_unanswered() -> None:
    told = {"level": 3, "time_zone": "UTC", "working_style": "calls", "languages": ("English",)}
    partner = mentor("m", TRADE, **told | {"level": 5})
    answered = explained([mentee("e", TRADE, **told), partner])[3]
    unanswered = explained([mentee("e", TRADE, "Zymurgy", **told), partner])[3]
    assert answered.confidence == "very good fit"
    assert unanswered.confidence in {"good fit", "fair fit"}


def test_peers_read_what_each_brings_the_other() -> None:
    both = {Role.PEER}
    one = mentee("e", GOALS[0], experience=("Gave honest feedback to a colleague",)).changed(roles=both)
    other = mentor("m", EXPERIENCE[0], goals=(GOALS[5],)).changed(roles=both)
    claims = [claim.claim for claim in explained([one, other], MatchRole.PEER)[3].for_]
    assert sum("brings “" in claim for claim in claims) == 2


def test_several_that_say_the_same_are_named_though_each_alone_carries_nothing() -> None:
    partner = mentor("m", TRADE, f"{TRADE} abroad", f"{TRADE} in spring")
    claim = explained([mentee("e", TRADE), partner])[3].for_[0]
    assert f"and one more like these, which speaks to the mentee's goal “{TRADE}”" in claim.claim
    assert len(claim.evidence) == 3
    assert claim.weight is not None
    assert claim.weight > 0.1


def test_without_an_answer_to_a_need_no_fit_is_good_and_that_is_said() -> None:
    told = {"level": 3, "time_zone": "UTC", "working_style": "calls", "languages": ("English",)}
    partner = mentor("m", "Zymurgy", **told | {"level": 5})
    rationale = explained([mentee("e", GOALS[0], GOALS[5], **told), partner])[3]
    assert rationale.confidence.split(",")[0] in {"fair fit", "weak fit"}
    said = "Nothing that the mentor tells could be named as an answer to one of the mentee's needs"
    assert any(claim.claim.startswith(said) for claim in rationale.against)


def test_what_is_not_close_makes_no_good_fit_however_high_the_score() -> None:
    told = {"level": 3, "time_zone": "UTC", "working_style": "calls", "languages": ("English",)}
    rationale = explained([mentee("e", GOALS[0], **told), mentor("m", EXPERIENCE[0], **told | {"level": 5})])[
        3
    ]
    assert "not close to the mentee's goal" in rationale.for_[0].claim
    assert rationale.confidence == "fair fit"
