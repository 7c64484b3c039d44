"""k-anonymity: rows told so coarsely that each looks like those of at least k different people.

Sweeney, “k-anonymity: a model for protecting privacy” (2002); Samarati, “Protecting respondents’ identities in
microdata release” (2001). Every combination of steps of the ladders is tried (full-domain generalisation); the one
that loses least wins, where a cell loses the share of its ladder that was climbed (Sweeney's Prec) and a row left
out loses all. What counts towards k are people, not rows: five sessions of one pair are one pair.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from copilot.domain.records import Value
from copilot.services.research.ladders import Ladder

MOST_LEFT_OUT = 0.5
"""Of more than half of the rows it is no longer the community that a table tells of."""
Numbers = NDArray[np.int64]


class Table(NamedTuple):
    """Rows about people, before anything is made coarser.

    Args:
        name: what the file will be called.
        ladders: attribute that others could know → how it is told more coarsely.
        rows: the attributes of each row, at the finest step, in the order of `ladders`.
        people: for each row whom it is about, one id a side: every class has to hold k of each side.
        outcomes: names of what is measured; never made coarser.
        measured: those values for each row.
        weights: attribute → how much it matters to research; 1 where it isn't named.
    """

    name: str
    ladders: Mapping[str, Ladder]
    rows: Sequence[tuple[str, ...]]
    people: Sequence[tuple[str, ...]]
    outcomes: tuple[str, ...] = ()
    measured: Sequence[tuple[str, ...]] = ()
    weights: Mapping[str, int] = {}


class Risk(Value):
    """What an attacker could do who knows that somebody is in a table, and all attributes of it that others can know.

    `max` and `mean` are the prosecutor's risk, 1 / the size of the class: at worst, and over all rows (El Emam and
    Dankar 2008). `l` is the fewest different outcomes in a class (Machanavajjhala et al. 2007), None without outcomes:
    where it is 1, being in that class tells the outcome.
    """

    max: float
    mean: float
    l: int | None  # noqa: E741  # the literature's own letter


class Anonymised(Value):
    """A table that may leave, and what was done to it.

    Attributes:
        name: of the table.
        columns, rows: what is written: attributes, then outcomes.
        k: the fewest people any combination of attributes stands for; 0 for an empty table.
        rows_before: how many rows there were.
        unique_before, unique_after: combinations that stood, stand for one person alone.
        suppressed, suppressed_share: rows left out, and their share.
        classes: how many different combinations are left.
        told_as: attribute → the step it is told at.
        risk: what stays; None for an empty table.
        withheld: why the whole table stays away, where it does.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    k: int = 0
    rows_before: int
    unique_before: int
    unique_after: int = 0
    suppressed: int = 0
    suppressed_share: float = 0.0
    classes: int = 0
    told_as: dict[str, str] = {}
    risk: Risk | None = None
    withheld: str = ""


class _Found(NamedTuple):
    steps: tuple[int, ...]
    kept: NDArray[np.bool_]
    loss: float


def anonymised(table: Table, k: int) -> Anonymised:
    """The table as it loses least while every combination stands for k people; withheld where more than half would go.

    Args:
        table: at its finest.
        k: how many people every combination has to stand for, at least.
    """
    before = _Coded(table)
    finest = before.sizes((0,) * len(table.ladders))
    unique = _alone(finest)
    columns = (*table.ladders, *table.outcomes)
    found = _least_lost(before, table, k)
    if found is None:
        return Anonymised(
            name=table.name, columns=columns, rows_before=len(table.rows), unique_before=unique,
            suppressed=len(table.rows), suppressed_share=1.0 if table.rows else 0.0,
            withheld=f"More than half of its rows would have to go before every combination stood for {k} people."
            if table.rows else "There is nothing to tell.",
        )  # fmt: skip
    return _told(before, table, found, unique, columns)


def _least_lost(coded: _Coded, table: Table, k: int) -> _Found | None:
    """The least climbed first: what was climbed is lost in any case, so that the search ends early."""
    best: _Found | None = None
    for climbed, steps in _combinations(table) if table.rows else ():
        if best is not None and climbed >= best.loss:
            return best
        kept = coded.sizes(steps).of_row >= k
        share = 1.0 - float(kept.mean())
        loss = (1.0 - share) * climbed + share
        if share <= MOST_LEFT_OUT and (best is None or loss < best.loss):
            best = _Found(steps, kept, loss)
    return best


