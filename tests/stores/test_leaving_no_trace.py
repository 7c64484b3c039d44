"""After a deletion every file of the home and every table is searched for what somebody left there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, inspect, text

from copilot.domain.asking import Asker
from copilot.domain.members import Role
from copilot.domain.relationships import ActionItem
from copilot.errors import Unavailable
from copilot.language.encoder import CachedEncoder
from copilot.services.matching.neutral.stripping import Stripper
from copilot.services.matching.scores.evidence import told_by
from copilot.services.matching.verbs.indexing import refresh
from copilot.services.members import leaving
from copilot.services.members.about_me import AboutMeService
from copilot.services.policy import Policy
from copilot.stores import schema
from copilot.stores.conversations import CheckpointedConversations
from copilot.stores.home import Home
from copilot.stores.profile_index import ChromaProfileIndex
from copilot.stores.remains import RemainsOfMembers
from copilot.stores.unit_of_work import SqlUnitsOfWork
from copilot.stores.vector_store import SqlVectorStore
from tests.fakes import FixedClock, WordEncoder
from tests.services.members.somebody import EMAIL, HER, KEPT, NAME, NOW, WORDS, fill, her_strings

HERSELF = Asker(member=HER, roles=frozenset({Role.MENTEE}))
OF_NOBODY = {"vectors", "chat_tokens", "changes", "encryption_keys", "audit_chain"}
"""Tables that name no member: vectors stand under hashes; of changes and of the log's chain only numbers stay."""


