import numpy as np
import pytest

from evals.mentor_match import UNKNOWN, Scored, by_scores, its_authors_rules, matched, places_as_rules

SCORES = np.array([[0.9, 0.8], [0.8, 0.1]], dtype=np.float32)
FREE = np.ones((2, 2), dtype=np.bool_)


def test_it_finds_the_best_assignment_and_skips_what_is_disqualified():
    assert sorted(by_scores(SCORES, FREE)) == [(0, 1), (1, 0)]
    assert (0, 1) not in by_scores(SCORES, np.array([[True, False], [True, True]]))


def test_a_second_round_gives_everybody_a_second_partner():
    assert len(by_scores(SCORES, FREE, rounds=2)) == 4


def test_of_more_mentees_than_mentors_one_round_matches_as_many_as_there_are_mentors():
    three_for_two = Scored([[900, 800], [800, 100], [1, 2]])
    assert sorted(matched([UNKNOWN] * 3, [UNKNOWN] * 2, [three_for_two])) == [(0, 1), (1, 0)]


def test_scores_are_points_in_whole_thousandths():
    assert Scored.of(np.array([[0.1234, 1]], dtype=np.float32)).points == [[123, 1000]]


@pytest.mark.parametrize(("places", "pairs"), [((1, 1), [(0, 1), (1, 0)]), ((2, 0), [(0, 0), (1, 0)])])
def test_places_written_as_rules_hold_over_the_rounds(places, pairs):
    places = np.array(places)
    assert sorted(by_scores(SCORES, FREE & (places > 0), 3, places_as_rules(places))) == pairs


def test_its_authors_rules_look_at_the_profession_and_at_grades_ahead():
    mentees = [{"grade": 1, "profession": "baker"}, {"grade": 1, "profession": "judge"}]
    mentors = [{"grade": 9, "profession": "judge"}, {"grade": 3, "profession": "tailor"}]
    assert sorted(matched(mentees, mentors, its_authors_rules())) == [(0, 1), (1, 0)]
