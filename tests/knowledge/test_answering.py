from collections.abc import Sequence
from pathlib import Path

import pytest

from knowledge.abstaining import Judge
from knowledge.answering import MARK, check_citations, supported
from knowledge.library import Library
from knowledge.words import Answer, Citation, Found

TEXT = "Ask first. Be kind. Then stop."


def text_of(path: str) -> str:
    return TEXT if path == "a.md" else ""


def citation(n: int, quote: str) -> Citation:
    start = TEXT.find(quote)
    return Citation(
        n=n, path="a.md", section="A", start=max(start, 0), end=max(start, 0) + len(quote), quote=quote
    )


@pytest.fixture
def confident(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fake encoder's cosines mean nothing to the judge that was fitted on the real one's."""
    judge = Judge(weights={}, means={}, scales={}, bias=2.0, threshold=0.5)
    monkeypatch.setattr("knowledge.library.fitted", lambda: judge)


def quotes_stand(library: Library, answer: Answer) -> bool:
    return all(library.guide(c.path).text[c.start : c.end] == c.quote for c in answer.citations)


@pytest.mark.usefixtures("confident")
def test_an_answer_quotes_word_for_word_and_marks_every_sentence(library: Library, handbook: Path) -> None:
    library.add([handbook])
    answer = library.answer("Where should I tell that our pair is stuck?")
    assert not answer.abstained
    assert quotes_stand(library, answer)
    assert "Tell the programme manager that the pair is stuck, and ask for a new match. [1]" in answer.answer
    assert check_citations(answer, lambda path: library.guide(path).text) == []


@pytest.mark.usefixtures("confident")
def test_steps_are_answered_as_steps(library: Library, handbook: Path) -> None:
    library.add([handbook])
    answer = library.answer("How do the steps of SBI feedback go?")
    lines = [line for line in answer.answer.split("\n") if line]
    assert [line[:2] for line in lines[-3:]] == ["1.", "2.", "3."]
    assert lines[0].startswith("SBI feedback has three steps:")
    assert quotes_stand(library, answer)


@pytest.mark.usefixtures("confident")
def test_an_answer_is_short_and_from_few_guides(library: Library) -> None:
    library.add([], builtin=True)
    for question in (
        "How do I give feedback to my boss?",
        "what does a sponsor do",
        "we are stuck, shall we end it",
    ):
        answer = library.answer(question)
        assert quotes_stand(library, answer)
        assert len({c.path for c in answer.citations}) <= 3
        assert len(MARK.sub("", answer.answer).split()) <= 240


@pytest.mark.parametrize("question", ["", "🎉🎉🎉", "?", "zyx wvu tsr"])
def test_a_question_without_an_answer_gets_an_honest_no(
    library: Library, handbook: Path, question: str
) -> None:
    library.add([handbook])
    answer = library.answer(question)
    assert answer.abstained
    assert answer.answer.startswith("The guides don't say.")
    assert answer.citations == ()


def test_a_citation_that_does_not_stand_is_a_fault() -> None:
    wrong = citation(1, "Be kind.").model_copy(update={"start": 0, "end": 8})
    answer = Answer(answer="Be kind. [1]", citations=(wrong,), confidence=1)
    assert check_citations(answer, text_of) == ["Citation 1 doesn't stand in a.md."]


def test_marks_and_citations_must_meet() -> None:
    answer = Answer(answer="Be kind. [2]", citations=(citation(1, "Be kind."),), confidence=1)
    assert len(check_citations(answer, text_of)) == 2


def test_sentences_without_support_are_taken_out() -> None:
    cited = (citation(1, "Ask first."), citation(2, "Be kind."), citation(3, "Never said."))
    answer = Answer(
        answer="You ask first [1]. Be kind. [2] Pay them [3]. And then.", citations=cited, confidence=1
    )
    kept = supported(answer, text_of)
    assert kept is not None
    assert kept.answer == "You ask first. [1] Be kind. [2]"
    assert [c.n for c in kept.citations] == [1, 2]


def test_an_answer_with_little_support_is_none() -> None:
    answer = Answer(answer="One. Two. Be kind. [1]", citations=(citation(1, "Be kind."),), confidence=1)
    assert supported(answer, text_of) is None


@pytest.mark.usefixtures("confident")
def test_a_writer_who_invents_is_replaced_by_the_embedded_answer(library: Library, handbook: Path) -> None:
    library.add([handbook])

    def invents(question: str, found: Sequence[Found]) -> Answer:
        assert found
        return Answer(answer="Trust me.", confidence=1, writer="a model")

    answer = library.answer("Where should I tell that our pair is stuck?", compose=invents)
    assert answer.writer == "embedded"
    assert quotes_stand(library, answer)


@pytest.mark.usefixtures("confident")
def test_a_writer_who_cites_is_kept(library: Library, handbook: Path) -> None:
    library.add([handbook])

    def cites(question: str, found: Sequence[Found]) -> Answer:
        passage = found[0].passage
        cited = Citation(
            n=1,
            path=passage.path,
            section=passage.section,
            start=passage.start,
            end=passage.end,
            quote=passage.text,
        )
        return Answer(answer="Tell somebody [1].", citations=(cited,), confidence=1, writer="a model")

    answer = library.answer("Where should I tell that our pair is stuck?", compose=cites)
    assert (answer.answer, answer.writer) == ("Tell somebody [1].", "a model")


@pytest.mark.encoder
@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("How do I end a mentoring relationship well?", "relationships/endings.md"),
        ("What does GROW stand for?", "sessions/grow.md"),
    ],
)
def test_the_real_encoder_answers_from_the_right_guide(tmp_path: Path, question: str, path: str) -> None:
    from sqlalchemy import create_engine

    from copilot.language.encoder import load_encoder
    from knowledge import records

    engine = create_engine(f"sqlite:///{tmp_path / 'guides.db'}")
    records.metadata.create_all(engine)
    library = Library(engine, load_encoder(), tmp_path / "index")
    library.add([], builtin=True)
    answer = library.answer(question)
    assert answer.citations[0].path == path
    library.close()
    engine.dispose()
