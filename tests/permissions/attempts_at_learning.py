"""How the verbs of learning are tried."""

from __future__ import annotations

from knowledge.readiness import questionnaires
from tests.permissions.attempts import At, look_for
from tests.permissions.given_learning import GUIDE, TRACK


def learning_tracks(at: At) -> None:
    look_for(TRACK, {one.id for one in at.copilot.learning.tracks(at.asker)})


def learning_tracks__progress(at: At) -> None:
    """Whose progress is told: that of the owner, if she asks herself."""
    told = at.copilot.learning.track(at.asker, TRACK)
    look_for(f"{at.owner} finished", {f"{at.asker.member} {told.mine.state}"} if told.mine else ())


def learning_track(at: At) -> None:
    at.copilot.learning.track(at.asker, TRACK)


def learning_guide(at: At) -> None:
    at.copilot.learning.guide(at.asker, GUIDE)


def learning_guide__progress(at: At) -> None:
    mine = at.copilot.learning.guide(at.asker, GUIDE).mine
    look_for(f"{at.owner} read", {f"{at.asker.member} read"} if mine and mine.read else ())


def learning_questions(at: At) -> None:
    at.copilot.learning.questions(at.asker, GUIDE)


def learning_scenario(at: At) -> None:
    at.copilot.learning.scenario(at.asker, GUIDE)


def learning_readiness(at: At) -> None:
    at.copilot.learning.readiness(at.asker, "mentor")


def learning_readiness__history(at: At) -> None:
    told = at.copilot.learning.readiness(at.asker, "mentor")
    look_for(at.id("rd"), {one.id for one in told.history})


def learning_read(at: At) -> None:
    at.copilot.learning.read(at.asker, "feedback/receiving.md")


def learning_check(at: At) -> None:
    version = at.copilot.learning.questions(at.asker, GUIDE).version
    at.copilot.learning.check(at.asker, GUIDE, version, [1, 1, 1])


def learning_practise(at: At) -> None:
    at.copilot.learning.practise(at.asker, GUIDE, "On Monday you came ten minutes after we had begun.")


def learning_answers(at: At) -> None:
    look_for(at.id("pa"), {one.id for one in at.copilot.learning.answers(at.asker)})


def learning_forget(at: At) -> None:
    at.copilot.learning.forget(at.asker, at.id("pa"))


def learning_rate(at: At) -> None:
    at.copilot.learning.rate(at.asker, "mentor", dict.fromkeys(questionnaires()["mentor"].keys, 4))


def learning_progress(at: At) -> None:
    at.copilot.learning.progress(at.asker)


def learning_next_for(at: At) -> None:
    at.copilot.learning.next_for(at.asker)


def learning_certificate(at: At) -> None:
    at.copilot.learning.certificate(at.asker, TRACK)
