"""Communities whose best pairs are known: who finds them, and who breaks a hard rule on the way.

The sixty pairs of `cases/planted-pairs.jsonl` have sixty different topics, so that each partner is the best for one
seeker and for no other. They were written before anything was run on them, and nothing is tuned on them. Every
community draws from the same sixty: the intervals, over communities, say how sure a figure is for needs of this kind
and know nothing of others.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np

from copilot.app import area_vectors_for
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Profile, Role
from copilot.ports import Encoder
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.solving.pool import Gathering, Pool, pairs_of, solve
from copilot.services.members.reporting_lines import chain_above
from evals.comparisons import shared_words, whole_profiles
from evals.metrics import Statistic, mean_of, ratio_of
from evals.rivals import Allowed, Pairs, Places, Scores, by_chance, greedy, mentor_match
from evals.running import Result, run_task
from evals.suites.communities import Community, broken, planted
from evals.tasks import Case, Task, read_cases
from knowledge.ports import Vectors

COMMUNITIES, SIZE = 20, 30
FREE, FORBIDDEN = "no best pair forbidden", "a fifth of the best pairs forbidden"
RANDOM_COMMUNITIES, MOST_PLACES, ROUNDS = 200, 3, 3
A_DAY = date(2026, 3, 2)
"""Nobody here states a time zone, so any day will do."""

Ids = list[tuple[str, str]]
"""Seeker and partner of each match."""


@dataclass(frozen=True)
class Planted:
    """A community with what is known of it.

    best: seeker → the partner who suits her best, where no rule forbids the two. forbidden: the same where one does.
    said: seeker → `plain` or `indirect`, how her need is put.
    """

    kind: str
    community: Community
    best: Mapping[str, str]
    forbidden: Mapping[str, str]
    said: Mapping[str, str]


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
WITHIN = "every rule kept"


def compare(encoder: Encoder, communities: Sequence[Planted] | None = None) -> dict[str, Result]:
    """Way → the share of known best pairs it finds, its total by the copilot's scores, whether it keeps every rule.

    Best pairs that a rule forbids are counted on neither side; the figures by kind are those of communities without
    and with such. Each community has as many seekers as partners and each best pair a partner of its own, so that
    a way which gives every partner one seeker, as one round of mentor-match does, is helped by that.

    Args:
        encoder: one that keeps its vectors, as a copilot's does: all communities draw from the same texts.
        communities: all that are planted, unless some are given.
    """
    cases = [
        Case(each.community.name, Laid.out(each.community, encoder, n), vars(each), each.kind, each.kind)
        for n, each in enumerate(communities or planted_communities())
    ]
    return _compared(cases, WAYS, found, FOUND)


def hard_rules(encoder: Encoder, count: int = RANDOM_COMMUNITIES) -> dict[str, Result]:
    """Way → in what share of random communities, each partner with 0 to 3 places, it keeps which hard rules.

    And its share of the copilot's total, over the communities in which it kept them all. Encoder: as for `compare`.
    """
    communities = [random_community(seed) for seed in range(count)]
    cases = [
        Case(each.name, Laid.out(each, encoder, n), {"community": each}, "random", "random")
        for n, each in enumerate(communities)
    ]
    return _compared(cases, WITH_PLACES, kept, {})


def _compared(
    cases: Sequence[Case],
    ways: Mapping[str, Way],
    scores: Callable[[Case, Pairs], Mapping[str, float]],
    metrics: Mapping[str, Statistic],
) -> dict[str, Result]:
    return {
        name: run_task(Task(name, cases, partial(_pairs, way=way), scores, metrics))
        for name, way in ways.items()
    }


def _pairs(case: Case, way: Way) -> Pairs:
    return way(case.input)


def found(case: Case, pairs: Pairs) -> Mapping[str, float]:
    """Of one community: how many of the known best pairs are among these, by the way the need is said; the total."""
    laid, best, said = case.input, case.expected["best"], case.expected["said"]
    ids = laid.ids(pairs)
    right = [seeker for seeker, partner in ids if best.get(seeker) == partner]
    counts = {"found": len(right), "known": len(best)}
    for kind in ("plain", "indirect"):
        counts[f"{kind}: found"] = sum(said[seeker] == kind for seeker in right)
        counts[f"{kind}: known"] = sum(said[seeker] == kind for seeker in best)
    return {**counts, "total score": laid.total(pairs), WITHIN: not broken(case.expected["community"], ids)}


FOUND = {
    "best pairs found": ratio_of("found", "known"),
    "needs said plainly": ratio_of("plain: found", "plain: known"),
    "needs said indirectly": ratio_of("indirect: found", "indirect: known"),
    "total score": mean_of("total score"),
    WITHIN: mean_of(WITHIN),
}


def kept(case: Case, pairs: Pairs) -> Mapping[str, float]:
    """Of one community: which hard rules hold."""
    laid = case.input
    faults = broken(case.expected["community"], laid.ids(pairs))
    places = [fault for fault in faults if fault.endswith(" places")]
    mentors = [fault for fault in faults if fault.endswith(" mentors")]
    best = laid.total(copilots(laid))
    return {
        WITHIN: not faults,
        "no partner beyond her places": not places,
        "one mentor a mentee": not mentors,
        "no forbidden pair": len(places) + len(mentors) == len(faults),
        **({"share of the copilot's total": laid.total(pairs) / best} if best and not faults else {}),
    }


def planted_communities(count: int = COMMUNITIES, size: int = SIZE) -> list[Planted]:
    """So many of each kind, each from a seed of its own."""
    kinds = [kind for kind in (FREE, FORBIDDEN) for _ in range(count)]
    return [plant(f"c{seed}", seed, kind, size) for seed, kind in enumerate(kinds)]


def plant(name: str, seed: int, kind: str = FREE, size: int = SIZE) -> Planted:
    """Seekers and partners from as many of the sixty pairs, with conflicts that leave the known best pairs alone.

    A tenth of the partners have two places and the others one. A fifth of the pairs speak another language than the
    rest, of whom half speak both; each member vetoes one in 25 of the others; partners stand in reporting lines, and
    half of the seekers below them. In communities of the kind FORBIDDEN a fifth of the best pairs are then forbidden
    themselves, by vetoes, reporting lines and languages in turn.
    """
    chance = Random(seed)
    cases = chance.sample(read_cases("planted-pairs.jsonl", given="seeker"), size)
    # The partners are numbered at random, so that no order tells who suits whom.
    pairs = [(f"{name}-s{n}", f"{name}-p{at}") for n, at in enumerate(chance.sample(range(size), size))]
    here, there = _people(cases, pairs, chance)
    here, there = _with_vetoes(here, there, pairs, chance)
    here, there = _with_lines(here, there, pairs, chance)
    known = {member.id: member for member in (*here, *there)}
    forbidden = pairs[: size // 5] if kind == FORBIDDEN else []
    for n, (seeker, partner) in enumerate(forbidden):
        known[seeker], known[partner] = _parted(known[seeker], known[partner], n % 3)
    said = {seeker: case.kind for case, (seeker, _) in zip(cases, pairs, strict=True)}
    community = Community(name, tuple(known.values()), ())
    return Planted(kind, community, dict(pairs[len(forbidden) :]), dict(forbidden), said)


def _people(cases: Sequence[Case], pairs: Ids, chance: Random) -> tuple[list[Member], list[Member]]:
    here, there = [], []
    two_places = chance.sample([partner for _, partner in pairs], len(pairs) // 10)
    for case, (seeker, partner) in zip(cases, pairs, strict=True):
        own = chance.choices(("en", "pt"), weights=(4, 1))[0]
        spoken = [("en", "pt") if chance.random() < 0.5 else (own,) for _ in (seeker, partner)]
        here.append(_member(seeker, Role.MENTEE, case.input, spoken[0]))
        mentor = _member(partner, Role.MENTOR, case.expected["partner"], spoken[1])
        there.append(mentor.changed(capacity=2 if partner in two_places else 1))
    return here, there


def _member(member: str, role: Role, told: Mapping[str, Any], languages: tuple[str, ...]) -> Member:
    # The id serves as the name: a word of the texts would be taken out of them.
    return Member(
        id=member, name=member, roles=frozenset({role}), profile=Profile(**told, languages=languages)
    )


def _with_vetoes(
    here: list[Member], there: list[Member], pairs: Ids, chance: Random
) -> tuple[list[Member], list[Member]]:
    suits = dict(pairs) | {partner: seeker for seeker, partner in pairs}

    def vetoing(one: Member, others: Sequence[Member]) -> Member:
        drawn = {each.id for each in others if chance.random() < 0.04}
        return one.changed(vetoes=frozenset(drawn - {suits[one.id]}))

    return [vetoing(each, there) for each in here], [vetoing(each, here) for each in there]


def _with_lines(
    here: list[Member], there: list[Member], pairs: Ids, chance: Random
) -> tuple[list[Member], list[Member]]:
    best = dict(pairs)
    above = {one.id: other.id for other, one in pairwise(there) if chance.random() < 0.3}
    for seeker in here:
        may = [each.id for each in there if best[seeker.id] not in (each.id, *chain_above(each.id, above))]
        if may and chance.random() < 0.5:
            above[seeker.id] = chance.choice(may)
    both = ([each.changed(line_manager_id=above.get(each.id, "")) for each in side] for side in (here, there))
    return next(both), next(both)


def _parted(seeker: Member, partner: Member, how: int) -> tuple[Member, Member]:
    match how:
        case 0:
            return seeker, partner.changed(vetoes=partner.vetoes | {seeker.id})
        case 1:
            return seeker.changed(line_manager_id=partner.id), partner
        case _:
            return _speaking(seeker, "pt"), _speaking(partner, "en")


def _speaking(member: Member, language: str) -> Member:
    return member.changed(profile=member.profile.model_copy(update={"languages": (language,)}))


def random_community(seed: int) -> Community:
    """A small one with any mixture of conflicts, every mentor with 0 to 3 places."""
    chance = Random(seed)
    plan = {
        "seed": seed, "mentees": chance.randint(1, 16), "mentors": chance.randint(1, 10), "capacity": 1,
        "languages": chance.choice((["en"], ["en", "pt"], ["en", "pt", "de"])),
    }  # fmt: skip
    conflicts = ("vetoes", "reporting", "paused", "silent", "senior_mentees")
    plan |= {each: chance.choice((0, 0.1, 0.3)) for each in conflicts}
    cases = read_cases("planted-pairs.jsonl", given="seeker")
    needs = [Profile(**each.input) for each in cases]
    community = planted(f"r{seed}", plan, needs, [Profile(**each.expected["partner"]) for each in cases])
    members = (
        each.changed(capacity=chance.randint(0, MOST_PLACES)) if Role.MENTOR in each.roles else each
        for each in community.members
    )
    return replace(community, members=tuple(members))


def copilots(laid: Laid) -> Pairs:
    """The copilot's own: the highest total by min-cost flow."""
    return pairs_of(laid.pool, solve(laid.pool))


