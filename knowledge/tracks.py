"""Learning tracks: guides in an order, for a role, with a thing to try after each."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Annotated, Any, Literal

import yaml
from pydantic import Field, StringConstraints, ValidationError

from copilot.errors import BadInput
from knowledge.words import Word

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


@cache
def tracks() -> tuple[Track, ...]:
    """Every track that ships, by id; the minutes are counted from the words of the guides."""
    return read_tracks(resources.files("knowledge") / "tracks", guide_minutes())


def read_tracks(folder: Traversable, minutes: Mapping[str, int]) -> tuple[Track, ...]:
    """The tracks of a folder's YAML files, by id.

    Args:
        folder: where the files are; a file's name is its track's id.
        minutes: for each guide that a track may name, how long it takes to read.

    Raises BadInput, naming file and field, where a file can't be read or names a guide there isn't.
    """
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name
    )
    return tuple(_track(file, minutes) for file in files)


@cache
def guide_minutes() -> Mapping[str, int]:
    """For each guide that ships, by path, how many minutes it takes to read."""
    folder = resources.files("knowledge") / "guides"
    return {path: _minutes(file.read_text("utf-8")) for path, file in _guides(folder, "")}


def _guides(folder: Traversable, above: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _guides(entry, f"{above}{entry.name}/")
        elif entry.name.endswith(".md"):
            yield f"{above}{entry.name}", entry


def _minutes(source: str) -> int:
    """Of the text alone: the front matter is not for reading."""
    text = source.split("---\n", 2)[-1]
    return max(1, math.ceil(len(text.split()) / READING_SPEED))


def _track(file: Traversable, minutes: Mapping[str, int]) -> Track:
    written = _written(file)
    for number, step in _steps(written):
        _check_guide(step, f"{file.name}, step {number}", minutes)
        step["minutes"] = minutes[step["guide"]]
    track = _validated(file, written)
    _check_whole(track, file)
    return track


def _written(file: Traversable) -> dict[str, Any]:
    try:
        written = yaml.safe_load(file.read_text("utf-8"))
    except UnicodeDecodeError as fault:
        raise BadInput("It isn't text in UTF-8.", place=file.name, cure="Save it as UTF-8.") from fault
    except yaml.YAMLError as fault:
        raise BadInput(
            "It can't be read as YAML.",
            place=_line(file, fault),
            cure="Look for a missing quotation mark or indent.",
        ) from fault
    if not isinstance(written, dict):
        raise BadInput(
            "It holds no track.",
            place=file.name,
            cure="Begin with `id:`, `title:`, `role:`, `why:`, `steps:`.",
        )
    return written


def _line(file: Traversable, fault: yaml.YAMLError) -> str:
    mark = getattr(fault, "problem_mark", None)
    return f"{file.name}, line {mark.line + 1}" if mark is not None else file.name


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


def _validated(file: Traversable, written: Mapping[str, Any]) -> Track:
    try:
        return Track.model_validate(written)
    except ValidationError as fault:
        first = fault.errors(include_url=False)[0]
        raise BadInput(
            _sentence(str(first["type"]), str(first["msg"])),
            place=f"{file.name}, {_field(first['loc'])}",
            cure="A track has `id`, `title`, `role`, `why` and `steps`; a step has `guide`, `why` and `try_this`.",
        ) from fault


def _field(path: tuple[int | str, ...]) -> str:
    """The way to a field as people count: `("steps", 2, "why")` is step 3, why."""
    parts = [f"step {part + 1}" if isinstance(part, int) else part for part in path]
    return ", ".join(part for part in parts if len(parts) == 1 or part != "steps")


def _sentence(kind: str, message: str) -> str:
    known = {
        "missing": "It is missing.",
        "extra_forbidden": "There is no such field.",
        "string_too_short": "It is empty.",
        "too_short": "There are no steps.",
    }
    return known.get(kind, f"{message}.")


def _check_whole(track: Track, file: Traversable) -> None:
    if f"{track.id}.yaml" != file.name:
        raise BadInput(
            "The file has another name than its track.",
            place=f"{file.name}, id",
            cure=f"Call it `{track.id}.yaml`.",
        )
    guides = [step.guide for step in track.steps]
    twice = next((guide for guide in guides if guides.count(guide) > 1), "")
    if twice:
        raise BadInput(f"“{twice}” is read twice.", place=f"{file.name}, steps", cure="Keep one of the two.")
