"""One contract for wherever conversations are kept: the fake, SQLite and PostgreSQL."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text

from copilot.domain.chat import Conversation, NextStep, Pending, Turn
from copilot.domain.citations import GuideCitation, ProfileCitation, RecordCitation
from copilot.errors import Conflict, HomeUnusable, NotFound
from copilot.ports import Conversations
from copilot.stores.checkpoints import Threads
from copilot.stores.conversations import CheckpointedConversations
from copilot.stores.database import WRITING, open_engine
from copilot.stores.home import Home
from tests.fakes import MemoryConversations

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CANARY = "zebrafinch-at-the-window"
HERS = Conversation(id="t1", owner="m1", title="Feedback", started=NOON, latest=NOON)


def person(words: str, minutes: int = 0) -> Turn:
    return Turn(by="person", text=words, at=NOON + timedelta(minutes=minutes))


FULL = Turn(
    by="copilot",
    text="Say what it led to. [1] [2] [3]\u2028«ok» 🌿 \x00",
    at=NOON + timedelta(minutes=1),
    citations=(
        GuideCitation(n=1, path="feedback/sbi.md", section="Impact", start=2, end=9, quote="say what"),
        ProfileCitation(n=2, member="m17", field="goals[0]", quote="present"),
        RecordCitation(n=3, kind="note", record="n1", field="text", quote="she"),
    ),
    offers=("d5",),
    tools=("search_guides",),
    steps=(NextStep(label="Draft it", text="Draft my goal plan"),),
    pending=Pending(job="draft_agenda", slots={"minutes": "45"}, missing="relationship"),
    writer="embedded",
    remark="The model was out.",
)


class ConversationsContract:
    @pytest.fixture
    def kept(self) -> Conversations:
        raise AssertionError("each place gives its own")

    def test_what_was_said_comes_back_whole_and_in_order(self, kept: Conversations) -> None:
        kept.start(HERS)
        kept.add("t1", person("How do I give feedback?"), FULL)
        kept.add("t1", person("And then?", 2))
        assert kept.turns("t1") == [person("How do I give feedback?"), FULL, person("And then?", 2)]

    def test_the_latest_turn_dates_the_conversation(self, kept: Conversations) -> None:
        kept.start(HERS)
        kept.add("t1", person("a", 5), person("b", 3))
        found = kept.find("t1")
        assert found is not None
        assert (found.latest, found.started) == (NOON + timedelta(minutes=5), NOON)

    def test_a_member_sees_her_own_the_latest_first(self, kept: Conversations) -> None:
        for thread, owner, minutes in (("t1", "m1", 0), ("t2", "m2", 1), ("t3", "m1", 2)):
            started = NOON + timedelta(minutes=minutes)
            kept.start(Conversation(id=thread, owner=owner, started=started, latest=started))
        assert [one.id for one in kept.of("m1")] == ["t3", "t1"]
        kept.add("t1", person("again", 9))
        assert [one.id for one in kept.of("m1")] == ["t1", "t3"]
        assert kept.of("m9") == []

    def test_an_id_can_be_taken_once(self, kept: Conversations) -> None:
        kept.start(HERS)
        kept.add("t1", person("mine"))
        with pytest.raises(Conflict):
            kept.start(Conversation(id="t1", owner="m2", started=NOON, latest=NOON))
        assert [turn.text for turn in kept.turns("t1")] == ["mine"]

    def test_nothing_is_added_to_or_renamed_in_a_conversation_that_is_not_there(
        self, kept: Conversations
    ) -> None:
        with pytest.raises(NotFound):
            kept.add("t9", person("hello"))
        with pytest.raises(NotFound):
            kept.add("t9")
        with pytest.raises(NotFound):
            kept.rename("t9", "x")
        assert kept.turns("t9") == []
        assert kept.find("t9") is None

    def test_adding_nothing_changes_nothing(self, kept: Conversations) -> None:
        kept.start(HERS)
        kept.add("t1")
        assert kept.turns("t1") == []
        assert kept.find("t1") == HERS

    def test_a_conversation_can_be_renamed(self, kept: Conversations) -> None:
        kept.start(HERS)
        kept.add("t1", person("a"))
        kept.rename("t1", "Saying hard things")
        found = kept.find("t1")
        assert found is not None
        assert found.title == "Saying hard things"
        assert len(kept.turns("t1")) == 1

    def test_a_forgotten_conversation_is_gone_and_its_name_begins_anew(self, kept: Conversations) -> None:
        kept.start(HERS)
        kept.start(HERS.changed(id="t2"))
        kept.add("t1", person("a"))
        kept.add("t2", person("b"))
        kept.forget("t1")
        kept.forget("t1")
        assert kept.find("t1") is None
        assert kept.turns("t1") == []
        assert [turn.text for turn in kept.turns("t2")] == ["b"]
        kept.start(HERS)
        assert kept.turns("t1") == []

    def test_the_turns_of_many_at_once_are_all_kept(self, kept: Conversations) -> None:
        kept.start(HERS)

        def talk(who: int) -> None:
            for n in range(6):
                kept.add("t1", person(f"{who}:{n}a"), person(f"{who}:{n}b"))

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(talk, range(4)))
        said = [turn.text for turn in kept.turns("t1")]
        for who in range(4):
            hers = [words for words in said if words.startswith(f"{who}:")]
            assert hers == [f"{who}:{n}{half}" for n in range(6) for half in "ab"]


class TestMemory(ConversationsContract):
    @pytest.fixture
    def kept(self) -> Conversations:
        return MemoryConversations()


class TestCheckpointed(ConversationsContract):
    @pytest.fixture
    def kept(self, home: Home) -> Conversations:
        return CheckpointedConversations(home.engine)

    def test_only_the_newest_state_is_kept(self, home: Home, kept: Conversations) -> None:
        kept.start(HERS)
        kept.start(HERS.changed(id="t2"))
        for n in range(5):
            kept.add("t1", person(f"turn {n}", n))
            kept.add("t2", person(f"turn {n}", n))
        assert set(_rows(home).values()) <= {0, 2, 6}
        assert _rows(home)["checkpoints"] == 2
        before = _rows(home)
        kept.add("t1", person("once more", 9))
        assert _rows(home) == before

    def test_forgetting_leaves_no_row_of_the_thread(self, home: Home, kept: Conversations) -> None:
        kept.start(HERS)
        for n in range(3):
            kept.add("t1", person(f"turn {n}", n))
        kept.forget("t1")
        assert set(_rows(home).values()) == {0}

    def test_what_fails_half_way_leaves_everything_as_it_was(
        self, home: Home, kept: Conversations, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept.start(HERS)
        kept.add("t1", person("first"))
        before = kept.find("t1"), kept.turns("t1"), _rows(home)

        def broken(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("copilot.stores.conversations._change", broken)
        with pytest.raises(KeyboardInterrupt):
            kept.add("t1", person("second"))
        assert (kept.find("t1"), kept.turns("t1"), _rows(home)) == before

    def test_no_class_named_in_a_checkpoint_is_built(self, home: Home, kept: Conversations) -> None:
        kept.start(HERS)
        with home.engine.execution_options(**WRITING).begin() as connection:
            Threads(connection).add("t1", [{"turn": person("x")}])
            (read,) = Threads(connection).turns("t1")
        assert isinstance(read["turn"], dict)


def test_sqlite_has_the_tables_that_the_saver_makes_itself(sqlite_home: Home, tmp_path: Path) -> None:
    from langgraph.checkpoint.sqlite import SqliteSaver

    with SqliteSaver.from_conn_string(str(tmp_path / "theirs.db")) as saver:
        saver.setup()
    theirs = open_engine(f"sqlite:///{tmp_path / 'theirs.db'}")
    assert _shape(theirs) == _shape(sqlite_home.engine)
    theirs.dispose()


@pytest.mark.postgres
def test_postgresql_has_the_tables_that_the_saver_makes_itself(postgres_url: str, tmp_path: Path) -> None:
    from langgraph.checkpoint.postgres import PostgresSaver

    home = Home(tmp_path / "home", database_url=postgres_url)
    ours = _shape(home.engine)
    with home.engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    with PostgresSaver.from_conn_string(postgres_url.replace("+psycopg", "")) as saver:
        saver.setup()
    assert _shape(home.engine) == ours
    with home.engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    home.close()


def test_what_was_said_is_in_no_file_after_it_was_forgotten(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    kept = CheckpointedConversations(home.engine)
    kept.start(HERS.changed(title=CANARY))
    for n in range(12):
        kept.add("t1", person(f"{CANARY} {n} " + "and so on " * 400, n))
    assert _holding(home.folder, CANARY)
    kept.forget("t1")
    assert _holding(home.folder, CANARY) == []
    home.close()
    assert _holding(home.folder, CANARY) == []


def test_what_was_said_is_in_no_file_though_somebody_else_has_the_home_open(tmp_path: Path) -> None:
    home, other = Home(tmp_path / "home"), Home(tmp_path / "home")
    kept = CheckpointedConversations(home.engine)
    kept.start(HERS)
    kept.add("t1", person(CANARY))
    assert len(CheckpointedConversations(other.engine).turns("t1")) == 1
    kept.forget("t1")
    assert _holding(home.folder, CANARY) == []
    other.close()
    home.close()


def test_a_home_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    kept = CheckpointedConversations(home.engine)
    kept.start(HERS)
    with home.engine.begin() as connection:
        connection.execute(text("DROP TABLE checkpoints"))
    with pytest.raises(HomeUnusable):
        kept.add("t1", person("a"))
    home.close()


def test_reading_a_home_that_is_not_there_finds_no_conversation(tmp_path: Path) -> None:
    home = Home(tmp_path / "nowhere", for_writing=False)
    kept = CheckpointedConversations(home.engine)
    assert (kept.of("m1"), kept.find("t1"), kept.turns("t1")) == ([], None, [])
    home.close()


TALKING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from copilot.domain.chat import Turn
from copilot.stores.conversations import CheckpointedConversations
from copilot.stores.home import Home
kept = CheckpointedConversations(Home(Path(sys.argv[1])).engine)
while True:
    at = datetime.now(UTC)
    kept.add("t1", Turn(by="person", text="q" * 2000, at=at), Turn(by="copilot", text="a" * 2000, at=at))
    print("kept", flush=True)
"""


