"""Goals: set, reached and dropped. Of a goal its state and the day it was reached are read, never its words."""

from __future__ import annotations

import numpy as np

from copilot.services.analytics.disclosed import Cell, Saying, count_of, share_of
from copilot.services.analytics.scene import Scene, size
from copilot.services.analytics.told import Part
from copilot.services.analytics.traces import DROPPED, REACHED, Flags

CANNOT_TELL = (
    "Goals keep no day on which they were set or dropped: these two are counted as they stand today.",
    "Goals that were reached before the copilot kept the day are in no period; they are counted beside it.",
    "Each member says herself when a goal is reached, and goals are of very different size.",
)


def goals(scene: Scene) -> Part:
    """Goals of the members who are counted and stand in a relationship."""
    goal = scene.traces.goals
    people = scene.members_of(scene.inside) & scene.people
    hers = people[goal["who"]]
    kept, reached = hers & (goal["state"] != DROPPED), hers & (goal["state"] == REACHED)
    now = reached & scene.within(goal["reached"])
    undated = reached & (goal["reached"] == 0)
    figures = (
        share_of(_WITH, Cell(_members(scene, kept), size(people))),
        count_of(_SET, size(kept), _members(scene, kept)),
        share_of(_REACHED_ONE, Cell(_members(scene, now), _members(scene, kept))),
        count_of(_REACHED, size(now), _members(scene, now)),
        count_of(_UNDATED, size(undated), _members(scene, undated)),
        count_of(_DROPPED, size(hers & ~kept), _members(scene, hers & ~kept)),
    )
    return Part(key="goals", title="Goals", figures=figures, cannot_tell=CANNOT_TELL)


_WITH = Saying(
    "with_a_goal", "Have a goal", "Of the members in a relationship, those with a goal they didn't drop."
)
_SET = Saying("set", "Goals set", "Goals as they stand today, without those that were dropped.")
_REACHED_ONE = Saying(
    "reached_one", "Reached one", "Of the members with a goal, those who reached one in the period."
)
_REACHED = Saying("reached", "Goals reached", "Goals that were reached in the period.")
_UNDATED = Saying(
    "undated", "Reached, nobody knows when", "Goals reached before the day was kept; in no period."
)
_DROPPED = Saying("dropped", "Goals dropped", "Goals that were set aside, as they stand today.")


def _members(scene: Scene, goals: Flags) -> int:
    return int(np.unique(scene.traces.goals["who"][goals]).size)
