"""What is measured of a practice: a number to judge by, and a sentence that shows no group of fewer than five."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from copilot.domain.playbook import ChapterKey, Evidence
from copilot.domain.wording import listed_in_words
from copilot.services.auditing.disclosure import FEWEST_IN_A_CELL, Share

TOO_FEW = 0.0
"""What a measure is worth where it may not be shown: judged by, it would tell what is hidden."""
FEW = "fewer than five"
MOST_NAMED = 6


@dataclass(frozen=True)
class Measure:
    """One thing that was counted or looked up.

    Args:
        name: what the rules in practices.yaml call it; those that no rule names are only told.
        value: what it is judged by.
        told: a plain sentence about it; empty where there is nothing to tell.
        where: which page or command shows more.
        on: the day it speaks of.
        kind, record, field: where the sentence comes from, as a citation.
        also_in: other chapters that tell it too.
    """

    name: str
    value: float
    told: str
    where: str = ""
    on: date | None = None
    kind: Literal["programme", "settings", "count"] = "count"
    record: str = "community"
    field: str = ""
    also_in: tuple[ChapterKey, ...] = ()

    @property
    def evidence(self) -> Evidence:
        """The same as the health check shows it."""
        return Evidence(told=self.told, on=self.on, where=self.where)


def of_people(name: str, people: Collection[str], sentence: str, nobody: str, where: str = "") -> Measure:
    """How many people; 1 to 4 of them are “fewer than five”, and judged as nobody.

    `sentence` has a place for the number, such as “{} are in a circle.”; `nobody` is said of none.
    """
    n = len(set(people))
    if n == 0:
        return Measure(name, 0, nobody, where, field=name)
    hidden = n < FEWEST_IN_A_CELL
    told = sentence.format(f"{FEW if hidden else f'{n:,}'} people")
    return Measure(name, TOO_FEW if hidden else n, told[:1].upper() + told[1:], where, field=name)


def of_share(name: str, share: Share | None, of: str, which: str, where: str = "") -> Measure:
    """A share, judged by what a reader may know of it.

    Such as of_share("signed", share, "the active relationships", "have an agreement that all of them signed").
    """
    if share is None:
        return Measure(name, TOO_FEW, f"There are {FEW} of {of}: too few to say.", where, field=name)
    return Measure(name, share.rate_from, f"Of {of}, {share.told} {which}.", where, field=name)


def of_things(name: str, n: int, sentence: str, nothing: str, where: str = "") -> Measure:
    """How many things that are nobody's, such as programmes and guides: their number leads to no person."""
    return Measure(name, n, sentence.format(f"{n:,}") if n else nothing, where, field=name)


def named(names: Iterable[str]) -> str:
    """A few names of things in words, and how many more there are."""
    every = list(names)
    quoted = [f"“{name}”" for name in every[:MOST_NAMED]]
    more = len(every) - MOST_NAMED
    return listed_in_words([*quoted, f"{more} more"] if more > 0 else quoted)
