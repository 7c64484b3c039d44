"""Handbooks that others wrote: questions are asked of them too, where their files are at hand.

`MENTORING_HANDBOOKS` names a folder that holds checkouts by the names of `handbooks.json` (which tells repository,
licence, commit and files). Their text isn't part of this project; what needs them is left out where the variable isn't
set. The index over them is kept beside them, in `.index-ENCODER`, because encoding half a million words takes minutes.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from copilot.app import Copilot
from copilot.domain.asking import OPERATOR
from copilot.errors import BadInput, NotFound
from copilot.settings import Settings
from copilot.stores.home import Home
from evals.suites.homes import apart
from knowledge.ports import Progress

VARIABLE = "MENTORING_HANDBOOKS"


def handbooks_folder() -> Path | None:
    """Where the handbooks are; None where nobody said.

    Raises BadInput where one of them is missing there.
    """
    named = os.environ.get(VARIABLE, "")
    if not named:
        return None
    folder = Path(named).expanduser()
    missing = [name for name in listed() if not (folder / name).is_dir()]
    if missing:
        raise BadInput(
            f"These handbooks are missing: {', '.join(missing)}.",
            place=f"{VARIABLE}={folder}",
            cure="Check them out there under these names; evals/handbooks.json tells where from.",
        )
    return folder


def listed() -> dict[str, dict[str, object]]:
    """Name → repository, licence, commit and files of each handbook."""
    told: dict[str, dict[str, object]] = json.loads(
        (resources.files("evals") / "handbooks.json").read_text(encoding="utf-8")
    )
    return told


@contextmanager
def handbooks_home(progress: Progress | None = None) -> Iterator[Copilot]:
    """A copilot over the handbooks' guides; its home is kept for the next run.

    Raises NotFound where nobody said where the handbooks are.
    """
    folder = handbooks_folder()
    if folder is None:
        raise NotFound(
            "The handbooks aren't at hand.", place=VARIABLE, cure="Name the folder that holds them."
        )
    settings = apart(Settings())
    kept = folder / f".index-{settings.encoder or 'default'}"
    chosen = kept / "files"
    _choose(folder, chosen)
    copilot = Copilot(settings.model_copy(update={"home": kept / "home"}), Home(kept / "home"))
    try:
        copilot.guides.add(OPERATOR, [chosen], progress=progress)
        yield copilot
    finally:
        copilot.close()


def _choose(folder: Path, chosen: Path) -> None:
    """Copy the files that questions are asked of: a checkout holds translations and pages about itself, too.

    Those of an earlier checkout that aren't there any more go.
    """
    wanted: set[Path] = set()
    for name, told in listed().items():
        left_out = {file for pattern in _list(told, "without") for file in (folder / name).glob(pattern)}
        for pattern in _list(told, "files"):
            for file in sorted(set((folder / name).glob(pattern)) - left_out):
                target = chosen / file.relative_to(folder)
                wanted.add(target)
                target.parent.mkdir(parents=True, exist_ok=True)
                if not target.exists() or target.read_bytes() != file.read_bytes():
                    shutil.copyfile(file, target)
    for file in chosen.rglob("*"):
        if file.is_file() and file not in wanted:
            file.unlink()


def _list(told: dict[str, object], key: str) -> list[str]:
    found = told.get(key, [])
    return [str(each) for each in found] if isinstance(found, list) else []
