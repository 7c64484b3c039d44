"""Sponsorship: who of those who may have a sponsor has one, and how far it goes: a pledge, an act, a door opened."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from copilot.domain.matches import MatchRole
from copilot.domain.records import Value
from copilot.ports import UnitOfWork
from copilot.services.auditing.comparing import Compared, cell, compared
from copilot.services.auditing.disclosure import Share
from copilot.services.auditing.groups import Grouping
from copilot.services.auditing.scene import Scene
from copilot.services.auditing.verdicts import Finding

SECTION = "sponsorship"
Step = Literal["a sponsor", "a pledge", "an act", "a door opened"]
STEPS: tuple[Step, ...] = ("a sponsor", "a pledge", "an act", "a door opened")
_SAID: Mapping[Step, str] = {
    "a sponsor": "have or had a sponsor at work",
    "a pledge": "have a pledge that is open or was kept",
    "an act": "were spoken for at least once",
    "a door opened": "had a door opened",
}


class SponsorshipRow(Value):
    """How far sponsorship goes for one group; in fives, since other tables show the same people.

    Attributes:
        step: how far.
        share: of those who may have a sponsor, who got so far.
        interval: Wilson's 95 % interval of the rate; None where the rate is hidden.
        impact_ratio: the rate over that of the best-off group; None where one of the two is hidden.
        fisher_p: the next of 0.001, 0.01, 0.05 and 1 above the exact one.
    """

    step: Step
    attribute: str
    group: str
    share: Share
    interval: tuple[float, float] | None
    best_off: str
    impact_ratio: float | None
    fisher_p: float


@dataclass(frozen=True)
class Sponsored:
    """Step → the ids of those who got so far, in one community or programme."""

    reached: Mapping[Step, frozenset[str]]


def see_sponsored(unit: UnitOfWork, programme: str) -> Sponsored:
    """Read it; `programme` empty for the whole community. An act that she says never happened is none."""
    only = {"programme": programme} if programme else {}
    every = unit.relationships.all(role=MatchRole.SPONSOR, **only)
    at = {one.id for one in every}
    pledges = [one for one in unit.pledges.all(state=("open", "kept")) if one.relationship in at]
    acts = [one for one in unit.advocacy.all() if one.relationship in at and one.confirmed is not False]
    return Sponsored(
        {
            "a sponsor": frozenset(one.seeker for one in every),
            "a pledge": frozenset(one.member for one in pledges),
            "an act": frozenset(one.member for one in acts),
            "a door opened": frozenset(one.member for one in acts if one.outcome == "door opened"),
        }
    )


def sponsorship(scene: Scene, sponsored: Sponsored) -> tuple[list[SponsorshipRow], list[Finding]]:
    """The rows of every grouping but crossed ones, and a line a step and group. Nothing where nobody has a sponsor."""
    rows: list[SponsorshipRow] = []
    findings: list[Finding] = []
    eligible = {member.id for member in scene.seekers(MatchRole.SPONSOR)}
    for step in STEPS:
        inside = sponsored.reached[step] & eligible
        for grouping in scene.groupings:
            if inside and not grouping.crossed:
                found = _of(grouping, eligible, inside)
                rows += [_row(step, grouping, group, each) for group, each in found.items()]
                findings += _findings(step, grouping, found)
    return rows, findings


def _of(grouping: Grouping, eligible: Collection[str], inside: Collection[str]) -> dict[str, Compared]:
    """In fives: the access table shows the same people, and from step to step the few between would be told."""
    cells = {group: cell(inside, people) for group, people in grouping.shown(eligible).items()}
    return compared(cells, cell(inside, eligible), rounded=True)


def _row(step: Step, grouping: Grouping, group: str, found: Compared) -> SponsorshipRow:
    share = found.share
    return SponsorshipRow(
        step=step,
        attribute=grouping.attribute,
        group=group,
        share=share,
        interval=share.interval,
        best_off=found.best,
        impact_ratio=found.printed_ratio,
        fisher_p=found.printed_p,
    )


def _findings(step: Step, grouping: Grouping, found: Mapping[str, Compared]) -> list[Finding]:
    if len(found) < 2:
        return []
    return [
        Finding(SECTION, step, grouping.attribute, group, _words(step, group, each), each.ratio, each.p)
        for group, each in found.items()
    ]


def _words(step: Step, group: str, found: Compared) -> str:
    return f"{found.share.told.capitalize()} {_SAID[step]}{found.told_beside(group)}."
