"""How well two people suit: named parts from 0 to 1, and their weighed sum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np

from copilot.domain.matches import MatchRole
from copilot.domain.members import Profile
from copilot.ports import Encoder, Progress, Vectors
from copilot.services.matching.areas.part import AreasPart
from copilot.services.matching.areas.vectors import AreaVectors
from copilot.services.matching.scores.chosen import Chosen
from copilot.services.matching.scores.evidence import Evidence, Told
from copilot.services.matching.scores.hours import hours_in_common
from copilot.services.matching.scores.lexical import WordIndex
from copilot.services.matching.scores.pooling import (
    Matrix,
    Ragged,
    Rows,
    all_or_some,
    need_meets_offer,
    need_meets_offer_of,
    squashed,
)
from copilot.services.matching.scores.readings import Readings
from copilot.services.matching.scores.weights import CHOICE, PARTS, READING, MatchingWeights, PartWeights
from copilot.services.matching.scores.wished import Wished, mean_of_known
from copilot.services.matching.scores.wishes import levels_of

Parts = Mapping[str, Matrix]
"""Name of a part → its values, NaN where it is unknown."""
MANY_TEXTS = 100_000
"""More are encoded in blocks and kept as halves."""
MOST_BESIDE = 60
"""Pairs that may be multiplied for each that is asked for, before gathering single ones is faster."""


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
    several = len(texts) > MANY_TEXTS
    return (
        {text: n for n, text in enumerate(texts)},
        _in_halves(texts, encoder, progress) if several else encoder.encode(texts, progress),
    )


def _in_halves(texts: Sequence[str], encoder: Encoder, progress: Progress | None) -> Vectors:
    """Encoded block by block into 16-bit floats: those of a hundred thousand profiles take no more than they must."""
    vectors: Vectors = np.empty((len(texts), encoder.dimensions), dtype=np.float16)
    for start in range(0, len(texts), MANY_TEXTS):
        vectors[start : start + MANY_TEXTS] = encoder.encode(texts[start : start + MANY_TEXTS])
        if progress:
            progress(min(start + MANY_TEXTS, len(texts)), len(texts), "reading texts")
    return vectors


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

    @cached_property
    def profiles(self) -> list[Profile]:
        """The profiles in order."""
        return [one.member.profile for one in self.told]


def _free_wishes(told: Told) -> tuple[Evidence, ...]:
    free = {f"wishes[{wish.n}]" for wish in told.read_wishes if wish.judge is None}
    return tuple(each for each in told.wishes if each.field in free)


class Affinity:
    """The parts of the score between seekers and partners, for any rows and columns of them.

    need_offer: what she wants to learn meets what the partner has done (the mean of two cosines, squashed: to single
        offers, pooled by log-mean-exp, and to the middle of all offers).
    areas: her needs call for areas of mentoring, and what the partner tells of shows these crafts (a catalogue of both,
        squashed); as far as she tells her needs plainly (“Learn Rust”) and not as scenes, it is need_offer.
    lexical: the share of her words, weighed by rarity, that the partner's skills and experience hold (BM25).
    wishes: the mean over the wishes of both that can be judged.
    hours: working hours in common on that date, up to `enough_hours`.
    style: cosine of how both describe their way of working, squashed.
    level_fit: how well the distance in levels suits the role.
    choice: where a seeker ranked partners, 1 for her first, 0.9, 0.8; unknown for all others, and never a loss.
    reading: where a chat model read both, how it rated the fit. Of the pairs it did not read need_offer, which tells
        the same from afar, weighs that much more. Without that, a pair nobody read would be scored by other weights
        than one that was read, and the two could not be compared.

    The score is the weighed sum over the parts that are known, divided by the weights of these parts: nobody loses
    for what she did not say. Where needs or offers are unknown there is no score (NaN): what remains is no reason.
    """

    def __init__(
        self,
        seekers: Side,
        partners: Side,
        role: MatchRole,
        weights: MatchingWeights,
        on: date,
        chosen: Chosen | None = None,
        areas: AreaVectors | None = None,
    ) -> None:
        self.seekers, self.partners, self.role, self.weights, self.on = seekers, partners, role, weights, on
        self.chosen, self.areas = chosen, areas
        self.readings: Readings | None = None

    def having(self, readings: Readings) -> Affinity:
        """The same with what a chat model said of some pairs."""
        other = copy(self)
        other.readings = readings
        return other

    @cached_property
    def _words(self) -> WordIndex:
        return WordIndex.of(
            [one.needs for one in self.seekers.told], [one.offers for one in self.partners.told]
        )

    @cached_property
    def _back_words(self) -> WordIndex:
        return WordIndex.of(
            [one.needs for one in self.partners.told], [one.offers for one in self.seekers.told]
        )

    @cached_property
    def part_weights(self) -> PartWeights:
        """How much each part weighs for this role; without a catalogue of areas need_offer weighs for both."""
        weights = self.weights.for_role(self.role)
        if self.areas:
            return weights
        return weights.model_copy(update={"need_offer": weights.need_offer + weights.areas, "areas": 0.0})

    @property
    def everyone(self) -> tuple[Rows, Rows]:
        """All rows and all columns."""
        return np.arange(len(self.seekers.told)), np.arange(len(self.partners.told))

    def parts(self, rows: Rows, columns: Rows, *, roughly: bool = False) -> Parts:
        """Every part: (len(rows), len(columns)); `roughly` compares one pooled vector a member instead of all texts."""
        parts = {
            "need_offer": self.need_offer(rows, columns, roughly=roughly),
            "lexical": self._lexical(rows, columns),
            "wishes": self._met_wishes(rows, columns),
            "hours": _looked_up(self._hours, rows, columns),
            "style": self._style(rows, columns),
            "level_fit": _looked_up(self._level_fit, rows, columns),
        }
        if self._areas:
            parts["areas"] = self._areas.values(rows, columns, parts["need_offer"])
        if self.readings:
            parts[READING] = self.readings.values(rows, columns)
        return {**parts, CHOICE: self.chosen.values(rows, columns)} if self.chosen else parts

    def parts_of(self, rows: Rows, columns: Rows, known: Parts) -> Parts:
        """Every part of single pairs: (pairs,). Of the `known` parts, given by pair, need_offer is made anew."""
        exact = {"need_offer": self.need_offer_of(rows, columns)}
        if self._areas:
            exact["areas"] = self._areas.corrected(
                known["areas"], rows, columns, known["need_offer"], exact["need_offer"]
            )
        return {**known, **exact}

    def scores(self, parts: Parts) -> Matrix:
        """The weighed sum of the known parts, 0 to 1; NaN where needs or offers are unknown."""
        total: Matrix = np.zeros(parts["need_offer"].shape, dtype=np.float32)
        known: Matrix = np.zeros_like(total)
        for name in (each for each in (*PARTS, READING) if each in parts):
            weight = np.float32(self.part_weights.of(name))
            values = _read_or_not(parts) if name == READING else parts[name]
            is_known = ~np.isnan(values)
            np.add(total, values * weight, out=total, where=is_known)
            known += is_known * weight
        scores = np.divide(total, known, out=np.zeros_like(total), where=known > 0)
        if CHOICE in parts:
            weight = np.float32(self.part_weights.of(CHOICE))
            np.fmax(scores, (total + weight * parts[CHOICE]) / (known + weight), out=scores)
        scores[np.isnan(parts["need_offer"])] = np.nan
        return scores

    def counted(self, parts: Parts) -> Parts:
        """The parts without the choices that would lower a score, and so do not count."""
        if CHOICE not in parts:
            return parts
        without = {name: values for name, values in parts.items() if name != CHOICE}
        raises = self.scores(parts) > self.scores(without)
        return {**without, CHOICE: np.where(raises, parts[CHOICE], np.nan)}

    def telling(self, terms: Iterable[str]) -> list[str]:
        """Those that few partners use, the rarest first; in a small pool all of them."""
        return sorted(
            filter(self._words.is_telling, terms), key=lambda term: (-self._words.rarity[term], term)
        )

    def need_offer(self, rows: Rows, columns: Rows, *, roughly: bool = False) -> Matrix:
        """This part alone: (len(rows), len(columns)); between peers the mean of both directions."""
        compare = _pooled_cosines if roughly else _cosines
        cosines = compare(self.seekers.needs, rows, self.partners.offers, columns)
        if self.role is MatchRole.PEER:
            back = compare(self.partners.needs, columns, self.seekers.offers, rows)
            cosines = (cosines + back.T) * np.float32(0.5)
        return squashed(cosines, self.weights.midpoint, self.weights.steepness)

    def need_offer_of(self, rows: Rows, columns: Rows) -> Matrix:
        """This part alone of single pairs: (pairs,), the rows in ascending order."""
        cosines = _cosines_of(self.seekers.needs, self.partners.offers, rows, columns)
        if self.role is MatchRole.PEER:
            back = _cosines_of(self.partners.needs, self.seekers.offers, columns, rows)
            cosines = (cosines + back) * np.float32(0.5)
        return squashed(cosines, self.weights.midpoint, self.weights.steepness)

    @cached_property
    def _areas(self) -> AreasPart | None:
        if self.areas is None:
            return None
        return AreasPart(
            self.areas,
            (self.seekers.needs, self.seekers.offers),
            (self.partners.needs, self.partners.offers),
            mutual=self.role is MatchRole.PEER,
            midpoint=self.weights.areas_midpoint,
            steepness=self.weights.areas_steepness,
        )

    def _lexical(self, rows: Rows, columns: Rows) -> Matrix:
        answered = self._words.answered(rows, columns)
        if self.role is MatchRole.PEER:
            answered = mean_of_known([answered, self._back_words.answered(columns, rows).T])
        return answered

    def _met_wishes(self, rows: Rows, columns: Rows) -> Matrix:
        wished, wished_back = self._wished
        met = [wished.met(rows, columns)] if wished.anything else []
        met += [wished_back.met(columns, rows).T] if wished_back.anything else []
        return mean_of_known(met) if met else _unknown(rows, columns)

    @cached_property
    def _wished(self) -> tuple[Wished, Wished]:
        here, there, weights = self.seekers, self.partners, self.weights
        return (
            Wished(here.told, here.wishes, there.profiles, there.offers, weights),
            Wished(there.told, there.wishes, here.profiles, here.offers, weights),
        )

    @cached_property
    def _hours(self) -> _Table:
        zones = [[profile.time_zone for profile in side.profiles] for side in (self.seekers, self.partners)]
        names = sorted({*zones[0], *zones[1]})
        share = hours_in_common(names, names, self.on) / np.float32(self.weights.enough_hours)
        numbers = {name: n for n, name in enumerate(names)}
        rows, columns = (np.array([numbers[name] for name in names], dtype=np.intp) for names in zones)
        return _Table(np.minimum(share, np.float32(1)), rows, columns)

    @cached_property
    def _level_fit(self) -> _Table:
        rows, columns = (
            np.array([profile.level or 0 for profile in side.profiles], dtype=np.intp)
            for side in (self.seekers, self.partners)
        )
        return _Table(_fit_of_levels(_LEVELS, _LEVELS, self.role), rows, columns)

    def _style(self, rows: Rows, columns: Rows) -> Matrix:
        here, there = self.seekers.styles, self.partners.styles
        silent, silent_there = here.counts[rows] == 0, there.counts[columns] == 0
        if silent.all() or silent_there.all():
            return _unknown(rows, columns)
        cosines = all_or_some(here.means(), rows) @ all_or_some(there.means(), columns).T
        cosines[silent] = np.nan
        cosines[:, silent_there] = np.nan
        return squashed(cosines, self.weights.plain_midpoint, self.weights.plain_steepness)


class _Table(NamedTuple):
    """Values of kinds of seekers against kinds of partners, and of which kind each seeker and each partner is."""

    values: Matrix
    rows: Rows
    columns: Rows


def _looked_up(table: _Table, rows: Rows, columns: Rows) -> Matrix:
    return table.values[:, table.columns[columns]][table.rows[rows]]


def _read_or_not(parts: Parts) -> Matrix:
    filled: Matrix = np.where(np.isnan(parts[READING]), parts["need_offer"], parts[READING])
    return filled


def _unknown(rows: Rows, columns: Rows) -> Matrix:
    return np.full((len(rows), len(columns)), np.nan, dtype=np.float32)


def _cosines(needs: Ragged, rows: Rows, offers: Ragged, columns: Rows) -> Matrix:
    single = need_meets_offer(needs.take(rows), offers.take(columns))
    return (single + _pooled_cosines(needs, rows, offers, columns)) * np.float32(0.5)


def _cosines_of(needs: Ragged, offers: Ragged, rows: Rows, columns: Rows) -> Matrix:
    """The same of single pairs: (pairs,)."""
    single = need_meets_offer_of(needs, offers, rows, columns)
    middle = _pooled_cosines_of(needs, offers, rows, columns)
    both: Matrix = (single + middle) * np.float32(0.5)
    return both


def _pooled_cosines_of(needs: Ragged, offers: Ragged, rows: Rows, columns: Rows) -> Matrix:
    """The same of single pairs: (pairs,); all of a row at once where they are many of it, for that is faster."""
    seekers, at = np.unique(rows, return_inverse=True)
    if seekers.size * len(offers.counts) < MOST_BESIDE * len(rows):
        some: Matrix = (needs.middles()[seekers] @ offers.means().T)[at, columns]
        return some
    single: Matrix = np.einsum("pd,pd->p", needs.middles()[rows], offers.means()[columns])
    return single


def _pooled_cosines(needs: Ragged, rows: Rows, offers: Ragged, columns: Rows) -> Matrix:
    """The mean cosine of her needs to the middle of all offers."""
    cosines = all_or_some(needs.middles(), rows) @ all_or_some(offers.means(), columns).T
    cosines[needs.counts[rows] == 0] = np.nan
    cosines[:, offers.counts[columns] == 0] = np.nan
    return cosines


_FIT: dict[MatchRole, dict[int, float]] = {
    MatchRole.MENTOR: {0: 0.3, 1: 0.8, 2: 1.0, 3: 1.0, 4: 0.8, 5: 0.6, 6: 0.4},
    MatchRole.SPONSOR: {0: 0.0, 1: 0.5, 2: 0.8, 3: 1.0},
    MatchRole.PEER: {-2: 0.0, -1: 0.7, 0: 1.0, 1: 0.7, 2: 0.0},
    MatchRole.REVERSE: {-4: 1.0, -3: 1.0, -2: 0.9, -1: 0.6, 0: 0.0},
}
"""Levels from seeker to partner → fit; beyond the ends the last value holds."""
_LEVELS = np.array([np.nan, *range(1, 11)], dtype=np.float32)
"""Every level; unknown comes first, so that a level is its own place."""


def level_fit(seekers: Sequence[Profile], partners: Sequence[Profile], role: MatchRole) -> Matrix:
    """How well the distance in levels suits the role: (seekers, partners), NaN where a level is unknown."""
    return _fit_of_levels(levels_of(seekers), levels_of(partners), role)


def _fit_of_levels(seekers: Matrix, partners: Matrix, role: MatchRole) -> Matrix:
    distance, fit = partners[None, :] - seekers[:, None], _FIT[role]
    result: Matrix = np.interp(distance, sorted(fit), [fit[n] for n in sorted(fit)]).astype(np.float32)
    return result
