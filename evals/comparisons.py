"""Other ways to rank the judged mentors, on the same cases: what the matching must be better than."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

import numpy as np

from copilot.domain.matches import MatchRole
from copilot.domain.members import Member
from copilot.ports import Encoder
from copilot.services.matching.scoring import score_pairs
from copilot.services.matching.weights import MatchingWeights, PartWeights
from evals.running import Result, run_task
from evals.suites.matching import Scores, judged_cases, partners_of, ranking_of, score, seekers_of
from evals.tasks import Task
from knowledge.ports import Vectors

A_DAY = date(2026, 3, 2)
"""None of the judged states a time zone, so any day will do."""

Way = Callable[[Sequence[Member], Sequence[Member], Encoder], Vectors]
"""Gives the scores, (seekers, partners)."""


def compare(encoder: Encoder) -> dict[str, Result]:
    """The judged cases ranked in each other way: way → figures."""
    cases = judged_cases()
    seekers, partners = seekers_of(cases), partners_of(cases)
    results = {}
    for name, way in WAYS.items():
        scores = _by_pair(seekers, partners, way(seekers, partners, encoder))
        task = Task(name, cases, partial(ranking_of, scores=scores), score)
        results[name] = run_task(task)
    return results


def shared_words(seekers: Sequence[Member], partners: Sequence[Member], _encoder: Encoder) -> Vectors:
    """TF-IDF cosine of whole profiles (Salton & Buckley 1988)."""
    from sklearn.feature_extraction.text import (  # type: ignore[import-untyped]  # it ships no types
        TfidfVectorizer,
    )

    texts = [_whole(each) for each in (*seekers, *partners)]
    weighed = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(texts)
    product: Vectors = (weighed[: len(seekers)] @ weighed[len(seekers) :].T).toarray()
    return product


def whole_profiles(seekers: Sequence[Member], partners: Sequence[Member], encoder: Encoder) -> Vectors:
    """One vector a member: the cosine of two biographies."""
    here, there = (encoder.encode([_whole(each) for each in side]) for side in (seekers, partners))
    product: Vectors = here @ there.T
    return product


def goals_and_profiles(seekers: Sequence[Member], partners: Sequence[Member], encoder: Encoder) -> Vectors:
    """One vector a member, of the goals on one side and of the profile on the other."""
    here = encoder.encode([" ".join(each.profile.goals) for each in seekers])
    product: Vectors = here @ encoder.encode([_whole(each) for each in partners]).T
    return product


def needs_and_offers(seekers: Sequence[Member], partners: Sequence[Member], encoder: Encoder) -> Vectors:
    """The copilot's affinity with every part but one switched off: each need against each offer, pooled."""
    return _affinity(
        seekers, partners, encoder, PartWeights(lexical=0, wishes=0, hours=0, style=0, level_fit=0)
    )


def without_words(seekers: Sequence[Member], partners: Sequence[Member], encoder: Encoder) -> Vectors:
    """The copilot's affinity without its lexical part."""
    return _affinity(seekers, partners, encoder, PartWeights(lexical=0))


def _affinity(
    seekers: Sequence[Member], partners: Sequence[Member], encoder: Encoder, weights: PartWeights
) -> Vectors:
    scored = score_pairs(
        seekers,
        partners,
        MatchRole.MENTOR,
        encoder=encoder,
        on=A_DAY,
        weights=MatchingWeights(mentor=weights),
    )
    scores = [score for _, _, score, _ in scored]
    return np.array(scores, dtype=np.float32).reshape(len(seekers), len(partners))


def by_chance(seekers: Sequence[Member], partners: Sequence[Member], _encoder: Encoder) -> Vectors:
    """One random order."""
    return np.random.default_rng(7).random((len(seekers), len(partners)), dtype=np.float32)


WAYS: dict[str, Way] = {
    "a random order": by_chance,
    "TF-IDF of whole profiles": shared_words,
    "cosine of whole profiles": whole_profiles,
    "cosine of goals and whole profiles": goals_and_profiles,
    "affinity by needs and offers alone": needs_and_offers,
    "affinity without its lexical part": without_words,
}


def _whole(member: Member) -> str:
    profile = member.profile
    return " ".join([profile.headline, *profile.experience, *profile.skills, *profile.goals])


def _by_pair(seekers: Sequence[Member], partners: Sequence[Member], scores: Vectors) -> Scores:
    return {
        (seeker.id, partner.id): float(scores[row, column])
        for row, seeker in enumerate(seekers)
        for column, partner in enumerate(partners)
    }
