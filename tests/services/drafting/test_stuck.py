"""When an agenda speaks of a pair as stuck."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from copilot.domain.briefs import OpenAction, Source
from copilot.domain.relationships import Session
from copilot.services.drafting.facts.agenda import _is_stuck

TODAY = date(2026, 11, 22)


def promises(*days_late: int) -> list[OpenAction]:
    return [
        OpenAction(source=Source(n=n, text="Send it"), owner="Ana", due=TODAY - timedelta(days=days))
        for n, days in enumerate(days_late, start=1)
    ]


def met(days_ago: int) -> list[Session]:
    at = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC) - timedelta(days=days_ago)
    return [Session(id="s1", relationship="r1", at=at, state="held")]


@pytest.mark.parametrize(
    ("late", "last_met", "stuck"),
    [((60, 40), 12, False), ((60, 40), 35, True), ((60,), 35, False), ((), 61, True), ((), 59, False)],
)
def test_a_pair_is_stuck_by_silence_and_not_by_late_promises_alone(
    late: tuple[int, ...], last_met: int, stuck: bool
) -> None:
    assert _is_stuck(promises(*late), met(last_met), TODAY) is stuck


def test_a_pair_that_has_not_met_yet_is_not_stuck() -> None:
    assert not _is_stuck(promises(60, 60), [], TODAY)
