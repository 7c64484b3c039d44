"""What a small model really said, read through the checks again: no server is needed to notice what they now let by."""

import pytest

from copilot.language.answers import sentences_said
from evals.tasks import Case, read_cases
from knowledge.speaking import Spoken
from knowledge.words import Found, Passage, Said

CASES = read_cases("recorded-answers.jsonl", given="question")


def found(case: Case) -> list[Found]:
    return [
        Found(
            score=0.5,
            passage=Passage(id=str(n), end=told["start"] + len(told["text"]), **told),
        )
        for n, told in enumerate(case.expected["passages"], start=1)
    ]


def said(case: Case, size: int = 10_000) -> list[Said]:
    reply = case.expected["reply"]
    pieces = [reply[at : at + size] for at in range(0, len(reply), size)]
    return list(sentences_said(pieces, case.input, found(case), "a small model"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_sentences_that_stood_still_stand_and_no_others(case: Case) -> None:
    assert [bool(one.citations) for one in said(case)] == case.expected["stands"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_quotation_stands_word_for_word(case: Case) -> None:
    passages = [hit.passage for hit in found(case)]
    for one in said(case):
        for cited in one.citations:
            assert any(
                cited.path == part.path
                and cited.quote == part.text[cited.start - part.start : cited.end - part.start] != ""
                for part in passages
            )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_reply_says_the_same_however_it_is_cut(case: Case) -> None:
    assert said(case, size=1) == said(case, size=7) == said(case)


def text_of(case: Case, path: str) -> str:
    """As much of the guide as was recorded, each passage at its place."""
    text = ""
    for part in sorted((hit.passage for hit in found(case)), key=lambda part: part.start):
        if part.path == path:
            text = text[: part.start].ljust(part.start) + part.text
    return text


def test_most_replies_make_an_answer_and_one_that_is_mostly_invented_does_not() -> None:
    enough = {}
    for case in CASES:
        spoken = Spoken(lambda path, case=case: text_of(case, path))
        for piece in said(case):
            list(spoken.hear(piece))
        enough[case.id] = spoken.enough
    assert len(enough) == 10
    assert [name for name, holds in enough.items() if not holds] == ["qwen-8"]