def optimal(scores: Vectors, allowed: Allowed, places: Places) -> Pairs:
    """As many allowed pairs as there can be, and of those the highest total (Jonker & Volgenant 1987)."""
    from scipy.optimize import linear_sum_assignment

    seats = np.repeat(np.arange(len(places)), places)
    worth = np.where(allowed, scores, -1_000.0)[:, seats]
    rows, columns = linear_sum_assignment(worth, maximize=True)
    pairs = ((int(row), int(seats[column])) for row, column in zip(rows, columns, strict=True))
    return [pair for pair in pairs if allowed[pair]]


def by_whole_profiles(laid: Laid, similarity: Callable[..., Vectors]) -> Pairs:
    """The best assignment there is by another similarity of two biographies."""
    return optimal(similarity(*laid.people, laid.encoder), laid.allowed, laid.places)


def by_profession_and_grade(laid: Laid) -> Pairs:
    """mentor-match 7 by rules of its own kind, one round.

    The points are those of its author's own application: 10 for the same profession (here the last word of the
    headline), 12 for a mentor two grades ahead and 9 for one grade. `Disqualify` stands for every hard rule but
    capacity. It reads no free text: this is what its own fields can tell.
    """
    from matching.rules.rule import Equivalent, Grade  # type: ignore[import-untyped]  # it ships no types

    grades = [Grade(ahead, operator.eq, {True: points, False: 0}) for ahead, points in ((2, 12), (1, 9))]
    return _by_mentor_match(laid, [Equivalent("profession", {True: 10, False: 0}), *grades], rounds=1)


