"""A goal that speaks of something heavy gets a person, not a plan."""

from __future__ import annotations

import pytest

from copilot.services.drafting.heavy import is_heavy


@pytest.mark.parametrize(
    "goal",
    [
        "After the accident in March I keep replaying it",
        "I was harassed by a client and can't concentrate",
        "Get through meetings without panic attacks",
        "Find my feet again after my father's death",
        "Some days I don't want to live",
    ],
)
def test_distress_loss_and_violence_are_heard(goal: str) -> None:
    assert is_heavy(goal)


@pytest.mark.parametrize(
    "goal",
    [
        "I freeze when the directors are in the room",
        "Write the accident report so that people read it",
        "Present the accident statistics to the board",
        "Kill my darlings: shorter slides",
        "Get over my fear of asking for a rise",
        "I keep losing the thread when somebody interrupts",
    ],
)
def test_the_worries_of_work_are_not_taken_for_it(goal: str) -> None:
    assert not is_heavy(goal)
