"""Whether the guides answer a question: logistic regression over what the search saw.

The coefficients in `abstaining.json`, one set for each encoder whose cosines were measured, are fitted by
`evals/fit_abstention.py` on development questions; held-out ones tell what they are worth (`evals/reports`). The top
cosine alone tells answerable from unanswerable questions with AUROC 0.63 to 0.69, too little to abstain by.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.evidence import Evidence, Hit
from knowledge.logistic import Logistic, fitted_for
from knowledge.wording import stem, stems
from knowledge.words import Answer

FEATURES = (
    "score",
    "mean3",
    "lead",
    "dense",
    "sentence",
    "asked",
    "coverage",
    "coverage3",
    "rarest",
    "unheld",
    "figure",
)
LEAD_OVER = slice(3, 8)  # the ranks whose mean the best hit is held against
WANTS_FIGURE = re.compile(
    r"\b(?:how (?:many|much|often|long|old|far|big|large)|what (?:percentage|share|number|year|date|version|price)|"
    r"which (?:year|date|version|number)|when (?:was|did|were|is|does)|who (?:is|was|wrote|founded|invented|made)|"
    r"minimum|maximum|exact(?:ly)?|deadline|cost|budget|address|phone|e-?mail)\b",
    re.IGNORECASE,
)
FIGURE = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|dozen|half|hundred)\b", re.IGNORECASE
)

UNSAID = "The guides don't say."
CONTACT = "your programme's manager"


@dataclass(frozen=True)
class Judge(Logistic):
    """A fitted model; below `threshold` it abstains."""

    threshold: float

    def confidence(self, evidence: Evidence) -> float:
        """The probability, 0 to 1, that the guides answer the question."""
        return self.chance(features(evidence)) if evidence.hits else 0.0


def judge_for(encoder: str) -> Judge:
    """The judge fitted for an encoder, by its name; for one never measured, that of the default."""
    return fitted_for(encoder, Judge, "knowledge", "abstaining.json")


def features(evidence: Evidence) -> dict[str, float]:
    """What the judge looks at, each roughly 0 to 1; evidence without hits has none."""
    hits = evidence.hits
    scores = [hit.score for hit in hits] + [0.0] * (LEAD_OVER.stop - len(hits))
    top = hits[0].signals
    rest = scores[LEAD_OVER]
    return {
        "score": scores[0],
        "mean3": sum(scores[:3]) / 3,
        "lead": scores[0] - sum(rest) / len(rest),
        "dense": max(hit.signals["dense"] for hit in hits[:3]),
        "sentence": max(hit.signals["sentence"] for hit in hits[:3]),
        "asked": top["asked"],
        "coverage": evidence.coverage(hits[:1]),
        "coverage3": evidence.coverage(hits[:3]),
        "rarest": _holds_rarest(evidence),
        "unheld": len(evidence.unheld) / max(len(evidence.weights), 1),
        "figure": _lacks_figure(evidence),
    }


def _holds_rarest(evidence: Evidence) -> float:
    """Whether a passage near the top holds the question's most telling word: near misses lack just that one."""
    if not evidence.weights:
        return 0.0
    rarest = max(evidence.weights, key=lambda word: evidence.weights[word])
    held = stems(" ".join(hit.passage.text for hit in evidence.hits[:3]))
    return float(stem(rarest) in held)


def _lacks_figure(evidence: Evidence) -> float:
    """Whether a number, date or name is asked for, and the best passages' nearest sentences state none."""
    if not WANTS_FIGURE.search(evidence.question):
        return 0.0
    return 0.5 if any(FIGURE.search(_nearest_sentence(hit)) for hit in evidence.hits[:3]) else 1.0


def _nearest_sentence(hit: Hit) -> str:
    best = max(hit.quotable, key=lambda one: one.cosine, default=None)
    begin = hit.passage.start
    return hit.passage.text[best.start - begin : best.end - begin] if best else ""


def abstention(evidence: Evidence, confidence: float, contact: str = CONTACT) -> Answer:
    """An honest no, with the nearest reading and whom to ask."""
    nearest = tuple(dict.fromkeys(_reading(hit) for hit in evidence.hits[:3]))
    reading = f" The nearest reading is {_listed(nearest)}." if nearest else ""
    whom = f"{contact[:1].upper()}{contact[1:]} will know whom to ask."
    return Answer(
        answer=f"{UNSAID}{reading} {whom}", abstained=True, confidence=confidence,
        nearest=tuple(dict.fromkeys(hit.passage.path for hit in evidence.hits[:3])),
    )  # fmt: skip


def _reading(hit: Hit) -> str:
    passage = hit.passage
    return (
        f"“{passage.title}”" if passage.section == passage.title else f"“{passage.title}”, {passage.section}"
    )


def _listed(readings: tuple[str, ...]) -> str:
    return readings[0] if len(readings) == 1 else f"{'; '.join(readings[:-1])}; or {readings[-1]}"
