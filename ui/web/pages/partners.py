"""Find a partner: matches that wait for my yes, who could suit me as a mentor, sponsor or peer, and my own ranking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.choices import MOST_RANKED, Choice
from copilot.domain.matches import MatchRole, Suggestion
from copilot.domain.members import Role
from copilot.errors import BadInput, CopilotError
from ui.web.desk import Desk
from ui.web.offered_matches import OfferedMatches
from ui.web.page import Page, Room, is_mentee
from ui.web.people import People
from ui.web.views.matches import members_named, suggestion_cards
from ui.web.views.partners import (
    CALLED,
    kind_told,
    nobody,
    ranking,
    seeks_nobody,
    what_would_help,
)
from ui.web.views.pieces import busy, failure, notice, shown, subheading

AT_FIRST, AT_MOST = 3, 9
PLACES = ("First", "Second", "Third")
PROFILE = "profile"
"""The address of the page where everybody changes what she says of herself."""
Updates = list[Any]


def build(room: Room) -> None:
    """Waiting matches above; then the kinds, the suggestions and the ranking."""
    _PartnersPage(room)


def seeks_somebody(asker: Asker) -> bool:
    """Who seeks a mentor or sponsor, and every peer: a mentor may look for one of her own, from the page of circles."""
    return is_mentee(asker) or Role.PEER in asker.roles


class _PartnersPage:
    """Its parts from top to bottom, and what each button does."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk
        self._offered = OfferedMatches(room)
        self._many = gr.State(AT_FIRST)
        self._role = gr.Radio([], label="I am looking for", elem_classes="pills", visible=False)
        self._kind = room.slot()
        self._helps = room.slot()
        self._suggestions = room.slot()
        self._more = gr.Button("Show three more", visible=False, elem_classes="alone")
        with gr.Column(visible=False, elem_classes="ranking") as self._ranks:
            self._lay_out_ranking()
        kept = [self._kept, self._take_back]
        self._found = [self._suggestions, self._more, self._ranks, *self._places, *kept, self._told]
        self._connect()

    def _lay_out_ranking(self) -> None:
        self._room.slot(subheading("Your own choice"))
        self._told = self._room.slot()
        self._kept = self._room.slot()
        with gr.Row(elem_classes="form"):
            self._places = [gr.Dropdown([], label=place, min_width=180) for place in PLACES]
        with gr.Row(elem_classes="actions"):
            self._rank = gr.Button("Keep my ranking", variant="primary", min_width=0)
            self._take_back = gr.Button("Take it back", visible=False, min_width=0)

    def _connect(self) -> None:
        wire, role, many = self._room.wire, self._role, self._many
        opened = self._room.on_open(self._open, [*self._offered.outputs, role, self._kind])
        found = wire(opened.success, self._suggest, [role, many], self._found)
        wire(found.success, self._help, role, self._helps)
        turned = wire(role.input, self._turn, role, [many, self._kind, self._helps], cancels=[found])
        anew = wire(turned.success, self._suggest, [role, many], self._found, trigger_mode="always_last")
        wire(anew.success, self._help, role, self._helps)
        raised = wire(self._more.click, lambda n: min(AT_MOST, n + AT_FIRST), many, many)
        wire(raised.success, self._suggest, [role, many], self._found)
        choice = [*self._places, self._kept, self._take_back, self._told]
        wire(self._rank.click, self._keep, [role, *self._places], choice)
        wire(self._take_back.click, self._withdraw, role, choice)

    def _open(self, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        kinds = self._desk.copilot.matching.kinds_to_choose(asker, asker.member)
        pills = [(CALLED[kind], kind.value) for kind in kinds]
        return [
            *self._offered.showing(asker),
            gr.update(choices=pills, value=pills[0][1] if pills else None, visible=len(pills) > 1),
            shown(kind_told(kinds[0], kinds) if kinds else seeks_nobody()),
        ]

    def _turn(self, role: str, request: gr.Request) -> Updates:
        """Another kind: what stood there of the last one goes."""
        asker = self._desk.asker(request)
        kinds = self._desk.copilot.matching.kinds_to_choose(asker, asker.member)
        return [AT_FIRST, shown(kind_told(MatchRole(role), kinds)), ""]

    def _suggest(self, wanted: str | None, many: int, request: gr.Request) -> Iterator[Updates]:
        if not wanted:
            return
        asker, role = self._desk.asker(request), MatchRole(wanted)
        hidden = gr.update(visible=False)
        still = [hidden, hidden, *[gr.update()] * (len(self._found) - 3)]
        yield [shown(busy(f"Comparing what you say with what {CALLED[role]} would bring…")), *still]
        try:
            found = self._desk.copilot.matching.suggest(asker, asker.member, role, many)
        except CopilotError as error:
            yield [shown(failure(error)), *still]
        else:
            yield self._shown(asker, role, found, many)

    def _shown(self, asker: Asker, role: MatchRole, found: Sequence[Suggestion], many: int) -> Updates:
        choice = ranked_by(self._desk, asker, role)
        people = self._desk.people(asker, members_named(found) | set(choice.ranked if choice else ()))
        cards = suggestion_cards(found, people, asker.member, role) if found else nobody(role)
        choosable = list(
            dict.fromkeys([*(each.member for each in found), *(choice.ranked if choice else ())])
        )
        return [
            shown(cards),
            gr.update(visible=len(found) == many < AT_MOST),
            gr.update(visible=bool(choosable)),
            *_places(choosable, choice, people),
            *_kept(choice, people),
            "",
        ]

    def _help(self, wanted: str | None, request: gr.Request) -> str:
        if not wanted:
            return ""
        asker = self._desk.asker(request)
        missing = self._desk.copilot.matching.missing(asker, asker.member, MatchRole(wanted))
        return shown(what_would_help(missing, PROFILE))

    def _keep(
        self, role: str, first: str | None, second: str | None, third: str | None, request: gr.Request
    ) -> Updates:
        partners = [each for each in (first, second, third) if each]
        if not partners:
            raise BadInput("Nobody is ranked.", cure="Choose one to three, or take your ranking back.")
        return self._ranked(role, partners, request, "Your ranking is kept.")

    def _withdraw(self, role: str, request: gr.Request) -> Updates:
        told = "Taken back: nobody is ranked, and nothing of it counts."
        return self._ranked(role, [], request, told)

    def _ranked(self, role: str, partners: list[str], request: gr.Request, told: str) -> Updates:
        asker = self._desk.asker(request)
        choice = self._desk.copilot.matching.rank(asker, asker.member, MatchRole(role), partners)
        people = self._desk.people(asker, partners)
        values = [*partners, *[""] * (MOST_RANKED - len(partners))]
        return [*(gr.update(value=each) for each in values), *_kept(choice, people), shown(notice(told))]


def ranked_by(desk: Desk, asker: Asker, role: MatchRole) -> Choice | None:
    """Her ranking that holds in all of her programmes: the one this page keeps."""
    found = desk.copilot.matching.choices(asker, member=asker.member, role=role, programme="")
    return next(iter(found), None)


def _places(choosable: Sequence[str], choice: Choice | None, people: People) -> Updates:
    names = [("nobody", ""), *((people.name(member), member) for member in choosable)]
    ranked = [*(choice.ranked if choice else ()), *[""] * MOST_RANKED][:MOST_RANKED]
    return [gr.update(choices=names, value=each) for each in ranked]


def _kept(choice: Choice | None, people: People) -> Updates:
    return [shown(ranking(choice, people)), gr.update(visible=choice is not None)]


PAGE = Page(
    "partners",
    "Find a mentor",
    "Mentee",
    22,
    seeks_somebody,
    build,
    "Who could suit you, with the reasons for and against.",
    offered=is_mentee,
)
