"""How the verbs of surveys are tried: each owner has one that is open, and one that she answered."""

from __future__ import annotations

from copilot.domain.surveys import SurveyPoint
from tests.permissions.attempts import At, look_for

START = SurveyPoint.START


def surveys_open_for(at: At) -> None:
    found = at.copilot.surveys.open_for(at.asker)
    look_for(at.id("surveyed"), {each.survey.relationship for each in found})


def surveys_show(at: At) -> None:
    at.copilot.surveys.show(at.asker, at.id("surveyed"), START)


def surveys_mine(at: At) -> None:
    look_for(at.id("r"), {each.answer.relationship for each in at.copilot.surveys.mine(at.asker)})


def surveys_answer(at: At) -> None:
    at.copilot.surveys.answer(at.asker, at.id("surveyed"), START, {"safe": 4})


def surveys_withdraw(at: At) -> None:
    at.copilot.surveys.withdraw(at.asker, at.id("r"), START)


def surveys_results(at: At) -> None:
    at.copilot.surveys.results(at.asker, at.programme)
