import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.services.matching.solving.circles import LEAST, MOST, form_circles, lines_of


def around(centres, each, spread=0.3, seed=0):
    chance = np.random.default_rng(seed)
    points = chance.standard_normal((centres, 24))
    vectors = np.repeat(points, each, axis=0) + spread * chance.standard_normal((centres * each, 24))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def test_people_with_one_theme_sit_together():
    grouping = form_circles(around(3, 6), [""] * 18, [])
    assert sorted(sorted(circle.members) for circle in grouping.circles) == [
        list(range(6)),
        list(range(6, 12)),
        list(range(12, 18)),
    ]
    assert grouping.alone == ()
    assert grouping.gap == 0


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 40), st.integers(0, 1000), st.integers(2, 9))
def test_a_circle_has_four_to_eight_members_and_at_most_one_of_a_reporting_line(members, seed, team):
    chance = np.random.default_rng(seed)
    vectors = chance.standard_normal((members, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    names = [f"m{n}" for n in range(members)]
    managers = {name: f"m{n // team}" if n else "" for n, name in enumerate(names)}
    lines = lines_of(names, managers)
    grouping = form_circles(vectors, [f"f{n % 3}" for n in range(members)], lines)
    seated = [member for circle in grouping.circles for member in circle.members]
    assert sorted([*seated, *grouping.alone]) == list(range(members))
    for circle in grouping.circles:
        assert LEAST <= len(circle.members) <= MOST
        assert all(len(line & set(circle.members)) <= 1 for line in lines)


def test_functions_are_spread_where_themes_allow_it():
    vectors = around(1, 16, spread=0.05)
    functions = ["sales"] * 8 + [f"other {n}" for n in range(8)]
    grouping = form_circles(vectors, functions, [])
    assert max(sum(functions[n] == "sales" for n in circle.members) for circle in grouping.circles) <= 4


def test_line_managers_reports_of_one_manager_and_those_far_above_are_lines():
    managers = {"chief": "", "head": "chief", "a": "head", "b": "head", "elsewhere": ""}
    lines = lines_of(["chief", "head", "a", "b", "elsewhere"], managers)
    assert frozenset({1, 2, 3}) in lines, "a manager and her reports"
    assert frozenset({0, 2}) in lines, "somebody and her manager's manager"
    assert not any(4 in line for line in lines)


def test_a_loop_of_managers_is_one_line():
    assert lines_of(["a", "b"], {"a": "b", "b": "a"}) == [frozenset({0, 1})]


def test_the_same_members_form_the_same_circles_every_time():
    vectors = around(20, 7, spread=0.8)
    once, again = (form_circles(vectors, ["x", "y"] * 70, []) for _ in range(2))
    assert once == again


def test_who_said_nothing_and_too_few_members_are_left_alone():
    vectors = around(1, 5)
    vectors[4] = 0
    assert form_circles(vectors, [""] * 5, []).alone == (4,)
    assert form_circles(vectors[:3], [""] * 3, []).alone == (0, 1, 2)
