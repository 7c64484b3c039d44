"""Does the right mentor come first for a need said indirectly, and does no proposal ever break a hard rule?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from copilot.app import Copilot
from copilot.domain.asking import OPERATOR
from copilot.domain.matches import Match, MatchRole, MatchRun
from copilot.domain.members import Member, Profile, Role
from evals.metrics import mean_of, ndcg_at, pairwise_accuracy
from evals.suites.communities import Community, broken, planted
from evals.suites.homes import empty_home
from evals.tasks import Case, Task, read_cases
from knowledge.ports import Progress

PLANTED = "planted"
NAMELESS = "Qwixley Zorbat"
"""Everybody's name: no word of any text, or the stripping would take it out of these."""

Scores = Mapping[tuple[str, str], float]
"""(seeker, partner) → score."""


class Proposed(NamedTuple):
    """What a run did with a planted community."""

    community: Community
    run: MatchRun
    matches: list[Match]


@contextmanager
def suite(progress: Progress) -> Iterator[Task[Any]]:
    """The judged mentees, whose candidates are ranked by affinity alone, and the planted communities."""
    with empty_home() as copilot:
        judged, communities = judged_cases(), read_cases("communities.jsonl", given="community")
        seekers, partners = seekers_of(judged), partners_of(judged)
        scored = copilot.matching.score_pairs(seekers, partners, MatchRole.MENTOR, progress)
        scores = {(seeker, partner): score for seeker, partner, score, _ in scored}
        needs, offers = [one.profile for one in seekers], [one.profile for one in partners]

        def solve(case: Case) -> object:
            if case.kind != PLANTED:
                return ranking_of(case, scores)
            return propose(copilot, planted(case.id, case.input, needs, offers))

        yield Task("matching", (*judged, *communities), solve, score, METRICS)


SETS = {"indirect": "", "early": "early: ", "explicit": "explicit: "}
"""What each set of judged mentees is called in a figure; those judged twice come without a name."""
RANKINGS = ("nDCG@3", "pairwise accuracy")
METRICS = {
    **{
        f"{name}{each}": mean_of(f"{name}{each}")
        for name in (*SETS.values(), "held out: ")
        for each in RANKINGS
    },
    "hard rules kept": mean_of("hard rules kept"),
    "placed or explained": mean_of("placed or explained"),
}


def judged_cases() -> tuple[Case, ...]:
    """A mentee with six or eight rated candidates each, in three sets (see cases/matching.rubric.md)."""
    return read_cases("matching.jsonl", given="seeker")


def seekers_of(cases: Sequence[Case]) -> list[Member]:
    """The mentees; their ids are those of the cases."""
    return [_member(case.id, Role.MENTEE, case.input) for case in cases]


def partners_of(cases: Sequence[Case]) -> list[Member]:
    """All candidates of all cases: one pool, as in a real programme."""
    return [
        _member(partner_id(case, each), Role.MENTOR, each["profile"])
        for case in cases
        for each in case.expected["partners"]
    ]


def partner_id(case: Case, partner: Mapping[str, Any]) -> str:
    """Unique over all cases."""
    return f"{case.id}-{partner['id']}"


def _member(member: str, role: Role, told: Mapping[str, Any]) -> Member:
    return Member(id=member, name=NAMELESS, roles=frozenset({role}), profile=Profile(**told))


def ranking_of(case: Case, scores: Scores) -> list[float]:
    """The scores of the case's candidates, in its order."""
    return [scores[case.id, partner_id(case, each)] for each in case.expected["partners"]]


def propose(copilot: Copilot, community: Community) -> Proposed:
    """Run the community's programme."""
    community.add_to(copilot)
    run, matches = copilot.matching.run(OPERATOR, MatchRole.MENTOR, community.name)
    return Proposed(community, run, matches)


def score(case: Case, solved: Sequence[float] | Proposed) -> Mapping[str, float]:
    """Of a judged case nDCG@3 and pairwise accuracy, of a planted one whether all rules hold and all is explained."""
    if isinstance(solved, Proposed):
        return _rules_and_reasons(solved)
    ratings = [float(each["rating"]) for each in case.expected["partners"]]
    # Equal scores are ordered against us: a tie is no achievement.
    best_first = sorted(range(len(ratings)), key=lambda n: (-solved[n], ratings[n]))
    found = {
        "nDCG@3": ndcg_at([ratings[n] for n in best_first], ratings, 3),
        "pairwise accuracy": pairwise_accuracy(ratings, solved),
    }
    named = {f"{SETS[case.expected.get('set', 'indirect')]}{name}": value for name, value in found.items()}
    if case.expected.get("held_out"):
        named |= {f"held out: {name}": value for name, value in found.items()}
    return named


def _rules_and_reasons(proposed: Proposed) -> Mapping[str, float]:
    pairs = [(match.seeker, match.partner) for match in proposed.matches]
    seeking = {
        each.id for each in proposed.community.members if Role.MENTEE in each.roles and not each.paused
    }
    explained = {each.member for each in proposed.run.unmatched if each.reason and each.cure}
    placed = {seeker for seeker, _ in pairs}
    return {
        "hard rules kept": not broken(proposed.community, pairs),
        "placed or explained": len(seeking & (placed | explained)) / max(1, len(seeking)),
    }
