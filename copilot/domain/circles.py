"""A circle at work: its theme, who chairs which meeting, and what it came from."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from copilot.domain.records import Record

FEWEST, MOST = 4, 8
"""How many are in a circle when it begins."""


class Circle(Record):
    """What a circle has beside the relationship of the same id, which holds its members, sessions and agreement.

    `came_from` are the circles it was split or merged from, `became` those it was split or merged into. `by` is who
    brought it together: a run of the matching, or a manager.
    """

    id: str = Field(min_length=1, max_length=200, serialization_alias="circle")
    theme: str = Field("", max_length=300)
    came_from: tuple[str, ...] = ()
    became: tuple[str, ...] = ()
    by: str = ""
    created: datetime


class CircleMeeting(Record):
    """Who chairs one session of a circle, and who came. Its id is the session's.

    `passed` are those whose turn it was and who would rather not: no reason is asked. `came` counts once `noted`.
    """

    id: str = Field(min_length=1, max_length=200, serialization_alias="session")
    circle: str
    chair: str = ""
    passed: frozenset[str] = frozenset()
    came: frozenset[str] = frozenset()
    noted: bool = False
