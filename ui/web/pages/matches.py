"""Suggested matches as a queue: why and why not, then approve, decline or lock; nothing happens by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import gradio as gr
from markupsafe import Markup

from copilot.domain.asking import Asker
from copilot.domain.matches import Match, MatchRole, MatchState
from copilot.errors import BadInput, NotAllowed
from copilot.services.matching.service import MatchingService
from ui.web.desk import Desk, chosen
from ui.web.long_work import LongWork
from ui.web.page import Page, Room, is_manager
from ui.web.people import People
from ui.web.views.matches import left_out, match_detail, no_matches, outcome, progress_of_run, queue
from ui.web.views.pieces import notice, shown

ROLES = (("mentors", "mentor"), ("sponsors", "sponsor"), ("peers", "peer"))
STATES = (("to decide", "proposed"), ("approved", "approved"), ("declined", "declined"), ("begun", "active"))
UNDOABLE = frozenset({MatchState.APPROVED, MatchState.DECLINED, MatchState.REPLACED})
WHY = "Why? It is kept, and the two are not proposed to each other again."
BUTTONS = 7


def build(room: Room) -> None:
    """What to run above; the queue at the left, the match at the right."""
    _Review(room)


class _Review:
    """The page's parts and what they do."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk
        self._match_id = gr.State("")
        self._lay_out_top()
        self._told = room.slot()
        self._state = gr.Radio(list(STATES), value="proposed", label="Matches", elem_classes="pills")
        with gr.Row(elem_classes="desk"):
            with gr.Column(scale=2, min_width=240):
                self._rows = room.slot(classes="queue-slot")
            with gr.Column(scale=5, min_width=320):
                self._detail = room.slot()
                self._lay_out_buttons()
        self._unmatched = room.slot()
        self._where = [self._programme, self._role, self._state]
        self._view = [self._match_id, self._rows, self._detail, *self._buttons, self._unmatched, self._told]
        self._connect()

    def _lay_out_top(self) -> None:
        with gr.Row(elem_classes="form run-row"):
            self._programme = gr.Dropdown([], label="Programme", scale=3, filterable=False)
            self._role = gr.Radio(
                list(ROLES), value="mentor", label="Looking for", elem_classes="pills", scale=3
            )
            self._run = gr.Button(
                "Run matching", variant="primary", scale=1, min_width=150, interactive=False
            )

    def _lay_out_buttons(self) -> None:
        with gr.Row(elem_classes="actions decide"):
            self._approve = gr.Button("Approve", variant="primary", visible=False, min_width=0)
            self._lock = gr.Button("Lock", visible=False, min_width=0)
            self._undo = gr.Button("Undo", visible=False, min_width=0)
            self._decline = gr.Button("Decline", variant="stop", visible=False, min_width=0)
            self._reason = gr.Textbox(label=WHY, visible=False, max_length=500, min_width=260)
            self._sure = gr.Button("Decline this match", variant="stop", visible=False, min_width=0)
            self._back = gr.Button("Not yet", visible=False, min_width=0)
        self._buttons = [
            self._approve, self._lock, self._undo, self._decline, self._reason, self._sure, self._back,
        ]  # fmt: skip

    def _connect(self) -> None:
        room = self._room
        room.on_open(self._open, [*self._where, *self._view, self._run])
        for changed in self._where:
            room.wire(changed.input, self._look, self._where, self._view)
        room.wire(self._run.click, self._run_all, [self._programme, self._role], [self._state, *self._view])
        room.wire(self._decline.click, self._ask_why, None, self._buttons)
        room.wire(self._back.click, self._not_yet, self._match_id, self._buttons)
        self._decides(self._approve, lambda asker, match, why: self._matching.approve(asker, match))
        self._decides(self._sure, lambda asker, match, why: self._matching.decline(asker, match, why))
        self._decides(self._undo, lambda asker, match, why: self._matching.undo(asker, match))
        self._decides(self._lock, lambda asker, match, why: _toggled(self._desk, asker, match))

    @property
    def _matching(self) -> MatchingService:
        return self._desk.copilot.matching

    def _open(self, request: gr.Request) -> tuple[Any, ...]:
        asker = self._desk.asker(request)
        names = _programmes(self._desk, asker)
        wanted = chosen(request, "programme") or names[0][1]
        role, state = chosen(request, "role") or "mentor", chosen(request, "state") or "proposed"
        filled = _filled(self._desk, asker, wanted, role, state, chosen(request, "match"))
        return gr.update(choices=names, value=wanted), role, state, *filled, gr.update(interactive=True)

    def _look(self, programme: str, role: str, state: str, request: gr.Request) -> tuple[Any, ...]:
        return _filled(self._desk, self._desk.asker(request), programme, role, state, "")

    def _run_all(self, programme: str, role: str, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        asker, matching = self._desk.asker(request), self._matching
        work = LongWork(lambda tell: matching.run(asker, MatchRole(role), programme=programme, progress=tell))
        still = [gr.skip()] * len(self._view)
        yield *still, shown(progress_of_run(0, 1, "reading profiles"))
        for done, of, what in work:
            yield *still, shown(progress_of_run(done, of, what))
        result, proposed = work.result()
        *filled, _ = _filled(self._desk, asker, programme, role, "proposed", "")
        yield "proposed", *filled, shown(outcome(len(proposed), len(result.unmatched), result.gap))

    def _decides(self, button: Any, verb: Callable[[Asker, str, str], Match]) -> None:
        def decide(
            match: str, why: str, programme: str, role: str, state: str, request: gr.Request
        ) -> tuple[Any, ...]:
            asker = self._desk.asker(request)
            if not match:
                raise BadInput("No match is chosen.", cure="Choose one in the list.")
            touched = verb(asker, match, why)
            stays = touched.id if touched.state.value == state else ""
            words = _told(touched, self._desk.people(asker, {touched.seeker, touched.partner}))
            return _filled(self._desk, asker, programme, role, state, stays, words)

        self._room.wire(button.click, decide, [self._match_id, self._reason, *self._where], self._view)

    def _ask_why(self) -> list[Any]:
        return [
            gr.update(visible=button in (self._reason, self._sure, self._back)) for button in self._buttons
        ]

    def _not_yet(self, match: str, request: gr.Request) -> list[Any]:
        return _buttons_for(self._matching.show(self._desk.asker(request), match))


def _toggled(desk: Desk, asker: Asker, match_id: str) -> Match:
    matching = desk.copilot.matching
    locked = matching.show(asker, match_id).locked
    return matching.unlock(asker, match_id) if locked else matching.lock(asker, match_id)


def _programmes(desk: Desk, asker: Asker) -> list[tuple[str, str]]:
    own = [each for each in desk.copilot.programmes.every(asker) if each.id in asker.manages]
    if not own:
        raise NotAllowed("You manage no programme.", cure="An admin can make you the manager of one.")
    return [(each.name, each.id) for each in own]


def _filled(
    desk: Desk, asker: Asker, programme: str, role: str, state: str, wanted: str, words: str = ""
) -> tuple[Any, ...]:
    found = desk.copilot.matching.list_matches(
        asker, programme=programme, role=MatchRole(role), states={MatchState(state)}
    )
    match = next((each for each in found if each.id == wanted), found[0] if found else None)
    without = desk.copilot.matching.left_out(asker, programme, MatchRole(role)) if state == "proposed" else ()
    people = desk.people(asker, _named(found, match) | {each.member for each in without})
    told = shown(notice(words)) if words else ""
    left = shown(left_out(without, people)) if without else ""
    if match is None:
        return "", shown(no_matches(state)), "", *[gr.update(visible=False)] * BUTTONS, left, told
    address = f"/matches?{urlencode({'programme': programme, 'role': role, 'state': state})}&match="
    rows = shown(queue(found, match.id, people, address))
    return match.id, rows, shown(_detail(desk, asker, match, people)), *_buttons_for(match), left, told


def _named(found: list[Match], match: Match | None) -> set[str]:
    both = {member for each in found for member in (each.seeker, each.partner)}
    return both | {other.member for other in (match.rationale.alternatives if match else ())}


def _detail(desk: Desk, asker: Asker, match: Match, people: People) -> Markup:
    members = desk.copilot.members
    return match_detail(match, members.show(asker, match.seeker), members.show(asker, match.partner), people)


def _buttons_for(match: Match) -> list[Any]:
    proposed = match.state is MatchState.PROPOSED
    decidable = proposed or match.state is MatchState.APPROVED
    return [
        gr.update(visible=proposed),
        gr.update(visible=decidable, value="Unlock" if match.locked else "Lock"),
        gr.update(visible=match.state in UNDOABLE),
        gr.update(visible=decidable),
        gr.update(visible=False, value=""),
        gr.update(visible=False),
        gr.update(visible=False),
    ]


def _told(match: Match, people: People) -> str:
    pair = f"{people.name(match.seeker)} with {people.name(match.partner)}"
    if match.state is MatchState.PROPOSED:
        return f"{pair}: {'locked; later runs keep it' if match.locked else 'open again, to decide'}."
    after = {"approved": "Both are asked now.", "declined": "They are not proposed to each other again."}
    return f"{pair}: {match.state.value}. {after.get(match.state.value, '')}".strip()


PAGE = Page(
    "matches",
    "Matches",
    "Manager",
    40,
    is_manager,
    build,
    "Suggested pairs, with what speaks for and against. You decide.",
)
