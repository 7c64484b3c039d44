"""From when until when a plan runs."""

from __future__ import annotations

from datetime import date, timedelta

from copilot.domain.programmes import Programme
from copilot.ports import UnitOfWork

WITHOUT_A_PROGRAMME = timedelta(days=180)
TOO_SHORT = timedelta(days=14)
DEFAULT_HOURS = 2.0
MOST_HOURS = 40.0


def current_programme(unit: UnitOfWork, member: str, today: date) -> Programme | None:
    """The programme she takes part in that ends first and still leaves two weeks."""
    enrolled = unit.enrolments.all(member=member, state="enrolled")
    programmes = [unit.programmes.find(enrolment.programme) for enrolment in enrolled]
    left = [programme for programme in programmes if programme and programme.ends - today >= TOO_SHORT]
    return min(left, key=lambda programme: (programme.ends, programme.id), default=None)


def time_frame(programme: Programme | None, today: date) -> tuple[date, date]:
    """From today, or the start of the programme where that lies ahead, to its end; half a year without one."""
    if programme is None:
        return today, today + WITHOUT_A_PROGRAMME
    starts = max(today, programme.starts)
    return starts, max(programme.ends, starts + TOO_SHORT)


def hours_a_month(said: float | None) -> float:
    """The hours she has, two where she gave none."""
    return min(said or DEFAULT_HOURS, MOST_HOURS)