@pytest.mark.slow
def test_a_killed_process_leaves_question_and_answer_or_neither(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    kept = CheckpointedConversations(home.engine)
    kept.start(HERS)
    moments, said = random.Random(3), 0
    for _ in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", TALKING, str(home.folder)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout
        process.stdout.readline()
        time.sleep(moments.uniform(0.1, 0.6))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        turns = kept.turns("t1")
        found = kept.find("t1")
        assert [turn.by for turn in turns] == ["person", "copilot"] * (len(turns) // 2)
        assert found is not None
        assert found.latest == max([NOON, *(turn.at for turn in turns)])
        assert len(turns) >= said
        said = len(turns)
    assert said
    home.close()


def _rows(home: Home) -> dict[str, int]:
    with home.engine.connect() as connection:
        return {
            table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
            for table in _tables(home.engine)
        }


def _tables(engine: Engine) -> list[str]:
    names = set(inspect(engine).get_table_names()) - {"checkpoint_migrations"}
    return sorted(name for name in names if name.startswith(("checkpoint", "writes")))


def _shape(engine: Engine) -> dict[str, object]:
    """Columns with type, default and whether they may be empty; keys and indexes."""
    looked = inspect(engine)
    return {
        table: (
            sorted(str({**column, "comment": ""}) for column in looked.get_columns(table)),
            looked.get_pk_constraint(table)["constrained_columns"],
            sorted(str(index["column_names"]) for index in looked.get_indexes(table)),
        )
        for table in _tables(engine)
    }


def _holding(folder: Path, words: str) -> list[str]:
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [str(file) for file in files if words.encode() in file.read_bytes()]
