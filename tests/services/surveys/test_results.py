"""What is read of answers: numbers of five and more, and words that were given to the managers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.surveys import SurveyPoint
from copilot.errors import NotAllowed, NotFound
from copilot.services.surveys.figures import PointFigures, QuestionFigures, aggregated, released
from copilot.services.surveys.service import Results
from tests.services.surveys.community import ADMIN, ELSEWHERE, MANAGER, SEEKER, START_OPENS, Home, said

START = SurveyPoint.START
DAY = timedelta(days=1)


@pytest.fixture
def home() -> Home:
    home = Home()
    home.clock.move(DAY)
    return home


def seekers(found: Results) -> PointFigures:
    (figures,) = (each for each in found.points if (each.point, each.side) == (START, "seeker"))
    return figures


def of_seekers(*given_: int) -> tuple[QuestionFigures, ...]:
    """One statement, rated by as many as are named, all of them on the first day."""
    answers = [said(n, f"s{n}", ratings={"safe": rating}) for n, rating in enumerate(given_)]
    (found,) = aggregated(answers, {(START, "seeker"): len(answers)}, START_OPENS + DAY)
    return found.questions


def test_five_of_ten_are_shown_with_their_interval() -> None:
    (safe,) = of_seekers(*[4] * 5, *[2] * 5)
    assert (safe.id, safe.median, safe.agree.told if safe.agree else None) == (
        "safe",
        3.0,
        "about 5 of 10 (50%)",
    )
    low, high = safe.interval or (0, 0)
    assert (low, high) == (pytest.approx(0.2366, abs=1e-4), pytest.approx(0.7634, abs=1e-4))


@pytest.mark.parametrize("agreeing", range(6))
def test_of_five_neither_median_nor_share_is_told(agreeing: int) -> None:
    """Whoever reads that all five, or none, agree knows what each of them said."""
    (safe,) = of_seekers(*[5] * agreeing, *[1] * (5 - agreeing))
    assert (safe.median, safe.agree, safe.interval) == (None, None, None)


def test_nobody_reads_as_few_do_and_everybody_as_nearly_everybody() -> None:
    def told(agreeing: int) -> str:
        (safe,) = of_seekers(*[5] * agreeing, *[1] * (20 - agreeing))
        assert safe.agree
        assert (safe.agree.count, safe.interval) == (None, None)
        return safe.agree.told

    assert {told(n) for n in range(5)} == {"fewer than 5 of about 20, or none"}
    assert {told(n) for n in range(16, 21)} == {"all of about 20, or all but fewer than 5"}


def test_an_answer_that_is_taken_back_lets_no_other_into_its_place(home: Home) -> None:
    """A manager who takes part would else read the sixth from the figures before and after."""
    for n in range(1, 9):
        home.answered(n, words=f"Words {n}", for_managers=True)
    before = seekers(home.surveys.results(MANAGER, "p1"))
    with home.units.reading() as unit:
        first = released(unit.survey_answers.all(), home.today)[0]
    home.surveys.withdraw(Asker(member=first.member), first.relationship, START)
    found = home.surveys.results(MANAGER, "p1")
    assert (before.counted, seekers(found).counted, found.words) == (5, 0, {})
    assert before.response != seekers(found).response, "asked, and not answered"


def test_who_answers_anew_keeps_her_place_and_her_group_waits_for_the_day(home: Home) -> None:
    for n in range(1, 9):
        home.answered(n)
    with home.units.reading() as unit:
        group = released(unit.survey_answers.all(), home.today)
    asker = Asker(member=group[0].member)
    home.surveys.withdraw(asker, group[0].relationship, START)
    home.surveys.answer(asker, group[0].relationship, START, {"safe": 1})
    assert seekers(home.surveys.results(MANAGER, "p1")).counted == 0
    home.clock.move(DAY)
    with home.units.reading() as unit:
        again = released(unit.survey_answers.all(), home.today)
    assert [each.id for each in again] == [each.id for each in group]
    assert (again[0].first_on, again[0].on) == (START_OPENS, START_OPENS + DAY)


def test_four_are_not_shown_and_a_sentence_says_so(home: Home) -> None:
    for n in range(1, 5):
        home.answered(n)
    figures = seekers(home.surveys.results(MANAGER, "p1"))
    assert (figures.counted, figures.questions) == (0, ())
    assert "Fewer than 5" in figures.remark


def test_a_sixth_answer_changes_no_figure_and_neither_does_one_of_today(home: Home) -> None:
    for n in range(1, 6):
        home.answered(n, rating=5)
    before = seekers(home.surveys.results(MANAGER, "p1")).questions
    home.answered(6, rating=1)
    assert seekers(home.surveys.results(MANAGER, "p1")).questions == before
    home.clock.move(-DAY)
    assert seekers(home.surveys.results(MANAGER, "p1")).questions == ()


def test_the_other_side_is_never_added(home: Home) -> None:
    for n in range(1, 6):
        home.answered(n)
    for n in range(1, 5):
        home.answered(n, side="partner", rating=1)
    found = home.surveys.results(MANAGER, "p1")
    assert [(each.side, each.counted) for each in found.points] == [("seeker", 5), ("partner", 0)]


def test_words_are_for_managers_where_she_said_so_and_never_with_a_name(home: Home) -> None:
    for n in range(1, 6):
        home.answered(n, words=f"Words {n}", for_managers=n != 3)
    found = home.surveys.results(MANAGER, "p1")
    assert sorted(found.words[START]) == ["Words 1", "Words 2", "Words 4", "Words 5"]
    assert "s1" not in found.model_dump_json()
    for other in (ADMIN, OPERATOR):
        assert home.surveys.results(other, "p1").words == {}
        assert "Words" not in home.surveys.results(other, "p1").model_dump_json()


def test_words_for_herself_alone_take_the_place_of_those_for_managers(home: Home) -> None:
    for n in range(1, 6):
        who = Asker(member=f"s{n}")
        home.surveys.answer(who, f"r{n}", START, {"safe": 4}, words=f"Words {n}", for_managers=True)
    home.clock.move(DAY)
    assert len(home.surveys.results(MANAGER, "p1").words[START]) == 5
    home.surveys.answer(Asker(member="s1"), "r1", START, {"safe": 4}, words="For me alone.")
    home.clock.move(DAY)
    found = home.surveys.results(MANAGER, "p1")
    assert sorted(found.words[START]) == ["Words 2", "Words 3", "Words 4", "Words 5"]
    assert "alone" not in found.model_dump_json()


def test_words_wait_until_five_have_answered(home: Home) -> None:
    for n in range(1, 5):
        home.answered(n, words=f"Words {n}", for_managers=True)
    assert home.surveys.results(MANAGER, "p1").words == {}
    home.answered(1, side="partner", words="Of the other side", for_managers=True)
    assert len(home.surveys.results(MANAGER, "p1").words[START]) == 5


def test_an_admin_who_manages_it_reads_as_its_manager(home: Home) -> None:
    for n in range(1, 6):
        home.answered(n, words="Thanks", for_managers=True)
    both = Asker(member="m9", roles=ADMIN.roles, manages=frozenset({"p1"}))
    assert home.surveys.results(both, "p1").words[START] == ("Thanks",) * 5


def test_who_manages_another_programme_or_none_reads_nothing(home: Home) -> None:
    for asker in (ELSEWHERE, SEEKER, Asker()):
        with pytest.raises(NotAllowed):
            home.surveys.results(asker, "p1")
    with pytest.raises(NotFound):
        home.surveys.results(ADMIN, "p9")


def test_a_programme_in_which_nobody_was_asked_has_no_figures(home: Home) -> None:
    assert home.surveys.results(ELSEWHERE, "p2").points == ()
    assert home.surveys.results(ADMIN, "").points == ()
    assert aggregated([], {}, home.today) == ()


ratings = st.lists(st.dictionaries(st.sampled_from(("safe", "my-say")), st.integers(1, 5)), max_size=30)


@given(given_=ratings, unasked=st.integers(0, 9))
def test_no_figure_rests_on_fewer_than_five_and_no_hidden_few_can_be_counted(
    given_: list[dict[str, int]], unasked: int
) -> None:
    answers = [said(n, f"s{n}", ratings=each) for n, each in enumerate(given_)]
    asked = {(START, "seeker"): len(answers) + unasked}
    for figures in aggregated(answers, asked, START_OPENS + DAY):  # type: ignore[arg-type] # sides as words
        assert figures.counted % 5 == 0
        assert figures.counted or not figures.questions
        for each in figures.questions:
            rated = sum(each.id in answer.ratings for answer in released(answers, START_OPENS + DAY))
            assert (each.median is None) == (each.agree is None) == (rated < 10)
            if each.agree and each.agree.count is not None:
                assert not 0 < each.agree.count < 5
                assert not 0 < each.agree.of - each.agree.count < 5
                assert each.agree.rounded
                assert each.interval is not None


@given(back=st.sets(st.integers(0, 22)), later=st.integers(0, 7))
def test_groups_of_five_are_fixed_whoever_takes_hers_back_and_whoever_comes_later(
    back: set[int], later: int
) -> None:
    answers = [said(n, f"s{n}", on=START_OPENS + (n % 3) * DAY) for n in range(23)]
    after = START_OPENS + 9 * DAY
    before = [each.id for each in released(answers, after)]
    now = [each.changed(withdrawn=n in back) for n, each in enumerate(answers)]
    more = [said(n, f"s{n}", on=START_OPENS + 5 * DAY) for n in range(23, 23 + later)]
    kept = [each.id for each in released([*now, *more], after)]
    groups = [before[n : n + 5] for n in range(0, 20, 5)]
    gone = {each.id for each in now if each.withdrawn}
    whole = [one for group in groups if not gone & set(group) for one in group]
    assert kept[: len(whole)] == whole
    assert not set(kept[len(whole) :]) & set(before)


@given(st.permutations(range(11)))
def test_the_order_of_the_answers_changes_nothing(order: list[int]) -> None:
    answers = [said(n, f"s{n}", ratings={"safe": 1 + n % 5}) for n in range(11)]
    asked = {(START, "seeker"): 11}
    shuffled = [answers[n] for n in order]
    assert aggregated(shuffled, asked, START_OPENS + DAY) == aggregated(answers, asked, START_OPENS + DAY)  # type: ignore[arg-type] # as above
