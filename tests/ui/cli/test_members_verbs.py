"""The command line as another program meets it: exit codes, one JSON document, errors with place and cure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ui.cli.main import run

ROSTER = "id,name,roles,level\nm1,Ada,mentee,2\nm2,Bo,mentor,7\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def call(capsys: pytest.CaptureFixture[str], home: Path, *arguments: str) -> tuple[int, Any]:
    code = run([*arguments, "--home", str(home), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_roster_is_imported_listed_and_shown(
    capsys: pytest.CaptureFixture[str], home: Path, tmp_path: Path
) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER)
    code, imported = call(capsys, home, "members", "import", str(tmp_path / "roster.csv"))
    assert (code, imported) == (0, {"added": 2, "updated": 0, "unchanged": 0, "rejected": [], "warnings": []})
    code, listed = call(capsys, home, "members", "list")
    assert (code, [member["member"] for member in listed["members"]]) == (0, ["m1", "m2"])
    code, shown = call(capsys, home, "members", "show", "m2")
    assert (code, shown["name"], shown["profile"]["level"]) == (0, "Bo", 7)


def test_a_wrong_row_exits_2_with_place_and_cure_and_names_every_rejected_row(
    capsys: pytest.CaptureFixture[str], home: Path, tmp_path: Path
) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER + "m3,Cy,mentor,11\n")
    code, answer = call(capsys, home, "members", "import", str(tmp_path / "roster.csv"))
    assert code == 2
    assert answer["error"]["code"] == "bad_input"
    assert answer["error"]["place"] == "row 4, level"
    assert answer["error"]["cure"]
    assert answer["rejected"] == [{"row": 4, "field": "level", "error": "is 11; 10 is the most"}]
    assert call(capsys, home, "members", "list")[1] == {"members": []}


def test_who_asks_decides_what_is_seen(
    capsys: pytest.CaptureFixture[str], home: Path, tmp_path: Path
) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER)
    call(capsys, home, "members", "import", str(tmp_path / "roster.csv"))
    assert len(call(capsys, home, "members", "list", "--as", "m1")[1]["members"]) == 1
    code, answer = call(capsys, home, "members", "show", "m2", "--as", "m1")
    assert (code, answer["error"]["code"]) == (2, "not_found")
    code, answer = call(capsys, home, "members", "list", "--as", "nobody")
    assert (code, answer["error"]["place"]) == (2, "--as")


@pytest.mark.parametrize(
    "arguments", [("members", "imprt"), ("members", "show"), ("members", "import", "x.csv", "--nonsense")]
)
def test_a_slip_in_the_command_is_answered_with_exit_2_and_where_to_look(
    capsys: pytest.CaptureFixture[str], home: Path, arguments: tuple[str, ...]
) -> None:
    code, answer = call(capsys, home, *arguments)
    assert code == 2
    assert "--help" in answer["error"]["cure"]


def test_a_person_reads_a_sentence_and_no_trace(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    assert run(["members", "import", "nowhere.csv", "--home", str(home)]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err == "nowhere.csv: The file cannot be read: No such file or directory. Check its name.\n"


def test_what_nobody_foresaw_becomes_a_sentence_too(
    capsys: pytest.CaptureFixture[str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall(*_: object, **__: object) -> None:
        raise RuntimeError("the ceiling fell")

    monkeypatch.setattr("copilot.app.open_copilot", fall)
    assert run(["members", "list", "--home", str(home)]) == 3
    error = capsys.readouterr().err
    assert "did not foresee" in error
    assert "Traceback" not in error


def test_every_command_says_what_it_does() -> None:
    import typer

    from ui.cli.main import app

    def commands(group: Any) -> Any:
        for command in group.commands.values():
            yield from commands(command) if hasattr(command, "commands") else [command]

    every = list(commands(typer.main.get_command(app)))
    assert len(every) > 30
    for command in every:
        assert command.help, command.name
        assert {"--home", "--as", "--json"} <= {option for p in command.params for option in p.opts}, (
            command.name
        )
        assert all(getattr(p, "help", "") for p in command.params), command.name


def test_a_wrong_setting_is_named(
    capsys: pytest.CaptureFixture[str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MENTORING_CHAT_TIMEOUT_SECONDS", "soon")
    code, answer = call(capsys, home, "members", "list")
    assert (code, answer["error"]["place"]) == (2, "MENTORING_CHAT_TIMEOUT_SECONDS")
