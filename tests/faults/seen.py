"""What was seen of one fault: a line of the table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Seen:
    """One fault, and what came of it.

    Attributes:
        fault: what failed.
        confirmed: how many writes were confirmed to somebody, before and meanwhile.
        lost: how many of them are gone afterwards.
        opens: whether the home opens and takes writes once the fault is over.
        said: what people were told meanwhile; empty where nothing is degraded.
    """

    fault: str
    confirmed: int
    lost: int
    opens: bool
    said: str
