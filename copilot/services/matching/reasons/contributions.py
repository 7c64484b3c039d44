"""What carries a score: each piece of evidence and each part taken away in turn (leave-one-out)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from copilot.domain.matches import MatchRole
from copilot.services.matching.areas.part import AreasPart, Texts
from copilot.services.matching.scores.affinity import Affinity, Parts, Side
from copilot.services.matching.scores.evidence import Evidence, Told
from copilot.services.matching.scores.pooling import Matrix, Ragged, Rows
from copilot.services.matching.solving.pool import Pool


@dataclass(frozen=True)
class Answer:
    """An offer and the need it answers best. `closeness` is their cosine, `drop` what the score loses without it.

    `place` counts among the offers of the one who answers; `back` where that is the seeker.
    """

    need: Evidence
    offer: Evidence
    closeness: float
    drop: float
    place: int
    back: bool = False


@dataclass(frozen=True)
class Table:
    """All a rationale is made from.

    parts: the known parts. drops: what the score loses if a part counted 0. answers: best first, between peers those of
    both. nearest: need and the cosine of the offer nearest to it. returned: the partner's need that the seeker answers
    best.
    """

    seeker: Told
    partner: Told
    score: float
    parts: dict[str, float]
    drops: dict[str, float]
    answers: tuple[Answer, ...]
    nearest: tuple[tuple[Evidence, float], ...]
    returned: Answer | None
    leaving_out: LeavingOut


def table_of(pool: Pool, row: int, column: int) -> Table:
    """Leave out every offer and every part in turn."""
    seeker, partner = pool.seekers[row], pool.partners[column]
    left = LeavingOut(pool, row, column)
    parts = left.known
    return Table(
        seeker=seeker,
        partner=partner,
        score=round(left.score, 4),
        parts=parts,
        drops=dict(zip(parts, left.parts(tuple(parts)), strict=True)),
        answers=_answers(left, seeker, partner, mutual=pool.role is MatchRole.PEER),
        nearest=tuple(zip(seeker.needs, map(float, left.cosines.max(axis=1)), strict=True))
        if left.cosines.size
        else (),
        returned=_best(left.back, partner.needs, seeker.offers),
        leaving_out=left,
    )


def _answers(left: LeavingOut, seeker: Told, partner: Told, *, mutual: bool) -> tuple[Answer, ...]:
    there = left.answers(seeker.needs, partner.offers)
    back = left.answers(partner.needs, seeker.offers, back=True) if mutual else ()
    return tuple(sorted((*there, *back), key=lambda answer: -answer.drop))


class LeavingOut:
    """What the score of one pair loses without something: scored anew by the rule that made the score.

    A part that is left out counts 0 and stays known: were it unknown, the others would weigh more, and leaving out
    what is only fair would look like a gain. A choice that is left out is a choice never made. An offer that is left
    out stays in the profile and means nothing (a vector of zeros), since a profile gets no better by being shorter:
    that is its share of the parts that compare meanings, and what its words carry in `lexical` is told with these.
    Several are left out together: two that say the same carry more together than each alone.
    """

    def __init__(self, pool: Pool, row: int, column: int) -> None:
        here, there = self._at = np.array([row]), np.array([column])
        self._affinity, self._mutual = pool.affinity, pool.role is MatchRole.PEER
        self._parts = pool.affinity.parts(here, there)
        self.score = float(np.nan_to_num(pool.affinity.scores(self._parts)[0, 0]))
        self._seeker = _texts(pool.affinity.seekers, here)
        self._partner = _texts(pool.affinity.partners, there)
        self.cosines: Matrix = self._seeker[0].vectors @ self._partner[1].vectors.T
        """(her needs, the partner's offers)"""
        self.back: Matrix = self._partner[0].vectors @ self._seeker[1].vectors.T
        """(the partner's needs, her offers)"""

    @property
    def needs(self) -> Ragged:
        """The seeker's."""
        return self._seeker[0]

    @property
    def partners_needs(self) -> Ragged:
        """The partner's, which count between peers."""
        return self._partner[0]

    @property
    def offered(self) -> Ragged:
        """The partner's."""
        return self._partner[1]

    @property
    def known(self) -> dict[str, float]:
        """The parts that count, as `Pool.pair` has them."""
        counted = self._affinity.counted(self._parts)
        return {
            name: round(float(value[0, 0]), 4) for name, value in counted.items() if not np.isnan(value[0, 0])
        }

    def parts(self, names: Sequence[str]) -> list[float]:
        """The drop without each of these parts."""
        changed = {
            name: np.array([0.0 if other == name else np.nan for other in names], dtype=np.float32)
            for name in names
        }
        return self._drops(changed, len(names))

    def part_worth(self, name: str, values: Sequence[float]) -> list[float]:
        """The drops with each of these values in place of what a part is worth."""
        return self._drops({name: np.array(values, dtype=np.float32)}, len(values))

    def answers(
        self, needs: tuple[Evidence, ...], offers: tuple[Evidence, ...], *, back: bool = False
    ) -> tuple[Answer, ...]:
        """Each offer with the need it answers best, in the order of the offers."""
        cosines = self.back if back else self.cosines
        if not cosines.size:
            return ()
        best, drops = cosines.argmax(axis=0), self.offers([{n} for n in range(len(offers))], back=back)
        return tuple(
            Answer(needs[best[n]], offer, float(cosines[best[n], n]), drops[n], n, back)
            for n, offer in enumerate(offers)
        )

    def offers(self, silent: Sequence[Collection[int]], *, back: bool = False) -> list[float]:
        """The drop without each of these groups of the partner's offers (the seeker's with `back`)."""
        one, other = (self._partner, self._seeker) if back else (self._seeker, self._partner)
        each = _one_by_one(other[0], len(silent)), _silenced(other[1], silent)
        seekers, partners = (each, one) if back else (one, each)
        return self._drops(self._of_meanings(seekers, partners), len(silent))

    def _of_meanings(self, seekers: Texts, partners: Texts) -> Parts:
        """The parts that compare meanings, of one member with several: (several,)."""
        real, none = self._affinity, Ragged.of([], seekers[0].vectors)
        here, there = (Side((), needs, offers, none, none) for needs, offers in (seekers, partners))
        like = Affinity(here, there, real.role, real.weights, real.on)
        rows, columns = (np.arange(len(needs.counts)) for needs, _ in (seekers, partners))
        parts = {"need_offer": like.need_offer(rows, columns)}
        if real.areas:
            weights = real.weights
            areas = AreasPart(
                real.areas,
                seekers,
                partners,
                mutual=self._mutual,
                midpoint=weights.areas_midpoint,
                steepness=weights.areas_steepness,
            )
            parts["areas"] = areas.values(rows, columns, parts["need_offer"])
        counting = real.as_far_as_said(parts, self._at[0], self._at[1])
        return {name: values.ravel() for name, values in counting.items()}

    def _drops(self, changed: Parts, count: int) -> list[float]:
        """What is lost with other values of some parts, NaN standing for the value as it is: (count,)."""
        parts = {}
        for name, value in self._parts.items():
            as_it_is = np.repeat(value[0], count)
            new = changed.get(name, as_it_is)
            parts[name] = np.where(np.isnan(new), as_it_is, new)
        return [self.score - float(score) for score in np.nan_to_num(self._affinity.scores(parts))]


def _texts(side: Side, members: Rows) -> Texts:
    return side.needs.take(members), side.offers.take(members)


def _one_by_one(texts: Ragged, times: int) -> Ragged:
    """One member's texts as those of several members."""
    starts = np.arange(times + 1) * len(texts.vectors)
    return Ragged(np.tile(texts.vectors, (times, 1)), starts)


def _silenced(texts: Ragged, silent: Sequence[Collection[int]]) -> Ragged:
    """One member's texts again and again, each time with some that mean nothing."""
    several = _one_by_one(texts, len(silent))
    for n, places in enumerate(silent):
        several.vectors[[n * len(texts.vectors) + place for place in places]] = 0
    return several


def _best(cosines: Matrix, needs: tuple[Evidence, ...], offers: tuple[Evidence, ...]) -> Answer | None:
    if not cosines.size:
        return None
    need, offer = np.unravel_index(int(cosines.argmax()), cosines.shape)
    return Answer(needs[int(need)], offers[int(offer)], float(cosines[need, offer]), 0.0, int(offer))
