"""Suggested matches as a queue: why and why not, then approve, decline or change; nothing happens by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.matches import Match, MatchRole
from copilot.errors import BadInput, NotAllowed
from copilot.services.matching.service import MatchingService
from copilot.services.matching.verbs.bulk import Batch
from ui.web.bulk_pane import CAREFUL, batch_told, selection
from ui.web.decision_bar import Updates, batch_of, because_of, decided
from ui.web.desk import Desk, chosen
from ui.web.page import Page, Room, is_manager
from ui.web.people import ids_in
from ui.web.queue_pane import QueuePane, Where, everybody_in
from ui.web.run_bar import RunBar
from ui.web.tabs import TO_DECIDE, in_tab
from ui.web.views.pieces import notice, shown


def build(room: Room) -> None:
    """What to run above; the queue at the left, the match at the right."""
    _Review(room)


class _Review:
    """Puts the parts of the page together: what is run, what is seen, what is decided."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk
        self._batch_id = gr.State("")
        self._runs = RunBar(room)
        self._told = room.slot()
        self._take_back = gr.Button("Take them back", visible=False, min_width=0, elem_classes="alone")
        self._queue = QueuePane(room, self._runs.where)
        self._where = [*self._runs.where, self._queue.tab]
        self._seen = [*self._where, self._queue.bulk.least]
        self._view = [self._batch_id, self._told, self._take_back, *self._queue.parts]
        self._connect_looking()
        self._connect_deciding()

    def _connect_looking(self) -> None:
        room, runs, seen = self._room, self._runs, self._seen
        everything = [*runs.parts, *self._view]
        room.on_open(self._open, everything)
        # Gradio drops what is chosen while an answer is on its way, unless the last choice is asked for.
        room.wire(self._queue.tab.input, self._look, seen, self._view, trigger_mode="always_last")
        for changed in runs.where:
            room.wire(changed.input, self._look_elsewhere, seen, everything, trigger_mode="always_last")
        room.wire(runs.run.click, self._run_all, [*seen, *runs.aims], everything)
        # A change made while the answer to another is on its way may be lost; letting go of the field tells it again.
        for changed in (self._queue.bulk.least.change, self._queue.bulk.least.release):
            room.wire(changed, self._preview, seen, self._queue.bulk.parts, trigger_mode="always_last")

    def _connect_deciding(self) -> None:
        bar, matching, seen = self._queue.bar, self._matching, self._seen
        self._decides(bar.approve, lambda asker, match, said: matching().approve(asker, match))
        self._decides(bar.sure, lambda asker, match, said: _declined(matching(), asker, match, said))
        self._decides(bar.undo, lambda asker, match, said: matching().undo(asker, match))
        self._decides(bar.lock, lambda asker, match, said: _toggled(matching(), asker, match))
        self._decides(bar.propose, lambda asker, match, said: matching().replace(asker, match, said[2])[1])
        room, queue = self._room, self._queue
        room.wire(self._queue.bulk.approve.click, self._approve_many, seen, self._view)
        room.wire(self._take_back.click, self._undo_many, [self._batch_id, *seen], self._view)
        room.wire(bar.undo_batch.click, self._undo_batch_of, [queue.match_id, *seen], self._view)

    def _matching(self) -> MatchingService:
        return self._desk.copilot.matching

    def _open(self, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        names = _programmes(self._desk, asker)
        programme, role = chosen(request, "programme") or names[0][1], chosen(request, "role") or "mentor"
        where = Where(programme, role, chosen(request, "state"))
        return {
            **self._runs.opened(names, programme, role),
            **self._runs.standing(asker, programme, role),
            **self._filled(asker, where, wanted=chosen(request, "match")),
        }

    def _look(self, programme: str, role: str, tab: str, least: float, request: gr.Request) -> Updates:
        return self._filled(self._desk.asker(request), Where(programme, role, tab), least=least)

    def _look_elsewhere(
        self, programme: str, role: str, tab: str, least: float, request: gr.Request
    ) -> Updates:
        """What the last run came to says nothing of another programme or role."""
        asker = self._desk.asker(request)
        return {
            **self._runs.standing(asker, programme, role),
            **self._filled(asker, Where(programme, role, tab), least=least),
        }

    def _run_all(
        self, programme: str, role: str, tab: str, least: float,
        aim: str, mixed: str | None, share: float, request: gr.Request,
    ) -> Iterator[Updates]:  # fmt: skip
        asker = self._desk.asker(request)
        last: Updates = {}
        for last in self._runs.running(
            asker, (programme, role), (aim, mixed or "", share), request.session_hash
        ):
            yield last
        yield {**self._filled(asker, Where(programme, role, TO_DECIDE), least=least), **last}

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
                asker, Where(programme, role, tab), wanted=touched.id, otherwise=at, least=least,
                words=self._decided(asker, touched),
            )  # fmt: skip

        queue, bar = self._queue, self._queue.bar
        said = [bar.reason, bar.because, bar.partner]
        self._room.wire(button.click, decide, [queue.match_id, queue.ids, *said, *self._seen], self._view)

    def _decided(self, asker: Asker, match: Match) -> str:
        waiting = self._matching().waiting(asker, [match.id]).get(match.id, "")
        people = self._desk.people(asker, {*match.people, *ids_in(waiting)})
        return decided(match, people, waiting)

    def _preview(self, programme: str, role: str, tab: str, least: float, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        found = in_tab(self._queue.of_role(asker, Where(programme, role, tab)), tab)
        return self._queue.bulk.previewing(found, least, self._desk.people(asker, everybody_in(found)))

    def _approve_many(
        self, programme: str, role: str, tab: str, least: float, request: gr.Request
    ) -> Updates:
        asker = self._desk.asker(request)
        found = in_tab(self._queue.of_role(asker, Where(programme, role, tab)), tab)
        batch = self._matching().approve_all(asker, selection(found, least))
        return self._after(asker, batch, Where(programme, role, tab), least)

    def _undo_many(
        self, batch: str, programme: str, role: str, tab: str, least: float, request: gr.Request
    ) -> Updates:
        asker = self._desk.asker(request)
        undone = self._matching().undo_all(asker, batch)
        return self._after(asker, undone, Where(programme, role, tab), least)

    def _undo_batch_of(
        self, match: str, programme: str, role: str, tab: str, least: float, request: gr.Request
    ) -> Updates:
        asker, matching = self._desk.asker(request), self._matching()
        batch = matching.undo_all(asker, batch_of(matching.history(asker, match)))
        return self._after(asker, batch, Where(programme, role, tab), least)

    def _after(self, asker: Asker, batch: Batch, where: Where, least: float) -> Updates:
        updates = self._filled(asker, where, words=batch_told(batch, MatchRole(where.role)), least=least)
        if batch.verb == "approve":
            updates[self._batch_id] = batch.id
            updates[self._take_back] = gr.update(visible=True, value=f"Take all {len(batch.results):,} back")
        return updates

    def _filled(
        self,
        asker: Asker,
        where: Where,
        *,
        wanted: str = "",
        otherwise: int = 0,
        words: str = "",
        least: float = CAREFUL,
    ) -> Updates:
        """Everything that shows matches, and what has just been done to them in words."""
        return {
            **self._queue.showing(asker, where, wanted=wanted, otherwise=otherwise, least=least),
            self._batch_id: "",
            self._told: shown(notice(words)),
            self._take_back: gr.update(visible=False),
        }


def _declined(matching: MatchingService, asker: Asker, match_id: str, said: tuple[str, str, str]) -> Match:
    why, because, _ = said
    return matching.decline(asker, match_id, why, because_of(because))


def _toggled(matching: MatchingService, asker: Asker, match_id: str) -> Match:
    locked = matching.show(asker, match_id).locked
    return matching.unlock(asker, match_id) if locked else matching.lock(asker, match_id)


def _programmes(desk: Desk, asker: Asker) -> list[tuple[str, str]]:
    own = [each for each in desk.copilot.programmes.every(asker) if each.id in asker.manages]
    if not own:
        raise NotAllowed("You manage no programme.", cure="An admin can make you the manager of one.")
    return [(each.name, each.id) for each in own]


PAGE = Page(
    "matches",
    "Matches",
    "Manager",
    40,
    is_manager,
    build,
    "Suggested pairs, with what speaks for and against. You decide.",
)
