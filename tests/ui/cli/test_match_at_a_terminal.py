"""What `match show` and `match suggest` say to a person at a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.cli.conftest import Calling
from ui.cli.main import run as run_command

HEADER = "id,name,roles,level,goals\n"
PEERS = "".join(f"p{n},Peer {n}x,peer,3,I want to negotiate prices with firm {n}\n" for n in range(4))


@pytest.fixture
def community(call: Calling, tmp_path: Path) -> Calling:
    (tmp_path / "roster.csv").write_text(HEADER + PEERS + "e1,Ada Moreau,mentee,2,\n")
    assert call("members", "import", str(tmp_path / "roster.csv"))[0] == 0
    return call


def said(home: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    run_command([*arguments, "--home", str(home)])
    return " ".join(capsys.readouterr().out.split())


def test_a_circle_is_shown_with_all_who_are_in_it(
    community: Calling, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, run = community("match", "run", "--role", "circle")
    (circle,) = run["proposed"]
    title = said(home, capsys, "match", "show", circle["match"]).split("  ")[0]
    assert title.startswith(", ".join(circle["members"]))
    assert len(circle["members"]) == 4


def test_whom_nobody_suits_is_told_where_to_look(
    community: Calling, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = said(home, capsys, "match", "suggest", "--for", "e1")
    assert "`match missing --for e1 --role mentor`" in told
