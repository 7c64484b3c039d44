"""Quality: how good the matches of each group are, among those who have one."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from copilot.domain.matches import Match, MatchRole
from copilot.domain.records import Value
from copilot.services.auditing.chance import Floats, mean_interval
from copilot.services.auditing.comparing import Compared, compared
from copilot.services.auditing.disclosure import FEWEST_IN_A_CELL, Share
from copilot.services.auditing.groups import Grouping
from copilot.services.auditing.scene import STANDING, Scene, seekers_of
from copilot.services.auditing.verdicts import Finding

SECTION = "quality"


class QualityRow(Value):
    """The scores of one group's matches, 0 to 1.

    Attributes:
        above_median: whose match scores above the median of everybody's.
        mean, mean_interval: of the scores, with the 95 % bootstrap interval.
        p10_below, worst_below: the tenth percentile and the worst score lie below these; rounded up to a tenth that
            at least five people of the whole pool lie below, since a score leads to a match and so to a person.
    """

    role: MatchRole
    attribute: str
    group: str
    above_median: Share
    best_off: str
    impact_ratio: float | None
    fisher_p: float
    mean: float
    mean_interval: tuple[float, float]
    p10_below: float
    worst_below: float


def quality(scene: Scene, role: MatchRole, seed: int) -> tuple[list[QualityRow], list[Finding]]:
    """The rows of every grouping but crossed ones, and what they say.

    Matches arranged by hand have no parts and no score that means anything: they are left out.
    """
    scores = _scores([m for m in scene.matches_of(role) if m.state in STANDING and m.parts])
    rows: list[QualityRow] = []
    findings: list[Finding] = []
    for grouping in scene.groupings if scores else ():
        if not grouping.crossed:
            found = _of(grouping, scores)
            rows += [_row(role, grouping, group, each, scores, seed) for group, each in found.items()]
            findings += _findings(role, grouping, found)
    return rows, findings


def _scores(matches: list[Match]) -> dict[str, float]:
    """Member → the score of her best match."""
    scores: dict[str, float] = {}
    for match in matches:
        for member in seekers_of(match):
            scores[member] = max(scores.get(member, 0.0), match.score)
    return scores


def _of(grouping: Grouping, scores: Mapping[str, float]) -> dict[str, Compared]:
    median = float(np.median(list(scores.values())))
    above = {member for member, score in scores.items() if score > median}
    cells = {
        group: (len(people & above), len(people)) for group, people in grouping.shown(list(scores)).items()
    }
    return compared(cells, (len(above), len(scores)), rounded=True)


def _row(
    role: MatchRole,
    grouping: Grouping,
    group: str,
    found: Compared,
    scores: Mapping[str, float],
    seed: int,
) -> QualityRow:
    everybody = np.array(sorted(scores.values()))
    own = np.array([scores[member] for member in sorted(grouping.shown(list(scores))[group])])
    low, high = mean_interval(own, seed)
    return QualityRow(
        role=role,
        attribute=grouping.attribute,
        group=group,
        above_median=found.share,
        best_off=found.best,
        impact_ratio=found.printed_ratio,
        fisher_p=found.printed_p,
        mean=round(float(own.mean()), 2),
        mean_interval=(round(low, 2), round(high, 2)),
        p10_below=_coarse(float(np.quantile(own, 0.1)), everybody),
        worst_below=_coarse(float(own.min()), everybody),
    )


def _coarse(score: float, everybody: Floats) -> float:
    least = float(everybody[min(FEWEST_IN_A_CELL, everybody.size) - 1])
    return round(min(1.0, (int(max(score, least) * 10) + 1) / 10), 1)


def _findings(role: MatchRole, grouping: Grouping, found: dict[str, Compared]) -> list[Finding]:
    if len(found) < 2:
        words = f"Fewer than two groups of ten people whose {role.value} was found by score."
        return [Finding(SECTION, role.value, grouping.attribute, "", words)]
    return [
        Finding(SECTION, role.value, grouping.attribute, group, _words(group, each), each.ratio, each.p)
        for group, each in found.items()
    ]


def _words(group: str, found: Compared) -> str:
    return f"The matches of {found.share.told} score above everybody's median{found.told_beside(group)}."
