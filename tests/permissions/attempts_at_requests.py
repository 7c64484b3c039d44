"""How the verbs about informal requests are tried."""

from __future__ import annotations

from tests.permissions.attempts import At, look_for
from tests.permissions.community import DAY, INSIDER, NOW


def help_requests_every(at: At) -> None:
    look_for(at.id("h"), {one.id for one in at.copilot.help_requests.every(at.asker)})


def help_requests_every__inside(at: At) -> None:
    look_for(at.id("inside"), {one.id for one in at.copilot.help_requests.every(at.asker)})


def help_requests_show(at: At) -> None:
    at.copilot.help_requests.show(at.asker, at.id("h"))


def help_requests_show__inside(at: At) -> None:
    at.copilot.help_requests.show(at.asker, at.id("inside"))


def help_requests_show__offers(at: At) -> None:
    """What somebody offered to the owner."""
    found = at.copilot.help_requests.show(at.asker, at.id("h"))
    look_for("Between us: gladly.", {offer.words for offer in found.offers})


def help_requests_every__over(at: At) -> None:
    found = at.copilot.help_requests.every(at.asker, states={"withdrawn"})
    look_for(at.id("over"), {one.id for one in found})


def help_requests_show__over(at: At) -> None:
    at.copilot.help_requests.show(at.asker, at.id("over"))


def help_requests_ask(at: At) -> None:
    at.copilot.help_requests.ask(at.asker, "Who reads my first page?", by=NOW.date() + 3 * DAY)


def help_requests_offer(at: At) -> None:
    at.copilot.help_requests.offer(at.asker, at.id("h"), "Gladly")


def help_requests_step_back(at: At) -> None:
    service = at.copilot.help_requests
    service.offer(at.asker, f"h:{INSIDER}")
    at.prepared()
    service.step_back(at.asker, f"h:{INSIDER}")


def help_requests_take(at: At) -> None:
    at.copilot.help_requests.take(at.asker, at.id("h"))


def help_requests_done(at: At) -> None:
    at.copilot.help_requests.done(at.asker, at.id("taken"), thanks="You saved me.", as_moment=True)


def help_requests_withdraw(at: At) -> None:
    at.copilot.help_requests.withdraw(at.asker, at.id("h"))


def help_requests_suggest(at: At) -> None:
    at.copilot.help_requests.suggest(at.asker, at.id("h"))


def matching_who_could_help(at: At) -> None:
    at.copilot.matching.who_could_help(at.asker, at.owner, "Present without notes")
