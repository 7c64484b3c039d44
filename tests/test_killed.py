"""`kill -9` at any moment leaves a home that opens, holds all or nothing of a step, and can go on."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-c", "from ui.cli.main import main; main()"]
MEMBERS = 1_000


def mentoring(home: Path, *arguments: str) -> dict[str, object]:
    result = subprocess.run(
        [*COMMAND, *arguments, "--home", str(home), "--json"],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert "Traceback" not in result.stderr, result.stderr
    document: dict[str, object] = json.loads(result.stdout)
    assert "error" not in document, document
    return document


def killed_after(seconds: float, home: Path, *arguments: str) -> None:
    process = subprocess.Popen(
        [*COMMAND, *arguments, "--home", str(home)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(seconds)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


def took(home: Path, *arguments: str) -> float:
    start = time.monotonic()
    mentoring(home, *arguments)
    return time.monotonic() - start


@pytest.mark.slow
def test_a_killed_import_leaves_all_or_nothing_and_can_be_done_again(tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    rows = [f"m{n},Member {n},mentee,{1 + n % 9},goal {n} of mine" for n in range(MEMBERS)]
    roster.write_text("id,name,roles,level,goals\n" + "\n".join(rows) + "\n")
    whole = took(tmp_path / "whole", "members", "import", str(roster))
    moments = random.Random(7)
    for attempt in range(3):
        home = tmp_path / f"home{attempt}"
        killed_after(whole * moments.uniform(0.3, 1.0), home, "members", "import", str(roster))
        listed = mentoring(home, "members", "list")["members"]
        assert isinstance(listed, list)
        assert len(listed) in {0, MEMBERS}
        mentoring(home, "members", "import", str(roster))
        again = mentoring(home, "members", "list")["members"]
        assert isinstance(again, list)
        assert len(again) == MEMBERS


@pytest.mark.slow
@pytest.mark.encoder
def test_killed_while_adding_guides_the_home_opens_and_the_next_try_completes_it(tmp_path: Path) -> None:
    guides = tmp_path / "guides"
    guides.mkdir()
    for n in range(16):
        sections = "\n\n".join(
            f"## Part {part} of {n}\n\nAdvice {part} on topic {n}: listen well." for part in range(5)
        )
        (guides / f"guide{n}.md").write_text(f"# Guide {n}\n\n{sections}\n")
    whole = took(tmp_path / "whole", "guides", "add", str(guides))
    expected = mentoring(tmp_path / "whole", "guides", "add", str(guides))
    moments = random.Random(11)
    for attempt in range(2):
        home = tmp_path / f"home{attempt}"
        killed_after(whole * moments.uniform(0.3, 1.0), home, "guides", "add", str(guides))
        result = mentoring(home, "guides", "add", str(guides))
        assert result["passages"] == expected["passages"]
        found = mentoring(home, "guides", "search", "advice on topic 11")["passages"]
        assert isinstance(found, list)
        assert found[0]["path"] == "guide11.md"
        assert mentoring(home, "guides", "rebuild")["passages"] == expected["passages"]
