"""Approving many matches at once: those at or above a score, all of them or none, and back again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

from copilot.domain.matches import Match, MatchRole
from copilot.errors import BadInput
from copilot.services.matching.verbs.bulk import Batch, Selection
from ui.web.page import Room
from ui.web.people import People
from ui.web.tabs import TO_DECIDE
from ui.web.views.pieces import counted, piece, shown
from ui.web.views.review import whom

CAREFUL = 70
"""Where the slider stands at first."""


class BulkPane:
    """A fold with a slider; `approve` and `take_back` are wired by the page."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._fold = gr.Accordion("Approve several at once", open=False, visible=False, elem_classes="fold")
        with self._fold:
            with gr.Row(elem_classes="form"):
                self.least = gr.Slider(
                    0, 100, CAREFUL, step=1, label="All with a score of at least", scale=2, min_width=240
                )
                self.approve = gr.Button("Approve", variant="primary", scale=0, min_width=190)
            self._preview = room.slot()
        self.parts = [self._fold, self.least, self.approve, self._preview]

    def showing(self, matches: Sequence[Match], tab: str, least: float, people: People) -> dict[Any, Any]:
        """Updates for the matches in the queue; there is nothing to approve together in other tabs."""
        visible = tab == TO_DECIDE and len(matches) > 1
        return {self._fold: gr.update(visible=visible), **self.previewing(matches, least, people)}

    def previewing(self, matches: Sequence[Match], least: float, people: People) -> dict[Any, Any]:
        """Updates that say which they would be."""
        chosen = at_least(matches, least)
        return {
            self._preview: shown(piece('<p class="small">{}</p>', _which(chosen, people))),
            self.approve: gr.update(value=f"Approve these {len(chosen):,}", interactive=bool(chosen)),
        }


def at_least(matches: Sequence[Match], least: float) -> list[Match]:
    """Those whose score, as it is shown, is no less."""
    return [match for match in matches if round(100 * match.score) >= least]


def selection(matches: Sequence[Match], least: float) -> Selection:
    """Exactly the matches the manager was shown, by their ids; BadInput where there are none."""
    chosen = at_least(matches, least)
    if not chosen:
        raise BadInput("No match reaches this score.", cure="Choose a lower one.")
    return Selection(ids=tuple(match.id for match in chosen))


def _which(chosen: Sequence[Match], people: People) -> str:
    if not chosen:
        return "No match reaches this score."
    last = chosen[-1]
    against = sum(bool(match.rationale.against) for match in chosen)
    return (
        f"{counted(len(chosen), 'match', 'matches')}, down to {whom(last, people)}. "
        f"Something speaks against {against:,} of them. All of them are approved, or none; you can take it back."
    )


def batch_told(batch: Batch, role: MatchRole) -> str:
    """What has just been done."""
    count = counted(len(batch.results), "match", "matches")
    if batch.verb == "undo":
        return f"{count} taken back: they are as they were before."
    if role is MatchRole.SPONSOR:
        return f"{count} approved by you as first reviewer. A second, different person decides."
    return f"{count} approved. All of them are asked now."
