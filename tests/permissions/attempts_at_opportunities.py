"""How the verbs of the board are tried."""

from __future__ import annotations

from tests.permissions.attempts import At, look_for
from tests.permissions.community import OFFERED


def opportunities_every(at: At) -> None:
    look_for(at.id("offer"), {one.id for one in at.copilot.opportunities.every(at.asker)})


def opportunities_every__over(at: At) -> None:
    look_for(at.id("over"), {one.id for one in at.copilot.opportunities.every(at.asker, past=True)})


def opportunities_show(at: At) -> None:
    at.copilot.opportunities.show(at.asker, at.id("offer"))


def opportunities_show__over(at: At) -> None:
    at.copilot.opportunities.show(at.asker, at.id("over"))


def opportunities_post(at: At) -> None:
    at.copilot.opportunities.post(at.asker, "role", "A seat in the jury", "Four evenings in May.")


def opportunities_edit(at: At) -> None:
    at.copilot.opportunities.edit(at.asker, at.id("offer"), title="Another title")


def opportunities_close(at: At) -> None:
    at.copilot.opportunities.close(at.asker, at.id("offer"))


def opportunities_point(at: At) -> None:
    """Somebody to the owner's opportunity; herself, nobody can be pointed to hers."""
    at.copilot.opportunities.point(at.asker, at.id("offer"), OFFERED, "You would be good at it.")


def opportunities_answer(at: At) -> None:
    at.copilot.opportunities.answer(at.asker, at.id("pt"), "interested")


def opportunities_pointed(at: At) -> None:
    look_for(at.id("pt"), {one.id for one in at.copilot.opportunities.pointed(at.asker)})
