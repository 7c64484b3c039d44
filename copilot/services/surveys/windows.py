"""On which days a survey is open: told by the dates of the relationship and its programme alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from copilot.domain.programmes import Programme
from copilot.domain.records import Value
from copilot.domain.relationships import Relationship
from copilot.domain.surveys import SurveyPoint
from copilot.ports import UnitOfWork

FIRST_MONTH = timedelta(weeks=4)
WITHOUT_A_PROGRAMME = timedelta(days=91)
"""Three months: when the middle is where nobody said when it ends."""
LEAST_APART = timedelta(weeks=4)
OPEN_FOR = timedelta(weeks=3)
END_OPEN_FOR = timedelta(weeks=4)
_ONE_DAY = timedelta(days=1)


class Window(Value):
    """The first and the last day on which a survey is open."""

    point: SurveyPoint
    opens: date
    until: date

    def holds(self, day: date) -> bool:
        """Whether the day is one of them."""
        return self.opens <= day <= self.until


def windows_of(
    relationship: Relationship, programme: Programme | None, closed_on: date | None
) -> tuple[Window, ...]:
    """Its surveys in their order, those to come too; one that the relationship did not live to see is not there.

    Args:
        relationship: whose.
        programme: its programme; None where it has none.
        closed_on: the day it closed; None while it hasn't, or where no log says when.
    """
    start = _window(SurveyPoint.START, relationship.started + FIRST_MONTH)
    asked = [start, *_middle(relationship.started, start, programme)]
    if relationship.state == "closed":
        asked = [each for each in asked if closed_on is not None and each.opens < closed_on]
    if closed_on is not None:
        asked.append(_window(SurveyPoint.END, closed_on, END_OPEN_FOR))
    return tuple(asked)


def open_window(
    relationship: Relationship, programme: Programme | None, closed_on: date | None, today: date
) -> Window | None:
    """The survey that is open; at most one is, and none while the relationship is paused."""
    wanted = {"active": (SurveyPoint.START, SurveyPoint.MIDDLE), "closed": (SurveyPoint.END,), "paused": ()}
    found = windows_of(relationship, programme, closed_on)
    return next(
        (each for each in found if each.point in wanted[relationship.state] and each.holds(today)), None
    )


def closing_days(unit: UnitOfWork, relationships: Collection[str] | None = None) -> Mapping[str, date]:
    """Relationship → the day it closed, as the log has it. One that ended because a member was deleted has none."""
    which = {} if relationships is None else {"record": set(relationships)}
    told: list[tuple[str, datetime]] = unit.audit_log.values(
        "record", "at", verb="close", kind="relationship", **which
    )
    return {record: at.date() for record, at in sorted(told, key=lambda one: one[1])}


def _middle(started: date, start: Window, programme: Programme | None) -> list[Window]:
    """Halfway to the programme's end; none in one too short for a second look."""
    earliest = start.opens + LEAST_APART
    if programme is None or programme.ends <= started:
        return [_window(SurveyPoint.MIDDLE, max(started + WITHOUT_A_PROGRAMME, earliest))]
    opens = max(started + (programme.ends - started) // 2, earliest)
    return [_window(SurveyPoint.MIDDLE, opens)] if opens < programme.ends else []


def _window(point: SurveyPoint, opens: date, open_for: timedelta = OPEN_FOR) -> Window:
    return Window(point=point, opens=opens, until=opens + open_for - _ONE_DAY)
