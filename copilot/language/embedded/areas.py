"""What a goal is about: one of the practice areas in `patterns/areas`, or none of them.

A goal is near an area by the cosine similarity of its vector to the area's example utterances (half the best, half the
mean of the best three), plus a little for each word stem of the area that it uses. Where no area is clearly nearest
the goal is `other`: questions and steps that suit any goal are better than those of a wrong area.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
import yaml

from knowledge.ports import Encoder, Vectors

CLEARLY_NEAR = 0.45
NEAR_ENOUGH = 0.34
AHEAD = 0.05
"""An area is taken from 0.45 on, or from 0.34 on where the next one lies 0.05 behind: set by eye on 70 goals in many
voices, with all-MiniLM-L6-v2."""
FOR_A_WORD = 0.12
MOST_WORDS = 2


@dataclass(frozen=True)
class Step:
    """A milestone pattern: several ways to say it, the hours it takes, and whether it may be left out."""

    ways: tuple[str, ...]
    hours: float
    extra: bool = False


@dataclass(frozen=True)
class Measure:
    """How progress shows: short for a title, in full for the plan."""

    short: str
    full: str


@dataclass(frozen=True)
class Area:
    """A field of practice with its patterns, as `patterns/areas/*.yaml` has them."""

    key: str
    name: str
    examples: tuple[str, ...]
    words: tuple[str, ...]
    cope: str
    subject: str
    trouble: str
    people: str
    measures: tuple[Measure, ...]
    steps: tuple[Step, ...]
    mentor: tuple[str, ...]
    first: tuple[str, ...]
    questions: tuple[str, ...]


@functools.cache
def all_areas() -> dict[str, Area]:
    """Every area by its key, `other` among them."""
    folder = files("copilot.language.embedded") / "patterns" / "areas"
    texts = sorted(
        (found.name, found.read_text("utf-8")) for found in folder.iterdir() if found.name.endswith(".yaml")
    )
    areas = [_area(yaml.safe_load(text)) for _, text in texts]
    return {area.key: area for area in areas}


@functools.cache
def pattern_file(name: str) -> dict[str, Any]:
    """One of the other pattern files, such as `stages`."""
    text = (files("copilot.language.embedded") / "patterns" / f"{name}.yaml").read_text("utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    return read


class Compass:
    """Finds the area of a text; without an encoder by its words alone."""

    def __init__(self, encoder: Encoder | None = None) -> None:
        self._encoder = encoder
        self._examples: tuple[list[str], Vectors] | None = None

    def area_of(self, text: str) -> Area:
        """The nearest area, or `other`."""
        scores = self.scores(text)
        best, second = sorted(scores, key=lambda key: (-scores[key], key))[:2]
        ahead = scores[best] - scores[second]
        return all_areas()[best if self._is_clear(scores[best], ahead) else "other"]

    def scores(self, text: str) -> dict[str, float]:
        """How near a text is to each area; at most about 1.2."""
        nearness = self._nearness(text)
        return {
            key: nearness.get(key, 0.0) + FOR_A_WORD * min(_hits(text, area.words), MOST_WORDS)
            for key, area in all_areas().items()
            if key != "other"
        }

    def similarities(self, text: str, others: list[str]) -> list[float]:
        """The cosine similarity of a text to each of the others; all 0 without an encoder."""
        if self._encoder is None or not others:
            return [0.0] * len(others)
        vectors = self._encoder.encode([text, *others])
        return [float(value) for value in vectors[1:] @ vectors[0]]

    def _is_clear(self, score: float, ahead: float) -> bool:
        if self._encoder is None:
            return score >= FOR_A_WORD
        return score >= CLEARLY_NEAR or (score >= NEAR_ENOUGH and ahead >= AHEAD)

    def _nearness(self, text: str) -> dict[str, float]:
        if self._encoder is None:
            return {}
        keys, vectors = self._encoded_examples(self._encoder)
        cosines = vectors @ self._encoder.encode([text])[0]
        by_area: dict[str, list[float]] = {}
        for key, cosine in zip(keys, cosines, strict=True):
            by_area.setdefault(key, []).append(float(cosine))
        return {
            key: 0.5 * max(all_) + 0.5 * float(np.mean(sorted(all_)[-3:])) for key, all_ in by_area.items()
        }

    def _encoded_examples(self, encoder: Encoder) -> tuple[list[str], Vectors]:
        if self._examples is None:
            pairs = [(key, example) for key, area in all_areas().items() for example in area.examples]
            self._examples = [key for key, _ in pairs], encoder.encode([example for _, example in pairs])
        return self._examples


def _hits(text: str, stems: tuple[str, ...]) -> int:
    return sum(1 for stem in stems if re.search(rf"\b{re.escape(stem)}", text, re.IGNORECASE))


def _area(read: dict[str, Any]) -> Area:
    return Area(
        key=read["area"],
        name=read["name"],
        examples=tuple(read["examples"]),
        words=tuple(read["words"]),
        cope=read["cope"],
        subject=read["subject"],
        trouble=read.get("trouble", "Get comfortable with"),
        people=read["people"],
        measures=tuple(Measure(**measure) for measure in read["measures"]),
        steps=tuple(
            Step(tuple(step["ways"]), step["hours"], step.get("extra", False)) for step in read["steps"]
        ),
        mentor=tuple(read["mentor"]),
        first=tuple(read["first"]),
        questions=tuple(read["questions"]),
    )
