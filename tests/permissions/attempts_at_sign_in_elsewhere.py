"""How the verb about links to a provider is tried."""

from __future__ import annotations

from tests.permissions.attempts import At


def accounts_unlink(at: At) -> None:
    at.copilot.accounts.unlink(at.asker, at.owner)
