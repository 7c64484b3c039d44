from datetime import date

import numpy as np
import pytest

from copilot.domain.matches import MatchRole
from copilot.domain.members import Profile
from copilot.services.matching.neutral.stripping import Stripper
from copilot.services.matching.scores.evidence import LONGEST_PIECE, quotation, told_by
from copilot.services.matching.scores.hours import hours_in_common
from copilot.services.matching.scores.kinds import levels_table
from copilot.services.matching.scores.pooling import USUAL_OFFERS, Ragged, need_meets_offer
from copilot.services.matching.scores.weights import PARTS, MatchingWeights, PartWeights
from copilot.services.matching.scores.wishes import Crowd, read_wishes
from tests.services.matching.community import EXPERIENCE, GOALS, mentee, mentor, pool_of


def _units(rng: np.random.Generator, many: int) -> np.ndarray:
    vectors = rng.normal(size=(many, 8)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_pooling_is_what_the_formula_says_and_nobody_with_texts_is_lost() -> None:
    rng = np.random.default_rng(3)
    needs = [_units(rng, many) for many in (2, 0, 3)]
    offers = [_units(rng, many) for many in (4, 1, 0, 2)]
    ragged = [
        Ragged.of(
            np.split(np.arange(sum(map(len, side))), np.cumsum([len(each) for each in side])[:-1]),
            np.concatenate(side),
        )
        for side in (needs, offers)
    ]
    pooled = need_meets_offer(*ragged)
    for i, need in enumerate(needs):
        for j, offer in enumerate(offers):
            if len(need) and len(offer):
                silent = np.zeros((len(need), max(0, USUAL_OFFERS - len(offer))))
                cosines = np.hstack([need @ offer.T, silent])
                expected = np.mean(np.log(np.mean(np.exp(10 * cosines), axis=1)) / 10)
                assert pooled[i, j] == pytest.approx(expected, abs=1e-5)
            else:
                assert np.isnan(pooled[i, j])


def test_a_lone_text_does_not_beat_a_rich_profile() -> None:
    rich = mentor("rich", EXPERIENCE[0], *EXPERIENCE[2:], "Learned to negotiate")
    pool = pool_of([mentee("e", GOALS[0]), mentor("thin", EXPERIENCE[0]), rich])
    scores = {told.member.id: pool.pair(0, n)[1]["need_offer"] for n, told in enumerate(pool.partners)}
    assert scores["rich"] > scores["thin"]


def test_several_good_offers_beat_a_single_one() -> None:
    pool = pool_of(
        [
            mentee("e", GOALS[0]),
            mentor("one", EXPERIENCE[0], "Cooks well"),
            mentor("two", EXPERIENCE[0], EXPERIENCE[0]),
        ]
    )
    scores = {told.member.id: pool.pair(0, n)[1]["need_offer"] for n, told in enumerate(pool.partners)}
    assert scores["two"] > scores["one"]


@pytest.mark.parametrize(
    ("one", "other", "on", "hours"),
    [
        ("Europe/Lisbon", "Europe/Berlin", date(2026, 3, 2), 7),
        ("Europe/Lisbon", "America/New_York", date(2026, 3, 2), 3),
        ("Europe/Lisbon", "America/New_York", date(2026, 3, 16), 4),
        ("Europe/Lisbon", "Asia/Tokyo", date(2026, 3, 2), 0),
        ("Asia/Kolkata", "Europe/London", date(2026, 1, 5), 2.5),
        ("Pacific/Auckland", "America/Los_Angeles", date(2026, 1, 5), 5),
    ],
)
def test_hours_know_daylight_saving_and_the_date_line(one: str, other: str, on: date, hours: float) -> None:
    assert hours_in_common([one], [other], on)[0, 0] == hours
    assert hours_in_common([other], [one], on)[0, 0] == hours


def test_an_unknown_time_zone_is_unknown_and_not_zero() -> None:
    assert np.isnan(hours_in_common(["", "Europe/Lisbon"], [""], date(2026, 3, 2))).all()


@pytest.mark.parametrize(
    ("wish", "met"),
    [
        ("Someone from another function", True),
        ("somebody outside my own department", True),
        ("same function as me", False),
        ("Another culture than mine", True),
        ("at least two levels above me", True),
        ("Someone more senior", True),
        ("speaks Portuguese", True),
        ("Speaks Hausa", False),
        ("another language than mine", True),
        ("my first language", False),
    ],
)
def test_wishes_are_read(wish: str, met: bool) -> None:
    wisher = Profile(
        function="Sales", location="Porto, Portugal", level=3, languages=("Polish",), wishes=(wish,)
    )
    other = Profile(function="Law", location="Nairobi, Kenya", level=6, languages=("English", "Portuguese"))
    (read,) = read_wishes(wisher)
    assert read.judge is not None
    assert read.judge(wisher, Crowd([other]))[0] == float(met)
    assert np.isnan(read.judge(wisher, Crowd([Profile()]))[0])


@pytest.mark.parametrize(
    ("wish", "met"),
    [
        ("Nobody from my own department please", True),
        ("not somebody from the same function", True),
        ("I don't want another function", False),
        ("Anyone but my own department", True),
        ("I don't mind early calls, but same function as me", False),
        ("nobody from my own country", True),
    ],
)
def test_a_wish_that_says_not_is_read_the_other_way_round(wish: str, met: bool) -> None:
    wisher = Profile(function="Sales", location="Porto, Portugal", wishes=(wish,))
    other = Profile(function="Law", location="Nairobi, Kenya")
    (read,) = read_wishes(wisher)
    assert read.judge is not None
    assert read.judge(wisher, Crowd([other]))[0] == float(met)


@pytest.mark.parametrize(
    "wish",
    [
        "Someone who speaks plainly",
        "speaks both business and engineering",
        "It doesn't have to be another function",
        "not more senior than me",
        "does not speak German",
    ],
)
def test_what_no_field_can_tell_is_not_judged_by_one(wish: str) -> None:
    (read,) = read_wishes(Profile(function="Sales", level=3, languages=("Polish",), wishes=(wish,)))
    assert read.judge is None


@pytest.mark.parametrize("wish", ["another language than mine", "the same language as me"])
def test_a_wish_about_her_own_language_says_nothing_where_she_states_none(wish: str) -> None:
    (read,) = read_wishes(Profile(wishes=(wish,)))
    assert read.judge is not None
    assert np.isnan(read.judge(Profile(), Crowd([Profile(languages=("English",))]))[0])


def test_a_wish_in_other_words_is_compared_by_meaning() -> None:
    seeker = mentee("e", GOALS[0], wishes=("somebody who ran a bakery",))
    pool = pool_of(
        [
            seeker,
            mentor("baker", EXPERIENCE[0], "Ran a bakery"),
            mentor("other", EXPERIENCE[0], "Flew planes"),
        ]
    )
    wishes = {told.member.id: pool.pair(0, n)[1]["wishes"] for n, told in enumerate(pool.partners)}
    assert wishes["baker"] > wishes["other"]


def test_unknown_parts_weigh_nothing_and_a_profile_without_needs_has_no_score() -> None:
    pool = pool_of([mentee("e", GOALS[0]), mentor("m", EXPERIENCE[0])])
    score, parts = pool.pair(0, 0)
    assert set(parts) == {"need_offer", "lexical"}
    weights = pool.affinity.part_weights
    expected = sum(weights.of(part) * value for part, value in parts.items()) / sum(map(weights.of, parts))
    assert score == pytest.approx(expected, abs=1e-3)
    assert pool_of([mentee("e", level=2), mentor("m", EXPERIENCE[0], level=4)]).pair(0, 0)[0] == 0


def test_every_part_lies_between_0_and_1() -> None:
    told = {
        "level": 3,
        "time_zone": "Europe/Lisbon",
        "working_style": "calls",
        "function": "Law",
        "wishes": ("more senior",),
    }
    pool = pool_of([mentee("e", *GOALS, **told), mentor("m", *EXPERIENCE, **told | {"level": 9})])
    _, parts = pool.pair(0, 0)
    assert set(parts) == set(PARTS) - {"areas"}, "these need the catalogue: test_areas.py"
    assert all(0 <= value <= 1 for value in parts.values())


def test_the_rough_comparison_ranks_the_obvious_first() -> None:
    pool = pool_of([mentee("e", GOALS[2]), *(mentor(f"m{n}", text) for n, text in enumerate(EXPERIENCE))])
    rough = pool.affinity.scores(pool.affinity.parts(*pool.affinity.everyone, roughly=True))
    assert pool.partners[int(rough[0].argmax())].member.id == "m2"


def test_a_mentor_two_or_three_levels_ahead_fits_best() -> None:
    levels = [Profile(level=level) for level in range(1, 11)]
    fit = levels_table([Profile(level=3)], levels, MatchRole.MENTOR).of(np.array([0]), np.arange(10))[0]
    assert fit[4] == fit[5] == 1
    assert fit[3] < 1
    assert fit[9] < fit[6] < 1


def test_interests_are_needs_only_where_no_goal_is_stated() -> None:
    stripper = Stripper([])
    told = told_by(mentee("e", interests=("Sailing",), headline="Clerk"), stripper)
    assert [each.field for each in told.needs] == ["interests[0]"]
    assert [each.field for each in told_by(mentee("e", "Lead"), stripper).needs] == ["goals[0]"]


def test_a_long_text_is_encoded_in_pieces_that_are_quoted_word_for_word() -> None:
    text = " ".join(f"Sentence number {n} tells of suppliers." for n in range(200))
    told = told_by(mentor("m", text), Stripper([]))
    assert len(told.offers) > 5
    assert all(len(each.original) <= LONGEST_PIECE and each.original in text for each in told.offers)
    assert quotation(told.offers[3].original) in text


def test_weights_that_weigh_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one part"):
        PartWeights(**dict.fromkeys(PARTS, 0))


def test_without_a_catalogue_of_areas_needs_and_offers_weigh_for_both() -> None:
    weights, pool = MatchingWeights().mentor, pool_of([mentee("e", GOALS[0]), mentor("m", EXPERIENCE[0])])
    assert pool.affinity.part_weights.need_offer == pytest.approx(weights.need_offer + weights.areas)
    assert pool.affinity.part_weights.areas == 0
