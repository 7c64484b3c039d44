"""What is known about me: all of it by kind, a profile to change, groups to take back, a file, and the way out."""

from __future__ import annotations

from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Role
from copilot.domain.rosters import RawRow
from copilot.errors import BadInput, CopilotError
from copilot.services.members.updating import own_value
from ui.web.consents_pane import consents_pane
from ui.web.desk import Desk
from ui.web.page import Page, Room, is_anybody
from ui.web.tokens_pane import tokens_pane
from ui.web.views.about_me import (
    advice,
    as_lines,
    declared,
    from_lines,
    from_the_roster,
    kinds,
    leaving,
    take_away,
    vetoes_by_name,
)
from ui.web.views.pieces import notice, shown, subheading
from ui.web.views.retention import kept_for

LISTS = ("goals", "experience", "skills", "interests", "wishes", "languages", "vetoes")
FIELDS: dict[str, tuple[str, str]] = {
    "headline": ("In one line, what you do", "Nurse turned analyst in the booking team"),
    "goals": ("What you want to learn (a line each)", "Present to the steering group without notes"),
    "experience": ("What you have done (a line each)", "Trained forty speakers to present"),
    "skills": ("Your skills (a line each)", "negotiation"),
    "interests": ("What interests you (a line each)", "service design"),
    "working_style": ("How you like to work", "Short calls, clear homework"),
    "wishes": ("What you wish of a partner (a line each)", "somebody who also changed careers"),
    "languages": ("Languages you speak (a line each)", "English"),
    "vetoes": ("Whom you never want to be matched with (full names, a line each)", ""),
    "time_zone": ("Your time zone", "Europe/Lisbon"),
    "hours_per_month": ("Hours a month you have", "4"),
    "capacity": ("How many people at once", "2"),
}
"""Field → its label, and an example. Who may read which stands in the table further down."""
BESIDE_EACH_OTHER = ("time_zone", "hours_per_month", "capacity")
SHORT = frozenset({"headline", *BESIDE_EACH_OTHER})


def build(room: Room) -> None:
    """Advice, the profile, declared groups, all kinds, the file, and the way out."""
    desk = room.desk
    told, helps = room.slot(), room.slot()
    room.slot(subheading("Your profile", _WHAT_IT_IS_FOR))
    roster = room.slot()
    revision = gr.State(None)
    with gr.Accordion("Change what you say of yourself", open=False, elem_classes="fold profile-form"):
        boxes = {name: _box(name) for name in FIELDS if name not in BESIDE_EACH_OTHER}
        with gr.Row(elem_classes="form"):
            boxes |= {name: _box(name) for name in BESIDE_EACH_OTHER}
        save = gr.Button("Save my profile", variant="primary", elem_classes="alone")
    groups = room.slot()
    which = gr.CheckboxGroup([], label="Tick what you want to take back", visible=False, elem_classes="ticks")
    withdraw = gr.Button("Take these back", visible=False, elem_classes="alone")
    agreed = consents_pane(room, told)
    tokens_pane(room, told)
    room.slot(subheading("Everything kept about you"))
    known = room.slot()
    room.slot(kept_for(desk.copilot.retention.told()))
    room.slot(take_away())
    room.slot(leaving())
    profile_parts = [roster, revision, *boxes.values()]
    kept_parts = [groups, which, withdraw, known]

    def look(request: gr.Request) -> list[Any]:
        asker = desk.asker(request)
        return [*_profile(desk, asker), *_kept(desk, asker)]

    def look_for_advice(request: gr.Request) -> str:
        return _advice(desk, desk.asker(request))

    def keep(request: gr.Request, revision: int | None, *values: str) -> list[Any]:
        asker = desk.asker(request)
        fields = {name: _given(name, value) for name, value in zip(FIELDS, values, strict=True)}
        desk.copilot.members.update(asker, asker.member, fields, revision=revision)
        words = "Your profile is saved. Matches from now on are made with it."
        return [shown(notice(words)), *_profile(desk, asker), *_kept(desk, asker)]

    def take_back(attributes: list[str], request: gr.Request) -> list[Any]:
        asker = desk.asker(request)
        if not attributes:
            raise BadInput("Nothing is ticked.", cure="Tick the groups you want to take back.")
        rows = [_withdrawn(n, asker.member, each) for n, each in enumerate(attributes, 1)]
        desk.copilot.declaring.declare(asker, rows)
        return [shown(notice("Taken back. The audit counts it no longer.")), *_kept(desk, asker)]

    room.on_open(look, [*profile_parts, *kept_parts])
    room.on_open(look_for_advice, helps)
    saved = room.wire(
        save.click, keep, [revision, *boxes.values()], [told, *profile_parts, *kept_parts],
        show_progress="minimal",
    )  # fmt: skip
    room.wire(saved.then, look_for_advice, None, helps)
    taken_back = room.wire(withdraw.click, take_back, which, [told, *kept_parts])
    agreed.look_again(saved, taken_back)


