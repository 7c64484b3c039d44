"""How well two people suit: named parts from 0 to 1, and their weighed sum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from copilot.domain.matches import MatchRole
from copilot.domain.members import Profile
from copilot.ports import Encoder, Progress, Vectors
from copilot.services.matching.evidence import Evidence, Told
from copilot.services.matching.hours import hours_in_common
from copilot.services.matching.lexical import WordIndex
from copilot.services.matching.pooling import Matrix, Ragged, Rows, need_meets_offer, squashed
from copilot.services.matching.weights import PARTS, MatchingWeights, PartWeights
from copilot.services.matching.wishes import Crowd, Wish, levels_of

Parts = Mapping[str, Matrix]
"""Name of a part → its values, NaN where it is unknown."""


def encoded(
    told: Sequence[Told], encoder: Encoder, progress: Progress | None = None
) -> tuple[dict[str, int], Vectors]:
    """Every distinct neutral text once, in the order of the alphabet, so that rows of a roster decide nothing.

    Returns:
        Where each text stands in the vectors, and the vectors: (distinct texts, dimensions).
    """
    texts = sorted({each.neutral for one in told for each in one.texts})
    if not texts:
        return {}, np.zeros((0, encoder.dimensions), dtype=np.float32)
    return {text: n for n, text in enumerate(texts)}, encoder.encode(texts, progress)


@dataclass(frozen=True)
class Side:
    """The seekers, or the partners, with their vectors."""

    told: tuple[Told, ...]
    needs: Ragged
    offers: Ragged
    styles: Ragged
    wishes: Ragged

    @classmethod
    def of(cls, told: Sequence[Told], places: Mapping[str, int], vectors: Vectors) -> Side:
        """Lay out the vectors of these members' texts."""

        def ragged(groups: list[tuple[Evidence, ...]]) -> Ragged:
            return Ragged.of([[places[each.neutral] for each in group] for group in groups], vectors)

        return cls(
            told=tuple(told),
            needs=ragged([one.needs for one in told]),
            offers=ragged([one.offers for one in told]),
            styles=ragged([(one.style,) if one.style else () for one in told]),
            wishes=ragged([_free_wishes(one) for one in told]),
        )

    @property
    def profiles(self) -> list[Profile]:
        """The profiles in order."""
        return [one.member.profile for one in self.told]

    def take(self, members: Rows) -> Side:
        """Some of them, in the order given."""
        if len(members) == len(self.told) and np.array_equal(members, np.arange(len(members))):
            return self  # the whole side is asked for again and again, and its vectors are large
        return Side(
            tuple(self.told[n] for n in members),
            *(each.take(members) for each in (self.needs, self.offers, self.styles, self.wishes)),
        )


def _free_wishes(told: Told) -> tuple[Evidence, ...]:
    free = {f"wishes[{wish.n}]" for wish in told.read_wishes if wish.judge is None}
    return tuple(each for each in told.wishes if each.field in free)


class Affinity:
    """The parts of the score between seekers and partners, for any rows and columns of them.

    need_offer: what she wants to learn meets what the partner has done (log-mean-exp of cosines, squashed).
    lexical: the share of her words, weighed by rarity, that the partner's skills and experience hold (BM25).
    wishes: the mean over the wishes of both that can be judged.
    hours: working hours in common on that date, up to `enough_hours`.
    style: cosine of how both describe their way of working, squashed.
    level_fit: how well the distance in levels suits the role.

    The score is the weighed sum over the parts that are known, divided by the weights of these parts: nobody loses
    for what she did not say. Where needs or offers are unknown there is no score (NaN): what remains is no reason.
    """

    def __init__(
        self, seekers: Side, partners: Side, role: MatchRole, weights: MatchingWeights, on: date
    ) -> None:
        self.seekers, self.partners, self.role, self.weights, self.on = seekers, partners, role, weights, on
        self._words = WordIndex.of([one.needs for one in seekers.told], [one.offers for one in partners.told])

    @cached_property
    def _back_words(self) -> WordIndex:
        return WordIndex.of(
            [one.needs for one in self.partners.told], [one.offers for one in self.seekers.told]
        )

    @property
    def part_weights(self) -> PartWeights:
        """How much each part weighs for this role."""
        return self.weights.for_role(self.role)

    @property
    def everyone(self) -> tuple[Rows, Rows]:
        """All rows and all columns."""
        return np.arange(len(self.seekers.told)), np.arange(len(self.partners.told))

    def parts(self, rows: Rows, columns: Rows, *, roughly: bool = False) -> Parts:
        """Every part: (len(rows), len(columns)); `roughly` compares one pooled vector a member instead of all texts."""
        seekers, partners = self.seekers.take(rows), self.partners.take(columns)
        return {
            "need_offer": self.need_offer(rows, columns, roughly=roughly),
            "lexical": self._lexical(rows, columns),
            "wishes": _wishes(seekers, partners, self.weights),
            "hours": self._hours(seekers, partners),
            "style": self._style(seekers, partners),
            "level_fit": level_fit(seekers.profiles, partners.profiles, self.role),
        }

    def scores(self, parts: Parts) -> Matrix:
        """The weighed sum of the known parts, 0 to 1; NaN where needs or offers are unknown."""
        total: Matrix = np.zeros(parts["need_offer"].shape, dtype=np.float32)
        known: Matrix = np.zeros_like(total)
        for name in PARTS:
            weight = np.float32(self.part_weights.of(name))
            is_known = ~np.isnan(parts[name])
            total += np.nan_to_num(parts[name]) * weight
            known += is_known.astype(np.float32) * weight
        scores = np.divide(total, known, out=np.zeros_like(total), where=known > 0)
        return np.where(np.isnan(parts["need_offer"]), np.nan, scores).astype(np.float32)

    def telling(self, terms: Iterable[str]) -> list[str]:
        """Those that few partners use, the rarest first; in a small pool all of them."""
        return sorted(
            filter(self._words.is_telling, terms), key=lambda term: (-self._words.rarity[term], term)
        )

    def need_offer(self, rows: Rows, columns: Rows, *, roughly: bool = False) -> Matrix:
        """This part alone: (len(rows), len(columns)); between peers the mean of both directions."""
        compare = _pooled_cosines if roughly else need_meets_offer
        cosines = compare(self.seekers.needs.take(rows), self.partners.offers.take(columns))
        if self.role is MatchRole.PEER:
            back = compare(self.partners.needs.take(columns), self.seekers.offers.take(rows))
            cosines = (cosines + back.T) * np.float32(0.5)
        return squashed(cosines, self.weights.midpoint, self.weights.steepness)

    def _lexical(self, rows: Rows, columns: Rows) -> Matrix:
        answered = self._words.answered(rows, columns)
        if self.role is MatchRole.PEER:
            answered = mean_of_known([answered, self._back_words.answered(columns, rows).T])
        return answered

    def _hours(self, seekers: Side, partners: Side) -> Matrix:
        here, there = ([profile.time_zone for profile in side.profiles] for side in (seekers, partners))
        hours = hours_in_common(here, there, self.on)
        share: Matrix = np.minimum(hours / np.float32(self.weights.enough_hours), np.float32(1))
        return share

    def _style(self, seekers: Side, partners: Side) -> Matrix:
        cosines = seekers.styles.means() @ partners.styles.means().T
        cosines[seekers.styles.counts == 0] = np.nan
        cosines[:, partners.styles.counts == 0] = np.nan
        return squashed(cosines, self.weights.plain_midpoint, self.weights.plain_steepness)


