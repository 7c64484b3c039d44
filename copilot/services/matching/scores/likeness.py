"""How near needs come to offers: the mean of two cosines, to single offers and to the middle of all."""

from __future__ import annotations

import numpy as np

from copilot.services.matching.scores.pooling import (
    Matrix,
    Ragged,
    Rows,
    all_or_some,
    need_meets_offer,
    need_meets_offer_of,
)

MOST_BESIDE = 60
"""Pairs that may be multiplied for each that is asked for, before gathering single ones is faster."""


def cosines(needs: Ragged, rows: Rows, offers: Ragged, columns: Rows) -> Matrix:
    """Of all rows with all columns, NaN where either has no text: (len(rows), len(columns))."""
    single = need_meets_offer(needs.take(rows), offers.take(columns))
    return (single + rough_cosines(needs, rows, offers, columns)) * np.float32(0.5)


def cosines_of(needs: Ragged, offers: Ragged, rows: Rows, columns: Rows) -> Matrix:
    """The same of single pairs: (pairs,), the rows in ascending order."""
    single = need_meets_offer_of(needs, offers, rows, columns)
    middle = _to_the_middle_of(needs, offers, rows, columns)
    both: Matrix = (single + middle) * np.float32(0.5)
    return both


def rough_cosines(needs: Ragged, rows: Rows, offers: Ragged, columns: Rows) -> Matrix:
    """The mean cosine of her needs to the middle of all offers, NaN where either has no text."""
    middle = all_or_some(needs.middles(), rows) @ all_or_some(offers.means(), columns).T
    middle[needs.counts[rows] == 0] = np.nan
    middle[:, offers.counts[columns] == 0] = np.nan
    return middle


def _to_the_middle_of(needs: Ragged, offers: Ragged, rows: Rows, columns: Rows) -> Matrix:
    """The same of single pairs: (pairs,); all of a row at once where they are many of it, for that is faster."""
    seekers, at = np.unique(rows, return_inverse=True)
    if seekers.size * len(offers.counts) < MOST_BESIDE * len(rows):
        some: Matrix = (needs.middles()[seekers] @ offers.means().T)[at, columns]
        return some
    single: Matrix = np.einsum("pd,pd->p", needs.middles()[rows], offers.means()[columns])
    return single
