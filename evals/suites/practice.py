"""Does the comment on a practice answer find what the answer does, and only that?

Answers to the scenarios of the guides, each labelled point by point by somebody who wrote neither the scenario nor its
anchors. Coefficients and cuts were fitted on the answers to every second guide; the figures here are of the others.
All answers to one guide are one case, so that the intervals are over guides: answers to one scenario are alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from copilot.ports import Encoder
from copilot.services.learning.commenting import Commentator, Judge
from copilot.services.learning.likeness import Numbers, anchors_of, pieces_of
from evals.metrics import Columns, Statistic, Values, ratio_of
from evals.suites.homes import empty_home
from evals.tasks import Case, Task, read_cases
from knowledge.exercises import Scenario, exercises
from knowledge.ports import Progress, Vectors
from knowledge.shipped import shipped_guides

FILES = ("practice-b.jsonl", "practice-c.jsonl")
LIKELY = 0.5
"""From this probability on a point counts as made where only two answers are allowed, as in F1 and accuracy."""
ENOUGH_WORDS = 0.282
"""The same for the TF-IDF likeness: the cut with the best F1 on the development guides (`evals.fit_practice`)."""


@dataclass(frozen=True)
class Labelled:
    """One point of one answer. rows: the features of its pieces; words: its TF-IDF likeness to the point's anchors."""

    case: str
    guide: str
    point: str
    made: bool
    rows: Numbers = field(repr=False)
    words: float


@dataclass(frozen=True)
class Told:
    """What the commentary says of one point, and how probable it found it."""

    labelled: Labelled
    chance: float
    state: str


def f1(right: str, said: str, true: str) -> Statistic:
    """2 × right ÷ (said + true): the harmonic mean of precision and recall (van Rijsbergen 1979), of summed counts."""

    def statistic(columns: Columns, weights: Values) -> Values:
        twice = weights @ (2 * columns[right])
        whole = weights @ (columns[said] + columns[true])
        return np.divide(twice, whole, out=np.full(np.shape(twice), np.nan), where=whole > 0)

    return statistic


def above(one: Statistic, other: Statistic) -> Statistic:
    """How much higher the first is, on the same resamples."""
    return lambda columns, weights: one(columns, weights) - other(columns, weights)


METRICS: Mapping[str, Statistic] = {
    "F1": f1("likely right", "likely", "made"),
    "F1, always met": f1("made", "points", "made"),
    "F1, TF-IDF": f1("words right", "words", "made"),
    "F1 above TF-IDF": above(f1("likely right", "likely", "made"), f1("words right", "words", "made")),
    "accuracy": ratio_of("likely as it is", "points"),
    "accuracy, never met": ratio_of("left out", "points"),
    "accuracy, TF-IDF": ratio_of("words as it is", "points"),
    "within a guide, AUROC": ratio_of("won", "pairs"),
    "within a guide, TF-IDF AUROC": ratio_of("won by words", "pairs"),
    "said met and right": ratio_of("met right", "met"),
    "said missing and right": ratio_of("missing right", "missing"),
    "decided": ratio_of("decided", "points"),
    "made and not called missing": ratio_of("not denied", "made"),
}


@contextmanager
def suite(progress: Progress) -> Iterator[Task[list[Told]]]:
    """The guides held out, with the encoder that is set."""
    with empty_home() as copilot:
        yield task(copilot.encoder, held_out=True)


def task(encoder: Encoder, *, held_out: bool) -> Task[list[Told]]:
    """The guides of one half, each a case; everything is encoded once."""
    return task_of(Commentator(encoder).judge, labelled(encoder, held_out=held_out))


def task_of(judge: Judge, points: Sequence[Labelled]) -> Task[list[Told]]:
    """The same of points that were measured already."""
    told = told_by(judge, points)
    guides = list(dict.fromkeys(one.labelled.guide for one in told))
    chosen = [
        Case(guide, guide, {}, "all answers to one scenario", guide.partition("/")[0]) for guide in guides
    ]
    return Task(
        "practice",
        chosen,
        lambda case: [one for one in told if one.labelled.guide == case.id],
        lambda case, solved: counts(solved),
        METRICS,
    )  # fmt: skip


def cases() -> tuple[Case, ...]:
    """Every labelled answer, of both authors."""
    return tuple(case for name in FILES for case in read_cases(name, given="answer"))


@cache
def held_out_guides() -> frozenset[str]:
    """Every second guide in the order of their paths."""
    return frozenset(sorted(shipped_guides())[1::2])


