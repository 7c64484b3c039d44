"""The queue at the left, the open match at the right, the decisions below it, and who has nobody yet."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

import gradio as gr
from markupsafe import Markup

from copilot.domain.asking import Asker
from copilot.domain.matches import Match, MatchRole
from copilot.errors import NotFound
from ui.web.bulk_pane import CAREFUL, BulkPane
from ui.web.decision_bar import DecisionBar, Updates
from ui.web.page import Room
from ui.web.people import People, ids_in
from ui.web.tabs import DECLINED, TO_DECIDE, address, in_tab, tab_choices, tab_of
from ui.web.views.circles import circle_detail
from ui.web.views.matches import named_in
from ui.web.views.pieces import NOTHING, notice, shown
from ui.web.views.review import match_detail, queue
from ui.web.views.runs import declines_counted, left_out, no_matches


class Where(NamedTuple):
    """Which matches: of a programme, of a role, and in which tab."""

    programme: str
    role: str
    tab: str


class QueuePane:
    """Shows matches; what is decided on them, the page wires to `bar`."""

    def __init__(self, room: Room, where: Sequence[Any]) -> None:
        self._desk = room.desk
        self.match_id, self.ids = gr.State(""), gr.State([])
        self.tab = gr.Radio(
            tab_choices((), MatchRole.MENTOR), value=TO_DECIDE, label="Matches", elem_classes="pills"
        )
        self.bulk = BulkPane(room)
        with gr.Row(elem_classes="desk"):
            with gr.Column(scale=2, min_width=240):
                self._rows = room.slot(classes="queue-slot")
            with gr.Column(scale=5, min_width=320):
                self._detail = room.slot()
                self.bar = DecisionBar(room, self.match_id, [*where, self.tab])
        self._below = room.slot()
        self.parts = [
            self.match_id, self.ids, self.tab, self._rows, self._detail, self._below, *self.bar.parts,
            *self.bulk.parts,
        ]  # fmt: skip

    def showing(
        self,
        asker: Asker,
        where: Where,
        *,
        wanted: str = "",
        otherwise: int = 0,
        least: float = CAREFUL,
    ) -> Updates:
        """Updates for all that shows matches.

        Args:
            wanted: the id of the match to open.
            otherwise: the place of the one that is opened where `wanted` is not among them.
            least: the score from which several are approved at once.
        """
        everything = self.of_role(asker, where)
        programme, role, tab = where.programme, where.role, tab_of(where.tab, where.role)
        found = in_tab(everything, tab)
        at = min(otherwise, len(found) - 1)
        match = next((each for each in found if each.id == wanted), found[at] if found else None)
        people = self._desk.people(asker, everybody_in(found))
        rows = queue(found, match.id, people, address(programme, role, tab)) if match else no_matches(tab)
        return {
            self.match_id: match.id if match else "",
            self.ids: [each.id for each in found],
            self.tab: gr.update(choices=tab_choices(everything, role), value=tab),
            self._rows: shown(rows),
            self._below: shown(self._what_is_below(asker, programme, role, tab)),
            **self.bulk.showing(found, tab, least, people),
            **(self._one(asker, match) if match else {self._detail: "", **self.bar.nothing()}),
        }

    def of_role(self, asker: Asker, where: Where) -> list[Match]:
        """All matches of the programme and role, whatever their tab."""
        matching = self._desk.copilot.matching
        return matching.list_matches(asker, programme=where.programme, role=MatchRole(where.role))

    def _one(self, asker: Asker, match: Match) -> Updates:
        history = self._desk.copilot.matching.history(asker, match.id)
        waiting = self._desk.copilot.matching.waiting(asker, [match.id]).get(match.id, "")
        named = named_in(match.rationale) | ids_in(waiting) | {each.by for each in history}
        people = self._desk.people(asker, named | set(match.people))
        told = self._told(asker, match, people, {"history": history, "waiting": waiting})
        return {self._detail: shown(told), **self.bar.showing(match, asker, history)}

    def _told(self, asker: Asker, match: Match, people: People, so_far: dict[str, Any]) -> Markup:
        try:
            members = [self._desk.copilot.members.show(asker, each) for each in match.people]
        except NotFound:
            return notice(
                "One of them is no longer in this programme, so there is no profile to show.", "care"
            )
        if match.role is MatchRole.CIRCLE:
            return circle_detail(match, members, people, **so_far)
        weights = self._desk.copilot.matching_weights.for_role(match.role).model_dump()
        return match_detail(match, members[0], members[1], people, weights=weights, **so_far)

    def _what_is_below(self, asker: Asker, programme: str, role: str, tab: str) -> Markup:
        """Who has nobody yet, or what the declines have in common."""
        matching = self._desk.copilot.matching
        if tab == DECLINED:
            return declines_counted(matching.declines(asker, programme=programme, role=MatchRole(role)))
        if tab != TO_DECIDE:
            return NOTHING
        without = matching.left_out(asker, programme, MatchRole(role))
        said = ids_in(*(words for each in without for words in (each.reason, each.cure)))
        return left_out(without, self._desk.people(asker, said | {each.member for each in without}))


def everybody_in(found: Collection[Match]) -> set[str]:
    """Everybody whom these matches bring together."""
    return {member for each in found for member in each.people}
