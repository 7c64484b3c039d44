"""A conversation without a model goes on as one between people does."""

from datetime import UTC, datetime

from pydantic import BaseModel

from copilot.domain.chat import Called, Tool, ToolResult, Turn
from copilot.services.chat.jobs import Job
from copilot.services.chat.routed_talk import WELCOME, RoutedTalk
from copilot.services.chat.routing import Routed


class Asked(BaseModel):
    question: str = ""


class Certain:
    """A router that takes everything for one job."""

    def __init__(self, job: Job, probability: float) -> None:
        self.routed = Routed(job, probability, ((job, probability),))

    def route(self, text: str) -> Routed:
        return self.routed


class NoSlots:
    def slots(self, job: Job, text: str) -> dict[str, object]:
        return {}


GUIDES = {"guides": Tool("guides", "", Asked, lambda slots: ToolResult(text=f"asked: {slots.question}"))}
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def said(text: str, job: Job, probability: float, *before: Turn) -> list[Called | ToolResult]:
    return list(RoutedTalk(Certain(job, probability), NoSlots(), {}).talk(before, text, GUIDES))


def test_a_question_that_leans_on_the_guides_answer_is_asked_of_them() -> None:
    answered = Turn(by="copilot", text="Ask for one thing.", at=NOW, tools=("guides",))
    assert (
        said("and if she is my boss?", Job.OUTSIDE, 0.9, answered)[-1].text == "asked: and if she is my boss?"
    )
    elsewhere = Turn(by="copilot", text="Your goals.", at=NOW, tools=("goals",))
    assert not said("and if she is my boss?", Job.OUTSIDE, 0.9, elsewhere)[-1].text.startswith("asked")


def test_thanks_are_answered_as_thanks_and_a_greeting_as_a_greeting() -> None:
    assert said("thanks!", Job.GREETING, 0.9)[-1].text == WELCOME
    assert said("hello", Job.GREETING, 0.9)[-1].text != WELCOME
