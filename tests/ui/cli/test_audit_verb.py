"""`members declare` and `match audit` as another program and a person call them."""

from __future__ import annotations

from pathlib import Path

import pytest

from copilot.services.auditing.name_swaps import SwapRow
from tests.ui.cli.conftest import Calling
from ui.cli.main import run

GROUPS = "member,attribute,value,consent\n"
FIRST = ("Adaeze", "Astrid", "Bao", "Chiara", "Deepa", "Eamon", "Fatima", "Goran", "Hana", "Ivo")
LAST = ("Obuya", "Lindqvist", "Nguyen", "Rossi", "Murthy")


def called(n: int) -> str:
    return f"{FIRST[n % 10]} {LAST[n // 10]}"


@pytest.fixture
def unfair(call: Calling, tmp_path: Path) -> Path:
    """Women speak a language that no mentor speaks; the roster and the groups are in the home."""
    roster, groups = ["id,name,roles,goals,experience,languages,level,capacity"], [GROUPS.strip()]
    for n in range(40):
        woman = n % 2
        language = "Hausa" if woman else "English"
        roster.append(f"s{n},{called(n)},mentee,Speak on a stage,,{language},2,")
        groups.append(f"s{n},gender,{'woman' if woman else 'man'},yes")
    for n in range(10):
        roster.append(f"p{n},{called(n + 40)},mentor,,Spoke on a stage for years,English,6,4")
    for name, rows in (("roster.csv", roster), ("groups.csv", groups)):
        (tmp_path / name).write_text("\n".join(rows) + "\n")
    assert call("members", "import", str(tmp_path / "roster.csv"))[0] == 0
    assert call("members", "declare", str(tmp_path / "groups.csv")) == (
        0,
        {"added": 40, "updated": 0, "unchanged": 0, "forgotten": 0, "without_consent": 0},
    )
    return tmp_path


@pytest.mark.usefixtures("unfair")
def test_the_audit_says_look_where_one_group_gets_no_mentor(call: Calling) -> None:
    assert call("match", "run", "--role", "mentor")[0] == 0
    code, report = call("match", "audit", "--seed", "3")
    assert code == 0
    verdicts = {each["line"]: each["verdict"] for each in report["verdicts"]}
    assert verdicts["access · mentor · gender: woman"] == "LOOK"
    assert verdicts["access · mentor · gender: man"] == "PASS"
    assert verdicts["constraints · mentor · gender: woman"] == "LOOK"
    assert report["header"]["statement"] == "This audit is self-run, not an independent audit."
    assert (report["header"]["seed"], report["header"]["by"]) == (3, "operator")
    assert {row["changed"] for row in report["name_swaps"]} == {0}


@pytest.mark.usefixtures("unfair")
def test_the_report_is_written_as_markdown(call: Calling, tmp_path: Path) -> None:
    file = tmp_path / "report.md"
    assert call("match", "audit", "--no-name-swaps", "--markdown", str(file))[0] == 0
    text = file.read_text(encoding="utf-8")
    assert "self-run, not an independent audit" in text
    assert "## Verdicts" in text
    assert "| LOOK | constraints · mentor · gender: woman |" in text
    code, error = call("match", "audit", "--no-name-swaps", "--markdown", str(tmp_path / "no" / "r.md"))
    assert (code, error["error"]["code"]) == (2, "bad_input")


@pytest.mark.usefixtures("unfair")
def test_a_person_reads_a_verdict_a_line(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["match", "audit", "--no-name-swaps", "--full", "--home", str(home)]) == 0
    shown = capsys.readouterr().out
    assert "LOOK" in shown
    assert "Constraint effects" in shown


@pytest.mark.usefixtures("unfair")
def test_a_name_that_changes_a_match_is_exit_1(call: Calling, monkeypatch: pytest.MonkeyPatch) -> None:
    leak = SwapRow(what="names: other", role="mentor", people=50, pairs=20, changed=2, changed_without=2)
    monkeypatch.setattr("copilot.services.auditing.service.swap_everything", lambda *_: [leak])
    code, report = call("match", "audit")
    assert code == 1
    assert report["verdicts"][-1]["verdict"] == "LOOK"


@pytest.mark.usefixtures("unfair")
def test_a_mentee_may_not_read_the_audit(call: Calling) -> None:
    code, error = call("match", "audit", "--as", "s1")
    assert (code, error["error"]["code"]) == (2, "not_allowed")


def test_a_wrong_row_is_named_with_its_field(call: Calling, unfair: Path) -> None:
    (unfair / "wrong.csv").write_text(
        GROUPS + "s0,gender,woman,yes\nnobody,gender,woman,yes\ns2,gender,woman,\n"
    )
    code, error = call("members", "declare", str(unfair / "wrong.csv"))
    assert (code, error["error"]["place"]) == (2, "row 3, member")
    assert [(each["row"], each["field"]) for each in error["rejected"]] == [(3, "member"), (4, "consent")]
