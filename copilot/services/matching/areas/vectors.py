"""Areas as directions among the vectors of texts: which ones a need calls for, and how far an offer shows each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from copilot.ports import Encoder, Progress, Vectors
from copilot.services.matching.areas import keeping
from copilot.services.matching.areas.catalogue import Area
from copilot.services.matching.areas.keeping import Directions
from copilot.services.matching.scores.pooling import Matrix, Ragged, pooled_offers, squashed

DECISIVENESS = 20.0
"""How sharply a need is given to the areas nearest to it; between 12 and 30 it made no difference on judged pairs."""
SPECIFIC = 3.0
"""How much more it weighs that this craft is shown, and not just any."""
PRACTISED, BEND = 0.02, 100.0
"""Who tells of deeds and of having brought others through shows every craft a little. That tells people who practise
from those who only work nearby, and past this point tells no more: without a cap, five mentors of the sample community
came first for eight mentees in ten; with it, for five in ten (need_offer alone: four)."""
SCENE_MIDPOINT, SCENE_STEEPNESS = -0.01, 60.0
"""Needs told as scenes and plain ones are told apart with an AUROC of .97 (mpnet) and .99 (MiniLM) on judged ones."""
TEXTS_AT_ONCE = 20_000


@dataclass(frozen=True)
class AreaVectors:
    """The areas for one encoder.

    titles: (areas,). needs: (areas, dimensions), the mean of how people speak who need it. crafts: (areas, dimensions),
    the mean of those who master it less the mean of those who are only beside it: what tells them apart.
    scene: (dimensions,), from the plain names of the areas to how people speak who need them.
    """

    titles: tuple[str, ...]
    needs: Vectors
    crafts: Vectors
    scene: Vectors

    def told_as_scenes(self, needs: Ragged) -> Matrix:
        """How far each member tells needs as scenes (“my team nods and nothing happens”), not plainly: 0 to 1."""
        told: Matrix = np.zeros(len(needs.counts), dtype=np.float32)
        for start, end in _blocks(needs):
            likeness = needs.vectors[needs.starts[start] : needs.starts[end]].astype(np.float32) @ self.scene
            as_scene = squashed(likeness, SCENE_MIDPOINT, SCENE_STEEPNESS)
            block = Ragged(needs.vectors[:0], needs.starts[start : end + 1] - needs.starts[start])
            told[start:end] = block.mean_over(as_scene[:, None], axis=0)[:, 0]
        return told

    def called_for(self, needs: Ragged) -> Matrix:
        """How much each seeker's needs call for each area: (seekers, areas), each row sums to 1, or to 0 without needs.

        For each need the softmax of its likeness to how people speak who need the area; then the mean over her needs.
        """
        calls: Matrix = np.zeros((len(needs.counts), len(self.titles)), dtype=np.float32)
        for start, end in _blocks(needs):
            likeness = (
                needs.vectors[needs.starts[start] : needs.starts[end]].astype(np.float32) @ self.needs.T
            )
            likeness -= likeness.max(axis=1, keepdims=True)
            shares = np.exp(np.float32(DECISIVENESS) * likeness)
            shares /= shares.sum(axis=1, keepdims=True)
            block = Ragged(needs.vectors[:0], needs.starts[start : end + 1] - needs.starts[start])
            calls[start:end] = block.mean_over(shares, axis=0)
        return calls

    def shown_by(self, offers: Ragged) -> Matrix:
        """How far each partner's offers show the craft of each area: (partners, areas), about −0.3 to 0.3.

        Offers are pooled as in `pooling.need_meets_offer`, so that several good ones count for more than a lucky one.
        What lies above a partner's own mean over all areas counts in full, that mean only up to PRACTISED.
        """
        shown: Matrix = np.zeros((len(offers.counts), len(self.titles)), dtype=np.float32)
        for start, end in _blocks(offers):
            likeness = (
                offers.vectors[offers.starts[start] : offers.starts[end]].astype(np.float32) @ self.crafts.T
            )
            block = Ragged(offers.vectors[:0], offers.starts[start : end + 1] - offers.starts[start])
            shown[start:end] = pooled_offers(likeness, block)
        return _apart_from_practice(shown)


def _apart_from_practice(shown: Matrix) -> Matrix:
    practice = shown.mean(axis=1, keepdims=True)
    capped = PRACTISED - np.log1p(np.exp(BEND * (PRACTISED - practice))) / BEND  # a smooth minimum
    apart: Matrix = (SPECIFIC * (shown - practice) + capped).astype(np.float32)
    return apart


def area_vectors(
    areas: Sequence[Area], encoder: Encoder, kept_in: Path | None = None, progress: Progress | None = None
) -> AreaVectors:
    """The catalogue for an encoder. What is neither shipped nor kept is encoded: 200 areas take a minute or so.

    Args:
        areas: the catalogue.
        encoder: words into vectors.
        kept_in: a folder to keep in what had to be encoded; None to keep nothing.
        progress: told of the encoding.
    """
    file = keeping.cached_in(kept_in, encoder.name) if kept_in else None
    known = {**keeping.shipped(encoder.name), **(keeping.read(file) if file else {})}
    missing = {keeping.content_of(area): area for area in areas}
    missing = {content: area for content, area in missing.items() if content not in known}
    if missing:
        made = dict(zip(missing, encoded_areas(list(missing.values()), encoder, progress), strict=True))
        if file:
            keeping.write(file, {**keeping.read(file), **made})
        known |= made
    found = [known[keeping.content_of(area)] for area in areas]
    needs, crafts, titles = (np.stack(each) for each in zip(*found, strict=True))
    return AreaVectors(
        tuple(area.title for area in areas), needs, crafts, needs.mean(axis=0) - titles.mean(axis=0)
    )


def encoded_areas(
    areas: Sequence[Area], encoder: Encoder, progress: Progress | None = None
) -> list[Directions]:
    """The directions of each area, from its texts."""
    texts = sorted({text for area in areas for text in (area.title, *area.needs, *area.offers, *area.beside)})
    vectors = encoder.encode(texts, progress)
    at = {text: n for n, text in enumerate(texts)}

    def middle(lines: Sequence[str]) -> Vectors:
        mean: Vectors = vectors[[at[line] for line in lines]].mean(axis=0)
        return mean

    return [
        Directions(middle(area.needs), middle(area.offers) - middle(area.beside), middle([area.title]))
        for area in areas
    ]


def _blocks(ragged: Ragged) -> list[tuple[int, int]]:
    """Runs of members whose texts fit into a block."""
    if not len(ragged.counts):
        return []
    block_of = ragged.starts[:-1] // TEXTS_AT_ONCE
    cuts = [0, *(np.flatnonzero(np.diff(block_of)) + 1).tolist(), len(ragged.counts)]
    return [(start, end) for start, end in pairwise(cuts) if ragged.starts[end] > ragged.starts[start]]
