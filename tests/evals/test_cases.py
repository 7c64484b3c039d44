import re
from collections import Counter
from importlib import resources

import pytest

from copilot.domain.drafts import FORMS, DraftKind
from copilot.domain.members import Profile
from evals.agreement import agreement, weighted_kappa
from evals.handbooks import listed
from evals.suites.answers import cases as answer_cases
from evals.suites.drafts import fault_cases, good_cases, spoiled_cases
from evals.suites.faults import FAULTS
from evals.suites.matching import judged_cases, partners_of, seekers_of
from evals.suites.retrieval import sections_wanted
from evals.tasks import read_cases

FILES = {
    "retrieval.jsonl": "question",
    "unanswerable.jsonl": "question",
    "matching.jsonl": "seeker",
    "communities.jsonl": "community",
    "attacks.jsonl": "turns",
    "benign.jsonl": "turns",
    "briefs.jsonl": "brief",
    "spoiled-drafts.jsonl": "brief",
    "utterances.jsonl": "text",
    "written-drafts.jsonl": "brief",
    "faults.jsonl": "fault",
    "followups.jsonl": "question",
    "notes.jsonl": "note",
    "recognition-care.jsonl": "moments",
    "recorded-answers.jsonl": "question",
    "signposts.jsonl": "question",
    "signposts-blind.jsonl": "question",
    "handbooks.jsonl": "question",
    "handbooks-unanswerable.jsonl": "question",
    "planted-pairs.jsonl": "seeker",
    "questions.jsonl": "questions",
    "objectives.jsonl": "thing",
    "practice-b.jsonl": "answer",
    "practice-c.jsonl": "answer",
}


def headings(path: str) -> set[str]:
    text = (resources.files("knowledge") / "guides" / path).read_text(encoding="utf-8")
    return {heading.strip() for heading in re.findall(r"^#{1,6} (.+)$", text, re.MULTILINE)}


def test_every_file_of_cases_is_read_by_some_suite():
    there = {
        each.name for each in (resources.files("evals") / "cases").iterdir() if each.name.endswith(".jsonl")
    }
    assert there == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_every_case_can_be_read_and_says_why_it_is_there(name):
    cases = read_cases(name, given=FILES[name])
    assert len(cases) >= 10
    assert all(len(case.why.split()) >= 4 for case in cases)
    assert all(count == 1 for count in Counter(case.id for case in cases).values())


def test_each_question_points_to_sections_that_the_guides_have():
    for case in read_cases("retrieval.jsonl", given="question"):
        assert sections_wanted(case), case.id
        for path, section in sections_wanted(case):
            assert section in headings(path), (case.id, path, section)


def test_a_third_of_all_questions_is_held_out_and_each_kind_has_its_share():
    cases = [case for name in ("retrieval.jsonl", "handbooks.jsonl") for case in read_cases(name, "question")]
    held_out = Counter(case.kind for case in cases if case.expected["held_out"])
    every = Counter(case.kind for case in cases)
    assert sum(every.values()) >= 150
    assert sum(held_out.values()) >= sum(every.values()) / 3
    assert all(held_out[kind] >= every[kind] / 4 for kind in every)
    without = [
        *read_cases("unanswerable.jsonl", "question"),
        *read_cases("handbooks-unanswerable.jsonl", "question"),
    ]
    assert len(without) >= 50
    assert sum(case.kind == "near" for case in without) >= len(without) / 2


def test_questions_over_handbooks_name_only_handbooks_that_are_listed():
    for case in read_cases("handbooks.jsonl", given="question"):
        assert {path.split("/")[0] for path, _ in sections_wanted(case)} <= set(listed()), case.id


def test_each_follow_up_points_to_sections_that_the_guides_have():
    cases = read_cases("followups.jsonl", given="question")
    for case in cases:
        assert case.expected["earlier"], case.id
        for path, section in sections_wanted(case):
            assert section in headings(path), (case.id, path, section)
    held_out = Counter(case.kind for case in cases if case.expected.get("held_out"))
    assert held_out == {"leaning": 6, "independent": 3}


def test_no_question_is_asked_twice_and_ids_stay_unique_over_both_files():
    cases = answer_cases()
    assert len({case.id for case in cases}) == len(cases)
    assert len({case.input.casefold() for case in cases}) == len(cases)


def test_every_guide_is_asked_about():
    asked = {
        path for case in read_cases("retrieval.jsonl", given="question") for path, _ in sections_wanted(case)
    }
    assert len(asked) >= 12


def test_every_judged_mentee_has_rated_candidates_above_her_level():
    for case in judged_cases():
        partners = case.expected["partners"]
        size = 6 if case.expected["set"] == "early" else 8
        assert len(partners) == len({each["id"] for each in partners}) == size
        assert all(0 <= each["rating"] <= 4 for each in partners)
        assert max(each["rating"] for each in partners) >= 3
        assert all(Profile(**each["profile"]).level > case.input["level"] for each in partners), case.id


def test_forty_mentees_and_more_were_judged_twice_and_a_third_of_them_is_held_out():
    twice = [case for case in judged_cases() if case.expected["set"] == "indirect"]
    assert len(twice) >= 40
    assert sum(case.expected["held_out"] for case in twice) == len(twice) // 3
    for case in twice:
        for each in case.expected["partners"]:
            assert each["rating"] == sum(each["ratings"]) / 2
            assert each["because"].strip()
    assert agreement()["weighted kappa"] > 0.8


def test_agreement_is_one_where_raters_agree_and_nothing_where_they_rate_by_chance():
    assert weighted_kappa([0, 1, 2, 3, 4], [0, 1, 2, 3, 4]) == 1
    assert weighted_kappa([0, 0, 4, 4], [0, 4, 0, 4]) == 0


def test_neither_level_nor_place_in_the_list_tells_a_rating():
    rated = [(each["rating"], n, each["profile"]["level"] - case.input["level"])
             for case in judged_cases() for n, each in enumerate(case.expected["partners"])]  # fmt: skip
    from scipy.stats import spearmanr

    ratings, places, distances = zip(*rated, strict=True)
    assert abs(spearmanr(ratings, places).statistic) < 0.2
    assert abs(spearmanr(ratings, distances).statistic) < 0.2


def test_no_two_people_of_the_judged_set_are_the_same():
    people = [*seekers_of(judged_cases()), *partners_of(judged_cases())]
    assert len({each.id for each in people}) == len(people)
    assert len({each.profile.model_dump_json() for each in people}) == len(people)


def test_every_fault_of_the_cases_can_be_planted_and_every_planter_has_a_case():
    by_kind = {form.__name__: set() for form in FAULTS}
    for case in fault_cases():
        by_kind[FORMS[DraftKind(case.kind.removesuffix(", spoiled"))].__name__].add(case.input)
    assert by_kind == {form.__name__: set(faults) for form, faults in FAULTS.items()}
    assert len(fault_cases()) >= 40


def test_drafts_of_every_kind_are_made_from_briefs_and_spoiled_by_hand() -> None:
    # The playbook is counted from records, and no writer words it; run sheets are spoiled in test_run_sheets.py.
    kinds = {kind.value for kind in DraftKind} - {"playbook", "run-sheet"}
    assert {case.kind for case in good_cases()} == kinds
    assert {case.kind.partition(",")[0] for case in spoiled_cases()} == kinds
    assert len(spoiled_cases()) >= 300
    assert sum(case.expected["held_out"] for case in spoiled_cases()) >= 100
