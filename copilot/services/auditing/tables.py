"""The report's sections as tables of words, the same for a terminal and for Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from copilot.services.auditing.report import AuditReport
from copilot.services.auditing.verdicts import Verdict

HIDDEN = "hidden"


@dataclass(frozen=True)
class Table:
    """A title, a sentence on how to read it, and the cells."""

    title: str
    about: str
    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


def tables(report: AuditReport) -> list[Table]:
    """Every section that has rows."""
    made = (_access, _quality, _exposure, _funnel, _decisions, _constraints, _price, _swaps)
    return [table for table in (make(report) for make in made) if table.rows]


def summary(report: AuditReport) -> str:
    """How many lines say what, in one sentence."""
    counts = ", ".join(f"{report.count(verdict)} {verdict.value}" for verdict in Verdict)
    return f"{len(report.verdicts)} lines: {counts}."


def heading(report: AuditReport) -> list[str]:
    """The header in sentences."""
    header = report.header
    where = f"programme {header.programme}" if header.programme else "the whole community"
    return [
        header.statement,
        f"{header.on:%d %B %Y}, {where}, {header.members} people, run by {header.by}, report {header.audit}.",
        f"Encoder {header.encoder}, seed {header.seed}.",
    ]


def hidden_groups(report: AuditReport) -> list[str]:
    """What is not shown, a sentence an attribute."""
    return [
        f"{each.attribute}: {each.hidden} {'group' if each.hidden == 1 else 'groups'} of fewer than ten people,"
        " counted and not shown."
        for each in report.groups
        if each.hidden and " × " not in each.attribute
    ]


def _number(value: float | None, digits: int = 2) -> str:
    return HIDDEN if value is None else f"{value:.{digits}f}"


def _percent(value: float | None) -> str:
    return HIDDEN if value is None else f"{value:.0%}"


def _p(value: float | None) -> str:
    if value is None:
        return HIDDEN
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def _access(report: AuditReport) -> Table:
    return Table(
        "Access",
        "Who of those who may have a match has one, proposed or later.",
        (
            "role",
            "attribute",
            "group",
            "have one",
            "95 % interval",
            "impact ratio",
            "p",
            "more needed for 0.80",
        ),
        [
            (
                row.role.value,
                row.attribute,
                row.group,
                row.share.told,
                HIDDEN if row.interval is None else f"{row.interval[0]:.0%} to {row.interval[1]:.0%}",
                _number(row.impact_ratio),
                _p(row.fisher_p),
                HIDDEN if row.more_needed is None else str(row.more_needed),
            )
            for row in report.access
        ],
    )


def _quality(report: AuditReport) -> Table:
    return Table(
        "Quality",
        "How good the matches are that people have: scores from 0 to 1, beside everybody's median.",
        ("role", "attribute", "group", "above the median", "impact ratio", "p", "mean", "p10", "worst"),
        [
            (
                row.role.value,
                row.attribute,
                row.group,
                row.above_median.told,
                _number(row.impact_ratio),
                _p(row.fisher_p),
                f"{row.mean:.2f} ({row.mean_interval[0]:.2f} to {row.mean_interval[1]:.2f})",
                f"below {row.p10_below:.1f}",
                f"below {row.worst_below:.1f}",
            )
            for row in report.quality
        ],
    )


def _exposure(report: AuditReport) -> Table:
    return Table(
        "Exposure",
        "What each group of partners gets of the top ten of the lists, against its share of the fit.",
        ("role", "attribute", "group", "people", "seen", "fit", "seen per fit", "impact ratio", "p"),
        [
            (
                row.role.value,
                row.attribute,
                row.group,
                f"about {row.people}",
                _percent(row.exposure_share),
                _percent(row.merit_share),
                _number(row.exposure_per_merit),
                _number(row.impact_ratio),
                _p(row.p),
            )
            for row in report.exposure
        ],
    )


def _funnel(report: AuditReport) -> Table:
    return Table(
        "Funnel",
        "Who got from each step to the next; a match that still waits has not got on. Counts are rounded to fives.",
        ("role", "attribute", "group", "step", "got there", "dropped", "impact ratio", "p"),
        [
            (
                row.role.value,
                row.attribute,
                row.group,
                row.step,
                row.went_on.told,
                _percent(row.dropped_rate),
                _number(row.impact_ratio),
                _p(row.fisher_p),
            )
            for row in report.funnel
        ],
    )


def _decisions(report: AuditReport) -> Table:
    return Table(
        "Decisions",
        "What managers approved of the matches they decided on.",
        ("by", "group of the", "attribute", "group", "approved", "declined", "impact ratio", "p"),
        [
            (
                row.by,
                row.side,
                row.attribute,
                row.group,
                row.approved.told,
                _percent(row.declined_rate),
                _number(row.impact_ratio),
                _p(row.fisher_p),
            )
            for row in report.decisions
        ],
    )


def _constraints(report: AuditReport) -> Table:
    return Table(
        "Constraint effects",
        "What each hard rule, taken alone, removes of the partners a seeker could have.",
        ("role", "attribute", "group", "rule", "removed", "impact ratio", "p"),
        [
            (
                row.role.value,
                row.attribute,
                row.group,
                row.rule.replace("_", " "),
                _percent(row.removed),
                _number(row.impact_ratio),
                _p(row.p),
            )
            for row in report.constraints
        ],
    )


def _price(report: AuditReport) -> Table:
    return Table(
        "Price of fairness",
        "What rates at or above the 0.80 line would cost, were everybody matched anew.",
        ("role", "attribute", "total score", "with fair rates", "price", "in words"),
        [
            (
                row.role.value,
                row.attribute,
                f"{row.total_score:.2f}",
                "–" if row.fair_total_score is None else f"{row.fair_total_score:.2f}",
                "–" if row.price is None else f"{row.price:.2%}",
                row.sentence,
            )
            for row in report.price_of_fairness
        ],
    )


def _swaps(report: AuditReport) -> Table:
    return Table(
        "Names and the like",
        "Pairs that a swap changed: with names and the like taken out, as always, and had nothing been taken out.",
        ("swap", "role", "pairs", "changed", "changed without stripping"),
        [
            (row.what, row.role.value, str(row.pairs), str(row.changed), str(row.changed_without))
            for row in report.name_swaps
        ],
    )
