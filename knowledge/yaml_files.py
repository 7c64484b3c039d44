"""YAML files that ship, read into checked words; what is wrong is told by file and field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from copilot.errors import BadInput
from knowledge.words import Word

# The parser in C where there is one: ten times as fast, and the same YAML.
_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KNOWN = {
    "missing": "It is missing.",
    "extra_forbidden": "There is no such field.",
    "string_too_short": "It is empty.",
    "too_long": "There are too many.",
    "too_short": "There are too few.",
}
Checked = TypeVar("Checked", bound=Word)


def yaml_files(folder: Traversable, above: str = "") -> Iterator[tuple[str, Traversable]]:
    """The YAML files of a folder and the folders in it, by name, each with its path below the first folder."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from yaml_files(entry, f"{above}{entry.name}/")
        elif entry.name.endswith(".yaml"):
            yield f"{above}{entry.name}", entry


def written_in(file: Traversable, name: str, what: str, begin: str) -> dict[str, Any]:
    """The mapping a file holds, unchecked.

    Args:
        file: where it is.
        name: what to call it when something is wrong.
        what: what it should hold, as in “It holds no track”.
        begin: how such a file begins, for whoever mends it.
    """
    try:
        written = yaml.load(file.read_text("utf-8"), Loader=_LOADER)  # noqa: S506 (one of the safe loaders)
    except UnicodeDecodeError as fault:
        raise BadInput("It isn't text in UTF-8.", place=name, cure="Save it as UTF-8.") from fault
    except yaml.YAMLError as fault:
        raise BadInput(
            "It can't be read as YAML.",
            place=_line(name, fault),
            cure="Look for a missing quotation mark or indent.",
        ) from fault
    if not isinstance(written, dict):
        raise BadInput(f"It holds no {what}.", place=name, cure=begin)
    return written


def checked(
    model: type[Checked],
    written: Mapping[str, Any],
    name: str,
    cure: str,
    field: Callable[[tuple[int | str, ...]], str],
) -> Checked:
    """What was written, as its model; BadInput names file and field, where `field` says the way as people do."""
    try:
        return model.model_validate(written)
    except ValidationError as fault:
        first = fault.errors(include_url=False)[0]
        raise BadInput(
            _sentence(str(first["type"]), str(first["msg"])),
            place=f"{name}, {field(first['loc'])}",
            cure=cure,
        ) from fault


def counted_field(path: tuple[int | str, ...], counted: Mapping[str, str]) -> str:
    """The way to a field as people count: `("steps", 2, "why")` is “step 3, why”, given `{"steps": "step"}`."""
    said: list[str] = []
    for place, part in enumerate(path):
        if isinstance(part, int):
            said.append(f"{counted.get(str(path[place - 1]), path[place - 1])} {part + 1}")
        elif place + 1 == len(path) or not isinstance(path[place + 1], int):
            said.append(part)
    return ", ".join(said)


def _line(name: str, fault: yaml.YAMLError) -> str:
    mark = getattr(fault, "problem_mark", None)
    return f"{name}, line {mark.line + 1}" if mark is not None else name


def _sentence(kind: str, message: str) -> str:
    return _KNOWN.get(kind, f"{message.removeprefix('Value error, ')}.".replace("..", "."))
