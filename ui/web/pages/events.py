"""Events: what is coming up, one of them with its questions, and an invitation to one's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.events import EventKind
from copilot.errors import NothingToSay
from copilot.services.events.seeing import EventView
from ui.web.desk import chosen
from ui.web.hosting_pane import HostingPane, whole
from ui.web.page import Page, Room, is_anybody
from ui.web.people import People
from ui.web.typed_times import read_wall_clock
from ui.web.views.events import KINDS, event_cards, one_event, questions
from ui.web.views.pieces import notice, shown

WHICH = (("Coming up", "coming"), ("Mine", "mine"), ("Past", "past"))
AGAIN = (
    ("only once", ""), ("every week", "week"), ("every two weeks", "two weeks"), ("every month, on this day", "month"),
)  # fmt: skip
RATINGS = ((" 1: not worth it", 1), ("2", 2), ("3", 3), ("4", 4), ("5: just right", 5))
MOST_SHOWN = 60


def build(room: Room) -> None:
    """The list, or the event that the address names."""
    _EventsPage(room)


class _EventsPage:
    """Its parts from top to bottom, and what each button does."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk
        self._event = gr.State("")
        self._told = room.slot()
        self._which = gr.Radio(
            list(WHICH), value="coming", label="Which?", elem_classes="pills", visible=False
        )
        self._cards, self._whole = room.slot(), room.slot()
        self._lay_out_taking_part()
        self._lay_out_asking()
        self._lay_out_saying()
        self._hosting = HostingPane(room, self._event)
        self._lay_out_inviting()
        self._outputs = [
            self._event, self._told, self._which, self._cards, self._whole, self._take, self._give_back, self._yes,
            self._no, self._questions, self._asking, self._own, self._take_back, self._saying, self._rating,
            self._words, self._inviting, *self._hosting.outputs,
        ]  # fmt: skip
        self._connect()

    def _lay_out_taking_part(self) -> None:
        with gr.Row(elem_classes="actions"):
            self._take = gr.Button("Take a place", variant="primary", visible=False, min_width=0)
            self._give_back = gr.Button("Give my place back", visible=False, min_width=0)
            self._yes = gr.Button("Yes, I will speak", variant="primary", visible=False, min_width=0)
            self._no = gr.Button("No, I can’t speak", visible=False, min_width=0)

    def _lay_out_asking(self) -> None:
        self._questions = self._room.slot()
        with gr.Accordion(
            "Ask something beforehand", open=False, visible=False, elem_classes="fold"
        ) as self._asking:
            self._text = gr.Textbox(label="What would you like to have answered?", max_length=1000)
            self._named = gr.Checkbox(label="Others may read that it is me who asks")
            self._ask = gr.Button("Ask it", variant="primary", elem_classes="alone")
            self._own = gr.Dropdown([], label="Your questions", visible=False)
            self._take_back = gr.Button("Take it back", visible=False, elem_classes="alone")

    def _lay_out_saying(self) -> None:
        with gr.Accordion("How was it?", open=True, visible=False, elem_classes="fold") as self._saying:
            self._rating = gr.Radio(list(RATINGS), label="From 1 to 5", elem_classes="pills")
            self._words = gr.Textbox(
                label="In words (the hosts read them without your name)", max_length=4000, lines=3
            )
            self._say = gr.Button("Say it", variant="primary", elem_classes="alone")

    def _lay_out_inviting(self) -> None:
        with gr.Accordion(
            "Invite to an event", open=False, elem_classes="fold", visible=False
        ) as self._inviting:
            self._kind = gr.Radio(
                [(name, kind.value) for kind, name in KINDS.items()], value=EventKind.OFFICE_HOURS.value,
                label="What is it?", elem_classes="pills",
            )  # fmt: skip
            self._title = gr.Textbox(label="Title", max_length=200, placeholder="Presenting without notes")
            self._about = gr.Textbox(label="What happens there, and for whom?", lines=3, max_length=10_000)
            with gr.Row(elem_classes="form"):
                self._day = gr.Textbox(label="Day, such as 2027-03-31", max_length=10, min_width=140)
                self._clock = gr.Textbox(label="Time, such as 14:30", max_length=5, min_width=120)
                self._minutes = gr.Number(60, label="Minutes", precision=0, minimum=5, min_width=100)
                self._places = gr.Number(
                    0, label="Places (0: as many as come)", precision=0, minimum=0, min_width=120
                )
            self._where = gr.Textbox(label="Where: a room or a link", max_length=1000)
            with gr.Row(elem_classes="form"):
                self._every = gr.Dropdown(list(AGAIN), value="", label="Does it come again?", min_width=180)
                self._times = gr.Number(
                    6, label="How many times?", precision=0, minimum=2, maximum=104, min_width=100
                )
            self._invite = gr.Button("Invite", variant="primary", elem_classes="alone")

    def _connect(self) -> None:
        wire, out, event = self._room.wire, self._outputs, self._event
        self._room.on_open(self._open, out)
        wire(self._which.input, self._turn, self._which, self._cards)
        wire(self._take.click, self._taken, event, out)
        wire(self._give_back.click, self._given_back, event, out)
        wire(self._yes.click, self._said_yes, event, out)
        wire(self._no.click, self._said_no, event, out)
        wire(self._ask.click, self._asked, [event, self._text, self._named], [self._text, *out])
        wire(self._take_back.click, self._taken_back, [event, self._own], out)
        wire(self._say.click, self._said, [event, self._rating, self._words], out)
        said = [
            self._kind,
            self._title,
            self._about,
            self._day,
            self._clock,
            self._minutes,
            self._places,
            self._where,
        ]
        wire(self._invite.click, self._invited, [*said, self._every, self._times], out)
        self._hosting.connect(self._one, out)

    def _open(self, request: gr.Request) -> list[Any]:
        asker, event = self._desk.asker(request), chosen(request, "event")
        return self._one(asker, event) if event else self._list(asker)

    def _turn(self, which: str, request: gr.Request) -> str:
        return self._cards_of(self._desk.asker(request), which)

    def _taken(self, event_id: str, request: gr.Request) -> list[Any]:
        asker = self._desk.asker(request)
        place = self._desk.copilot.registrations.register(asker, asker.member, event_id)
        waits = f"It is full: you are number {place.line} in the waiting list, and move up by yourself."
        return self._one(
            asker, event_id, waits if place.line else "You have a place. It stands in your calendar."
        )

    def _given_back(self, event_id: str, request: gr.Request) -> list[Any]:
        asker = self._desk.asker(request)
        self._desk.copilot.registrations.cancel(asker, asker.member, event_id)
        return self._one(asker, event_id, "Your place is free for somebody else.")

    def _said_yes(self, event_id: str, request: gr.Request) -> list[Any]:
        asker = self._desk.asker(request)
        self._desk.copilot.events.speak(asker, event_id, yes=True)
        return self._one(asker, event_id, "You speak there. Change your mind until it begins.")

    def _said_no(self, event_id: str, request: gr.Request) -> list[Any]:
        asker = self._desk.asker(request)
        self._desk.copilot.events.speak(asker, event_id, yes=False)
        return self._one(asker, event_id, "You don’t speak there; the hosts see it.")

    def _asked(self, event_id: str, text: str, named: bool, request: gr.Request) -> list[Any]:
        asker = self._desk.asker(request)
        self._desk.copilot.event_questions.ask(asker, asker.member, event_id, text, named=named)
        return ["", *self._one(asker, event_id, "Your question stands below.")]

    def _taken_back(self, event_id: str, question: str | None, request: gr.Request) -> list[Any]:
        asker = self._desk.asker(request)
        self._desk.copilot.event_questions.take_back(asker, question or "")
        return self._one(asker, event_id, "It is gone.")

    def _said(self, event_id: str, rating: int | None, words: str, request: gr.Request) -> list[Any]:
        asker = self._desk.asker(request)
        self._desk.copilot.event_feedback.say(asker, asker.member, event_id, whole(rating), words)
        return self._one(asker, event_id, "Thank you. The hosts read it without your name.")

    def _invited(
        self, kind: str, title: str, about: str, day: str, clock: str, minutes: Any, places: Any, where: str,
        every: str, times: Any, request: gr.Request,
    ) -> list[Any]:  # fmt: skip
        asker, copilot = self._desk.asker(request), self._desk.copilot
        view = copilot.events.add(
            asker, kind=EventKind(kind), title=title, description=about, at=read_wall_clock(day, clock),
            time_zone=str(self._desk.zone(asker) or UTC), minutes=whole(minutes),
            places=whole(places) or None, where=where,
        )  # fmt: skip
        words = " ".join(["You have invited to it.", *view.notes])
        if every:
            series = copilot.recurring.repeat(asker, view.event.id, every, count=whole(times))
            words = " ".join([f"You have invited to it, {series.told}.", *series.notes])
        return self._one(asker, view.event.id, words)

    def _list(self, asker: Asker, words: str = "") -> list[Any]:
        hidden = gr.update(visible=False)
        return [
            "", shown(notice(words)), gr.update(visible=True, value="coming"), self._cards_of(asker, "coming"), "",
            *[hidden] * 4, "", hidden, hidden, hidden, hidden, None, "", gr.update(visible=True),
            *self._hosting.showing(asker, None, People()),
        ]  # fmt: skip

    def _cards_of(self, asker: Asker, which: str) -> str:
        service, now = self._desk.copilot.events, self._desk.copilot.clock.now()
        views = service.every(asker, past=which == "past", mine=which == "mine")[:MOST_SHOWN]
        zone = self._desk.zone(asker)
        return shown(event_cards(views, which, zone, now.astimezone(zone or UTC).date()))

    def _one(self, asker: Asker, event_id: str, words: str = "") -> list[Any]:
        copilot, hidden = self._desk.copilot, gr.update(visible=False)
        view = copilot.events.show(asker, event_id)
        people = self._people(asker, view)
        groups = copilot.event_questions.every(asker, event_id)
        own = [
            (each.text, each.question)
            for group in groups
            for each in (group.leads, *group.others)
            if each.mine
        ]
        ahead = view.event.state == "planned" and view.starts > copilot.clock.now()
        return [
            event_id, shown(notice(words)), hidden, "", self._whole_of(asker, view, people),
            *self._buttons(asker, view, ahead),
            shown(questions(groups, people, view.event.kind)),
            gr.update(visible=ahead),
            gr.update(choices=own, value=own[0][1] if own else None, visible=bool(own)),
            gr.update(visible=bool(own)),
            *self._feedback(asker, view),
            hidden,
            *self._hosting.showing(asker, view, people),
        ]  # fmt: skip

    def _whole_of(self, asker: Asker, view: EventView, people: People) -> str:
        copilot, zone = self._desk.copilot, self._desk.zone(asker)
        event, today = view.event, copilot.clock.now().astimezone(zone or UTC).date()
        programme = copilot.programmes.show(asker, event.programme).name if event.programme else ""
        series = copilot.recurring.show(asker, event.series).told if event.series else ""
        return shown(one_event(view, people, programme, zone, today, series))

    def _people(self, asker: Asker, view: EventView) -> People:
        coming = {each.member for each in view.coming or ()}
        return self._desk.people(
            asker, {*view.event.hosts, *view.event.speakers, *coming, *self._askers(asker, view)}
        )

    def _askers(self, asker: Asker, view: EventView) -> set[str]:
        groups = self._desk.copilot.event_questions.every(asker, view.event.id)
        return {each.by for group in groups for each in (group.leads, *group.others) if each.by}

    def _buttons(self, asker: Asker, view: EventView, ahead: bool) -> Sequence[Any]:
        free, speaks = view.mine == "", asker.member in view.event.speakers
        label = "Take a place" if view.free != 0 else "Join the waiting list"
        return [
            gr.update(value=label, visible=ahead and free),
            gr.update(visible=ahead and view.mine in ("registered", "waiting")),
            gr.update(visible=ahead and speaks and asker.member not in view.event.agreed),
            gr.update(visible=ahead and speaks and asker.member not in view.event.declined),
        ]

    def _feedback(self, asker: Asker, view: EventView) -> Sequence[Any]:
        """Whether she may say how it was, and what she said before."""
        copilot = self._desk.copilot
        if not view.was_there:
            return [gr.update(visible=False), None, ""]
        try:
            said = copilot.event_feedback.own(asker, asker.member, view.event.id)
        except NothingToSay:
            return [gr.update(visible=True), None, ""]
        return [gr.update(visible=True), said.rating, said.text]


PAGE = Page(
    "events", "Events", "Community", 60, is_anybody, build, "Workshops, questions to somebody, circles, office hours."
)  # fmt: skip
