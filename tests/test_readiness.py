"""Which parts of an installation are told to be well, over real homes: missing, locked, read-only, out of date."""

from __future__ import annotations

import socket
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock
from sqlalchemy import text

from copilot.app import Copilot
from copilot.domain.tallies import MODEL_CALLS
from copilot.errors import ModelUnavailable
from copilot.language.encoder import LazyEncoder
from copilot.readiness import State, parts_of
from copilot.settings import Settings
from copilot.stores.home import DATABASE, Home
from copilot.stores.writable import is_at_head, takes_records
from tests.fakes.encoder import WordEncoder


@pytest.fixture
def opened(sqlite_home: Home) -> Copilot:
    return Copilot(Settings(), sqlite_home)


def _state(copilot: Copilot, name: str) -> State:
    """As the web app tells it: what a look raises means that the part fails."""
    [part] = [each for each in parts_of(copilot) if each.name == name]
    try:
        return part.look()
    except Exception:  # noqa: BLE001  # as there
        return part.fails_as


def _over(copilot: Copilot, **said: str) -> Copilot:
    return Copilot(Settings.model_validate(said), copilot.home)


@pytest.fixture
def port_of_nobody() -> Iterator[int]:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def test_a_fresh_home_is_well(opened: Copilot) -> None:
    states = {part.name: part.look() for part in parts_of(opened)}
    assert states == {
        "database": "ok", "migrations": "ok", "encoder": "loading", "vectors": "ok", "chat_model": "none",
        "room": "ok",
    }  # fmt: skip


def test_a_database_takes_records_and_is_at_head(home: Home) -> None:
    """Of SQLite and of PostgreSQL."""
    assert takes_records(home)
    assert is_at_head(home)


def test_a_database_that_others_write_to_is_well(opened: Copilot) -> None:
    with closing(sqlite3.connect(opened.home.folder / DATABASE)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert _state(opened, "database") is State.OK


def test_a_database_that_is_gone_is_down(opened: Copilot) -> None:
    opened.home.close()
    (opened.home.folder / DATABASE).unlink()
    assert _state(opened, "database") is State.DOWN
    assert not (opened.home.folder / DATABASE).exists()


def test_a_database_that_is_none_is_down(opened: Copilot) -> None:
    opened.home.close()
    for file in opened.home.folder.glob(f"{DATABASE}*"):
        file.write_bytes(b"no database at all" * 100)
    assert _state(opened, "database") is State.DOWN


def test_tables_of_another_version_are_told(opened: Copilot) -> None:
    with opened.home.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert _state(opened, "migrations") is State.DOWN


def test_an_encoder_is_loading_until_it_is_there(opened: Copilot) -> None:
    vars(opened).update(encoder=LazyEncoder(WordEncoder))
    assert _state(opened, "encoder") is State.LOADING
    opened.encoder.encode(["hello"])
    assert _state(opened, "encoder") is State.OK


def test_an_encoder_that_cannot_be_loaded_is_down_until_it_can(opened: Copilot) -> None:
    faults = [ModelUnavailable("no weights")]

    def load() -> WordEncoder:
        if faults:
            raise faults.pop()
        return WordEncoder()

    vars(opened).update(encoder=LazyEncoder(load))
    with pytest.raises(ModelUnavailable):
        opened.encoder.encode(["hello"])
    assert _state(opened, "encoder") is State.DOWN
    opened.encoder.encode(["hello"])
    assert _state(opened, "encoder") is State.OK


def test_vectors_whose_server_does_not_answer_are_degraded(opened: Copilot, port_of_nobody: int) -> None:
    assert _state(_over(opened, chroma_url=f"http://127.0.0.1:{port_of_nobody}"), "vectors") is State.DEGRADED


@pytest.mark.parametrize(
    ("said", "state"), [(b"HTTP/1.0 200 OK", State.OK), (b"HTTP/1.0 503 x", State.DEGRADED)]
)
def test_vectors_whose_server_answers_are_as_it_says(opened: Copilot, said: bytes, state: State) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        answering = threading.Thread(target=_answer_once, args=(server, said), daemon=True)
        answering.start()
        assert (
            _state(_over(opened, chroma_url=f"http://127.0.0.1:{server.getsockname()[1]}"), "vectors")
            is state
        )
        answering.join(10)


def _answer_once(server: socket.socket, said: bytes) -> None:
    caller, _ = server.accept()
    with closing(caller):
        caller.recv(4096)
        caller.sendall(said + b"\r\ncontent-length: 0\r\n\r\n")


def test_vectors_whose_server_takes_calls_and_says_nothing_are_degraded(opened: Copilot) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        assert _state(_over(opened, chroma_url=url), "vectors") is State.DEGRADED


def test_vectors_that_another_process_owns_are_degraded(opened: Copilot) -> None:
    folder: Path = opened.home.guides_index
    folder.mkdir(parents=True)
    with FileLock(folder / "index.lock"):
        assert _state(opened, "vectors") is State.DEGRADED
    assert _state(opened, "vectors") is State.OK


def test_a_chat_model_whose_server_does_not_answer_is_degraded(opened: Copilot, port_of_nobody: int) -> None:
    asked = _over(opened, openai_base_url=f"http://127.0.0.1:{port_of_nobody}/v1")
    assert _state(asked, "chat_model") is State.DEGRADED


def test_a_chat_model_that_failed_last_is_degraded_until_it_answers(opened: Copilot) -> None:
    asked = _over(opened, openai_api_key="sk-none")
    assert _state(asked, "chat_model") is State.OK
    asked.tally.count(MODEL_CALLS, "failed")
    assert _state(asked, "chat_model") is State.DEGRADED
    asked.tally.count(MODEL_CALLS, "answered")
    assert _state(asked, "chat_model") is State.OK


def test_a_file_for_a_chat_model_that_is_missing_is_degraded(opened: Copilot, tmp_path: Path) -> None:
    assert _state(_over(opened, local_model=str(tmp_path / "none.gguf")), "chat_model") is State.DEGRADED
