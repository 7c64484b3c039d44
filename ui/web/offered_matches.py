"""Matches that a manager approved and that wait for the yes of whoever is looking."""

from __future__ import annotations

from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.matches import Match, MatchState
from copilot.errors import BadInput
from ui.web.desk import Desk
from ui.web.page import Room
from ui.web.views.matches import asked_of, own_match_cards
from ui.web.views.pieces import notice, shown, subheading

_BEGUN = "You both said yes: your relationship begins."
_HALF = "Your yes is kept. Now it’s their turn."


class OfferedMatches:
    """Cards with the reasons, and a button to say yes. `outputs` is what a handler fills with `showing`."""

    def __init__(self, room: Room) -> None:
        self._desk = room.desk
        self._told = room.slot()
        self._cards = room.slot()
        self._which = gr.Radio(
            [],
            label="Approved by your programme’s manager; yours to accept",
            visible=False,
            elem_classes="ticks",
        )
        self._accept = gr.Button("Accept this match", variant="primary", visible=False, elem_classes="alone")
        self.outputs = [self._told, self._cards, self._which, self._accept]
        room.wire(self._accept.click, self._say_yes, self._which, self.outputs)

    def showing(self, asker: Asker, told: str = "") -> list[Any]:
        """Updates that show what waits; nothing is to be seen where nothing does."""
        own = offered(self._desk, asker)
        people = self._desk.people(asker, {member for match in own for member in match.people})
        asked = [match for match in own if asker.member not in match.accepted_by]
        names = [(asked_of(match, asker.member, people), match.id) for match in asked]
        cards = _heading(bool(asked)) + own_match_cards(own, asker.member, people)
        return [
            shown(notice(told)),
            shown(cards) if own else "",
            gr.update(choices=names, value=names[0][1] if names else None, visible=bool(names)),
            gr.update(visible=bool(names)),
        ]

    def _say_yes(self, match: str | None, request: gr.Request) -> list[Any]:
        asker = self._desk.asker(request)
        if not match:
            raise BadInput("No match is chosen.", cure="Choose one in the list.")
        accepted = self._desk.copilot.matching.accept(asker, match)
        return self.showing(asker, _BEGUN if accepted.state == MatchState.ACTIVE else _HALF)


def offered(desk: Desk, asker: Asker) -> list[Match]:
    """Her matches that were approved and have not begun."""
    return desk.copilot.matching.list_matches(asker, states={MatchState.APPROVED}, member=asker.member)


def _heading(waits: bool) -> Any:
    title = "A match waits for your yes" if waits else "A match waits for the other side"
    return subheading(title)
