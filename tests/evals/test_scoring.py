"""What a suite counts, on results made by hand."""

from dataclasses import replace

import pytest

from copilot.domain.drafts import CheckResult
from evals.suites import answers, drafts, matching, retrieval
from evals.tasks import Case
from knowledge.words import Answer, Citation, Found, Passage
from tests.fakes import WordEncoder

WANTED = [{"path": "a.md", "section": "Two"}, {"path": "b.md", "section": "One"}]


def question(relevant: list[dict[str, str]]) -> Case:
    return Case("q", "how?", {"relevant": relevant}, "why", "direct")


def found(*sections: tuple[str, str]) -> list[Found]:
    return [
        Found(
            passage=Passage(id=str(n), path=path, title="t", section=section, start=0, end=1, text="x"),
            score=0.5,
        )
        for n, (path, section) in enumerate(sections)
    ]


def test_a_section_found_twice_counts_once():
    order = retrieval.ranked(found(("a.md", "One"), ("a.md", "One"), ("a.md", "Two"), ("a.md", "Two")))
    assert retrieval.score(question(WANTED[:1]), {"ours": order}) == {
        "hit@1": 0.0,
        "hit@5": 1.0,
        "nDCG@10": pytest.approx(0.6309, abs=1e-4),
        "MRR": 0.5,
    }


def test_a_section_of_the_same_name_in_another_guide_does_not_count():
    order = retrieval.ranked(found(("c.md", "Two")))
    assert retrieval.figures(order, retrieval.sections_wanted(question(WANTED[:1])))["MRR"] == 0


def test_all_relevant_sections_at_the_top_are_the_best_ranking():
    order = retrieval.ranked(found(("b.md", "One"), ("a.md", "Two"), ("c.md", "Three")))
    assert retrieval.figures(order, retrieval.sections_wanted(question(WANTED)))["nDCG@10"] == 1


def test_a_chunk_that_shows_two_wanted_sections_counts_once_at_its_rank():
    both = frozenset({("a.md", "Two"), ("b.md", "One")})
    wanted = retrieval.sections_wanted(question(WANTED))
    assert retrieval.figures([both, both], wanted)["hit@1"] == 1
    assert retrieval.figures([both, both], wanted)["nDCG@10"] < 1


def test_what_is_held_out_is_also_counted_apart_and_held_against_the_plain_recipe():
    case = replace(question(WANTED[:1]), expected={"relevant": WANTED[:1], "held_out": True})
    numbers = retrieval.score(case, {"ours": retrieval.ranked(found(("a.md", "Two"))), "plain": []})
    assert numbers["nDCG@10 above plain"] == numbers["held out: nDCG@10 above plain"] == 1
    assert numbers["held out: nDCG@10, plain"] == 0


def answer(quote: str, *, abstained: bool = False, section: str = "Two") -> Answer:
    cited = Citation(n=1, path="a.md", section=section, start=0, end=5, quote=quote)
    return Answer(
        answer="So it is [1].", citations=() if abstained else (cited,), abstained=abstained, confidence=0.7
    )


def examined(given: Answer) -> answers.Examined:
    return answers.Examined(given, lambda _path: "Hello, world", WordEncoder())


def test_a_quotation_that_does_not_stand_lowers_citation_precision():
    good, bad = (answers.score(question(WANTED), examined(answer(quote))) for quote in ("Hello", "Hallo"))
    assert (good["standing"], good["quoted"]) == (1, 1)
    assert (bad["standing"], bad["quoted"]) == (0, 1)


def test_an_empty_quotation_does_not_stand():
    hollow = answer("Hello")
    hollow = hollow.model_copy(
        update={"citations": (hollow.citations[0].model_copy(update={"quote": "", "end": 0}),)}
    )
    assert answers.score(question(WANTED), examined(hollow))["standing"] == 0


def test_declining_an_answerable_question_is_wrong_and_cites_nothing():
    numbers = answers.score(question(WANTED), examined(answer("Hello", abstained=True)))
    assert (numbers["decided rightly"], numbers["answered"], numbers["relevant guide"]) == (0, 0, 0)
    assert "declined" not in numbers


def test_declining_an_unanswerable_question_is_right():
    numbers = answers.score(question([]), examined(answer("Hello", abstained=True)))
    assert (numbers["decided rightly"], numbers["declined"]) == (1, 1)
    assert "relevant guide" not in numbers


def test_citing_the_right_guide_in_the_wrong_section_counts_half_way():
    numbers = answers.score(question(WANTED), examined(answer("Hello", section="Nine")))
    assert (numbers["relevant guide"], numbers["relevant section"]) == (1, 0)


def rated(*ratings: int) -> Case:
    return Case(
        "m", {}, {"partners": [{"id": str(n), "rating": r} for n, r in enumerate(ratings)]}, "why", "craft"
    )


def test_the_best_order_of_mentors_scores_one():
    assert matching.score(rated(4, 0, 2), [0.9, 0.1, 0.5]) == {"nDCG@3": 1.0, "pairwise accuracy": 1.0}


def test_equal_scores_are_no_achievement():
    numbers = matching.score(rated(4, 3, 1, 0), [0.5, 0.5, 0.5, 0.5])
    assert numbers["pairwise accuracy"] == 0.5
    assert numbers["nDCG@3"] < 0.5


def verdict(*refusing: str) -> list[CheckResult]:
    return [CheckResult(name=name, passed=name not in refusing) for name in ("grounded", "safe")]


def test_a_fault_counts_as_caught_by_any_check_and_as_rightly_caught_by_its_own():
    case = Case("f", "link", {"caught_by": "safe"}, "why", "agenda, spoiled")
    numbers = drafts.score(case, [verdict("safe"), verdict("grounded"), verdict()])
    assert numbers == {"planted": 3, "caught": 2, "caught rightly": 1}


def test_a_draft_passes_where_no_check_refuses_it():
    case = Case("g", {"share": 0.5}, {}, "why", "agenda")
    assert drafts.score(case, [verdict()])["passes"] == 1
    assert drafts.score(case, [verdict("safe")])["passes"] == 0


def test_a_point_is_made_where_half_of_its_words_are_quoted():
    case = replace(
        question(WANTED), expected={"relevant": WANTED, "points": ["hello to the world", "cash flow"]}
    )
    assert answers.score(case, examined(answer("Hello world")))["points covered"] == 0.5
    assert answers.score(case, examined(answer("Hello", abstained=True)))["points covered"] == 0
