"""Circles: groups of four to eight around a theme, nobody with her own reporting line, functions spread."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from ortools.sat.python import cp_model

from copilot.domain.members import Member
from copilot.services.matching.scores.pooling import Matrix, Rows
from copilot.services.members.reporting_lines import chain_above

LEAST, MOST, USUAL = 4, 8, 6
SCALE = 1_000
"""A closeness of 1 in the whole numbers the solver counts with."""
PLACED = 2 * SCALE
"""Worth of a seat for anybody: more than any closeness, so that nobody is left out for the sake of a finer theme."""
SAME_FUNCTION = SCALE // 8
"""What each member beyond the second of one function costs a circle."""
FEW_OF_A_FUNCTION = 2
LARGEST_GROUP = 96
"""Members grouped at once; a larger community is halved along its widest direction first."""
CHANGED = 2
"""So many of a declined circle sit elsewhere: one new face would be the same circle proposed again."""
MOST_TURNS = 5
EFFORT = 4.0
"""Deterministic seconds of the solver for one turn: the same on every machine, unlike seconds of a clock."""

Limit = tuple[frozenset[int], int]
"""Members by row, and how many of them one circle may have at most."""


@dataclass(frozen=True)
class Circle:
    """Members by row, the one nearest to its theme first; closeness: the mean cosine to the theme, −1 to 1."""

    members: tuple[int, ...]
    closeness: float


@dataclass(frozen=True)
class Grouping:
    """All circles; who is in none; and (bound − worth) / bound of the last turn's seating, 0 where it is optimal."""

    circles: tuple[Circle, ...]
    alone: tuple[int, ...]
    gap: float


def form_circles(
    vectors: Matrix,
    functions: Sequence[str],
    lines: Sequence[frozenset[int]],
    declined: Sequence[Limit] = (),
) -> Grouping:
    """Seat members in circles around what they want to learn.

    Themes are moved to the middle of their circles and everybody is seated anew, in turns, until nothing changes:
    k-means with sizes and conflicts as constraints (Bradley, Bennett & Demiriz 2000, MSR-TR-2000-65), each seating
    solved by CP-SAT. Seats come first, then closeness less the price of crowded functions.

    Args:
        vectors: (members, dimensions), what each wants to learn, of length 1; zero where she said nothing.
        functions: of each member, empty where unknown.
        lines: sets of members of which a circle may have one at most.
        declined: what keeps a declined circle from coming again (`apart_again`).
    """
    limits = [*((line, 1) for line in lines), *declined]
    told = np.flatnonzero(np.linalg.norm(vectors, axis=1) > 0)
    circles: list[Circle] = []
    gaps = [0.0]
    for part in _halved(vectors, told):
        if len(part) < LEAST:
            continue
        seated, gap = _seated(vectors[part], [functions[n] for n in part], _within(limits, part))
        circles += [_circle(vectors, part[np.array(members)]) for members in seated]
        gaps.append(gap)
    placed = {member for circle in circles for member in circle.members}
    return Grouping(tuple(circles), tuple(n for n in range(len(vectors)) if n not in placed), max(gaps))


def apart_again(declined: Iterable[frozenset[str]], members: Sequence[str]) -> list[Limit]:
    """Of each circle that somebody declined at least `CHANGED` must sit elsewhere.

    Args:
        declined: ids of the members of each.
        members: ids in the order of the rows.
    """
    rows = {member: n for n, member in enumerate(members)}
    return [
        (frozenset(rows[each] for each in circle & rows.keys()), len(circle) - CHANGED) for circle in declined
    ]


def lines_of(members: Sequence[str], managers: Mapping[str, str]) -> list[frozenset[int]]:
    """Who may not sit together, as sets of rows: a line manager with her reports, and anybody with those above her.

    Args:
        members: ids in the order of the rows.
        managers: member → her line manager, of everybody on the roster.
    """
    rows = {member: n for n, member in enumerate(members)}
    teams: dict[str, set[int]] = defaultdict(set)
    pairs: set[frozenset[int]] = set()
    for member, n in rows.items():
        above = chain_above(member, managers)
        if above:
            teams[above[0]].add(n)
        pairs |= {frozenset({n, rows[each]}) for each in above if each in rows}
    whole = [frozenset(team | ({rows[head]} if head in rows else set())) for head, team in teams.items()]
    wide = list(dict.fromkeys(team for team in whole if len(team) > 1))
    return wide + sorted((pair for pair in pairs if not any(pair <= team for team in wide)), key=sorted)


@dataclass(frozen=True)
class CircleRule:
    """A rule among the members of a circle."""

    name: str
    sentence: str


_PAUSED = CircleRule("paused", "One of the circle is paused at the moment.")
_LANGUAGE = CircleRule("language", "Two of the circle state no language in common.")
_VETO = CircleRule("veto", "One of the circle asked not to be matched with another.")
_LINE = CircleRule("reporting_line", "Two of the circle belong to one reporting line.")


def broken_in_circle(members: Sequence[Member], managers: Mapping[str, str]) -> CircleRule | None:
    """The first rule that these members of one circle break.

    Args:
        members: of the circle.
        managers: member → her line manager, of everybody on the roster.
    """
    if any(member.paused for member in members):
        return _PAUSED
    for one, other in combinations(members, 2):
        if rule := _between(one, other):
            return rule
    return _LINE if lines_of([member.id for member in members], managers) else None


def conflicts_of(members: Sequence[Member], managers: Mapping[str, str]) -> list[frozenset[int]]:
    """Sets of rows of which a circle may have one at most, for any of the rules."""
    pairs = [
        frozenset({n, m}) for n, m in combinations(range(len(members)), 2) if _between(members[n], members[m])
    ]
    return lines_of([member.id for member in members], managers) + pairs


