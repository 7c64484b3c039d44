"""A way to call the command line as another program does; the encoder is the fake, everything else is real."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.fakes import WordEncoder
from ui.cli.main import run

Calling = Callable[..., tuple[int, Any]]


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    """The folder of a home in which nothing is yet."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    shutil.copy(made, folder)
    return folder


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], home: Path, monkeypatch: pytest.MonkeyPatch) -> Calling:
    """Run a verb with --json; its exit code and document, or documents where there are several lines."""
    encoder = WordEncoder()
    monkeypatch.setattr("copilot.choosing.load_encoder", lambda *_: encoder)

    def calling(*arguments: str) -> tuple[int, Any]:
        code = run([*arguments, "--home", str(home), "--json"])
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        return code, lines[0] if len(lines) == 1 else lines

    return calling
