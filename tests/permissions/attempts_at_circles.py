"""How the verbs of circles are tried."""

from __future__ import annotations

from copilot.errors import NotAllowed
from copilot.services.circles.seeing import CircleShown
from tests.permissions.attempts import At, look_for
from tests.permissions.community import INSIDER, OFFERED, PARTNER, SITTERS, SPONSOR


def circles_every(at: At) -> None:
    look_for(at.id("circle"), {each.id for each in at.copilot.circles.every(at.asker).circles})


def circles_show(at: At) -> None:
    at.copilot.circles.show(at.asker, at.id("circle"))


def circles_show__dates(at: At) -> None:
    if not at.copilot.circles.show(at.asker, at.id("circle")).dated:
        raise NotAllowed("The status only.")


def circles_show__who_came(at: At) -> None:
    if not isinstance(at.copilot.circles.show(at.asker, at.id("circle")), CircleShown):
        raise NotAllowed("Status and dates only.")


def circles_health(at: At) -> None:
    assert at.copilot.circles.health(at.asker, at.id("circle")).standing


def circles_health__findings(at: At) -> None:
    if not at.copilot.circles.health(at.asker, at.id("circle")).findings:
        raise NotAllowed("How it meets, and no more.")


def circles_chair(at: At) -> None:
    at.copilot.circles.chair(at.asker, at.id("circle"))


def circles_set_chair(at: At) -> None:
    at.copilot.circles.set_chair(at.asker, at.id("circle"), SITTERS[0])


def circles_pass_on(at: At) -> None:
    at.copilot.circles.pass_on(at.asker, at.id("circle"))


def circles_came(at: At) -> None:
    at.copilot.circles.came(at.asker, at.id("circle"), [at.owner, SITTERS[1]])


def circles_correct(at: At) -> None:
    at.copilot.circles.correct(at.asker, at.id("circle"), here=False)


def circles_plan(at: At) -> None:
    at.copilot.circles.plan(at.asker, at.id("circle"), 60, "Asking for feedback")


def circles_leave(at: At) -> None:
    at.copilot.circles.leave(at.asker, at.id("circle"))


def circles_peers(at: At) -> None:
    look_for(at.id("fits"), {each.relationship for each in at.copilot.circles.peers(at.asker).peers})


def circles_add(at: At) -> None:
    people = [INSIDER, PARTNER, OFFERED, SPONSOR] if at.programme else [at.owner, *SITTERS[:3]]
    at.copilot.circles.add(at.asker, people, "Speaking up", at.programme)


def circles_suggest(at: At) -> None:
    at.copilot.circles.suggest(at.asker, "Speaking up", at.programme)


def circles_update(at: At) -> None:
    at.copilot.circles.update(at.asker, at.id("circle"), "Speaking up")


def circles_split(at: At) -> None:
    at.copilot.circles.split(at.asker, at.id("circle"), yes=True)


def circles_merge(at: At) -> None:
    at.copilot.circles.merge(at.asker, at.id("small"), at.id("few"), yes=True)
