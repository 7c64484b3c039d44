"""What `doctor` says of an installation."""

from __future__ import annotations

from copilot.domain.records import Value


class Check(Value):
    """One thing that was looked at: whether it is as it should be, a sentence about it, and the cure where not."""

    name: str
    ok: bool
    detail: str
    cure: str = ""
