"""All rows from one database into another, each compared."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from copilot.domain.asking import OPERATOR
from copilot.errors import BadInput, Conflict, Unavailable
from copilot.stores.backups import copying, tables
from copilot.stores.home import DATABASE, Home
from tests.postgres import free_port
from tests.services.members.somebody import HER, WORDS
from tests.stores.backups.installation import Installation, rows


@pytest.fixture
def filled(sqlite_home: Home) -> Installation:
    made = Installation(sqlite_home)
    made.fill()
    made.add_guide()
    return made


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[str]:
    """An empty database."""
    yield postgres_url
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


@pytest.mark.postgres
def test_to_postgresql_and_back_every_row_is_the_same(
    filled: Installation, postgres_database: str, tmp_path: Path
) -> None:
    before = rows(filled.home)
    done = filled.backups.move(OPERATOR, postgres_database)
    assert rows(filled.home) == before
    assert done.rows["members"] == 5
    on_postgres = Installation(Home(filled.home.folder, database_url=postgres_database))
    assert rows(on_postgres.home) == before
    assert WORDS in on_postgres.conversations.turns(f"{HER}/t1")[0].text
    back = f"sqlite:///{tmp_path / 'back' / DATABASE}"
    (tmp_path / "back").mkdir()
    on_postgres.backups.move(OPERATOR, back)
    again = Home(tmp_path / "back")
    assert rows(again) == before
    again.close()
    on_postgres.home.close()


@pytest.mark.postgres
def test_a_moved_home_goes_on_counting_and_finds_its_guides(
    filled: Installation, postgres_database: str
) -> None:
    filled.backups.move(OPERATOR, postgres_database)
    moved = Installation(Home(filled.home.folder, database_url=postgres_database))
    with moved.units() as unit:
        unit.members.save(unit.members.get("m2"))
        unit.commit()
    library = moved.library()
    assert library.agrees()[0] or library.rebuild()
    assert library.search("listen twice")[0].passage.path == "listening.md"
    (moved.home.folder / "guides" / "more.md").write_text("# More\n\n## Asking\n\nAsk what she heard.\n")
    assert library.add([(moved.home.folder / "guides").resolve()]).added == 1
    library.close()
    moved.home.close()


@pytest.mark.postgres
def test_a_database_that_holds_something_is_left_alone(filled: Installation, postgres_database: str) -> None:
    engine = create_engine(postgres_database)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE of_somebody_else (id integer)"))
    with pytest.raises(Conflict, match="not empty; nothing was moved"):
        filled.backups.move(OPERATOR, postgres_database)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE of_somebody_else"))
    filled.backups.move(OPERATOR, postgres_database)
    with pytest.raises(Conflict, match="not empty"):
        filled.backups.move(OPERATOR, postgres_database)
    engine.dispose()


@pytest.mark.postgres
@pytest.mark.parametrize("words", ["a\x00b", "x" * 300])
def test_what_postgresql_cannot_keep_is_told_with_its_row_and_nothing_is_left_there(
    filled: Installation, postgres_database: str, words: str
) -> None:
    with filled.home.engine.begin() as connection:
        connection.execute(text("UPDATE notes SET relationship = :words WHERE id = 't3'"), {"words": words})
    with pytest.raises(BadInput, match="PostgreSQL") as refusal:
        filled.backups.move(OPERATOR, postgres_database)
    assert "notes" in str(refusal.value)
    assert "t3" in str(refusal.value)
    engine = create_engine(postgres_database)
    with engine.begin() as connection:
        assert (
            connection.execute(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")).scalar()
            == 0
        )
    engine.dispose()


@pytest.mark.postgres
def test_a_row_that_changes_on_its_way_stops_all(
    filled: Installation, postgres_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = tables.row_of

    def another(said: bytes, table: tables.Table, dialect: str) -> dict[str, object]:
        row = whole(said, table, dialect)
        return row | {"text": "other words"} if table.name == "notes" and row["id"] == "t3" else row

    monkeypatch.setattr(tables, "row_of", another)
    with pytest.raises(Unavailable, match="not what it was before") as refusal:
        filled.backups.move(OPERATOR, postgres_database)
    assert refusal.value.place == "notes t3"


@pytest.mark.postgres
def test_a_server_that_does_not_answer_is_told_without_the_password(filled: Installation) -> None:
    with pytest.raises(Unavailable, match="does not answer") as refusal:
        filled.backups.move(OPERATOR, f"postgresql+psycopg://me:hush-hush@127.0.0.1:{free_port()}/x")
    assert "hush-hush" not in str(refusal.value)


@pytest.mark.postgres
def test_a_user_or_a_database_that_is_not_there_is_told(filled: Installation, postgres_database: str) -> None:
    for wrong in (
        postgres_database.replace("mentoring@", "nobody:hush-hush@"),
        postgres_database.replace("/postgres", "/none"),
    ):
        with pytest.raises(Unavailable, match="does not let you in") as refusal:
            filled.backups.move(OPERATOR, wrong)
        assert "hush-hush" not in str(refusal.value)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("nonsense", "no address of a database"),
        ("", "no address of a database"),
        ("mysql://a@b/c", "Only PostgreSQL and SQLite"),
        ("sqlite://", "Only PostgreSQL and SQLite"),
    ],
)
def test_an_address_that_is_none_is_told(filled: Installation, url: str, why: str) -> None:
    with pytest.raises(BadInput, match=why) as refusal:
        filled.backups.move(OPERATOR, url)
    assert refusal.value.cure


def test_a_file_that_it_is_moved_into_is_for_its_owner_alone(filled: Installation, tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        filled.backups.move(OPERATOR, f"sqlite:///{tmp_path / DATABASE}")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / DATABASE).stat().st_mode) == 0o600


def test_to_itself_it_cannot_be_moved(filled: Installation) -> None:
    before = rows(filled.home)
    with pytest.raises((Conflict, Unavailable)):
        filled.backups.move(OPERATOR, filled.home.url)
    assert rows(filled.home) == before


def test_nothing_is_copied_twice(filled: Installation, tmp_path: Path) -> None:
    other = Home(tmp_path / "other")
    with filled.home.engine.connect() as source, other.engine.begin() as target:
        copying.copy_all(source, target)
    with (
        pytest.raises(Conflict),
        filled.home.engine.connect() as source,
        other.engine.begin() as target,
    ):
        copying.copy_all(source, target)
    other.close()
