import pytest

from evals.suites.followups import Both, score
from evals.tasks import Case
from knowledge.words import Found, Passage

WANTED = {"path": "a.md", "section": "Why"}


def found(*sections: str) -> list[Found]:
    return [
        Found(
            score=0.5, passage=Passage(id=one, path="a.md", title="A", section=one, start=0, end=1, text="x")
        )
        for one in sections
    ]


def case(question: str, kind: str, **more: object) -> Case:
    expected = {"earlier": ["How do we end?"], "relevant": [WANTED], **more}
    return Case(id="1", input=question, expected=expected, why="", kind=kind)


def test_the_question_as_understood_is_held_against_the_bare_one():
    numbers = score(case("why?", "leaning"), Both(found("Why", "How"), found("How", "Why")))
    assert numbers["nDCG@10"] == 1
    assert numbers["nDCG@10, bare"] == pytest.approx(0.631, abs=0.001)
    assert numbers["told apart"]
    assert "nDCG@10, held out" not in numbers


def test_held_out_cases_have_figures_of_their_own():
    numbers = score(case("What is GROW?", "leaning", held_out=True), Both(found("Why"), found("How")))
    assert not numbers["told apart"]
    assert (numbers["nDCG@10, held out"], numbers["nDCG@10, held out, bare"]) == (1, 0)
