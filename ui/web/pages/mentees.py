"""My mentees: at a glance; one of them opened; the next session planned in one click; notes into action items."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.drafts import Draft, DraftKind
from copilot.domain.relationships import Session
from copilot.services.glances import Glance
from ui.web.after_session import AfterSession
from ui.web.decisions import OPEN
from ui.web.desk import Desk, chosen
from ui.web.draft_pane import DraftPane
from ui.web.met_in import people_in
from ui.web.page import Page, Room, is_mentee, is_mentor
from ui.web.people import People
from ui.web.places_pane import PlacesPane
from ui.web.typed_times import LENGTHS, read_time
from ui.web.views.glances import (
    back_to_all,
    for_the_moment,
    glance,
    latest_sessions,
    moods_told,
    overdue_first,
    title,
)
from ui.web.views.goals import goal_cards
from ui.web.views.pieces import busy, empty, notice, shown, subheading
from ui.web.views.relationships import action_label, done_items, others_in
from ui.web.views.sessions import EQUALS, held_question, next_session, unsettled

PLAN = "next"
"""What `?plan=` says in an address that plans the next session as it opens."""


def build(room: Room) -> None:
    """Cards above; below them the chosen relationship, from the next session back to the last one."""
    _MenteesPage(room)


class _MenteesPage:
    """Its parts from top to bottom, and what each button does."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk
        self._relationship = gr.State("")
        self._told, self._back = room.slot(), room.slot()
        with gr.Column() as self._every:
            self._cards = room.slot()
            self._places = PlacesPane(room)
        with gr.Column(visible=False, elem_classes="chosen") as self._detail:
            self._lay_out_planning()
            self._after = AfterSession(room)
            self._lay_out_the_rest()
        self._outputs = [
            self._relationship, self._cards, self._detail, self._who, self._topic, self._minutes, self._passed,
            self._held, self._called_off, *self._after.outputs, self._open_items, self._done, self._moods,
            self._goals, self._sessions, self._asking, self._plan, self._by_hand, self._told,
        ]  # fmt: skip
        self._connect()

    def _lay_out_planning(self) -> None:
        self._who = self._room.slot()
        self._passed = self._room.slot()
        with gr.Row(elem_classes="actions"):
            self._held = gr.Button("Yes, it was held", visible=False, min_width=0)
            self._called_off = gr.Button("No, it didn’t happen", visible=False, min_width=0)
        with gr.Row(elem_classes="form") as self._asking:
            self._topic = gr.Textbox(
                label="What should the next session be about? (may stay empty)", scale=4, max_length=300
            )
            self._minutes = gr.Dropdown(
                list(LENGTHS), value=60, label="How long", scale=1, min_width=130, filterable=False
            )
        self._plan = gr.Button("Plan the next session", variant="primary", elem_classes="alone")
        self._pane = DraftPane(self._room, "Approve this agenda")
        with gr.Accordion("Put a session in the calendar", open=False, elem_classes="fold") as self._by_hand:
            with gr.Row(elem_classes="form"):
                self._on = gr.Textbox(label="Day (such as 2027-03-31)", max_length=10, min_width=150)
                self._at = gr.Textbox(label="Time (such as 14:30)", max_length=5, min_width=120)
            self._put_down = gr.Button("Add this session", elem_classes="alone")
        self._room.slot(subheading("For the moment you are in"))
        self._reading = self._room.slot()

    def _lay_out_the_rest(self) -> None:
        self._room.slot(subheading("Open items"))
        self._open_items = gr.CheckboxGroup([], label="Tick what is done", elem_classes="ticks")
        self._done = self._room.slot()
        self._room.slot(subheading("How it goes"))
        self._moods = self._room.slot()
        self._room.slot(subheading("Goals shared with you"))
        self._goals = self._room.slot()
        self._room.slot(subheading("Sessions and notes"))
        self._sessions = self._room.slot()

    def _connect(self) -> None:
        wire, of, out, pane = self._room.wire, self._relationship, self._outputs, self._pane
        opened = self._room.on_open(self._look, [*out, self._every, self._back])
        planned = wire(opened.then, self._reopen, of, pane.outputs)
        found = wire(planned.then, self._items_waiting, of, self._after.items.outputs)
        wire(found.then, self._read, of, self._reading)
        self._room.on_open(self._place, self._places.outputs)
        asked = [of, self._topic, self._minutes]
        wire(self._plan.click, self._drafted, asked, pane.outputs, scroll_to_output=True)
        pane.then(self._again, of, out)
        self._after.connect(of, self._filled, out)
        wire(self._held.click, self._settle("held"), of, out)
        wire(self._called_off.click, self._settle("cancelled"), of, out)
        when = [self._on, self._at]
        wire(self._put_down.click, self._put, [*when, self._minutes, self._topic, of], [*when, *out])
        wire(self._open_items.input, self._tick, [self._open_items, of], out)

    def _look(self, request: gr.Request) -> list[Any]:
        """Everybody at a glance; where a plan is asked for, the one it is for alone, so that it stands on top."""
        filled = self._filled(self._desk.asker(request), chosen(request, "relationship"))
        alone = chosen(request, "plan") == PLAN and bool(filled[0])
        return [*filled, gr.update(visible=not alone), shown(back_to_all()) if alone else ""]

    def _again(self, of: str, request: gr.Request) -> list[Any]:
        return self._filled(self._desk.asker(request), of)

    def _items_waiting(self, of: str, request: gr.Request) -> list[Any]:
        asker, items = self._desk.asker(request), self._after.items
        return items.waiting(asker, of) if of else items.nothing()

    def _place(self, request: gr.Request) -> list[Any]:
        return self._places.showing(self._desk.asker(request))

    def _reopen(self, of: str, request: gr.Request) -> Iterator[list[Any]]:
        """The last agenda; where the address asks for a plan and there is none yet, a new one."""
        asker = self._desk.asker(request)
        if not of:
            yield self._pane.nothing()
        elif chosen(request, "plan") == PLAN and not self._is_planned(asker, of):
            yield from self._agenda(asker, of, *_as_planned(self._coming(asker, of)))
        else:
            yield self._pane.latest(asker, DraftKind.AGENDA, of)

    def _coming(self, asker: Asker, of: str) -> Session | None:
        return next_session(self._desk.copilot.relationships.shared(asker, of), self._desk.today())

    def _is_planned(self, asker: Asker, of: str) -> bool:
        """Whether the coming session has an agenda, or one was drafted today: opening a page twice drafts once."""
        coming, today = self._coming(asker, of), self._desk.today()
        return any(
            (coming and draft.id == coming.agenda)
            or (draft.state in OPEN and draft.created.date() == today and _is_for(draft, coming))
            for draft in self._desk.copilot.drafting.list(asker, DraftKind.AGENDA)
            if draft.relationship == of
        )

    def _agenda(self, asker: Asker, of: str, topic: str, minutes: int) -> Iterator[list[Any]]:
        drafting = self._desk.copilot.drafting
        yield from self._pane.drafting(
            asker, lambda: drafting.agenda(asker, of, minutes=minutes, topic=topic.strip())
        )

    def _drafted(self, of: str, topic: str, minutes: int, request: gr.Request) -> Iterator[list[Any]]:
        yield from self._agenda(self._desk.asker(request), of, topic, int(minutes))

    def _read(self, of: str, request: gr.Request) -> Iterator[str]:
        """What the guides say for the moment, looked up after the rest is shown."""
        asker, copilot = self._desk.asker(request), self._desk.copilot
        if not of:
            yield ""
            return
        yield shown(busy("Looking into the guides…"))
        quoted = copilot.glances.passages(asker, of)
        titles = {one.path: copilot.guides.show(asker, one.path).title for one in quoted}
        yield shown(for_the_moment(copilot.glances.of(asker, of), quoted, titles))

    def _settle(self, state: Any) -> Any:
        def settled(of: str, request: gr.Request) -> list[Any]:
            asker, service = self._desk.asker(request), self._desk.copilot.relationships
            for each in unsettled(service.shared(asker, of), self._desk.copilot.clock.now())[:1]:
                service.settle_session(asker, each.id, state)
            return self._filled(asker, of, "Kept.")

        return settled

    def _put(self, on: str, at: str, minutes: int, topic: str, of: str, request: gr.Request) -> list[Any]:
        asker = self._desk.asker(request)
        starts = read_time(on, at, self._desk.zone(asker))
        self._desk.copilot.relationships.add_session(
            asker, of, at=starts, minutes=int(minutes), topic=topic.strip()
        )
        return ["", "", *self._filled(asker, of, "The session is added. Each of you sees it.")]

    def _tick(self, items: list[str], of: str, request: gr.Request) -> list[Any]:
        asker = self._desk.asker(request)
        for item in items:
            self._desk.copilot.relationships.finish_action(asker, item)
        return self._filled(asker, of, "Ticked off." if items else "")

    def _filled(self, asker: Asker, wanted: str, words: str = "") -> list[Any]:
        every = accompanied(self._desk, asker)
        one = next((each for each in every if each.id == wanted), every[0] if every else None)
        told = shown(notice(words))
        if one is None:
            unchanged = [gr.update()] * (len(self._outputs) - 4)
            return ["", shown(_nobody()), gr.update(visible=False), *unchanged, told]
        people = people_in(self._desk, asker, [each.things.relationship for each in every])
        cards = glance(every, asker.member, people, self._desk.today(), one.id)
        detail = self._filled_detail(asker, one, people)
        return [one.id, shown(cards), gr.update(visible=True), *detail, told]

    def _filled_detail(self, asker: Asker, one: Glance, people: People) -> list[Any]:
        things, me = one.things, asker.member
        today, zone, now = self._desk.today(), self._desk.zone(asker), self._desk.copilot.clock.now()
        coming, passed = next_session(things, today), unsettled(things, now)
        topic, minutes = _as_planned(coming)
        return [
            shown(title(one, me, people, today, zone)),
            topic,
            minutes,
            shown(held_question(passed, zone)),
            gr.update(visible=bool(passed)),
            gr.update(visible=bool(passed)),
            *self._after.filled(things.sessions, zone),
            self._open_items_of(one, me, people),
            shown(done_items(things.actions, people, me)),
            shown(moods_told(one.moods, me, people)),
            shown(_goals(one, people, me, today)),
            shown(latest_sessions(things, people, me, zone)),
            *[gr.update(visible=things.relationship.state != "closed")] * 3,
        ]

    def _open_items_of(self, one: Glance, me: str, people: People) -> Any:
        today = self._desk.today()
        still = overdue_first(one.things.actions, me, today)
        choices = [
            (action_label(each, "You" if each.owner == me else people.first(each.owner), today), each.id)
            for each in still
        ]
        label = "Tick what is done" if still else "Nothing is open."
        return gr.update(choices=choices, value=[], label=label)


