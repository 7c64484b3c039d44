"""`mentoring consents` and `retention` as another program meets them, and a log that outlives a deletion whole."""

from __future__ import annotations

import json
import os
import re
import time
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from copilot.domain.consents import TERMS, Purpose
from copilot.domain.retention import LIMITS
from tests.ui.cli.conftest import Calling
from ui.cli.main import app

ROSTER = "id,name,roles,wishes\nm1,Ada,mentee,a change of career\nm2,Bo,mentor,\nm4,Di,admin,\n"


@pytest.fixture
def roster(call: Calling, tmp_path: Path) -> Path:
    file = tmp_path / "roster.csv"
    file.write_text(ROSTER)
    assert call("members", "import", str(file))[0] == 0
    return file


def test_what_is_agreed_to_is_listed_taken_back_and_handed_out(
    call: Calling, roster: Path, tmp_path: Path
) -> None:
    assert call("recognise", "board", "join", "--as", "m1")[0] == 0
    code, found = call("consents", "list", "--as", "m1")
    assert (code, {line["purpose"] for line in found["consents"]}) == (0, {"leaderboard", "wishes"})
    code, left = call("consents", "withdraw", "leaderboard", "--as", "m1")
    assert (code, [line["purpose"] for line in left["consents"]]) == (0, ["wishes"])
    assert call("consents", "withdraw", "wishes", "--as", "m1")[1] == {"consents": []}
    assert call("consents", "withdraw", "wishes", "--as", "m1")[0] == 2
    assert call("consents", "withdraw", "anything", "--as", "m1")[0] == 2
    assert call("consents", "list")[1]["error"]["code"] == "not_allowed"
    assert call("consents", "list", "--as", "m4")[1] == {"consents": []}
    assert {each["members"] for each in call("consents", "count", "--as", "m4")[1]["purposes"]} == {None}
    code, exported = call("members", "export", "m1", "--as", "m1")
    assert code == 0
    assert sorted(line["purpose"] for line in exported["consents"]) == ["leaderboard", "wishes"]
    assert all(line["withdrawn_at"] for line in exported["consents"])
    assert "consents" in call("members", "export", "m1", "--as", "m4")[1].get("withheld", ["consents"])


def test_the_log_is_whole_after_a_member_is_deleted(call: Calling, roster: Path, tmp_path: Path) -> None:
    assert call("members", "update", "m1", "--set", "wishes=another", "--as", "m1")[0] == 0
    head = tmp_path / "head.json"
    assert call("log", "head", "--out", str(head))[0] == 0
    assert call("members", "delete", "m1", "--yes")[0] == 0
    code, found = call("log", "verify", "--head", str(head))
    assert (code, found["whole"], found["fault"]) == (0, True, None)


def test_nothing_goes_without_a_limit_and_what_is_old_goes_with_one(
    call: Calling, roster: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = home / "uploads" / "left.csv"
    upload.parent.mkdir(parents=True)
    upload.write_text("id\n")
    long_ago = time.time() - 30 * 86_400
    os.utime(upload, (long_ago, long_ago))
    assert call("retention", "apply")[1] == {"gone": {}, "unfinished": ""}
    monkeypatch.setenv("MENTORING_RETENTION", ", ".join(f"{k} {v.recommended}" for k, v in LIMITS.items()))
    code, shown = call("retention", "apply", "--dry-run")
    assert (code, {each["kind"]: each["now"] for each in shown["kinds"] if each["now"]}) == (
        0,
        {"uploads": 1},
    )
    assert upload.exists()
    assert call("retention", "apply")[1]["gone"] == {"uploads": 1}
    assert not upload.exists()
    assert call("retention", "apply")[1]["gone"] == {}
    assert call("log", "list", "--verb", "apply")[1]["lines"][0]["detail"] == {"uploads": "1"}
    assert call("log", "verify")[1]["whole"] is True
    assert call("retention", "show", "--as", "m1")[1]["error"]["code"] == "not_allowed"


def test_a_limit_that_cannot_be_read_says_how_to_write_it(
    call: Calling, roster: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MENTORING_RETENTION", "chats soon")
    code, answer = call("retention", "show")
    assert code == 2
    assert "chats 12 months" in json.dumps(answer, ensure_ascii=False)


@pytest.mark.parametrize("purpose", Purpose)
def test_the_commands_that_the_ledger_names_exist(purpose: Purpose) -> None:
    terms = TERMS[purpose]
    for said in re.findall(r"`([^`]+)`", f"{terms.gives} {terms.takes_back}"):
        command: Any = get_command(app)
        options = [word for word in said.split() if word.startswith("--")]
        for word in said.split():
            if not word.startswith("--"):
                assert word in command.commands, said
                command = command.commands[word]
        known = {name for each in command.params for name in (*each.opts, *each.secondary_opts)}
        assert set(options) <= known, said
