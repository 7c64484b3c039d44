"""Fifty people at work over three processes; one process is killed, then Chroma: nothing that was confirmed is lost."""

from __future__ import annotations

import gc
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from copilot.app import Copilot
from copilot.domain.asking import OPERATOR
from copilot.settings import Settings
from copilot.stores.conversations import CheckpointedConversations
from copilot.stores.home import Home
from tests.chroma_server import ChromaServer, chroma_server
from tests.faults.servers import GUIDES
from tests.postgres import running
from tests.processes.people import Person, Work, people_in
from tests.processes.running import AppProcess, proxy, served_by

pytestmark = [
    pytest.mark.slow,
    pytest.mark.encoder,
    pytest.mark.postgres,
    pytest.mark.chroma_server,
    # Chroma's client never closes its connections.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
PEOPLE = 50
PROCESSES = 3
ROUNDS = 2
"""So often each of them has done everything before something is killed."""
PATIENCE = 240.0


@dataclass
class House:
    """Everything that runs."""

    folder: Path
    copilot: Copilot
    chroma: ChromaServer
    processes: list[AppProcess]
    connect: Callable[[], httpx.Client]


@pytest.fixture
def postgres_folder() -> Iterator[Path]:
    """Not below pytest's own: that belongs to root alone, and PostgreSQL runs as somebody else."""
    with tempfile.TemporaryDirectory(prefix="mentoring-postgres-") as folder:
        yield Path(folder)


@pytest.fixture
def house(tmp_path: Path, postgres_folder: Path) -> Iterator[House]:
    """PostgreSQL, Chroma, three processes, the proxy; and two guides."""
    with ExitStack() as stack:
        database = stack.enter_context(running(postgres_folder))
        chroma = stack.enter_context(chroma_server(tmp_path / "chroma"))
        settings = Settings(home=tmp_path / "home", database_url=database, chroma_url=chroma.url)
        copilot = Copilot(settings, Home(settings.home, database_url=database))
        stack.callback(copilot.close)
        (tmp_path / "guides").mkdir()
        for name, words in GUIDES.items():
            (tmp_path / "guides" / name).write_text(words, "utf-8")
        copilot.guides.add(OPERATOR, [tmp_path / "guides"])
        copilot.chat.get_ready()  # what all of them need first is kept in the database
        processes = [AppProcess(tmp_path, database, chroma.url) for _ in range(PROCESSES)]
        for each in processes:
            stack.callback(each.kill)
            each.start()
        for each in processes:
            each.wait()
        connect = stack.enter_context(proxy(tmp_path, [each.port for each in processes]))
        yield House(tmp_path, copilot, chroma, processes, connect)
        for client in [kept for kept in gc.get_objects() if issubclass(type(kept), httpx.Client)]:
            client.close()


def test_fifty_people_lose_nothing_when_a_process_and_then_chroma_are_killed(house: House) -> None:
    people = people_in(house.copilot, PEOPLE)
    work = Work(people, house.connect)
    work.begin()
    try:
        _until(lambda: min(len(each.answers) for each in people) >= ROUNDS)
        before = served_by(house.folder)
        killed_at = time.monotonic()
        house.processes[0].kill()
        _until(lambda: all(_since(each, killed_at) >= ROUNDS for each in people))
        lost_at = time.monotonic()
        house.chroma.kill()
        _until(lambda: all(_since(each, lost_at) >= ROUNDS for each in people))
    finally:
        work.end()
    assert {len(processes) for who, processes in before.items() if who} == {1}, "a page sticks to its process"
    assert len(set().union(*before.values())) == PROCESSES, "all of them had work"
    _nothing_is_lost(house.copilot, people)
    _only_what_was_on_its_way_failed(people, killed_at)
    _a_conversation_goes_on_elsewhere(house, people, before)


def _since(person: Person, moment: float) -> int:
    return sum(at > moment for at in person.answers)


def _until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until, "they did not get on with their work"
        threading.Event().wait(0.1)


def _nothing_is_lost(copilot: Copilot, people: list[Person]) -> None:
    with copilot.units.reading() as unit:
        kept = {("goal", each.id, each.title) for each in unit.goals.all()}
        kept |= {("note", each.id, each.text) for each in unit.notes.all()}
    conversations = CheckpointedConversations(copilot.home.engine)
    for person in people:
        thread = f"{person.member}/{person.thread}"
        turns = [turn.text for turn in conversations.turns(thread)]
        kept |= {("turn", person.thread, text) for text in turns}
        said = [words for kind, _, words in person.confirmed if kind == "turn"]
        assert [text for text in turns if text in said] == said, "each once, and in their order"
    lost = {each for person in people for each in person.confirmed} - kept
    assert not lost


def _only_what_was_on_its_way_failed(people: list[Person], killed_at: float) -> None:
    """A person has one thing on its way at a time; what she does next goes to another process."""
    failed = {person.member: person.failed for person in people if person.failed}
    assert all(len(each) <= 1 for each in failed.values()), failed
    assert all(at >= killed_at for each in failed.values() for at, _ in each), failed


def _a_conversation_goes_on_elsewhere(
    house: House, people: list[Person], before: dict[str, set[str]]
) -> None:
    gone = f"127.0.0.1:{house.processes[0].port}"
    moved = [each for each in people if before[f"Bearer {each.secret}"] == {gone}]
    assert moved, "somebody had talked with the process that was killed"
    said = [words for kind, _, words in moved[0].confirmed if kind == "turn"]
    with house.connect() as client:
        headers = {"authorization": f"Bearer {moved[0].secret}"}
        told = client.get(f"/api/v1/threads/{moved[0].thread}", headers=headers, params={"limit": 100}).json()
    words = [turn["text"] for turn in told["items"] if turn["by"] == "person"]
    assert words
    assert words == said[: len(words)]
