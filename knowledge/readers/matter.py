"""Front matter: the lines of YAML or TOML before the text of a Markdown file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

import yaml

FENCED = re.compile(r"\s*(---|\+\+\+)[ \t]*\n(.*?)(?:^|\n)(?:\1|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
PLAIN_LINE = re.compile(r"^([A-Za-z_]+):[ \t]*(\S.*)$", re.MULTILINE)


def front_matter(source: str) -> tuple[Mapping[str, object], str, tuple[str, ...]]:
    """The fields, the text after them, and a warning where they are written wrongly."""
    found = FENCED.match(source)
    if found is None:
        return {}, source, ()
    fields, warnings = _fields(found[1], found[2])
    if fields is None:
        return {}, source, warnings
    return fields, source[found.end() :], warnings


def _fields(fence: str, lines: str) -> tuple[Mapping[str, object] | None, tuple[str, ...]]:
    try:
        fields = tomllib.loads(lines) if fence == "+++" else yaml.safe_load(lines)
    except (yaml.YAMLError, tomllib.TOMLDecodeError, ValueError) as error:
        return _salvaged(lines), (
            f"Its front matter can't be read{_place(error)}; only simple lines were kept.",
        )
    if fields is None:
        return {}, ()
    # Prose between two rules looks like front matter and is none.
    return (
        ({str(key): value for key, value in fields.items()}, ()) if isinstance(fields, dict) else (None, ())
    )


def _salvaged(lines: str) -> Mapping[str, object]:
    return {key: value.strip().strip("\"'") for key, value in PLAIN_LINE.findall(lines)}


def _place(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f" (line {mark.line + 2})" if mark is not None else ""
