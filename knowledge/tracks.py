"""Learning tracks: guides in an order, for a role, with a thing to try after each."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from copilot.errors import BadInput
from knowledge.shipped import shipped_guides
from knowledge.words import Word
from knowledge.yaml_files import checked, counted_field, written_in, yaml_files

READING_SPEED = 200  # words a minute: unhurried, and fair to readers in a second language

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Role = Literal["mentee", "mentor", "sponsor", "peer", "manager"]


class Step(Word):
    """A guide to read, why now, how many minutes it takes, and what to try in the week after."""

    guide: str
    why: Text
    minutes: int = Field(ge=1)
    try_this: Text


class Track(Word):
    """Guides in the order in which somebody of this role needs them."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Text
    role: Role
    why: Text
    steps: tuple[Step, ...] = Field(min_length=1)

    @property
    def minutes(self) -> int:
        """How long reading all of it takes."""
        return sum(step.minutes for step in self.steps)

    @property
    def version(self) -> str:
        """Changes when its guides or their order change: what has to be done, not how it is put."""
        return hashlib.blake2b(
            "\n".join(step.guide for step in self.steps).encode(), digest_size=6
        ).hexdigest()


@cache
def tracks() -> tuple[Track, ...]:
    """Every track that ships, by id; the minutes are counted from the words of the guides."""
    return read_tracks(resources.files("knowledge") / "tracks", guide_minutes())


def titles() -> dict[str, str]:
    """Track → its title."""
    return {track.id: track.title for track in tracks()}


def read_tracks(folder: Traversable, minutes: Mapping[str, int]) -> tuple[Track, ...]:
    """The tracks of a folder's YAML files, by id.

    Args:
        folder: where the files are; a file's name is its track's id.
        minutes: for each guide that a track may name, how long it takes to read.

    Raises BadInput, naming file and field, where a file can't be read or names a guide there isn't.
    """
    return tuple(_track(name, file, minutes) for name, file in yaml_files(folder))


@cache
def guide_minutes() -> Mapping[str, int]:
    """For each guide that ships, by path, how many minutes it takes to read."""
    return {path: _minutes(guide.source) for path, guide in shipped_guides().items()}


def _minutes(source: str) -> int:
    """Of the text alone: the front matter is not for reading."""
    text = source.split("---\n", 2)[-1]
    return max(1, math.ceil(len(text.split()) / READING_SPEED))


def _track(name: str, file: Traversable, minutes: Mapping[str, int]) -> Track:
    written = written_in(file, name, "track", "Begin with `id:`, `title:`, `role:`, `why:`, `steps:`.")
    for number, step in _steps(written):
        _check_guide(step, f"{name}, step {number}", minutes)
        step["minutes"] = minutes[step["guide"]]
    track = checked(
        Track,
        written,
        name,
        "A track has `id`, `title`, `role`, `why` and `steps`; a step has `guide`, `why` and `try_this`.",
        lambda path: counted_field(path, {"steps": "step"}),
    )
    _check_whole(track, name)
    return track


def _steps(written: Mapping[str, Any]) -> list[tuple[int, dict[str, Any]]]:
    """Those that are steps at all, counted from 1; the model tells what is wrong with the others."""
    steps = written.get("steps")
    counted = enumerate(steps, start=1) if isinstance(steps, list) else ()
    return [(number, step) for number, step in counted if isinstance(step, dict)]


def _check_guide(step: Mapping[str, Any], place: str, minutes: Mapping[str, int]) -> None:
    if "minutes" in step:
        raise BadInput(
            "The minutes are counted from the guide.", place=f"{place}, minutes", cure="Leave them out."
        )
    guide = step.get("guide")
    if not isinstance(guide, str) or guide not in minutes:
        raise BadInput(
            f"There is no guide “{guide}”." if guide else "It names no guide.",
            place=f"{place}, guide",
            cure="Give its path below the guides' folder, such as `feedback/sbi.md`.",
        )


def _check_whole(track: Track, name: str) -> None:
    if f"{track.id}.yaml" != name:
        raise BadInput(
            "The file has another name than its track.",
            place=f"{name}, id",
            cure=f"Call it `{track.id}.yaml`.",
        )
    guides = [step.guide for step in track.steps]
    twice = next((guide for guide in guides if guides.count(guide) > 1), "")
    if twice:
        raise BadInput(f"“{twice}” is read twice.", place=f"{name}, steps", cure="Keep one of the two.")
