"""How the verbs of objectives are tried: what says nothing else is about a goal."""

from __future__ import annotations

from copilot.domain.asking import OPERATOR
from tests.permissions.attempts import At, look_for
from tests.permissions.given_objectives import OBJECTIVE


def objectives_every(at: At) -> None:
    look_for(OBJECTIVE, {each.id for each in at.copilot.objectives.every(at.asker)})


def objectives_show(at: At) -> None:
    at.copilot.objectives.show(at.asker, OBJECTIVE)


def objectives_serving(at: At) -> None:
    at.copilot.objectives.serving(at.asker)


def objectives_add(at: At) -> None:
    at.copilot.objectives.add(at.asker, "Everybody has a mentor", key_results=["Matched: 10 -> 90 %"])


def objectives_update(at: At) -> None:
    at.copilot.objectives.update(at.asker, OBJECTIVE, why="Our stages are empty.")


def objectives_key_result(at: At) -> None:
    at.copilot.objectives.update(OPERATOR, OBJECTIVE, key_results=["Speakers: 2 -> 20 people"])
    at.prepared()
    at.copilot.objectives.key_result(at.asker, OBJECTIVE, 1, 7)


def objectives_settle(at: At) -> None:
    at.copilot.objectives.settle(at.asker, OBJECTIVE, "reached")


def objectives_links(at: At) -> None:
    look_for(at.id("serving"), {each.record for each in at.copilot.objectives.links(at.asker)})


def objectives_links__match(at: At) -> None:
    look_for(at.id("r"), {each.record for each in at.copilot.objectives.links(at.asker, OBJECTIVE)})


def objectives_link(at: At) -> None:
    at.copilot.objectives.link(at.asker, OBJECTIVE, "goal", at.id("g"))


def objectives_link__event(at: At) -> None:
    at.copilot.objectives.link(at.asker, OBJECTIVE, "event", at.id("fitting"))


def objectives_link__match(at: At) -> None:
    at.copilot.objectives.link(at.asker, "trees", "match", at.id("r"))


def objectives_unlink(at: At) -> None:
    at.copilot.objectives.unlink(at.asker, OBJECTIVE, "goal", at.id("serving"))


def objectives_unlink__event(at: At) -> None:
    at.copilot.objectives.unlink(at.asker, OBJECTIVE, "event", at.id("linked"))


def objectives_unlink__match(at: At) -> None:
    at.copilot.objectives.unlink(at.asker, OBJECTIVE, "match", at.id("r"))


def objectives_suggest(at: At) -> None:
    look_for(at.id("g"), {each.record for each in at.copilot.objectives.suggest(at.asker)})


def objectives_suggest__event(at: At) -> None:
    look_for(at.id("fitting"), {each.record for each in at.copilot.objectives.suggest(at.asker)})


def objectives_confirm(at: At) -> None:
    at.copilot.objectives.confirm(at.asker, OBJECTIVE, "goal", at.id("g"))


def objectives_confirm__event(at: At) -> None:
    at.copilot.objectives.confirm(at.asker, OBJECTIVE, "event", at.id("fitting"))


def objectives_refuse(at: At) -> None:
    at.copilot.objectives.refuse(at.asker, OBJECTIVE, "goal", at.id("g"))


def objectives_refuse__event(at: At) -> None:
    at.copilot.objectives.refuse(at.asker, OBJECTIVE, "event", at.id("fitting"))


def objectives_suggest__match(at: At) -> None:
    look_for(at.id("fits"), {each.record for each in at.copilot.objectives.suggest(at.asker)})


def objectives_confirm__match(at: At) -> None:
    at.copilot.objectives.confirm(at.asker, OBJECTIVE, "match", at.id("fits"))


def objectives_refuse__match(at: At) -> None:
    at.copilot.objectives.refuse(at.asker, OBJECTIVE, "match", at.id("fits"))
