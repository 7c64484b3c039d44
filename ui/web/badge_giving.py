"""The pane in which those in charge offer badges, see how they stand, and take one back with a reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.recognition import Badge
from copilot.errors import BadInput
from copilot.services.badges.notices import Notice
from copilot.services.policy import Action, Policy
from ui.web.page import Room
from ui.web.people import People
from ui.web.views.badges import given_list, noticed_of
from ui.web.views.pieces import shown, subheading

Updates = dict[Any, Any]
Refresh = Callable[[Asker, str], Updates]
OFFER_A_BADGE = "offer a badge"


def gives(asker: Asker) -> bool:
    """Whether she may give badges anywhere."""
    return bool(asker.manages) or Policy().allows(asker, Action.BADGES_GIVE)


class BadgeGiving:
    """Shown to managers and admins alone; what they may, the service decides."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk
        with gr.Column(visible=False) as self._whole:
            room.slot(
                subheading(
                    "For those in charge",
                    "Offer a badge for something that was seen. She says yes or no to it.",
                )
            )
            self._lay_out_offering()
            self._list = room.slot()
            self._lay_out_revoking()
        self.parts = [
            self._whole, self._from_records, self._noticed, self._whom, self._name, self._because, self._list,
            self._fold, self._given, self._reason,
        ]  # fmt: skip

    def _lay_out_offering(self) -> None:
        with gr.Accordion("Noticed in the records", open=False, elem_classes="fold") as self._from_records:
            self._noticed = gr.Dropdown([], label="For what?")
            self._offer_noticed = gr.Button("Offer a badge for it", variant="primary", elem_classes="alone")
        with gr.Accordion("Offer one in your own words", open=False, elem_classes="fold"):
            self._whom = gr.Dropdown([], label="To whom?", filterable=True)
            self._name = gr.Textbox(
                label="What is the badge called?", placeholder="Held the room", max_length=200
            )
            self._because = gr.Textbox(
                label="What was done? In words that name nobody: strangers will read them.",
                placeholder="When two teams blamed each other, she drew both plans on one page.",
                lines=2,
                max_length=2_000,
            )
            self._offer = gr.Button("Offer it", variant="primary", elem_classes="alone")

    def _lay_out_revoking(self) -> None:
        with gr.Accordion("Take one back", open=False, elem_classes="fold") as self._fold:
            self._given = gr.Dropdown([], label="Which?")
            self._reason = gr.Textbox(label="Why? Whose badge it is reads it.", max_length=500)
            self._revoke = gr.Button("Take it back for good", variant="stop", elem_classes="alone")

    def connect(self, refresh: Refresh, outputs: Sequence[Any]) -> None:
        """What each button does; `refresh` makes the whole page's updates."""
        wire = self._room.wire

        def offered(whom: str | None, name: str, because: str, request: gr.Request) -> Updates:
            asker = self._desk.asker(request)
            if not whom:
                raise BadInput("Nobody is chosen.", cure="Choose to whom you offer it.")
            self._desk.copilot.badges.offer(asker, whom, name, because)
            return {
                **refresh(asker, "Offered. It is signed once she has said yes."),
                self._name: "",
                self._because: "",
            }

        def for_noticed(noticed: str | None, request: gr.Request) -> Updates:
            asker = self._desk.asker(request)
            if not noticed:
                raise BadInput("Nothing is chosen.", cure="Choose what was noticed.")
            self._desk.copilot.badges.offer_noticed(asker, noticed)
            return refresh(asker, "Offered. It is signed once she has said yes.")

        def revoked(given: str | None, reason: str, request: gr.Request) -> Updates:
            asker = self._desk.asker(request)
            if not given:
                raise BadInput("No badge is chosen.", cure="Choose which one.")
            self._desk.copilot.badges.revoke(asker, given, reason)
            return {**refresh(asker, "Taken back. She reads your reason."), self._reason: ""}

        wire(self._offer.click, offered, [self._whom, self._name, self._because], outputs)
        wire(self._offer_noticed.click, for_noticed, self._noticed, outputs)
        wire(self._revoke.click, revoked, [self._given, self._reason], outputs)

    def filled(
        self, asker: Asker, every: Sequence[Badge], noticed: Sequence[Notice], people: People
    ) -> Updates:
        """Updates for her; of somebody who gives none, all is hidden."""
        if not gives(asker):
            return {self._whole: gr.update(visible=False)}
        given = [each for each in every if each.member != asker.member]
        open_ones = [each for each in given if each.state in ("offered", "taken")]
        to_offer = _choices([each for each in noticed if OFFER_A_BADGE in each.can], people)
        members = [each for each in self._desk.copilot.members.visible_to(asker) if each.id != asker.member]
        return {
            self._whole: gr.update(visible=True),
            self._from_records: gr.update(visible=bool(to_offer)),
            self._noticed: gr.update(choices=to_offer, value=to_offer[0][1] if to_offer else None),
            self._whom: gr.update(
                choices=sorted((f"{each.name} ({each.id})", each.id) for each in members), value=None
            ),
            self._list: shown(given_list(given, people)),
            self._fold: gr.update(visible=bool(open_ones)),
            self._given: gr.update(
                choices=[(f"{people.name(each.member)}: {each.name}", each.id) for each in open_ones],
                value=None,
            ),
        }


def _choices(noticed: Sequence[Notice], people: People) -> list[tuple[str, str]]:
    return [(noticed_of(each, people), each.id) for each in noticed]
