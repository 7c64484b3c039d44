"""Homes that can be opened, and homes that can't: a sentence, and everything as it was."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from copilot.domain.members import Member, Role
from copilot.errors import HomeUnusable
from copilot.stores.database import open_engine
from copilot.stores.home import DATABASE, Home, migrations
from copilot.stores.schema import metadata
from copilot.stores.unit_of_work import SqlUnitsOfWork
from knowledge.records import metadata as guides_metadata

BO = Member(id="m2", name="Bo", roles=frozenset({Role.MENTOR}))


def test_a_home_keeps_what_was_put_in_after_it_is_closed(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with SqlUnitsOfWork(home.engine)() as unit:
        unit.members.add(BO)
        unit.commit()
    home.close()
    again = Home(tmp_path / "home")
    with SqlUnitsOfWork(again.engine)() as unit:
        assert unit.members.all() == [BO]
    again.close()


def test_reading_a_home_that_is_not_there_reads_an_empty_one_and_makes_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path / "nowhere", for_writing=False)
    with SqlUnitsOfWork(home.engine)() as unit:
        assert unit.members.all() == []
    home.close()
    assert not (tmp_path / "nowhere").exists()


def test_the_migrations_make_just_the_tables_of_the_code(home: Home) -> None:
    with home.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": _ours})
        differences = compare_metadata(context, [metadata, guides_metadata])
    assert differences == []


def _ours(_: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    own = ("knowledge_", "checkpoint", "writes")
    return not (kind == "table" and reflected and compare_to is None and (name or "").startswith(own))


def test_a_match_declined_before_there_were_categories_is_still_read(tmp_path: Path) -> None:
    engine, plan = open_engine(f"sqlite:///{tmp_path / DATABASE}"), migrations()
    with engine.begin() as connection:
        plan.attributes["connection"] = connection
        command.upgrade(plan, "0002")
        connection.execute(
            text(
                "INSERT INTO matches (id, seeker, partner, role, state, score, parts, rationale, programme, locked,"
                " run, reason, accepted_by, created, revision) VALUES ('x1', 'm1', 'm2', 'mentor', 'declined', 0.5,"
                " '{}', '{\"benefit\": {\"seeker\": \"\", \"partner\": \"\"}}', '', 0, '', 'too far', '[]',"
                " '2026-01-05 09:00:00', 1)"
            )
        )
    engine.dispose()
    home = Home(tmp_path)
    with SqlUnitsOfWork(home.engine)() as unit:
        assert (unit.matches.get("x1").reason, unit.matches.get("x1").because) == ("too far", "")
        assert unit.choices.all() == unit.nominations.all() == []
    home.close()


def test_a_home_from_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with home.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    home.close()
    with pytest.raises(HomeUnusable, match="newer version") as refusal:
        Home(tmp_path / "home")
    assert refusal.value.cure


def test_a_home_whose_database_is_no_database_says_so(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"these are not the tables you are looking for" * 100)
    with pytest.raises(HomeUnusable, match="not a database"):
        Home(tmp_path)


def test_a_home_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(HomeUnusable, match="cannot be made"):
        Home(tmp_path / "file" / "home")


def test_a_file_is_not_read_as_an_empty_home(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("in the way")
    with pytest.raises(HomeUnusable, match="a file, not a home"):
        Home(tmp_path / "home", for_writing=False)


def test_a_home_that_another_process_has_locked_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("copilot.stores.database.PATIENCE_SECONDS", 0.05)
    home = Home(tmp_path / "home")
    other = sqlite3.connect(tmp_path / "home" / DATABASE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with (
        pytest.raises(HomeUnusable, match="locked by another process"),
        SqlUnitsOfWork(home.engine)() as unit,
    ):
        unit.members.add(BO)
    other.close()
    with SqlUnitsOfWork(home.engine)() as unit:
        assert unit.members.all() == []
    home.close()


def test_a_home_that_may_not_be_written_to_says_so_and_stays_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    Home(folder).close()
    before = (folder / DATABASE).read_bytes()
    for path in (folder / DATABASE, folder):
        path.chmod(0o555)
    roster = tmp_path / "roster.csv"
    roster.write_text("id,name,roles\nm1,Ada,mentee\n")
    result = mentoring("members", "import", str(roster), "--home", str(folder), unprivileged=True)
    assert result.returncode == 3, result
    assert "cannot be" in result.stderr
    assert "Traceback" not in result.stderr
    assert (folder / DATABASE).read_bytes() == before


def mentoring(*arguments: str, unprivileged: bool = False) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own; `unprivileged` takes root's right to write anywhere."""
    command = [sys.executable, "-c", "from ui.cli.main import main; main()", *arguments]
    if unprivileged and os.geteuid() == 0:
        setpriv = shutil.which("setpriv")
        assert setpriv, "setpriv is part of util-linux"
        command = [setpriv, "--bounding-set", "-dac_override,-dac_read_search", *command]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
