"""What those who run an event do with it: change it, see who was there, tick questions off, call it off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.errors import BadInput
from copilot.services.events.questions import Asked, AskedAlike
from copilot.services.events.seeing import EventView
from ui.web.draft_pane import DraftPane
from ui.web.page import Room
from ui.web.people import People
from ui.web.typed_times import read_wall_clock
from ui.web.views.events import what_came_back
from ui.web.views.pieces import NOTHING, shown


class HostingPane:
    """The parts below an event for those who run it; nobody else is shown them, and the services ask again.

    Args:
        room: where it is built.
        event: the state that holds the event's id.
    """

    def __init__(self, room: Room, event: gr.State) -> None:
        self._room, self._desk, self._event = room, room.desk, event
        with gr.Accordion("You run this event", open=False, visible=False, elem_classes="fold") as self._fold:
            self._lay_out_afterwards()
            self._lay_out_run_sheet()
            self._lay_out_change()
            self._lay_out_calling_off()
        self.outputs = [
            self._fold, self._came, self._keep_came, self._hold, self._back, self._answered, self._tick, self._change,
            self._title, self._day, self._clock, self._minutes, self._where, self._places, self._off, self._onwards,
            self._draft,
        ]  # fmt: skip

    def _lay_out_afterwards(self) -> None:
        self._back = self._room.slot()
        self._came = gr.CheckboxGroup([], label="Who was there?", visible=False, elem_classes="ticks")
        with gr.Row(elem_classes="actions"):
            self._keep_came = gr.Button("Keep who was there", variant="primary", visible=False, min_width=0)
            self._hold = gr.Button("It was held", visible=False, min_width=0)
        self._answered = gr.CheckboxGroup(
            [], label="Questions: tick those that were answered", visible=False, elem_classes="ticks"
        )
        self._tick = gr.Button("Save the ticks", visible=False, elem_classes="alone")

    def _lay_out_run_sheet(self) -> None:
        self._draft = gr.Button("Draft a run sheet from the guides", visible=False, elem_classes="alone")
        self._sheet = DraftPane(self._room, "Approve this run sheet")

    def _lay_out_change(self) -> None:
        with gr.Column(visible=False) as self._change:
            self._title = gr.Textbox(label="Title", max_length=200)
            with gr.Row(elem_classes="form"):
                self._day = gr.Textbox(label="Day, such as 2027-03-31", max_length=10, min_width=140)
                self._clock = gr.Textbox(label="Time, such as 14:30", max_length=5, min_width=120)
                self._minutes = gr.Number(label="Minutes", precision=0, minimum=5, min_width=100)
                self._places = gr.Number(
                    label="Places (0: as many as come)", precision=0, minimum=0, min_width=120
                )
            self._where = gr.Textbox(label="Where: a room or a link", max_length=1000)
            self._save = gr.Button("Save the changes", variant="primary", elem_classes="alone")

    def _lay_out_calling_off(self) -> None:
        with gr.Column(visible=False) as self._off:
            self._reason = gr.Textbox(label="Why is it called off? People read this.", max_length=1000)
            self._onwards = gr.Checkbox(label="Also those of its series that come after it", visible=False)
            self._cancel = gr.Button("Call it off", variant="stop", elem_classes="alone")

    def connect(self, shown_anew: Callable[[Asker, str, str], Any], outputs: list[Any]) -> None:
        """Wire the buttons; `shown_anew(asker, event, words)` gives the values of `outputs`."""
        self._shown_anew = shown_anew
        wire, event = self._room.wire, self._event
        change = [self._title, self._day, self._clock, self._minutes, self._where, self._places]
        wire(self._keep_came.click, self._attended, [event, self._came], outputs)
        wire(self._draft.click, self._drafted, event, self._sheet.outputs)
        wire(self._hold.click, self._held, event, outputs)
        wire(self._tick.click, self._ticked, [event, self._answered], outputs)
        wire(self._save.click, self._changed, [event, *change], outputs)
        wire(self._cancel.click, self._called_off, [event, self._reason, self._onwards], outputs)

    def showing(self, asker: Asker, view: EventView | None, people: People) -> list[Any]:
        """The values of `outputs` for an event; hidden where she doesn't run it."""
        hidden = gr.update(visible=False)
        if view is None or not view.runs:
            return [hidden] * len(self.outputs)
        event, begun = view.event, view.starts <= self._desk.copilot.clock.now()
        on, planned = event.state != "cancelled", event.state == "planned"
        coming = [each for each in view.coming or () if each.state == "registered"]
        asked = _all(self._desk.copilot.event_questions.every(asker, event.id))
        names = [(people.name(each.member), each.member) for each in coming]
        came = [each.member for each in coming if each.attended]
        returned = (
            what_came_back(self._desk.copilot.event_feedback.told(asker, event.id)) if begun else NOTHING
        )
        return [
            gr.update(visible=on),
            gr.update(choices=names, value=came, visible=begun and bool(names)),
            gr.update(visible=begun and bool(names)),
            gr.update(visible=begun and planned),
            gr.update(value=shown(returned)),
            gr.update(choices=[(each.text, each.question) for each in asked],
                      value=[each.question for each in asked if each.answered], visible=bool(asked)),
            gr.update(visible=bool(asked)),
            gr.update(visible=planned and not begun),
            event.title, event.at.date().isoformat(),
            gr.update(value=f"{event.at:%H:%M}", label=f"Time in {event.time_zone}"), event.minutes, event.where,
            event.places or 0,
            gr.update(visible=planned and not begun),
            gr.update(value=False, visible=bool(event.series)),
            gr.update(visible=planned),
        ]  # fmt: skip

    def _attended(self, event_id: str, came: list[str], request: gr.Request) -> Any:
        asker, service = self._desk.asker(request), self._desk.copilot.registrations
        coming = [each for each in service.coming(asker, event_id) if each.state == "registered"]
        service.attend(asker, event_id, came, [each.member for each in coming if each.member not in came])
        return self._shown_anew(asker, event_id, "Kept. Those who were there can say how it was.")

    def _drafted(self, event_id: str, request: gr.Request) -> Iterator[list[Any]]:
        asker, drafting = self._desk.asker(request), self._desk.copilot.drafting
        yield from self._sheet.drafting(asker, lambda: drafting.run_sheet(asker, event_id))

    def _held(self, event_id: str, request: gr.Request) -> Any:
        asker = self._desk.asker(request)
        self._desk.copilot.events.hold(asker, event_id)
        return self._shown_anew(asker, event_id, "It was held.")

    def _ticked(self, event_id: str, answered: list[str], request: gr.Request) -> Any:
        asker, service = self._desk.asker(request), self._desk.copilot.event_questions
        asked = [each.question for each in _all(service.every(asker, event_id))]
        service.answer(asker, answered)
        service.answer(asker, [each for each in asked if each not in answered], answered=False)
        return self._shown_anew(asker, event_id, "Saved.")

    def _changed(
        self, event_id: str, title: str, day: str, clock: str, minutes: Any, where: str, places: Any,
        request: gr.Request,
    ) -> Any:  # fmt: skip
        asker = self._desk.asker(request)
        self._desk.copilot.events.update(
            asker, event_id, title=title, at=read_wall_clock(day, clock), minutes=whole(minutes), where=where,
            places=whole(places),
        )  # fmt: skip
        return self._shown_anew(asker, event_id, "Saved. Whoever has a place keeps it, and sees the change.")

    def _called_off(self, event_id: str, reason: str, onwards: bool, request: gr.Request) -> Any:
        asker = self._desk.asker(request)
        self._desk.copilot.events.cancel(asker, event_id, reason, onwards=onwards)
        return self._shown_anew(asker, event_id, "It is called off, and says why.")


def _all(groups: Iterable[AskedAlike]) -> list[Asked]:
    return [each for group in groups for each in (group.leads, *group.others)]


def whole(number: Any) -> int:
    """A whole number out of a number field; BadInput where it is empty or none."""
    try:
        return int(number)
    except (TypeError, ValueError) as fault:
        raise BadInput("A number is missing.", cure="Write it in digits.") from fault
