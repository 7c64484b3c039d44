"""Slots of a job, from an utterance and from what was asked before."""

import pytest

from copilot.domain.chat import Pending, Tool, ToolResult
from copilot.services.chat.acquaintances import Acquaintances
from copilot.services.chat.filling import Filling, shown, with_who_was_named
from copilot.services.chat.jobs import Job
from copilot.services.chat.tools.drafting import AskedWithPerson
from tests.services.chat.community import talk
from tests.services.drafting.community import ANA


@pytest.fixture
def filling() -> Filling:
    made = talk()
    return Filling(Acquaintances(made.units, made.services.relationships), ANA)


def test_only_what_is_said_is_filled(filling: Filling) -> None:
    assert filling.slots(Job.AGENDA, "next session agenda please") == {}
    assert filling.slots(Job.GOALS, "my goals for 45 minutes with Tomás") == {}


def test_an_agenda_has_person_length_and_topic(filling: Filling) -> None:
    said = "Plan my next session with Tomás about saying no, 45 min"
    assert filling.slots(Job.AGENDA, said) == {"person": "Tomás", "minutes": 45, "topic": "saying no"}


def test_a_topic_with_a_capital_is_nobody(filling: Filling) -> None:
    assert filling.slots(Job.AGENDA, "agenda about Excel") == {"topic": "Excel"}


def test_who_is_recognised_and_where(filling: Filling) -> None:
    said = filling.slots(Job.RECOGNITION, "a newsletter piece about Tomás Reyes")
    assert said == {"person": "Tomás Reyes", "tone": "newsletter"}


def test_whom_she_wants_to_find(filling: Filling) -> None:
    assert filling.slots(Job.FIND, "who could teach me to present") == {
        "role": "mentor",
        "topic": "to present",
    }


def test_notes_are_taken_from_behind_the_request(filling: Filling) -> None:
    notes = "Ana sends the slide on Friday. Will Hartmann was there too."
    said = filling.slots(Job.NOTES, f"Action items from my session with Tomás: {notes}")
    assert said == {"person": "Tomás", "text": notes}
    assert filling.slots(Job.NOTES, "make action items of my notes") == {}


@pytest.mark.parametrize(
    ("missing", "said", "value"),
    [
        ("person", "Tomás", "Tomás"), ("person", "with tomas please, if that is all right", "tomas"),
        ("person", "Somebody Else", "Somebody Else"), ("text", "short", None),
        ("text", "Ana sends the first slide on Friday.", "Ana sends the first slide on Friday."),
        ("person", "never mind", None), ("person", "no thanks!", None), ("text", "  cancel ", None),
        ("person", "I would rather know when the next programme begins", None),
    ],
)  # fmt: skip
def test_an_answer_fills_the_slot_that_was_asked_for(
    filling: Filling, missing: str, said: str, value: str | None
) -> None:
    pending = Pending(job="agenda" if missing == "person" else "notes", slots={"topic": "x"}, missing=missing)
    expected = None if value is None else {"topic": "x", missing: value}
    assert filling.answered(pending, said) == expected


def test_a_role_is_read_as_the_job_means_it(filling: Filling) -> None:
    charter, find = Pending(job="charter", missing="role"), Pending(job="find", missing="role")
    assert filling.answered(charter, "for a mentee") == {"role": "mentee"}
    assert filling.answered(find, "a buddy") == {"role": "peer"}
    assert filling.answered(charter, "hm") is None


def test_what_is_shown_while_she_waits_has_no_notes_in_it() -> None:
    assert shown({"person": "Grace", "minutes": 45, "text": "long private notes", "topic": ""}) == "Grace, 45"


@pytest.mark.parametrize(
    "said", ["a nomination for me, please", "recognise me", "Write a shout-out about myself"]
)
def test_who_wants_words_about_herself_is_the_one(filling: Filling, said: str) -> None:
    assert filling.slots(Job.RECOGNITION, said)["person"] == "me"
    assert filling.slots(Job.RECOGNITION, f"{said} and Tomás")["person"] == "Tomás"


@pytest.mark.parametrize(("told", "meant"), [("", "Grace Mbeki"), ("Tomás", "Tomás")])
def test_a_model_that_leaves_the_person_out_means_whoever_is_named(
    filling: Filling, told: str, meant: str
) -> None:
    asked: list[str] = []

    def run(slots: AskedWithPerson) -> ToolResult:
        asked.append(slots.person)
        return ToolResult(text="made")

    tool = Tool("agreement", "", AskedWithPerson, run)
    said = "Draft the agreement between Grace Mbeki and Will"
    with_who_was_named(tool, filling, said).run(AskedWithPerson(person=told))
    assert asked == [meant]


def test_the_session_of_strangers_is_not_ones_own(filling: Filling) -> None:
    said = filling.slots(Job.AGENDA, "Draft the agenda for the next session of Will Hartmann and Grace")
    assert said["person"].startswith("Will")
