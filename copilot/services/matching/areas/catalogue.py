"""The catalogue of areas: how people speak who need one, who master one, and who are only near it."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field, ValidationError

from copilot.domain.records import Value
from copilot.errors import BadInput

FILES = ("people.yaml", "crafts.yaml")
OWN_FILE = "areas.yaml"
"""In a home: areas of the community's own, and others in the place of shipped ones."""


class Area(Value):
    """One area.

    Attributes:
        area: its short name.
        title: what people call it.
        needs: sentences of people who need help with it, as they would say them.
        offers: lines from profiles of people who master it, some of whom have taught it.
        beside: lines that share words, trade or setting with the needs and don't show the craft.
    """

    area: str = Field(min_length=1)
    title: str = Field(min_length=1)
    needs: tuple[str, ...] = Field(min_length=1)
    offers: tuple[str, ...] = Field(min_length=1)
    beside: tuple[str, ...] = Field(min_length=1)


def shipped_areas() -> tuple[Area, ...]:
    """The areas that come with the copilot."""
    folder = resources.files("copilot.services.matching.areas")
    return tuple(
        area for name in FILES for area in read_areas((folder / name).read_text(encoding="utf-8"), name)
    )


def areas_with(own: Path | None) -> tuple[Area, ...]:
    """The shipped ones and a community's own, which replace shipped ones of the same short name."""
    areas = {area.area: area for area in shipped_areas()}
    if own is not None and own.is_file():
        areas |= {area.area: area for area in read_areas(own.read_text(encoding="utf-8"), str(own))}
    return tuple(areas.values())


def read_areas(text: str, place: str) -> tuple[Area, ...]:
    """A list of areas in YAML; BadInput naming the area that can't be read."""
    try:
        loader = getattr(
            yaml, "CSafeLoader", yaml.SafeLoader
        )  # safe_load, ten times as fast where it was built
        told: Any = yaml.load(text, Loader=loader)  # noqa: S506
    except yaml.YAMLError as fault:
        raise _broken(place, "it is no YAML") from fault
    if not isinstance(told, list):
        raise _broken(place, "it is no list of areas")
    return tuple(_read(each, f"{place}: area {n}") for n, each in enumerate(told, start=1))


def _read(told: object, place: str) -> Area:
    try:
        return Area.model_validate(told)
    except ValidationError as fault:
        where = ", ".join(".".join(map(str, error["loc"])) for error in fault.errors()) or "it"
        raise _broken(place, f"{where} is wrong or missing") from fault


def _broken(place: str, what: str) -> BadInput:
    return BadInput(
        f"These areas can't be read: {what}.",
        place=place,
        cure="An area has area, title, and lists of short texts: needs, offers and beside (see docs/matching.md).",
    )
