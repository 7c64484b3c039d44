"""A run sheet that a chat model filled in: facts as every writer tells them, minutes that add up, no question lost."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from copilot.domain.briefs import Brief, EventTold, Source
from copilot.domain.drafts import DraftKind, RunSheet
from copilot.domain.events import EventKind
from copilot.errors import NothingToSay
from copilot.language.asked.run_sheet import AskedRunSheet, asked_run_sheet, run_sheet_from
from copilot.language.chat_client import ChatClient
from copilot.language.chat_model import ChatModelWriter
from copilot.language.embedded.run_sheets import run_sheet
from copilot.language.embedded.writer import EmbeddedWriter
from tests.language.chat_server import called, serving

DAY = date(2026, 3, 2)
EVENT = EventTold(
    kind="ama", at=datetime(2026, 3, 12, 15),  # noqa: DTZ001 - the clock on the wall
    title=Source(n=1, text="The night shift", label="title of the event"),
    begins=Source(n=2, text="2026-03-12 15:00", label="begins on 12 March 2026 at 15:00"),
    zone=Source(n=3, text="Europe/Lisbon", label="its time zone"),
    length=Source(n=4, text="50", label="takes 50 minutes"),
    hosts=(Source(n=5, text="Person A", label="hosts it"),), speakers=(Source(n=6, text="Person B", label="speaks"),),
    questions=(Source(n=7, text="How did you begin?"), Source(n=8, text="What would you change?")),
)  # fmt: skip
BRIEF = Brief(about="Person A", today=DAY, starts=DAY, ends=DAY, minutes=50, event=EVENT)


def filled(*parts: dict[str, Any]) -> AskedRunSheet:
    given = {"who": "host", "does": "Say how it goes on from here.", "questions": []}
    return AskedRunSheet.model_validate(
        {
            "before": ["Ask for questions a week before.", "Try the sound together.", "Name a helper."],
            "parts": [{**given, **part} for part in parts],
            "if_nobody_asks": "Wait a slow three seconds.", "if_one_talks": "Stop at the next breath.",
            "afterwards": ["Thank everybody within two days."], "reading": [99],
        }
    )  # fmt: skip


def test_minutes_that_do_not_add_up_are_shared_out_by_the_lengths_it_gave() -> None:
    form = run_sheet_from(
        filled(
            *(
                {"title": title, "minutes": minutes}
                for title, minutes in (("In", 10), ("On", 60), ("Out", 10))
            )
        ),
        BRIEF,
    )
    assert [box.minutes for box in form.boxes] == [5, 40, 5]
    assert form.minutes == 50


def test_a_question_comes_once_and_a_forgotten_one_goes_where_most_are() -> None:
    parts = ({"title": "In", "minutes": 10}, {"title": "On", "minutes": 20, "questions": [7, 7, 42]},
             {"title": "Out", "minutes": 20, "questions": [7]})  # fmt: skip
    form = run_sheet_from(filled(*parts), BRIEF)
    assert [[fact.evidence for fact in box.questions] for box in form.boxes] == [[], [(7,), (8,)], []]


def test_facts_and_title_are_told_as_by_every_writer_and_never_by_the_model() -> None:
    parts = [{"title": f"Part {n}", "minutes": 10} for n in range(5)]
    form = run_sheet_from(filled(*parts), BRIEF)
    assert form.title == "The night shift"
    assert form.known == run_sheet(BRIEF).known
    assert form.reading == ()


@pytest.mark.parametrize("kind", list(EventKind))
def test_the_plain_form_of_every_kind_is_one_that_a_model_could_have_filled_in(kind: EventKind) -> None:
    brief = BRIEF.model_copy(update={"event": EVENT.model_copy(update={"kind": kind.value})})
    plain = run_sheet(brief)
    shown = AskedRunSheet.model_validate_json(asked_run_sheet(plain).model_dump_json())
    assert run_sheet_from(shown, brief) == plain


def test_a_chat_model_is_asked_for_it_and_shown_the_plain_form_after_a_refusal() -> None:
    reply = asked_run_sheet(run_sheet(BRIEF)).model_dump()
    with serving(called("AskedRunSheet", reply)) as server:
        writer = ChatModelWriter(ChatClient("small", server.url), EmbeddedWriter())
        form = writer.write(DraftKind.RUN_SHEET, BRIEF)
        writer.write(DraftKind.RUN_SHEET, BRIEF, ["complete: it does not end with a close"])
    assert isinstance(form, RunSheet)
    assert form == run_sheet(BRIEF)
    told = server.asked[-1]["messages"][-1]["content"]
    assert "does not end with a close" in told
    assert "Thanks and close" in told


def test_without_an_event_there_is_nothing_to_say() -> None:
    nothing = BRIEF.model_copy(update={"event": None})
    with pytest.raises(NothingToSay):
        run_sheet(nothing)
    with pytest.raises(NothingToSay):
        run_sheet_from(filled(*[{"title": "x", "minutes": 1}] * 3), nothing)
