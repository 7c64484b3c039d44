"""Access: who of those who may have a mentor, sponsor or peer has one."""

from __future__ import annotations

from copilot.domain.matches import MatchRole
from copilot.domain.records import Value
from copilot.services.auditing.comparing import Compared, cell, compared
from copilot.services.auditing.disclosure import Share
from copilot.services.auditing.groups import Grouping
from copilot.services.auditing.scene import STANDING, Scene, seekers_of
from copilot.services.auditing.verdicts import Finding

SECTION = "access"


class AccessRow(Value):
    """One group's access to one role.

    Attributes:
        share: of those who may have a match of the role, who has one proposed or later.
        interval: Wilson's 95 % interval of the rate; None where the rate is hidden.
        impact_ratio: the rate over that of the best-off group; None where one of the two is hidden.
        fisher_p: exact where the share is, else the next of 0.001, 0.01, 0.05 and 1 above.
        more_needed: how many more of the group would reach the 0.80 line; None where the rate is hidden.
    """

    role: MatchRole
    attribute: str
    group: str
    share: Share
    interval: tuple[float, float] | None
    best_off: str
    impact_ratio: float | None
    fisher_p: float
    more_needed: int | None


def access(scene: Scene, role: MatchRole) -> tuple[list[AccessRow], list[Finding]]:
    """The rows of every grouping, and what they say."""
    eligible = {member.id for member in scene.seekers(role)}
    having = {
        member for match in scene.matches_of(role) if match.state in STANDING for member in seekers_of(match)
    }
    rows: list[AccessRow] = []
    findings: list[Finding] = []
    for grouping in scene.groupings:
        found = _of(grouping, eligible, having)
        rows += [_row(role, grouping, group, each) for group, each in found.items()]
        findings += _findings(role, grouping, found)
    return rows, findings


def _of(grouping: Grouping, eligible: set[str], having: set[str]) -> dict[str, Compared]:
    cells = {group: cell(having, people) for group, people in grouping.shown(eligible).items()}
    return compared(cells, cell(having, eligible), rounded=grouping.crossed)


def _row(role: MatchRole, grouping: Grouping, group: str, found: Compared) -> AccessRow:
    share = found.share
    return AccessRow(
        role=role,
        attribute=grouping.attribute,
        group=group,
        share=share,
        interval=share.interval,
        best_off=found.best,
        impact_ratio=found.printed_ratio,
        fisher_p=found.printed_p,
        more_needed=found.printed_more_needed,
    )


def _findings(role: MatchRole, grouping: Grouping, found: dict[str, Compared]) -> list[Finding]:
    nobody = not any(each.best_rate for each in found.values())
    if len(found) < 2 or nobody:
        words = f"Fewer than two groups of ten people who may have a {role.value}: nothing to compare."
        words = f"Nobody of these groups has a {role.value} yet." if found and nobody else words
        return [] if grouping.crossed else [Finding(SECTION, role.value, grouping.attribute, "", words)]
    return [
        Finding(SECTION, role.value, grouping.attribute, group, _words(role, group, each), each.ratio, each.p)
        for group, each in found.items()
    ]


def _words(role: MatchRole, group: str, found: Compared) -> str:
    more = found.printed_more_needed
    needed = f"; {'about ' if found.share.rounded else ''}{more} more would reach 0.80" if more else ""
    return f"{found.share.told.capitalize()} have a {role.value}{found.told_beside(group)}{needed}."
