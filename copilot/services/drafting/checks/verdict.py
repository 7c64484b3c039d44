"""How a check says what it found."""

from __future__ import annotations

from collections.abc import Iterable

from copilot.domain.drafts import CheckResult

MOST_REASONS = 4


def verdict(name: str, faults: Iterable[str]) -> CheckResult:
    """Passed without faults; else the first few of them, a sentence each."""
    found = list(dict.fromkeys(fault for fault in faults if fault))
    more = f" And {len(found) - MOST_REASONS} more." if len(found) > MOST_REASONS else ""
    return CheckResult(name=name, passed=not found, reason=" ".join(found[:MOST_REASONS]) + more)
