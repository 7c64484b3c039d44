"""Rates and how sure they are: Wilson's interval, the impact ratio, Fisher's exact test."""

from __future__ import annotations

import math

import numpy as np

LINE = 0.80
"""The four-fifths line: a selection rate below 0.80 of the best-off group's deserves a look.

US Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4 D (1978); a rule of thumb, not a proof."""
_Z = 1.959963984540054
"""The 0.975 quantile of the normal distribution."""


def wilson(count: int, of: int) -> tuple[float, float]:
    """The 95 % score interval of a share (Wilson 1927, JASA 22:209–212), 0 to 1; (0, 1) where nobody is counted."""
    if not of:
        return 0.0, 1.0
    rate, spread = count / of, _Z**2 / of
    middle = rate + spread / 2
    width = _Z * math.sqrt(rate * (1 - rate) / of + spread / of / 4)
    return max(0.0, (middle - width) / (1 + spread)), min(1.0, (middle + width) / (1 + spread))


def fisher_p(count: int, of: int, others_count: int, others: int) -> float:
    """Two-sided p of Fisher's exact test (1922) that both shares are one; 1 where there are no others."""
    from scipy.stats import fisher_exact

    if not of or not others:
        return 1.0
    table = np.array([[count, of - count], [others_count, others - others_count]])
    return float(fisher_exact(table).pvalue)


def more_needed(count: int, of: int, best_rate: float) -> int:
    """How many more of the group would reach LINE times the best rate."""
    return max(0, math.ceil(LINE * best_rate * of - 1e-9) - count)
