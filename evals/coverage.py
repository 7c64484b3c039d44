"""How many of the points a good answer makes are made: by shared words or by nearness in meaning.

No reader judges here, so the figure is a thermometer and no verdict: a point counts as made where half of its content
words stand in the answer, or where one sentence of the answer is near it. On the points of other questions, taken by
chance, the same rule finds about one in twenty made.
"""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.ports import Encoder
from knowledge.sentences import split_prose
from knowledge.wording import content_words, stem, stems
from knowledge.words import Answer

HALF = 0.5
NEAR = 0.6


def covered(points: Sequence[str], answer: Answer, encoder: Encoder) -> float:
    """The share of the points that the answer's quotations make, 0 to 1; NaN where none are expected."""
    if not points:
        return float("nan")
    said = [quote for one in answer.citations for quote in _sentences(one.quote)]
    if answer.abstained or not said:
        return 0.0
    held = stems(" ".join(said))
    vectors = encoder.encode([*points, *said])
    nearness = (vectors[: len(points)] @ vectors[len(points) :].T).max(axis=1)
    made = [
        _shared(point, held) >= HALF or float(near) >= NEAR
        for point, near in zip(points, nearness, strict=True)
    ]
    return sum(made) / len(points)


def _sentences(quote: str) -> list[str]:
    return [line[start:end] for line in quote.split("\n") for start, end in split_prose(line)]


def _shared(point: str, held: set[str]) -> float:
    words = content_words(point)
    return sum(stem(word) in held for word in words) / len(words) if words else 0.0
