"""The buttons below a match: approve, decline with a reason, choose somebody else, lock, take back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Literal

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.matches import DeclineCategory, Match, MatchRole, MatchState
from copilot.errors import BadInput, CopilotError
from copilot.services.matching.solving.rules import paired_roles
from copilot.services.matching.verbs.history import Happening
from ui.web.page import Room
from ui.web.people import People
from ui.web.views.matches import percent
from ui.web.views.pieces import busy, failure, shown
from ui.web.views.review import CATEGORIES, first_review, whom
from ui.web.views.runs import consequences

Mode = Literal["reading", "declining", "replacing"]
Updates = dict[Any, Any]
WHY = "Why? It is kept, and the two are not proposed to each other again."
WHY_A_CIRCLE = "Why? It is kept, and a later run seats at least two of them elsewhere."
FROM_THE_WORDS = ("as my words say", "")
UNDOABLE = frozenset(
    {
        MatchState.SECOND_REVIEW,
        MatchState.APPROVED,
        MatchState.DECLINED,
        MatchState.REPLACED,
        MatchState.EXPIRED,
    }
)
DECIDABLE = frozenset({MatchState.PROPOSED, MatchState.SECOND_REVIEW, MatchState.APPROVED})


class DecisionBar:
    """Its parts, and what of them is to be seen. What a button does, the page wires."""

    def __init__(self, room: Room, match_id: Any, where: Sequence[Any]) -> None:
        self._room, self._desk, self._match_id, self._where = room, room.desk, match_id, where
        with gr.Column(elem_classes="decide"):
            self._lay_out_declining()
            self._lay_out_replacing()
            self._lay_out_buttons()
        self._reading = [self.approve, self._decline, self._other, self.lock, self.undo, self.undo_batch]
        self._declining = [self.because, self.reason, self.sure, self._back]
        self._replacing = [self.partner, self._answer, self._ask, self.propose, self._back]
        self.parts = list(dict.fromkeys([*self._reading, *self._declining, *self._replacing]))
        self._connect()

    def _lay_out_declining(self) -> None:
        with gr.Row(elem_classes="asking"):
            self.because = gr.Dropdown(
                [FROM_THE_WORDS, *((words, category.value) for category, words in CATEGORIES.items())],
                value="", label="What kind of reason?", visible=False, filterable=False, min_width=200, scale=1,
            )  # fmt: skip
            self.reason = gr.Textbox(label=WHY, visible=False, max_length=500, min_width=260, scale=2)

    def _lay_out_replacing(self) -> None:
        self._answer = self._room.slot(visible=False)
        with gr.Row(elem_classes="asking"):
            self.partner = gr.Dropdown(
                [], label="Who instead? Type a name or an id.", visible=False, min_width=260, scale=2
            )

    def _lay_out_buttons(self) -> None:
        with gr.Row(elem_classes="actions"):
            self.approve = gr.Button("Approve", variant="primary", visible=False, min_width=0)
            self._decline = gr.Button("Decline", variant="stop", visible=False, min_width=0)
            self._other = gr.Button("Another partner", visible=False, min_width=0)
            self.lock = gr.Button("Lock", visible=False, min_width=0)
            self.undo = gr.Button("Undo", visible=False, min_width=0)
            self.undo_batch = gr.Button("Undo the whole batch", visible=False, min_width=0)
            self.sure = gr.Button("Decline this match", variant="stop", visible=False, min_width=0)
            self._ask = gr.Button("What would that change?", visible=False, min_width=0)
            self.propose = gr.Button(
                "Propose this pair instead", variant="primary", visible=False, min_width=0
            )
            self._back = gr.Button("Not yet", visible=False, min_width=0)

    def _connect(self) -> None:
        wire = self._room.wire
        wire(self._decline.click, self._ask_why, None, self.parts)
        wire(self._other.click, self._ask_whom, [self._match_id, *self._where], self.parts)
        wire(self._back.click, self._not_yet, self._match_id, self.parts)
        wire(self.partner.input, self._someone_else, None, self.parts)
        wire(self._ask.click, self._what_if, [self._match_id, self.partner], self.parts)

    def nothing(self) -> Updates:
        """Updates where no match is chosen."""
        return self._only(())

    def showing(self, match: Match, asker: Asker, history: Sequence[Happening]) -> Updates:
        """Updates for a match as it stands."""
        updates = self._only(part for part, fits in self._fitting(match, asker, history).items() if fits)
        updates[self.approve] = gr.update(visible=updates[self.approve]["visible"], value=approving(match))
        updates[self.lock] = gr.update(
            visible=updates[self.lock]["visible"], value="Unlock" if match.locked else "Lock"
        )
        why = WHY_A_CIRCLE if match.role is MatchRole.CIRCLE else WHY
        updates[self.reason] = gr.update(visible=False, value="", label=why)
        updates[self.because] = gr.update(visible=False, value="")
        return updates

    def _fitting(self, match: Match, asker: Asker, history: Sequence[Happening]) -> dict[Any, bool]:
        first = first_review(history)
        is_second = match.state is MatchState.SECOND_REVIEW and first is not None
        may_approve = not (is_second and first and first.by == asker.name_in_log)
        return {
            self.approve: match.state in (MatchState.PROPOSED, MatchState.SECOND_REVIEW) and may_approve,
            self._decline: match.state in DECIDABLE,
            # Whom a person chose or approved stays through runs: a what-if cannot move her.
            # And a circle has no single partner.
            self._other: match.state is MatchState.PROPOSED
            and not match.locked
            and match.role is not MatchRole.CIRCLE,
            self.lock: match.state in DECIDABLE,
            self.undo: match.state in UNDOABLE,
            self.undo_batch: match.state in UNDOABLE and bool(batch_of(history)),
        }

    def _only(self, visible: Collection[Any] | Iterator[Any]) -> Updates:
        wanted = set(visible)
        return {part: gr.update(visible=part in wanted) for part in self.parts}

    def _ask_why(self) -> Updates:
        return self._only(self._declining)

    def _ask_whom(self, match_id: str, programme: str, role: str, tab: str, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        match = self._desk.copilot.matching.show(asker, match_id)
        choices = self._partners(asker, match)
        updates = self._only([self.partner, self._ask, self._back])
        updates[self.partner] = gr.update(
            visible=True, choices=choices, value=choices[0][1] if choices else None
        )
        return updates

    def _partners(self, asker: Asker, match: Match) -> list[tuple[str, str]]:
        """The alternatives first, with their scores; then everybody of the programme who could be one, by name."""
        others = match.rationale.alternatives
        people = self._desk.people(asker, {other.member for other in others})
        near = [
            (
                f"{people.name(other.member)} ({other.member}), {percent(other.score)}, {other.why_not}",
                other.member,
            )
            for other in others
            if not other.why_not.startswith("ruled out")
        ]
        known = {match.seeker, match.partner, *(other.member for other in others)}
        _, offering = paired_roles(match.role)
        listed = self._desk.copilot.members.visible_to(asker, match.programme)
        rest = [
            (f"{each.name} ({each.id})", each.id)
            for each in listed
            if offering & set(each.roles) and each.id not in known and not each.paused
        ]
        return [*near, *sorted(rest)]

    def _someone_else(self) -> Updates:
        """Another name, so that the last answer says nothing of it."""
        return self._only([self.partner, self._ask, self._back])

    def _what_if(self, match_id: str, partner: str | None, request: gr.Request) -> Iterator[Updates]:
        if not partner:
            raise BadInput("Nobody is chosen.", cure="Choose somebody in the list.")
        asker, matching = self._desk.asker(request), self._desk.copilot.matching
        match = matching.show(asker, match_id)
        asking = self._only([self.partner, self._answer, self._back])
        yield {
            **asking,
            self._answer: gr.update(visible=True, value=shown(busy("Solving it with this pair…"))),
        }
        try:
            answer = matching.what_if(asker, match.seeker, partner, match.role, match.programme)
        except CopilotError as error:
            told = gr.update(visible=True, value=shown(failure(error)))
            yield {**self._only([self.partner, self._answer, self._ask, self._back]), self._answer: told}
        else:
            moving = {who for each in answer.moved for who in (each.member, each.before, each.after)}
            people = self._desk.people(asker, {answer.seeker, answer.partner, *filter(None, moving)})
            told = gr.update(visible=True, value=shown(consequences(answer, match.score, people)))
            yield {
                **self._only([self.partner, self._answer, self.propose, self._back]),
                self._answer: told,
            }

    def _not_yet(self, match_id: str, request: gr.Request) -> Updates:
        asker, matching = self._desk.asker(request), self._desk.copilot.matching
        return self.showing(matching.show(asker, match_id), asker, matching.history(asker, match_id))


def approving(match: Match) -> str:
    """What the button says: a sponsor needs two reviewers."""
    if match.state is MatchState.SECOND_REVIEW:
        return "Approve as second reviewer"
    return "Approve as first reviewer" if match.role is MatchRole.SPONSOR else "Approve"


def batch_of(history: Sequence[Happening]) -> str:
    """The batch that the last decision belongs to, if it was one of many and was not taken back."""
    last = next((each for each in reversed(history) if each.after), None)
    return last.batch if last and last.verb != "undo" else ""


def because_of(value: str | None) -> DeclineCategory | None:
    """The category chosen; None where the words of the reason are to say it."""
    return DeclineCategory(value) if value else None


def decided(match: Match, people: People, waiting: str = "") -> str:
    """What has just been done, in a sentence or two."""
    pair, is_circle = whom(match, people), match.role is MatchRole.CIRCLE
    if match.state is MatchState.PROPOSED:
        return f"{pair}: {'locked; later runs keep it' if match.locked else 'open again, to decide'}."
    if match.state is MatchState.SECOND_REVIEW:
        return f"{pair}: in second review. {people.told(waiting)}".strip()
    after = {
        "approved": "All of them are asked now." if is_circle else "Both are asked now.",
        "declined": "At least two of them will sit elsewhere next time."
        if is_circle
        else "They are not proposed to each other again.",
    }
    return f"{pair}: {match.state.value}. {after.get(match.state.value, '')}".strip()
