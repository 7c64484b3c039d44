"""The ways of matching a planted community: the copilot's, greed, mentor-match's, other similarities, chance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np

from copilot.choosing import area_vectors_for
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Role
from copilot.ports import Encoder
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.solving.pool import Gathering, Pool, pairs_of, solve
from evals import mentor_match
from evals.comparisons import shared_words, whole_profiles
from evals.planted_communities import Ids
from evals.rivals import Allowed, Pairs, Places, Scores, by_chance, greedy, optimal
from evals.suites.communities import Community
from knowledge.ports import Vectors

ROUNDS = 3
A_DAY = date(2026, 3, 2)
"""Nobody here states a time zone, so any day will do."""


@dataclass(frozen=True)
class Laid:
    """A community as every way of matching gets it; rows and columns stand in the pool's order, a hash's.

    scores: the copilot's, (seekers, partners), 0 where unknown. allowed: no hard rule but capacity speaks against it.
    """

    pool: Pool
    scores: Scores
    allowed: Allowed
    places: Places
    encoder: Encoder
    seed: int

    @classmethod
    def out(cls, community: Community, encoder: Encoder, seed: int) -> Laid:
        """Read, stripped, encoded and scored."""
        here, there = (
            [each for each in community.members if role in each.roles] for role in (Role.MENTEE, Role.MENTOR)
        )
        gathering = Gathering(encoder, MatchingWeights(), A_DAY, areas=lambda: area_vectors_for(encoder))
        pool = gathering.pool(here, there, MatchRole.MENTOR, roster=community.members)
        rows, columns = pool.affinity.everyone
        scores = np.nan_to_num(pool.affinity.scores(pool.affinity.parts(rows, columns)))
        return cls(pool, scores, pool.rules.allowed(rows, columns), pool.rules.places, encoder, seed)

    @property
    def people(self) -> tuple[list[Member], list[Member]]:
        """Seekers and partners in the order of the rows and columns."""
        return [told.member for told in self.pool.seekers], [told.member for told in self.pool.partners]

    def ids(self, pairs: Pairs) -> Ids:
        """Who they are."""
        here, there = self.people
        return [(here[row].id, there[column].id) for row, column in pairs]

    def total(self, pairs: Pairs) -> float:
        """The sum of the copilot's scores over the allowed ones; none below its floor, which it never proposes."""
        floor = self.pool.affinity.weights.floor
        counted = (pair for pair in pairs if self.allowed[pair] and self.scores[pair] >= floor)
        return float(sum(self.scores[pair] for pair in counted))


Way = Callable[[Laid], Pairs]


def copilots(laid: Laid) -> Pairs:
    """The copilot's own: the highest total by min-cost flow."""
    return pairs_of(laid.pool, solve(laid.pool))


def by_whole_profiles(laid: Laid, similarity: Callable[..., Vectors]) -> Pairs:
    """The best assignment there is by another similarity of two biographies."""
    return optimal(similarity(*laid.people, laid.encoder), laid.allowed, laid.places)


def by_profession_and_grade(laid: Laid) -> Pairs:
    """mentor-match 7 by its author's own rules, one round; the last word of a headline stands for the profession.

    `Disqualify` stands for every hard rule but capacity. It reads no free text: this is what its own fields can tell.
    """
    mentees, mentors = ([_fields(each) for each in side] for side in laid.people)
    rules = [*mentor_match.its_authors_rules(), mentor_match.forbidding(laid.allowed)]
    return mentor_match.matched(mentees, mentors, rules)


def _fields(member: Member) -> mentor_match.Fields:
    profile = member.profile
    return {"grade": profile.level or 0, "profession": profile.headline.split()[-1].casefold()}


def as_documented(laid: Laid, rounds: int) -> Pairs:
    """mentor-match 7 by the copilot's scores, with `Disqualify` for every hard rule but capacity.

    Mentors without any place are disqualified too, as anybody would leave them out. With three rounds, for which its
    lists of results are laid out, each mentor and each mentee may be given three.
    """
    return mentor_match.by_scores(laid.scores, laid.allowed & (laid.places > 0), rounds)


def with_places_as_rules(laid: Laid) -> Pairs:
    """mentor-match 7 by the copilot's scores in three rounds, with places and one mentor a mentee as rules."""
    rules = mentor_match.places_as_rules(laid.places)
    return mentor_match.by_scores(laid.scores, laid.allowed, ROUNDS, rules)


WAYS: dict[str, Way] = {
    "the copilot": copilots,
    "greedy over the copilot's scores": lambda laid: greedy(laid.scores, laid.allowed, laid.places),
    "mentor-match over the copilot's scores": partial(as_documented, rounds=1),
    "mentor-match by profession and grade": by_profession_and_grade,
    "optimum over cosine of whole profiles": partial(by_whole_profiles, similarity=whole_profiles),
    "optimum over TF-IDF of whole profiles": partial(by_whole_profiles, similarity=shared_words),
    "chance": lambda laid: by_chance(laid.allowed, laid.places, laid.seed),
}
WITH_PLACES: dict[str, Way] = {
    "the copilot": copilots,
    "mentor-match, 3 rounds": partial(as_documented, rounds=ROUNDS),
    "mentor-match, 1 round": partial(as_documented, rounds=1),
    "mentor-match, 3 rounds, with places and one mentor each written as rules": with_places_as_rules,
}
