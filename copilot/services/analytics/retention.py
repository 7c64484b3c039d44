"""Retention: of those who were there before, who still is; the mentored beside the rest of the community."""

from __future__ import annotations

from copilot.services.analytics.disclosed import Cell, Saying, absent, difference_of, share_of
from copilot.services.analytics.scene import Scene, size
from copilot.services.analytics.told import Part
from copilot.services.analytics.traces import Flags

CHOSEN = (
    "People choose to be mentored, and who chooses is keener to begin with: a difference is no effect of it."
)
CANNOT_TELL = (
    CHOSEN,
    "Mentored are those who met in a relationship in the period before; their meetings are traces themselves.",
    "Who leaves no trace may be reading, ill, on leave, or content.",
)
NO_BEFORE = "It compares two periods: ask for a quarter or a month."


def retention(scene: Scene, before: Scene | None, earlier: Scene | None) -> Part:
    """Shares of those with a trace in the period before who left one in this, by whether they met in a relationship.

    Args:
        scene: the period.
        before: the one before it; None where there is none, and all of it is absent.
        earlier: the one before that, in which those who are compared like with like left a trace too.
    """
    if before is None or not scene.period.begun:
        why = NO_BEFORE if before is None else "The period hasn't begun."
        figures = tuple(absent(said, "share", why) for said in (_ALL, _MENTORED, _REST)) + tuple(
            absent(said, "points", why) for said in (_DIFFERENCE, _ALIKE)
        )
        return Part(key="retention", title="Retention", figures=figures, cannot_tell=CANNOT_TELL)
    there, stayed = before.traced(), scene.traced()
    mentored = there & before.mentored
    cells = _cell(mentored, stayed), _cell(there & ~mentored, stayed)
    # Who left traces in two periods running has the habit already, mentored or not.
    both = there & earlier.traced() if earlier else there & ~there
    alike = _cell(both & mentored, stayed), _cell(both & ~mentored, stayed)
    return Part(
        key="retention",
        title="Retention",
        figures=(
            share_of(_ALL, _cell(there, stayed)),
            share_of(_MENTORED, cells[0]),
            share_of(_REST, cells[1]),
            difference_of(_DIFFERENCE, *cells),
            difference_of(_ALIKE, *alike),
        ),
        cannot_tell=CANNOT_TELL,
    )


_OF = "Of the members with any trace in the period before"
_ALL = Saying("all", "Still there", f"{_OF}, those with one in this.")
_MENTORED = Saying(
    "mentored", "Mentored, still there", f"{_OF} who met in a relationship then, those with one in this."
)
_REST = Saying(
    "rest", "Others, still there", f"{_OF} who didn't meet in a relationship then, those with one in this."
)
_DIFFERENCE = Saying("difference", "Mentored less others", "The first share less the second. " + CHOSEN)
_ALIKE = Saying(
    "alike",
    "The same, like with like",
    "The difference among those who left a trace in both of the two periods before. " + CHOSEN,
)


def _cell(group: Flags, stayed: Flags) -> Cell:
    return Cell(size(group & stayed), size(group))
