"""How the verbs of webhooks are tried."""

from __future__ import annotations

from copilot.domain.spaces import Channel
from copilot.services.webhooks_told import BOARD
from tests.permissions.attempts import At, look_for
from tests.permissions.given_webhooks import space_of

ADDRESS = "https://hooks.example.org/services/wordofsecrecy"


def webhooks_add(at: At) -> None:
    at.copilot.webhooks.add(at.asker, space_of(at.owner, at.programme), Channel.TEAMS, "New", ADDRESS)


def webhooks_add__the_board(at: At) -> None:
    at.copilot.webhooks.add(at.asker, BOARD, Channel.DISCORD, "New", ADDRESS)


def webhooks_every(at: At) -> None:
    look_for(at.id("w"), {one.id for one in at.copilot.webhooks.every(at.asker)})


def webhooks_places(at: At) -> None:
    look_for(space_of(at.owner, at.programme), at.copilot.webhooks.places(at.asker))


def webhooks_show(at: At) -> None:
    at.copilot.webhooks.show(at.asker, at.id("w"))


def webhooks_pause(at: At) -> None:
    at.copilot.webhooks.pause(at.asker, at.id("w"))


def webhooks_resume(at: At) -> None:
    at.copilot.webhooks.resume(at.asker, at.id("w"))


def webhooks_remove(at: At) -> None:
    at.copilot.webhooks.remove(at.asker, at.id("w"))


def webhooks_test(at: At) -> None:
    at.copilot.webhooks.test(at.asker, at.id("w"))


def webhooks_deliver(at: At) -> None:
    at.copilot.webhooks.deliver(at.asker, at.id("w"))


def webhooks_deliveries(at: At) -> None:
    at.copilot.webhooks.deliveries(at.asker, at.id("w"))


def webhooks_leading_out(at: At) -> None:
    told = at.copilot.webhooks.leading_out(at.asker, space_of(at.owner, at.programme))
    look_for("#heard", {one.name for one in told})
