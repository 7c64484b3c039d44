"""Suggested matches as a queue: why and why not, then approve, decline or change; nothing happens by itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

import gradio as gr
from markupsafe import Markup

from copilot.domain.asking import Asker
from copilot.domain.matches import Match, MatchRole, MatchRun
from copilot.errors import BadInput, CopilotError, NotAllowed
from copilot.services.matching.service import MatchingService
from copilot.services.matching.verbs.bulk import Batch
from ui.web.bulk_pane import CAREFUL, BulkPane, batch_told, selection
from ui.web.decision_bar import DecisionBar, Updates, batch_of, because_of, decided
from ui.web.desk import Desk, chosen
from ui.web.long_work import LongWork
from ui.web.page import Page, Room, is_manager
from ui.web.people import ids_in
from ui.web.tabs import DECLINED, ROLES, TO_DECIDE, address, in_tab, tab_choices, tab_of
from ui.web.views.matches import named_in
from ui.web.views.pieces import NOTHING, notice, shown, under_way
from ui.web.views.review import match_detail, queue
from ui.web.views.runs import declines_counted, left_out, no_matches, outcome


def build(room: Room) -> None:
    """What to run above; the queue at the left, the match at the right."""
    _Review(room)


class _Review:
    """The page's parts and what they do."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk
        self._match_id, self._ids, self._batch_id = gr.State(""), gr.State([]), gr.State("")
        self._lay_out_top()
        self._told = room.slot()
        self._take_back = gr.Button("Take them back", visible=False, min_width=0, elem_classes="alone")
        self._ran = room.slot(classes="ran-slot")
        self._tab = gr.Radio(
            tab_choices((), MatchRole.MENTOR), value=TO_DECIDE, label="Matches", elem_classes="pills"
        )
        self._where = [self._programme, self._role, self._tab]
        self._bulk = BulkPane(room)
        with gr.Row(elem_classes="desk"):
            with gr.Column(scale=2, min_width=240):
                self._rows = room.slot(classes="queue-slot")
            with gr.Column(scale=5, min_width=320):
                self._detail = room.slot()
                self._bar = DecisionBar(room, self._match_id, self._where)
        self._below = room.slot()
        self._view = [
            self._match_id, self._ids, self._batch_id, self._told, self._take_back, self._rows, self._detail,
            self._below, self._tab, *self._bar.parts, *self._bulk.parts,
        ]  # fmt: skip
        self._connect()

    def _lay_out_top(self) -> None:
        with gr.Row(elem_classes="form run-row"):
            self._programme = gr.Dropdown([], label="Programme", scale=2, filterable=False)
            self._role = gr.Radio(
                list(ROLES),
                value="mentor",
                label="Looking for",
                elem_classes="pills",
                scale=5,
                interactive=False,  # until the page is filled: what is chosen before would be lost
            )
            self._run = gr.Button(
                "Run matching", variant="primary", scale=1, min_width=150, interactive=False
            )

    def _connect(self) -> None:
        room, everything = self._room, [*self._where[:2], *self._view, self._ran, self._run]
        seen = [*self._where, self._bulk.least]
        room.on_open(self._open, everything)
        # Gradio drops what is chosen while an answer is on its way, unless the last choice is asked for.
        room.wire(self._tab.input, self._look, seen, self._view, trigger_mode="always_last")
        for changed in (self._programme, self._role):
            room.wire(
                changed.input,
                self._look_elsewhere,
                seen,
                [*self._view, self._ran],
                trigger_mode="always_last",
            )
        room.wire(self._run.click, self._run_all, seen, [*self._view, self._ran, self._run])
        # A change made while the answer to another is on its way may be lost; letting go of the field tells it again.
        for changed in (self._bulk.least.change, self._bulk.least.release):
            room.wire(changed, self._preview, seen, self._bulk.parts, trigger_mode="always_last")
        room.wire(self._bulk.approve.click, self._approve_many, seen, self._view)
        room.wire(self._take_back.click, self._undo_many, [self._batch_id, *seen], self._view)
        bar = self._bar
        self._decides(bar.approve, lambda asker, match, said: self._matching.approve(asker, match))
        self._decides(bar.sure, self._decline)
        self._decides(bar.undo, lambda asker, match, said: self._matching.undo(asker, match))
        self._decides(bar.lock, lambda asker, match, said: _toggled(self._matching, asker, match))
        self._decides(
            bar.propose, lambda asker, match, said: self._matching.replace(asker, match, said[2])[1]
        )
        room.wire(bar.undo_batch.click, self._undo_batch_of, [self._match_id, *seen], self._view)

    @property
    def _matching(self) -> MatchingService:
        return self._desk.copilot.matching

    def _open(self, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        names = _programmes(self._desk, asker)
        programme = chosen(request, "programme") or names[0][1]
        role, tab = chosen(request, "role") or "mentor", chosen(request, "state")
        return {
            self._programme: gr.update(choices=names, value=programme),
            self._role: gr.update(value=role, interactive=True),
            self._run: gr.update(interactive=True),
            **self._filled(asker, (programme, role, tab), wanted=chosen(request, "match")),
        }

    def _look(self, programme: str, role: str, tab: str, least: float, request: gr.Request) -> Updates:
        return self._filled(self._desk.asker(request), (programme, role, tab), least=least)

    def _look_elsewhere(
        self, programme: str, role: str, tab: str, least: float, request: gr.Request
    ) -> Updates:
        """What the last run came to says nothing of another programme or role."""
        return {self._ran: "", **self._look(programme, role, tab, least, request)}

    def _run_all(
        self, programme: str, role: str, tab: str, least: float, request: gr.Request
    ) -> Iterator[Updates]:
        asker, matching = self._desk.asker(request), self._matching
        work = LongWork(lambda tell: matching.run(asker, MatchRole(role), programme=programme, progress=tell))
        busy = gr.update(interactive=False)
        yield {self._ran: shown(under_way("Matching", 0, 1, "reading profiles")), self._run: busy}
        try:
            for done, of, what in work:
                yield {self._ran: shown(under_way("Matching", done, of, what))}
            run, _ = work.result()
        except CopilotError:
            yield {self._ran: "", self._run: gr.update(interactive=True)}
            raise
        yield {
            **self._filled(asker, (programme, role, TO_DECIDE), least=least),
            self._ran: shown(self._outcome(asker, run)),
            self._run: gr.update(interactive=True),
        }

    def _outcome(self, asker: Asker, run: MatchRun) -> Markup:
        moving = {who for each in run.moved for who in (each.member, each.before, each.after) if who}
        said = ids_in(*run.warnings, *(each.why for each in run.moved))
        return outcome(run, self._desk.people(asker, moving | said))

    def _decides(self, button: Any, verb: Callable[[Asker, str, tuple[str, str, str]], Match]) -> None:
        """A decision on the match that is open; then the one that takes its place in the queue is."""

        def decide(
            match: str, ids: list[str], why: str, because: str, instead: str | None,
            programme: str, role: str, tab: str, least: float, request: gr.Request,
        ) -> Updates:  # fmt: skip
            asker = self._desk.asker(request)
            if not match:
                raise BadInput("No match is chosen.", cure="Choose one in the list.")
            touched = verb(asker, match, (why, because or "", instead or ""))
            at = ids.index(match) if match in ids else 0
            return self._filled(
                asker, (programme, role, tab), wanted=touched.id, otherwise=at, least=least,
                words=self._decided(asker, touched),
            )  # fmt: skip

        bar = self._bar
        said = [bar.reason, bar.because, bar.partner]
        self._room.wire(
            button.click, decide,
            [self._match_id, self._ids, *said, *self._where, self._bulk.least], self._view,
        )  # fmt: skip

    def _decline(self, asker: Asker, match: str, said: tuple[str, str, str]) -> Match:
        why, because, _ = said
        return self._matching.decline(asker, match, why, because_of(because))

    def _decided(self, asker: Asker, match: Match) -> str:
        waiting = self._matching.waiting(asker, [match.id]).get(match.id, "")
        people = self._desk.people(asker, {match.seeker, match.partner, *ids_in(waiting)})
        return decided(match, people, waiting)

    def _preview(self, programme: str, role: str, tab: str, least: float, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        found = in_tab(self._of_role(asker, programme, role), tab)
        return self._bulk.previewing(found, least, self._desk.people(asker, _pairs(found)))

    def _approve_many(
        self, programme: str, role: str, tab: str, least: float, request: gr.Request
    ) -> Updates:
        asker = self._desk.asker(request)
        found = in_tab(self._of_role(asker, programme, role), tab)
        batch = self._matching.approve_all(asker, selection(found, least))
        return self._after(asker, batch, (programme, role, tab), least)

    def _undo_many(
        self, batch: str, programme: str, role: str, tab: str, least: float, request: gr.Request
    ) -> Updates:
        asker = self._desk.asker(request)
        return self._after(asker, self._matching.undo_all(asker, batch), (programme, role, tab), least)

    def _undo_batch_of(
        self, match: str, programme: str, role: str, tab: str, least: float, request: gr.Request
    ) -> Updates:
        asker = self._desk.asker(request)
        batch = self._matching.undo_all(asker, batch_of(self._matching.history(asker, match)))
        return self._after(asker, batch, (programme, role, tab), least)

    def _after(self, asker: Asker, batch: Batch, where: tuple[str, str, str], least: float) -> Updates:
        updates = self._filled(asker, where, words=batch_told(batch, MatchRole(where[1])), least=least)
        if batch.verb == "approve":
            updates[self._batch_id] = batch.id
            updates[self._take_back] = gr.update(visible=True, value=f"Take all {len(batch.results):,} back")
        return updates

    def _of_role(self, asker: Asker, programme: str, role: str) -> list[Match]:
        return self._matching.list_matches(asker, programme=programme, role=MatchRole(role))

    def _filled(
        self,
        asker: Asker,
        where: tuple[str, str, str],
        *,
        wanted: str = "",
        otherwise: int = 0,
        words: str = "",
        least: float = CAREFUL,
    ) -> Updates:
        """Everything that shows matches. Where `wanted` is not among them, the match at place `otherwise` is open."""
        programme, role, tab = where
        everything = self._of_role(asker, programme, role)
        tab = tab_of(tab, role)
        found = in_tab(everything, tab)
        at = min(otherwise, len(found) - 1)
        match = next((each for each in found if each.id == wanted), found[at] if found else None)
        people = self._desk.people(asker, _pairs(found))
        return {
            self._match_id: match.id if match else "",
            self._ids: [each.id for each in found],
            self._batch_id: "",
            self._told: shown(notice(words)) if words else "",
            self._take_back: gr.update(visible=False),
            self._tab: gr.update(choices=tab_choices(everything, role), value=tab),
            self._rows: shown(
                queue(found, match.id, people, address(programme, role, tab)) if match else no_matches(tab)
            ),
            self._below: shown(self._what_is_below(asker, programme, role, tab)),
            **self._bulk.showing(found, tab, least, people),
            **(self._one(asker, match) if match else {self._detail: "", **self._bar.nothing()}),
        }  # fmt: skip

    def _one(self, asker: Asker, match: Match) -> Updates:
        history = self._matching.history(asker, match.id)
        waiting = self._matching.waiting(asker, [match.id]).get(match.id, "")
        named = named_in(match.rationale) | ids_in(waiting) | {each.by for each in history}
        people = self._desk.people(asker, named | {match.seeker, match.partner})
        members = self._desk.copilot.members
        weights = self._desk.copilot.matching_weights.for_role(match.role)
        detail = match_detail(
            match, members.show(asker, match.seeker), members.show(asker, match.partner), people,
            weights=weights.model_dump(), history=history, waiting=waiting,
        )  # fmt: skip
        return {self._detail: shown(detail), **self._bar.showing(match, asker, history)}

    def _what_is_below(self, asker: Asker, programme: str, role: str, tab: str) -> Markup:
        """Who has nobody yet, or what the declines have in common."""
        if tab == DECLINED:
            return declines_counted(self._matching.declines(asker, programme=programme, role=MatchRole(role)))
        if tab != TO_DECIDE:
            return NOTHING
        without = self._matching.left_out(asker, programme, MatchRole(role))
        said = ids_in(*(words for each in without for words in (each.reason, each.cure)))
        return left_out(without, self._desk.people(asker, said | {each.member for each in without}))


def _toggled(matching: MatchingService, asker: Asker, match_id: str) -> Match:
    locked = matching.show(asker, match_id).locked
    return matching.unlock(asker, match_id) if locked else matching.lock(asker, match_id)


def _programmes(desk: Desk, asker: Asker) -> list[tuple[str, str]]:
    own = [each for each in desk.copilot.programmes.every(asker) if each.id in asker.manages]
    if not own:
        raise NotAllowed("You manage no programme.", cure="An admin can make you the manager of one.")
    return [(each.name, each.id) for each in own]


def _pairs(found: Collection[Match]) -> set[str]:
    return {member for each in found for member in (each.seeker, each.partner)}


PAGE = Page(
    "matches",
    "Matches",
    "Manager",
    40,
    is_manager,
    build,
    "Suggested pairs, with what speaks for and against. You decide.",
)
