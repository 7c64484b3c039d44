"""`backup`, `restore` and `move` as another program meets them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.cli.conftest import Calling
from ui.cli.main import run as run_command

ROSTER = "id,name,roles,level\nzq17,Zainab Qureshi,mentee,2\nm2,Bo Lindqvist,mentor,7\n"


@pytest.fixture
def roster(call: Calling, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER)
    assert call("members", "import", str(tmp_path / "roster.csv"))[0] == 0


@pytest.mark.usefixtures("roster")
def test_a_backup_is_made_looked_at_and_put_back_without_who_has_left(call: Calling, tmp_path: Path) -> None:
    file = str(tmp_path / "b.zip")
    code, told = call("backup", file, "--keep-days", "7")
    assert (code, told["file"], told["rows"]["members"], told["unlogged"]) == (0, file, 2, "")
    assert told["keep_until"] > told["created"][:10]
    code, told = call("backup", "verify", file)
    assert (code, told["outdated"], told["rows"]["members"]) == (0, False, 2)
    code, told = call("restore", file)
    assert (code, told["error"]["code"]) == (2, "conflict")
    assert call("members", "delete", "zq17", "--yes")[0] == 0
    code, told = call("restore", file, "--replace")
    assert (code, told["deleted_again"], told["rows"]["members"]) == (0, 1, 1)
    assert Path(told["before"]).parent == tmp_path
    assert [one["member"] for one in call("members", "list")[1]["members"]] == ["m2"]


@pytest.mark.usefixtures("roster")
def test_a_folder_is_given_a_file_with_the_day_in_its_name(call: Calling, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    code, told = call("backup", str(tmp_path / "kept"))
    assert code == 0
    assert [str(path) for path in (tmp_path / "kept").iterdir()] == [told["file"]]


@pytest.mark.usefixtures("roster")
def test_it_is_for_the_operator_alone(call: Calling, tmp_path: Path) -> None:
    for words in (
        ("backup", str(tmp_path / "b.zip")),
        ("backup", "verify", str(tmp_path / "b.zip")),
        ("restore", str(tmp_path / "b.zip")),
        ("move", "--to", f"sqlite:///{tmp_path / 'x.sqlite3'}"),
    ):
        code, told = call(*words, "--as", "m2")
        assert (code, told["error"]["code"]) == (2, "not_allowed"), words
    assert not (tmp_path / "b.zip").exists()
    assert not (tmp_path / "x.sqlite3").exists()


def test_a_file_that_cannot_be_restored_makes_no_home(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "b.zip").write_text("none")
    for words in (["restore", str(tmp_path / "b.zip")], ["backup", str(tmp_path / "c.zip")]):
        assert run_command([*words, "--home", str(tmp_path / "home")]) in (1, 2)
        assert capsys.readouterr().err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["b.zip"]


@pytest.mark.usefixtures("roster")
def test_a_backup_within_the_home_is_refused(call: Calling, home: Path) -> None:
    code, told = call("backup", str(home / "b.zip"))
    assert (code, told["error"]["message"]) == (2, "That is inside the home.")
