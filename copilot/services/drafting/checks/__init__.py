"""The checks of a draft, plain functions with one home: the service runs them, and the evals run the same ones."""

from __future__ import annotations

from collections.abc import Callable

from copilot.domain.drafts import CheckResult
from copilot.services.drafting.checks.complete import complete
from copilot.services.drafting.checks.edited import check_edited
from copilot.services.drafting.checks.grounded import grounded
from copilot.services.drafting.checks.inclusive import inclusive
from copilot.services.drafting.checks.private import private
from copilot.services.drafting.checks.safe import safe
from copilot.services.drafting.checks.specific import specific
from copilot.services.drafting.material import Material

__all__ = [
    "CHECKS",
    "check",
    "check_edited",
    "complete",
    "grounded",
    "inclusive",
    "private",
    "safe",
    "specific",
]

CHECKS: tuple[Callable[[Material], CheckResult], ...] = (
    grounded,
    complete,
    specific,
    inclusive,
    private,
    safe,
)


def check(material: Material) -> tuple[CheckResult, ...]:
    """Every check on one draft, passed or not, each with its reason."""
    return tuple(one(material) for one in CHECKS)
