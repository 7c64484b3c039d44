"""How well two people suit: named parts from 0 to 1, and their weighed sum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from copilot.domain.matches import MatchRole
from copilot.domain.members import Profile
from copilot.ports import Encoder, Progress, Vectors
from copilot.services.matching.areas.part import AreasPart
from copilot.services.matching.areas.vectors import AreaVectors
from copilot.services.matching.scores.chosen import Chosen
from copilot.services.matching.scores.evidence import Evidence, Told
from copilot.services.matching.scores.kinds import Table, hours_table, levels_table
from copilot.services.matching.scores.lexical import WordIndex
from copilot.services.matching.scores.likeness import cosines, cosines_of, rough_cosines
from copilot.services.matching.scores.pooling import Matrix, Ragged, Rows, all_or_some, squashed
from copilot.services.matching.scores.readings import Readings
from copilot.services.matching.scores.weighing import as_far_as_said, weighed_sum, without_lowering_choices
from copilot.services.matching.scores.weights import CHOICE, READING, MatchingWeights, PartWeights
from copilot.services.matching.scores.wished import Wished, mean_of_known

Parts = Mapping[str, Matrix]
"""Name of a part → its values, NaN where it is unknown."""
MANY_TEXTS = 100_000
"""More are encoded in blocks and kept as halves."""


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
            wishes=ragged([one.free_wishes for one in told]),
        )

    @cached_property
    def profiles(self) -> list[Profile]:
        """The profiles in order."""
        return [one.member.profile for one in self.told]

    @cached_property
    def only_headline(self) -> Matrix:
        """1 for whoever says what she needs in no field but her headline, else 0: (members,)."""
        return np.array([one.rests_on_headline for one in self.told], dtype=np.float32)


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

    Where somebody states no goal and no interest, her headline stands for a need: the parts of needs then count a
    fraction (`MatchingWeights.headline`), since it says who she is and not what she needs.

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

    @property
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
            "hours": self._hours.of(rows, columns),
            "style": self._style(rows, columns),
            "level_fit": self._level_fit.of(rows, columns),
        }
        if self._areas:
            parts["areas"] = self._areas.values(rows, columns, parts["need_offer"])
        if self.readings:
            parts[READING] = self.readings.values(rows, columns)
        said = self.as_far_as_said(parts, rows[:, None], columns[None, :])
        return {**said, CHOICE: self.chosen.values(rows, columns)} if self.chosen else said

    def parts_of(self, rows: Rows, columns: Rows, known: Parts) -> Parts:
        """Every part of single pairs: (pairs,). Of the `known` parts, given by pair, need_offer is made anew."""
        need_offer = {"need_offer": self.need_offer_of(rows, columns)}
        exact = {**self.as_far_as_said(need_offer, rows, columns)}
        if self._areas:
            exact["areas"] = self._areas.corrected(
                known["areas"], rows, columns, known["need_offer"], exact["need_offer"]
            )
        return {**known, **exact}

    def as_far_as_said(self, parts: Parts, rows: Rows, columns: Rows) -> Parts:
        """The parts, those of needs less where only a headline stands for one; between peers by the mean of both.

        Rows and columns are those of single pairs, or broadcast to the shape of the parts.
        """
        here, there = self.seekers.only_headline, self.partners.only_headline
        mutual = self.role is MatchRole.PEER
        if not (here.any() or (mutual and there.any())):
            return parts
        share = (here[rows] + there[columns]) * np.float32(0.5) if mutual else here[rows]
        return as_far_as_said(parts, 1 - share * np.float32(1 - self.weights.headline))

    def scores(self, parts: Parts) -> Matrix:
        """The weighed sum of the known parts, 0 to 1; NaN where needs or offers are unknown."""
        return weighed_sum(parts, self.part_weights)

    def counted(self, parts: Parts) -> Parts:
        """The parts without the choices that would lower a score, and so do not count."""
        return without_lowering_choices(parts, self.part_weights)

    def telling(self, terms: Iterable[str]) -> list[str]:
        """Those that few partners use, the rarest first; in a small pool all of them."""
        return sorted(
            filter(self._words.is_telling, terms), key=lambda term: (-self._words.rarity[term], term)
        )

    def need_offer(self, rows: Rows, columns: Rows, *, roughly: bool = False) -> Matrix:
        """This part alone: (len(rows), len(columns)); between peers the mean of both directions."""
        compare = rough_cosines if roughly else cosines
        likeness = compare(self.seekers.needs, rows, self.partners.offers, columns)
        if self.role is MatchRole.PEER:
            back = compare(self.partners.needs, columns, self.seekers.offers, rows)
            likeness = (likeness + back.T) * np.float32(0.5)
        return squashed(likeness, self.weights.midpoint, self.weights.steepness)

    def need_offer_of(self, rows: Rows, columns: Rows) -> Matrix:
        """This part alone of single pairs: (pairs,), the rows in ascending order."""
        likeness = cosines_of(self.seekers.needs, self.partners.offers, rows, columns)
        if self.role is MatchRole.PEER:
            back = cosines_of(self.partners.needs, self.seekers.offers, columns, rows)
            likeness = (likeness + back) * np.float32(0.5)
        return squashed(likeness, self.weights.midpoint, self.weights.steepness)

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
    def _hours(self) -> Table:
        return hours_table(self.seekers.profiles, self.partners.profiles, self.on, self.weights.enough_hours)

    @cached_property
    def _level_fit(self) -> Table:
        return levels_table(self.seekers.profiles, self.partners.profiles, self.role)

    def _style(self, rows: Rows, columns: Rows) -> Matrix:
        here, there = self.seekers.styles, self.partners.styles
        silent, silent_there = here.counts[rows] == 0, there.counts[columns] == 0
        if silent.all() or silent_there.all():
            return _unknown(rows, columns)
        cosines = all_or_some(here.means(), rows) @ all_or_some(there.means(), columns).T
        cosines[silent] = np.nan
        cosines[:, silent_there] = np.nan
        return squashed(cosines, self.weights.plain_midpoint, self.weights.plain_steepness)


def _unknown(rows: Rows, columns: Rows) -> Matrix:
    return np.full((len(rows), len(columns)), np.nan, dtype=np.float32)
