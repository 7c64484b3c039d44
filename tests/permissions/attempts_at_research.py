"""How the anonymised export is tried."""

from __future__ import annotations

from tests.permissions.attempts import At


def research_assess(at: At) -> None:
    at.copilot.research.assess(at.asker, k=5)


def research_export(at: At) -> None:
    at.copilot.research.export(at.asker, k=5)
