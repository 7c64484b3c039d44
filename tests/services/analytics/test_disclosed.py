"""No figure gives a few people away: not alone, and not when one is taken from another."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.services.analytics.disclosed import (
    Cell,
    Saying,
    count_of,
    difference_of,
    mean_of,
    quantile_of,
    rate_of,
    share_of,
)
from copilot.services.analytics.told import Figure
from copilot.services.auditing.differences import of_shares

SAID = Saying("k", "Name", "What of what.")
NEAR = range(-2, 3)
"""A number in fives is off by two at most."""


def shown(figure: Figure) -> int:
    assert figure.value is not None
    return int(figure.value)


@given(st.integers(0, 300), st.integers(0, 300))
def test_a_share_is_made_of_fives_or_hidden(count: int, more: int) -> None:
    figure = share_of(SAID, Cell(count, count + more))
    if min(count, more) < 5 or count + more < 10:
        assert figure.hidden
        assert figure.value is None
        assert figure.why
    else:
        assert figure.n is not None
        assert figure.n % 5 == 0
        assert round((figure.value or 0) * figure.n, 1) % 5 == pytest.approx(0, abs=0.1)
        assert 0 <= (figure.low or 0) <= (figure.value or 0) <= (figure.high or 0) <= 1


@given(st.integers(5, 500), st.integers(1, 4))
def test_taking_a_number_from_another_leaves_every_small_number_possible(large: int, hidden: int) -> None:
    """Two programmes and both together, or a period and one a month longer: the attack with one subtraction."""
    one, both = shown(count_of(SAID, large, large)), shown(count_of(SAID, large + hidden, large + hidden))
    possible = {
        small for small in range(1, 5) for off in NEAR for other in NEAR if one + off + small == both + other
    }
    assert possible == {1, 2, 3, 4}


@given(st.lists(st.integers(5, 60), max_size=6), st.integers(0, 4), st.integers(0, 30))
def test_the_whole_less_all_programmes_never_shows_that_there_is_anybody(
    programmes: list[int], hidden: int, outside: int
) -> None:
    """Who is in no programme is printed nowhere, so that a hidden programme may always be empty."""
    whole = sum(programmes) + hidden + outside
    if whole < 5:
        assert count_of(SAID, whole, whole).hidden
        return
    printed = shown(count_of(SAID, whole, whole)) - sum(
        shown(count_of(SAID, each, each)) for each in programmes
    )
    off = 2 * (len(programmes) + 1)
    possible = {small for small in range(5) if printed + off >= small}
    assert 0 in possible
    assert hidden == 0 or len(possible) > 1


@given(st.lists(st.integers(0, 12), min_size=2, max_size=4), st.integers(10, 200))
def test_a_share_by_programme_tells_no_more_than_numbers_in_fives(met: list[int], of: int) -> None:
    """Equal shares of different small counts look alike: a step of one shows as a step of five, or not at all."""
    told = [share_of(SAID, Cell(each, of)).value for each in sorted(met)]
    for before, after in pairwise([each for each in told if each is not None]):
        assert after == before or after - before >= 4.9 / (of + 2)


RATINGS = st.integers(1, 5)
GROUPS = st.lists(st.lists(RATINGS, min_size=5, max_size=5), min_size=2, max_size=3)


@given(GROUPS, st.integers(0, 14), st.data())
def test_means_taken_from_one_another_never_tell_what_one_person_said(
    groups: list[list[int]], whose: int, data: st.DataObject
) -> None:
    """Every run of groups is a period somebody may ask for: hers may be another rating, and all of them the same."""
    hers, place = groups[whose % len(groups)], whose % 5
    others = [n for n in range(5) if hers[n] != hers[place]]
    other = list(hers)
    if others:
        swapped = data.draw(st.sampled_from(others))
        other[place], other[swapped] = hers[swapped], hers[place]
    else:
        other[place] += 1 if hers[place] < 3 else -1
    changed = [other if each is hers else each for each in groups]
    for first in range(len(groups)):
        for last in range(first + 1, len(groups) + 1):
            periods = [mean_of(SAID, each[first:last], 10) for each in (groups, changed)]
            assert periods[0] == periods[1]


@given(GROUPS)
def test_an_interval_holds_its_mean_and_is_never_narrower_than_the_step(groups: list[list[int]]) -> None:
    told = mean_of(SAID, groups, 10)
    assert told.value is not None
    assert told.low is not None
    assert told.high is not None
    assert 1 <= told.low <= told.value <= told.high <= 5
    assert told.high - told.low > 0.19


def test_a_mean_has_students_interval_of_the_groups_figures() -> None:
    """3.2 counts as 3, 3.8 as 4; 2.776 of Student's t with four degrees of freedom."""
    told = mean_of(SAID, [[3, 3, 3, 3, 4], [4, 4, 4, 4, 3]] * 2 + [[3.5] * 5], 25)
    assert (told.value, told.low, told.high) == (3.5, 2.9, 4.1)


