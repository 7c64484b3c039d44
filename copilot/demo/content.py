"""The authored texts: read once from the package's own YAML files and handed out as plain dataclasses."""

import functools
import importlib.resources
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import yaml

from copilot.demo.wording import Fragment, fragment, fragments

FUNCTION_FILES = {
    "engineering": 66, "support": 48, "sales": 44, "operations": 40, "product": 34, "marketing": 34,
    "data": 34, "design": 28, "finance": 28, "people": 26, "community": 22, "legal": 16,
}  # fmt: skip
ARC_FILES = ("arcs_mentor_a", "arcs_mentor_b", "arcs_mentor_c", "arcs_others", "arc_persona")


@dataclass(frozen=True)
class Career:
    """A way into a function: what came before, and what it left behind."""

    id: str
    weight: int
    tag: str
    changed: bool
    degree: bool
    skills: tuple[str, ...]
    before: tuple[Fragment, ...]


@dataclass(frozen=True)
class Function:
    """One function of the organisation, its share of the people and all its texts."""

    name: str
    share: int
    titles: Mapping[int, tuple[str, ...]]
    teams: tuple[str, ...]
    headlines: Mapping[str, tuple[Fragment, ...]]
    careers: tuple[Career, ...]
    experience: tuple[Fragment, ...]
    skills: tuple[Fragment, ...]
    depth: tuple[Fragment, ...]


@dataclass(frozen=True)
class Place:
    """A city where members work: its IANA zone, languages, the towns around, whose names one meets."""

    city: str
    country: str
    zone: str
    languages: tuple[str, ...]
    weight: int
    towns: tuple[str, ...]
    names: Mapping[str, int]

    @property
    def region(self) -> str:
        """The part of the world, for venues and markets nearby: Europe, Africa, Asia or America."""
        part = self.zone.split("/")[0]
        return "Asia" if part in ("Australia", "Pacific") else part


@dataclass(frozen=True)
class Arc:
    """The course a relationship takes: what the seeker says beforehand, the goal, the sessions one by one."""

    id: str
    role: str
    need: str
    levels: tuple[int, int]
    says: tuple[str, ...]
    facts: Mapping[str, tuple[str, ...]]
    goal: str
    milestones: tuple[str, ...]
    sessions: tuple[Mapping[str, Any], ...]
    feedback: Mapping[str, str]
    target: str | None
    functions: tuple[str, ...]
    not_functions: tuple[str, ...]
    same_function: bool
    tags: frozenset[str]


@functools.cache
def texts(name: str) -> Any:
    """The content file of this name, parsed."""
    source = importlib.resources.files("copilot.demo").joinpath("content", f"{name}.yaml")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(source.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506  a safe loader, in C


@functools.cache
def functions() -> tuple[Function, ...]:
    """All functions, the largest first."""
    return tuple(_function(name, share) for name, share in FUNCTION_FILES.items())


def _function(name: str, share: int) -> Function:
    found = texts(name)
    return Function(
        name=found["function"],
        share=share,
        titles={level: tuple(titles) for level, titles in found["titles"].items()},
        teams=tuple(found["teams"]),
        headlines={voice: tuple(fragments(lines)) for voice, lines in found["headlines"].items()},
        careers=tuple(_career(career) for career in found["careers"]),
        experience=tuple(fragments(found["experience"])),
        skills=tuple(one for line in found["skills"] for one in _skills(line)),
        depth=tuple(fragments(found["depth"], key="technical_depth")),
    )


def _career(found: Mapping[str, Any]) -> Career:
    return Career(
        id=found["id"],
        weight=found["weight"],
        tag=found["tag"],
        changed=found["changed"],
        degree=found.get("degree", True),
        skills=tuple(found["skills"]),
        before=tuple(fragments(found["before"], key=found["id"])),
    )


def _skills(line: str) -> list[Fragment]:
    whole = fragment(line)
    return [Fragment(skill, whole.lowest, whole.highest) for skill in whole.text.split(", ")]


@functools.cache
def places() -> tuple[Place, ...]:
    """All places, in the order of the file."""
    return tuple(_place(line) for line in texts("places")["places"])


def _place(line: str) -> Place:
    city, country, zone, languages, weight, towns, names = (part.strip() for part in line.split("|"))
    shares = (pair.rsplit(" ", 1) for pair in names.split(", "))
    return Place(
        city=city,
        country=country,
        zone=zone,
        languages=tuple(languages.split(", ")),
        weight=int(weight),
        towns=tuple(towns.split(", ")),
        names={culture: int(share) for culture, share in shares},
    )


@functools.cache
def arcs() -> tuple[Arc, ...]:
    """The courses of relationships; the last one belongs to the first two members."""
    return tuple(_arc(found) for name in ARC_FILES for found in texts(name))


def _arc(found: Mapping[str, Any]) -> Arc:
    return Arc(
        id=found["id"],
        role=found.get("role", "mentor"),
        need=found["need"],
        levels=cast("tuple[int, int]", tuple(found["levels"])),
        says=tuple(found["says"]),
        facts={name: tuple(choices) for name, choices in found.get("facts", {}).items()},
        goal=found["goal"],
        milestones=tuple(found["milestones"]),
        sessions=tuple(found["sessions"]),
        feedback=found["feedback"],
        target=found.get("target"),
        functions=tuple(found.get("functions", ())),
        not_functions=tuple(found.get("not_functions", ())),
        same_function=found.get("same_function", False),
        tags=frozenset(found.get("tags", ())),
    )


@functools.cache
def goals() -> tuple[Fragment, ...]:
    """Everything members say they want, each with its need as key; targets of a career change after a colon."""
    found: list[Fragment] = []
    for need, lines in texts("goals").items():
        found += [_goal(line, need) for line in lines]
    return tuple(found)


def _goal(line: str | Mapping[str, str], need: str) -> Fragment:
    if isinstance(line, str):
        return fragment(line, key=need)
    return fragment(line["text"], key=f"{need}:{line['target']}")
