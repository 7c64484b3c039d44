"""Running the matching: for which programme, whom to look for, what to aim at; stopped by a click, told in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.matches import MatchRole, MatchRun
from copilot.errors import CopilotError, Stopped
from copilot.services.matching.solving.aims import Aim
from copilot.services.matching.solving.targets import Target
from ui.web.long_work import LongWork, UnderWay
from ui.web.page import Room
from ui.web.people import ids_in
from ui.web.tabs import ROLES
from ui.web.views.pieces import NOTHING, notice, shown, under_way
from ui.web.views.runs import last_run, outcome

Updates = dict[Any, Any]
Ran = tuple[MatchRun, list[Any]]
BEST, WORST_OFF, TARGET = "best-total", "worst-off-first", "target"
AIMS = (
    ("the best fit for all together", BEST),
    ("nobody left with a poor fit", WORST_OFF),
    ("a share of mixed pairs", TARGET),
)
MIXED = (("from two functions", "cross-functional"), ("from two countries", "cross-country"))
USUAL_SHARE = 40
PLAIN_ONLY = frozenset({MatchRole.PEER, MatchRole.CIRCLE})
"""Roles that are solved as a whole, for which no other aim can be had."""


class RunBar:
    """`where` are the programme and the role, `aims` what is aimed at; `run` is wired by the page."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk, self._under_way = room, room.desk, UnderWay()
        self._lay_out_what()
        self._lay_out_aims()
        self._ran = room.slot(classes="ran-slot")
        self.where = [self.programme, self.role]
        self.aims = [self._aim, self._mixed, self._share]
        self._buttons = [self.run, self.stop]
        self.parts = [*self.where, *self._buttons, self._fold, *self.aims, self._ran]
        room.wire(self._aim.input, _about_mixing, self._aim, [self._mixed, self._share])
        room.wire(self.stop.click, self._stop, None, self._buttons)

    def _lay_out_what(self) -> None:
        with gr.Row(elem_classes="form run-row"):
            self.programme = gr.Dropdown([], label="Programme", scale=2, filterable=False)
            self.role = gr.Radio(
                list(ROLES), value="mentor", label="Looking for", elem_classes="pills", scale=5,
                interactive=False,  # until the page is filled: what is chosen before would be lost
            )  # fmt: skip
            self.run = gr.Button("Run matching", variant="primary", scale=1, min_width=150, interactive=False)
            self.stop = gr.Button("Stop this run", variant="stop", scale=1, min_width=150, visible=False)

    def _lay_out_aims(self) -> None:
        with gr.Accordion("What a run aims at", open=False, elem_classes="fold") as self._fold:
            with gr.Row(elem_classes="form"):
                self._aim = gr.Radio(
                    list(AIMS), value=BEST, label="Above all", elem_classes="pills", scale=4,
                    info="Other aims than the first cost some of the total score; the run says how much.",
                )  # fmt: skip
            with gr.Row(elem_classes="form"):
                self._mixed = gr.Dropdown(
                    list(MIXED), value=MIXED[0][1], label="Pairs", visible=False, filterable=False, scale=1
                )
                self._share = gr.Slider(
                    0, 100, USUAL_SHARE, step=5, label="At least so many of a hundred", visible=False, scale=2
                )

    def opened(self, programmes: list[tuple[str, str]], programme: str, role: str) -> Updates:
        """Updates for a page that is opened: everything can be chosen now."""
        return {
            self.programme: gr.update(choices=programmes, value=programme),
            self.role: gr.update(value=role, interactive=True),
            self.run: gr.update(interactive=True),
        }

    def standing(self, asker: Asker, programme: str, role: str) -> Updates:
        """Updates with what the newest run came to, and the aims that this role can have."""
        newest = self._desk.copilot.programme_health.last_run(asker, programme, MatchRole(role))
        told = last_run(newest, self._people(asker, newest)) if newest else NOTHING
        return {
            self._ran: shown(told),
            self._fold: gr.update(visible=role not in PLAIN_ONLY),
        }

    def running(
        self, asker: Asker, where: tuple[str, str], aimed: tuple[str, str, float], tab: str | None
    ) -> Iterator[Updates]:
        """Updates while a run is under way; the last say what it came to, or that it was stopped."""
        programme, role = where
        aim = aim_of(role, *aimed)
        matching = self._desk.copilot.matching
        work: LongWork[Ran] = LongWork(
            lambda tell: matching.run(asker, MatchRole(role), programme=programme, progress=tell, aim=aim)
        )
        yield {
            self._ran: shown(under_way("Matching", 0, 1, "reading profiles")),
            self.run: gr.update(visible=False),
            self.stop: gr.update(visible=True, interactive=True, value="Stop this run"),
        }
        try:
            for done, of, what in self._under_way.begun(tab, work):
                yield {self._ran: shown(under_way("Matching", done, of, what))}
            run, _ = work.result()
        except Stopped:
            yield self._ended(notice("Stopped. Nothing was changed: all matches are as they were.", "plain"))
        except CopilotError:
            yield self._ended(NOTHING)
            raise
        else:
            yield self._ended(outcome(run, self._people(asker, run)))

    def _ended(self, told: Any) -> Updates:
        return {
            self._ran: shown(told),
            self.run: gr.update(visible=True, interactive=True),
            self.stop: gr.update(visible=False),
        }

    def _stop(self, request: gr.Request) -> Updates:
        self._under_way.stop(request.session_hash)
        # A step that has begun is finished first; the solver's last one may take some seconds.
        return {self.stop: gr.update(interactive=False, value="Stopping…"), self.run: gr.update()}

    def _people(self, asker: Asker, run: MatchRun) -> Any:
        moving = {who for each in run.moved for who in (each.member, each.before, each.after) if who}
        said = ids_in(*run.warnings, *run.aims, *(each.why for each in run.moved))
        by = {run.by} - {"operator"}
        return self._desk.people(asker, moving | said | by)


def aim_of(role: str, aim: str, mixed: str | None, share: float) -> Aim:
    """What is chosen, as the solver takes it; for roles that are solved as a whole always the best total."""
    if role in PLAIN_ONLY or aim == BEST:
        return Aim()
    if aim == WORST_OFF:
        return Aim("worst-off-first")
    return Aim(targets=(Target(mixed or MIXED[0][1], share / 100),))


def _about_mixing(aim: str) -> tuple[Any, Any]:
    visible = gr.update(visible=aim == TARGET)
    return visible, visible
