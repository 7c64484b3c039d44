"""The drawing in docs/architecture.md is held against the folders and against the linter's settings."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PACKAGES = ("copilot", "knowledge", "prompts", "evals", "ui")
NOT_ROOMS = {"__pycache__", "versions"}
FILES_OF_A_ROOM = ("*.py", "*.md", "*.jsonl", "*.yaml")


def drawn_folders() -> set[str]:
    """The folders of the first drawing, as paths."""
    path: list[str] = []
    found = set()
    for line in PAGE.split("```text\n")[1].split("```")[0].splitlines():
        match = re.match(r"([│ ]*)(?:[├└]── )?([\w.]+)/", line)
        assert match, line
        depth = (len(match[1]) + (4 if "──" in line else 0)) // 4
        path = [*path[:depth], match[2]]
        found.add("/".join(path))
    return found


def real_folders() -> set[str]:
    """Folders that hold code, or what code reads, down to where a room is only content."""
    found = {"tests"}
    for package in PACKAGES:
        for folder in [ROOT / package, *(ROOT / package).rglob("*")]:
            if folder.is_dir() and folder.name not in NOT_ROOMS and _is_a_room(folder):
                found.add(folder.relative_to(ROOT).as_posix())
    return found


def _is_a_room(folder: Path) -> bool:
    has_code = any(folder.glob("*.py"))
    is_content_of_a_top_room = len(folder.relative_to(ROOT).parts) == 2
    return has_code or (is_content_of_a_top_room and any(folder.rglob(kind) for kind in FILES_OF_A_ROOM))


def test_every_folder_is_drawn_and_every_drawn_folder_is_there() -> None:
    assert drawn_folders() == real_folders()


def test_the_layers_on_the_page_are_those_the_linter_holds() -> None:
    drawn = PAGE.split("```text\n")[2].split("```")[0].strip().splitlines()
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert drawn == next(contract["layers"] for contract in contracts if contract["type"] == "layers")
