"""Homes of earlier versions, as they were left: they open, everything is there, and it works.

`tests/homes/revision_….zip` were made with the program of that revision, with `tests/services/members/somebody.py` of
its time: invented people in every table there was.
"""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.members import Role
from copilot.services.goals import GoalsService
from copilot.services.members.service import MembersService
from copilot.services.policy import Policy
from copilot.services.relationships import RelationshipsService
from copilot.stores.backups.home_backups import WAYS_IN, HomeBackups
from copilot.stores.backups.tables import is_carried
from copilot.stores.database import open_engine
from copilot.stores.home import DATABASE, Home
from tests.services.members.somebody import HER, KEPT, NAME, NOW, WORDS
from tests.stores.backups.installation import Installation, rows
from tests.stores.test_leaving_no_trace import found_in_tables

HOMES = sorted((Path(__file__).parents[2] / "homes").glob("revision_*.zip"))
HERSELF = Asker(member=HER, roles=frozenset({Role.MENTEE}))
LATER = NOW + timedelta(days=1)


@pytest.fixture(params=HOMES, ids=[home.stem for home in HOMES])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The folder of such a home, not opened yet."""
    with zipfile.ZipFile(request.param) as archive:
        archive.extractall(tmp_path / "old")
    return tmp_path / "old"


def counted(home: Path) -> dict[str, int]:
    """Table → rows, read without our code."""
    with closing(sqlite3.connect(home / DATABASE)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
            for (name,) in names
            if is_carried(name) and not name.startswith("sqlite_")
        }


def test_there_are_homes_of_earlier_versions_with_something_in_every_table() -> None:
    assert len(HOMES) >= 2
    for each in HOMES:
        assert each.stat().st_size < 300_000


def test_opened_it_is_upgraded_and_every_row_is_there(old: Path) -> None:
    before = counted(old)
    assert all(before.values()), "an empty table proves nothing"
    Home(old).close()
    after = counted(old)
    assert after.pop("audit_log") >= before.pop("audit_log"), "an upgrade may note itself"
    assert {name: after[name] for name in before} == before
    assert len(after) > len(before)


@pytest.fixture
def opened(old: Path) -> Iterator[Installation]:
    made = Installation(Home(old))
    yield made
    made.index.close()
    made.home.close()


def test_the_services_work_on_it(opened: Installation) -> None:
    members = MembersService(opened.units, Policy(), opened.clock)
    assert members.show(HERSELF, HER).name == NAME
    assert WORDS in str(GoalsService(opened.units, Policy(), opened.clock).of(HERSELF, HER))
    assert RelationshipsService(opened.units, Policy(), opened.clock).visible_to(HERSELF)
    assert WORDS in opened.conversations.turns(f"{HER}/t1")[0].text
    with opened.units.reading() as unit:
        assert KEPT in unit.notes.get("t3").text
    library = opened.library()
    assert library.search("listen twice")[0].passage.path.endswith("listening.md")
    library.close()


def test_a_member_can_leave_it_without_a_trace(opened: Installation) -> None:
    opened.delete(HER)
    assert found_in_tables(opened.home) == set()


def test_a_backup_of_that_version_is_restored_as_todays(old: Path, tmp_path: Path) -> None:
    """Its tables are read as they stand: the home itself isn't upgraded."""
    before, engine = counted(old), open_engine(f"sqlite:///{old / DATABASE}")
    as_it_was: Any = SimpleNamespace(engine=engine, folder=old)
    HomeBackups(as_it_was).write(tmp_path / "b.zip", LATER, LATER.date(), [])
    engine.dispose()
    assert counted(old) == before
    restored = Installation(Home(tmp_path / "restored"))
    restored.restore(tmp_path / "b.zip")
    found = {name: len(lines) for name, lines in rows(restored.home).items()}
    kept = {name: n for name, n in before.items() if name not in {*WAYS_IN, "audit_log"}}
    assert {name: found[name] for name in kept} == kept
    assert (restored.home.folder / "guides" / "listening.md").exists()
    with restored.units.reading() as unit:
        assert unit.members.get(HER).name == NAME
    restored.home.close()


@pytest.mark.postgres
def test_it_can_be_moved_to_postgresql(opened: Installation, postgres_url: str) -> None:
    opened.backups.move(OPERATOR, postgres_url)
    moved = Home(opened.home.folder, database_url=postgres_url)
    assert rows(moved) == rows(opened.home)
    with moved.engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    moved.close()
