import gc
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine

from copilot.errors import Unavailable
from knowledge.library import Library
from tests.conftest import missing
from tests.fakes import WordEncoder


@pytest.fixture
def chroma_url(tmp_path: Path) -> Iterator[str]:
    """The address of `chroma run`, started for this test on loopback."""
    program = shutil.which("chroma", path=str(Path(sys.executable).parent))
    if program is None:
        missing("chroma's command is missing: run `pip install chromadb`")
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [program, "run", "--path", str(tmp_path / "served"), "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        _close_connections()
        server.kill()
        server.wait()


def _close_connections() -> None:
    # Chroma's client never closes its connections; left to the collector they would fail another test.
    for client in [kept for kept in gc.get_objects() if issubclass(type(kept), httpx.Client)]:
        client.close()


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("chroma run didn't start")


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
