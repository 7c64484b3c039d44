"""A home that was plain becomes encrypted, changes its key, becomes plain again; killed half-way, it goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from copilot.domain.chat import Conversation, Turn
from copilot.domain.relationships import Goal, Milestone, Note
from copilot.errors import HomeUnusable, KeyMissing
from copilot.stores import encrypting
from copilot.stores.conversations import CheckpointedConversations
from copilot.stores.encrypting import SqlEncryption
from copilot.stores.encryption_schema import encryption_keys
from copilot.stores.home import Home
from copilot.stores.keyring import NO_KEYS, Keyring, is_sealed
from copilot.stores.unit_of_work import SqlUnitsOfWork
from tests.stores.encrypted import KEY, OTHER_KEY, RING, TURNED, files_with, kept, with_keys
from tests.stores.test_confidential import tamper

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECRET = "zebrafinch at the window"
NOTES = 7
CHATS = 3


def fill(home: Home, notes: int = NOTES) -> None:
    """Notes, a goal, conversations."""
    with SqlUnitsOfWork(home.engine)() as unit:
        unit.notes.add(
            *(
                Note(id=f"n{n}", session="s", relationship="r", author="m1", text=f"{SECRET} {n}", at=NOON)
                for n in range(notes)
            )
        )
        unit.goals.add(Goal(id="g1", member="m1", title=SECRET, milestones=(Milestone(text=SECRET),)))
        unit.commit()
    chats = CheckpointedConversations(home.engine)
    for n in range(CHATS):
        chats.start(Conversation(id=f"t{n}", owner="m1", title=SECRET, started=NOON, latest=NOON))
        chats.add(f"t{n}", *(Turn(by="person", text=f"{SECRET} {part}", at=NOON) for part in "ab"))


ALL = NOTES + 2 + CHATS + 2 * CHATS


def told(home: Home) -> list[str]:
    """Everything that was written, as the app reads it."""
    chats = CheckpointedConversations(home.engine)
    with SqlUnitsOfWork(home.engine).reading() as unit:
        words = [note.text for note in unit.notes.all()]
        words += [part for goal in unit.goals.all() for part in (goal.title, goal.milestones[0].text)]
    words += [one.title for one in chats.of("m1")]
    return words + [turn.text for n in range(CHATS) for turn in chats.turns(f"t{n}")]


@pytest.fixture
def plain(home: Home) -> Home:
    """A home in which people wrote before there was a key."""
    fill(home)
    return home


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encrypting, "ROWS_AT_ONCE", 2)
    monkeypatch.setattr(encrypting, "THREADS_AT_ONCE", 2)


def keys_noted(home: Home) -> set[str]:
    with home.engine.connect() as connection:
        return set(connection.execute(select(encryption_keys.c.id)).scalars())


@pytest.mark.usefixtures("small_steps")
def test_encrypted_rekeyed_and_decrypted_the_words_are_the_same(plain: Home) -> None:
    before = told(plain)
    columns, revision = kept(plain), _revision(plain)
    once = with_keys(plain, RING)
    done = SqlEncryption(once.engine).apply()
    assert (done.texts, done.key, done.unfinished, done.damaged) == (ALL, RING.first, "", ())
    assert done.changed == {"notes": NOTES, "goals": 2, "conversations": CHATS, "turns": 2 * CHATS}
    assert told(once) == before
    assert SqlEncryption(once.engine).status().encrypted == ALL
    assert SqlEncryption(once.engine).apply().texts == 0

    turned = with_keys(plain, TURNED)
    assert told(turned) == before
    assert SqlEncryption(turned.engine).status().outdated == ALL
    done = SqlEncryption(turned.engine).apply()
    assert (done.texts, done.retired) == (ALL, (RING.first,))
    newest = with_keys(plain, Keyring([OTHER_KEY]))
    assert told(newest) == before

    done = SqlEncryption(newest.engine).remove()
    assert (done.texts, done.retired, keys_noted(plain)) == (ALL, (TURNED.first,), set())
    again = with_keys(plain, NO_KEYS)
    assert (told(again), kept(again), _revision(again)) == (before, columns, revision)
    for each in (once, turned, newest, again):
        each.close()


def _revision(home: Home) -> int:
    with SqlUnitsOfWork(home.engine).reading() as unit:
        return unit.notes.get("n0").revision


def test_afterwards_no_file_of_the_home_holds_a_word(sqlite_home: Home) -> None:
    fill(sqlite_home, notes=300)
    with SqlUnitsOfWork(sqlite_home.engine)() as unit:
        for n in range(0, 300, 2):
            unit.notes.remove(f"n{n}")
        unit.commit()
    assert files_with(sqlite_home.folder, "zebrafinch")
    sqlite_home.close()
    keyed = with_keys(sqlite_home, RING)
    assert SqlEncryption(keyed.engine).apply().unfinished == ""
    assert files_with(keyed.folder, "zebrafinch") == set()
    assert sum("zebrafinch" in words for words in told(keyed)) == 150 + ALL - NOTES
    keyed.close()


def test_the_status_tells_apart_what_is_plain_old_and_damaged(plain: Home) -> None:
    once = with_keys(plain, RING)
    with SqlUnitsOfWork(once.engine)() as unit:
        unit.notes.save(unit.notes.get("n0").changed(text="sealed"))
        unit.notes.save(unit.notes.get("n1").changed(text="sealed"))
        unit.commit()
    tamper(plain, "n1")
    keyed = with_keys(plain, TURNED)
    status = SqlEncryption(keyed.engine).status()
    [notes] = [one for one in status.tables if one.table == "notes"]
    assert (notes.plain, notes.encrypted, notes.damaged) == (NOTES - 2, {RING.first: 1}, ("n1",))
    assert (status.plain, status.outdated, status.damaged) == (ALL - 2, 1, ("notes n1",))
    assert SqlEncryption(plain.engine).status().lost == {RING.first}
    once.close()
    keyed.close()


def test_what_is_damaged_stays_as_it_is_and_its_key_stays_needed(plain: Home) -> None:
    once = with_keys(plain, RING)
    SqlEncryption(once.engine).apply()
    tamper(once)
    broken = kept(once)["notes", "text", "n1"]
    turned = with_keys(plain, TURNED)
    done = SqlEncryption(turned.engine).apply()
    assert (done.texts, done.damaged, done.retired) == (ALL - 1, ("notes n1",), ())
    assert kept(turned)["notes", "text", "n1"] == broken
    with pytest.raises(KeyMissing, match=RING.first):
        with_keys(plain, Keyring([OTHER_KEY]))
    once.close()
    turned.close()


def test_others_write_while_a_home_is_encrypted_and_nothing_is_lost(plain: Home) -> None:
    keyed, other = with_keys(plain, RING), with_keys(plain, RING)
    units = SqlUnitsOfWork(other.engine)

    def write() -> None:
        for n in range(NOTES):
            with units() as unit:
                unit.notes.save(unit.notes.get(f"n{n}").changed(text=f"{SECRET} changed {n}"))
                unit.commit()

    with ThreadPoolExecutor(1) as threads:
        writing = threads.submit(write)
        SqlEncryption(keyed.engine).apply()
        writing.result()
    assert [words for words in told(keyed) if "changed" in words] == [
        f"{SECRET} changed {n}" for n in range(NOTES)
    ]
    assert SqlEncryption(keyed.engine).status().plain == 0
    keyed.close()
    other.close()


def test_who_goes_on_with_an_old_key_is_not_shut_out_unnoticed(plain: Home) -> None:
    """A process that wasn't started again writes with the key that was thought to be retired."""
    old, turned = with_keys(plain, RING), with_keys(plain, TURNED)
    SqlEncryption(turned.engine).apply()
    assert keys_noted(plain) == {TURNED.first}
    with SqlUnitsOfWork(old.engine)() as unit:
        unit.notes.add(Note(id="late", session="s", relationship="r", author="m1", text=SECRET, at=NOON))
        unit.commit()
    with pytest.raises(KeyMissing, match=RING.first):
        with_keys(plain, Keyring([OTHER_KEY]))
    assert SqlEncryption(turned.engine).apply().retired == (RING.first,)
    with_keys(plain, Keyring([OTHER_KEY])).close()
    old.close()
    turned.close()


