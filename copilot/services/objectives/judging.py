"""Which objective a thing serves, and how probably: cosines of the encoder, turned into a probability.

The affinity of a thing and an objective is the mean of up to four cosine similarities: with all the objective says,
with its title, with its why, and with the nearest of its key results. A logistic regression over what the best one
has turns that into a probability (Platt 1999, Probabilistic Outputs for Support Vector Machines). Its coefficients in
`confidence.json`, one set for each encoder whose cosines were measured, are fitted by `evals/fit_objectives.py` on the
communities of a development set; held-out communities tell what they are worth (`evals/reports`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from copilot.domain.objectives import Objective
from copilot.domain.records import Value
from copilot.ports import Encoder
from knowledge.logistic import Logistic, Numbers, fitted_for

FEATURES = ("affinity", "measure", "lead")
THRESHOLD = 0.5
"""Below it nothing is suggested: it would more probably be wrong than right."""
_MOST_REMEMBERED = 4_000


class Thing(Value):
    """What may serve an objective, in its own words. `kind`: goal, programme, event or match.

    Of a match, the title is who the two are, and no part of its text.
    """

    kind: str
    record: str
    title: str
    more: str = ""

    @property
    def text(self) -> str:
        """All it says."""
        return self.more if self.kind == "match" else f"{self.title.rstrip('.')}. {self.more}".strip()


@dataclass(frozen=True)
class Nearest:
    """The objective that is nearest to a thing, and what the judge looks at.

    affinity: the mean cosine; measure: that of the nearest key result, None without any; lead: how far the next
    objective is behind, None where there is no other.
    """

    objective: str
    affinity: float
    measure: float | None
    lead: float | None


@dataclass(frozen=True)
class Judge(Logistic):
    """A fitted model."""

    def confidence(self, nearest: Nearest) -> float:
        """The probability, 0 to 1, that the thing serves this objective."""
        return self.chance({name: getattr(nearest, name) for name in FEATURES})


def judge_for(encoder: str) -> Judge:
    """The judge fitted for an encoder, by its name; for one never measured, that of the default."""
    return fitted_for(encoder, Judge, "copilot.services.objectives", "confidence.json")


class Nearness:
    """Finds the nearest objectives. Vectors of what everybody may read are remembered, of goals and matches never."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._remembered: dict[str, Numbers] = {}

    @property
    def judge(self) -> Judge:
        """The judge of this encoder."""
        return judge_for(self._encoder.name)

    def nearest(
        self,
        things: Sequence[Thing],
        objectives: Sequence[Objective],
        refused: Collection[tuple[str, str, str]] = (),
    ) -> list[Nearest | None]:
        """For each thing the nearest objective that wasn't refused for it; None where none is left.

        `refused` holds (objective, kind, record). Ties go to the smaller id.
        """
        if not things or not objectives:
            return [None] * len(things)
        wanted = sorted(objectives, key=lambda each: each.id)
        vectors = self._vectors(things, wanted)
        tables = [_affinities(vectors, things, each) for each in wanted]
        return [
            _best(
                [
                    (each.id, float(affinity[row]), None if measure is None else float(measure[row]))
                    for each, (affinity, measure) in zip(wanted, tables, strict=True)
                    if (each.id, thing.kind, thing.record) not in refused
                ]
            )
            for row, thing in enumerate(things)
        ]

    def _vectors(self, things: Sequence[Thing], objectives: Sequence[Objective]) -> Mapping[str, Numbers]:
        private = {thing.text for thing in things if thing.kind in ("goal", "match")}
        texts = {thing.text for thing in things} | {text for each in objectives for text in _texts(each)}
        missing = sorted(texts - self._remembered.keys())
        found = dict(zip(missing, self._encoder.encode(missing), strict=True)) if missing else {}
        fresh = {text: np.asarray(vector, dtype=np.float64) for text, vector in found.items()}
        everything = {**self._remembered, **fresh}
        if len(everything) > _MOST_REMEMBERED:
            self._remembered = {}
        self._remembered |= {text: vector for text, vector in fresh.items() if text not in private}
        return everything


def _whole(objective: Objective) -> str:
    results = " ".join(result.text for result in objective.key_results)
    return f"{objective.title.rstrip('.')}. {objective.why} {results}".strip()


def _texts(objective: Objective) -> list[str]:
    why = [objective.why] if objective.why else []
    return [_whole(objective), objective.title, *why, *(result.text for result in objective.key_results)]


def _affinities(
    vectors: Mapping[str, Numbers], things: Sequence[Thing], objective: Objective
) -> tuple[Numbers, Numbers | None]:
    """(things,) affinities with one objective, and cosines with the nearest of its key results."""
    table = np.array([vectors[thing.text] for thing in things])
    parts = [table @ vectors[text] for text in (_whole(objective), objective.title, objective.why) if text]
    results = [table @ vectors[result.text] for result in objective.key_results]
    measure = np.max(results, axis=0) if results else None
    affinity: Numbers = np.mean(parts if measure is None else [*parts, measure], axis=0)
    return affinity, measure


def _best(found: Sequence[tuple[str, float, float | None]]) -> Nearest | None:
    ranked = sorted(found, key=lambda one: -one[1])
    if not ranked:
        return None
    objective, affinity, measure = ranked[0]
    lead = affinity - ranked[1][1] if len(ranked) > 1 else None
    return Nearest(objective, affinity, measure, lead)
