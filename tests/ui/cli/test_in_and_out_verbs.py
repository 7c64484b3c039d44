"""A personnel file in, everything about one member out, coarse tables of all, and the way out, by a newcomer."""

from __future__ import annotations

import csv
import json
import random
import zipfile
from pathlib import Path

import pytest

from copilot.services.members.kinds import KINDS
from tests.ui.cli.conftest import Calling
from ui.cli.main import run

HEAD = "Headcount report;;;;;;;\n\nEmployee ID;Last Name;First Name;Department;Pay Grade;Location;Manager;\n"
GRADES = {"G1": "2", "G2": "4", "G3": "7"}


@pytest.fixture
def personnel(tmp_path: Path) -> Path:
    """Sixty people as a personnel system exports them, in Windows' letters."""
    chance = random.Random(3)
    rows = [
        f"'{n:04};Ökoye {n};Ada;{chance.choice(['Data', 'Care'])};{chance.choice(list(GRADES))};Lisbon;"
        f"{'' if n == 0 else 'Ökoye 0, Ada (0000)'};"
        for n in range(60)
    ]
    file = tmp_path / "headcount.csv"
    file.write_bytes((HEAD + "\n".join(rows) + "\n").encode("cp1252"))
    return file


def proposal_of(capsys: pytest.CaptureFixture[str], home: Path, file: Path) -> str:
    capsys.readouterr()
    assert run(["members", "mapping", str(file), "--home", str(home)]) == 0
    printed = capsys.readouterr()
    assert "Are these right: “Ökoye”" in printed.err
    return printed.out


def test_a_personnel_file_comes_in_by_a_proposal_that_somebody_mends(
    call: Calling, capsys: pytest.CaptureFixture[str], home: Path, tmp_path: Path, personnel: Path
) -> None:
    text = proposal_of(capsys, home, personnel)
    for grade, level in GRADES.items():
        text = text.replace(f'"{grade}": ""', f'"{grade}": "{level}"')
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(text.replace("whole: false", "whole: true"), encoding="utf-8")
    options = ("members", "import", str(personnel), "--mapping", str(mapping))
    code, ahead = call(*options, "--preview")
    assert (code, ahead["added"], ahead["rejected"]) == (0, 60, [])
    told = {one["field"]: one for one in ahead["changes"]}
    assert (told["level"]["new"], told["line_manager_id"]["new"]) == (60, 59)
    assert told["name"]["examples"][0] == {"member": "0000", "value": "Ada Ökoye 0"}
    assert call("members", "list")[1] == {"members": []}
    assert call(*options)[1]["added"] == 60
    again = call(*options)[1]
    assert (again["added"], again["updated"], again["unchanged"], again["not_in_file"]) == (0, 0, 60, [])
    assert "changes" not in again

    # One has left, one is wrong: nobody is deleted, and the rest comes in where somebody says so.
    lines = personnel.read_bytes().decode("cp1252").splitlines(keepends=True)
    lines[-1] = lines[-1].replace(";G", ";X")
    personnel.write_bytes("".join(line for line in lines if "'0007" not in line).encode("cp1252"))
    code, refused = call(*options)
    assert (code, refused["rejected"][0]["field"]) == (2, "level")
    code, partly = call(*options, "--partial")
    assert (code, partly["not_in_file"], len(partly["rejected"])) == (0, ["0007"], 1)
    assert len(call("members", "list")[1]["members"]) == 60


