"""The report's sections as tables of words, the same for a terminal and for Markdown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from copilot.services.auditing.access import AccessRow
from copilot.services.auditing.constraints import ConstraintRow
from copilot.services.auditing.decisions import DecisionRow
from copilot.services.auditing.exposure import ExposureRow
from copilot.services.auditing.funnel import FunnelRow
from copilot.services.auditing.name_swaps import SwapRow
from copilot.services.auditing.price import PriceRow
from copilot.services.auditing.quality import QualityRow
from copilot.services.auditing.report import AuditReport
from copilot.services.auditing.sponsorship import SponsorshipRow
from copilot.services.auditing.verdicts import Verdict

HIDDEN = "hidden"
Row = TypeVar("Row")


@dataclass(frozen=True)
class Table:
    """A title, a sentence on how to read it, and the cells."""

    title: str
    about: str
    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


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


def tables(report: AuditReport) -> list[Table]:
    """Every section that has rows."""
    told = (
        _ACCESS.of(report.access),
        _QUALITY.of(report.quality),
        _EXPOSURE.of(report.exposure),
        _FUNNEL.of(report.funnel),
        _SPONSORSHIP.of(report.sponsorship),
        _DECISIONS.of(report.decisions),
        _CONSTRAINTS.of(report.constraints),
        _PRICE.of(report.price_of_fairness),
        _SWAPS.of(report.name_swaps),
    )
    return [table for table in told if table.rows]


@dataclass(frozen=True)
class _Section(Generic[Row]):
    """How the rows of a section are told. columns: the name over each, and what it says of a row."""

    title: str
    about: str
    columns: Mapping[str, Callable[[Row], str]]

    def of(self, rows: Sequence[Row]) -> Table:
        cells = [tuple(says(row) for says in self.columns.values()) for row in rows]
        return Table(self.title, self.about, tuple(self.columns), cells)


def _number(value: float | None) -> str:
    return HIDDEN if value is None else f"{value:.2f}"


def _percent(value: float | None) -> str:
    return HIDDEN if value is None else f"{value:.0%}"


def _p(value: float | None) -> str:
    if value is None:
        return HIDDEN
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def _interval(value: tuple[float, float] | None) -> str:
    return HIDDEN if value is None else f"{value[0]:.0%} to {value[1]:.0%}"


_GROUP: Mapping[str, Callable[[AccessRow | QualityRow | ExposureRow | FunnelRow | ConstraintRow], str]] = {
    "role": lambda row: row.role.value,
    "attribute": lambda row: row.attribute,
    "group": lambda row: row.group,
}
_BY_FISHER: Mapping[
    str, Callable[[AccessRow | QualityRow | FunnelRow | DecisionRow | SponsorshipRow], str]
] = {
    "impact ratio": lambda row: _number(row.impact_ratio),
    "p": lambda row: _p(row.fisher_p),
}
_BY_SHUFFLING: Mapping[str, Callable[[ExposureRow | ConstraintRow], str]] = {
    "impact ratio": lambda row: _number(row.impact_ratio),
    "p": lambda row: _p(row.p),
}

_ACCESS = _Section[AccessRow](
    "Access",
    "Who of those who may have a match has one, proposed or later.",
    {
        **_GROUP,
        "have one": lambda row: row.share.told,
        "95 % interval": lambda row: _interval(row.interval),
        **_BY_FISHER,
        "more needed for 0.80": lambda row: HIDDEN if row.more_needed is None else str(row.more_needed),
    },
)
_QUALITY = _Section[QualityRow](
    "Quality",
    "How good the matches are that people have: scores from 0 to 1, beside everybody's median.",
    {
        **_GROUP,
        "above the median": lambda row: row.above_median.told,
        **_BY_FISHER,
        "mean": lambda row: f"{row.mean:.2f} ({row.mean_interval[0]:.2f} to {row.mean_interval[1]:.2f})",
        "p10": lambda row: f"below {row.p10_below:.1f}",
        "worst": lambda row: f"below {row.worst_below:.1f}",
    },
)
_EXPOSURE = _Section[ExposureRow](
    "Exposure",
    "What each group of partners gets of the top ten of the lists, against its share of the fit.",
    {
        **_GROUP,
        "people": lambda row: f"about {row.people}",
        "seen": lambda row: _percent(row.exposure_share),
        "fit": lambda row: _percent(row.merit_share),
        "seen per fit": lambda row: _number(row.exposure_per_merit),
        **_BY_SHUFFLING,
    },
)
_FUNNEL = _Section[FunnelRow](
    "Funnel",
    "Who got from each step to the next; a match that still waits has not got on. Counts are rounded to fives.",
    {
        **_GROUP,
        "step": lambda row: row.step,
        "got there": lambda row: row.went_on.told,
        "dropped": lambda row: _percent(row.dropped_rate),
        **_BY_FISHER,
    },
)
_SPONSORSHIP = _Section[SponsorshipRow](
    "Sponsorship",
    "How far it goes for those who may have a sponsor; what she says never happened is not counted. In fives.",
    {
        "step": lambda row: row.step,
        "attribute": lambda row: row.attribute,
        "group": lambda row: row.group,
        "got so far": lambda row: row.share.told,
        "95 % interval": lambda row: _interval(row.interval),
        **_BY_FISHER,
    },
)
_DECISIONS = _Section[DecisionRow](
    "Decisions",
    "What managers approved of the matches they decided on.",
    {
        "by": lambda row: row.by,
        "group of the": lambda row: row.side,
        "attribute": lambda row: row.attribute,
        "group": lambda row: row.group,
        "approved": lambda row: row.approved.told,
        "declined": lambda row: _percent(row.declined_rate),
        **_BY_FISHER,
    },
)
_CONSTRAINTS = _Section[ConstraintRow](
    "Constraint effects",
    "What each hard rule, taken alone, removes of the partners a seeker could have.",
    {
        **_GROUP,
        "rule": lambda row: row.rule.replace("_", " "),
        "removed": lambda row: _percent(row.removed),
        **_BY_SHUFFLING,
    },
)
_PRICE = _Section[PriceRow](
    "Price of fairness",
    "What rates at or above the 0.80 line would cost, were everybody matched anew.",
    {
        "role": lambda row: row.role.value,
        "attribute": lambda row: row.attribute,
        "total score": lambda row: f"{row.total_score:.2f}",
        "with fair rates": lambda row: "–" if row.fair_total_score is None else f"{row.fair_total_score:.2f}",
        "price": lambda row: "–" if row.price is None else f"{row.price:.2%}",
        "in words": lambda row: row.sentence,
    },
)
_SWAPS = _Section[SwapRow](
    "Names and the like",
    "Pairs that a swap changed: with names and the like taken out, as always, and had nothing been taken out.",
    {
        "swap": lambda row: row.what,
        "role": lambda row: row.role.value,
        "pairs": lambda row: str(row.pairs),
        "changed": lambda row: str(row.changed),
        "changed without stripping": lambda row: str(row.changed_without),
    },
)
