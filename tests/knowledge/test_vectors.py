import gc
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine

from copilot.errors import Unavailable
from knowledge.library import Library
from tests.chroma_server import chroma_server
from tests.fakes import WordEncoder


@pytest.fixture
def chroma_url(tmp_path: Path) -> Iterator[str]:
    """The address of `chroma run`, started for this test on loopback."""
    with chroma_server(tmp_path / "served") as server:
        yield server.url
        _close_connections()


def _close_connections() -> None:
    # Chroma's client never closes its connections; left to the collector they would fail another test.
    for client in [kept for kept in gc.get_objects() if issubclass(type(kept), httpx.Client)]:
        client.close()


@pytest.mark.chroma_server
def test_two_libraries_share_a_chroma_server(
    engine: Engine, encoder: WordEncoder, chroma_url: str, handbook: Path
) -> None:
    one = Library(engine, encoder, None, chroma_url)
    other = Library(engine, encoder, None, chroma_url)
    assert other.search("goodbye") == []
    one.add([handbook])
    assert other.search("closing session goodbye")[0].passage.path == "people/endings.md"
    assert other.agrees()[0]
    one.close()
    other.close()


@pytest.mark.chroma_server
def test_without_their_server_guides_are_searched_by_words(
    engine: Engine, encoder: WordEncoder, library: Library, handbook: Path
) -> None:
    library.add([handbook])
    question = "Which steps has SBI feedback?"
    with_vectors = library.search(question)
    without = Library(engine, encoder, None, "http://127.0.0.1:9")
    assert without.search(question)[0].passage == with_vectors[0].passage
    assert not without.answer(question).abstained
    assert without.indexed() is None
    without.close()


@pytest.mark.chroma_server
def test_a_server_that_is_lost_and_comes_back_empty_is_filled_again(
    engine: Engine, encoder: WordEncoder, chroma_url: str, handbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library(engine, encoder, None, chroma_url)
    passages = library.add([handbook]).passages
    assert library.indexed() == passages
    _forget_everything(chroma_url)
    assert library.search("closing session goodbye")[0].passage.path == "people/endings.md"
    assert library.indexed() is None
    monkeypatch.setattr("knowledge.library.time.monotonic", lambda: 1e12)
    library.search("closing session goodbye")
    assert library.indexed() == passages
    library.close()


def _forget_everything(url: str) -> None:
    import chromadb

    client = chromadb.HttpClient(host="127.0.0.1", port=int(url.rpartition(":")[2]))
    for each in client.list_collections():
        client.delete_collection(each.name)


@pytest.mark.chroma_server
def test_a_server_that_does_not_answer_is_unavailable(engine: Engine, encoder: WordEncoder) -> None:
    with pytest.raises(Unavailable, match="No Chroma server answers"):
        Library(engine, encoder, None, "http://127.0.0.1:9").rebuild()


def test_an_index_needs_a_place(engine: Engine, encoder: WordEncoder) -> None:
    with pytest.raises(Unavailable):
        Library(engine, encoder, None).rebuild()


def test_importing_the_library_loads_nothing_heavy() -> None:
    code = "import sys, knowledge.library; print([m for m in ('chromadb', 'torch', 'markdown_it') if m in sys.modules])"
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    assert done.stdout.strip() == "[]"
