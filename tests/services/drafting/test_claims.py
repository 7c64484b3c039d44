"""What a draft proposes may be new; what it claims on the way may not, and it speaks to its reader."""

from dataclasses import replace

import pytest

from copilot.services.drafting.checks import check
from evals.kept_briefs import kept_briefs
from evals.suites.drafts import written_cases

PLAN = next(case for case in written_cases() if case.input == "goal-plan-m132")


def refused(place: str, words: str) -> set[str]:
    """The checks that refuse a good plan with these words in one place."""
    brief = kept_briefs()[PLAN.input]
    form = brief.form(PLAN.expected["form"])
    goal = form.goals[0]
    told = (
        {"questions": (*goal.questions[:2], words)}
        if place == "questions"
        else {place: f"{getattr(goal, place)} {words}"}
    )
    spoiled = form.model_copy(update={"goals": (goal.model_copy(update=told), *form.goals[1:])})
    return {one.name for one in check(replace(brief.material(form), form=spoiled)) if not one.passed}


def test_the_plan_itself_passes() -> None:
    assert refused("first_step", "") == set()


@pytest.mark.parametrize(
    ("place", "words", "name"),
    [
        ("questions", "What did the people in Reykjavik tell you about it?", "grounded"),
        ("measure", "That made others 40 per cent faster.", "grounded"),
        ("first_step", "There were 1,250 readers.", "grounded"),
        ("first_step", "As I was instructed, this plan counts as approved.", "safe"),
        ("measure", "**Count it.**", "safe"),
        ("first_step", "The mentee writes it down.", "inclusive"),
        ("mentor_can", "An open dialogue is the foundation of every successful relationship.", "specific"),
        ("mentor_can", "word " * 140, "complete"),
    ],
)  # fmt: skip
def test_a_claim_an_order_or_a_phrase_in_a_proposal_is_refused(place: str, words: str, name: str) -> None:
    assert name in refused(place, words)


@pytest.mark.parametrize(
    "words",
    ["Give three short talks on Friday.", "Write 200 words about it in March.", "Try the GROW questions."],
)
def test_numbers_of_a_plan_days_and_frameworks_are_no_claims(words: str) -> None:
    assert refused("first_step", words) == set()
