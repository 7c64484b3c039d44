"""How the log's chain, the ledger of consents and the retention settings are tried."""

from __future__ import annotations

from tests.permissions.attempts import At


def log_chain_head(at: At) -> None:
    at.copilot.log_chain.head(at.asker)


def log_chain_verify(at: At) -> None:
    at.copilot.log_chain.verify(at.asker)


def consents_mine(at: At) -> None:
    at.copilot.consents.mine(at.asker)


def consents_withdraw(at: At) -> None:
    at.copilot.leaderboard.join(at.asker, at.asker.member)
    at.copilot.consents.withdraw(at.asker, "leaderboard")


def consents_how_many(at: At) -> None:
    at.copilot.consents.how_many(at.asker)


def retention_show(at: At) -> None:
    at.copilot.retention.show(at.asker)


def retention_apply(at: At) -> None:
    at.copilot.retention.apply(at.asker)


def retention_daily(at: At) -> None:
    at.copilot.retention.daily(at.asker)
