"""Peers and circles: whose turn it is, who came, how it is; one's peers; and for managers the circles they make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.errors import BadInput
from copilot.services.circles.seeing import Circles, CircleShown, MeetingTold
from ui.web.circles_made_pane import CirclesMadePane
from ui.web.desk import chosen
from ui.web.draft_pane import DraftPane
from ui.web.form_fields import when_and_how_long
from ui.web.page import Page, Room, is_anybody
from ui.web.typed_times import read_time
from ui.web.views.circle_health import health_told, peers_told
from ui.web.views.circles_at_work import (
    circle_cards,
    circle_head,
    forming_told,
    meeting_called,
    meetings_told,
    next_meeting,
    no_circle,
)
from ui.web.views.pieces import notice, shown, subheading

Updates = dict[Any, Any]
NOT_NOTED = ("it is not known", "")
NOT_HERS = "You don’t sit in the circle of this address. What stands here is your own."


def build(room: Room) -> None:
    """Circles that wait for a yes; the one that is chosen, from the next meeting back; peers; what managers do."""
    _CirclesPage(room)


class _CirclesPage:
    """Its parts from top to bottom, and what each button does."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk
        self._circle = gr.State("")
        self._told = room.slot(classes="told")
        self._lay_out_forming()
        self._cards, self._head = room.slot(), room.slot()
        with gr.Column(visible=False, elem_classes="chosen") as self._detail:
            self._lay_out_next()
            self._lay_out_came()
            room.slot(subheading("How your circle is", "Only those who sit in it read this."))
            self._health = room.slot()
            room.slot(subheading("When you met"))
            self._met = room.slot()
            self._lay_out_the_rest()
        self._made = CirclesMadePane(room)
        room.slot(
            subheading("Your peers", "Somebody who works on something like yours: you help each other.")
        )
        self._peers = room.slot()
        self._outputs = [
            self._told, self._forming, self._which, self._accept, self._circle, self._cards, self._head, self._detail,
            self._next, self._pass, self._to, self._session, self._came, self._chaired, self._noting, self._health,
            self._met, self._theme, self._writing, self._changing, self._peers,
        ]  # fmt: skip
        self._connect()

    def _lay_out_forming(self) -> None:
        self._forming = self._room.slot()
        self._which = gr.Radio(
            [], label="Which circle do you say yes to?", visible=False, elem_classes="ticks"
        )
        self._accept = gr.Button(
            "Yes, I’ll sit in it", variant="primary", visible=False, elem_classes="alone"
        )

    def _lay_out_next(self) -> None:
        self._next = self._room.slot()
        with gr.Column() as self._writing:
            with gr.Row(elem_classes="actions"):
                self._draft = gr.Button("Draft the agenda", variant="primary", min_width=0)
                self._pass = gr.Button("Pass, this time", visible=False, min_width=0)
            self._pane = DraftPane(self._room, "Approve this agenda")
            with gr.Accordion("Plan a meeting", open=False, elem_classes="fold"):
                with gr.Row(elem_classes="form"):
                    self._on, self._at, self._long = when_and_how_long()
                self._topic = gr.Textbox(label="What about? (may stay empty)", max_length=300)
                self._plan = gr.Button("Add this meeting", variant="primary", elem_classes="alone")
            with (
                gr.Accordion("Somebody else chairs next", open=False, elem_classes="fold"),
                gr.Row(elem_classes="form"),
            ):
                self._to = gr.Dropdown([], label="Whom did you agree on?", filterable=False, scale=3)
                self._set = gr.Button("Save", scale=1, min_width=90)

    def _lay_out_came(self) -> None:
        with gr.Accordion("Who came?", open=False, elem_classes="fold", visible=False) as self._noting:
            self._session = gr.Dropdown([], label="Which meeting?", filterable=False)
            self._came = gr.CheckboxGroup([], label="Tick who was there", elem_classes="ticks seats-ticks")
            with gr.Row(elem_classes="form"):
                self._chaired = gr.Dropdown([], label="Who chaired?", filterable=False, scale=3)
                self._note = gr.Button("Save", variant="primary", scale=1, min_width=90)

    def _lay_out_the_rest(self) -> None:
        with gr.Column() as self._changing:
            with (
                gr.Accordion("Give it another theme", open=False, elem_classes="fold"),
                gr.Row(elem_classes="form"),
            ):
                self._theme = gr.Textbox(label="What is it about?", max_length=300, scale=4)
                self._rename = gr.Button("Save", scale=1, min_width=90)
            with gr.Accordion("Leave this circle", open=False, elem_classes="fold"):
                self._room.slot(
                    subheading(
                        "You may leave at any time",
                        "No reason is asked for; the others see one seat less.",
                    )
                )
                self._leave = gr.Button("Leave this circle", variant="stop", elem_classes="alone")

    def _connect(self) -> None:
        wire, of, out = self._room.wire, self._circle, self._outputs
        opened = self._room.on_open(self._look, [*out, *self._made.outputs])
        wire(opened.then, self._reopen, of, self._pane.outputs)
        wire(self._accept.click, self._say_yes, self._which, out)
        wire(self._pass.click, self._passed, of, out)
        wire(self._set.click, self._agreed, [self._to, of], out)
        day = [self._on, self._at]
        wire(self._plan.click, self._put_down, [*day, self._long, self._topic, of], [*day, self._topic, *out])
        wire(self._draft.click, self._drafted, of, self._pane.outputs)
        self._pane.then(self._again, of, out)
        wire(self._session.input, self._turn_to, [self._session, of], [self._came, self._chaired])
        wire(self._note.click, self._noted, [self._session, self._came, self._chaired, of], out)
        wire(self._rename.click, self._renamed, [self._theme, of], out)
        wire(self._leave.click, self._left, of, out)
        self._made.connect(self._told, lambda asker, words: self._filled(asker, "", words), out[1:])

    def _look(self, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        return {**self._filled(asker, chosen(request, "circle")), **self._made.filled(asker)}

    def _again(self, of: str, request: gr.Request) -> Updates:
        return self._filled(self._desk.asker(request), of)

    def _reopen(self, of: str, request: gr.Request) -> list[Any]:
        """The newest agenda that waits for a decision: closing the page loses nothing."""
        asker = self._desk.asker(request)
        drafts = self._desk.copilot.drafting.list(asker) if of else []
        waiting = (one for one in drafts if one.relationship == of and one.state in ("offered", "edited"))
        newest = next(waiting, None)
        return self._pane.showing(newest, asker) if newest else self._pane.nothing()

    def _say_yes(self, match: str | None, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        if not match:
            raise BadInput("No circle is chosen.", cure="Choose one in the list.")
        begun = self._desk.copilot.matching.accept(asker, match).state == "active"
        words = (
            "Everybody said yes: your circle begins."
            if begun
            else "Your yes is kept; now it is the others’ turn."
        )
        return self._filled(asker, "", words)

    def _passed(self, of: str, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        self._desk.copilot.circles.pass_on(asker, of)
        return self._filled(asker, of, "Passed on. You are asked again once everybody else was.")

    def _agreed(self, member: str | None, of: str, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        if not member:
            raise BadInput("Nobody is chosen.", cure="Choose whom you agreed on.")
        self._desk.copilot.circles.set_chair(asker, of, member)
        return self._filled(asker, of, "Kept for the next meeting.")

    def _put_down(self, on: str, at: str, minutes: int, topic: str, of: str, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        starts = read_time(on, at, self._desk.zone(asker))
        self._desk.copilot.relationships.add_session(
            asker, of, at=starts, minutes=int(minutes), topic=topic.strip()
        )
        empty: Updates = {self._on: "", self._at: "", self._topic: ""}
        return {**empty, **self._filled(asker, of, "The meeting is added. Everybody in the circle sees it.")}

    def _drafted(self, of: str, request: gr.Request) -> Iterator[list[Any]]:
        asker = self._desk.asker(request)
        meeting = self._desk.copilot.circles.show(asker, of)
        coming = meeting.next if isinstance(meeting, CircleShown) else None
        minutes, topic = (coming.minutes, coming.topic) if coming else (60, "")
        yield from self._pane.drafting(
            asker, lambda: self._desk.copilot.circles.plan(asker, of, max(minutes, 10), topic[:300])
        )

    def _turn_to(self, session: str | None, of: str, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        circle = self._desk.copilot.circles.show(asker, of)
        meetings = _over(circle) if isinstance(circle, CircleShown) else []
        return self._noted_of(next((each for each in meetings if each.session == session), None))

    def _noted(
        self, session: str | None, came: Sequence[str], chaired: str | None, of: str, request: gr.Request
    ) -> Updates:
        asker = self._desk.asker(request)
        self._desk.copilot.circles.came(asker, of, came, session=session or "", chaired=chaired or "")
        return self._filled(asker, of, "Kept. Each of you may correct it for herself.")

    def _renamed(self, theme: str, of: str, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        self._desk.copilot.circles.update(asker, of, theme)
        return self._filled(asker, of, "Kept. Whoever manages your circle reads the theme, too.")

    def _left(self, of: str, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        return self._filled(asker, "", self._desk.copilot.circles.leave(asker, of).words)

    def _filled(self, asker: Asker, wanted: str, words: str = "") -> Updates:
        """Every part of the page for the circle `wanted`, her first where there is none of that id."""
        copilot, today = self._desk.copilot, self._desk.today()
        found, peers = copilot.circles.every(asker, closed=True), copilot.circles.peers(asker)
        hers = [each for each in found.circles if each.inside]
        at_work = [each for each in hers if each.state != "closed" or each.id == wanted]
        open_one = next((each for each in hers if each.id == wanted), next(iter(at_work), None))
        circle = copilot.circles.show(asker, open_one.id) if open_one else None
        people = self._desk.people(asker, {each.member for each in peers.peers})
        themes = {each.id: each.theme for each in hers}
        told = shown(notice(words)) or (
            shown(notice(NOT_HERS, "plain")) if wanted and wanted not in themes else ""
        )
        return {
            self._told: told,
            **self._waiting(asker, found),
            self._circle: open_one.id if open_one else "",
            self._cards: shown(circle_cards(at_work, open_one.id if open_one else "", today)),
            **(
                self._of_circle(asker, circle, themes)
                if isinstance(circle, CircleShown)
                else self._of_none(found)
            ),
            self._peers: shown(peers_told(peers, people, today)),
        }

    def _waiting(self, asker: Asker, found: Circles) -> Updates:
        hers = [each for each in found.forming if asker.member in each.members]
        people = self._desk.people(asker, {member for each in hers for member in each.members})
        asked = [(each.theme or "A circle", each.match) for each in hers if each.mine]
        return {
            self._forming: shown(forming_told(hers, people, asker.member)),
            self._which: gr.update(
                choices=asked, value=asked[0][1] if asked else None, visible=len(asked) > 1
            ),
            self._accept: gr.update(visible=bool(asked)),
        }

    def _of_none(self, found: Circles) -> Updates:
        """Who sits in none, and doesn't make any either, is told what a circle is."""
        return {
            self._head: shown(no_circle()) if not found.circles else "",
            self._detail: gr.update(visible=False),
        }

    def _of_circle(self, asker: Asker, circle: CircleShown, hers: Mapping[str, str]) -> Updates:
        me, zone, today = asker.member, self._desk.zone(asker), self._desk.today()
        health = self._desk.copilot.circles.health(asker, circle.id)
        met = {member for each in circle.meetings for member in (*each.came, each.chair) if member}
        people = self._desk.people(asker, {*circle.members, *met})
        names = [("You" if each == me else people.name(each), each) for each in circle.members]
        over, at_work = _over(circle), circle.state != "closed"
        latest = over[0] if over else None
        return {
            self._head: shown(circle_head(circle, people, me, hers)),
            self._detail: gr.update(visible=True),
            self._next: shown(next_meeting(circle, people, me, zone, today)),
            self._writing: gr.update(visible=at_work),
            self._changing: gr.update(visible=at_work),
            self._pass: gr.update(visible=at_work and circle.next is not None and circle.turn.chair == me),
            self._to: gr.update(choices=names, value=None),
            self._noting: gr.update(visible=bool(over) and at_work),
            self._session: gr.update(
                choices=[(meeting_called(each, zone), each.session) for each in over],
                value=latest.session if latest else None,
            ),
            self._came: gr.update(choices=names, value=_ticked(latest, circle.members)),
            self._chaired: gr.update(choices=[NOT_NOTED, *names], value=latest.chair if latest else ""),
            self._health: shown(health_told(health, people)),
            self._met: shown(meetings_told(circle, people, zone)),
            self._theme: circle.theme,
        }

    def _noted_of(self, meeting: MeetingTold | None) -> Updates:
        return {
            self._came: gr.update(value=list(meeting.came) if meeting else []),
            self._chaired: gr.update(value=meeting.chair if meeting else ""),
        }


def _over(circle: CircleShown) -> list[MeetingTold]:
    """The meetings whose notes can be written or corrected: those nobody has spoken of first, then the newest."""
    ahead = circle.next.at if circle.next else None
    past = [
        each for each in circle.meetings if each.state != "cancelled" and (ahead is None or each.at < ahead)
    ]
    past = [each for each in past if each.state == "held" or each.session in circle.unsaid]
    return sorted(past, key=lambda each: (each.session not in circle.unsaid, -each.at.timestamp()))


def _ticked(meeting: MeetingTold | None, members: Sequence[str]) -> list[str]:
    return [each for each in meeting.came if each in members] if meeting else []


PAGE = Page(
    "circles",
    "Circles",
    "Community",
    55,
    is_anybody,
    build,
    "Your circles and your peers: whose turn it is, who came, and how it goes.",
)
