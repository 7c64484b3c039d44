"""Questions that ask the same, put together: average linkage over cosine distances, each group led by its medoid."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.ports import Encoder, Vectors

ALIKE: dict[str, float] = {"minilm": 0.78, "mpnet": 0.78}
"""Up to this mean cosine distance two groups become one; fitted on half of evals/cases/questions.jsonl.

Of the cuts that are as good there to a hundredth, the lowest: two questions apart are better than two wrongly together.
"""
SHARED = 0.8
"""How much of what all questions share is taken out of each: that they ask, and what the event is about."""
TITLE_COUNTS = 2
"""As so many questions, so that two questions alone are not set against their own mean."""
Distances = NDArray[np.float64]


def alike(
    texts: Sequence[str], encoder: Encoder, about: str, threshold: float | None = None
) -> list[list[int]]:
    """Positions of the texts in groups, each led by the one nearest to the rest; the largest groups first.

    Agglomerative clustering with average linkage (Sokal & Michener 1958) cut at a distance. Everybody who comes to an
    event asks about the same thing, so that most of their mean, and of the event's title, is taken out first
    (centring, as in Mu & Viswanath 2018, “All-but-the-Top”). What comes out depends on the texts alone, not on their
    order: they are sorted before they are read and compared.

    Args:
        texts: questions, in any order; equal ones are always together.
        encoder: gives vectors of length 1.
        about: the title of the event.
        threshold: the distance to cut at, 0 to 2; the one fitted for the encoder where none is given.
    """
    order = sorted(range(len(texts)), key=lambda n: (_plain(texts[n]), texts[n], n))
    if len(order) < 2:
        return [[n] for n in order]
    vectors = encoder.encode([_plain(about), *(_plain(texts[n]) for n in order)])
    distances = distances_of(centred(vectors[1:], vectors[0]))
    cut = threshold_for(encoder.name) if threshold is None else threshold
    groups = [_led(members, distances) for members in grouped(distances, cut)]
    groups.sort(key=lambda group: (-len(group), group[0]))
    return [[order[n] for n in group] for group in groups]


def centred(vectors: Vectors, title: Vectors) -> Vectors:
    """The vectors (n, d) without most of what they share with each other and the title (d,); of length 1 again."""
    shared = (vectors.sum(axis=0) + TITLE_COUNTS * title) / (len(vectors) + TITLE_COUNTS)
    own = vectors - SHARED * shared
    return np.asarray(own / np.linalg.norm(own, axis=1, keepdims=True), dtype=np.float32)


def distances_of(vectors: Vectors) -> Distances:
    """Cosine distances (n, n), 0 to 2, symmetric with a diagonal of 0; rounded, so that equal ones are equal."""
    wide = vectors.astype(np.float64)
    distances = np.clip(1.0 - wide @ wide.T, 0.0, 2.0).round(6)
    np.fill_diagonal(distances, 0.0)
    return np.asarray((distances + distances.T) / 2)


def grouped(distances: Distances, cut: float) -> list[list[int]]:
    """Positions by group, cut where the mean distance between two groups is above `cut`."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    labels = fcluster(linkage(squareform(distances), method="average"), t=cut, criterion="distance")
    return [[n for n, label in enumerate(labels) if label == wanted] for wanted in dict.fromkeys(labels)]


def threshold_for(encoder: str) -> float:
    """The fitted distance of the encoder of this name; that of the small one where it isn't known."""
    return next((cut for name, cut in ALIKE.items() if name in encoder.lower()), ALIKE["minilm"])


def _led(members: list[int], distances: Distances) -> list[int]:
    """The members with their medoid first."""
    sums = distances[np.ix_(members, members)].sum(axis=1).round(6)
    medoid = members[int(np.argmin(sums))]
    return [medoid, *(n for n in members if n != medoid)]


def _plain(text: str) -> str:
    return " ".join(text.split())