def told_by(judge: Judge, points: Sequence[Labelled]) -> list[Told]:
    """What is said of each point."""
    chances = [float(judge.chances(one.rows).max()) if len(one.rows) else 0.0 for one in points]
    return [Told(one, chance, judge.state(chance)) for one, chance in zip(points, chances, strict=True)]


def labelled(encoder: Encoder, *, held_out: bool) -> list[Labelled]:
    """Every point of every answer of one half."""
    chosen = [case for case in cases() if (case.expected["guide"] in held_out_guides()) == held_out]
    scenarios = {guide: exercise.scenario for guide, exercise in exercises().items()}
    answered = [(case, scenarios[case.expected["guide"]]) for case in chosen]
    commentator = Commentator(_Once(encoder, _texts(answered)))
    words = _words_of(answered)
    return [one for case, scenario in answered for one in _labelled(commentator, case, scenario, words)]


def _labelled(
    commentator: Commentator, case: Case, scenario: Scenario, words: Mapping[tuple[str, str], float]
) -> Iterator[Labelled]:
    pieces = pieces_of(case.input, scenario)
    features = commentator.features(scenario, pieces) if pieces else {}
    for point in scenario.points:
        yield Labelled(
            case=case.id,
            guide=case.expected["guide"],
            point=point.id,
            made=point.id in case.expected["met"],
            rows=features.get(point.id, np.zeros((0, 1))),
            words=words[case.id, point.id],
        )


class _Once:
    """An encoder that encodes many texts in one go and then remembers them."""

    def __init__(self, encoder: Encoder, texts: Sequence[str]) -> None:
        self._encoder = encoder
        self.name, self.dimensions, self.longest = encoder.name, encoder.dimensions, encoder.longest
        self._known = dict(zip(texts, encoder.encode(texts), strict=True))

    def word_pieces(self, texts: Sequence[str]) -> list[int]:
        return self._encoder.word_pieces(texts)

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        vectors: Vectors = np.array([self._known[text] for text in texts], dtype=np.float32)
        return vectors


def _texts(answered: Sequence[tuple[Case, Scenario]]) -> list[str]:
    told = [piece.words for case, scenario in answered for piece in pieces_of(case.input, scenario)]
    return list(dict.fromkeys([*told, *(line for _, scenario in answered for line in anchors_of(scenario))]))


def _words_of(answered: Sequence[tuple[Case, Scenario]]) -> dict[tuple[str, str], float]:
    """(case, point) → the highest TF-IDF cosine (Salton & Buckley 1988) of a piece with one of the point's anchors."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    weigher = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit(_texts(answered))
    found = {}
    for case, scenario in answered:
        pieces = [piece.words for piece in pieces_of(case.input, scenario)]
        table = weigher.transform(pieces) if pieces else None
        for point in scenario.points:
            near = table @ weigher.transform(point.found).T if table is not None else np.zeros((1, 1))
            found[case.id, point.id] = float(near.max())
    return found


def counts(told: Sequence[Told]) -> Mapping[str, float]:
    """What the metrics are made of: numbers of points of one guide, and of pairs of them."""
    made = np.array([one.labelled.made for one in told])
    chance, words = (
        np.array(each) for each in zip(*((t.chance, t.labelled.words) for t in told), strict=True)
    )
    likely, by_words = chance >= LIKELY, words >= ENOUGH_WORDS
    met, missing = (np.array([one.state == state for one in told]) for state in ("met", "missing"))
    numbers = {
        "points": made.size,
        "made": made.sum(),
        "likely": likely.sum(),
        "likely right": (likely & made).sum(),
        "likely as it is": (likely == made).sum(),
        "words": by_words.sum(),
        "words right": (by_words & made).sum(),
        "words as it is": (by_words == made).sum(),
        "left out": (~made).sum(),
        "met": met.sum(),
        "met right": (met & made).sum(),
        "missing": missing.sum(),
        "missing right": (missing & ~made).sum(),
        "decided": (met | missing).sum(),
        "not denied": (made & ~missing).sum(),
        "won": _won(chance, made),
        "won by words": _won(words, made),
        "pairs": made.sum() * (~made).sum(),
    }
    return {name: float(number) for name, number in numbers.items()}


def _won(scores: Numbers, made: Numbers) -> float:
    """Pairs of a point made and one left out in which the former scores higher; ties count half."""
    apart = scores[made][:, None] - scores[~made][None, :]
    return float(((apart > 0) + 0.5 * (apart == 0)).sum())
