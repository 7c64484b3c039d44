"""Analytics for those who may see them: figures of a programme or of everybody, and a member's own."""

from __future__ import annotations

from datetime import date

import numpy as np

from copilot.domain.asking import Asker
from copilot.domain.programmes import Programme
from copilot.errors import NotFound
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.analytics.cadence import cadence
from copilot.services.analytics.periods import EARLIEST, months_on, period_of
from copilot.services.analytics.reporting import report_of, rows_of
from copilot.services.analytics.scene import Scene
from copilot.services.analytics.told import Month, Own, Period, Report, Row
from copilot.services.analytics.traces import Kind, Traces, read_traces
from copilot.services.overseeing import overseen
from copilot.services.policy import Action, Policy

MONTHS = 6
"""So many months are looked back on."""


class AnalyticsService:
    """Reads; changes nothing. A manager sees her programme, admins and the operator everything, a member herself."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock

    def overseen(self, asker: Asker) -> list[Programme]:
        """The programmes whose figures the asker may see, sorted by id."""
        return overseen(self._units, self._policy, asker)

    def show(self, asker: Asker, programme: str = "", *, period: str = "") -> Report:
        """Everything of one programme, or of the whole community.

        Args:
            asker: who asks.
            programme: its id; empty for the whole community.
            period: such as 2026-Q4, 2026-11, all, life, or FROM..TO; the present quarter for none.

        Raises NotAllowed for who may not see it, NotFound where there is no such programme, BadInput where the words
        name no period.
        """
        self._policy.require(asker, Action.ANALYTICS_READ, programme=programme)
        with self._units.reading() as unit:
            found = unit.programmes.get(programme) if programme else None
            return report_of(unit, period, found, self._today())

    def table(self, asker: Asker, programme: str = "", *, period: str = "") -> list[Row]:
        """The same as lines of a CSV file."""
        return rows_of(self.show(asker, programme, period=period))

    def months(self, asker: Asker, programme: str = "", *, period: str = "") -> list[Month]:
        """Meetings held in each of the six months that end with the period, or with today where it is running.

        Raises as `show` does.
        """
        self._policy.require(asker, Action.ANALYTICS_READ, programme=programme)
        with self._units.reading() as unit:
            found = unit.programmes.get(programme) if programme else None
            last = min(period_of(period, self._today(), programme=found).last, self._today())
            traces = read_traces(unit, self._today())
        firsts = [months_on(last, -back) for back in reversed(range(MONTHS))]
        return [_month(traces, first, programme, self._today()) for first in firsts if first >= EARLIEST]

    def mine(self, asker: Asker, *, period: str = "") -> Own:
        """The asker's own figures, exact; NotFound for the operator, who is nobody's member."""
        if not asker.member or not self._policy.allows(asker, Action.ANALYTICS_READ, owners={asker.member}):
            raise NotFound(
                "There is no member whose own figures these would be.",
                place="--as",
                cure="Say who you are, with `--as` or by signing in.",
            )
        today = self._today()
        period_of(period, today)
        with self._units.reading() as unit:
            traces = read_traces(unit, today)
            return _own(unit, traces, asker.member, period_of(period, today, earliest=traces.earliest), today)

    def _today(self) -> date:
        return self._clock.now().date()


def _month(traces: Traces, first: date, programme: str, today: date) -> Month:
    period = period_of(f"{first:%Y-%m}", today)
    held = next(
        each for each in cadence(Scene(traces, period, today, programme)).figures if each.key == "held"
    )
    return Month(period=period, held=held)


def _own(unit: UnitOfWork, traces: Traces, member: str, period: Period, today: date) -> Own:
    number = traces.place.get(member)
    if number is None:
        raise NotFound(
            f"There is no member “{member[:80]}”.", place=member[:80], cure="`members list` shows them."
        )
    scene = Scene(traces, period, today)
    hers = (traces.who == number) & scene.within(traces.day)
    mine = np.bincount(scene.bonds.of_side[scene.bonds.sides == number], minlength=len(scene.bonds)) > 0
    goals = scene.traces.goals

    def done(kind: Kind) -> int:
        return int(np.count_nonzero(hers & (traces.kind == kind)))

    return Own(
        member=member,
        period=period,
        meetings=done(Kind.MEETING),
        relationships_met=int(np.count_nonzero(mine & (scene.meetings > 0))),
        days_with_a_trace=int(np.unique(traces.day[hers]).size),
        goals_reached=int(np.count_nonzero((goals["who"] == number) & scene.within(goals["reached"]))),
        events_attended=done(Kind.EVENT),
        practised=done(Kind.PRACTICE),
    )