_WHAT_IT_IS_FOR = (
    "Matching and drafts start from these words. Names and places are taken out before anything is compared, and "
    "whatever you leave empty is left out."
)


def _box(name: str) -> Any:
    label, example = FIELDS[name]
    lines = 1 if name in SHORT else 3
    return gr.Textbox(label=label, placeholder=example, lines=lines, max_lines=14, elem_id=f"my-{name}")


def _profile(desk: Desk, asker: Asker) -> list[Any]:
    """What stands in the profile's parts."""
    mine = desk.copilot.members.show(asker, asker.member)
    people = desk.people(asker, {mine.line_manager_id, *mine.vetoes} - {""})
    names = {id_: each.name for id_, each in people.introduced.items()}
    hosts = bool(mine.roles & {Role.MENTOR, Role.SPONSOR, Role.PEER})
    values = [
        gr.update(value=_shown_value(mine, name, names), visible=hosts or name != "capacity")
        for name in FIELDS
    ]
    return [shown(from_the_roster(mine, people)), mine.revision, *values]


def _shown_value(mine: Member, name: str, names: dict[str, str]) -> str:
    if name == "vetoes":
        return vetoes_by_name(sorted(mine.vetoes), names)
    value = own_value(mine, name)
    if name in LISTS:
        return as_lines(value)
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _given(name: str, value: str | None) -> Any:
    return from_lines(value or "") if name in LISTS else (value or "")


def _kept(desk: Desk, asker: Asker) -> list[Any]:
    """What stands below the profile."""
    known = desk.copilot.about_me.known(asker, asker.member)
    groups = known.section("declared_groups")
    choices = [(f"{each['attribute']}: {each['value']}", each["attribute"]) for each in groups.entries]
    some = bool(choices)
    return [
        shown(declared(groups)),
        gr.update(choices=choices, value=[], visible=some),
        gr.update(visible=some),
        shown(kinds(known)),
    ]


def _withdrawn(row: int, member: str, attribute: str) -> RawRow:
    return RawRow(row=row, cells={"member": member, "attribute": attribute, "value": "", "consent": "no"})


def _advice(desk: Desk, asker: Asker) -> str:
    """For the role she seeks a partner in, or is one in; nothing where matching has nothing to say."""
    role = (
        MatchRole.SPONSOR
        if Role.SPONSOR in asker.roles and Role.MENTOR not in asker.roles
        else MatchRole.MENTOR
    )
    if not asker.roles & {Role.MENTEE, Role.MENTOR, Role.SPONSOR}:
        return ""
    try:
        return shown(advice(desk.copilot.matching.missing(asker, asker.member, role)))
    except CopilotError:
        return ""  # what would help is a help; without it the page says all the rest


PAGE = Page(
    "profile",
    "What is known about me",
    "For you",
    6,
    is_anybody,
    build,
    "All that is kept, who may see it, and how to take it with you or have it deleted.",
)
