from collections import Counter

from evals.suites.questions import BY_WORDS, EACH_ALONE, adjusted_rand, pair_f1, score, solved
from evals.tasks import Case, read_cases
from tests.fakes import WordEncoder

CASES = read_cases("questions.jsonl", given="questions")


def test_ten_events_have_questions_of_every_sort_and_half_of_them_are_held_out() -> None:
    assert sum(case.expected["held_out"] for case in CASES) * 2 == len(CASES) >= 8
    for case in CASES:
        sizes = Counter(each["group"] for each in case.input).values()
        assert 12 <= len(case.input) <= 21, case.id
        assert max(sizes) >= 3, case.id
        assert min(sizes) == 1, case.id
        assert len({each["text"] for each in case.input}) == len(case.input)


def test_the_figures_are_those_of_the_books() -> None:
    gold = ["a", "a", "b", "b"]
    assert pair_f1(gold, [1, 1, 2, 2]) == adjusted_rand(gold, [1, 1, 2, 2]) == 1
    assert pair_f1(gold, [1, 2, 3, 4]) == 0
    assert pair_f1(gold, [1, 1, 1, 1]) == 2 * 2 / (2 + 6)
    assert abs(adjusted_rand(gold, [1, 1, 1, 1])) < 1e-12


def test_every_way_groups_each_question_once_and_gets_figures_of_its_own() -> None:
    case = CASES[0]
    groups = solved(case, WordEncoder())
    for found in groups.values():
        assert sorted(n for group in found for n in group) == list(range(len(case.input)))
    numbers = score(case, groups)
    assert numbers[f"ARI, {EACH_ALONE}"] == 0
    assert {"pair F1", "ARI", "pair F1 above words"} <= set(numbers)


def test_what_is_held_out_is_also_counted_apart() -> None:
    texts = [{"text": "Why is it so?", "group": "a"}, {"text": "Why is that so?", "group": "a"}]
    case = Case("c", texts, {"held_out": True, "title": "Ask"}, "a reason", "topic")
    numbers = score(case, {"": [[0, 1]], BY_WORDS: [[0], [1]], EACH_ALONE: [[0], [1]]})
    assert numbers["ARI, held out"] == numbers["ARI"] == 1
    assert numbers["pair F1 above words, held out"] == 1
