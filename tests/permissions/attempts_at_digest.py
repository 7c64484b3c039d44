"""How the digest is tried: on a circle of the owner's that fell silent."""

from __future__ import annotations

from tests.permissions.attempts import At, look_for
from tests.permissions.attempts_at_at_risk import fall_silent, where


def digest_week(at: At) -> None:
    at.copilot.digest.week(at.asker, where(at))


def digest_week__community(at: At) -> None:
    at.copilot.digest.week(at.asker)


def digest_week__names(at: At) -> None:
    fall_silent(at)
    found = at.copilot.digest.week(at.asker, where(at))
    look_for("names", {"names" for each in found.look if each.pairs})
