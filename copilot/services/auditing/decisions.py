"""The managers' own decisions: whose matches were declined, by whom."""

from __future__ import annotations

from copilot.domain.matches import Match, MatchState
from copilot.domain.records import Value
from copilot.services.auditing.comparing import Compared, compared
from copilot.services.auditing.disclosure import Cell, Share
from copilot.services.auditing.groups import FEWEST, Grouping
from copilot.services.auditing.scene import STANDING, WAITING, Scene, seekers_of
from copilot.services.auditing.verdicts import Finding

SECTION = "decisions"
SIDES = ("seeker", "partner")
EVERYBODY = "all managers"


class DecisionRow(Value):
    """What was decided on the matches of one group.

    Attributes:
        by: the manager's id, or `all managers`.
        side: whether the group is that of the seeker or that of the partner.
        approved: of the matches that were decided, those that were approved.
        declined_rate: 1 − the approved rate; None where it is hidden.
        impact_ratio: the approved rate over that of the best-off group.
    """

    by: str
    side: str
    attribute: str
    group: str
    approved: Share
    declined_rate: float | None
    best_off: str
    impact_ratio: float | None
    fisher_p: float


def decisions(scene: Scene) -> tuple[list[DecisionRow], list[Finding]]:
    """The rows of all managers together and, where there are several, of each; and what they say."""
    rows: list[DecisionRow] = []
    findings: list[Finding] = []
    for by, matches in _decided(scene).items():
        for side in SIDES:
            for grouping in scene.groupings:
                found = _of(grouping, matches, side)
                rows += [_row(by, side, grouping, group, each) for group, each in found.items()]
                findings += _findings(by, side, grouping, found)
    return rows, findings


def _decided(scene: Scene) -> dict[str, list[Match]]:
    """Manager → the matches on which hers is the decision that stands."""
    standing = STANDING - WAITING | {MatchState.DECLINED}
    decided = [match for match in scene.matches if match.state in standing and scene.was_reviewed(match)]
    by: dict[str, list[Match]] = {EVERYBODY: decided}
    for match in decided:
        by.setdefault(scene.reviewer(match), []).append(match)
    return by if len(by) > 2 else {EVERYBODY: decided}


def _of(grouping: Grouping, matches: list[Match], side: str) -> dict[str, Compared]:
    cells = {}
    for group, people in grouping.groups.items():
        own = [match for match in matches if people & set(_people(match, side))]
        if len({each for match in own for each in _people(match, side)} & people) >= FEWEST:
            cells[group] = _cell(own)
    # In fives, since the access table shows the same people: the two together would tell whose match still waits.
    found = compared(cells, _cell(matches), rounded=True)
    return found if len(found) > 1 else {}


def _people(match: Match, side: str) -> tuple[str, ...]:
    """Peers are both on the seekers' side, and counted there only."""
    seekers = seekers_of(match)
    return seekers if side == "seeker" else tuple({match.partner} - set(seekers))


def _cell(matches: list[Match]) -> Cell:
    return sum(match.state is not MatchState.DECLINED for match in matches), len(matches)


def _row(by: str, side: str, grouping: Grouping, group: str, found: Compared) -> DecisionRow:
    rate = found.share.rate
    return DecisionRow(
        by=by,
        side=side,
        attribute=grouping.attribute,
        group=group,
        approved=found.share,
        declined_rate=None if rate is None else round(1 - rate, 4),
        best_off=found.best,
        impact_ratio=found.printed_ratio,
        fisher_p=found.printed_p,
    )


def _findings(by: str, side: str, grouping: Grouping, found: dict[str, Compared]) -> list[Finding]:
    return [
        Finding(
            SECTION,
            f"{by}, {side}s",
            grouping.attribute,
            group,
            _words(side, group, each),
            each.ratio,
            each.p,
        )
        for group, each in found.items()
    ]


def _words(side: str, group: str, found: Compared) -> str:
    approved = f"{found.share.told} were approved{found.told_beside(group)}"
    return f"Of the decided matches with a {side} of this group {approved}."
