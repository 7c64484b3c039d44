"""Other ways to rank the judged mentors, on the same cases: what the matching must be better than."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

import numpy as np

from copilot.choosing import area_vectors_for
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member
from copilot.ports import Encoder
from copilot.services.matching.scores.scoring import score_pairs
from copilot.services.matching.scores.weights import PARTS, MatchingWeights, PartWeights
from copilot.services.matching.solving.kept_vectors import KeptVectors
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
    encoder = KeptVectors(encoder)  # every way asks for the same texts
    seekers, partners = seekers_of(cases), partners_of(cases)
    results = {}
    for name, way in WAYS.items():
        scores = _by_pair(seekers, partners, way(seekers, partners, encoder))
        task = Task(name, cases, partial(ranking_of, scores=scores), score)
        results[name] = run_task(task)
    return results


def shared_words(seekers: Sequence[Member], partners: Sequence[Member], _encoder: Encoder) -> Vectors:
    """TF-IDF cosine of whole profiles (Salton & Buckley 1988)."""
    from sklearn.feature_extraction.text import TfidfVectorizer

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


def best_two(seekers: Sequence[Member], partners: Sequence[Member], encoder: Encoder) -> Vectors:
    """Each goal against each experience, the best two averaged; then the mean over goals."""
    here = [encoder.encode(list(each.profile.goals)) for each in seekers]
    there = [
        encoder.encode([*each.profile.experience, _skills(each), each.profile.headline]) for each in partners
    ]
    return np.array(
        [[float(np.sort(goals @ told.T, axis=1)[:, -2:].mean()) for told in there] for goals in here],
        dtype=np.float32,
    )


def areas_alone(seekers: Sequence[Member], partners: Sequence[Member], encoder: Encoder) -> Vectors:
    """The copilot's affinity with every part but the areas switched off."""
    return _affinity(seekers, partners, encoder, _only(areas=1.0))


def without_areas(seekers: Sequence[Member], partners: Sequence[Member], encoder: Encoder) -> Vectors:
    """The copilot's affinity without its catalogue of areas."""
    return _affinity(seekers, partners, encoder, PartWeights(), areas=False)


def the_copilots(seekers: Sequence[Member], partners: Sequence[Member], encoder: Encoder) -> Vectors:
    """The copilot's affinity, as it is."""
    return _affinity(seekers, partners, encoder, PartWeights())


def needs_and_offers(seekers: Sequence[Member], partners: Sequence[Member], encoder: Encoder) -> Vectors:
    """The copilot's affinity with every part but one switched off: each need against each offer, pooled."""
    return _affinity(seekers, partners, encoder, _only(need_offer=1.0), areas=False)


def without_words(seekers: Sequence[Member], partners: Sequence[Member], encoder: Encoder) -> Vectors:
    """The copilot's affinity without its lexical part."""
    return _affinity(seekers, partners, encoder, PartWeights(lexical=0))


def _only(**weights: float) -> PartWeights:
    return PartWeights(**{**dict.fromkeys(PARTS, 0.0), **weights})


def _affinity(
    seekers: Sequence[Member],
    partners: Sequence[Member],
    encoder: Encoder,
    weights: PartWeights,
    *,
    areas: bool = True,
) -> Vectors:
    scored = score_pairs(
        seekers,
        partners,
        MatchRole.MENTOR,
        encoder=encoder,
        on=A_DAY,
        weights=MatchingWeights(mentor=weights),
        areas=(lambda: area_vectors_for(encoder)) if areas else None,
    )
    scores = [score for _, _, score, _ in scored]
    return np.array(scores, dtype=np.float32).reshape(len(seekers), len(partners))


def by_chance(seekers: Sequence[Member], partners: Sequence[Member], _encoder: Encoder) -> Vectors:
    """One random order."""
    return np.random.default_rng(7).random((len(seekers), len(partners)), dtype=np.float32)


THE_COPILOTS = "the copilot's affinity"
WAYS: dict[str, Way] = {
    "a random order": by_chance,
    "TF-IDF of whole profiles": shared_words,
    "cosine of whole profiles": whole_profiles,
    "cosine of goals and whole profiles": goals_and_profiles,
    "each goal against each experience, best two": best_two,
    "affinity by needs and offers alone": needs_and_offers,
    "affinity by areas alone": areas_alone,
    "affinity without areas": without_areas,
    "affinity without its lexical part": without_words,
    THE_COPILOTS: the_copilots,
}


def _skills(member: Member) -> str:
    return ", ".join(member.profile.skills)


def _whole(member: Member) -> str:
    profile = member.profile
    return " ".join([profile.headline, *profile.experience, *profile.skills, *profile.goals])


def _by_pair(seekers: Sequence[Member], partners: Sequence[Member], scores: Vectors) -> Scores:
    return {
        (seeker.id, partner.id): float(scores[row, column])
        for row, seeker in enumerate(seekers)
        for column, partner in enumerate(partners)
    }