def test_where_the_files_cannot_be_written_anew_it_says_so(
    plain: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_: object) -> None:
        raise HomeUnusable("Somebody is reading the home.")

    keyed = with_keys(plain, RING)
    with monkeypatch.context() as patched:
        patched.setattr(encrypting, "vacuum", busy)
        done = SqlEncryption(keyed.engine).apply()
    assert (done.texts, "run it again" in done.unfinished) == (ALL, True)
    assert SqlEncryption(keyed.engine).apply().unfinished == ""
    keyed.close()


ENCRYPTING = """
import os, sys
from pathlib import Path
from copilot.stores import encrypting
from copilot.stores.home import Home
from copilot.stores.keyring import Keyring
encrypting.ROWS_AT_ONCE = encrypting.THREADS_AT_ONCE = 2
home = Home(Path(sys.argv[1]), database_url=sys.argv[2], keyring=Keyring(sys.argv[3].split()))
def told(done, of, what):
    print(what, done, flush=True)
    sys.stdin.readline()
encrypting.SqlEncryption(home.engine).apply(told)
"""


@pytest.mark.parametrize(("rounds", "reached"), [(1, "notes"), (3, "notes"), (5, "goals"), (8, "turns")])
def test_killed_half_way_everything_is_read_and_the_next_time_goes_on(
    home: Home, rounds: int, reached: str
) -> None:
    fill(home)
    first = with_keys(home, RING)
    before = told(first)
    SqlEncryption(first.engine).apply()
    first.close()
    process = subprocess.Popen(
        [sys.executable, "-c", ENCRYPTING, str(home.folder), home.url, f"{OTHER_KEY} {KEY}"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with process:
        assert process.stdin
        assert process.stdout
        for n in range(rounds):
            said = process.stdout.readline()
            if n < rounds - 1:
                process.stdin.write("\n")
                process.stdin.flush()
        os.kill(process.pid, signal.SIGKILL)
    assert said.startswith(reached)

    turned = with_keys(home, TURNED)
    assert told(turned) == before
    left = SqlEncryption(turned.engine).status()
    assert 0 < left.outdated < ALL
    assert left.encrypted == ALL
    done = SqlEncryption(turned.engine).apply()
    assert (done.texts, done.retired) == (left.outdated, (RING.first,))
    assert told(turned) == before
    assert all(map(is_sealed, filter(None, kept(turned).values())))
    turned.close()
    home.close()
    assert files_with(home.folder, "zebrafinch") == set()
