"""Which files of a home are the community's own and go along."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

OWN = (
    "matching.yaml",
    "matching.previous.yaml",
    "areas.yaml",
    "signposts.yaml",
    "deletions.jsonl",
    "demo-begun",
    "demo-loaded",
    "badge-keys",
    "guides",
    "mappings",
)
"""Files and folders, by the name they have in the home."""
NOT_OWN = ("mentoring.sqlite3", "index", "uploads", "encoder-dtype", "restoring")
"""What a home makes again by itself, or keeps for a moment only; by how the names begin."""


def own_files(home: Path) -> Iterator[tuple[str, Path]]:
    """Each file that goes along: its name within the home, with slashes, and where it is. Links aren't followed."""
    for name in OWN:
        top = home / name
        paths = sorted(top.rglob("*")) if top.is_dir() and not top.is_symlink() else [top]
        for path in paths:
            if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
                yield path.relative_to(home).as_posix(), path


def left_out(home: Path) -> tuple[str, ...]:
    """What lies in the home besides: nobody knows whether it is wanted elsewhere."""
    if not home.is_dir():
        return ()
    return tuple(
        sorted(
            each.name for each in home.iterdir() if each.name not in OWN and not each.name.startswith(NOT_OWN)
        )
    )


def is_own(name: str) -> bool:
    """Whether such a name may be written into a home: one of the list, and no way out of it."""
    path = PurePosixPath(name)
    odd = any(part in ("..", ".") or part.startswith(".") for part in name.split("/"))
    plain = name.isprintable() and "\\" not in name and ":" not in name and path.as_posix() == name
    return plain and not odd and not path.is_absolute() and path.parts[:1] != () and path.parts[0] in OWN
