"""`mentoring log list` and `members mapping` as another program meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.ui.cli.conftest import Calling

PERSONNEL = "Employee ID,Full Name,Role,Salary\n1,Ada,mentee,9\n4,Di,admin,8\n"


@pytest.fixture
def personnel(tmp_path: Path) -> Path:
    file = tmp_path / "personnel.csv"
    file.write_text(PERSONNEL)
    return file


def test_a_mapping_is_suggested_mended_previewed_and_used(
    call: Calling, tmp_path: Path, personnel: Path
) -> None:
    code, found = call("members", "mapping", str(personnel))
    assert (code, found["missing"], found["unknown"]) == (0, [], ["Salary"])
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps(found["mapping"]))
    options = ("members", "import", str(personnel), "--mapping", str(mapping))
    assert call(*options, "--preview")[1]["added"] == 2
    assert call("members", "list")[1] == {"members": []}
    assert call(*options)[1]["added"] == 2


def test_a_mapping_that_does_not_fit_exits_2(call: Calling, tmp_path: Path, personnel: Path) -> None:
    mapping = tmp_path / "mapping.json"
    mapping.write_text('{"Employee ID": "id", "Full Name": "name", "Rolle": "roles"}')
    code, answer = call("members", "import", str(personnel), "--mapping", str(mapping))
    assert (code, answer["error"]["place"]) == (2, "mapping")
    assert "Rolle" in answer["error"]["message"]


def test_the_log_lists_what_was_done_and_is_closed_to_members(call: Calling, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("id,name,roles\nm1,Ada,mentee\nm4,Di,admin\n")
    call("members", "import", str(tmp_path / "roster.csv"))
    code, found = call("log", "list", "--as", "m4", "--csv", str(tmp_path / "log.csv"))
    assert (code, found["total"], found["pages"]) == (0, 1, 1)
    assert (found["lines"][0]["by"], found["lines"][0]["verb"]) == ("operator", "import")
    assert "operator,import,member" in (tmp_path / "log.csv").read_text("utf-8-sig")
    assert call("log", "list", "--verb", "approve")[1]["lines"] == []
    code, answer = call("log", "list", "--as", "m1")
    assert (code, answer["error"]["code"]) == (2, "not_allowed")
    assert call("log", "list", "--since", "yesterday")[0] == 2


def test_the_log_s_head_is_kept_elsewhere_and_checked_against(call: Calling, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("id,name,roles\nm1,Ada,mentee\nm4,Di,admin\n")
    call("members", "import", str(tmp_path / "roster.csv"))
    file = tmp_path / "head.json"
    assert call("log", "head", "--out", str(file))[1]["count"] == 1
    assert call("log", "verify", "--head", str(file))[1]["whole"] is True
    file.write_text(json.dumps(json.loads(file.read_text()) | {"count": 3}))
    code, found = call("log", "verify", "--head", str(file))
    assert (code, found["whole"], found["fault"]["what"]) == (1, False, "2 entries at the end are gone.")
    file.write_text("head")
    assert call("log", "verify", "--head", str(file))[0] == 2
    assert call("log", "verify", "--head", str(tmp_path / "nowhere.json"))[0] == 2
    assert call("log", "verify", "--as", "m1")[1]["error"]["code"] == "not_allowed"