def test_nobody_is_not_told_apart_from_few() -> None:
    assert share_of(SAID, Cell(0, 40)) == share_of(SAID, Cell(4, 40))
    assert share_of(SAID, Cell(40, 40)) == share_of(SAID, Cell(36, 40))
    assert count_of(SAID, 0, 0) == count_of(SAID, 4, 4)
    assert share_of(SAID, Cell(0, 0)) == share_of(SAID, Cell(2, 4))


def test_of_an_empty_cohort_nothing_is_divided() -> None:
    assert share_of(SAID, Cell(0, 0)).why == "Nobody to count yet, or fewer than five."
    assert rate_of(SAID, 0, 0.0, 0).value is None
    assert mean_of(SAID, [], 0).value is None
    assert quantile_of(SAID, [], 0.5, 0).value is None
    assert difference_of(SAID, Cell(0, 0), Cell(20, 40)).value is None


def test_many_meetings_of_few_pairs_stay_hidden() -> None:
    assert count_of(SAID, 60, 4).hidden
    assert rate_of(SAID, 60, 20.0, 9).hidden
    assert mean_of(SAID, [[4.0] * 5] * 6, 9).hidden


def test_a_rate_has_the_exact_interval_of_its_source() -> None:
    """Garwood's interval of 10 events is 4.80 to 18.39."""
    told = rate_of(SAID, 10, 10.0, 20)
    assert (told.value, told.low, told.high) == (
        1.0,
        pytest.approx(0.4795, abs=1e-3),
        pytest.approx(1.8390, abs=1e-3),
    )


def test_a_difference_has_newcombes_interval() -> None:
    """The source's first example, 56/70 less 48/80, by method 10; ours is of the numbers in fives."""
    assert of_shares(56, 70, 48, 80) == (pytest.approx(0.0524, abs=1e-4), pytest.approx(0.3339, abs=1e-4))
    told = difference_of(SAID, Cell(56, 70), Cell(48, 80))
    assert (told.low, told.high) == tuple(round(each, 4) for each in of_shares(55, 70, 50, 80))


def test_where_one_group_is_too_small_there_is_no_difference() -> None:
    for told in (
        difference_of(SAID, Cell(5, 9), Cell(20, 40)),
        difference_of(SAID, Cell(20, 40), Cell(4, 9)),
    ):
        assert (told.hidden, told.why) == (True, "One of the two groups is too small to be compared.")


@pytest.mark.parametrize("edge", [Cell(0, 120), Cell(4, 120), Cell(118, 120), Cell(120, 120)])
def test_where_nearly_all_or_nearly_none_are_counted_it_says_so_and_not_that_the_group_is_small(
    edge: Cell,
) -> None:
    for told in (difference_of(SAID, edge, Cell(60, 125)), difference_of(SAID, Cell(60, 125), edge)):
        assert (told.hidden, told.n) == (True, 120)
        assert told.why.startswith("One of the two shares is nearly all or nearly none")


def test_a_figure_says_itself_in_words() -> None:
    assert share_of(SAID, Cell(25, 50)).told == "50% (37% to 63%) of about 50 members"
    assert share_of(SAID, Cell(2, 50)).told == "Fewer than 5 of about 50 members, or none."
    assert count_of(SAID, 52, 40).told == "about 50"
    assert quantile_of(SAID, [14] * 20, 0.5, 12).told == "14 days, from about 10 members"
    assert difference_of(SAID, Cell(20, 40), Cell(10, 40)).told.startswith("+25 points (")
