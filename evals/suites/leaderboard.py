"""Does the board withstand people who game it, and does it still find those who help?

Honest communities are drawn (`evals/planted_gaming.py`), and in each a strategy is planted. The same community is
scored with and without it, by our rules, by counting every confirmation, and by counting different people. The rules
were chosen on the development seeds and strategies; the figures here are of other seeds, and of the strategies kept
for the end as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from random import Random

from copilot.services.recognition.scoring import Confirmation, Limits, points
from evals.metrics import Statistic, mean_of
from evals.planted_gaming import DEVELOPMENT, HELD_OUT, Attack, Strategy, Village, village
from evals.tasks import Case, Task
from knowledge.ports import Progress

TOP = 10
SIZES = (60, 200, 600)
QUICK_SIZES, QUICK_SEEDS = (60, 200), 8
"""What the suite takes of the held-out ones; the report takes all."""
SEEDS = {False: range(1, 11), True: range(101, 121)}
"""Development, and held out."""
Scorer = Callable[[Village, Attack], dict[str, float]]
NO_ATTACK = Attack((), ())


@dataclass(frozen=True)
class Played:
    """What a strategy came to by one way of counting.

    gained: ranks the best of the gamers rose by. into_top, first: whether one of them stands in the top ten, or first,
    who would not without it. pushed_out: how many of the honest top ten are no longer in it. tau: Kendall's τ-b
    between points and true help, of all who are honest, with the gaming in.
    """

    gained: float
    into_top: bool
    first: bool
    pushed_out: int
    tau: float


def ours(here: Village, attack: Attack, limits: Limits | None = None) -> dict[str, float]:
    """Our points."""
    every = (*here.confirmations, *attack.confirmations)
    found = points(every, here.settled | attack.settled, limits)
    return {member: each.points for member, each in found.items()}


def counted(here: Village, attack: Attack) -> dict[str, float]:
    """Every confirmation a point, of those whose word counts with us too: the rules for newcomers are no matter of
    counting."""
    totals: dict[str, float] = {}
    for each in _of_settled(here, attack):
        totals[each.helper] = totals.get(each.helper, 0.0) + 1
    return totals


def different_people(here: Village, attack: Attack) -> dict[str, float]:
    """A point for each person who confirmed something."""
    people: dict[str, set[str]] = {}
    for each in _of_settled(here, attack):
        people.setdefault(each.helper, set()).add(each.confirmer)
    return {member: float(len(by)) for member, by in people.items()}


def _of_settled(here: Village, attack: Attack) -> Iterator[Confirmation]:
    settled = here.settled | attack.settled
    for each in (*here.confirmations, *attack.confirmations):
        if each.confirmer in settled and each.confirmer != each.helper:
            yield each


SCORERS: Mapping[str, Scorer] = {"ours": ours, "count": counted, "people": different_people}


def played(here: Village, attack: Attack, scorer: Scorer) -> Played:
    """One community, one strategy, one way of counting."""
    before, after = scorer(here, NO_ATTACK), scorer(here, attack)
    ranks = [(rank_of(before, each, here), rank_of(after, each, here)) for each in attack.gainers]
    top_before, top_after = top(before), top(after)
    gainers = set(attack.gainers)
    return Played(
        gained=min(old for old, _ in ranks) - min(new for _, new in ranks) if ranks else 0.0,
        into_top=bool(gainers & top_after - top_before),
        first=any(new == 1 < old for old, new in ranks),
        pushed_out=len(top_before - top_after - gainers),
        tau=kendall(here, after, gainers),
    )


def rank_of(found: Mapping[str, float], member: str, here: Village) -> int:
    """1 for the first; those without points share the last place."""
    own = found.get(member, 0.0)
    return 1 + sum(each > own for each in found.values()) if own else len(here.members)


def top(found: Mapping[str, float]) -> set[str]:
    """Those whose rank is ten or better."""
    ordered = sorted(found.values(), reverse=True)
    line = ordered[min(TOP, len(ordered)) - 1] if ordered else 0.0
    return {member for member, each in found.items() if each >= line}


def kendall(here: Village, found: Mapping[str, float], left_out: set[str]) -> float:
    """τ-b (Kendall 1945, Biometrika 33:239–251) between points and true help."""
    from scipy.stats import kendalltau

    people = [each for each in here.members if each not in left_out]
    told = kendalltau([found.get(each, 0.0) for each in people], [here.helpfulness[each] for each in people])
    return float(told.statistic)


@cache
def community(seed: int, size: int) -> Village:
    """Drawn once."""
    return village(seed, size)


def cases(held_out: bool, *, quick: bool = False) -> tuple[Case, ...]:
    """Every seed, size and strategy; held out, the strategies of both kinds on seeds of their own."""
    named = {**DEVELOPMENT, **HELD_OUT} if held_out else DEVELOPMENT
    sizes, seeds = (QUICK_SIZES, SEEDS[held_out][:QUICK_SEEDS]) if quick else (SIZES, SEEDS[held_out])
    return tuple(
        Case(
            id=f"{name} {size} {seed}",
            kind=name,
            input={"seed": seed, "size": size, "strategy": name},
            expected={"held_out": name in HELD_OUT},
            why=(DEVELOPMENT.get(name) or HELD_OUT[name]).__doc__ or name,
        )
        for name in named
        for size in sizes
        for seed in seeds
    )


def run_case(case: Case) -> Mapping[str, Played]:
    """Every way of counting on one case."""
    seed, size, name = case.input["seed"], case.input["size"], case.input["strategy"]
    strategy: Strategy = {**DEVELOPMENT, **HELD_OUT}[name]
    here = community(seed, size)
    attack = strategy(here, Random(f"{seed}-{name}"))
    return {way: played(here, attack, scorer) for way, scorer in SCORERS.items()}


METRICS: Mapping[str, Statistic] = {
    "kept out of the top ten": mean_of("out ours"),
    "kept out of the top ten, held-out strategies": mean_of("out held out"),
    "kept out, counting": mean_of("out count"),
    "kept out, different people": mean_of("out people"),
    "kept out, different people, held-out strategies": mean_of("out people held out"),
    "kept from the first place": mean_of("not first"),
    "honest top ten left in place": mean_of("in place"),
    "τ with true help": mean_of("tau ours"),
    "τ with true help above counting": mean_of("tau above count"),
}


def score(case: Case, found: Mapping[str, Played]) -> Mapping[str, float]:
    """All strategies alike, also those that no limit here stops."""
    mine = found["ours"]
    numbers = {
        "out ours": not mine.into_top,
        "out count": not found["count"].into_top,
        "out people": not found["people"].into_top,
        "not first": not mine.first,
        "in place": 1 - mine.pushed_out / TOP,
        "tau ours": mine.tau,
        "tau above count": mine.tau - found["count"].tau,
    }
    if not case.expected["held_out"]:
        return numbers
    return {**numbers, "out held out": not mine.into_top, "out people held out": not found["people"].into_top}


@contextmanager
def suite(progress: Progress) -> Iterator[Task[Mapping[str, Played]]]:
    """Some of the held-out seeds, with all strategies."""
    yield task(held_out=True, quick=True)


def task(*, held_out: bool, quick: bool = False) -> Task[Mapping[str, Played]]:
    """One half, or the quick part of it."""
    return Task("leaderboard", cases(held_out, quick=quick), run_case, score, METRICS)
