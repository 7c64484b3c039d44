"""Communities whose best pairs are known: who finds them, and who breaks a hard rule on the way.

Every planted community draws from the same sixty pairs: the intervals, over communities, say how sure a figure is for
needs of this kind and know nothing of others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from copilot.ports import Encoder
from evals.metrics import Statistic, mean_of, ratio_of
from evals.planted_communities import Planted, planted_communities, random_community
from evals.planted_ways import WAYS, WITH_PLACES, Laid, Way, copilots
from evals.rivals import Pairs
from evals.running import Result, run_task
from evals.suites.communities import broken
from evals.tasks import Case, Task

RANDOM_COMMUNITIES = 200
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
