"""The port of the guides: the fake that services are tested with keeps to what the real library does."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from copilot.errors import ModelUnavailable
from copilot.ports import Library
from knowledge import records
from knowledge.abstaining import Judge
from knowledge.library import Library as GuideLibrary
from knowledge.words import Citation, Final, Found, Said, Searched
from tests.fakes import WordEncoder
from tests.services.drafting.community import MEETING, SPEAKING, FewGuides

QUESTION = "How often do we meet, what stays confidential?"


@pytest.fixture(params=["real", "fake"])
def library(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Library]:
    if request.param == "fake":
        yield FewGuides(speaking=SPEAKING, meeting=MEETING)
        return
    sure = Judge(weights={}, means={}, scales={}, bias=2.0, threshold=0.5)
    monkeypatch.setattr("knowledge.library.judge_for", lambda encoder: sure)
    for name, text in {"speaking": SPEAKING, "meeting": MEETING}.items():
        (tmp_path / f"{name}.md").write_text(text)
    engine = create_engine(f"sqlite:///{tmp_path / 'guides.db'}")
    records.metadata.create_all(engine)
    real = GuideLibrary(engine, WordEncoder(), tmp_path / "index")
    real.add([tmp_path / "speaking.md", tmp_path / "meeting.md"])
    yield real
    real.close()
    engine.dispose()


class Scripted:
    name = "small-model"

    def __init__(self, *pieces: str, fault: str = "") -> None:
        self.pieces = pieces
        self.fault = fault

    def say(self, question: str, found: Sequence[Found], earlier: Sequence[str] = ()) -> Iterator[Said]:
        part = found[0].passage
        cited = Citation(
            n=1, path=part.path, section=part.section, start=part.start, end=part.end, quote=part.text
        )  # fmt: skip
        for piece in self.pieces:
            yield Said(text=piece, citations=(cited,) if "[1]" in piece else ())
        if self.fault:
            raise ModelUnavailable(self.fault)


@pytest.mark.parametrize("composer", [None, Scripted("Agree on it. [1]"), Scripted()])
def test_a_stream_begins_with_the_search_and_ends_with_the_answer(
    library: Library, composer: Scripted | None
) -> None:
    events = list(library.stream(QUESTION, composer))
    assert isinstance(events[0], Searched)
    assert isinstance(events[-1], Final)
    assert all(isinstance(event, Said) for event in events[1:-1])
    assert events[-1].answer == library.answer(QUESTION, composer)


def test_what_is_said_and_what_it_cites_is_the_answer(library: Library) -> None:
    _, *said, last = library.stream(QUESTION, Scripted("Agree on it. [1]", "Trust me.", "Then meet. [1]"))
    assert "".join(piece.text for piece in said) == last.answer.answer == "Agree on it. [1] Then meet. [1]"
    assert last.answer.writer == "small-model"
    for one in last.answer.citations:
        assert library.guide(one.path).text[one.start : one.end] == one.quote


@pytest.mark.parametrize(
    "composer", [Scripted("Trust me."), Scripted("Agree on it. [1]", fault="It stopped.")]
)
def test_a_composer_that_fails_is_replaced_and_the_answer_says_so(
    library: Library, composer: Scripted
) -> None:
    answer = library.answer(QUESTION, composer)
    assert answer.writer == "embedded"
    assert answer.remark


def test_a_composers_honest_no_is_an_abstention(library: Library) -> None:
    answer = library.answer(QUESTION, Scripted())
    assert (answer.abstained, answer.writer, answer.citations) == (True, "small-model", ())


def test_a_follow_up_is_searched_with_the_question_it_leans_on(library: Library) -> None:
    found = next(library.stream("and why?", None, ["When do I delegate work to my team?"]))
    assert isinstance(found, Searched)
    assert found.found[0].passage.section == "Delegating"
