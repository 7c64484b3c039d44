"""A draft on a page: read, edited in place, approved or discarded, agreed to, signed, taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal

import gradio as gr
from markupsafe import Markup

from copilot.domain.asking import Asker
from copilot.domain.drafts import Draft, DraftKind
from copilot.errors import CopilotError, NothingToSay
from ui.web.decisions import Decision, Decisions
from ui.web.page import Room
from ui.web.views.drafts import another_text, consent, exports, paper, questions, signatures
from ui.web.views.pieces import busy, notice, shown

Mode = Literal["reading", "waiting", "editing", "discarding", "agreeing", "signing", "finished", "empty"]
_OFFERED: dict[Mode, set[str]] = {
    "reading": {"approve", "edit", "discard"},
    "waiting": {"edit", "discard"},
    "editing": {"editor", "keep", "back"},
    "discarding": {"reason", "away", "back"},
    "agreeing": {"agree", "discard"},
    "signing": {"sign"},
}
_MODES: dict[Decision, Mode] = {
    "approve": "reading",
    "wait": "waiting",
    "agree": "agreeing",
    "sign": "signing",
}
_APPROVE = {
    DraftKind.GOAL_PLAN: "Approve this plan",
    DraftKind.AGENDA: "Approve this agenda",
    DraftKind.RECOGNITION: "Approve these words",
    DraftKind.AGREEMENT: "Approve it for signing",
    DraftKind.CHARTER: "Approve this charter",
    DraftKind.BRIEF: "Approve this brief",
    DraftKind.ACTIONS: "Approve these action items",
    DraftKind.PLAYBOOK: "Approve it as the next version",
    DraftKind.RUN_SHEET: "Approve this run sheet",
}
_APPROVED = {
    DraftKind.GOAL_PLAN: "Approved. Its goals are kept under “My goals”.",
    DraftKind.AGREEMENT: "Approved. Now each of you signs.",
    DraftKind.ACTIONS: "Approved. The action items are kept with your sessions.",
    DraftKind.RECOGNITION: "Approved.",
    DraftKind.PLAYBOOK: "Approved. It stands in the playbook now.",
}
_AGREED_FIRST = "You have agreed. It may be told once whoever had it written approves it too, word for word."


class DraftPane:
    """The parts that show one draft. `outputs` is what a handler fills with `showing`, `asking` or `nothing`.

    Args:
        room: the page it stands on.
        approve_label: what the button says; without it, what fits the kind of draft.
    """

    def __init__(self, room: Room, approve_label: str = "") -> None:
        self._room = room
        self._desk = room.desk
        self._approve_label = approve_label
        self._decisions = Decisions(room.desk.copilot)
        self._draft_id = gr.State("")
        # Which words she has before her: she approves those, and none that came while she read.
        self._version = gr.State(None)
        self._told = room.slot()
        self._paper = room.slot()
        self._editor = gr.Textbox(
            label="The words, in Markdown", lines=18, max_lines=40, visible=False, elem_classes="editor"
        )
        self._reason = gr.Textbox(
            label="What was wrong with it, in a few words?", max_length=500, visible=False
        )
        with gr.Row(elem_classes="actions"):
            self._approve = gr.Button(
                approve_label or "Approve", variant="primary", visible=False, min_width=0
            )
            self._agree = gr.Button("Agree to it being told", variant="primary", visible=False, min_width=0)
            self._sign = gr.Button("Sign", variant="primary", visible=False, min_width=0)
            self._edit = gr.Button("Edit", visible=False, min_width=0)
            self._discard = gr.Button("Discard", variant="stop", visible=False, min_width=0)
            self._keep = gr.Button("Keep these words", variant="primary", visible=False, min_width=0)
            self._away = gr.Button("Discard it", variant="stop", visible=False, min_width=0)
            self._back = gr.Button("Leave it as it was", visible=False, min_width=0)
        self._parts = {
            "editor": self._editor, "reason": self._reason, "approve": self._approve, "edit": self._edit,
            "agree": self._agree, "sign": self._sign, "discard": self._discard, "keep": self._keep,
            "away": self._away, "back": self._back,
        }  # fmt: skip
        self.outputs = [self._draft_id, self._told, self._paper, self._version, *self._parts.values()]
        self._decided = self._connect()

    @property
    def draft_id(self) -> Any:
        """The part that holds the id of the draft that is shown; empty where none is."""
        return self._draft_id

    def then(self, handler: Callable[..., Any], inputs: Any, outputs: Any) -> None:
        """Call a handler whenever somebody has kept, approved, discarded, agreed to or signed what is shown."""
        for decided in self._decided:
            self._room.wire(decided.success, handler, inputs, outputs)

    def drafting(self, asker: Asker, make: Callable[[], Draft]) -> Iterator[list[Any]]:
        """Updates while a draft is made, and then the draft, or what to ask instead."""
        reading = shown(busy("Reading goals, sessions and guides…"))
        yield ["", "", reading, None, *self._visible("empty").values()]
        try:
            made = make()
        except NothingToSay as too_little:
            yield self.asking(too_little)
        except CopilotError:
            yield self.nothing()
            raise
        else:
            yield self.showing(made, asker)

    def nothing(self, told: str = "") -> list[Any]:
        """Updates that empty the pane."""
        return ["", shown(notice(told, "plain")), "", None, *self._visible("empty").values()]

    def asking(self, error: NothingToSay) -> list[Any]:
        """Updates that show what to ask, where too little is known for a draft."""
        return ["", "", shown(questions(error)), None, *self._visible("empty").values()]

    def showing(self, draft: Draft, asker: Asker, told: str = "", mode: Mode | None = None) -> list[Any]:
        """Updates that show a draft; without a mode, as its state wants it."""
        mode = mode or _MODES.get(self._decisions.of(asker, draft), "finished")
        words = "" if mode == "editing" else shown(self._words(draft, asker))
        visible = self._visible(mode)
        visible["editor"] = gr.update(visible=mode == "editing", value=draft.markdown)
        label = self._approve_label or _APPROVE[draft.kind]
        visible["approve"] = gr.update(visible="approve" in _OFFERED.get(mode, set()), value=label)
        return [draft.id, shown(notice(told)), words, len(draft.versions), *visible.values()]

    def latest(self, asker: Asker, kind: DraftKind, relationship: str = "") -> list[Any]:
        """Updates that show the newest draft of this kind that wasn't discarded: closing a page loses nothing."""
        drafts = self._desk.copilot.drafting.list(asker, kind)
        kept = (one for one in drafts if one.state != "discarded" and one.relationship == relationship)
        newest = next(kept, None)
        return self.showing(newest, asker) if newest else self.nothing()

    def _words(self, draft: Draft, asker: Asker) -> Markup:
        standing = self._decisions.standing(asker, draft)
        signed = set(standing.signed) if standing else set()
        people = self._desk.people(asker, {draft.about, *_members_cited(draft), *signed})
        below = consent(draft, people, asker)
        if standing and draft.state == "approved":
            current = standing.draft == draft.id
            below += signatures(standing, people, asker) if current else another_text()
        return paper(draft, people) + below + exports(draft)

    def _visible(self, mode: Mode) -> dict[str, Any]:
        wanted = _OFFERED.get(mode, set())
        return {name: gr.update(visible=name in wanted) for name in self._parts}

    def _connect(self) -> list[Any]:
        wire = self._room.wire
        ways: list[tuple[Any, Mode | None]] = [
            (self._edit, "editing"), (self._discard, "discarding"), (self._back, None),
        ]  # fmt: skip
        for button, mode in ways:
            wire(button.click, self._in_mode(mode), self._draft_id, self.outputs)
        return [
            wire(self._keep.click, self._kept, [self._draft_id, self._editor], self.outputs),
            wire(self._approve.click, self._approved, [self._draft_id, self._version], self.outputs),
            wire(self._agree.click, self._agreed, [self._draft_id, self._version], self.outputs),
            wire(self._sign.click, self._signed, self._draft_id, self.outputs),
            wire(self._away.click, self._discarded, [self._draft_id, self._reason], self.outputs),
        ]

    def _in_mode(self, mode: Mode | None) -> Any:
        def turn(draft_id: str, request: gr.Request) -> list[Any]:
            asker = self._desk.asker(request)
            return self.showing(self._desk.copilot.drafting.show(asker, draft_id), asker, mode=mode)

        return turn

    def _kept(self, draft_id: str, words: str, request: gr.Request) -> list[Any]:
        asker = self._desk.asker(request)
        return self.showing(
            self._desk.copilot.drafting.edit(asker, draft_id, words), asker, "Your words are kept."
        )

    def _approved(self, draft_id: str, version: int | None, request: gr.Request) -> list[Any]:
        asker = self._desk.asker(request)
        approved = self._desk.copilot.drafting.approve(asker, draft_id, version)
        told = _APPROVED.get(approved.kind, "Approved. Take it with you below.")
        return self.showing(approved, asker, told if approved.state == "approved" else _AGREED_FIRST)

    def _agreed(self, draft_id: str, version: int | None, request: gr.Request) -> list[Any]:
        asker = self._desk.asker(request)
        agreed = self._desk.copilot.drafting.approve(asker, draft_id, version)
        return self.showing(agreed, asker, "Thank you. It may be told now.")

    def _signed(self, draft_id: str, request: gr.Request) -> list[Any]:
        asker = self._desk.asker(request)
        draft = self._desk.copilot.drafting.show(asker, draft_id)
        standing = self._desk.copilot.agreements.sign(asker, draft.relationship, draft.id)
        told = "Signed by all: the agreement holds." if standing.in_force else "You have signed."
        return self.showing(draft, asker, told)

    def _discarded(self, draft_id: str, reason: str, request: gr.Request) -> list[Any]:
        self._desk.copilot.drafting.discard(self._desk.asker(request), draft_id, reason)
        return self.nothing("Discarded. Nothing of it was used.")


def _members_cited(draft: Draft) -> set[str]:
    return {member for member in (getattr(citation, "member", "") for citation in draft.citations) if member}
