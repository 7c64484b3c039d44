"""What carries a score: each piece of evidence and each part taken away in turn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from copilot.services.matching.evidence import Evidence, Told
from copilot.services.matching.pool import Pool
from copilot.services.matching.pooling import SHARPNESS, USUAL_OFFERS, Matrix, squashed
from copilot.services.matching.weights import PARTS


@dataclass(frozen=True)
class Answer:
    """An offer and the need it answers best. `closeness` is their cosine, `drop` what the score loses without it."""

    need: Evidence
    offer: Evidence
    closeness: float
    drop: float


@dataclass(frozen=True)
class Table:
    """All a rationale is made from.

    parts: the known parts. drops: what the score loses if a part counted 0. answers: best first.
    nearest: need and the cosine of the offer nearest to it. returned: the partner's need that the seeker answers best.
    """

    seeker: Told
    partner: Told
    score: float
    parts: dict[str, float]
    drops: dict[str, float]
    answers: tuple[Answer, ...]
    nearest: tuple[tuple[Evidence, float], ...]
    returned: Answer | None


def table_of(pool: Pool, row: int, column: int) -> Table:
    """Leave out every offer and every part in turn (leave-one-out)."""
    score, parts = pool.pair(row, column)
    seekers, partners = pool.affinity.seekers, pool.affinity.partners
    here, there = np.array([row]), np.array([column])
    cosines = seekers.needs.take(here).vectors @ partners.offers.take(there).vectors.T
    back = partners.needs.take(there).vectors @ seekers.offers.take(here).vectors.T
    seeker, partner = pool.seekers[row], pool.partners[column]
    return Table(
        seeker=seeker,
        partner=partner,
        score=score,
        parts=parts,
        drops=_drops(pool, parts),
        answers=_answers(pool, cosines, seeker.needs, partner.offers, parts),
        nearest=tuple(zip(seeker.needs, map(float, cosines.max(axis=1)), strict=True))
        if cosines.size
        else (),
        returned=_best(back, partner.needs, seeker.offers),
    )


def _share(pool: Pool, part: str, parts: dict[str, float]) -> float:
    """The weight of a part among the known ones."""
    weights = pool.affinity.part_weights
    known = sum(weights.of(name) for name in parts)
    return weights.of(part) / known if known else 0.0


def _drops(pool: Pool, parts: dict[str, float]) -> dict[str, float]:
    return {name: _share(pool, name, parts) * parts[name] for name in PARTS if name in parts}


def _answers(
    pool: Pool,
    cosines: Matrix,
    needs: tuple[Evidence, ...],
    offers: tuple[Evidence, ...],
    parts: dict[str, float],
) -> tuple[Answer, ...]:
    if not cosines.size:
        return ()
    share = _share(pool, "need_offer", parts)
    drops = share * _lost_without_each(cosines, pool)
    best_need = cosines.argmax(axis=0)
    answers = [
        Answer(needs[best_need[n]], offer, float(cosines[best_need[n], n]), float(drops[n]))
        for n, offer in enumerate(offers)
    ]
    return tuple(sorted(answers, key=lambda answer: -answer.drop))


def _lost_without_each(cosines: Matrix, pool: Pool) -> Matrix:
    """How much lower need_offer would be if an offer said nothing: (offers,)."""
    weights = pool.affinity.weights
    powers = np.exp(SHARPNESS * cosines)
    usual = max(cosines.shape[1], USUAL_OFFERS)
    sums = powers.sum(axis=1, keepdims=True) + usual - cosines.shape[1]
    # An offer that says nothing still counts: a profile does not get better by being shorter.
    pooled = np.log((sums - powers + 1) / usual).mean(axis=0) / SHARPNESS
    whole = float(np.log(sums / usual).mean()) / SHARPNESS
    now = squashed(np.array([whole], dtype=np.float32), weights.midpoint, weights.steepness)
    lost: Matrix = now - squashed(pooled.astype(np.float32), weights.midpoint, weights.steepness)
    return lost


def _best(cosines: Matrix, needs: tuple[Evidence, ...], offers: tuple[Evidence, ...]) -> Answer | None:
    if not cosines.size:
        return None
    need, offer = np.unravel_index(int(cosines.argmax()), cosines.shape)
    return Answer(needs[int(need)], offers[int(offer)], float(cosines[need, offer]), 0.0)
