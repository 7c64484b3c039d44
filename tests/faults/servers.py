"""Servers that fail: PostgreSQL restarted under load; Chroma down, hanging, emptied; a chat model's server likewise."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from copilot.app import Copilot
from copilot.domain.asking import OPERATOR
from copilot.domain.members import Member, Role
from copilot.domain.relationships import Goal
from copilot.errors import CopilotError
from copilot.settings import Settings
from copilot.stores.home import Home
from knowledge import library as searched
from tests.chroma_server import ChromaServer
from tests.faults.seen import Seen
from tests.postgres import restart

WRITERS = 8
QUESTION = "How do I ask for feedback?"
GUIDES = {
    "asking.md": "# Asking for feedback\n\nAsk for feedback on one thing at a time. Say what you would like to do "
    "better, and ask what they saw you do.\n",
    "ending.md": "# Ending well\n\nSay goodbye in a last session: look back, thank each other, and agree what comes.\n",
}


def postgres_restarted(folder: Path, postgres: Path, url: str) -> Seen:
    """Eight threads add goals; the server is stopped as by a power cut, and started again."""
    copilot = Copilot(Settings(encoder="minilm"), Home(folder / "home", database_url=url))
    with copilot.units() as unit:
        unit.members.add(Member(id="m", name="Amara Okafor", roles=frozenset({Role.MENTEE})))
        unit.commit()
    kept: list[str] = []
    said: set[str] = set()
    stop = threading.Event()
    threads = [threading.Thread(target=_writing, args=(copilot, n, kept, said, stop)) for n in range(WRITERS)]
    for thread in threads:
        thread.start()
    _until(lambda: len(kept) >= 5 * WRITERS)
    restart(postgres)
    after = len(kept)
    _until(lambda: len(kept) >= after + 5 * WRITERS)
    stop.set()
    for thread in threads:
        thread.join()
    with copilot.units.reading() as unit:
        there = {goal.id for goal in unit.goals.all()}
    copilot.close()
    lost = [each for each in kept if each not in there]
    return Seen("PostgreSQL restarted under load", len(kept), len(lost), True, " ".join(sorted(said)))


def _writing(copilot: Copilot, writer: int, kept: list[str], said: set[str], stop: threading.Event) -> None:
    for n in count():
        if stop.is_set():
            return
        goal = f"g{writer}-{n}"
        try:
            with copilot.units() as unit:
                unit.goals.add(Goal(id=goal, member="m", title=f"Goal {n}"))
                unit.commit()
        except CopilotError as refusal:
            said.add(f"{refusal.message} {refusal.cure}")
            time.sleep(0.05)
        else:
            kept.append(goal)


def _until(true: Callable[[], bool], seconds: float = 120.0) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)


def chroma_fails(folder: Path, server: ChromaServer) -> Iterator[Seen]:
    """Killed, hanging, and come back empty: a question is answered each time, with its quotations."""
    copilot = Copilot(
        Settings(encoder="minilm", chroma_url=server.url, home=folder / "home"), Home(folder / "home")
    )
    try:
        (folder / "guides").mkdir()
        for name, words in GUIDES.items():
            (folder / "guides" / name).write_text(words, "utf-8")
        copilot.guides.add(OPERATOR, [folder / "guides"])
        _answered(copilot)
        server.kill()
        yield _chroma("Chroma down", copilot)
        server.start()
        _forget_the_outage(copilot)
        server.pause()
        yield _chroma("Chroma hangs", copilot)
        server.go_on()
        server.kill()
        server.forget_everything()
        server.start()
        _forget_the_outage(copilot)
        yield _chroma("Chroma emptied", copilot)
        assert copilot.library.indexed(), "it was filled again"
    finally:
        copilot.close()


def _chroma(fault: str, copilot: Copilot) -> Seen:
    said = _answered(copilot)
    with copilot.units() as unit:
        unit.members.add(Member(id=fault, name="Amara Okafor", roles=frozenset({Role.MENTEE})))
        unit.commit()
    with copilot.units.reading() as unit:
        lost = int(unit.members.find(fault) is None)
    return Seen(fault, 1, lost, True, said)


def _answered(copilot: Copilot) -> str:
    """The remark of an answer that quotes the guide it should."""
    answer = copilot.guides.ask(OPERATOR, QUESTION)
    assert [each.path for each in answer.citations][:1] == ["asking.md"], answer
    return answer.remark


def _forget_the_outage(copilot: Copilot) -> None:
    """As if the half minute were over in which a lost server is not asked again."""
    assert isinstance(copilot.library, searched.Library)
    copilot.library._by_words_until = 0.0


@contextmanager
def silent_server() -> Iterator[str]:
    """An address at which somebody listens and never answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(16)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/v1"


def model_fails(folder: Path, fault: str, address: str) -> Seen:
    """A draft and an answer are made all the same, and say who wrote them."""
    settings = Settings(
        encoder="minilm", openai_base_url=address, chat_timeout_seconds=1, home=folder / "home"
    )
    copilot = Copilot(settings, Home(folder / "home"))
    try:
        (folder / "guides").mkdir()
        for name, words in GUIDES.items():
            (folder / "guides" / name).write_text(words, "utf-8")
        copilot.guides.add(OPERATOR, [folder / "guides"])
        said = _answered(copilot)
    finally:
        copilot.close()
    return Seen(fault, 2, 0, True, said)
