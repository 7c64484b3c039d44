"""The port that finds the words of an answer: what every writer keeps to, with a model or without."""

from collections.abc import Iterator, Sequence

import pytest

from copilot.language.chat_client import ChatClient
from copilot.language.chat_model import ChatModelWriter
from copilot.language.embedded import EmbeddedWriter
from copilot.ports import Composer
from knowledge.answering import MARK
from knowledge.words import Found, Passage, Said
from tests.fakes import WordEncoder
from tests.language.chat_server import serving, streamed

TEXT = "Say first what you saw. Say what it led to and stop there. Wait a day where either of you is angry."
FOUND = [
    Found(
        score=0.7,
        passage=Passage(
            id="p", path="sbi.md", title="SBI", section="Impact", start=50, end=50 + len(TEXT), text=TEXT
        ),
    )
]
REPLY = """First say what you saw. [1] "Say first what you saw"
Trust me.
Then stop and wait. [1] "stop there. Wait a day"
"""


@pytest.fixture(params=["embedded", "chat model"])
def composer(request: pytest.FixtureRequest) -> Iterator[Composer]:
    if request.param == "embedded":
        yield EmbeddedWriter(WordEncoder())
        return
    with serving(streamed(*REPLY)) as server:
        yield ChatModelWriter(ChatClient("small", server.url), retries=0)


def supported(pieces: Sequence[Said]) -> list[Said]:
    return [piece for piece in pieces if piece.citations]


def test_every_citation_quotes_word_for_word(composer: Composer) -> None:
    pieces = supported(list(composer.say("What should I say?", FOUND)))
    assert pieces
    assert all(TEXT[c.start - 50 : c.end - 50] == c.quote for piece in pieces for c in piece.citations)


def test_the_marks_of_a_piece_are_the_numbers_of_its_citations(composer: Composer) -> None:
    for piece in composer.say("What should I say?", FOUND, ["How do I give feedback?"]):
        assert {int(mark) for mark in MARK.findall(piece.text)} == {c.n for c in piece.citations}


def test_citations_are_numbered_from_one_on(composer: Composer) -> None:
    numbers = {c.n for piece in composer.say("What should I say?", FOUND) for c in piece.citations}
    assert numbers == set(range(1, len(numbers) + 1))


def test_it_says_who_it_is(composer: Composer) -> None:
    assert composer.name in {"embedded", "small"}
