"""The table in table.yaml and the files beside it, and the verbs it has to speak of, found by reflection."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from copilot.app import Copilot
from tests import permissions
from tests.permissions.community import ASKERS

FILE = Path(__file__).with_name("table.yaml")
WHOSE = ("own", "programme", "other")


@cache
def table() -> dict[str, Any]:
    """The file as it stands, with the lines of every `table_of_….yaml` beside it under the same headings."""
    whole: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    for beside in sorted(FILE.parent.glob("table_of_*.yaml")):
        for heading, lines in yaml.safe_load(beside.read_text(encoding="utf-8")).items():
            twice = set(lines) & set(whole[heading])
            assert not twice, f"{beside.name} says again what is said already: {sorted(twice)}"
            whole[heading] = _with(whole[heading], lines)
    return whole


def _with(said: Any, more: Any) -> Any:
    return {**said, **more} if isinstance(said, dict) else [*said, *more]


def allowed(verb: str, whose: str, who: str) -> bool:
    """What the table says. A line of `any` holds for everybody's things."""
    line = table()["verbs"][verb]
    return who in _unfolded(line.get("any", line.get(whose, [])))


def _unfolded(names: str | list[str]) -> set[str]:
    found: set[str] = set()
    for name in [names] if isinstance(names, str) else names:
        found |= set(table()["groups"].get(name, [name]))
    unknown = found - set(ASKERS)
    assert not unknown, (
        f"table.yaml speaks of {', '.join(sorted(unknown))}, who are neither askers nor groups"
    )
    return found


def whose_things(verb: str, who: str) -> list[str]:
    """On whose things it is tried: who is no member owns nothing, and nobody logs moments of her own."""
    if "any" in table()["verbs"][verb]:
        return ["other"]
    owns = who not in ("operator", "nobody") and verb != "moments.add"
    return [whose for whose in WHOSE if owns or whose != "own"]


def attempt_of(verb: str) -> Any:
    """The function that tries it, or None."""
    name = verb.replace(".", "_").replace(" / ", "__").replace(" ", "_")
    found = [attempt for module in _attempts() if (attempt := getattr(module, name, None))]
    assert len(found) < 2, f"{name} stands in {len(found)} modules of attempts"
    return found[0] if found else None


@cache
def _attempts() -> tuple[ModuleType, ...]:
    """Every module of this package whose name begins with `attempts`."""
    names = [found.name for found in pkgutil.iter_modules(permissions.__path__)]
    return tuple(
        importlib.import_module(f"{permissions.__name__}.{name}")
        for name in names
        if name.startswith("attempts")
    )


def services_of(copilot: Copilot) -> dict[str, type]:
    """Every part of the copilot that comes from `copilot.services`, by the name it has there; none is left out."""
    names = {name for name in (*dir(Copilot), *vars(copilot)) if not name.startswith("_")}
    parts = {name: type(getattr(copilot, name)) for name in sorted(names) if not _is_a_verb_of_app(name)}
    return {name: part for name, part in parts.items() if part.__module__.startswith("copilot.services.")}


def _is_a_verb_of_app(name: str) -> bool:
    return inspect.isfunction(getattr(Copilot, name, None))


def verbs_of(service: str, part: type) -> dict[str, bool]:
    """Every public verb of a service, and whether it is told who asks."""
    found = inspect.getmembers(part, lambda one: inspect.isfunction(one))
    return {
        f"{service}.{name}": "asker" in inspect.signature(verb).parameters
        for name, verb in found
        if not name.startswith("_")
    }
