"""Targets for a whole programme, such as “at least 40 % cross-functional”, and what they cost."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from copilot.domain.members import Profile
from copilot.errors import BadInput, Conflict
from copilot.services.matching.scores.pooling import Rows
from copilot.services.matching.scores.wishes import country_of
from copilot.services.matching.solving.assignment import NOBODY, Assignment, assign
from copilot.services.matching.solving.candidates import SCALE, Numbers, Ranked

Mask = NDArray[np.bool_]
MANY_ARCS = 40_000
"""More than these the exact solver does not look at; each seeker's best, and her best that serve a target."""
EFFORT = 30.0
"""Deterministic seconds of the solver: the same on every machine."""
HALVINGS = 24


def _differ(read: Callable[[Profile], str]) -> Callable[[Profile, Profile], bool]:
    def differ(one: Profile, other: Profile) -> bool:
        here, there = read(one).strip().casefold(), read(other).strip().casefold()
        return bool(here and there and here != there)

    return differ


SERVES: dict[str, Callable[[Profile, Profile], bool]] = {
    "cross-functional": _differ(lambda profile: profile.function),
    "cross-country": _differ(lambda profile: country_of(profile.location)),
}
"""What a pair must be like to count towards a target; who left the field empty does not count."""


@dataclass(frozen=True)
class Target:
    """At least this share, 0 to 1, of all matches is of this kind."""

    name: str
    share: float


def read_target(text: str) -> Target:
    """`cross-functional=40%` or `cross-functional=0.4`; BadInput where it is neither."""
    name, _, share = text.partition("=")
    number = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(%?)\s*", share)
    value = float(number[1]) / (100 if number[2] else 1) if number else -1.0
    if name not in SERVES or not 0 <= value <= 1:
        raise BadInput(
            f"“{text}” is no target.",
            place="--target",
            cure=f"Write for instance cross-functional=40%; there are {', '.join(SERVES)}.",
        )
    return Target(name, value)


def serving(ranked: Ranked, seekers: Sequence[Profile], partners: Sequence[Profile], target: Target) -> Mask:
    """Which arcs count towards the target: (arcs,)."""
    serves = SERVES[target.name]
    pairs = zip(ranked.rows.tolist(), ranked.columns.tolist(), strict=True)
    return np.fromiter(
        (serves(seekers[row], partners[column]) for row, column in pairs),
        dtype=np.bool_,
        count=ranked.rows.size,
    )


def reached(found: Assignment, mask: Mask) -> float:
    """The share of all matches that serve; 1 without any match, since nothing falls short then."""
    taken = found.chosen[found.ranked.rows] == found.ranked.columns
    return float(mask[taken].mean()) if taken.any() else 1.0


def with_targets(
    free: Assignment, places: Numbers, targets: Sequence[Target], masks: Sequence[Mask]
) -> Assignment:
    """The best total among assignments that reach every target and match as many people as without them.

    For a single target a bonus on its arcs, found by halving, gives a first solution and a bound (Lagrangian
    relaxation; Geoffrion 1974). CP-SAT then looks for the optimum among the arcs that matter.

    Args:
        free: the optimum without targets.
        places: (partners,).
        masks: for each target which arcs of `free.ranked` serve it.

    Raises:
        Conflict: a target can't be reached without leaving somebody out; it says what can.
    """
    wanted = [each for each in zip(targets, masks, strict=True) if reached(free, each[1]) < each[0].share]
    if not wanted:
        return free
    _check_reachable(free, places, wanted)
    hint = _leaned(free, places, *wanted[0]) if len(wanted) == 1 else None
    exact = _solved(free, places, list(zip(targets, masks, strict=True)), hint)
    return max((each for each in (hint, exact) if each), key=lambda each: each.total)


def price(free: Assignment, found: Assignment) -> float:
    """What the targets cost, in total score."""
    return (free.total - found.total) / SCALE


def _check_reachable(free: Assignment, places: Numbers, wanted: Sequence[tuple[Target, Mask]]) -> None:
    for target, mask in wanted:
        most = reached(_tilted(free, places, mask, SCALE * 4), mask)
        if most < target.share - 1e-9:
            raise Conflict(
                f"“{target.name}” can't reach {target.share:.0%} of the matches; {most:.0%} is the most.",
                place="--target",
                cure="Ask for less, invite partners from elsewhere, or let them fill in the field it looks at.",
            )