def _between(one: Member, other: Member) -> CircleRule | None:
    if other.id in one.vetoes or one.id in other.vetoes:
        return _VETO
    here, there = ({each.strip().casefold() for each in who.profile.languages} for who in (one, other))
    return _LANGUAGE if here and there and not here & there else None


def _halved(vectors: Matrix, rows: Rows) -> list[Rows]:
    """The members in groups of at most LARGEST_GROUP, cut at the median of their widest direction."""
    if len(rows) <= LARGEST_GROUP:
        return [rows]
    centred = vectors[rows] - vectors[rows].mean(axis=0)
    widest = np.linalg.svd(centred, full_matrices=False)[2][0]
    widest *= np.sign(widest[np.abs(widest).argmax()])
    order = rows[np.argsort(centred @ widest, kind="stable")]
    middle = len(order) // 2
    return [*_halved(vectors, np.sort(order[:middle])), *_halved(vectors, np.sort(order[middle:]))]


def _within(limits: Sequence[Limit], part: Rows) -> list[Limit]:
    at = {int(row): n for n, row in enumerate(part)}
    inside = [(frozenset(at[row] for row in rows if row in at), most) for rows, most in limits]
    return [(rows, most) for rows, most in inside if len(rows) > most]


def _how_many(members: int) -> int:
    """About USUAL in each circle, never fewer than LEAST nor more than MOST."""
    return max(math.ceil(members / MOST), min(members // LEAST, round(members / USUAL)))


def _seated(
    vectors: Matrix, functions: Sequence[str], limits: Sequence[Limit]
) -> tuple[list[list[int]], float]:
    themes = _first_themes(vectors, _how_many(len(vectors)))
    best: tuple[int, list[list[int]], float] = (-1, [], 0.0)
    for _ in range(MOST_TURNS):
        worth, seats, gap = _solved(vectors @ themes.T, functions, limits)
        if worth <= best[0]:
            break
        best = worth, seats, gap
        themes = _middles(vectors, seats, themes)
    return [members for members in best[1] if members], best[2]


def _first_themes(vectors: Matrix, count: int) -> Matrix:
    """The member nearest to the middle, then always the one farthest from all themes so far (Gonzalez 1985)."""
    chosen = [int((vectors @ vectors.mean(axis=0)).argmax())]
    while len(chosen) < count:
        chosen.append(int((vectors @ vectors[chosen].T).max(axis=1).argmin()))
    themes: Matrix = vectors[chosen]
    return themes


def _middles(vectors: Matrix, seats: Sequence[Sequence[int]], before: Matrix) -> Matrix:
    themes = before.copy()
    for n, members in enumerate(seats):
        if members:
            middle = vectors[list(members)].mean(axis=0)
            themes[n] = middle / (np.linalg.norm(middle) or 1.0)
    return themes


def _solved(
    closeness: Matrix, functions: Sequence[str], limits: Sequence[Limit]
) -> tuple[int, list[list[int]], float]:
    """One seating: worth, the members of each circle, and the gap to the bound."""
    model = cp_model.CpModel()
    members, circles = closeness.shape
    sits = [[model.new_bool_var("") for _ in range(circles)] for _ in range(members)]
    for own in sits:
        model.add_at_most_one(own)
    for circle in range(circles):
        meets = model.new_bool_var("")
        size = sum(own[circle] for own in sits)
        model.add(size >= LEAST * meets)
        model.add(size <= MOST * meets)
        for rows, most in limits:
            model.add(sum(sits[n][circle] for n in rows) <= most)
    crowded = _crowded(model, sits, functions)
    worth = np.rint(closeness * SCALE).astype(int) + PLACED
    pairs = [(own[circle], int(worth[n, circle])) for n, own in enumerate(sits) for circle in range(circles)]
    model.maximize(sum(seat * value for seat, value in pairs) - SAME_FUNCTION * sum(crowded))
    solver = _solver()
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return 0, [[] for _ in range(circles)], 1.0
    seats = [[n for n in range(members) if solver.value(sits[n][c])] for c in range(circles)]
    found, bound = round(solver.objective_value), solver.best_objective_bound
    return found, seats, max(0.0, (bound - found) / bound) if bound > 0 else 0.0


def _crowded(
    model: cp_model.CpModel, sits: Sequence[Sequence[cp_model.IntVar]], functions: Sequence[str]
) -> list[cp_model.IntVar]:
    """For each circle and function how many members more than FEW_OF_A_FUNCTION there are."""
    by_function: dict[str, list[int]] = defaultdict(list)
    for n, function in enumerate(functions):
        if function:
            by_function[function].append(n)
    crowded = []
    for alike in by_function.values():
        for circle in range(len(sits[0])) if len(alike) > FEW_OF_A_FUNCTION else ():
            more = model.new_int_var(0, MOST, "")
            model.add(more >= sum(sits[n][circle] for n in alike) - FEW_OF_A_FUNCTION)
            crowded.append(more)
    return crowded


def _solver() -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1  # more than one would find another of several optima on another day
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = EFFORT
    return solver


def _circle(vectors: Matrix, rows: Rows) -> Circle:
    middle = vectors[rows].mean(axis=0)
    closeness = vectors[rows] @ (middle / (np.linalg.norm(middle) or 1.0))
    order = np.argsort(-closeness, kind="stable")
    return Circle(tuple(int(row) for row in rows[order]), float(closeness.mean()))
