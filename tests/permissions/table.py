"""The table in table.yaml, and the verbs it has to speak of, found by reflection."""

from __future__ import annotations

import inspect
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from copilot.app import Copilot
from tests.permissions import attempts, attempts_of_keepers
from tests.permissions.community import ASKERS

FILE = Path(__file__).with_name("table.yaml")
WHOSE = ("own", "programme", "other")


@cache
def table() -> dict[str, Any]:
    """The file as it stands."""
    read: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return read


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
    return getattr(attempts, name, None) or getattr(attempts_of_keepers, name, None)


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
