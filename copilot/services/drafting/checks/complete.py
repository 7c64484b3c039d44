"""Complete: every part is there, dates lie in range, minutes add up, nothing promised is forgotten."""

from __future__ import annotations

from copilot.domain.drafts import CheckResult
from copilot.services.drafting.checks.sizes import sizes
from copilot.services.drafting.checks.verdict import verdict
from copilot.services.drafting.kinds import kind_of
from copilot.services.drafting.material import Material


def complete(material: Material) -> CheckResult:
    """Pass where a person could use the draft without adding a part that its kind needs."""
    return verdict(
        "complete", [*kind_of(material.form).incomplete(material.form, material), *sizes(material.form)]
    )
