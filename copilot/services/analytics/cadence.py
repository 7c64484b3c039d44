"""Cadence: how often people meet, and how long it is between two meetings."""

from __future__ import annotations

import numpy as np

from copilot.services.analytics.disclosed import Saying, count_of, quantile_of, rate_of, share_of
from copilot.services.analytics.engagement import kept_rhythm
from copilot.services.analytics.scene import Scene, size
from copilot.services.analytics.told import Part
from copilot.services.analytics.traces import Ints

CANNOT_TELL = (
    "Meetings that nobody said were held are not counted.",
    "Only gaps that have closed are measured: a pair that doesn't meet any more has no gap. “At risk” looks at those.",
    "More meetings are not better mentoring.",
)


def cadence(scene: Scene) -> Part:
    """Meetings, how many a month, the gaps between them, and whether agreed rhythms are kept."""
    met = scene.active & (scene.meetings > 0)
    held, months = int(scene.meetings[scene.active].sum()), scene.bond_months()
    gaps, behind = _gaps(scene)
    figures = (
        count_of(_HELD, held, size(met)),
        rate_of(_A_MONTH, held, months, size(scene.active)),
        quantile_of(_MEDIAN, gaps, 0.5, behind),
        quantile_of(_LOWER, gaps, 0.25, behind),
        quantile_of(_UPPER, gaps, 0.75, behind),
        share_of(_KEPT, kept_rhythm(scene)),
    )
    return Part(key="cadence", title="Cadence", figures=figures, cannot_tell=CANNOT_TELL)


_HELD = Saying(
    "held", "Meetings held", "Meetings that somebody said were held in the period.", "relationships"
)
_A_MONTH = Saying(
    "a_month",
    "Meetings a month",
    "Meetings held, for each month that each active relationship had in the period.",
    "relationships",
)
_MEDIAN = Saying(
    "gap", "Days between meetings", "The median of the days from one meeting to the next.", "relationships"
)
_LOWER = Saying(
    "gap_lower", "A quarter meets within", "The lower quartile of the same gaps.", "relationships"
)
_UPPER = Saying(
    "gap_upper", "Three quarters meet within", "The upper quartile of the same gaps.", "relationships"
)
_KEPT = Saying(
    "kept",
    "Against the agreements",
    "Of the active relationships whose signed agreement names how often they meet, those that were at most one meeting "
    "behind.",
    "relationships",
)


def _gaps(scene: Scene) -> tuple[list[int], int]:
    """The days between two meetings of one relationship, the second of which lies in the period; of how many."""
    bond, met = scene.traces.bond, scene.traces.met
    order: Ints = np.lexsort((met, bond)).astype(np.int32)
    bond, met = bond[order], met[order]
    same = bond[1:] == bond[:-1]
    gap = met[1:] - met[:-1]
    counted = same & (gap > 0) & scene.within(met[1:]) & scene.inside[bond[1:]]
    return gap[counted].tolist(), int(np.unique(bond[1:][counted]).size)
