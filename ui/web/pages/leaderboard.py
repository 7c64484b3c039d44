"""Recognition: who was thanked aloud, who helped most by others' word, and whether I want to stand there."""

from __future__ import annotations

from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.drafts import Draft, DraftKind
from copilot.errors import BadInput
from copilot.services.policy import Action, Policy
from ui.web.page import Page, Room, is_anybody
from ui.web.views.drafts import title_of
from ui.web.views.leaderboard import (
    CHOICES,
    MOST_SHOWN,
    NAMED,
    NOT,
    board,
    say_aloud,
    shout_outs,
    standing,
    what_counts,
)
from ui.web.views.pieces import notice, shortened, shown, subheading
from ui.web.views.spaces import Reader

COMMUNITY = ""
Updates = dict[Any, Any]
_SAID = {
    NAMED: "You chose to stand there by name, and with your team. The list shows the first ten.",
    "team": "You count for your team, and are named nowhere.",
    NOT: "You are not on the board. Nobody is told.",
}


def build(room: Room) -> None:
    """The board with her own standing, then what was said aloud."""
    _RecognitionPage(room)


class _RecognitionPage:
    """Its parts from top to bottom, and what each of them does."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk
        self._told = room.slot()
        room.slot(
            subheading(
                "This quarter’s board",
                "Help that the other side confirmed, from as many different people as possible.",
            )
        )
        self._board, self._rules = room.slot(), room.slot()
        with gr.Column(elem_classes="card mine"):
            room.slot(subheading("You, for your eyes alone"))
            self._standing = room.slot()
            self._choice = gr.Radio(
                list(CHOICES), value=None, label="How would you like to be there?", elem_classes="pills"
            )
        room.slot(
            subheading("Said aloud", "Each in words she agreed to. She can take them back at any time.")
        )
        self._praise = room.slot(name="posts")
        with gr.Accordion("Say a write-up aloud", open=False, elem_classes="fold"):
            self._ready = room.slot()
            with gr.Row(elem_classes="form", visible=False) as self._form:
                self._draft = gr.Dropdown([], label="Which words?", filterable=False, scale=3)
                self._where = gr.Dropdown([], label="Where?", filterable=False, scale=2)
                self._say = gr.Button("Say it", variant="primary", scale=1, min_width=90)
        # Filled in by static/spaces.js, which tells here which button of which card was pressed.
        with gr.Column(elem_classes="out-of-sight"):
            self._do_box = gr.Textbox(label="What to do", elem_id="space-do", max_length=300)
        self._everything = [
            self._told, self._board, self._rules, self._standing, self._choice, self._praise, self._ready, self._form,
            self._draft, self._where,
        ]  # fmt: skip
        self._connect()

    def _connect(self) -> None:
        self._room.on_open(self._look, self._everything)
        self._room.wire(self._choice.input, self._chosen, self._choice, self._everything)
        self._room.wire(self._say.click, self._said, [self._draft, self._where], self._everything)
        self._room.wire(self._do_box.change, self._do, self._do_box, self._everything)

    def _look(self, request: gr.Request) -> Updates:
        return self._filled(self._desk.asker(request), "")

    def _chosen(self, stands: str, request: gr.Request) -> Updates:
        asker, service = self._desk.asker(request), self._desk.copilot.leaderboard
        if stands not in _SAID:
            raise BadInput("Nothing is chosen.", cure="Choose one of the three.")
        if stands == NOT:
            service.leave(asker, asker.member)
        else:
            service.join(asker, asker.member, alone=stands == NAMED)
        return self._filled(asker, _SAID[stands])

    def _said(self, draft: str | None, where: str | None, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        if not draft:
            raise BadInput("No words are chosen.", cure="Choose a write-up in the list.")
        self._desk.copilot.shout_outs.give(asker, draft, where or COMMUNITY)
        return self._filled(asker, "Said. She can take it back at any time.")

    def _do(self, said: str, request: gr.Request) -> Updates:
        """What a button of a card asks for: `take-back so1 #3`, where the number only makes it new."""
        asker = self._desk.asker(request)
        verb, _, post = said.partition(" #")[0].strip().partition(" ")
        if verb == "take-back":
            gone = self._desk.copilot.shout_outs.take_back(asker, post)
            hers = asker.member in gone.about
            return self._filled(asker, "Nobody else reads it now." if hers else "It is taken down.")
        if verb == "again":
            self._desk.copilot.stories.agree(asker, post)
            return self._filled(asker, "Others read it again.")
        return {}

    def _filled(self, asker: Asker, words: str) -> Updates:
        copilot = self._desk.copilot
        found, said = copilot.leaderboard.board(asker), copilot.shout_outs.every(asker)
        posts = (*said.taken_back, *said.shout_outs[:MOST_SHOWN])
        ids = {each.member for each in found.persons}
        ids |= {one for post in posts for one in (post.author, *post.about)}
        people = self._desk.people(asker, ids)
        reader = Reader(asker.member, people, copilot.clock.now(), self._desk.zone(asker))
        keeps = Policy().allows(asker, Action.TOPICS_OPEN)
        ready = self._to_say(asker)
        return {
            self._told: shown(notice(words)),
            self._board: shown(board(found, people, asker.member)),
            self._rules: shown(what_counts(found.rules)),
            self._standing: shown(standing(found.mine, found)) if found.mine else "",
            self._choice: gr.update(value=found.mine.stands if found.mine else None),
            self._praise: shown(shout_outs(said, reader, keeps=keeps)),
            self._ready: shown(say_aloud(len(ready))),
            self._form: gr.update(visible=bool(ready)),
            self._draft: gr.update(
                choices=[(self._called(asker, each), each.id) for each in ready], value=None
            ),
            self._where: gr.update(choices=self._places(asker), value=COMMUNITY),
        }

    def _to_say(self, asker: Asker) -> list[Draft]:
        drafts = self._desk.copilot.drafting.list(asker, DraftKind.RECOGNITION)
        return [
            each
            for each in drafts
            if each.publishable and each.made_by != each.about and asker.member in (each.made_by, each.about)
        ]

    def _called(self, asker: Asker, draft: Draft) -> str:
        people = self._desk.people(asker, {draft.about})
        return f"{people.name(draft.about)}: {shortened(title_of(draft), 60)}"

    def _places(self, asker: Asker) -> list[tuple[str, str]]:
        mine = self._desk.copilot.spaces.list(asker).mine
        return [
            ("to the whole community", COMMUNITY),
            *((each.name, each.id) for each in mine if not each.closed),
        ]


PAGE = Page(
    "leaderboard",
    "Shout-outs",
    "Recognition",
    55,
    is_anybody,
    build,
    "Who was thanked aloud, and who helped by the word of those she helped.",
)
