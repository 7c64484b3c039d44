"""How far the wishes of one side are met by the other, for any of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from copilot.domain.members import Profile
from copilot.services.matching.scores.evidence import Told
from copilot.services.matching.scores.pooling import Matrix, Ragged, Rows, all_or_some, squashed
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.scores.wishes import Crowd, Judgement, Wish

KEPT = 512
"""Rows of judgements kept: a wish that many share is judged once against everybody."""

_Own = tuple[str, str, object]
"""Words of a wish, the field it asks of, and what the wisher's own profile says there."""


class Wished:
    """The wishes of the wishers, judged by the others' profiles; those in other words by meaning.

    Args:
        wishers: whose wishes; free: (wishers) with the vectors of their wishes in other words.
        others: whose profiles answer; meanings: (others) with the vectors of their offers.
        weights: midpoint and steepness for a wish compared by meaning.
    """

    def __init__(
        self,
        wishers: Sequence[Told],
        free: Ragged,
        others: Sequence[Profile],
        meanings: Ragged,
        weights: MatchingWeights,
    ) -> None:
        self._free, self._others, self._meanings, self._weights = free, others, meanings, weights
        self._readable: list[tuple[Judgement, Profile]] = []
        self._slots = self._numbered(wishers)
        self._kept: dict[int, Matrix] = {}

    @property
    def anything(self) -> bool:
        """Whether anybody wishes."""
        return bool(self._slots.shape[1])

    def met(self, wishers: Rows, others: Rows) -> Matrix:
        """(wishers, others): the mean over the wishes that can be judged, 0 to 1, NaN without any."""
        slots = self._slots[wishers]
        numbers, where = np.unique(slots, return_inverse=True)
        judged, where = self._judged(numbers, others), where.reshape(slots.shape)
        if slots.shape[1] == 1:
            return judged[where[:, 0]]
        return mean_of_known([judged[where[:, slot]] for slot in range(slots.shape[1])])

    def _numbered(self, wishers: Sequence[Told]) -> Rows:
        """(wishers, most wishes of one): the number of each wish, −1 for none. Equal wishes have one number.

        A wish in other words has the number of its vector, counted from the last of the readable ones.
        """
        known: dict[_Own, int] = {}
        readable = [
            [
                self._number(known, wish, wish.judge, one.member.profile)
                for wish in one.read_wishes
                if wish.judge
            ]
            for one in wishers
        ]
        free = [
            [len(self._readable) + row for row in range(*self._free.starts[n : n + 2])]
            for n in range(len(wishers))
        ]
        lists = [one + other for one, other in zip(readable, free, strict=True)]
        slots = np.full((len(lists), max(map(len, lists), default=0)), -1, dtype=np.intp)
        for n, numbers in enumerate(lists):
            slots[n, : len(numbers)] = numbers
        return slots

    def _number(self, known: dict[_Own, int], wish: Wish, judge: Judgement, wisher: Profile) -> int:
        key = (wish.text, wish.about, getattr(wisher, wish.about))
        if key not in known:
            known[key] = len(self._readable)
            self._readable.append((judge, wisher))
        return known[key]

    def _judged(self, numbers: Rows, others: Rows) -> Matrix:
        """(numbers, others), a row of NaN for no wish."""
        judged = np.full((len(numbers), len(others)), np.nan, dtype=np.float32)
        readable = (numbers >= 0) & (numbers < len(self._readable))
        crowd = None if len(others) == len(self._others) else Crowd([self._others[n] for n in others])
        for at in np.flatnonzero(readable):
            number = int(numbers[at])
            judged[at] = self._by(number, crowd) if crowd else all_or_some(self._by_all(number), others)
        free = np.flatnonzero(numbers >= len(self._readable))
        if free.size:
            judged[free] = self._by_meaning(numbers[free] - len(self._readable), others)
        return judged

    def _by_meaning(self, wishes: Rows, others: Rows) -> Matrix:
        vectors = self._free.vectors[wishes].astype(np.float32, copy=False)
        cosines: Matrix = vectors @ all_or_some(self._meanings.means(), others).T
        return squashed(cosines, self._weights.plain_midpoint, self._weights.plain_steepness)

    def _by(self, number: int, crowd: Crowd) -> Matrix:
        judge, profile = self._readable[number]
        return judge(profile, crowd)

    def _by_all(self, number: int) -> Matrix:
        judged = self._kept.get(number)
        if judged is None:
            judged = self._by(number, self._everybody)
            if len(self._kept) < KEPT:
                self._kept[number] = judged
        return judged

    @cached_property
    def _everybody(self) -> Crowd:
        return Crowd(self._others)


def mean_of_known(matrices: Sequence[Matrix]) -> Matrix:
    """The mean of those that are not NaN, NaN where none is."""
    total = sum(np.nan_to_num(each) for each in matrices)
    known = sum((~np.isnan(each)).astype(np.float32) for each in matrices)
    mean: Matrix = np.divide(
        total, known, out=np.full(np.shape(total), np.nan, dtype=np.float32), where=known > 0
    )
    return mean
