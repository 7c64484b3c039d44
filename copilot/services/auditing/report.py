"""The audit's report: a header, a verdict a line, and the tables behind them."""

from __future__ import annotations

from datetime import date

from copilot.domain.records import Value
from copilot.services.auditing.access import AccessRow
from copilot.services.auditing.constraints import ConstraintRow
from copilot.services.auditing.decisions import DecisionRow
from copilot.services.auditing.exposure import ExposureRow
from copilot.services.auditing.funnel import FunnelRow
from copilot.services.auditing.name_swaps import SwapRow
from copilot.services.auditing.price import PriceRow
from copilot.services.auditing.quality import QualityRow
from copilot.services.auditing.sponsorship import SponsorshipRow
from copilot.services.auditing.verdicts import Line, Verdict

SELF_RUN = "This audit is self-run, not an independent audit."
HOW_TO_READ = (
    "LOOK: below 0.80 of the best-off group's rate, and more than chance (Benjamini and Hochberg over all lines, 5 %).",
    "TOO FEW TO SAY: too few people to compare, or below 0.80 where chance alone may have done it.",
    "PASS: at or above the line. It says that nothing was found, not that all is fair.",
    "Groups of fewer than 10 people are counted and not shown; counts of 1 to 4 are hidden.",
    "Where a hidden number could be worked out from the others, all counts of the attribute are rounded to fives.",
)


class Header(Value):
    """What the report is about.

    Attributes:
        by: the opaque id of who ran it. encoder: the name of the model that read the profiles.
        weights: the settings of matching, so that a reader may run it again.
    """

    audit: str
    statement: str = SELF_RUN
    on: date
    by: str
    programme: str
    members: int
    seed: int
    encoder: str
    weights: dict[str, object]
    how_to_read: tuple[str, ...] = HOW_TO_READ


class HiddenGroups(Value):
    """How many groups of an attribute are too small to be shown; neither their names nor their sizes."""

    attribute: str
    shown: int
    hidden: int


class AuditReport(Value):
    """All of it."""

    header: Header
    verdicts: tuple[Line, ...]
    groups: tuple[HiddenGroups, ...]
    access: tuple[AccessRow, ...]
    quality: tuple[QualityRow, ...]
    exposure: tuple[ExposureRow, ...]
    funnel: tuple[FunnelRow, ...]
    sponsorship: tuple[SponsorshipRow, ...] = ()
    decisions: tuple[DecisionRow, ...]
    constraints: tuple[ConstraintRow, ...]
    price_of_fairness: tuple[PriceRow, ...]
    name_swaps: tuple[SwapRow, ...]
    notes: tuple[str, ...] = ()

    def count(self, verdict: Verdict) -> int:
        """How many lines say so."""
        return sum(line.verdict is verdict for line in self.verdicts)

    @property
    def names_matter(self) -> bool:
        """Whether a swap of names or the like changed a pair: a defect of matching, not of the community."""
        return any(row.changed for row in self.name_swaps)
