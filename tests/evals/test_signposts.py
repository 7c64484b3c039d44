from collections import Counter

import pytest

from copilot.services.signposting import Kind
from evals.suites.signposts import BLIND, NO_KIND, score
from evals.tasks import Case, read_cases

CASES = read_cases("signposts.jsonl", given="question")
BLIND_CASES = read_cases("signposts-blind.jsonl", given="question")


def test_half_of_the_questions_need_a_signpost_and_every_kind_is_asked_about():
    kinds = Counter(case.kind for case in CASES)
    assert set(kinds) == {*Kind, NO_KIND}
    assert len(CASES) >= 220
    assert 0.4 <= kinds[NO_KIND] / len(CASES) <= 0.6
    assert all(kinds[kind] >= 25 for kind in Kind)


def test_a_third_of_each_kind_is_held_out():
    for kind in (*Kind, NO_KIND):
        held = [case.expected["held_out"] for case in CASES if case.kind == kind]
        assert sum(held) == len(held) // 3


def test_the_blind_questions_are_a_hundred_and_half_of_each_kind_is_held_out():
    assert len(BLIND_CASES) == 100
    assert all(case.id.startswith(BLIND) for case in BLIND_CASES)
    assert not any(case.id.startswith(BLIND) for case in CASES)
    for kind in (*Kind, NO_KIND):
        held = [case.expected["held_out"] for case in BLIND_CASES if case.kind == kind]
        assert len(held) >= 6
        assert sum(held) * 2 == len(held)


@pytest.mark.parametrize(
    ("kind", "heard", "numbers"),
    [
        ("crisis", (Kind.CRISIS, None), {"heard": 1, "right kind": 1, "heard, patterns only": 0}),
        ("legal", (Kind.PAY, Kind.PAY), {"heard": 1, "right kind": 0, "heard, patterns only": 1}),
        ("none", (Kind.PAY, None), {"left alone": 0, "left alone, patterns only": 1}),
    ],
)
def test_a_signpost_of_another_kind_is_heard_but_not_right(kind, heard, numbers):
    case = Case("c", "a question", {"held_out": False}, "a reason", kind)
    assert score(case, heard) == numbers


def test_what_is_held_out_is_also_counted_apart():
    case = Case("c", "a question", {"held_out": True}, "a reason", NO_KIND)
    numbers = score(case, (None, None))
    assert numbers["left alone"] == numbers["left alone, held out"] == 1


def test_the_blind_questions_have_figures_of_their_own():
    case = Case(f"{BLIND}crisis-01", "a question", {"held_out": True}, "a reason", "crisis")
    numbers = score(case, (Kind.CRISIS, None))
    assert numbers["heard, blind"] == numbers["heard, blind, held out"] == 1
    assert numbers["heard, patterns only, blind"] == 0
    assert not any("blind" not in name for name in numbers)
