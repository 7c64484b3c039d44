"""When an agenda speaks of a pair as stuck."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from copilot.domain.relationships import Session, Stage
from copilot.services.drafting.facts.standing import is_stuck, where_it_stands

TODAY = date(2026, 11, 22)


def promises(*days_late: int) -> list[date | None]:
    return [TODAY - timedelta(days=days) for days in days_late]


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
    assert is_stuck(promises(*late), met(last_met), TODAY) is stuck


def test_a_pair_that_has_not_met_yet_is_not_stuck() -> None:
    assert not is_stuck(promises(60, 60), [], TODAY)


@pytest.mark.parametrize(
    ("stage", "held", "stuck", "standing"),
    [
        (Stage.INITIATION, 0, False, "first"),
        (Stage.INITIATION, 2, False, "middle"),
        (Stage.CULTIVATION, 2, True, "stuck"),
        (Stage.SEPARATION, 0, True, "ending"),
    ],
)
def test_one_word_says_where_a_relationship_stands(
    stage: Stage, held: int, stuck: bool, standing: str
) -> None:
    assert where_it_stands(stage, held, stuck) == standing
