"""Feedback: the ratings that both sides gave in surveys. Words, and feedback outside surveys, are never read.

Answers are cut into groups of five once, for each programme and side, in the order they came in. Every period and the
community count whole groups: cut anew for each, one taken from the other would be what one person said.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from copilot.services.analytics.disclosed import Cell, Saying, mean_of, share_of
from copilot.services.analytics.scene import Scene
from copilot.services.analytics.told import Figure, Part
from copilot.services.analytics.traces import Ints
from copilot.services.auditing.disclosure import ROUND_TO

CANNOT_TELL = (
    "Who is unhappy answers less often: those who didn't answer may think otherwise.",
    "An answer counts with the mean of its ratings, whatever was asked; each question and point stands under surveys.",
    "Five answers count together, on the day of the last of them: some were given in the period before.",
    "Feedback that members give one another is private and in no figure.",
)
GOOD = 4.0
SIDES = {"seeker": "Those who are mentored or sponsored", "partner": "Mentors and sponsors", "peer": "Peers"}


def feedback(scene: Scene) -> Part:
    """Of each side the mean rating, and how many rated 4 or better; the sides are never added up."""
    figures = [figure for side, who in SIDES.items() for figure in _of_side(scene, side, who)]
    return Part(
        key="feedback", title="Feedback of both sides", figures=tuple(figures), cannot_tell=CANNOT_TELL
    )


def _of_side(scene: Scene, side: str, who: str) -> tuple[Figure, Figure]:
    groups = _groups(scene, side)
    rows, rated = groups.ravel(), scene.traces.surveys["rating"]
    mean = Saying(
        f"{side}_mean",
        f"{who}: mean",
        "The mean rating in their surveys, from 1 (not at all) to 5 (entirely).",
    )
    good = Saying(
        f"{side}_good",
        f"{who}: 4 or better",
        "Of those who answered, those with an answer of 4 or more in the mean.",
    )
    people = _people(scene, rows)
    return (
        mean_of(mean, rated[groups].tolist(), people),
        share_of(good, Cell(_people(scene, rows[rated[rows] >= GOOD]), people)),
    )


def _groups(scene: Scene, side: str) -> Ints:
    """A row of five answers for each group whose last answer lies in the period, of days that are over.

    The order is that of the days on which they were first given, so that an answer of today changes no group that was
    ever counted. A group waits while one of its answers was given anew today, and is left out while one is taken back:
    no other answer moves up into it.
    """
    survey = scene.traces.surveys
    over = (survey["side"] == side) & (survey["day"] < scene.today.toordinal())
    programmes = [scene.programme] if scene.programme else np.unique(survey["programme"][over]).tolist()
    cut = [_in_fives(np.flatnonzero(over & (survey["programme"] == each))) for each in programmes]
    groups = np.concatenate([np.empty((0, ROUND_TO), dtype=np.int32), *cut])
    whole = ~np.isnan(survey["rating"][groups]).any(axis=1)
    settled = (survey["on"][groups] < scene.today.toordinal()).all(axis=1)
    here = scene.within(survey["day"][groups[:, -1]])
    return np.asarray(groups[here & whole & settled], dtype=np.int32)


def _in_fives(rows: NDArray[np.intp]) -> Ints:
    """These answers in their order, five to a row; those left over wait for the next."""
    whole = rows[: ROUND_TO * (rows.size // ROUND_TO)]
    return np.asarray(whole.reshape(-1, ROUND_TO), dtype=np.int32)


def _people(scene: Scene, rows: Ints) -> int:
    who = scene.traces.surveys["who"][rows]
    return int(np.unique(who[who >= 0]).size)
