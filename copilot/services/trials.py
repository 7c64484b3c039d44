"""Messages sent to try something out: no more than a few within an hour, whatever they go through."""

from __future__ import annotations

from datetime import datetime, timedelta

from copilot.domain.asking import Asker
from copilot.errors import Conflict
from copilot.ports import UnitOfWork

MOST_TESTS = 5
WITHIN = timedelta(hours=1)


def require_room_for_a_test(unit: UnitOfWork, asker: Asker, kind: str, now: datetime, place: str) -> None:
    """Counted in the log, so that who removes a thing and adds it again gains nothing. Conflict where it is too many.

    A line that a clock ahead of its time wrote counts for an hour as well. The operator may try as often as she likes.
    """
    if asker.operator:
        return
    sent = unit.audit_log.all(by=asker.member, kind=kind, verb="test")
    if sum(abs(each.at - now) < WITHIN for each in sent) >= MOST_TESTS:
        raise Conflict(
            f"You have sent {MOST_TESTS} tests within an hour.",
            place=place,
            cure="Look at what came of the last one, and try again later.",
        )
