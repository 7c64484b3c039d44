"""Which files of a home are the community's own and go along."""

from __future__ import annotations

import unicodedata
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
    """Each file that goes along: its name within the home, with slashes, and where it is.

    Links aren't followed, and nothing goes along that would not be taken out of a backup again: a file that is still
    arriving (`guides/.incoming`) must not make the whole backup useless.
    """
    for name, path in _below(home):
        if path.is_file() and not path.is_symlink() and is_own(name):
            yield name, path


def left_out(home: Path) -> tuple[str, ...]:
    """What lies in the home besides: nobody knows whether it is wanted elsewhere.

    Of the community's own, links and names that no backup takes; hidden files are nobody's.
    """
    if not home.is_dir():
        return ()
    strange = (
        each.name for each in home.iterdir() if each.name not in OWN and not each.name.startswith(NOT_OWN)
    )
    passed_over = (name for name, path in _to_be_minded(home) if path.is_symlink() or not is_own(name))
    return tuple(sorted(map(_shown, (*strange, *passed_over))))


def holds_any(home: Path) -> bool:
    """Whether there is something of the community's own, be it a link or of a name that no backup takes."""
    return any(True for _ in _to_be_minded(home))


def is_own(name: str) -> bool:
    """Whether such a name may be written into a home: one of the list, and no way out of it."""
    path = PurePosixPath(name)
    plain = _is_text(name) and "\\" not in name and path.as_posix() == name
    inside = not _is_hidden(name) and not path.is_absolute()
    return plain and inside and path.parts[:1] != () and path.parts[0] in OWN


def _below(home: Path) -> Iterator[tuple[str, Path]]:
    """The community's own and all that lies in it, links too but nothing behind them."""
    for name in OWN:
        top = home / name
        paths = sorted(top.rglob("*")) if top.is_dir() and not top.is_symlink() else [top]
        yield from ((path.relative_to(home).as_posix(), path) for path in paths)


def _to_be_minded(home: Path) -> Iterator[tuple[str, Path]]:
    """Files and links of the community's own; hidden files are nobody's."""
    for name, path in _below(home):
        if not _is_hidden(name) and (path.is_symlink() or path.is_file()):
            yield name, path


def _is_text(name: str) -> bool:
    """Whether it is without control characters, and UTF-8: a name need be neither."""
    return not any(unicodedata.category(each) in {"Cc", "Cs"} for each in name)


def _shown(name: str) -> str:
    """A name as it may stand in the manifest and on a screen: it need not be UTF-8, nor what can be seen."""
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in name)


def _is_hidden(name: str) -> bool:
    """Whether it, or a folder that it lies in, begins with a dot."""
    return any(part.startswith(".") for part in name.split("/"))
