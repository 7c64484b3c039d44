"""A home with a key: the contracts of the stores hold, its files tell nothing, damage stays where it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import JSON, Text, select, update

from copilot.domain.chat import Conversation, Turn
from copilot.domain.relationships import Goal, Milestone, Note
from copilot.errors import KeyMissing, Unreadable
from copilot.ports import Conversations, UnitsOfWork
from copilot.stores.columns import metadata
from copilot.stores.confidential import CONFIDENTIAL, DAMAGED, is_sealed_in_sql
from copilot.stores.conversations import CheckpointedConversations
from copilot.stores.encrypting import SqlEncryption
from copilot.stores.home import Home
from copilot.stores.keyring import NO_KEYS, Keyring, is_sealed
from copilot.stores.unit_of_work import SqlUnitsOfWork
from tests.services.members.somebody import HER, KEPT, WORDS
from tests.stores.encrypted import OTHER_KEY, RING, TURNED, files_with, kept, with_keys
from tests.stores.test_conversations import ConversationsContract
from tests.stores.test_leaving_no_trace import HERSELF, Installation, found_in_files, found_in_tables
from tests.stores.test_repositories import UnitOfWorkContract

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECRET = "zebrafinch at the window"


def note(id_: str = "n1", text: str = SECRET, author: str = "m1") -> Note:
    return Note(id=id_, session="s1", relationship="r1", author=author, text=text, at=NOON)


GOAL = Goal(id="g1", member="m1", title=SECRET, why="", milestones=(Milestone(text="“zebrafinch”"),))


@pytest.fixture
def encrypted(home: Home) -> Iterator[Home]:
    """A home with a key, once on SQLite and once on PostgreSQL."""
    keyed = with_keys(home, RING)
    yield keyed
    keyed.close()


@pytest.fixture
def encrypted_file(sqlite_home: Home) -> Iterator[Home]:
    """The same on SQLite."""
    keyed = with_keys(sqlite_home, RING)
    yield keyed
    keyed.close()


class TestUnitsOfWork(UnitOfWorkContract):
    @pytest.fixture
    def units(self, encrypted: Home) -> UnitsOfWork:
        return SqlUnitsOfWork(encrypted.engine)


class TestConversations(ConversationsContract):
    @pytest.fixture
    def kept(self, encrypted: Home) -> Conversations:
        return CheckpointedConversations(encrypted.engine)


def write(home: Home, *records: Any) -> None:
    with SqlUnitsOfWork(home.engine)() as unit:
        for record in records:
            (unit.notes if isinstance(record, Note) else unit.goals).add(record)
        unit.commit()


def test_words_are_sealed_in_the_table_and_read_by_the_app(encrypted: Home) -> None:
    write(encrypted, note(), GOAL)
    columns = kept(encrypted)
    assert is_sealed(columns["notes", "text", "n1"])
    assert is_sealed(columns["goals", "milestones", "g1"])
    assert columns["goals", "why", "g1"] == ""
    with SqlUnitsOfWork(encrypted.engine).reading() as unit:
        assert unit.notes.get("n1") == unit.notes.all(author="m1")[0] == note()
        assert unit.goals.get("g1") == GOAL
        assert unit.goals.values("title", "milestones") == [
            (SECRET, [{"text": "“zebrafinch”", "due": None, "done": False}])
        ]
        assert unit.notes.values("author", "text") == [("m1", SECRET)]


def test_every_confidential_column_is_one_of_its_table() -> None:
    for name, columns in CONFIDENTIAL.items():
        assert set(columns) <= {column.name for column in metadata.tables[name].columns}, name


def test_every_confidential_column_has_room_for_what_is_sealed() -> None:
    """PostgreSQL refuses what is longer than a column of characters."""
    for name, columns in CONFIDENTIAL.items():
        for column in columns:
            assert isinstance(metadata.tables[name].c[column].type, (Text, JSON)), f"{name}.{column}"


def test_nobody_compares_sealed_words_in_the_database(encrypted: Home) -> None:
    with SqlUnitsOfWork(encrypted.engine).reading() as unit, pytest.raises(ValueError, match="text"):
        unit.notes.all(text=SECRET)


@pytest.mark.parametrize("said", ["ZEBRAFINCH", "“zebrafinch”", "at the window"])
def test_a_record_is_found_by_its_sealed_words_in_whatever_case(encrypted: Home, said: str) -> None:
    write(encrypted, note(), note("n2", "nothing of it"), GOAL)
    with SqlUnitsOfWork(encrypted.engine).reading() as unit:
        assert unit.goals.mentioning([said]) == [GOAL]
        assert unit.notes.mentioning(["m1", said]) == unit.notes.all()
        found = ["n1"] if said != "“zebrafinch”" else []
        assert [one.id for one in unit.notes.mentioning([said])] == found


@pytest.mark.parametrize("piece", ["mc-sealed-1", RING.first, "A", "a", "_", "="])
def test_no_record_is_found_by_what_its_sealed_words_look_like(encrypted: Home, piece: str) -> None:
    write(encrypted, note("9", "7", author="8").changed(session="5", relationship="6"))
    with SqlUnitsOfWork(encrypted.engine).reading() as unit:
        found = unit.notes.mentioning([piece])
    assert [one.id for one in found] == (["9"] if piece.lower() in "private" else [])


@pytest.mark.parametrize(
    "written", ["mc-sealed-1:", "MC-SEALED-1:", "mc-plain-1:", "Mc-Sealed-1:00000000:AAAA."]
)
def test_nobody_hides_from_a_search_or_from_the_key_by_writing_like_a_sealed_text(
    home: Home, encrypted: Home, written: str
) -> None:
    theirs = [note("n1", f"{written} {SECRET}"), note("n2", f"{written}{RING.first}:{SECRET}")]
    write(home, *theirs)
    for _ in ("plain", "sealed"):
        with SqlUnitsOfWork(encrypted.engine).reading() as unit:
            assert unit.notes.mentioning([SECRET]) == theirs
        SqlEncryption(encrypted.engine).apply()
    assert all(is_sealed(kept(encrypted)["notes", "text", one.id]) for one in theirs)


def test_plain_and_sealed_words_stand_beside_each_other(home: Home, encrypted: Home) -> None:
    write(home, note("n1"))
    write(encrypted, note("n2"))
    units = SqlUnitsOfWork(encrypted.engine)
    with units() as unit:
        assert [one.id for one in unit.notes.mentioning([SECRET])] == ["n1", "n2"]
        assert unit.notes.values("text") == [(SECRET,)] * 2
        unit.notes.save(unit.notes.get("n1").changed(text="again"))
        unit.commit()
    assert is_sealed(kept(encrypted)["notes", "text", "n1"])


def test_no_file_holds_what_was_written_with_a_key(encrypted_file: Home) -> None:
    write(encrypted_file, note(), GOAL)
    chats = CheckpointedConversations(encrypted_file.engine)
    chats.start(Conversation(id="t1", owner="m1", title="Zebrafinch", started=NOON, latest=NOON))
    for n in range(3):
        chats.add("t1", Turn(by="person", text=f"{SECRET} {n}", at=NOON))
    chats.rename("t1", "A zebrafinch")
    assert files_with(encrypted_file.folder, "zebrafinch", SECRET) == set()
    encrypted_file.close()
    assert files_with(encrypted_file.folder, "zebrafinch", SECRET) == set()
    assert files_with(encrypted_file.folder, "mc-sealed-1"), "it was looked for in the right place"


def test_a_home_does_not_open_without_its_key(encrypted: Home) -> None:
    write(encrypted, note())
    before = kept(encrypted)
    for ring in (NO_KEYS, Keyring([OTHER_KEY])):
        with pytest.raises(KeyMissing, match=RING.first) as refusal:
            with_keys(encrypted, ring)
        assert refusal.value.cure
    assert kept(encrypted) == before
    with_keys(encrypted, TURNED).close()


def test_a_home_with_a_key_in_which_nothing_was_written_opens_without(encrypted: Home) -> None:
    with_keys(encrypted, NO_KEYS).close()


def test_a_process_that_had_no_key_loses_nothing_of_what_others_encrypt(home: Home, encrypted: Home) -> None:
    """It was started before the key was set, and goes on."""
    write(encrypted, note())
    with SqlUnitsOfWork(home.engine).reading() as unit:
        for ask in (lambda: unit.notes.get("n1"), unit.notes.all, lambda: unit.notes.mentioning(["x"])):
            with pytest.raises(KeyMissing, match=RING.first):
                ask()


def tamper(home: Home, id_: str = "n1") -> None:
    notes = metadata.tables["notes"]
    with home.engine.begin() as connection:
        sealed = connection.execute(select(notes.c.text).where(notes.c.id == id_)).scalar_one()
        changed = sealed[:-3] + ("AA." if not sealed.endswith("AA.") else "BB.")
        connection.execute(update(notes).where(notes.c.id == id_).values(text=changed))


def test_a_tampered_record_says_so_and_the_others_are_read(encrypted: Home) -> None:
    write(encrypted, note("n1"), note("n2"))
    tamper(encrypted)
    with SqlUnitsOfWork(encrypted.engine).reading() as unit:
        with pytest.raises(Unreadable, match="n1") as told:
            unit.notes.get("n1")
        assert told.value.cure
        assert [one.text for one in unit.notes.all()] == [DAMAGED, SECRET]
        assert [one.id for one in unit.notes.mentioning([SECRET])] == ["n2"]


def test_saving_a_tampered_record_keeps_what_is_there_and_new_words_replace_it(encrypted: Home) -> None:
    write(encrypted, note("n1"))
    tamper(encrypted)
    before = kept(encrypted)["notes", "text", "n1"]
    with SqlUnitsOfWork(encrypted.engine)() as unit:
        [found] = unit.notes.all()
        found = unit.notes.save(found.changed(visibility="shared"))
        unit.commit()
    assert kept(encrypted)["notes", "text", "n1"] == before
    with SqlUnitsOfWork(encrypted.engine)() as unit:
        unit.notes.save(found.changed(text="once more"))
        unit.commit()
    with SqlUnitsOfWork(encrypted.engine)() as unit:
        assert unit.notes.get("n1").text == "once more"
        unit.notes.remove("n1")


def test_words_moved_to_another_record_are_not_read_there(encrypted: Home) -> None:
    write(encrypted, note("n1"), note("n2", "harmless"))
    notes = metadata.tables["notes"]
    with encrypted.engine.begin() as connection:
        sealed = connection.execute(select(notes.c.text).where(notes.c.id == "n1")).scalar_one()
        connection.execute(update(notes).where(notes.c.id == "n2").values(text=sealed))
    with SqlUnitsOfWork(encrypted.engine).reading() as unit, pytest.raises(Unreadable, match="n2"):
        unit.notes.get("n2")


def test_whatever_is_damaged_every_list_can_be_read_and_every_record_saved(encrypted: Home) -> None:
    """What stands in the place of damaged words has to be something that a record may hold."""
    installation = Installation(encrypted)
    installation.fill()
    damaged = set()
    with encrypted.engine.begin() as connection:
        for name, columns in CONFIDENTIAL.items():
            table = metadata.tables[name]
            for column in columns:
                broken = (
                    update(table)
                    .where(is_sealed_in_sql(table, column))
                    .values({column: "mc-sealed-1:broken."})
                )
                damaged |= {name} if connection.execute(broken).rowcount else set()
    assert damaged >= set(CONFIDENTIAL) - {"webhooks"}
    before = kept(encrypted)
    with SqlUnitsOfWork(encrypted.engine)() as unit:
        for name in sorted(damaged - {"conversations"}):
            repository = getattr(unit, name)
            for record in repository.all():
                repository.save(record)
        unit.commit()
    assert kept(encrypted) == before
    assert [one.title for one in installation.conversations.of("m2")] == [DAMAGED]
    installation.index.close()


class TestLeaving:
    @pytest.fixture
    def installation(self, encrypted: Home) -> Iterator[Installation]:
        made = Installation(encrypted)
        made.fill()
        yield made
        made.index.close()

    def test_nothing_of_her_is_left_even_once_everything_is_decrypted(
        self, installation: Installation
    ) -> None:
        assert installation.service.delete(HERSELF, HER).unfinished == ""
        assert found_in_tables(installation.home) == set()
        SqlEncryption(installation.home.engine).remove()
        assert not any(map(is_sealed, kept(installation.home).values()))
        assert found_in_tables(installation.home) == set()

    def test_what_others_wrote_is_rewritten_and_stays_sealed(self, installation: Installation) -> None:
        installation.service.delete(HERSELF, HER)
        with installation.units.reading() as unit:
            assert KEPT in unit.notes.get("t3").text
            assert KEPT in unit.drafts.get("d4").markdown
        said = installation.conversations.turns("m2/t1")[0].text
        assert said == f"What does a former member want? {KEPT}"
        [hers] = installation.conversations.of("m2")
        assert hers.title == "Ask a former member about birds"
        assert is_sealed(kept(installation.home)["notes", "text", "t3"])

    def test_a_tampered_note_of_hers_does_not_keep_her_here(self, installation: Installation) -> None:
        with installation.units.reading() as unit:
            hers = [one.id for one in unit.notes.all(author=HER)]
        tamper(installation.home, hers[0])
        assert installation.service.delete(HERSELF, HER).unfinished == ""
        assert found_in_tables(installation.home) == set()

    def test_no_file_held_her_confidential_words_at_any_time(self, encrypted_file: Home) -> None:
        installation = Installation(encrypted_file)
        installation.fill()
        told = {table for table, said in found_in_tables(encrypted_file) if said == WORDS}
        assert told, "words of hers that are no secret, such as her profile, are there to be found"
        # Why a match was proposed comes from profiles, and a webhook's name is shown: neither is a secret.
        assert told.isdisjoint({*CONFIDENTIAL, "checkpoints", "writes"} - {"matches", "webhooks"})
        installation.service.delete(HERSELF, HER)
        assert found_in_files(encrypted_file.folder) == set()
        installation.index.close()