def _tilted(free: Assignment, places: Numbers, mask: Mask, bonus: int) -> Assignment:
    """The optimum where every serving arc is worth more by a bonus, and every arc enough that nobody is left out."""
    ranked = free.ranked
    every = np.int64(8 * SCALE)
    found = assign(
        replace(ranked, worth=ranked.worth + bonus * mask + every), places, candidates=ranked.rows.size
    )
    taken = found.chosen[ranked.rows] == ranked.columns
    return replace(found, ranked=ranked, total=int(ranked.worth[taken].sum()))


def _leaned(free: Assignment, places: Numbers, target: Target, mask: Mask) -> Assignment | None:
    """With the smallest bonus that reaches the target; its bound is the Lagrangian one."""
    low, high, best = 0, 4 * SCALE, None
    for _ in range(HALVINGS):
        bonus = (low + high) // 2
        found = _tilted(free, places, mask, bonus)
        if reached(found, mask) >= target.share - 1e-9:
            best, high = found, bonus
        else:
            low = bonus
        if high - low <= 1:
            break
    return replace(best, bound=_lagrangian_bound(free, places, target, mask, high)) if best else None


def _lagrangian_bound(free: Assignment, places: Numbers, target: Target, mask: Mask, bonus: int) -> int:
    """No assignment that reaches the target can have more: serving arcs gain, the others lose, in its proportion."""
    worth = free.ranked.worth + np.rint(bonus * (mask - target.share)).astype(np.int64)
    relaxed = assign(replace(free.ranked, worth=worth), places, candidates=free.ranked.rows.size)
    return min(free.bound, relaxed.bound)


def _solved(
    free: Assignment, places: Numbers, wanted: Sequence[tuple[Target, Mask]], hint: Assignment | None
) -> Assignment | None:
    ranked = free.ranked
    arcs = _arcs_that_matter(ranked, [mask for _, mask in wanted], [free, *([hint] if hint else [])])
    model = cp_model.CpModel()
    taken = [model.new_bool_var("") for _ in arcs]
    _places_kept(model, taken, ranked, arcs, places)
    matched = int((free.chosen != NOBODY).sum())
    model.add(sum(taken) >= matched)
    for target, mask in wanted:
        share = round(target.share * 10_000)
        serving_ones = [10_000 * int(mask[arc]) - share for arc in arcs]
        model.add(sum(each * weight for each, weight in zip(taken, serving_ones, strict=True)) >= 0)
    model.maximize(sum(each * int(ranked.worth[arc]) for each, arc in zip(taken, arcs, strict=True)))
    for each, arc in zip(taken, arcs, strict=True):
        if hint is not None:
            model.add_hint(each, bool(hint.chosen[ranked.rows[arc]] == ranked.columns[arc]))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = EFFORT
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    every_arc = ranked.complete and arcs.size == ranked.rows.size
    chosen: Rows = np.full(ranked.seekers, NOBODY, dtype=np.intp)
    used = arcs[[bool(solver.value(each)) for each in taken]]
    chosen[ranked.rows[used]] = ranked.columns[used]
    return replace(
        free,
        chosen=chosen,
        total=int(ranked.worth[used].sum()),
        bound=min((hint or free).bound, int(solver.best_objective_bound) if every_arc else free.bound),
    )


def _places_kept(
    model: cp_model.CpModel, taken: Sequence[cp_model.IntVar], ranked: Ranked, arcs: Rows, places: Numbers
) -> None:
    by_row: dict[int, list[cp_model.IntVar]] = {}
    by_column: dict[int, list[cp_model.IntVar]] = {}
    for each, arc in zip(taken, arcs, strict=True):
        by_row.setdefault(int(ranked.rows[arc]), []).append(each)
        by_column.setdefault(int(ranked.columns[arc]), []).append(each)
    for own in by_row.values():
        model.add_at_most_one(own)
    for column, own in by_column.items():
        model.add(sum(own) <= int(places[column]))


def _arcs_that_matter(ranked: Ranked, masks: Sequence[Mask], solutions: Sequence[Assignment]) -> Rows:
    """Each seeker's best arcs, her best serving ones, and all that a known solution uses."""
    each = max(2, MANY_ARCS // (2 * max(1, ranked.seekers) * (1 + len(masks))))
    keep: Mask = ranked.place < each
    for mask in masks:
        counted = np.cumsum(mask)
        before = np.concatenate([[0], counted])[np.searchsorted(ranked.rows, ranked.rows)]
        keep = keep | (mask & (counted - before <= each))
    for solution in solutions:
        keep = keep | (solution.chosen[ranked.rows] == ranked.columns)
    arcs: Rows = np.flatnonzero(keep)
    return arcs
