"""`members update`, `export` and `delete` as another program meets them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.ui.cli.conftest import Calling
from ui.cli.main import run as run_command

ROSTER = (
    "id,name,email,roles,level,goals,experience\n"
    "zq17,Zainab Qureshi,zq@example.org,mentee,2,let the zebrafinch sing,\n"
    "m2,Bo Lindqvist,,mentor,7,,Trained forty speakers\n"
)
WORDS = ("zq17", "zainab", "qureshi", "zq@example.org", "zebrafinch")


@pytest.fixture
def roster(call: Calling, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER)
    assert call("members", "import", str(tmp_path / "roster.csv"))[0] == 0


@pytest.mark.usefixtures("roster")
def test_she_changes_her_own_profile_and_nobody_elses(call: Calling) -> None:
    code, told = call("members", "update", "zq17", "--set", "time_zone=Asia/Karachi", "--set", "skills=SQL; Urdu",
                      "--as", "zq17")  # fmt: skip
    assert (code, told["profile"]["skills"], told["profile"]["level"]) == (0, ["SQL", "Urdu"], 2)
    code, told = call("members", "update", "m2", "--set", "headline=x", "--as", "zq17")
    assert (code, told["error"]["code"]) == (2, "not_allowed")
    code, told = call("members", "update", "zq17", "--set", "level=9", "--as", "zq17")
    assert (code, told["error"]["place"]) == (2, "level")
    assert "roster" in told["error"]["message"]
    code, told = call("members", "update", "zq17", "--set", "nonsense", "--as", "zq17")
    assert (code, told["error"]["place"]) == (2, "--set")


@pytest.mark.usefixtures("roster")
def test_an_export_is_one_document_with_a_heading_for_each_kind(call: Calling, tmp_path: Path) -> None:
    code, told = call("members", "export", "zq17", "--as", "zq17")
    assert code == 0
    assert told["profile"]["email"] == "zq@example.org"
    assert {"goals", "drafts", "notes", "conversations", "matches", "index", "log"} <= set(told)
    file = tmp_path / "about-me.json"
    code, told = call("members", "export", "zq17", "--as", "zq17", "--output", str(file))
    assert (code, told["file"]) == (0, str(file))
    assert json.loads(file.read_text())["profile"]["name"] == "Zainab Qureshi"
    assert file.stat().st_mode & 0o077 == 0
    code, told = call("members", "export", "zq17", "--as", "zq17", "--output", str(file))
    assert (code, told["error"]["code"]) == (2, "bad_input")


@pytest.mark.usefixtures("roster")
def test_personal_things_are_exported_to_nobody_else(call: Calling) -> None:
    code, told = call("members", "export", "zq17", "--as", "m2")
    assert (code, told["error"]["code"]) == (2, "not_allowed")
    code, told = call("members", "export", "zq17")
    assert (code, "notes" in told, "notes" in told["withheld"]) == (0, False, True)


@pytest.mark.usefixtures("roster")
def test_without_yes_nothing_is_deleted_and_with_it_no_file_of_the_home_holds_her(
    call: Calling, home: Path
) -> None:
    call("match", "suggest", "--for", "zq17", "--role", "mentor")
    code, told = call("members", "delete", "zq17", "--as", "zq17")
    assert (code, told["error"]["place"]) == (2, "--yes")
    assert words_in(home), "she is there until she says yes"
    code, told = call("members", "delete", "zq17", "--yes", "--as", "zq17")
    assert (code, told["deleted"], told["unfinished"]) == (0, "zq17", "")
    assert told["removed"]["members"] == 1
    assert words_in(home) == set()
    code, listed = call("members", "list")
    assert [member["member"] for member in listed["members"]] == ["m2"]


@pytest.mark.usefixtures("roster")
def test_an_event_that_is_left_without_a_host_is_named(
    call: Calling, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    soon = datetime.now(UTC).date() + timedelta(days=30)
    when = ("--starts", f"{soon} 15:00", "--zone", "Europe/Lisbon")
    code, event = call("events", "add", "ama", "Ask about night shifts", *when, "--host", "zq17")
    assert code == 0, event
    assert run_command(["members", "delete", "zq17", "--yes", "--home", str(home)]) == 0
    assert f"nobody hosts the event {event['event']} any more" in capsys.readouterr().out


@pytest.mark.usefixtures("roster")
def test_killed_after_the_records_the_next_command_finishes_it(
    call: Calling, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from copilot.stores.remains import RemainsOfMembers

    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    call("match", "suggest", "--for", "zq17", "--role", "mentor")
    with monkeypatch.context() as patched:
        patched.setattr(RemainsOfMembers, "keep_only", killed)
        assert call("members", "delete", "zq17", "--yes")[0] == 130
    assert call("members", "list")[0] == 0
    assert words_in(home) == set()


def words_in(home: Path) -> set[tuple[str, str]]:
    """Her words in the files of the home."""
    files = [path for path in home.rglob("*") if path.is_file()]
    return {
        (path.name, word) for path in files for word in WORDS if word.encode() in path.read_bytes().lower()
    }
