"""The report on the leaderboard: `python -m evals.leaderboard_report`. What gaming brings, what stopping it costs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from random import Random

import numpy as np

from copilot.services.recognition.scoring import Limits
from evals.intervals import RESAMPLES, SEED
from evals.metrics import Values
from evals.planted_gaming import DEVELOPMENT, HELD_OUT, Attack, Village
from evals.report_files import Report
from evals.suites.leaderboard import (
    NO_ATTACK,
    SCORERS,
    SEEDS,
    SIZES,
    Played,
    Scorer,
    community,
    kendall,
    ours,
    played,
)
from evals.tables import table

REPORTS = Path(__file__).parent / "reports"
IN_FORCE = "all of them (ours)"
WITHOUT: Mapping[str, Limits] = {
    IN_FORCE: Limits(),
    "no limits a day or week": Limits(a_day=10**6, a_week=10**6),
    "no discount for ways back": Limits(direct=0, round=0),
    "no discount over a third person": Limits(round=0),
    "no discount for who confirms nobody else": Limits(narrow_falls=0),
    "one person's words 1, 1/2, 1/3": Limits(of_one_falls=1),
    "one person's word once": Limits(of_one=1),
    "milder for who confirms nobody else: 1/√k": Limits(narrow_falls=0.5),
}
HOW_TO_READ = f"""\
**How to read this.** Communities of {", ".join(map(str, SIZES))} members were drawn: how much each really helps is
log-normal (σ 0.8), and from that follow favours, mentoring, peer circles, moments and events, of which some are
confirmed. Nobody's data is in it; the rates are plausible and stand in `evals/planted_gaming.py`. In each community one
strategy is planted whose members help less than most. The rules and numbers were chosen on seeds 1 to 10 with the first
seven strategies; the figures here are of other seeds ({SEEDS[True].start} to {SEEDS[True].stop - 1}), and the
last five strategies had not been looked at when the weights were chosen; these were not changed afterwards. Two rules
were, for the sake of privacy and fairness and not for these figures: a way back over a third person goes by public
moments alone, and what fits within a day or a week is chosen by time and no longer by names.

*ranks gained*: how far the best placed of the gamers rises against what their honest help alone gives. *into the top
ten*, *first*: in how many communities one of them stands there who would not otherwise. Beside ours stand *count* (each
confirmation a point) and *people* (a point for each person who confirmed something), of the same people's words: a
newcomer's count in none of the three. τ is Kendall's τ-b between points
and true help of all honest members. Intervals are 95 % percentile bootstrap intervals over seeds (2,000 resamples)."""
WHAT_STILL_WORKS = """\
Every strategy that has somebody among the first ten in half of the communities of some size, or more:

{works}

All of these look like people who were helped: no count that treats all members alike can tell them apart (Cheng and
Friedman 2005), and ours does not. What holds them off is not arithmetic: accounts come from a roster, whoever is
praised can read by whom, and nothing hangs on the board but a quarter's place."""
AGAINST_PEOPLE = """\
Counting different people, of those whose word counts with us too, is the simplest count there is that gaming by many
words of one doesn't move. It keeps gamers out of the first ten **better than ours** here: {better}. **Ours is better**
here: {ours}. Elsewhere they are alike. In communities of {largest} it is better against {held_out} of the
{of_held_out} strategies kept for the end. Where nobody games, its τ is higher in {tau} of {sizes} sizes (the table
below): that is the price of the discounts, paid by honest circles and by mentors whose mentees confirm nobody else."""
IN_HALF = 0.5

ABLATED_SIZE, ABLATED_SEEDS = 200, 8
ABLATED = f"""\
Over all twelve strategies, {ABLATED_SEEDS} communities of {ABLATED_SIZE} each: how often a gamer reaches the top ten or
the first place, and τ where nobody games. Each line leaves one limit out or sets it otherwise."""
BETTER_LEFT = """\
{names}: fewer gamers among the first ten, no more of them first, and no lower a τ than ours, here. The numbers in force
were chosen on the development seeds and are not changed for what the held-out ones say."""


def write_report(folder: Path = REPORTS) -> Path:
    """Play everything and write `DATE-leaderboard.md`; the path."""
    report = Report("The leaderboard and those who game it")
    sections = [
        HOW_TO_READ,
        "## Strategies looked at while the rules were made",
        *_by_strategy(DEVELOPMENT),
        "## Strategies kept for the end",
        *_by_strategy(HELD_OUT),
        "## What still works",
        _what_still_works(),
        "## Beside counting different people",
        _against_people(),
        "## What it costs honest people",
        "Kendall's τ-b with true help where nobody games.",
        table(["members", *SCORERS], _honest()),
        "## What each limit is worth",
        ABLATED,
        *_worth(),
    ]
    return report.keep(folder, "leaderboard", sections)


