"""A disk that is full, and one that can't be written: a small file system of our own, really filled."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from copilot.app import Copilot
from copilot.domain.members import Member, Role
from copilot.domain.relationships import Goal
from copilot.errors import CopilotError
from copilot.settings import Settings
from copilot.stores.home import Home
from tests.conftest import missing
from tests.faults.seen import Seen

SMALL, LARGE = "6m", "64m"
WORDS = "A goal that takes its room on the disk. " * 60


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A file system of six megabytes, mounted there until the end of the block."""
    if os.geteuid() != 0:
        missing("only root can mount a small disk")
    folder.mkdir()
    _mount("-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", folder)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def _mount(*words: str | Path) -> None:
    subprocess.run(["mount", *words], check=True)


def full(folder: Path) -> Seen:
    """Goals are added until the disk is full; then there is room again."""
    with small_disk(folder) as disk:
        copilot = _opened(disk)
        kept, said = _written_until_refused(copilot)
        copilot.close()
        _mount("-o", f"remount,size={LARGE}", disk)
        return _afterwards("disk full", disk, kept, said)


def read_only(folder: Path) -> Seen:
    """The disk can only be read, as a damaged one is mounted; then it is mended."""
    with small_disk(folder) as disk:
        copilot = _opened(disk)
        kept = [_goal(copilot, n) for n in range(20)]
        copilot.close()
        _mount("-o", "remount,ro", disk)
        said = _refusal(disk)
        _mount("-o", "remount,rw", disk)
        return _afterwards("home read-only", disk, kept, said)


def _opened(disk: Path) -> Copilot:
    copilot = Copilot(Settings(encoder="minilm"), Home(disk / "home"))
    with copilot.units() as unit:
        if unit.members.find("m") is None:
            unit.members.add(Member(id="m", name="Amara Okafor", roles=frozenset({Role.MENTEE})))
            unit.commit()
    return copilot


def _goal(copilot: Copilot, n: int) -> str:
    with copilot.units() as unit:
        unit.goals.add(Goal(id=f"g{n}", member="m", title=f"Goal {n}", why=WORDS))
        unit.commit()
    return f"g{n}"


def _written_until_refused(copilot: Copilot) -> tuple[list[str], str]:
    """The ids of what was confirmed, and the sentence of the refusal."""
    kept: list[str] = []
    for n in count(1_000):
        try:
            kept.append(_goal(copilot, n))
        except CopilotError as refusal:
            return kept, str(refusal).partition(": ")[2] or str(refusal)
    raise AssertionError("it never ended")


def _refusal(disk: Path) -> str:
    try:
        copilot = _opened(disk)
    except CopilotError as refusal:
        return str(refusal)
    try:
        return _written_until_refused(copilot)[1]
    finally:
        copilot.close()


def _afterwards(fault: str, disk: Path, kept: list[str], said: str) -> Seen:
    copilot = _opened(disk)
    try:
        with copilot.units.reading() as unit:
            lost = [each for each in kept if unit.goals.find(each) is None]
        opens = bool(_goal(copilot, 0 if fault == "disk full" else 900))
    finally:
        copilot.close()
    return Seen(fault, len(kept), len(lost), opens, said)
