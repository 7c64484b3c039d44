"""A mapping as a person writes it, YAML or JSON."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from copilot.domain.roster_mappings import RosterMapping
from copilot.errors import BadInput

LARGEST = 2 * 1024 * 1024
EXAMPLE = "Write `columns:`, and below it `Their column: our_field`; `members mapping FILE` proposes one."


_OF_A_FAULT = {"extra_forbidden": "is not known here", "missing": "is missing"}


class _Words(yaml.BaseLoader):
    """Every scalar is what it says: `NO` is a country's code, not a no. A key that stands twice is a slip."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """The node; MarkedYAMLError for an alias: a few lines of them, nested, would fill the memory."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(
                problem="an alias (*name) stands there; write out what it stands for",
                problem_mark=parent.start_mark if parent else None,
            )
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """The mapping; MarkedYAMLError where a key stands twice."""
        found: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        if len(found) < len(node.value):
            keys = [str(key.value) for key, _ in node.value]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise yaml.MarkedYAMLError(problem=f"“{twice}” stands twice", problem_mark=node.start_mark)
        return found


def read_roster_mapping(path: Path) -> RosterMapping:
    """What a mapping file says: in full, or only `Their column: our_field`.

    Raises BadInput for what is not YAML or JSON, stands twice, or isn't known.
    """
    said = _said(path)
    if not isinstance(said, Mapping) or not said:
        raise BadInput("The mapping names no columns.", place=str(path), cure=EXAMPLE)
    try:
        if all(isinstance(field, str) for field in said.values()) and not _in_full(said):
            return RosterMapping.of(said)
        return RosterMapping.model_validate(said)
    except ValidationError as fault:
        raise _not_known(path, fault) from fault


def _in_full(said: Mapping[str, Any]) -> bool:
    return "columns" in said and isinstance(said["columns"], Mapping)


def _said(path: Path) -> Any:
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST).decode("utf-8-sig")
    except OSError as fault:
        raise BadInput(
            f"The mapping cannot be read: {fault.strerror}.", place=str(path), cure="Check its name."
        ) from fault
    except UnicodeDecodeError as fault:
        raise BadInput("The mapping is not UTF-8 text.", place=str(path), cure="Save it as UTF-8.") from fault
    return _from_json(path, text) if path.suffix.lower() == ".json" else _from_yaml(path, text)


def _from_json(path: Path, text: str) -> Any:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            raise BadInput(
                f"“{next(key for key in keys if keys.count(key) > 1)}” stands twice.",
                place=str(path), cure="Write each column once.",
            )  # fmt: skip
        return found

    try:
        return json.loads(text, object_pairs_hook=once)
    except (json.JSONDecodeError, RecursionError) as fault:
        line = getattr(fault, "lineno", 1)
        raise BadInput(
            f"The mapping is not JSON: {getattr(fault, 'msg', 'too deep')}.",
            place=f"{path} line {line}", cure='Write it as {"Their column": "our_field"}.',
        ) from fault  # fmt: skip


def _from_yaml(path: Path, text: str) -> Any:
    try:
        return yaml.load(text, Loader=_Words)  # noqa: S506 # a base loader: it makes texts, lists and mappings alone
    except (yaml.YAMLError, RecursionError) as fault:
        mark = getattr(fault, "problem_mark", None)
        where = f"{path} line {mark.line + 1}" if mark else str(path)
        problem = getattr(fault, "problem", None) or "it can't be read"
        raise BadInput(f"The mapping is not YAML: {problem}.", place=where, cure=EXAMPLE) from fault


def _not_known(path: Path, fault: ValidationError) -> BadInput:
    first = fault.errors()[0]
    where = " → ".join(str(part) for part in first["loc"])
    if first["type"] == "literal_error":
        said = f"is “{str(first['input'])[:40]}”; it can be {first.get('ctx', {}).get('expected', '')}"
    else:
        said = _OF_A_FAULT.get(first["type"], first["msg"][:1].lower() + first["msg"][1:])
    return BadInput(f"{where} {said}.", place=str(path), cure=EXAMPLE)
