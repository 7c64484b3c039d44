"""Many vectors a member into one number a pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from copilot.ports import Vectors

Matrix = NDArray[np.float32]
Rows = NDArray[np.intp]

SHARPNESS = 10.0
"""Between a mean (0) and a maximum (∞): 10 did best on a public gold standard of expertise."""
USUAL_OFFERS = 6
"""A profile with fewer offers is filled up with silent ones: a lone text would else beat a rich profile."""
LARGEST_BLOCK = 16_000_000
"""Similarities held at once: 64 MB of float32."""


@dataclass(frozen=True)
class Ragged:
    """Vectors of several members one after another: member i has `vectors[starts[i]:starts[i + 1]]`.

    vectors: (texts, dimensions), each of length 1. starts: (members + 1,).
    """

    vectors: Vectors
    starts: Rows

    @classmethod
    def of(cls, groups: Sequence[Sequence[int]], vectors: Vectors) -> Ragged:
        """From the row numbers of each member's texts in one matrix of vectors."""
        starts = np.concatenate([[0], np.cumsum([len(group) for group in groups], dtype=np.intp)]).astype(
            np.intp
        )
        rows = np.fromiter((row for group in groups for row in group), dtype=np.intp, count=int(starts[-1]))
        return cls(vectors[rows], starts)

    @property
    def counts(self) -> Rows:
        """How many texts each member has."""
        return np.diff(self.starts)

    def take(self, members: Rows) -> Ragged:
        """The same of some members only, in their order."""
        if len(members) == len(self.starts) - 1 and np.array_equal(members, np.arange(len(members))):
            return self  # the whole side is asked for again and again, and its vectors are large
        counts = self.counts[members]
        starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.intp)
        rows = np.repeat(self.starts[members] - starts[:-1], counts) + np.arange(starts[-1])
        return Ragged(self.vectors[rows], starts)

    def means(self) -> Matrix:
        """One vector of length 1 a member, zero where she has none: (members, dimensions)."""
        means = self.mean_over(self.vectors, axis=0)
        lengths = np.linalg.norm(means, axis=1, keepdims=True)
        units: Matrix = np.divide(means, lengths, out=np.zeros_like(means), where=lengths > 0)
        return units

    def mean_over(self, values: Matrix, axis: int) -> Matrix:
        """Values of each text (along the axis) averaged into values of each member; zero where she has none."""
        shape = list(values.shape)
        shape[axis] = len(self.counts)
        reduced = np.zeros(shape, dtype=np.float32)
        some = np.flatnonzero(self.counts)
        if some.size:
            sums = np.add.reduceat(values, self.starts[some], axis=axis)
            counts = self.counts[some].astype(np.float32)
            index = (some, slice(None)) if axis == 0 else (slice(None), some)
            reduced[index] = sums / (counts[:, None] if axis == 0 else counts)
        return reduced


def need_meets_offer(needs: Ragged, offers: Ragged) -> Matrix:
    """How well each partner's offers answer each seeker's needs: (seekers, partners), NaN where either has no text.

    For every need the cosines to all offers are pooled by log-mean-exp, ln(mean(exp(10·cos))) / 10, a smooth maximum
    that rewards several good offers above a lucky one; up to USUAL_OFFERS missing offers count as cosine 0. The needs
    of a seeker are then averaged.
    Log-sum-exp as a smooth maximum: Boyd & Vandenberghe, Convex Optimization (2004), section 3.1.5.
    """
    pooled = np.full((len(needs.counts), len(offers.counts)), np.nan, dtype=np.float32)
    for block in _blocks(needs.counts, len(offers.vectors)):
        pooled[block] = _pooled(needs.take(block), offers).T
    pooled[needs.counts == 0] = np.nan
    pooled[:, offers.counts == 0] = np.nan
    return pooled


def _blocks(counts: Rows, width: int) -> list[Rows]:
    """Members in runs whose similarities fit into a block."""
    per_block = max(1, LARGEST_BLOCK // max(1, width))
    block_of = np.cumsum(counts) // per_block
    cuts = np.flatnonzero(np.diff(block_of)) + 1
    return np.split(np.arange(len(counts)), cuts) if len(counts) else []


def _pooled(needs: Ragged, offers: Ragged) -> Matrix:
    similarities = offers.vectors @ needs.vectors.T
    similarities *= np.float32(SHARPNESS)
    np.exp(similarities, out=similarities)
    answered = offers.mean_over(similarities, axis=0)
    silent = 1 - offers.counts.astype(np.float32) / np.maximum(offers.counts, USUAL_OFFERS)
    answered *= (1 - silent)[:, None]
    answered += silent[:, None]  # exp(10 · 0)
    np.log(answered, out=answered)
    answered /= np.float32(SHARPNESS)
    return needs.mean_over(answered, axis=1)


def squashed(cosines: Matrix, midpoint: float, steepness: float) -> Matrix:
    """1 / (1 + exp(−steepness · (x − midpoint))): pooled cosines onto 0 to 1, order kept, NaN kept."""
    result: Matrix = (1 / (1 + np.exp(-steepness * (cosines - midpoint)))).astype(np.float32)
    return result
