"""What the numbers of a community propose, and what they don't: every comparison, with why where nothing follows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from copilot.domain.playbook import Compared
from copilot.domain.records import Value
from copilot.services.auditing.disclosure import FEWEST_IN_A_CELL, in_fives
from copilot.services.playbook.community import Community
from copilot.services.playbook.comparing import FEWEST, SURE, Side, adjusted, chance_of, difference
from copilot.services.playbook.comparisons import RULES, Rule

NO_CAUSE = "It doesn’t show why."


class Look(Value):
    """One comparison: what it compares, why nothing is proposed where nothing is, and else the sentence proposed."""

    rule: str
    what: str
    why_not: str = ""
    sentence: str = ""
    evidence: str = ""
    compared: Compared | None = None


def look_at(here: Community, rules: Sequence[Rule] = RULES) -> list[Look]:
    """Each rule in this community. Only those that may be compared count for Holm's steps."""
    sides = {rule.name: rule.sides(here) for rule in rules}
    fit = [rule for rule in rules if not _unfit(rule, *sides[rule.name])]
    ps = dict(
        zip(
            (rule.name for rule in fit),
            adjusted([chance_of(*sides[rule.name], rule.name) for rule in fit]),
            strict=True,
        )
    )
    return [
        _judged(rule, sides[rule.name], ps[rule.name])
        if rule.name in ps
        else Look(
            rule=rule.name, what=_what(rule, *sides[rule.name]), why_not=_unfit(rule, *sides[rule.name])
        )
        for rule in rules
    ]


def _what(rule: Rule, one: Side, other: Side) -> str:
    return f"{one.name} and {other.name}: {rule.measure}"


def _unfit(rule: Rule, one: Side, other: Side) -> str:
    """Why two groups can't be compared: too few people, or a figure that would tell of fewer than five."""
    if min(one.n, other.n) < FEWEST:
        return f"Fewer than {FEWEST} on one side."
    if rule.unit == "share" and any(_is_small(count) for side in (one, other) for count in _counts(side)):
        return "A share of fewer than five people would be shown."
    if one.ended is not None and min(one.values.max(), other.values.max()) <= 0:
        return "Nothing has lasted yet."
    return ""


def _counts(side: Side) -> tuple[int, int]:
    yes = int(side.values.sum())
    return yes, len(side.values) - yes


def _is_small(count: int) -> bool:
    return 0 < count < FEWEST_IN_A_CELL


def _judged(rule: Rule, sides: tuple[Side, Side], p: float) -> Look:
    what, found = _what(rule, *sides), difference(*sides, rule.name) if p <= SURE else None
    if found is None or found.low <= 0 <= found.high:
        return Look(rule=rule.name, what=what, why_not="No difference that chance could not have made.")
    compared = Compared(
        rule=rule.name, groups=(sides[0].name, sides[1].name), ns=(in_fives(sides[0].n), in_fives(sides[1].n)),
        values=(round(found.values[0], 3), round(found.values[1], 3)), measure=rule.measure, unit=rule.unit,
        difference=round(found.size, 3), low=round(found.low, 3), high=round(found.high, 3), p=round(p, 4),
    )  # fmt: skip
    return Look(
        rule=rule.name,
        what=what,
        sentence=sentence(rule, compared),
        evidence=evidence(compared),
        compared=compared,
    )


def sentence(rule: Rule, compared: Compared) -> str:
    """What a chapter would say, with its figures, and that it shows no cause."""
    said = (rule.more if compared.difference > 0 else rule.less).rstrip(".")
    one, other = (figure(value, compared) for value in compared.values)
    times = _times(compared)
    return f"{said}: {one} against {other}{times}. {NO_CAUSE} {rule.caution}"


def evidence(compared: Compared) -> str:
    """The figures behind it: who, how many, the difference with its interval, and how sure it is."""
    one, other = compared.groups
    low, high = (figure(each, compared) for each in (compared.low, compared.high))
    return (
        f"{compared.measure[:1].upper()}{compared.measure[1:]}. "
        f"{_named(one, compared.ns[0])}, {_named(other, compared.ns[1])}. "
        f"Difference {figure(compared.difference, compared)}, 95 % interval {low} to {high}; "
        f"{_p(compared.p)}, adjusted for all that was compared."
    )


def _p(p: float) -> str:
    """Never nought: there is always a chance left."""
    return f"p = {p:.3f}" if p >= 0.001 else "p < 0.001"


def _named(group: str, n: int) -> str:
    """`mentors who came to a workshop: about 25`."""
    return f"{group[:1].upper()}{group[1:]}: about {n}"


def figure(value: float, compared: Compared) -> str:
    """A value as a person reads it."""
    if compared.unit == "share":
        return f"{value:.0%}".replace("%", " %")
    return f"{value:.1f} months" if compared.unit == "months" else f"{value:.1f}"


def _times(compared: Compared) -> str:
    """`, 2.0 times as long`, where that says more than the difference."""
    longer, shorter = max(compared.values), min(compared.values)
    if compared.unit != "months" or shorter <= 0 or longer / shorter < 1.5:
        return ""
    return f", {np.round(longer / shorter, 1):.1f} times as long"
