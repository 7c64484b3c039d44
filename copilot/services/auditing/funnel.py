"""The funnel: from who may have a match to whose match is at work, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from copilot.domain.matches import MatchRole, MatchState
from copilot.domain.records import Value
from copilot.services.auditing.comparing import Compared, cell, compared
from copilot.services.auditing.disclosure import Share
from copilot.services.auditing.groups import Grouping
from copilot.services.auditing.pools import Listed
from copilot.services.auditing.scene import Scene, seekers_of
from copilot.services.auditing.verdicts import Finding

SECTION = "funnel"
STEPS = ("eligible", "scored", "proposed", "approved", "accepted", "active")
"""May have a match; has a candidate above the floor; was proposed one; a manager approved; both said yes; at work."""


class FunnelRow(Value):
    """One step of one group, in fives, since other tables show the same people.

    Attributes:
        step: where they got to.
        went_on: of those of the step before, who got here; a match that still waits has not got on.
        dropped_rate: 1 − the rate of those; None where it is hidden.
    """

    role: MatchRole
    attribute: str
    group: str
    step: str
    went_on: Share
    dropped_rate: float | None
    impact_ratio: float | None
    fisher_p: float


def funnel(scene: Scene, role: MatchRole, listed: Listed | None) -> tuple[list[FunnelRow], list[Finding]]:
    """The rows of every grouping but crossed ones; a line a group, about the step where it differs most."""
    reached = _reached(scene, role, listed)
    rows: list[FunnelRow] = []
    findings: list[Finding] = []
    for grouping in scene.groupings:
        if not grouping.crossed:
            found = _of(grouping, reached)
            rows += [
                _row(role, grouping, group, step, each)
                for step, groups in found.items()
                for group, each in groups.items()
            ]
            findings += _findings(role, grouping, found)
    return rows, findings


def _reached(scene: Scene, role: MatchRole, listed: Listed | None) -> dict[str, frozenset[str]]:
    """Step → who got there; whoever got further got here too."""
    ever: dict[str, set[str]] = {step: set() for step in STEPS}
    ever["eligible"] = {member.id for member in scene.seekers(role)}
    if listed:
        ever["scored"] = {listed.seekers[row] for row in set(listed.ranked.rows.tolist())}
    for match in scene.matches_of(role):
        step = STEPS.index(_STEP_OF[scene.reached(match)])
        for got in STEPS[1 : step + 1]:
            ever[got] |= set(seekers_of(match))
    eligible = frozenset(ever["eligible"])
    return {step: frozenset(people) & eligible for step, people in ever.items()}


_STEP_OF = {
    MatchState.PROPOSED: "proposed",
    MatchState.APPROVED: "approved",
    MatchState.ACCEPTED: "accepted",
    MatchState.ACTIVE: "active",
}


def _of(grouping: Grouping, reached: Mapping[str, frozenset[str]]) -> dict[str, dict[str, Compared]]:
    found = {}
    for before, step in pairwise(STEPS):
        cells = {
            group: cell(people & reached[step], people)
            for group, people in grouping.shown(reached[before]).items()
        }
        if reached[step]:
            found[step] = compared(cells, cell(reached[step], reached[before]), rounded=True)
    return found


def _row(role: MatchRole, grouping: Grouping, group: str, step: str, found: Compared) -> FunnelRow:
    rate = found.share.rate
    return FunnelRow(
        role=role,
        attribute=grouping.attribute,
        group=group,
        step=step,
        went_on=found.share,
        dropped_rate=None if rate is None else round(1 - rate, 4),
        impact_ratio=found.printed_ratio,
        fisher_p=found.printed_p,
    )


def _findings(
    role: MatchRole, grouping: Grouping, found: Mapping[str, Mapping[str, Compared]]
) -> list[Finding]:
    compared_ = {step: groups for step, groups in found.items() if len(groups) > 1}
    names = sorted({group for groups in compared_.values() for group in groups})
    return [_finding(role, grouping, group, compared_) for group in names]


def _finding(
    role: MatchRole, grouping: Grouping, group: str, found: Mapping[str, Mapping[str, Compared]]
) -> Finding:
    """The step at which a group falls behind with the least chance of an accident; p is Bonferroni's over its steps."""
    steps = {step: groups[group] for step, groups in found.items() if group in groups}
    worst = min(steps, key=lambda step: (_p_of_falling_behind(steps[step]), STEPS.index(step)))
    p = min(1.0, len(steps) * _p_of_falling_behind(steps[worst]))
    words = f"Narrowest at “{worst}”: {steps[worst].share.told} of the step before got there."
    return Finding(SECTION, role.value, grouping.attribute, group, words, steps[worst].ratio, p)


def _p_of_falling_behind(found: Compared) -> float:
    return found.p if found.ratio is not None and found.ratio < 1 else 1.0
