"""How the verbs of personal tokens are tried."""

from __future__ import annotations

from tests.permissions.attempts import At, look_for


def tokens_add(at: At) -> None:
    at.copilot.tokens.add(at.asker, at.owner, "an assistant")


def tokens_of(at: At) -> None:
    look_for(at.id("token"), {one.token for one in at.copilot.tokens.of(at.asker, at.owner)})


def tokens_revoke(at: At) -> None:
    at.copilot.tokens.revoke(at.asker, at.id("token"))
