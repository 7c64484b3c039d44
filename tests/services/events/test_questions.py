"""Questions before an event: alike together, and nobody's name where she doesn't give it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.asking import Asker
from copilot.domain.events import EventKind
from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from copilot.services.events.likeness import alike
from tests.fakes import WordEncoder
from tests.services.events.company import (
    ADMIN,
    ANN,
    BEA,
    CID,
    HOST,
    INSIDER,
    MANAGER,
    OPERATOR,
    SPEAKER,
    Company,
)

PAY = (
    "How much should I ask for in pay?",
    "How much pay should I ask for?",
    "how much pay should i ask for?",
)
OTHER = "Who taught you chess?"


@pytest.fixture
def company() -> Company:
    return Company()


@pytest.fixture
def ama(company: Company) -> str:
    event = company.add(kind=EventKind.AMA, speakers=["m2"], title="Ask Paola").event.id
    for asker, text in zip((ANN, BEA, CID), PAY, strict=True):
        company.questions.ask(asker, asker.member, event, text)
    company.questions.ask(INSIDER, "m6", event, OTHER, named=True)
    return event


def test_what_most_people_ask_comes_first_with_how_many_ask(company: Company, ama: str) -> None:
    groups = company.questions.every(HOST, ama)
    assert [(len(group.others), group.askers) for group in groups] == [(2, 3), (0, 1)]
    assert groups[1].leads.text == OTHER


def test_who_asks_is_nobodys_business_unless_she_says_so(company: Company, ama: str) -> None:
    for asker in (HOST, SPEAKER, MANAGER, ADMIN, OPERATOR, CID):
        told = [
            each for group in company.questions.every(asker, ama) for each in (group.leads, *group.others)
        ]
        assert {each.by for each in told if each.text != OTHER} <= {"", asker.member or ""}
        assert {each.by for each in told if each.text == OTHER} == {"m6"}
    (mine,) = [
        each
        for group in company.questions.every(ANN, ama)
        for each in (group.leads, *group.others)
        if each.mine
    ]
    assert (mine.text, mine.by) == (PAY[0], "m3")


def test_no_line_of_the_log_tells_who_asked(company: Company, ama: str) -> None:
    assert {verb for verb, _, _ in company.log()} == {"add"}


def test_the_count_does_not_tell_whether_who_is_named_asked_without_her_name_too(
    company: Company, ama: str
) -> None:
    company.questions.ask(ANN, "m3", ama, "How much pay should I ask for, please?", named=True)
    assert company.questions.every(HOST, ama)[0].askers == 4
    company.questions.ask(HOST, "m1", ama, PAY[0])
    assert company.questions.every(HOST, ama)[0].askers == 5, "nor is one's own question a probe"
    company.questions.ask(HOST, "m1", ama, PAY[1])
    assert company.questions.every(HOST, ama)[0].askers == 6


def test_questions_are_ticked_off_by_who_runs_it_or_speaks(company: Company, ama: str) -> None:
    first = company.questions.every(HOST, ama)[0]
    ids = [each.question for each in (first.leads, *first.others)]
    assert all(each.answered for each in company.questions.answer(SPEAKER, ids))
    assert company.questions.every(ANN, ama)[0].answered
    company.questions.answer(HOST, ids[:1], answered=False)
    assert not company.questions.every(ANN, ama)[0].answered
    with pytest.raises(NotAllowed):
        company.questions.answer(ANN, ids)
    with pytest.raises(NotFound):
        company.questions.answer(HOST, ["nothing"])


def test_a_question_is_taken_back_by_who_asked_it_alone(company: Company, ama: str) -> None:
    mine = next(
        each
        for group in company.questions.every(ANN, ama)
        for each in (group.leads, *group.others)
        if each.mine
    )
    for asker in (HOST, ADMIN, OPERATOR, BEA):
        with pytest.raises(NotFound):
            company.questions.take_back(asker, mine.question)
    company.questions.take_back(ANN, mine.question)
    assert company.questions.every(HOST, ama)[0].askers == 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("  ", "empty"), ("x" * 1_001, "longer than 1000"), (f" {PAY[0].upper()} ", "asked that already")],
)
def test_what_is_no_question_is_refused(company: Company, ama: str, text: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        company.questions.ask(ANN, "m3", ama, text)


def test_ten_are_enough_and_after_it_has_begun_none_is_gathered(company: Company, ama: str) -> None:
    for n in range(9):
        company.questions.ask(ANN, "m3", ama, f"Question number {n}?")
    with pytest.raises(BadInput, match="asked 10"):
        company.questions.ask(ANN, "m3", ama, "One more?")
    with pytest.raises(NotAllowed):
        company.questions.ask(HOST, "m3", ama, "For her?")
    company.clock.move(timedelta(days=4))
    with pytest.raises(Conflict, match="has begun"):
        company.questions.ask(BEA, "m4", ama, "Too late?")


def test_no_question_is_no_group_and_one_is_one() -> None:
    encoder = WordEncoder()
    assert alike([], encoder, "Ask Paola") == []
    assert alike(["Why?"], encoder, "Ask Paola") == [[0]]
    assert encoder.encoded == []


@given(st.permutations([*PAY[:2], OTHER, "Is a sponsor a mentor?", "What is a sponsor?"]))
def test_the_order_of_the_questions_changes_nothing(texts: list[str]) -> None:
    ordered = sorted(texts)
    expected = [[ordered[n] for n in group] for group in alike(ordered, WordEncoder(), "Ask Paola")]
    assert [[texts[n] for n in group] for group in alike(texts, WordEncoder(), "Ask Paola")] == expected


@given(st.lists(st.sampled_from([*PAY, OTHER, "", "?", "Is it?"]), max_size=8), st.floats(0.0, 2.0))
def test_each_question_stands_in_one_group_and_equal_ones_in_the_same(texts: list[str], cut: float) -> None:
    groups = alike(texts, WordEncoder(), "Ask Paola", cut)
    assert sorted(n for group in groups for n in group) == list(range(len(texts)))
    of = {n: number for number, group in enumerate(groups) for n in group}
    assert all(of[a] == of[b] for a in of for b in of if texts[a] == texts[b])


def test_the_medoid_leads() -> None:
    texts = ["apples pears", "apples pears plums", "pears plums", "apples pears plums quinces"]
    (group,) = alike(texts, WordEncoder(), "Fruit", 2.0)
    assert texts[group[0]] == "apples pears plums"


def test_somebody_who_is_not_signed_in_asks_nothing(company: Company, ama: str) -> None:
    with pytest.raises(NotAllowed):
        company.questions.ask(Asker(), "", ama, "Hello?")