class Installation:
    """A home with everything in it that an installation makes of members' words."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.units = SqlUnitsOfWork(home.engine)
        self.encoder = CachedEncoder(WordEncoder(), SqlVectorStore(home.engine))
        self.index = ChromaProfileIndex(WordEncoder(), home.members_index)
        self.conversations = CheckpointedConversations(home.engine)
        remains = RemainsOfMembers(home.engine, self.encoder.key, lambda: self.index, home.uploads)
        self.service = AboutMeService(
            self.units, self.conversations, lambda: remains, lambda *_: [], Policy(), FixedClock(NOW)
        )

    def fill(self) -> None:
        """Records, conversations, vectors and the index."""
        fill(self.units, self.conversations)
        with self.units.reading() as unit:
            members = unit.members.all()
        stripper = Stripper([member.name for member in members])
        told = [told_by(member, stripper) for member in members]
        refresh(self.index, self.encoder, told, {member.id for member in members})
        # A roster that an admin uploaded and never came back for, where Gradio puts it.
        folder = self.home.uploads / "0a1b2c"
        folder.mkdir(parents=True)
        (folder / "people.csv").write_text(f"id,name,email\n{HER},{NAME},{EMAIL}\n", encoding="utf-16")

    def vectors(self) -> int:
        return SqlVectorStore(self.home.engine).count()


@pytest.fixture
def installation(home: Home) -> Iterator[Installation]:
    made = Installation(home)
    made.fill()
    yield made
    made.index.close()


@pytest.fixture
def on_sqlite(sqlite_home: Home) -> Iterator[Installation]:
    made = Installation(sqlite_home)
    made.fill()
    yield made
    made.index.close()


def forms(said: str) -> set[bytes]:
    """How a text may stand in a file."""
    escaped = json.dumps(said)[1:-1]
    return {form.encode(code) for form in (said, escaped) for code in ("utf-8", "utf-16-le", "latin-1")}


def found_in_files(folder: Path) -> set[tuple[str, str]]:
    """Which of her words stand in which file, in whatever case."""
    found = set()
    for path in folder.rglob("*"):
        if path.is_file():
            held = path.read_bytes().lower()
            found |= {
                (path.name, said) for said in her_strings() if any(f.lower() in held for f in forms(said))
            }
    return found


def found_in_tables(home: Home) -> set[tuple[str, str]]:
    """Which of her words stand in which table, whatever table there is."""
    tables = MetaData()
    tables.reflect(home.engine)
    found = set()
    with home.engine.connect() as connection:
        for name in inspect(home.engine).get_table_names():
            for row in connection.execute(text(f'SELECT * FROM "{name}"')):
                held = b"\x00".join(
                    bytes(v)
                    if isinstance(v, (bytes, memoryview))
                    else json.dumps(v, default=str, ensure_ascii=False).encode()
                    for v in row
                ).lower()
                found |= {
                    (name, said) for said in her_strings() if any(f.lower() in held for f in forms(said))
                }
    return found


def test_before_she_leaves_she_is_found_nearly_everywhere(on_sqlite: Installation) -> None:
    """Otherwise the search below would prove nothing."""
    tables = {name for name, _ in found_in_tables(on_sqlite.home)}
    kept = {
        "members", "goals", "notes", "drafts", "matches", "runs", "relationships", "sessions", "moments", "feedback",
        "choices", "nominations", "verdicts", "declared_groups", "enrolments", "programmes", "actions", "audit_log",
        "conversations", "checkpoints", "accounts", "invitations", "signed_in", "identity_links",
        "personal_tokens", "pauses", "changes",
        "cohorts", "closing_reviews", "help_requests", "events", "series", "registrations", "event_questions",
        "event_feedback", "calendar_feeds", "spaces", "space_members", "posts", "pointers", "webhooks", "deliveries",
        "objectives", "objective_links", "chapters", "playbook_offers",
        "guide_progress", "track_progress", "practice_answers", "readiness", "circles", "circle_meetings", "pledges",
        "advocacy", "speaking_consents", "badges", "leaderboard_choices",
        "survey_answers", "nudge_settings", "outgoing_nudges", "consents",
    }  # fmt: skip
    assert kept <= tables
    names = {name for name, _ in found_in_files(on_sqlite.home.folder)}
    assert {"chroma.sqlite3", "people.csv"} <= names
    assert {"mentoring.sqlite3", "mentoring.sqlite3-wal"} & names


def test_after_she_has_left_no_table_holds_her(installation: Installation) -> None:
    done = installation.service.delete(HERSELF, HER)
    assert done.unfinished == ""
    assert found_in_tables(installation.home) == set()


def test_after_she_has_left_no_file_holds_her(on_sqlite: Installation) -> None:
    on_sqlite.service.delete(HERSELF, HER)
    assert found_in_files(on_sqlite.home.folder) == set()


def test_what_others_keep_is_still_there(installation: Installation) -> None:
    installation.service.delete(HERSELF, HER)
    with installation.units.reading() as unit:
        assert {member.id for member in unit.members.all()} == {"m2", "m3", "m4", "m5"}
        assert KEPT in unit.notes.get("t3").text
        assert KEPT in unit.drafts.get("d4").markdown
        assert [offer.member for offer in unit.help_requests.get("h2").offers] == ["m2"]
        assert {post.id for post in unit.posts.all()} == {"po2", "po4", "po5"}
        assert unit.playbook_offers.get("of2").text == KEPT
    assert installation.conversations.turns("m2/t1")[0].text == f"What does a former member want? {KEPT}"
    [kept] = installation.conversations.of("m2")
    assert kept.title == "Ask a former member about birds"


def test_others_stay_in_the_index_and_their_vectors_are_not_made_again(installation: Installation) -> None:
    before = installation.vectors()
    assert {HER, "m2"} <= set(installation.index.members())
    installation.service.delete(HERSELF, HER)
    assert set(installation.index.members()) == {"m2"}
    assert 0 < installation.vectors() < before


def test_who_follows_the_changes_learns_that_members_have_to_be_read_again(
    installation: Installation,
) -> None:
    with installation.units.reading() as unit:
        mark = unit.changed_since(0).mark
    installation.service.delete(HERSELF, HER)
    with installation.units.reading() as unit:
        changes = unit.changed_since(mark)
    assert {"members", "matches", "choices"} <= changes.anew


def test_killed_between_records_and_vectors_it_is_finished_at_the_next_opening(
    on_sqlite: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(RemainsOfMembers, "keep_only", killed)
        with pytest.raises(KeyboardInterrupt):
            on_sqlite.service.delete(HERSELF, HER)
    on_sqlite.index.close()
    assert found_in_files(on_sqlite.home.folder), "the vectors still hold her"
    again = Installation(on_sqlite.home)
    assert again.service.finish() == ""
    again.index.close()
    assert found_in_files(on_sqlite.home.folder) == set()


def test_killed_while_the_index_is_made_anew_nothing_of_her_comes_back(
    on_sqlite: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(self: ChromaProfileIndex) -> None:
        self.close()
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(ChromaProfileIndex, "_empty", killed)
        with pytest.raises(KeyboardInterrupt):
            on_sqlite.service.delete(HERSELF, HER)
    again = Installation(on_sqlite.home)
    assert again.service.finish() == ""
    assert HER not in again.index.members()
    again.index.close()
    assert found_in_files(on_sqlite.home.folder) == set()


def test_while_another_process_has_the_index_her_records_are_gone_and_the_rest_waits(
    on_sqlite: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.chroma.LOCK_WAIT", 0.05)
    on_sqlite.index.close()
    other = ChromaProfileIndex(WordEncoder(), on_sqlite.home.members_index)
    other.members()
    done = on_sqlite.service.delete(HERSELF, HER)
    assert "Another process is using the index" in done.unfinished
    other.close()
    assert on_sqlite.service.finish() == ""
    on_sqlite.index.close()
    assert found_in_files(on_sqlite.home.folder) == set()


def test_without_an_encoder_nobody_can_tell_whose_a_vector_is_so_all_go(on_sqlite: Installation) -> None:
    from copilot.errors import ModelUnavailable

    def missing(_: str) -> bytes:
        raise ModelUnavailable("The encoder's weights are missing.")

    remains = RemainsOfMembers(on_sqlite.home.engine, missing, lambda: on_sqlite.index)
    remains.keep_only(["a text"], {"m2"})
    assert on_sqlite.vectors() == 0


def test_a_reader_who_is_busy_makes_the_clearing_wait_and_loses_nothing(
    on_sqlite: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("copilot.stores.database.PATIENCE_SECONDS", 0.05)
    with on_sqlite.units.reading() as unit:
        unit.members.count()
        with on_sqlite.home.engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA busy_timeout = 50")  # type: ignore[union-attr] # SQLite
        try:
            done = on_sqlite.service.delete(HERSELF, HER)
        except Unavailable as error:  # pragma: no cover - told instead
            pytest.fail(str(error))
    assert on_sqlite.service.finish() == "" or done.unfinished


def test_every_table_is_one_that_a_deletion_knows(sqlite_home: Home) -> None:
    """Who adds a table for members has to say what becomes of it when one of them leaves."""
    known = set(schema.metadata.tables) - OF_NOBODY - {"conversations"}
    with SqlUnitsOfWork(sqlite_home.engine).reading() as unit:
        cleared = {table_of(repository) for repository in leaving._every(unit)}
    assert known == cleared


def table_of(repository: Any) -> str:
    """Its table, also where a chain or a witness stands before it."""
    behind = getattr(repository, "_entries", getattr(repository, "_records", repository))
    return str(behind._table.name)


def test_no_secret_of_hers_is_left_and_nothing_is_on_its_way_to_her(installation: Installation) -> None:
    installation.service.delete(HERSELF, HER)
    with installation.units.reading() as unit:
        assert HER not in {nudge.member for nudge in unit.outgoing_nudges.all()}
        assert unit.nudge_settings.find(HER) is None
        assert {answer.member for answer in unit.survey_answers.all()} <= {"m2", "m3", "m4", "m5"}
        assert not unit.webhooks.all(by=HER)
        assert [nudge.fault for nudge in unit.outgoing_nudges.all(member="m2")] == [
            f"a former member was refused. {KEPT}"
        ]


def test_who_leaves_thousands_of_records_behind_goes_as_well(on_sqlite: Installation) -> None:
    """SQLite takes no expression of more than a thousand in a chain."""
    with on_sqlite.units() as unit:
        more = [
            ActionItem(id=f"i{n}-{WORDS}", relationship="r1", owner=HER, text=WORDS) for n in range(1_100)
        ]
        unit.actions.add(*more)
        unit.commit()
    assert on_sqlite.service.delete(HERSELF, HER).removed["actions"] == 1_101
    assert found_in_tables(on_sqlite.home) == set()