def accompanied(desk: Desk, asker: Asker) -> list[Glance]:
    """Those in which somebody else sought her. Peers and circles of who seeks as well stand in "My sessions"."""
    every = desk.copilot.glances.given_by(asker)
    return [each for each in every if not (is_mentee(asker) and each.things.relationship.role in EQUALS)]


def _as_planned(coming: Session | None) -> tuple[str, int]:
    """Topic and length of the next session, as it was put down."""
    if coming is None:
        return "", 60
    lengths = [minutes for _, minutes in LENGTHS]
    return coming.topic[:300], min(lengths, key=lambda minutes: abs(minutes - coming.minutes))


def _is_for(draft: Draft, coming: Session | None) -> bool:
    return draft.inputs.get("session_at", "") == (coming.at.isoformat() if coming else "")


def _goals(one: Glance, people: People, me: str, today: Any) -> Any:
    if one.things.goals:
        return goal_cards(one.things.goals, today)
    name = others_in(one.things.relationship, me, people).called
    return empty(
        "No goal is shared with you.",
        f"Ask {name} what would make these months worthwhile; a goal can be shared then.",
    )


def _nobody() -> Any:
    return empty(
        "You have no mentees yet.",
        "When a programme’s manager approves a match and you both accept, it begins here.",
    )


PAGE = Page(
    "mentees",
    "My mentees",
    "Mentor",
    30,
    is_mentor,
    build,
    "Where each of you stands, and the next session planned.",
)
