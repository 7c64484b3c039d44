"""Communities whose best pairs are known, with conflicts that leave those pairs alone or forbid some of them.

The sixty pairs of `cases/planted-pairs.jsonl` have sixty different topics, so that each partner is the best for one
seeker and for no other. They were written before anything was run on them, and nothing is tuned on them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random
from typing import Any

from copilot.domain.members import Member, Profile, Role
from copilot.services.members.reporting_lines import chain_above
from evals.suites.communities import Community, planted
from evals.tasks import Case, read_cases

COMMUNITIES, SIZE, MOST_PLACES = 20, 30, 3
FREE, FORBIDDEN = "no best pair forbidden", "a fifth of the best pairs forbidden"

Ids = list[tuple[str, str]]
"""Seeker and partner of each pair."""


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
