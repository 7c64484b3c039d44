"""Recognise someone: a moment as it was seen, then words about it, which count once the recognised agrees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.drafts import DraftKind
from copilot.errors import BadInput
from ui.web.decisions import OPEN
from ui.web.desk import chosen
from ui.web.draft_pane import DraftPane
from ui.web.page import Page, Room, is_anybody
from ui.web.typed_times import read_day
from ui.web.views.pieces import empty, notice, shown, subheading
from ui.web.views.recognise import logged, seen_moments, tone_choices, who_agrees, with_benefit


def build(room: Room) -> None:
    """Whom; then the moment, what was logged before, and the words."""
    _RecognisePage(room)


class _RecognisePage:
    """Its parts from top to bottom, and what each button does."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk
        self._told = room.slot()
        self._whom = gr.Dropdown(
            [],
            label="Whom would you like to recognise?",
            info="Those you meet are in the list.",
            filterable=True,
        )
        self._nobody = room.slot()
        with gr.Column(visible=False) as self._rest:
            self._lay_out_the_moment()
            self._lay_out_the_words()
        self._about = [self._rest, self._seen, self._agrees, self._told]
        self._connect()

    def _lay_out_the_moment(self) -> None:
        self._room.slot(
            subheading("What did you see?", "As a camera would have seen it; no judgement of character.")
        )
        self._situation = gr.Textbox(
            label="What happened, when and where?",
            placeholder="At the planning meeting on Tuesday, when two teams blamed each other",
            lines=2,
            max_length=4_000,
        )
        self._behaviour = gr.Textbox(
            label="What was done?",
            placeholder="Drew both plans on one page and asked each team what it needed from the other",
            lines=2,
            max_length=4_000,
        )
        self._impact = gr.Textbox(label="What did it lead to? (may stay empty)", lines=2, max_length=3_000)
        with gr.Row(elem_classes="form"):
            self._benefited = gr.Textbox(
                label="Who benefited? (a team or a group; may stay empty)", max_length=300, scale=3
            )
            self._on = gr.Textbox(label="On which day? (empty: today)", max_length=10, min_width=170)
        self._log = gr.Button("Log this moment", variant="primary", elem_classes="alone")
        self._seen = self._room.slot()

    def _lay_out_the_words(self) -> None:
        self._room.slot(subheading("Write it up", "From what you logged, and nothing else."))
        self._tone = gr.Radio(
            tone_choices(), value="shout-out", label="In which tone and length?", elem_classes="pills"
        )
        self._agrees = self._room.slot()
        self._draft = gr.Button("Draft the words", variant="primary", elem_classes="alone")
        self._pane = DraftPane(self._room)

    def _connect(self) -> None:
        wire, whom, about = self._room.wire, self._whom, self._about
        opened = self._room.on_open(self._look, [whom, self._nobody, *about])
        wire(opened.then, self._reopen, whom, self._pane.outputs)
        chose = wire(whom.input, self._chosen, whom, about)
        wire(chose.then, self._reopen, whom, self._pane.outputs)
        words = [self._situation, self._behaviour, self._impact, self._benefited, self._on]
        wire(self._log.click, self._logged, [whom, *words], [*words, *about])
        wire(self._draft.click, self._drafted, [whom, self._tone], self._pane.outputs, scroll_to_output=True)

    def _look(self, request: gr.Request) -> list[Any]:
        asker = self._desk.asker(request)
        known = self._known(asker)
        wanted = chosen(request, "member")
        whom = wanted if wanted in {member for _, member in known} else None
        nobody = "" if known else shown(_nobody())
        about = self._of(asker, whom)
        return [gr.update(choices=known, value=whom, visible=bool(known)), nobody, *about]

    def _chosen(self, whom: str | None, request: gr.Request) -> list[Any]:
        return self._of(self._desk.asker(request), whom)

    def _of(self, asker: Asker, whom: str | None, told: str = "") -> list[Any]:
        if not whom:
            return [gr.update(visible=False), "", "", ""]
        people = self._desk.people(asker, {whom})
        moments = self._desk.copilot.moments.of(asker, whom)
        return [
            gr.update(visible=True),
            shown(seen_moments(moments, whom, people)),
            shown(who_agrees(whom, people)),
            shown(notice(told)),
        ]

    def _logged(
        self,
        whom: str | None,
        situation: str,
        behaviour: str,
        impact: str,
        benefited: str,
        on: str,
        request: gr.Request,
    ) -> list[Any]:
        asker, moments = self._desk.asker(request), self._desk.copilot.moments
        if not whom:
            raise BadInput("Nobody is chosen.", cure="Choose whom you saw.")
        led_to = with_benefit(impact, benefited)
        moments.add(asker, whom, situation=situation, behaviour=behaviour, impact=led_to, on=read_day(on))
        name = self._desk.people(asker, {whom}).first(whom)
        return ["", "", "", "", "", *self._of(asker, whom, logged(name, len(moments.of(asker, whom))))]

    def _drafted(self, whom: str | None, tone: Any, request: gr.Request) -> Iterator[list[Any]]:
        asker, drafting = self._desk.asker(request), self._desk.copilot.drafting
        if not whom:
            raise BadInput("Nobody is chosen.", cure="Choose whom you saw.")
        yield from self._pane.drafting(asker, lambda: drafting.recognition(asker, whom, tone))

    def _reopen(self, whom: str | None, request: gr.Request) -> list[Any]:
        """Words of hers about this person that still wait for her."""
        asker = self._desk.asker(request)
        drafts = self._desk.copilot.drafting.list(asker, DraftKind.RECOGNITION) if whom else []
        own = (one for one in drafts if one.made_by == asker.member and one.about == whom)
        newest = next((one for one in own if one.state in OPEN), None)
        return self._pane.showing(newest, asker) if newest else self._pane.nothing()

    def _known(self, asker: Asker) -> list[tuple[str, str]]:
        """Whom she may name: those she meets, and whoever she may see in the list of members."""
        copilot = self._desk.copilot
        met = {
            member
            for each in copilot.relationships.visible_to(asker)
            if asker.member in each.members
            for member in each.members
        }
        listed = {each.id for each in copilot.members.visible_to(asker)}
        ids = (met | listed) - {asker.member}
        people = self._desk.people(asker, ids)
        return sorted((people.name(member), member) for member in ids if member in people.introduced)


def _nobody() -> Any:
    return empty(
        "There is nobody you could recognise here yet.",
        "Once you are matched with somebody, you can log here what you saw them do.",
    )


PAGE = Page(
    "recognise",
    "Recognise someone",
    "Recognition",
    52,
    is_anybody,
    build,
    "Say what you saw, what it led to, and for whom. Nothing is told before they agree.",
)
