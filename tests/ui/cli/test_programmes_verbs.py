"""Who manages a programme, and how it goes, by commands alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.cli.conftest import Calling
from ui.cli.main import run as run_command

ROWS = "id,name,roles\nm1,Ada Moreau,mentee\nm8,Eve Novak,manager\nm9,Dee Kim,admin\n"


@pytest.fixture
def community(call: Calling, tmp_path: Path) -> Calling:
    (tmp_path / "roster.csv").write_text(ROWS)
    assert call("members", "import", str(tmp_path / "roster.csv"))[0] == 0
    dates = ("--starts", "2026-01-01", "--ends", "2099-01-01")
    assert call("programmes", "add", "p1", "--name", "Pilot", *dates, "--manager", "m8")[0] == 0
    return call


def test_an_admin_names_a_manager_and_takes_the_programme_back(community: Calling) -> None:
    code, kept = community("programmes", "add-manager", "p1", "m1", "--as", "m9")
    assert (code, sorted(kept["managers"])) == (0, ["m1", "m8"])
    assert community("programmes", "remove-manager", "p1", "m8")[1]["managers"] == ["m1"]
    code, refused = community("programmes", "remove-manager", "p1", "m1")
    assert (code, refused["error"]["code"]) == (2, "conflict")


def test_a_manager_names_no_other(community: Calling) -> None:
    code, refused = community("programmes", "add-manager", "p1", "m1", "--as", "m8")
    assert (code, refused["error"]["code"]) == (2, "not_allowed")


def test_its_health_is_told_to_its_manager_and_to_no_member(community: Calling) -> None:
    code, found = community("programmes", "health", "p1", "--as", "m8")
    assert code == 0
    assert found["programme"]["name"] == "Pilot"
    assert (found["states"], found["cadence"]["quiet"]) == ({}, None)
    assert community("programmes", "health", "p1", "--as", "m1")[1]["error"]["code"] == "not_allowed"


def test_a_person_reads_words(community: Calling, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["programmes", "health", "p1", "--home", str(home)]) == 0
    assert "too few to say" in capsys.readouterr().out
    assert run_command(["programmes", "add-manager", "p1", "m1", "--home", str(home)]) == 0
    assert "Pilot is managed by m1, m8." in capsys.readouterr().out
