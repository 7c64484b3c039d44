"""Learning: what comes next and why, the tracks of her roles, a guide's exercise, and a look at herself."""

from __future__ import annotations

from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.errors import CopilotError, NotFound
from copilot.services.learning.told import TrackTold
from ui.web.desk import chosen
from ui.web.exercise_pane import ExercisePane
from ui.web.page import Page, Room, is_anybody
from ui.web.readiness_pane import ROLES, ReadinessPane
from ui.web.views.learning import (
    certificate_given,
    guide_opened,
    onward,
    readiness_doors,
    track_cards,
    track_opened,
    upcoming,
)
from ui.web.views.pieces import busy, failure, shown, together

Updates = dict[Any, Any]
LEAD = "Guides in small steps: read, check, practise. What you do here is yours alone."


def build(room: Room) -> None:
    """One address for all of it: what it opens says which track, guide or check is meant."""
    _LearningPage(room)


class _LearningPage:
    """Its parts from top to bottom, and what each button does."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk
        self._track = gr.State("")
        self._next = room.slot()
        self._body = room.slot()
        self._lay_out_certificate()
        self._exercise = ExercisePane(room)
        self._onward = room.slot()
        self._readiness = ReadinessPane(room)
        self._seen = [self._track, self._body, *self._certificate, self._onward]
        self._connect()

    def _lay_out_certificate(self) -> None:
        with gr.Column(visible=False, elem_classes="exercise") as column:
            self._with_name = gr.Checkbox(False, label="With my name in it")
            self._ask_for_it = gr.Button("Give me the certificate", variant="primary", elem_classes="alone")
            self._given = self._room.slot()
        self._certificate = [column, self._given]

    def _connect(self) -> None:
        out = [*self._seen, *self._exercise.parts, *self._readiness.parts]
        opened = self._room.on_open(self._open, [self._next, *out])
        self._room.wire(opened.then, self._suggest, None, self._next)
        self._exercise.then(self._moved, [self._track], [self._body, self._onward])
        self._room.wire(self._ask_for_it.click, self._certify, [self._track, self._with_name], self._given)

    def _open(self, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        try:
            return self._opened(asker, request)
        except NotFound as fault:
            overview = self._overview(asker)
            return overview | {self._body: shown(failure(fault)) + overview[self._body]}

    def _opened(self, asker: Asker, request: gr.Request) -> Updates:
        guide, track, role = (chosen(request, name) for name in ("guide", "track", "ready"))
        if guide:
            return self._at_guide(asker, guide, self._track_of(asker, track))
        if track:
            return self._at_track(asker, self._desk.copilot.learning.track(asker, track))
        if role in ROLES:
            return self._nothing() | self._readiness.opened(asker, role)
        return self._overview(asker)

    def _nothing(self) -> Updates:
        """Every part put away; what is opened comes on top of it."""
        return {
            self._next: "", self._track: "", self._body: "", self._certificate[0]: gr.update(visible=False),
            self._given: "", self._onward: "", **self._exercise.closed(), **self._readiness.closed(),
        }  # fmt: skip

    def _overview(self, asker: Asker) -> Updates:
        learning = self._desk.copilot.learning
        roles = frozenset(role.value for role in asker.roles)
        tracks = track_cards(learning.tracks(asker), roles)
        history = {role: learning.readiness(asker, role).history for role in ROLES}
        doors = readiness_doors({role: rated[0] if rated else None for role, rated in history.items()})
        looking = shown(busy("Looking at your tracks and goals"))
        return self._nothing() | {self._next: looking, self._body: shown(together([tracks, doors]))}

    def _at_track(self, asker: Asker, track: TrackTold) -> Updates:
        done = track.mine is not None and track.mine.state == "finished"
        return self._nothing() | {
            self._track: track.id,
            self._body: shown(track_opened(track)),
            self._certificate[0]: gr.update(visible=done),
        }

    def _at_guide(self, asker: Asker, path: str, track: TrackTold | None) -> Updates:
        guide = self._desk.copilot.learning.guide(asker, path)
        return self._nothing() | {
            self._track: track.id if track else "",
            self._body: shown(guide_opened(guide, track)),
            self._onward: shown(onward(track, path)),
            **self._exercise.opened(asker, guide),
        }

    def _suggest(self, request: gr.Request) -> Any:
        """Apart from the rest, because goals are looked up in the guides, which takes a moment the first time."""
        if any(chosen(request, name) for name in ("guide", "track", "ready")):
            return gr.skip()
        try:
            return shown(upcoming(self._desk.copilot.learning.next_for(self._desk.asker(request))))
        except CopilotError as fault:
            return shown(failure(fault))  # tracks and guides below need none of it

    def _moved(self, guide: str, track: str, request: gr.Request) -> tuple[str, str]:
        """How far she is now, after a step."""
        asker = self._desk.asker(request)
        within = self._track_of(asker, track)
        told = self._desk.copilot.learning.guide(asker, guide)
        return shown(guide_opened(told, within)), shown(onward(within, guide))

    def _track_of(self, asker: Asker, track: str) -> TrackTold | None:
        return self._desk.copilot.learning.track(asker, track) if track else None

    def _certify(self, track: str, with_name: bool, request: gr.Request) -> str:
        badge = self._desk.copilot.learning.certificate(self._desk.asker(request), track, with_name=with_name)
        return shown(certificate_given(badge))


PAGE = Page("learning", "Learning", "Learn", 49, is_anybody, build, LEAD)
