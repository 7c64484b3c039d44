"""The questions somebody asks herself before a first match, with the guides for each area.

The areas are those of the Mentoring Competency Assessment (Fleming et al., Academic Medicine 88(7), 2013; tested as
the MCA-21 by Hyun et al., Journal of Clinical and Translational Science 6(1), 2022). The sentences are ours: these are
not the instrument's items, and what is rated here must not be compared with its scores.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from copilot.errors import BadInput, NotFound
from knowledge.shipped import Shipped, shipped_guides
from knowledge.words import Word
from knowledge.yaml_files import checked, counted_field, written_in, yaml_files

LOWEST, HIGHEST = 1, 7
SCALE = {1: "not yet", 4: "it depends", 7: "at ease"}

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
_COUNTED = {"areas": "area", "guides": "guide", "questions": "question"}


class Sentence(Word):
    """A sentence to rate from 1, not yet, to 7, at ease."""

    key: Key
    say: Text


class Reading(Word):
    """A guide for an area, with the words of it that say why."""

    guide: str
    passage: Text


class Area(Word):
    """An area with its sentences: what to tell whoever is strong in it, and whoever would like to grow."""

    id: Key
    title: Text
    strong: Text
    grow: Text
    guides: tuple[Reading, ...] = Field(min_length=1)
    questions: tuple[Sentence, ...] = Field(min_length=2)


class Questionnaire(Word):
    """The areas in the order in which they are asked."""

    role: Literal["mentor", "mentee"]
    about: Text
    areas: tuple[Area, ...] = Field(min_length=3)

    @property
    def keys(self) -> tuple[str, ...]:
        """The key of every sentence, in order."""
        return tuple(each.key for area in self.areas for each in area.questions)


@cache
def questionnaires() -> Mapping[str, Questionnaire]:
    """Those that ship, by role: mentor and mentee."""
    return read_questionnaires(resources.files("knowledge") / "readiness", shipped_guides())


def read_questionnaires(folder: Traversable, guides: Mapping[str, Shipped]) -> Mapping[str, Questionnaire]:
    """The questionnaires of a folder's YAML files, by role; a file has the name of its role.

    Raises BadInput, naming file and field, where a file can't be read or breaks a rule.
    """
    read = [_questionnaire(name, file, guides) for name, file in yaml_files(folder)]
    return {each.role: each for each in read}


def _questionnaire(name: str, file: Traversable, guides: Mapping[str, Shipped]) -> Questionnaire:
    written = written_in(file, name, "questionnaire", "Begin with `role:`, then `about:` and `areas:`.")
    read = checked(
        Questionnaire,
        written,
        name,
        "Look at how `mentor.yaml` is built: areas with their sentences and guides.",
        lambda path: counted_field(path, _COUNTED),
    )
    if f"{read.role}.yaml" != name:
        raise BadInput(
            "The file has another name than its role.",
            place=f"{name}, role",
            cure=f"Call it `{read.role}.yaml`.",
        )
    _check_keys(read, name)
    _check_guides(read, name, guides)
    return read


def _check_keys(read: Questionnaire, name: str) -> None:
    keys = Counter([*read.keys, *(f"area {area.id}" for area in read.areas)])
    twice = next((key for key, times in keys.items() if times > 1), "")
    if twice:
        raise BadInput(
            f"“{twice}” is there twice.", place=f"{name}, areas", cure="Give each a key of its own."
        )


def _check_guides(read: Questionnaire, name: str, guides: Mapping[str, Shipped]) -> None:
    for n, area in enumerate(read.areas, start=1):
        for m, reading in enumerate(area.guides, start=1):
            place = f"{name}, area {n}, guide {m}"
            guide = guides.get(reading.guide)
            if guide is None:
                raise BadInput(
                    f"There is no guide “{reading.guide}”.",
                    place=place,
                    cure="Give its path below the guides' folder, such as `feedback/sbi.md`.",
                )
            try:
                guide.cite(reading.passage)
            except NotFound as fault:
                raise BadInput(fault.message, place=f"{place}, passage", cure=fault.cure) from fault
