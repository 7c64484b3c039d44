"""Each fault, really caused: the home opens afterwards, nothing confirmed is gone, a sentence says what is wrong."""

from __future__ import annotations

import gc
import tempfile
from pathlib import Path

import httpx
import pytest

from tests.chroma_server import chroma_server
from tests.faults import clocks, disks, servers
from tests.faults.seen import Seen
from tests.postgres import free_port, running

pytestmark = pytest.mark.slow


def fine(seen: Seen) -> bool:
    return seen.opens and not seen.lost and bool(seen.confirmed)


def test_a_full_disk_is_told_and_takes_nothing_that_was_confirmed(tmp_path: Path) -> None:
    seen = disks.full(tmp_path / "disk")
    assert fine(seen)
    assert "The disk is full. Make room and try again; nothing was lost." in seen.said


def test_a_home_on_a_disk_that_can_only_be_read_is_told(tmp_path: Path) -> None:
    seen = disks.read_only(tmp_path / "disk")
    assert fine(seen)
    assert "The home cannot be opened." in seen.said
    assert "a disk that can be written to" in seen.said


@pytest.mark.postgres
def test_postgresql_restarted_under_load_loses_nothing_that_was_confirmed(tmp_path: Path) -> None:
    # Not below pytest's own folder: that belongs to root alone, and PostgreSQL runs as somebody else.
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as url:
        seen = servers.postgres_restarted(tmp_path, Path(folder), url)
    assert fine(seen)
    away = "The database does not answer. Check that PostgreSQL runs"
    assert away in seen.said or "The database is just starting or stopping." in seen.said
    assert "does not let you in" not in seen.said


@pytest.mark.encoder
@pytest.mark.chroma_server
def test_without_chroma_guides_are_searched_by_words_and_the_answer_says_so(tmp_path: Path) -> None:
    with chroma_server(tmp_path / "chroma") as server:
        down, hanging, emptied = servers.chroma_fails(tmp_path, server)
        for client in [kept for kept in gc.get_objects() if issubclass(type(kept), httpx.Client)]:
            client.close()
    assert fine(down)
    assert fine(hanging)
    assert fine(emptied)
    assert "searched by words alone" in down.said
    assert "searched by words alone" in hanging.said
    assert emptied.said == ""


@pytest.mark.encoder
def test_without_the_chat_models_server_the_embedded_writer_answers_and_says_so(tmp_path: Path) -> None:
    down = servers.model_fails(tmp_path / "down", "model server down", f"http://127.0.0.1:{free_port()}/v1")
    with servers.silent_server() as address:
        silent = servers.model_fails(tmp_path / "silent", "model server hangs", address)
    assert fine(down)
    assert fine(silent)
    assert "the embedded writer answered" in down.said
    assert "the embedded writer answered" in silent.said


def test_a_clock_that_jumps_breaks_no_verb_and_loses_nothing(tmp_path: Path) -> None:
    assert all(fine(seen) for seen in clocks.jumps(tmp_path))
