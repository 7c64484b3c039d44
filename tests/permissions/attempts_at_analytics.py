"""How the verbs of analytics are tried."""

from __future__ import annotations

from tests.permissions.attempts import At


def analytics_overseen(at: At) -> None:
    at.copilot.analytics.overseen(at.asker)


def analytics_show(at: At) -> None:
    at.copilot.analytics.show(at.asker, at.programme)


def analytics_table(at: At) -> None:
    at.copilot.analytics.table(at.asker, at.programme, period="all")


def analytics_months(at: At) -> None:
    at.copilot.analytics.months(at.asker, at.programme)


def analytics_mine(at: At) -> None:
    at.copilot.analytics.mine(at.asker)
