"""A verdict a line: PASS, LOOK, or TOO FEW TO SAY."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from copilot.domain.records import Value
from copilot.services.auditing.chance import adjusted
from copilot.services.auditing.rates import LINE

SURE = 0.05
"""An adjusted p below this is called more than chance."""


class Verdict(StrEnum):
    """What a line of the audit says."""

    PASS = "PASS"  # noqa: S105  a verdict
    LOOK = "LOOK"
    TOO_FEW = "TOO FEW TO SAY"


@dataclass(frozen=True)
class Finding:
    """What a section found on one line, before all lines are judged together.

    ratio: against the best-off group, None where nothing can be compared. p: the chance of such a difference.
    words: a sentence with nothing in it that may not be printed.
    """

    section: str
    role: str
    attribute: str
    group: str
    words: str
    ratio: float | None = None
    p: float = 1.0


class Line(Value):
    """One line of the audit."""

    line: str
    verdict: Verdict
    section: str
    role: str
    attribute: str
    group: str
    sentence: str


def judged(findings: Sequence[Finding]) -> list[Line]:
    """All lines together, since among a hundred fair comparisons five look unfair by chance alone.

    LOOK: the ratio is below the 0.80 line, and the difference is more than chance after the adjustment for all lines.
    TOO FEW TO SAY: nothing can be compared, or the ratio is below the line and chance may well have done it.
    PASS: at or above the line.
    """
    tested = [n for n, finding in enumerate(findings) if finding.ratio is not None]
    ps = dict(zip(tested, adjusted([findings[n].p for n in tested]), strict=True))
    return [_line(finding, ps.get(n, 1.0)) for n, finding in enumerate(findings)]


def _line(finding: Finding, p: float) -> Line:
    verdict, remark = _judged(finding.ratio, p)
    about = f"{finding.attribute}: {finding.group}" if finding.group else finding.attribute
    return Line(
        line=" · ".join(part for part in (finding.section, finding.role, about) if part),
        verdict=verdict,
        section=finding.section,
        role=finding.role,
        attribute=finding.attribute,
        group=finding.group,
        sentence=f"{finding.words} {remark}".strip(),
    )


def _judged(ratio: float | None, p: float) -> tuple[Verdict, str]:
    if ratio is None:
        return Verdict.TOO_FEW, ""
    if ratio >= LINE:
        real = p < SURE and ratio < 1
        return Verdict.PASS, "Above the 0.80 line, yet the difference is more than chance." if real else ""
    if p < SURE:
        return Verdict.LOOK, "Below the 0.80 line, and more than chance."
    return Verdict.TOO_FEW, "Below the 0.80 line, but chance alone may have done it."
