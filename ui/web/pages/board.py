"""Opportunities: what somebody thought of me for, what is on the board, one of my own, and pointing others there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, cast

import gradio as gr

from copilot.domain.asking import Asker
from copilot.errors import BadInput
from copilot.services.opportunities import MOST_WORDS
from copilot.services.opportunities_told import Opportunity, Pointed
from copilot.services.spaces.wording import MOST_IN_A_LINK, MOST_IN_A_TITLE
from ui.web.desk import Desk
from ui.web.page import Page, Room, is_anybody
from ui.web.typed_times import read_day
from ui.web.views.board import EVERY, OFFERS, behind, board, for_her, whom_it_is_about
from ui.web.views.pieces import notice, shown, subheading

Updates = dict[Any, Any]
KINDS = (("a role", "role"), ("a talk", "talk"), ("a project", "project"))
MOST_TEXT = 20_000


def build(room: Room) -> None:
    """What is for me above, then the board, then what I can post."""
    _BoardPage(room)


class _BoardPage:
    """Its parts from top to bottom, and what each button does."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk
        self._doing = gr.State(("", ""))
        self._told, self._mine = room.slot(), room.slot()
        room.slot(subheading("On the board"))
        self._offer = gr.Radio(list(OFFERS), value=EVERY, label="Show", elem_classes="pills")
        self._board = room.slot(name="posts")
        with gr.Accordion("Post an opportunity", open=False, elem_classes="fold"):
            self._lay_out_posting()
        self._behind = room.slot()
        with gr.Column(visible=False, elem_classes="card post-panel") as self._panel:
            self._lay_out_panel()
        # Filled in by static/spaces.js, which tells here which button of which card was pressed.
        with gr.Column(elem_classes="out-of-sight"):
            self._do_box = gr.Textbox(label="What to do", elem_id="space-do", max_length=300)
        self._shown = [self._told, self._mine, self._board, self._behind, self._panel, self._doing]
        self._connect()

    def _lay_out_posting(self) -> None:
        self._kind = gr.Radio(list(KINDS), value="role", label="What is it?", elem_classes="pills")
        self._title = gr.Textbox(
            label="In a line", placeholder="Speak at the users’ day in May", max_length=MOST_IN_A_TITLE
        )
        self._text = gr.Textbox(
            label="What is asked, and what does she get?", lines=4, max_lines=12, max_length=MOST_TEXT
        )
        with gr.Row(elem_classes="form"):
            self._link = gr.Textbox(
                label="A page with more (https, may stay empty)", max_length=MOST_IN_A_LINK, scale=3
            )
            self._closes = gr.Textbox(
                label="Last day (such as 2027-03-31; may stay empty)", max_length=10, min_width=220
            )
        self._post = gr.Button("Put it on the board", variant="primary", elem_classes="alone")

    def _lay_out_panel(self) -> None:
        self._about = self._room.slot()
        self._whom = gr.Dropdown([], label="Whom?", filterable=True, visible=False)
        self._words = gr.Textbox(
            label="Why she? A sentence for her eyes alone.", lines=2, max_length=MOST_WORDS, visible=False
        )
        self._new_title = gr.Textbox(label="In a line", max_length=MOST_IN_A_TITLE, visible=False)
        self._new_text = gr.Textbox(
            label="What is asked, and what does she get?", lines=4, max_lines=12, max_length=MOST_TEXT, visible=False
        )  # fmt: skip
        self._new_link = gr.Textbox(label="A page with more", max_length=MOST_IN_A_LINK, visible=False)
        self._new_closes = gr.Textbox(label="Last day (such as 2027-03-31)", max_length=10, visible=False)
        with gr.Row(elem_classes="actions"):
            self._go = gr.Button("Save", variant="primary", min_width=96)
            self._never_mind = gr.Button("Never mind", min_width=0)
        self._pointing = [self._whom, self._words]
        self._editing = [self._new_title, self._new_text, self._new_link, self._new_closes]

    def _connect(self) -> None:
        wire, shown_parts = self._room.wire, self._shown
        panel = [self._panel, self._doing, self._about, *self._pointing, *self._editing, self._go]
        self._room.on_open(self._look, shown_parts)
        wire(self._offer.input, self._filter, self._offer, [self._board])
        wire(self._do_box.change, self._do, [self._do_box, self._offer], [*shown_parts, *panel[2:]])
        written = [self._kind, self._title, self._text, self._link, self._closes]
        wire(self._post.click, self._posted, [*written, self._offer], [*written[1:], *shown_parts])
        filled = [self._doing, *self._pointing, *self._editing, self._offer]
        wire(self._go.click, self._done, filled, shown_parts)
        wire(self._never_mind.click, self._leave_it, None, [self._panel, self._doing])

    def _look(self, request: gr.Request) -> Updates:
        return self._filled(self._desk.asker(request), EVERY)

    def _filter(self, offer: str, request: gr.Request) -> Updates:
        return {self._board: self._on_the_board(self._desk.asker(request), offer)}

    def _do(self, said: str, offer: str, request: gr.Request) -> Updates:
        """What a button of a card asks for: `point po1 #3`, where the number only makes it new."""
        asker, service = self._desk.asker(request), self._desk.copilot.opportunities
        verb, _, about = said.partition(" #")[0].strip().partition(" ")
        if verb in ("point", "edit"):
            return self._panel_for(asker, verb, service.show(asker, about))
        if verb == "close":
            return self._filled(asker, offer, f"“{service.close(asker, about).title}” is off the board.")
        if verb == "interested":
            kept = service.answer(asker, about, "interested")
            people = self._desk.people(asker, {kept.opportunity.author})
            name = people.first(kept.opportunity.author)
            return self._filled(asker, offer, f"{name} hears that you are interested. Write a line soon.")
        if verb == "not-now":
            service.answer(asker, about, "not now")
            return self._filled(asker, offer, "Put aside. Nobody hears of it.")
        return {}

    def _panel_for(self, asker: Asker, verb: str, found: Opportunity) -> Updates:
        points, edits = verb == "point", verb == "edit"
        closes = found.closes.isoformat() if found.closes and found.open else ""
        whom = self._whom_she_knows(asker, found.author) if points else []
        return {
            self._panel: gr.update(visible=True),
            self._doing: (verb, found.id),
            self._about: shown(whom_it_is_about(found, verb)),
            self._whom: gr.update(choices=whom, value=None, visible=points),
            self._words: gr.update(value="", visible=points),
            self._new_title: gr.update(value=found.title, visible=edits),
            self._new_text: gr.update(value=found.text, visible=edits),
            self._new_link: gr.update(value=found.link, visible=edits),
            self._new_closes: gr.update(value=closes, visible=edits),
            self._go: gr.update(value="Point" if points else "Save"),
        }

    def _done(
        self,
        doing: tuple[str, str],
        whom: str | None,
        words: str,
        title: str,
        text: str,
        link: str,
        closes: str,
        offer: str,
        request: gr.Request,
    ) -> Updates:
        asker, service = self._desk.asker(request), self._desk.copilot.opportunities
        verb, opportunity = doing
        if verb == "edit":
            service.edit(asker, opportunity, title=title, text=text, link=link, closes=read_day(closes))
            return self._filled(asker, offer, "Changed.")
        if not whom:
            raise BadInput("Nobody is chosen.", cure="Choose whom you would like to point to it.")
        service.point(asker, opportunity, whom, words)
        name = self._desk.people(asker, {whom}).first(whom)
        return self._filled(asker, offer, f"{name} sees it with your words, and answers if she likes.")

    def _leave_it(self) -> tuple[Any, Any]:
        return gr.update(visible=False), ("", "")

    def _posted(
        self, kind: str, title: str, text: str, link: str, closes: str, offer: str, request: gr.Request
    ) -> Updates:
        asker = self._desk.asker(request)
        what = cast("Literal['role', 'talk', 'project']", kind)
        self._desk.copilot.opportunities.post(asker, what, title, text, link=link, closes=read_day(closes))
        cleared = dict.fromkeys((self._title, self._text, self._link, self._closes), "")
        return {**cleared, **self._filled(asker, offer, "It is on the board. Point somebody to it, too.")}

    def _filled(self, asker: Asker, offer: str, told: str = "") -> Updates:
        """All that is shown, with the panel closed."""
        service, today, me = self._desk.copilot.opportunities, self._desk.today(), asker.member
        pointed = service.pointed(asker)
        over = [each for each in service.every(asker, past=True) if not each.open]
        ids = {each.opportunity.author for each in pointed} | {
            one for each in over for one in each.interested
        }
        people = self._desk.people(
            asker, ids | {each.member for each in pointed} | {each.by for each in pointed}
        )
        to_me = _for_her(pointed, asker)
        by_me = [one for one in pointed if one.by == me]
        return {
            self._told: shown(notice(told)),
            self._mine: shown(for_her(to_me, people, today)),
            self._board: self._on_the_board(asker, offer),
            self._behind: shown(behind(by_me, over, people, me, today)),
            self._panel: gr.update(visible=False),
            self._doing: ("", ""),
        }

    def _on_the_board(self, asker: Asker, offer: str) -> str:
        """What is open; where somebody pointed her to one, it stands above with those words."""
        service = self._desk.copilot.opportunities
        above = {one.opportunity.id for one in _for_her(service.pointed(asker), asker)}
        found = [each for each in service.every(asker, offer=offer) if each.id not in above]
        people = self._desk.people(
            asker, {each.author for each in found} | {one for each in found for one in each.interested}
        )
        return shown(board(found, people, asker.member, self._desk.today(), offer))

    def _whom_she_knows(self, asker: Asker, author: str) -> list[tuple[str, str]]:
        return known_to(self._desk, asker, without=author)


def _for_her(pointed: Sequence[Pointed], asker: Asker) -> list[Pointed]:
    """What she was pointed to and hasn't put aside, as long as it is open."""
    hers = (one for one in pointed if one.member == asker.member and one.opportunity.open)
    return [one for one in hers if one.state != "not now"]


def known_to(desk: Desk, asker: Asker, without: str = "") -> list[tuple[str, str]]:
    """Whom she may name: those she meets or shares a space with, and whoever she may see in the list of members."""
    own = [each for each in desk.copilot.relationships.visible_to(asker) if asker.member in each.members]
    met = {member for each in own for member in each.members}
    beside = {member for line in desk.copilot.spaces.list(asker).mine for member in line.people}
    listed = {each.id for each in desk.copilot.members.visible_to(asker)}
    ids = (met | beside | listed) - {asker.member, without}
    people = desk.people(asker, ids)
    return sorted((people.name(member), member) for member in ids if member in people.introduced)


PAGE = Page(
    "board",
    "Opportunities",
    "Community",
    62,
    is_anybody,
    build,
    "Roles, talks and projects that somebody here offers. Who comes to your mind for one?",
)