def _by_strategy(strategies: Mapping[str, Callable[[Village, Random], Attack]]) -> Iterator[str]:
    for size in SIZES:
        yield f"### {size} members"
        rows = []
        for name in strategies:
            games = {way: _played(name, size, way) for way in SCORERS}
            mine = games["ours"]
            rows.append(
                [
                    name,
                    with_ends([each.gained for each in mine], 0),
                    with_ends([each.into_top for each in mine], 2),
                    f"{np.mean([each.first for each in mine]):.2f}",
                    *(
                        f"{np.mean([each.into_top for each in games[way]]):.2f}"
                        for way in ("count", "people")
                    ),
                ]
            )
        head = ["strategy", "ranks gained", "into the top ten", "first", "top ten, count", "top ten, people"]
        yield table(head, rows)


@cache
def _played(strategy: str, size: int, way: str) -> list[Played]:
    """All held-out seeds, played once."""
    return _games(strategy, size, SCORERS[way])


def _games(strategy: str, size: int, scorer: Scorer, most: int | None = None) -> list[Played]:
    plan = {**DEVELOPMENT, **HELD_OUT}[strategy]
    return [
        played(here, plan(here, Random(f"{seed}-{strategy}")), scorer)
        for seed in SEEDS[True][:most]
        for here in [community(seed, size)]
    ]


def _honest() -> Iterator[list[str]]:
    for size in SIZES:
        cells = []
        for scorer in SCORERS.values():
            found = [kendall(here, scorer(here, NO_ATTACK), set()) for here in _communities(size)]
            cells.append(with_ends(found, 3))
        yield [str(size), *cells]


def _communities(size: int) -> list[Village]:
    return [community(seed, size) for seed in SEEDS[True]]


def _worth() -> Iterator[str]:
    """The table, and which lines of it do better than ours."""
    found = {name: _ablated(limits) for name, limits in WITHOUT.items()}
    rows = [[name, *(f"{each:.3f}" for each in numbers)] for name, numbers in found.items()]
    yield table(["limits", "into the top ten", "first", "τ"], rows)
    top, first, tau = found[IN_FORCE]
    better = [name for name, own in found.items() if own[0] < top and own[1] <= first and own[2] >= tau]
    if better:
        yield BETTER_LEFT.format(names=", ".join(f"**{each}**" for each in better))


def _ablated(limits: Limits) -> tuple[float, float, float]:
    """Share of communities with a gamer in the top ten, and first; τ where nobody games."""

    def scorer(here: Village, attack: Attack) -> dict[str, float]:
        return ours(here, attack, limits)

    games = [
        each
        for plan in (*DEVELOPMENT, *HELD_OUT)
        for each in _games(plan, ABLATED_SIZE, scorer, ABLATED_SEEDS)
    ]
    honest = [kendall(here, scorer(here, NO_ATTACK), set()) for here in _communities(ABLATED_SIZE)]
    top = float(np.mean([each.into_top for each in games]))
    return top, float(np.mean([each.first for each in games])), float(np.mean(honest))


def _what_still_works() -> str:
    lines = []
    for name, plan in {**DEVELOPMENT, **HELD_OUT}.items():
        shares = {size: _share_in_top(name, size, "ours") for size in SIZES}
        if max(shares.values()) >= IN_HALF:
            said = ", ".join(f"{share:.0%} of {size}" for size, share in shares.items())
            first = max(_share_first(name, size) for size in SIZES)
            lines.append(f"- **{name}**: {said} members; first in up to {first:.0%}. {plan.__doc__}")
    return WHAT_STILL_WORKS.format(works="\n".join(lines) or "none.")


def _against_people() -> str:
    better: list[str] = []
    worse: list[str] = []
    for name in (*DEVELOPMENT, *HELD_OUT):
        for size in SIZES:
            own, people = _share_in_top(name, size, "ours"), _share_in_top(name, size, "people")
            told = f"{name}, {size} members ({people:.2f} against our {own:.2f})"
            (better if people < own else worse if own < people else []).append(told)
    largest = SIZES[-1]
    held_out = sum(_share_in_top(n, largest, "people") < _share_in_top(n, largest, "ours") for n in HELD_OUT)
    tau = sum(_mean_tau(size, "people") > _mean_tau(size, "ours") for size in SIZES)
    return AGAINST_PEOPLE.format(
        better="; ".join(better) or "nowhere", ours="; ".join(worse) or "nowhere", largest=largest,
        held_out=held_out, of_held_out=len(HELD_OUT), tau=tau, sizes=len(SIZES),
    )  # fmt: skip


def _share_in_top(strategy: str, size: int, way: str) -> float:
    return float(np.mean([each.into_top for each in _played(strategy, size, way)]))


def _share_first(strategy: str, size: int) -> float:
    return float(np.mean([each.first for each in _played(strategy, size, "ours")]))


def _mean_tau(size: int, way: str) -> float:
    return float(
        np.mean([kendall(here, SCORERS[way](here, NO_ATTACK), set()) for here in _communities(size)])
    )


def with_ends(values: Iterable[float], places: int) -> str:
    """A mean over seeds with its interval (Efron 1979)."""
    own: Values = np.asarray([float(each) for each in values])
    rng = np.random.default_rng(SEED)
    means = own[rng.integers(0, own.size, (RESAMPLES, own.size))].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return f"{own.mean():.{places}f} ({low:.{places}f} to {high:.{places}f})"


if __name__ == "__main__":
    print(write_report())
