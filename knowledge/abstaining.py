"""Whether the guides answer a question: logistic regression over what the search saw.

The coefficients in `abstaining.json` are fitted by `evals/fit_abstention.py` on development questions. The top
cosine alone tells answerable from unanswerable questions with AUROC 0.63 to 0.69, too little to abstain by.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib import resources

from knowledge.searching import Evidence, Hit
from knowledge.words import Answer

FEATURES = ("score", "mean3", "dense", "sentence", "coverage", "coverage3")

UNSAID = "The guides don't say."
WHOM = "Your programme's manager will know whom to ask."


@dataclass(frozen=True)
class Judge:
    """A fitted model: log-odds = bias + Σ weight × (feature − mean) / scale; below `threshold` it abstains."""

    weights: dict[str, float]
    means: dict[str, float]
    scales: dict[str, float]
    bias: float
    threshold: float

    def confidence(self, evidence: Evidence) -> float:
        """The probability, 0 to 1, that the guides answer the question."""
        if not evidence.hits:
            return 0.0
        seen = features(evidence)
        log_odds = self.bias + sum(
            weight * (seen[name] - self.means[name]) / self.scales[name]
            for name, weight in self.weights.items()
        )
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


@cache
def fitted() -> Judge:
    """The judge that ships."""
    return Judge(**json.loads((resources.files("knowledge") / "abstaining.json").read_text("utf-8")))


def features(evidence: Evidence) -> dict[str, float]:
    """What the judge looks at, each roughly 0 to 1; evidence without hits has none."""
    hits = evidence.hits
    scores = [hit.score for hit in hits] + [0.0] * 2
    top = hits[0].signals
    return {
        "score": scores[0],
        "mean3": sum(scores[:3]) / 3,
        "dense": top["dense"],
        "sentence": max(hit.signals["sentence"] for hit in hits[:3]),
        "coverage": top["coverage"],
        "coverage3": evidence.coverage(hits[:3]),
    }


def abstention(evidence: Evidence, confidence: float) -> Answer:
    """An honest no, with the nearest reading and whom to ask."""
    nearest = tuple(dict.fromkeys(_reading(hit) for hit in evidence.hits[:3]))
    reading = f" The nearest reading is {_listed(nearest)}." if nearest else ""
    return Answer(
        answer=f"{UNSAID}{reading} {WHOM}", abstained=True, confidence=confidence,
        nearest=tuple(dict.fromkeys(hit.passage.path for hit in evidence.hits[:3])),
    )  # fmt: skip


def _reading(hit: Hit) -> str:
    passage = hit.passage
    return (
        f"“{passage.title}”" if passage.section == passage.title else f"“{passage.title}”, {passage.section}"
    )


def _listed(readings: tuple[str, ...]) -> str:
    return readings[0] if len(readings) == 1 else f"{'; '.join(readings[:-1])}; or {readings[-1]}"
