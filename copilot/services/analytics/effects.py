"""What follows on learning and on events: differences between groups, no effects until somebody draws lots."""

from __future__ import annotations

import numpy as np

from copilot.services.analytics.disclosed import Cell, Saying, absent, difference_of, share_of
from copilot.services.analytics.retention import NO_BEFORE
from copilot.services.analytics.scene import Scene, size
from copilot.services.analytics.told import Figure, Part
from copilot.services.analytics.traces import DROPPED, Flags, Kind

DAYS = 60
NOT_AN_EFFECT = (
    "Who finishes a track or comes to an event is keener to begin with: a difference is what goes together, not what "
    "came of it."
)
CANNOT_TELL = (
    NOT_AN_EFFECT,
    f"Both groups left a trace in the period before; the first {DAYS} days of this one count, or what has passed.",
    "Meetings are compared among those in an active relationship, goals among those who have one: others couldn't.",
    "Only drawing lots, or letting everybody in one after the other, would tell what a track or an event does.",
)


def learning_effect(scene: Scene, before: Scene | None) -> Part:
    """Who finished a track in the period before, beside the others who were there."""
    did = _finished(before) if before else None
    return _effect("learning_effect", "After learning", "finished a learning track", scene, before, did)


def event_effect(scene: Scene, before: Scene | None) -> Part:
    """Who attended an event in the period before, beside the others who were there."""
    did = before.traced(only=Kind.EVENT) if before else None
    return _effect("event_effect", "After events", "attended an event", scene, before, did)


def _effect(key: str, title: str, doing: str, scene: Scene, before: Scene | None, did: Flags | None) -> Part:
    figures: list[Figure] = []
    for outcome, words in (("met", "met"), ("reached", "reached a goal")):
        figures += _figures(outcome, words, doing, scene, before, did)
    return Part(key=key, title=title, figures=tuple(figures), cannot_tell=CANNOT_TELL)


def _figures(
    outcome: str, words: str, doing: str, scene: Scene, before: Scene | None, did: Flags | None
) -> tuple[Figure, ...]:
    of = f"Of those with a trace in the period before who {{}}{doing} in it, those who {words} within {DAYS} days."
    those = Saying(f"{outcome}_did", f"Then {words}", of.format(""))
    others = Saying(f"{outcome}_others", f"Others who {words}", of.format("hadn't "))
    less = Saying(f"{outcome}_difference", "Difference", f"The first share less the second. {NOT_AN_EFFECT}")
    if before is None or did is None or not scene.period.begun:
        why = NO_BEFORE if before is None else "The period hasn't begun."
        return absent(those, "share", why), absent(others, "share", why), absent(less, "points", why)
    there, done = (before.traced() | did) & _could(outcome, scene), _outcome(outcome, scene)
    cells = [Cell(size(group & done), size(group)) for group in (there & did, there & ~did)]
    return share_of(those, cells[0]), share_of(others, cells[1]), difference_of(less, *cells)


def _finished(scene: Scene) -> Flags:
    track = scene.traces.tracks
    found = np.zeros(len(scene.traces.members), dtype=bool)
    found[track["who"][scene.within(track["finished"])]] = True
    return found & scene.people


def _could(outcome: str, scene: Scene) -> Flags:
    """Who stands in an active relationship, or has a goal she didn't drop."""
    if outcome == "met":
        return scene.members_of(scene.active)
    goal = scene.traces.goals
    found = np.zeros(len(scene.traces.members), dtype=bool)
    found[goal["who"][goal["state"] != DROPPED]] = True
    return found


def _outcome(outcome: str, scene: Scene) -> Flags:
    """Who met in any relationship, or reached a goal, in the first days of the period."""
    kind = Kind.MEETING if outcome == "met" else Kind.GOAL
    traces, last = scene.traces, min(scene.first + DAYS - 1, scene.last)
    rows = (traces.kind == kind) & (traces.day >= scene.first) & (traces.day <= last)
    found = np.zeros(len(traces.members), dtype=bool)
    found[traces.who[rows]] = True
    return found
