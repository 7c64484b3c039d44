"""Where the directions of areas are kept: shipped for the released encoders, in the user's cache for all others."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import numpy as np

from copilot.ports import Vectors
from copilot.services.matching.areas.catalogue import Area


class Directions(NamedTuple):
    """Of one area, each (dimensions,): how people speak who need it, what tells its craft apart, and its plain name."""

    need: Vectors
    craft: Vectors
    title: Vectors


Kept = Mapping[str, Directions]
"""Content of an area, hashed → its directions."""


def content_of(area: Area) -> str:
    """What the directions are made of: another word in an area makes another key."""
    texts = "\x1f".join(
        (area.title, *(f"n{text}" for text in area.needs), *(f"o{text}" for text in area.offers))
    )
    beside = "\x1f".join(area.beside)
    return hashlib.blake2b(f"{texts}\x1e{beside}".encode(), digest_size=12).hexdigest()


def shipped(encoder: str) -> Kept:
    """What comes with the copilot for an encoder of this name; nothing for an encoder it doesn't know."""
    file = resources.files("copilot.services.matching.areas") / f"{_model(encoder)}.npz"
    if not file.is_file():
        return {}
    with resources.as_file(file) as path:
        return read(path)


def cached_in(folder: Path, encoder: str) -> Path:
    """The file in a cache folder for an encoder of this name."""
    return folder / f"{_model(encoder)}.npz"


def read(file: Path) -> Kept:
    """What a file holds; nothing where it is missing or broken, since it can be made again."""
    with suppress(OSError, ValueError, KeyError), np.load(file, allow_pickle=False) as told:
        arrays = (told[name].astype(np.float32) for name in ("need", "craft", "title"))
        return {str(key): Directions(*each) for key, *each in zip(told["content"], *arrays, strict=True)}
    return {}


def write(file: Path, kept: Kept) -> None:
    """Beside the old file and then into its place, so that nobody reads half of it; where it can't be, never mind."""
    beside = file.with_name(f"{file.stem}.{id(kept)}.part.npz")
    columns = {
        name: np.stack([getattr(each, name) for each in kept.values()]).astype(np.float16)
        for name in Directions._fields
    }
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as opened:
            np.savez(opened, allow_pickle=False, content=np.array(list(kept)), **columns)
        beside.replace(file)


def _model(encoder: str) -> str:
    """The model and its weights; the precision it computes in makes no difference here."""
    return "-".join(part for part in encoder.split(":")[:2]).replace("/", "-").replace(" ", "-")
