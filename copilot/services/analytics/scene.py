"""What is looked at: the traces of one period, of one programme or of everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from copilot.services.analytics.told import Period
from copilot.services.analytics.traces import Bonds, Flags, Ints, Kind, Traces

DAYS_A_MONTH = 30.4375


@dataclass(frozen=True)
class Scene:
    """The traces seen through a period and a programme; empty for everybody.

    `people` marks the members who are counted: of a programme, who takes part in it, ever did, or has a relationship
    in it. `inside` marks the relationships.
    """

    traces: Traces
    period: Period
    today: date
    programme: str = ""

    @property
    def bonds(self) -> Bonds:
        """All relationships; `inside` says which are counted."""
        return self.traces.bonds

    @cached_property
    def first(self) -> int:
        """The period's first day."""
        return self.period.first.toordinal()

    @cached_property
    def last(self) -> int:
        """The period's last day that has come."""
        return min(self.period.last, self.today).toordinal()

    @cached_property
    def inside(self) -> Flags:
        """The relationships of the programme, or all of them."""
        if not self.programme:
            return np.ones(len(self.bonds), dtype=bool)
        return np.asarray(self.bonds.programme == self.programme, dtype=bool)

    @cached_property
    def people(self) -> Flags:
        """The members who are counted."""
        if not self.programme:
            return np.ones(len(self.traces.members), dtype=bool)
        found = np.zeros(len(self.traces.members), dtype=bool)
        enrolled = self.traces.enrolled.get(self.programme)
        if enrolled is not None:
            found[enrolled] = True
        return found | self.members_of(self.inside)

    def within(self, days: Ints) -> Flags:
        """Which of these days lie in the period."""
        return np.asarray((days >= self.first) & (days <= self.last), dtype=bool)

    @cached_property
    def meetings(self) -> Ints:
        """How many meetings each relationship held in the period."""
        return self.meetings_between(self.first, self.last)

    def meetings_between(self, first: int, last: int) -> Ints:
        """How many each held from the one day to the other."""
        met = (self.traces.met >= first) & (self.traces.met <= last)
        return np.bincount(self.traces.bond[met], minlength=len(self.bonds)).astype(np.int32)

    @cached_property
    def active(self) -> Flags:
        """Relationships that could meet: begun by the period's end, and not closed before it.

        A relationship keeps no day on which it was closed: a closed one counts where it met in the period or later,
        or began in it.
        """
        later = np.zeros(len(self.bonds), dtype=bool)
        later[self.traces.bond[self.traces.met >= self.first]] = True
        alive = (self.bonds.state != "closed") | later | (self.bonds.started >= self.first)
        return np.asarray(self.inside & (self.bonds.started <= self.last) & alive, dtype=bool)

    def members_of(self, bonds: Flags) -> Flags:
        """Who stands in one of these relationships."""
        found = np.zeros(len(self.traces.members), dtype=bool)
        sides = self.bonds.sides[bonds[self.bonds.of_side]]
        found[sides[sides >= 0]] = True
        return found

    def traced(self, *, only: Kind | None = None) -> Flags:
        """Which members left a trace in the period, of those who are counted."""
        return self._traced(self.traces.kind == only if only is not None else None) & self.people

    def traced_anywhere(self, *, apart_from: Kind) -> Flags:
        """Which members, whoever they are, left a trace in the period that is not of this kind."""
        return self._traced(self.traces.kind != apart_from)

    def _traced(self, kinds: Flags | None) -> Flags:
        rows = self.within(self.traces.day)
        found = np.zeros(len(self.traces.members), dtype=bool)
        found[self.traces.who[rows if kinds is None else rows & kinds]] = True
        return found

    @cached_property
    def mentored(self) -> Flags:
        """Who met in one of these relationships in the period."""
        return self.members_of(self.inside & (self.meetings > 0)) & self.people

    def bond_months(self) -> float:
        """How many months the active relationships had in the period, all together."""
        since = np.maximum(self.bonds.started[self.active], self.first)
        return float(np.maximum(self.last - since + 1, 0).sum()) / DAYS_A_MONTH


def size(flags: Flags) -> int:
    """How many are marked."""
    return int(np.count_nonzero(flags))
