"""Who is what: roles given and taken."""

from __future__ import annotations

from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.members import Role
from copilot.errors import BadInput
from copilot.services.policy import Action
from ui.web.page import Page, Room, may
from ui.web.views.admin_roles import MEANS, changed, role_counts, role_table
from ui.web.views.pieces import notice, piece, shown

EVERYBODY = "everybody"
Updates = dict[Any, Any]


def build(room: Room) -> None:
    """A search, those it finds, and below it the one whose roles are changed."""
    desk = room.desk
    counts = room.slot()
    with gr.Row(elem_classes="form run-row"):
        called = gr.Textbox(label="Name or id", placeholder="a part of it", max_length=100, scale=2)
        role = gr.Radio([EVERYBODY, *Role], value=EVERYBODY, label="Who is", elem_classes="pills", scale=5)
    with gr.Row(elem_classes="desk"):
        with gr.Column(scale=2, min_width=300):
            room.slot(piece("<h2>Change somebody’s roles</h2>"))
            told = room.slot()
            member = gr.Dropdown([], label="Member", info="One of those that were found.")
            roles = gr.CheckboxGroup(
                [(f"{each.value}: {MEANS[each]}", each.value) for each in Role],
                label="Is", elem_classes="ticks", interactive=False,
            )  # fmt: skip
            keep = gr.Button("Keep these roles", variant="primary", interactive=False, elem_classes="alone")
        with gr.Column(scale=3, min_width=320):
            table = room.slot()

    def found(asker: Asker, called: str, role: str) -> Updates:
        one = None if role == EVERYBODY else Role(role)
        holders = desk.copilot.roles.holders(asker, called=called, role=one)
        choices = [(f"{each.name} ({each.member})", each.member) for each in holders.found]
        return {
            counts: shown(role_counts(holders)),
            table: shown(role_table(holders)),
            member: gr.update(choices=choices, value=None),
            roles: gr.update(value=[], interactive=False),
            keep: gr.update(interactive=False),
        }

    def open_page(request: gr.Request) -> Updates:
        return found(desk.asker(request), "", EVERYBODY)

    def look(called: str, role: str, request: gr.Request) -> Updates:
        return {told: "", **found(desk.asker(request), called, role)}

    def choose(member: str | None, request: gr.Request) -> Updates:
        has = desk.copilot.roles.holder(desk.asker(request), member) if member else None
        return {
            told: "",
            roles: gr.update(value=[each.value for each in has.roles] if has else [], interactive=bool(has)),
            keep: gr.update(interactive=bool(has)),
        }

    def keep_them(
        member: str | None, wanted: list[str], called: str, role: str, request: gr.Request
    ) -> Updates:
        asker, service = desk.asker(request), desk.copilot.roles
        if not member:
            raise BadInput("Nobody is chosen.", cure="Choose a member of those found.")
        before = service.holder(asker, member)
        after = service.set(asker, member, [Role(each) for each in wanted])
        return {**found(asker, called, role), told: shown(notice(changed(before, after)))}

    everything = [counts, table, member, roles, keep]
    room.on_open(open_page, everything)
    for trigger in (called.submit, called.blur, role.input):
        room.wire(trigger, look, [called, role], [told, *everything], trigger_mode="always_last")
    room.wire(member.input, choose, member, [told, roles, keep], trigger_mode="always_last")
    room.wire(keep.click, keep_them, [member, roles, called, role], [told, *everything])


PAGE = Page(
    "roles",
    "Roles",
    "Admin",
    84,
    may(Action.ROLES_WRITE),
    build,
    "Who is mentee, mentor, sponsor, peer, manager or admin.",
)