def _pooled_cosines(needs: Ragged, offers: Ragged) -> Matrix:
    cosines = needs.means() @ offers.means().T
    cosines[needs.counts == 0] = np.nan
    cosines[:, offers.counts == 0] = np.nan
    return cosines


def mean_of_known(matrices: Sequence[Matrix]) -> Matrix:
    """The mean of those that are not NaN, NaN where none is."""
    total = sum(np.nan_to_num(each) for each in matrices)
    known = sum((~np.isnan(each)).astype(np.float32) for each in matrices)
    mean: Matrix = np.divide(
        total, known, out=np.full(np.shape(total), np.nan, dtype=np.float32), where=known > 0
    )
    return mean


def _wishes(seekers: Side, partners: Side, weights: MatchingWeights) -> Matrix:
    wished, wished_back = _wishes_of(seekers, partners, weights), _wishes_of(partners, seekers, weights)
    return mean_of_known([wished, wished_back.T])


def _wishes_of(wishers: Side, others: Side, weights: MatchingWeights) -> Matrix:
    """(wishers, others): the mean over the wishes that can be judged, NaN without any."""
    met: Matrix = np.full((len(wishers.told), len(others.told)), np.nan, dtype=np.float32)
    if not any(one.wishes for one in wishers.told):
        return met
    crowd, meanings = Crowd(others.profiles), others.offers.means()
    known: dict[tuple[object, ...], Matrix] = {}
    for n, one in enumerate(wishers.told):
        judged = [_judged(wish, one.member.profile, crowd, known) for wish in one.read_wishes if wish.judge]
        free = wishers.wishes.vectors[wishers.wishes.starts[n] : wishers.wishes.starts[n + 1]]
        judged += (
            list(squashed(free @ meanings.T, weights.plain_midpoint, weights.plain_steepness))
            if len(free)
            else []
        )
        if judged:
            met[n] = mean_of_known(judged) if len(judged) > 1 else judged[0]
    return met


def _judged(wish: Wish, wisher: Profile, crowd: Crowd, known: dict[tuple[object, ...], Matrix]) -> Matrix:
    """Many wish the same from the same place; each such wish is judged once."""
    key = (wish.text, wish.about, getattr(wisher, wish.about))
    if key not in known and wish.judge:
        known[key] = wish.judge(wisher, crowd)
    return known[key]


_FIT: dict[MatchRole, dict[int, float]] = {
    MatchRole.MENTOR: {0: 0.3, 1: 0.8, 2: 1.0, 3: 1.0, 4: 0.8, 5: 0.6, 6: 0.4},
    MatchRole.SPONSOR: {0: 0.0, 1: 0.5, 2: 0.8, 3: 1.0},
    MatchRole.PEER: {-2: 0.0, -1: 0.7, 0: 1.0, 1: 0.7, 2: 0.0},
    MatchRole.REVERSE: {-4: 1.0, -3: 1.0, -2: 0.9, -1: 0.6, 0: 0.0},
}
"""Levels from seeker to partner → fit; beyond the ends the last value holds."""


def level_fit(seekers: Sequence[Profile], partners: Sequence[Profile], role: MatchRole) -> Matrix:
    """How well the distance in levels suits the role: (seekers, partners), NaN where a level is unknown."""
    distance = levels_of(partners)[None, :] - levels_of(seekers)[:, None]
    fit = _FIT[role]
    result: Matrix = np.interp(distance, sorted(fit), [fit[n] for n in sorted(fit)]).astype(np.float32)
    return result
