"""Constraint effects: which hard rule takes how many possible partners from which group."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from copilot.domain.matches import MatchRole
from copilot.domain.records import Value
from copilot.services.auditing.chance import Floats, group_ps
from copilot.services.auditing.disclosure import FEWEST_IN_A_CELL, in_fives
from copilot.services.auditing.groups import Grouping
from copilot.services.auditing.pools import Listed
from copilot.services.auditing.verdicts import Finding

SECTION = "constraints"
RULES = ("language", "level", "line_manager", "reporting_line", "veto")
"""The rules that say something of a person; nobody can be matched with herself or a paused member anyway."""
ALL_RULES = "all rules"
_AT_ONCE = 128


class ConstraintRow(Value):
    """What one rule takes from one group of seekers.

    Attributes:
        people: how many seekers, to the nearest five.
        removed: the share of possible pairs that the rule alone takes from a seeker, on average; None where it
            touches one to four people of the group.
        impact_ratio: what it leaves over what it leaves the best-off group.
        p: that chance makes such a difference, by shuffling groups among the seekers.
    """

    role: MatchRole
    attribute: str
    group: str
    rule: str
    sentence: str
    people: int
    removed: float | None
    best_off: str
    impact_ratio: float | None
    p: float | None


def constraints(
    listed: Listed, groupings: Sequence[Grouping], seed: int
) -> tuple[list[ConstraintRow], list[Finding]]:
    """The rows of every grouping but crossed ones; a line a group, about the rule that hits it hardest."""
    left = _left(listed)
    sentences = {rule.name: rule.sentence for rule in listed.pool.rules.all}
    rows: list[ConstraintRow] = []
    findings: list[Finding] = []
    for grouping in groupings:
        if not grouping.crossed:
            found = _of(grouping, listed, left, seed)
            rows += [_row(listed, grouping, sentences, each) for each in found]
            findings += _findings(listed, grouping, sentences, found)
    return rows, findings


def _left(listed: Listed) -> dict[str, Floats]:
    """Rule → (seekers,), the share of partners it leaves to each; all rules together too. Nobody is her own partner."""
    rules, rows, columns = listed.pool.rules, *listed.pool.affinity.everyone
    left: dict[str, list[Floats]] = {name: [] for name in (*RULES, ALL_RULES)}
    others = {rule.name: rule for rule in rules.all}
    for start in range(0, rows.size, _AT_ONCE):
        block = rows[start : start + _AT_ONCE]
        possible = others["oneself"].allows(block, columns)
        number = np.maximum(possible.sum(axis=1), 1)
        every = possible.copy()
        for name in RULES:
            allowed = others[name].allows(block, columns)
            every &= allowed
            left[name].append((allowed & possible).sum(axis=1) / number)
        left[ALL_RULES].append(every.sum(axis=1) / number)
    return {name: np.concatenate(parts) for name, parts in left.items()}


class _Found(Value):
    group: str
    rule: str
    people: int
    left: float
    touched: int
    best: str
    ratio: float | None
    p: float

    @property
    def p_of_losing(self) -> float:
        """p where the group has less left than the best-off one, else 1."""
        return self.p if self.ratio is not None and self.ratio < 1 else 1.0

    @property
    def hidden(self) -> bool:
        """Whether so few are touched that the share would point at them."""
        return 0 < self.touched < FEWEST_IN_A_CELL or 0 < self.people - self.touched < FEWEST_IN_A_CELL


def _of(grouping: Grouping, listed: Listed, left: dict[str, Floats], seed: int) -> list[_Found]:
    groups = listed.rows_of(grouping)
    if len(groups) < 2:
        return []
    everybody = np.concatenate(list(groups.values()))
    sizes = [own.size for own in groups.values()]
    found: list[_Found] = []
    for rule, share in left.items():
        if (share[everybody] == 1).all():
            continue
        means = {group: float(share[own].mean()) for group, own in groups.items()}
        best = max(means, key=lambda group: (means[group], group))
        ps = group_ps(share[everybody], np.ones(everybody.size), sizes, seed)
        found += [
            _Found(
                group=group,
                rule=rule,
                people=own.size,
                left=means[group],
                touched=int((share[own] < 1).sum()),
                best=best,
                ratio=means[group] / means[best] if means[best] else None,
                p=p,
            )
            for (group, own), p in zip(groups.items(), ps, strict=True)
        ]
    return found


def _row(listed: Listed, grouping: Grouping, sentences: dict[str, str], found: _Found) -> ConstraintRow:
    shown = not found.hidden
    return ConstraintRow(
        role=listed.pool.role,
        attribute=grouping.attribute,
        group=found.group,
        rule=found.rule,
        sentence=sentences.get(found.rule, "All of these together."),
        people=in_fives(found.people),
        removed=round(1 - found.left, 3) if shown else None,
        best_off=found.best,
        impact_ratio=round(found.ratio, 3) if shown and found.ratio is not None else None,
        p=float(f"{found.p:.2g}") if shown else None,
    )


def _findings(
    listed: Listed, grouping: Grouping, sentences: dict[str, str], found: Sequence[_Found]
) -> list[Finding]:
    names = sorted({each.group for each in found})
    return [
        _finding(listed, grouping, sentences, [each for each in found if each.group == name])
        for name in names
    ]


def _finding(
    listed: Listed, grouping: Grouping, sentences: dict[str, str], found: Sequence[_Found]
) -> Finding:
    worst = min(found, key=_how_telling)
    p = min(1.0, len(found) * worst.p_of_losing)
    return Finding(
        SECTION,
        listed.pool.role.value,
        grouping.attribute,
        worst.group,
        _words(worst, sentences),
        worst.ratio,
        p,
    )


def _how_telling(found: _Found) -> tuple[float, bool, str]:
    """Where one rule does it all, it is named rather than the rules together."""
    return found.p_of_losing, found.rule == ALL_RULES, found.rule


def _words(found: _Found, sentences: dict[str, str]) -> str:
    rule = sentences.get(found.rule, "All hard rules together.").rstrip(".")
    if found.hidden:
        return f"“{rule}” touches all or none of them but a few."
    beside = "" if found.group == found.best else f"; it takes least from “{found.best}”"
    return f"“{rule}” takes {1 - found.left:.0%} of the possible partners from them{beside}."
