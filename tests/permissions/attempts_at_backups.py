"""How copies of the home are tried."""

from __future__ import annotations

import tempfile
from pathlib import Path

from copilot.domain.asking import OPERATOR
from tests.permissions.attempts import At


def backups_back_up(at: At) -> None:
    at.copilot.backups.back_up(at.asker, _new(at, "b.zip"))


def backups_verify(at: At) -> None:
    at.copilot.backups.verify(at.asker, _backup(at))


def backups_restore(at: At) -> None:
    file = _backup(at)
    if opened := vars(at.copilot).get("library"):
        opened.close()  # nobody replaces a home over whose index somebody runs
    at.copilot.backups.restore(at.asker, file, replace=True)


def backups_move(at: At) -> None:
    at.copilot.backups.move(at.asker, f"sqlite:///{_new(at, 'mentoring.sqlite3')}")


def _backup(at: At) -> Path:
    """One that the operator has made; for whoever is refused any name will do."""
    file = _new(at, "b.zip")
    if at.asker == OPERATOR:
        at.copilot.backups.back_up(OPERATOR, file)
    at.prepared()
    return file


def _new(at: At, name: str) -> Path:
    return Path(tempfile.mkdtemp(dir=at.copilot.home.folder.parent)) / name
