"""Exposure: how high each group of mentors stands in the candidate lists, against what its fit would earn it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from copilot.domain.matches import MatchRole
from copilot.domain.records import Value
from copilot.services.auditing.chance import Floats, group_ps
from copilot.services.auditing.disclosure import in_fives
from copilot.services.auditing.groups import Grouping
from copilot.services.auditing.pools import Listed
from copilot.services.auditing.verdicts import Finding

SECTION = "exposure"
TOP = 10
"""How far down a list a reader looks."""


class ExposureRow(Value):
    """One group of partners.

    Attributes:
        people: how many, to the nearest five.
        exposure_share: of all exposure of the groups shown; a partner at rank r of a seeker's list gains
            1 / log2(1 + r), nothing beyond rank 10.
        merit_share: of all affinity of the lists, whatever the rank.
        exposure_per_merit: exposure share over merit share; 1 where the two agree.
        impact_ratio: exposure per merit over that of the best-off group (Singh & Joachims 2018, KDD, 2219–2228:
            disparate treatment).
        p: that chance makes such a difference, by shuffling groups among the partners.
    """

    role: MatchRole
    attribute: str
    group: str
    people: int
    exposure_share: float
    merit_share: float
    exposure_per_merit: float
    best_off: str
    impact_ratio: float
    p: float


def exposure(
    listed: Listed, groupings: Sequence[Grouping], seed: int
) -> tuple[list[ExposureRow], list[Finding]]:
    """The rows of every grouping but crossed ones, and what they say."""
    role, seen, earned = listed.pool.role, *_seen_and_earned(listed)
    rows: list[ExposureRow] = []
    findings: list[Finding] = []
    for grouping in groupings:
        if not grouping.crossed:
            found = _rows(grouping, listed, seen, earned, seed)
            rows += found
            findings += _findings(role, grouping, found)
    return rows, findings


def _seen_and_earned(listed: Listed) -> tuple[Floats, Floats]:
    """(partners,) each: the exposure, and the affinity over all lists."""
    ranked = listed.ranked
    discount = np.where(ranked.place < TOP, 1 / np.log2(2.0 + ranked.place), 0.0)
    seen, earned = np.zeros(ranked.partners), np.zeros(ranked.partners)
    np.add.at(seen, ranked.columns, discount)
    np.add.at(earned, ranked.columns, ranked.worth)
    return seen, earned


def _rows(grouping: Grouping, listed: Listed, seen: Floats, earned: Floats, seed: int) -> list[ExposureRow]:
    columns = listed.columns_of(grouping)
    groups = {group: own for group, own in columns.items() if earned[own].sum() > 0}
    if len(groups) < 2:
        return []
    everybody = np.concatenate(list(groups.values()))
    if not seen[everybody].sum():  # nobody of them stands in anybody's list
        return []
    shares = {
        group: (seen[own].sum() / seen[everybody].sum(), earned[own].sum() / earned[everybody].sum())
        for group, own in groups.items()
    }
    ratios = {group: shown / merit for group, (shown, merit) in shares.items()}
    best = max(ratios, key=lambda group: (ratios[group], group))
    ps = group_ps(seen[everybody], earned[everybody], [own.size for own in groups.values()], seed)
    return [
        ExposureRow(
            role=listed.pool.role,
            attribute=grouping.attribute,
            group=group,
            people=in_fives(own.size),
            exposure_share=round(float(shares[group][0]), 3),
            merit_share=round(float(shares[group][1]), 3),
            exposure_per_merit=round(float(ratios[group]), 3),
            best_off=best,
            impact_ratio=round(float(ratios[group] / ratios[best]), 3),
            p=float(f"{p:.4g}"),
        )
        for (group, own), p in zip(groups.items(), ps, strict=True)
    ]


def _findings(role: MatchRole, grouping: Grouping, rows: list[ExposureRow]) -> list[Finding]:
    if not rows:
        words = f"Fewer than two groups of ten people who may be a {role.value}: nothing to compare."
        return [Finding(SECTION, role.value, grouping.attribute, "", words)]
    return [
        Finding(SECTION, role.value, grouping.attribute, row.group, _words(row), row.impact_ratio, row.p)
        for row in rows
    ]


def _words(row: ExposureRow) -> str:
    return (
        f"{row.exposure_share:.0%} of what is seen in the top {TOP} of the lists,"
        f" for {row.merit_share:.0%} of the fit."
    )
