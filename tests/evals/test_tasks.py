import pytest

from copilot.errors import BadInput, NotFound
from evals.tasks import parse_cases, read_cases

GOOD = '{"id": "a", "kind": "k", "why": "w", "question": "q?", "points": [1]}'


def test_a_line_becomes_a_case():
    (case,) = parse_cases(GOOD + "\n\n", "cases.jsonl", given="question")
    assert (case.id, case.kind, case.why, case.input) == ("a", "k", "w", "q?")
    assert case.expected == {"points": [1]}


def test_letters_that_split_lines_elsewhere_do_not_split_a_case():
    (case,) = parse_cases(GOOD.replace("q?", "one\u2028two\x85three"), "cases.jsonl", given="question")
    assert case.input == "one\u2028two\x85three"


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{not json", "no JSON"),
        ("[1, 2]", "no JSON object"),
        ('{"id": "b", "kind": "k", "question": "q"}', "lacks why"),
        ('{"id": "b", "kind": "k", "why": "  ", "question": "q"}', "lacks why"),
        ('{"id": 3, "kind": "k", "why": "w", "question": "q"}', "lacks id"),
        ('{"id": "b", "why": "w"}', "lacks kind and question"),
        (GOOD, "was there before"),
    ],
)
def test_a_broken_line_is_named_with_its_number(line, what):
    with pytest.raises(BadInput) as refused:
        list(parse_cases(f"{GOOD}\n{line}\n", "cases.jsonl", given="question"))
    assert refused.value.place == "cases.jsonl:2"
    assert what in refused.value.message
    assert refused.value.cure


def test_a_file_that_is_not_there_is_named():
    with pytest.raises(NotFound, match=r"nothing\.jsonl"):
        read_cases("nothing.jsonl")
