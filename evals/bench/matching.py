"""From vectors to matches, against the bare product of the vectors.

Run with `python -m evals.bench.matching [SEEKERS PARTNERS …]`. The vectors are random: what is measured is arithmetic,
and no text has to be encoded for it.
"""

from __future__ import annotations

import dataclasses
import sys
import time
from collections.abc import Sequence
from datetime import date
from random import Random

import numpy as np
from scipy.optimize import linear_sum_assignment

from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Profile, Role
from copilot.services.matching.scores.affinity import Affinity
from copilot.services.matching.scores.pooling import need_meets_offer
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.solving.candidates import Candidates
from copilot.services.matching.solving.pool import Gathering, Pool, solve
from evals.bench.timing import Line, medians, show
from knowledge.ports import Progress, Vectors

SIZES = ((200, 100), (1_000, 500), (2_000, 1_000), (10_000, 5_000))
LARGE = 10_000_000
"""Pairs from which on once is enough: it takes long, and a busy moment matters less."""
DENSE = (5_000, 2_500)
"""Where the assignment is compared with the optimum over every pair."""
NEEDS, OFFERS = 5, 8
WORDS = [f"{first}{second}" for first in "bdfgklmnprst" for second in ("ak", "el", "in", "or", "um", "ay")]

SENTENCES = [
    f"{verb} {what} {where}"
    for verb in (
        "Led",
        "Learn to lead",
        "Explain",
        "Prepare",
        "Changed",
        "Want to plan",
        "Took over",
        "Wrote about",
    )
    for what in (
        "a team of nine",
        "the yearly budget",
        "hard conversations",
        "our product launches",
        "new suppliers",
    )
    for where in (
        "in a hospital.",
        "before directors.",
        "across two countries.",
        "without any plan.",
        "in six weeks.",
    )
]


class RandomEncoder:
    """Gives every text a random direction; a stand-in where only the arithmetic counts."""

    name = "random directions"
    dimensions = 384
    longest = 256

    def word_pieces(self, texts: Sequence[str]) -> list[int]:
        """As many as words."""
        return [len(text.split()) for text in texts]

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """(len(texts), 384), each of length 1."""
        drawn = np.random.default_rng(len(texts)).standard_normal(
            (len(texts), self.dimensions), dtype=np.float32
        )
        unit: Vectors = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
        return unit


def measure(sizes: Sequence[tuple[int, int]] = SIZES, dense: tuple[int, int] | None = DENSE) -> list[Line]:
    """For each size the seconds of reading profiles, of scoring and solving, and its ratio to the bare product.

    Where `dense` is given, also what is lost against the best of all assignments of a pool of that size.
    """
    lines = [line for seekers, partners in sizes for line in _measured(seekers, partners)]
    return [*lines, *(losses(*dense) if dense else [])]


def losses(seekers: int, partners: int) -> list[Line]:
    """The loss in total score against scipy's dense assignment, each partner there once for each of her places.

    Once as the product solves a pool of this size, once as it solves one too large to score every pair.
    """
    pool = laid_out(*community(seekers, partners))
    complete = changed(pool.affinity.weights, exact_up_to=seekers * partners)
    optimum = _dense_optimum(with_weights(pool, complete))
    lines = []
    for how, weights in {
        "as it is": pool.affinity.weights,
        "by shortlists, as in a large pool": changed(pool.affinity.weights, exact_up_to=0),
    }.items():
        found = solve(with_weights(pool, weights))
        loss = max(0.0, 1 - found.total / optimum)
        lines.append(
            Line(f"{seekers:,} × {partners:,}, loss against the dense optimum, {how}", f"{loss:.4%}")
        )
    return lines


def with_weights(pool: Pool, weights: MatchingWeights) -> Pool:
    """The same pool under other settings."""
    like = pool.affinity
    affinity = Affinity(like.seekers, like.partners, like.role, weights, like.on, like.chosen, like.areas)
    return dataclasses.replace(pool, affinity=affinity)


def _dense_optimum(pool: Pool) -> int:
    ranked = Candidates(pool.affinity, pool.rules).ranked()
    worth = np.zeros((ranked.seekers, ranked.partners))
    worth[ranked.rows, ranked.columns] = ranked.worth
    wide = np.repeat(worth, np.minimum(pool.rules.places, ranked.seekers), axis=1)
    return int(wide[linear_sum_assignment(wide, maximize=True)].sum())


def changed(weights: MatchingWeights, **settings: object) -> MatchingWeights:
    """Settings with some of them changed."""
    return weights.model_copy(update=settings)


def _measured(seekers: int, partners: int) -> list[Line]:
    name = f"{seekers:,} × {partners:,}"
    here, there = community(seekers, partners)
    started = time.perf_counter()
    pool = laid_out(here, there)
    reading = time.perf_counter() - started
    few = seekers * partners > LARGE
    found = medians(
        {
            "solve": lambda: solve(pool),
            "bare": lambda: need_meets_offer(pool.affinity.seekers.needs, pool.affinity.partners.offers),
        },
        rounds=1 if few else 3,
        warm_up=0 if few else 1,
    )
    ratio = found["solve"] / found["bare"]
    return [
        Line(f"{name}, profiles read and laid out", f"{reading:.2f} s"),
        Line(
            f"{name}, vectors to matches",
            f"{found['solve']:.2f} s, {ratio:.2f} × the bare product ({found['bare']:.2f} s)",
        ),
    ]


def community(seekers: int, partners: int, seed: int = 0) -> tuple[list[Member], list[Member]]:
    """Seekers with five needs, and partners with eight offers and room for two."""
    chance = Random(seed)
    here = [_member(f"s{n}", Role.MENTEE, chance) for n in range(seekers)]
    return here, [_member(f"p{n}", Role.MENTOR, chance) for n in range(partners)]


def newcomer(member: str, chance: Random) -> Member:
    """Somebody with five needs, seven experiences, skills, a headline and a way of working, whose words are new."""
    texts = [" ".join(chance.choices(SENTENCES, k=2)) for _ in range(OFFERS + NEEDS)]
    profile = Profile(
        goals=tuple(texts[:NEEDS]), experience=tuple(texts[NEEDS:-1]), headline=texts[-1], skills=("writing", "Python"),
        level=3, languages=("en",), time_zone="Europe/Berlin",
    )  # fmt: skip
    return Member(id=member, name=f"Newcomer {member}", roles=frozenset({Role.MENTEE}), profile=profile)


def laid_out(here: list[Member], there: list[Member]) -> Pool:
    """Profiles read and stripped, with a direction for every text."""
    gathering = Gathering(RandomEncoder(), MatchingWeights(), date(2026, 3, 2))
    return gathering.pool(here, there, MatchRole.MENTOR, roster=[*here, *there])


def _member(member: str, role: Role, chance: Random) -> Member:
    texts = tuple(" ".join(chance.choices(WORDS, k=12)) for _ in range(OFFERS - 1))
    is_mentor = role is Role.MENTOR
    profile = Profile(
        goals=() if is_mentor else texts[:NEEDS], experience=texts if is_mentor else (), skills=texts[:1],
        level=chance.randint(5, 10) if is_mentor else chance.randint(1, 5),
        languages=(chance.choice(("en", "de", "pt")), "en"),
        time_zone=chance.choice(("Europe/Berlin", "America/Bogota")),
    )  # fmt: skip
    return Member(id=member, name=f"Member {member}", roles=frozenset({role}), profile=profile, capacity=2)


if __name__ == "__main__":
    chosen = [int(each) for each in sys.argv[1:]]
    show(measure(list(zip(chosen[::2], chosen[1::2], strict=True)), None) if chosen else measure())
