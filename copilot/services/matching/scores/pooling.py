"""Many vectors a member into one number a pair."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from copilot.ports import Vectors

Matrix = NDArray[np.float32]
Rows = NDArray[np.intp]

SHARPNESS = 10.0
"""Between a mean (0) and a maximum (∞): 10 did best on a public gold standard of expertise."""
USUAL_OFFERS = 6
"""A profile with fewer offers is filled up with silent ones: a lone text would else beat a rich profile."""
LARGEST_BLOCK, NEEDS_AT_ONCE = 2_000_000, 1_000
"""Similarities held at once (8 MB): enough for a fast product, which is pooled while it still is in the cache."""
MEMBERS_AT_ONCE = 20_000
TEXTS_AT_ONCE = 40_000
"""Offers of single pairs that are pooled at once: few calls, and what they work on stays in the cache."""
NOT_SHARED = 250_000
"""Multiplications in a product that OpenBLAS leaves to one thread (its limit is 262,144)."""


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

    @cached_property
    def counts(self) -> Rows:
        """How many texts each member has."""
        return np.diff(self.starts)

    def take(self, members: Rows) -> Ragged:
        """The same of some members only, in their order."""
        if len(members) == len(self.starts) - 1 and np.array_equal(members, np.arange(len(members))):
            return self  # the whole side is asked for again and again, and its vectors are large
        starts, rows = self.rows_of(members)
        return Ragged(self.vectors[rows].astype(np.float32, copy=False), starts)

    def rows_of(self, members: Rows) -> tuple[Rows, Rows]:
        """Where the texts of each of these members start when they are put one after another, and their rows."""
        counts = self.counts[members]
        starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.intp)
        return starts, np.repeat(self.starts[members] - starts[:-1], counts) + np.arange(starts[-1])

    def in_runs(self, texts: int) -> list[tuple[slice, Ragged]]:
        """Members in runs of about so many texts, and where these members stand; no vector is copied."""
        run_of = self.starts[:-1] // texts
        cuts = [0, *(np.flatnonzero(np.diff(run_of)) + 1).tolist(), len(self.counts)]
        return [(slice(start, end), self._run(start, end)) for start, end in pairwise(cuts)]

    def _run(self, start: int, end: int) -> Ragged:
        own = self.starts[start : end + 1]
        return Ragged(self.vectors[own[0] : own[-1]], own - own[0])

    def apart(self) -> Ragged:
        """Each text as if it were all that a member says."""
        return Ragged(self.vectors, np.arange(len(self.vectors) + 1))

    def means(self) -> Matrix:
        """One vector of length 1 a member, zero where she has none: (members, dimensions)."""
        return self._means

    def middles(self) -> Matrix:
        """The same as they are, shorter where her texts say different things: (members, dimensions)."""
        return self._middles

    @cached_property
    def _means(self) -> Matrix:
        lengths = np.linalg.norm(self._middles, axis=1, keepdims=True)
        units: Matrix = np.divide(self._middles, lengths, out=np.zeros_like(self._middles), where=lengths > 0)
        return units

    @cached_property
    def _middles(self) -> Matrix:
        middles: Matrix = np.zeros((len(self.counts), self.vectors.shape[1]), dtype=np.float32)
        for start in range(0, len(middles), MEMBERS_AT_ONCE):
            block = np.arange(start, min(start + MEMBERS_AT_ONCE, len(middles)))
            some = self.take(block)
            middles[block] = some.mean_over(some.wide, axis=0)
        return middles

    @cached_property
    def wide(self) -> Matrix:
        """The vectors as 32-bit floats, in which is computed; a large pool keeps them as halves."""
        return self.vectors.astype(np.float32, copy=False)

    @cached_property
    def shares(self) -> sparse.csr_array:
        """How much each offer counts for its member, at most 1 / USUAL_OFFERS: (members, texts).

        A product with it is the mean over the offers, many times faster than np.add.reduceat.
        """
        share = np.float32(1) / np.maximum(self.counts, USUAL_OFFERS).astype(np.float32)
        places = np.arange(self.starts[-1])
        return sparse.csr_array(
            (np.repeat(share, self.counts), places, self.starts), shape=(share.size, places.size)
        )

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


def all_or_some(values: Matrix, members: Rows, axis: int = 0) -> Matrix:
    """The values of these members; without a copy where it is everybody in order, as it is most of the time."""
    everybody = len(members) == values.shape[axis] and np.array_equal(members, np.arange(len(members)))
    return values if everybody else values.take(members, axis=axis)


def need_meets_offer(needs: Ragged, offers: Ragged) -> Matrix:
    """How well each partner's offers answer each seeker's needs: (seekers, partners), NaN where either has no text.

    For every need the cosines to all offers are pooled by log-mean-exp, ln(mean(exp(10·cos))) / 10, a smooth maximum
    that rewards several good offers above a lucky one; up to USUAL_OFFERS missing offers count as cosine 0. The needs
    of a seeker are then averaged.
    Log-sum-exp as a smooth maximum: Boyd & Vandenberghe, Convex Optimization (2004), section 3.1.5.
    """
    pooled = np.full((len(needs.counts), len(offers.counts)), np.nan, dtype=np.float32)
    few = max(1, min(NEEDS_AT_ONCE, len(needs.vectors)))
    offering = offers.in_runs(LARGEST_BLOCK // few)
    for here, some_needs in needs.in_runs(NEEDS_AT_ONCE):
        for there, some_offers in offering:
            pooled[here, there] = _pooled(some_needs, some_offers).T
    pooled[needs.counts == 0] = np.nan
    pooled[:, offers.counts == 0] = np.nan
    return pooled


def _pooled(needs: Ragged, offers: Ragged) -> Matrix:
    return needs.mean_over(pooled_offers(offers.wide @ needs.wide.T, offers), axis=1)


def pooled_offers(similarities: Matrix, offers: Ragged) -> Matrix:
    """Log-mean-exp over the offers of each member (or pair), in place: (texts, needs) into (members, needs)."""
    similarities *= np.float32(SHARPNESS)
    np.exp(similarities, out=similarities)
    answered: Matrix = offers.shares @ similarities
    answered += 1 - offers.shares.sum(axis=1)[:, None]  # those that are silent: exp(10 · 0)
    np.log(answered, out=answered)
    answered /= np.float32(SHARPNESS)
    return answered


def need_meets_offer_of(needs: Ragged, offers: Ragged, rows: Rows, columns: Rows) -> Matrix:
    """`need_meets_offer` of single pairs: (pairs,). It is fast where all pairs of a row stand together."""
    pooled = np.full(len(rows), np.nan, dtype=np.float32)
    known = np.flatnonzero((needs.counts[rows] > 0) & (offers.counts[columns] > 0))
    run_of = np.cumsum(offers.counts[columns[known]]) // TEXTS_AT_ONCE
    runs = np.split(known, np.flatnonzero(np.diff(run_of)) + 1)

    def fill(run: Rows) -> None:
        if run.size:
            pooled[run] = _pooled_pairs(needs, offers, rows[run], columns[run])

    with ThreadPoolExecutor(max_workers=os.cpu_count()) as workers:
        list(workers.map(fill, runs) if len(runs) > 1 else map(fill, runs))
    return pooled


def _pooled_pairs(needs: Ragged, offers: Ragged, rows: Rows, columns: Rows) -> Matrix:
    starts, texts = offers.rows_of(columns)
    counts = needs.counts[rows]
    answered = pooled_offers(
        _similarities(needs, offers, rows, starts, texts), Ragged(offers.vectors[:0], starts)
    )
    pooled: Matrix = np.empty(len(rows), dtype=np.float32)
    for count in np.unique(counts):
        same = counts == count
        pooled[same] = answered[same, :count].mean(axis=1)
    return pooled


def _similarities(needs: Ragged, offers: Ragged, rows: Rows, starts: Rows, texts: Rows) -> Matrix:
    """Each text against the needs of the seeker of its pair, 0 where she has fewer: (texts, most needs of one)."""
    similarities = np.zeros((texts.size, int(needs.counts[rows].max())), dtype=np.float32)
    firsts = np.flatnonzero(np.diff(rows, prepend=-1))
    bounds = np.append(starts[firsts], texts.size)
    room = np.empty((int(np.diff(bounds).max()), offers.wide.shape[1]), dtype=np.float32)
    for n, seeker in enumerate(rows[firsts]):
        begin, end = int(bounds[n]), int(bounds[n + 1])
        theirs = np.take(offers.wide, texts[begin:end], axis=0, out=room[: end - begin], mode="clip")
        own = needs.vectors[needs.starts[seeker] : needs.starts[seeker + 1]].astype(np.float32, copy=False)
        similarities[begin:end, : len(own)] = _products(theirs, own)
    return similarities


def _products(texts: Matrix, needs: Matrix) -> Matrix:
    """texts @ needs.T, in steps that one thread of the BLAS does alone: small ones gain nothing by being shared."""
    products: Matrix = np.empty((len(texts), len(needs)), dtype=np.float32)
    step = max(1, NOT_SHARED // needs.size)
    cut = len(texts) // step * step
    steps = texts[:cut].reshape(-1, step, texts.shape[1])
    np.matmul(steps, needs.T, out=products[:cut].reshape(-1, step, len(needs)))
    np.matmul(texts[cut:], needs.T, out=products[cut:])
    return products


def squashed(cosines: Matrix, midpoint: float, steepness: float) -> Matrix:
    """1 / (1 + exp(−steepness · (x − midpoint))): pooled cosines onto 0 to 1, order kept, NaN kept."""
    result: Matrix = (1 / (1 + np.exp(-steepness * (cosines - midpoint)))).astype(np.float32)
    return result
