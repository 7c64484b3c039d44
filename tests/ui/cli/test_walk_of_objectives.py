"""The walk in docs/objectives.md runs in a new home and prints what stands there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.fakes import WordEncoder
from ui.cli.main import run

PAGE = Path(__file__).parents[3] / "docs" / "objectives.md"
TOLD_ID = "geaf35255cb89"


def steps(page: str) -> list[tuple[list[str], str]]:
    """Each command of the page, and what it prints there."""
    blocks = re.findall(r"^```\n(\$ .*?)^```$", page, re.DOTALL | re.MULTILINE)
    shown = "".join(blocks).replace("\\\n", " ")
    parts = [part.partition("\n") for part in re.split(r"^\$ mentoring ", shown, flags=re.MULTILINE)[1:]]
    return [(shlex.split(command), " ".join(told.split())) for command, _, told in parts]


def test_the_walk_prints_what_the_page_says(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # A year that is not over before this test is.
    page = PAGE.read_text("utf-8").replace("2027-12-31", "2097-12-31")
    encoder, goal = WordEncoder(), TOLD_ID
    roster = re.search(r"```csv\n(.*?)```", page, re.DOTALL)
    assert roster
    (tmp_path / "community.csv").write_text(roster[1], "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("copilot.choosing.load_encoder", lambda *_: encoder)
    walked = steps(page)
    assert len(walked) > 10
    for command, told in walked:
        # The fake encoder is sure of other things than the real one.
        verb = ["link" if word == "confirm" else word for word in command]
        assert run([*(word.replace(TOLD_ID, goal) for word in verb), "--home", str(home)]) == 0, command
        printed = " ".join(capsys.readouterr().out.split())
        if command[:2] == ["goals", "add"]:
            goal = printed.removeprefix("Kept as ").rstrip(".")
        if command[1] != "suggest":
            assert printed.replace(goal, TOLD_ID) == told
