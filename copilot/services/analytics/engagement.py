"""Engagement: an index from 0 to 100 with a published formula, and each of its parts beside it."""

from __future__ import annotations

import math

import numpy as np

from copilot.services.analytics.disclosed import Cell, Saying, share_of
from copilot.services.analytics.scene import Scene, size
from copilot.services.analytics.told import Engagement, Figure, WeighedPart
from copilot.services.analytics.traces import Flags, Kind
from copilot.services.auditing.groups import FEWEST

WEIGHTS = {"met": 0.30, "rhythm": 0.20, "breadth": 0.20, "both_sides": 0.15, "follow_through": 0.15}
"""The weights of the index. They are a judgement and not a finding: meeting comes first, since without it there is no
mentoring; what is beside it counts for less, since much of it happens where the copilot can't see."""
LEAST_WEIGHT = 0.5
"""Where parts of less weight than this can be told, there is no index."""
NEARLY = 1
"""So many meetings behind the agreed rhythm still count as keeping it: the next one may be tomorrow."""
FORMULA = (
    "100 × (0.30 met + 0.20 rhythm + 0.20 breadth + 0.15 both sides + 0.15 follow-through); each part is a share from "
    "0 to 1 as it is shown here. A part with fewer than ten to count is left out, and the others carry its weight; a "
    "share that is hidden as “fewer than 5” goes in as the middle of what it may be."
)
CANNOT_TELL = (
    "It counts traces in the copilot: who talks in the corridor, by telephone or in another tool leaves none.",
    "It says how much happens, not how good it is; what both sides say of it stands under feedback.",
    "The weights are a judgement. Compare a programme with itself over time rather than with another.",
    "A relationship keeps no day of closing: a closed one counts in the periods up to its last meeting.",
)


def engagement(scene: Scene) -> Engagement:
    """The index of the period, and its parts; the index is worked out from the parts as they are shown."""
    figures = (
        share_of(_MET, _met(scene)),
        share_of(_RHYTHM, kept_rhythm(scene)),
        share_of(_BREADTH, Cell(size(scene.traced()), size(scene.people))),
        share_of(_BOTH, _both_sides(scene)),
        share_of(_FOLLOW, _follow_through(scene)),
    )
    index, used = _index(figures)
    return Engagement(
        key="engagement", title="Engagement", figures=figures, cannot_tell=CANNOT_TELL, index=index,
        formula=FORMULA, weights=tuple(WeighedPart(figure=key, weight=w) for key, w in WEIGHTS.items()), used=used,
    )  # fmt: skip


_MET = Saying("met", "Met", "Of the active relationships, those that met in the period.", "relationships")
_RHYTHM = Saying(
    "rhythm",
    "Kept its rhythm",
    "Of the active relationships whose signed agreement names how often they meet, those that were at most one meeting "
    "behind.",
    "relationships",
)
_BREADTH = Saying(
    "breadth",
    "Breadth",
    "Of the members, those who left any trace: met, wrote a post, attended an event, practised, logged a moment, "
    "offered a hand, answered a survey, reached a goal, or spoke for somebody.",
)
_BOTH = Saying(
    "both_sides",
    "Both sides",
    "Of the active relationships, those in which each side left a trace of her own beside the meetings.",
    "relationships",
)
_FOLLOW = Saying(
    "follow_through",
    "Follow-through",
    "Of the action items that were due in the period, those that are done by now; only counted, never read.",
    "action items",
)
_INDEX = Saying("index", "Engagement", "The weighted mean of its parts, from 0 to 100.", "relationships")


def _met(scene: Scene) -> Cell:
    return Cell(size(scene.active & (scene.meetings > 0)), size(scene.active))


def kept_rhythm(scene: Scene) -> Cell:
    """Of the active relationships with a rhythm, those that kept it while the agreement held in the period."""
    bonds = scene.bonds
    since = np.maximum(bonds.signed, scene.first)
    days = np.maximum(scene.last - since + 1, 0)
    expected = days // (7 * np.maximum(bonds.weeks, 1))
    counted = scene.active & (bonds.weeks > 0) & (expected > 0)
    met = (scene.traces.met >= since[scene.traces.bond]) & (scene.traces.met <= scene.last)
    held = np.bincount(scene.traces.bond[met], minlength=len(bonds))
    return Cell(size(counted & (held >= expected - NEARLY)), size(counted))


def _both_sides(scene: Scene) -> Cell:
    own = np.append(scene.traced_anywhere(apart_from=Kind.MEETING), False)
    silent = np.bincount(scene.bonds.of_side[~own[scene.bonds.sides]], minlength=len(scene.bonds))
    return Cell(size(scene.active & (silent == 0)), size(scene.active))


def _follow_through(scene: Scene) -> Cell:
    due: Flags = scene.within(scene.traces.actions["due"]) & scene.inside[scene.traces.actions["bond"]]
    # One relationship with many items is one pair of people: ten relationships must stand behind the share.
    if np.unique(scene.traces.actions["bond"][due]).size < FEWEST:
        return Cell(0, 0)
    return Cell(int(scene.traces.actions["done"][due].sum()), size(due))


def _index(figures: tuple[Figure, ...]) -> tuple[Figure, tuple[WeighedPart, ...]]:
    told = {each.key: _known(each) for each in figures}
    used = {key: weight for key, weight in WEIGHTS.items() if told[key]}
    whole = sum(used.values())
    if whole < LEAST_WEIGHT or "met" not in used:
        why = "Too few of its parts can be told."
        return _figure(hidden=any(each.hidden for each in figures), why=why), ()
    value = below = above = 0.0
    for key, weight in used.items():
        middle, low, high = told[key] or (0.0, 0.0, 0.0)
        share = weight / whole
        value += share * middle
        below += (share * (middle - low)) ** 2
        above += (share * (high - middle)) ** 2
    # The interval of a weighted sum from those of its parts, taken as independent (MOVER, Zou & Donner 2008).
    low, high = max(0.0, value - math.sqrt(below)), min(1.0, value + math.sqrt(above))
    parts = tuple(WeighedPart(figure=key, weight=round(weight / whole, 4)) for key, weight in used.items())
    n = next(each.n for each in figures if each.key == "met")
    return _figure(
        value=round(100 * value, 1), low=round(100 * low, 1), high=round(100 * high, 1), n=n
    ), parts


def _known(figure: Figure) -> tuple[float, float, float] | None:
    """A part's value between its bounds; the middle of what a hidden share may be; None where nothing is known."""
    if figure.low is None or figure.high is None:
        return None
    middle = figure.value if figure.value is not None else (figure.low + figure.high) / 2
    return middle, figure.low, figure.high


def _figure(**fields: object) -> Figure:
    said = {"key": _INDEX.key, "name": _INDEX.name, "counts": _INDEX.counts, "of": _INDEX.of, "unit": "index"}
    return Figure.model_validate({**said, **fields})