def _combinations(table: Table) -> list[tuple[float, tuple[int, ...]]]:
    """Every combination of steps with the mean share climbed. The last says nothing of anybody: that is no table."""
    tops = [len(ladder) - 1 for ladder in table.ladders.values()]
    every = itertools.product(*(range(top + 1) for top in tops))
    weights = [table.weights.get(name, 1) for name in table.ladders]
    return sorted(
        (sum(w * step / top for w, step, top in zip(weights, steps, tops, strict=True)) / sum(weights), steps)
        for steps in every
        if steps != tuple(tops)
    )


class _Sizes(NamedTuple):
    of_row: Numbers
    of_class: Numbers


class _Coded:
    """A table in numbers: for each attribute the code of its value at each step, and people's numbers a side."""

    def __init__(self, table: Table) -> None:
        columns = list(zip(*table.rows, strict=True)) if table.rows else [()] * len(table.ladders)
        self._at = [
            [_codes([step.of(value) for value in column]) for step in ladder]
            for column, ladder in zip(columns, table.ladders.values(), strict=True)
        ]
        self._sides = [_codes(side) for side in zip(*table.people, strict=True)]
        self._rows = len(table.rows)

    def classes(self, steps: Sequence[int]) -> Numbers:
        """Which class each row is in, numbered from 0."""
        codes = np.zeros(self._rows, dtype=np.int64)
        for column, step in zip(self._at, steps, strict=True):
            codes = _numbered(codes * (int(column[step].max(initial=0)) + 1) + column[step])
        return codes

    def sizes(self, steps: Sequence[int]) -> _Sizes:
        """How many people each class stands for, on the side where they are fewest."""
        return self.sizes_of(self.classes(steps))

    def sizes_of(self, classes: Numbers, kept: NDArray[np.bool_] | None = None) -> _Sizes:
        """The same of classes that are known already, of all rows or of those that are kept."""
        rows = np.arange(self._rows) if kept is None else np.flatnonzero(kept)
        held = classes[rows]
        many = int(classes.max(initial=-1)) + 1
        fewest = np.bincount(held, minlength=many)
        for side in self._sides:
            pairs = np.unique(held * (int(side.max(initial=0)) + 1) + side[rows])
            fewest = np.minimum(fewest, np.bincount(pairs // (int(side.max(initial=0)) + 1), minlength=many))
        return _Sizes(fewest[held], fewest)


def _codes(values: Sequence[str]) -> Numbers:
    numbers = {value: n for n, value in enumerate(dict.fromkeys(values))}
    return np.fromiter((numbers[value] for value in values), dtype=np.int64, count=len(values))


def _numbered(codes: Numbers) -> Numbers:
    return np.unique(codes, return_inverse=True)[1].astype(np.int64)


def _alone(sizes: _Sizes) -> int:
    return int((sizes.of_class == 1).sum())


def _told(coded: _Coded, table: Table, found: _Found, unique: int, columns: tuple[str, ...]) -> Anonymised:
    classes = coded.classes(found.steps)
    sizes = coded.sizes_of(classes, found.kept)
    kept = [int(n) for n in np.flatnonzero(found.kept)]
    climbed = list(zip(table.ladders.values(), found.steps, strict=True))
    measured = table.measured or [()] * len(table.rows)
    rows = tuple(
        (
            *(ladder[step].of(value) for value, (ladder, step) in zip(table.rows[n], climbed, strict=True)),
            *measured[n],
        )
        for n in kept
    )
    smallest = int(sizes.of_row.min())
    left_out = len(table.rows) - len(kept)
    return Anonymised(
        name=table.name,
        columns=columns,
        rows=rows,
        k=smallest,
        rows_before=len(table.rows),
        unique_before=unique,
        unique_after=_alone(sizes),
        suppressed=left_out,
        suppressed_share=round(left_out / len(table.rows), 4),
        classes=int((sizes.of_class > 0).sum()),
        told_as={
            name: ladder[step].called for name, (ladder, step) in zip(table.ladders, climbed, strict=True)
        },
        risk=Risk(
            max=round(1 / smallest, 4),
            mean=round(float((1.0 / sizes.of_row).mean()), 4),
            l=_fewest_outcomes([int(classes[n]) for n in kept], [measured[n] for n in kept]),
        ),
    )


def _fewest_outcomes(classes: Sequence[int], measured: Sequence[tuple[Any, ...]]) -> int | None:
    seen: dict[tuple[int, int], set[Any]] = {}
    for where, outcomes in zip(classes, measured, strict=True):
        for column, outcome in enumerate(outcomes):
            seen.setdefault((where, column), set()).add(outcome)
    return min(map(len, seen.values()), default=None)