def with_places_as_rules(laid: Laid) -> Pairs:
    """mentor-match 7 by the copilot's scores in three rounds, with two more `Disqualify` rules than it comes with.

    It has neither places nor one mentor a mentee, but its rounds are made one after the other, so that a rule may
    look at what the earlier ones gave: full mentors and mentees who have one are disqualified.
    """
    from matching.rules.rule import Disqualify

    # A numpy bool would be overlooked: mentor-match asks whether the answer `is True`.
    full = Disqualify(lambda match: len(match.mentor.mentees) >= int(laid.places[match.mentor.role]))
    has_one = Disqualify(lambda match: bool(match.mentee.mentors))
    return _by_mentor_match(laid, [_Scored(laid), full, has_one], rounds=ROUNDS)


@dataclass(frozen=True)
class _Scored:
    """A rule after mentor-match's protocol: the copilot's score in thousandths."""

    laid: Laid

    def evaluate(self, match: Any) -> bool:
        return True

    def apply(self, match: Any) -> int:
        return round(1000 * float(self.laid.scores[match.mentee.role, match.mentor.role]))


def _by_mentor_match(laid: Laid, rules: Sequence[object], rounds: int) -> Pairs:
    from matching.mentee import Mentee  # type: ignore[import-untyped]
    from matching.mentor import Mentor  # type: ignore[import-untyped]
    from matching.process import process_data  # type: ignore[import-untyped]
    from matching.rules.rule import Disqualify

    # Its free field `role` keeps the row or column.
    mentees, mentors = (
        [kind(email=each.id, role=n, **_fields(each)) for n, each in enumerate(side)]
        for kind, side in zip((Mentee, Mentor), laid.people, strict=True)
    )
    forbidden = Disqualify(lambda match: not laid.allowed[match.mentee.role, match.mentor.role])
    process_data(mentors, mentees, [[*rules, forbidden] for _ in range(rounds)])
    return [(mentee.role, mentor.role) for mentee in mentees for mentor in mentee.mentors]


def _fields(member: Member) -> dict[str, Any]:
    profile = member.profile
    return {"grade": profile.level or 0, "profession": profile.headline.split()[-1].casefold()}


def as_documented(laid: Laid, rounds: int) -> Pairs:
    """mentor-match 7 by the copilot's scores, with `Disqualify` for every hard rule but capacity.

    Mentors without any place are disqualified too, as anybody would leave them out. With three rounds, for which its
    lists of results are laid out, each mentor and each mentee may be given three.
    """
    return mentor_match(laid.scores, laid.allowed & (laid.places > 0), rounds)


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