def test_a_person_reads_what_would_change_and_what_is_wrong(
    call: Calling, capsys: pytest.CaptureFixture[str], home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    file.write_text("id,name,roles,level\nm1,Ada,mentee,2\nm2,Bo,mentor,12\n")
    assert run(["members", "import", str(file), "--preview", "--home", str(home)]) == 0
    said = capsys.readouterr().out
    assert "Nothing has been written. It would be: 1 added" in said
    assert "As it stands nothing would be taken in" in said
    assert "level: 1 of new members. Such as m1 → 2" in said
    assert "Row 3, level: is 12; 10 is the most. Mend it in the file." in said


@pytest.fixture
def people(call: Calling, tmp_path: Path) -> None:
    """Sixty members of few kinds."""
    chance = random.Random(5)
    rows = [
        f"m{n},Zainab {n},{chance.choice(['mentee', 'mentor'])},{chance.choice(['data', 'care'])},"
        f"{chance.randint(1, 6)},Europe/Lisbon"
        for n in range(60)
    ]
    file = tmp_path / "people.csv"
    file.write_text("id,name,roles,function,level,time_zone\n" + "\n".join(rows) + "\n")
    assert call("members", "import", str(file))[0] == 0


@pytest.mark.usefixtures("people")
def test_tables_for_research_leave_with_their_risk_stated(call: Calling, tmp_path: Path) -> None:
    target = tmp_path / "study.zip"
    code, found = call("members", "export", "--anonymised", "--k", "6", "--out", str(target))
    assert code == 0
    assert found["k"] >= 6
    assert (found["unique_after"], found["risk"]["max"] <= 1 / 6 + 1e-4) == (0, True)
    assert {"unique_before", "suppressed", "suppressed_share", "tables", "file"} <= set(found)
    with zipfile.ZipFile(target) as archive:
        rows = list(csv.DictReader(archive.read("members.csv").decode().splitlines()))
        readme = archive.read("README.md").decode()
    assert len(rows) == 60 - found["suppressed"]
    assert "What it does not protect from" in readme
    assert "Zainab" not in readme + str(rows)
    assert target.stat().st_mode & 0o077 == 0
    code, listed = call("log", "list", "--verb", "anonymised")
    assert (code, listed["lines"][0]["by"]) == (0, "operator")


@pytest.mark.usefixtures("people")
def test_an_export_that_cannot_be_safe_or_has_no_place_is_refused(
    call: Calling, tmp_path: Path, home: Path
) -> None:
    code, answer = call("members", "export", "--anonymised", "--k", "61", "--out", str(tmp_path / "a"))
    assert (code, answer["error"]["code"]) == (1, "nothing")
    assert not (tmp_path / "a").exists()
    assert call("members", "export", "--anonymised", "--k", "3", "--out", str(tmp_path / "a"))[0] == 2
    assert call("members", "export", "--anonymised")[1]["error"]["place"] == "--out"
    assert call("members", "export")[1]["error"]["message"] == "Whose data?"
    assert call("members", "export", "--anonymised", "--out", str(home / "a"))[1]["error"]["message"] == (
        "That is inside the home."
    )
    code, answer = call("members", "export", "--anonymised", "--out", str(tmp_path / "a"), "--as", "m1")
    assert (code, answer["error"]["code"]) == (2, "not_allowed")


def test_of_an_empty_community_there_is_nothing_to_export(call: Calling, tmp_path: Path) -> None:
    code, answer = call("members", "export", "--anonymised", "--out", str(tmp_path / "a.zip"))
    assert (code, "nobody" in answer["error"]["message"]) == (1, True)


@pytest.mark.usefixtures("people")
def test_everything_about_her_has_a_heading_for_each_kind_and_then_she_goes(
    call: Calling, tmp_path: Path, home: Path
) -> None:
    target = tmp_path / "me.json"
    assert call("members", "export", "m7", "--as", "m7", "--output", str(target))[0] == 0
    document = json.loads(target.read_text())
    assert {kind.name for kind in KINDS} <= set(document)
    assert document["profile"]["name"] == "Zainab 7"
    assert call("members", "delete", "m7", "--as", "m7", "--yes")[1]["unfinished"] == ""
    assert b"Zainab 7," not in b"".join(file.read_bytes() for file in home.rglob("*") if file.is_file())
    assert call("members", "export", "m7")[0] == 2
