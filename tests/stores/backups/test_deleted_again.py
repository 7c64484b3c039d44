"""Who was deleted after a backup was made does not come back with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from copilot.domain.backups import Deletion, fingerprint
from copilot.domain.members import Member, Role
from copilot.errors import BadInput
from copilot.stores.backups.deletions import LIST, DeletionsFile, read_deletions
from copilot.stores.home import Home
from tests.services.members.somebody import HER, KEPT, NOW
from tests.stores.backups.installation import Installation
from tests.stores.test_leaving_no_trace import found_in_files, found_in_tables


@pytest.fixture
def filled(sqlite_home: Home) -> Iterator[Installation]:
    made = Installation(sqlite_home)
    made.fill()
    yield made
    made.index.close()


@pytest.fixture
def another(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(Home(tmp_path / "another"))
    yield made
    made.home.close()


def test_in_the_same_home(filled: Installation, tmp_path: Path) -> None:
    file = filled.back_up(tmp_path / "b.zip")
    filled.clock.move(timedelta(days=2))
    filled.delete(HER)
    filled.index.close()
    done = filled.restore(file, replace=True)
    assert done.deleted_again == 1
    assert found_in_tables(filled.home) == set()
    filled.home.close()
    assert found_in_files(filled.home.folder) == set()


def test_in_another_home_by_the_list_of_the_one_that_was_lost(
    filled: Installation, another: Installation, tmp_path: Path
) -> None:
    file = filled.back_up(tmp_path / "b.zip")
    filled.delete(HER)
    listed = tmp_path / "elsewhere.jsonl"
    listed.write_bytes((filled.home.folder / LIST).read_bytes())
    assert another.restore(file, deletions=listed).deleted_again == 1
    assert found_in_tables(another.home) == set()
    with another.units.reading() as unit:
        assert KEPT in unit.notes.get("t3").text
    another.home.close()
    assert found_in_files(another.home.folder) == set()


def test_without_a_list_a_home_cannot_know_and_she_is_there(
    filled: Installation, another: Installation, tmp_path: Path
) -> None:
    """Otherwise the tests above would prove nothing."""
    file = filled.back_up(tmp_path / "b.zip")
    filled.delete(HER)
    assert another.restore(file).deleted_again == 0
    assert found_in_tables(another.home)


def test_the_restored_home_knows_the_deletion_for_the_next_time(
    filled: Installation, another: Installation, tmp_path: Path
) -> None:
    file = filled.back_up(tmp_path / "b.zip")
    filled.delete(HER)
    another.restore(file, deletions=filled.home.folder / LIST)
    assert another.restore(file, replace=True).deleted_again == 1
    assert found_in_tables(another.home) == set()


def test_who_came_back_before_the_backup_stays(filled: Installation, tmp_path: Path) -> None:
    filled.delete(HER)
    with filled.units() as unit:
        unit.members.add(Member(id=HER, name="Zainab", roles=frozenset({Role.MENTEE})))
        unit.commit()
    file = filled.back_up(tmp_path / "b.zip")
    filled.index.close()
    assert filled.restore(file, replace=True).deleted_again == 0
    with filled.units.reading() as unit:
        assert unit.members.find(HER)


def test_a_list_that_lost_lines_is_made_whole_from_the_log(filled: Installation, tmp_path: Path) -> None:
    filled.delete(HER)
    (filled.home.folder / LIST).unlink()
    filled.back_up(tmp_path / "b.zip")
    [line] = read_deletions(filled.home.folder / LIST)
    assert line.is_of(HER)
    assert not line.is_of("m2")


def test_the_list_says_nothing_of_whom(filled: Installation) -> None:
    filled.delete(HER)
    text = (filled.home.folder / LIST).read_text()
    assert HER not in text
    assert "operator" not in text


def test_a_line_that_was_cut_off_is_passed_over_and_the_next_stands_by_itself(tmp_path: Path) -> None:
    listed = DeletionsFile(tmp_path)
    ones = [
        Deletion(stand_in=f"former-{n}", fingerprint=fingerprint(f"former-{n}", "m1"), at=NOW) for n in "ab"
    ]
    listed.keep(ones[:1])
    with (tmp_path / LIST).open("ab") as file:
        file.write(b'{"stand_in":"former-c","fing')
    listed.keep(ones)
    assert listed.every() == ones
    listed.keep(ones)
    assert len((tmp_path / LIST).read_bytes().splitlines()) == 3


def test_a_file_that_is_no_list_is_told(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("m1\nm2\n")
    with pytest.raises(BadInput, match="no line of a list of deletions"):
        read_deletions(tmp_path / "x")
    with pytest.raises(BadInput, match="can't be read"):
        read_deletions(tmp_path / "nowhere")


def test_a_list_that_cannot_be_written_does_not_undo_a_deletion(filled: Installation) -> None:
    (filled.home.folder / LIST).mkdir()
    assert "list of deletions" in filled.delete(HER).unfinished
    assert found_in_tables(filled.home) == set()
