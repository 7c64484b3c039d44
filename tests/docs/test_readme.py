"""The README is held against the program: its commands, options, settings, links and pictures exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer

from copilot.settings import Settings
from ui.cli.main import app

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(
    r"^mentoring (.+)$", "\n".join(re.findall(r"```sh\n(.*?)```", README, re.DOTALL)), re.MULTILINE
)
ROOT_COMMAND: Any = typer.main.get_command(app)


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_of_the_readme_is_one(line: str) -> None:
    words = shlex.split(line, comments=True)
    command = ROOT_COMMAND
    while words and hasattr(command, "commands"):
        assert words[0] in command.commands, line
        command = command.commands[words.pop(0)]
    options = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("-")} <= options, line


def test_the_readme_shows_commands() -> None:
    assert len(COMMANDS) > 5


def test_every_link_and_picture_of_the_readme_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("http") or (ROOT / target).exists(), target


def test_every_setting_of_the_readme_exists() -> None:
    named = set(re.findall(r"`MENTORING_([A-Z_]+)`", README))
    assert named <= {field.upper() for field in Settings.model_fields}
    assert {"HOME", "DATABASE_URL", "CHROMA_URL", "ENCODER", "CHAT_MODEL"} <= named


def test_the_make_targets_of_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for target in set(re.findall(r"(?:`|^)make ([a-z]+)", README, re.MULTILINE)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
