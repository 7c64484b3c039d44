"""Find a mentor: matches that wait for my yes, and who else could suit me, with reasons for and against."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.matches import MatchRole, MatchState, Suggestion
from copilot.errors import CopilotError
from ui.web.desk import Desk
from ui.web.page import Page, Room, is_mentee
from ui.web.views.matches import members_named, own_match_cards, suggestion_cards
from ui.web.views.pieces import busy, empty, failure, notice, shown

ROLES = (("a mentor", "mentor"), ("a sponsor", "sponsor"), ("a peer", "peer"))
HOW_MANY = 3


def build(room: Room) -> None:
    """Waiting matches above, suggestions below."""
    desk = room.desk
    told = room.slot()
    waiting = room.slot()
    choice = gr.Radio(
        [], label="Approved by your programme’s manager; yours to accept", visible=False, elem_classes="ticks"
    )
    accept = gr.Button("Accept this match", variant="primary", visible=False, elem_classes="alone")
    role = gr.Radio(list(ROLES), value="mentor", label="I am looking for", elem_classes="pills")
    suggestions = room.slot()
    mine = [waiting, choice, accept, told]

    def look(request: gr.Request, words: str = "") -> tuple[Any, ...]:
        return _waiting(desk, desk.asker(request), words)

    def suggest(wanted: str, request: gr.Request) -> Iterator[str]:
        asker = desk.asker(request)
        yield shown(busy(f"Comparing what you say with what every {wanted} brings…"))
        try:
            found = desk.copilot.matching.suggest(asker, asker.member, MatchRole(wanted), HOW_MANY)
        except CopilotError as error:
            yield shown(failure(error))
        else:
            yield shown(_suggested(desk, asker, found, wanted))

    def say_yes(match: str | None, request: gr.Request) -> tuple[Any, ...]:
        asker = desk.asker(request)
        accepted = desk.copilot.matching.accept(asker, match or "")
        begun = accepted.state == MatchState.ACTIVE
        return look(
            request,
            "You both said yes: your relationship begins."
            if begun
            else "Your yes is kept. Now it’s their turn.",
        )

    room.on_open(look, mine)
    room.wire(room.blocks.load, suggest, role, suggestions)
    room.wire(role.input, suggest, role, suggestions)
    room.wire(accept.click, say_yes, choice, mine)


def _waiting(desk: Desk, asker: Asker, words: str) -> tuple[Any, ...]:
    own = desk.copilot.matching.list_matches(asker, states={MatchState.APPROVED}, member=asker.member)
    people = desk.people(asker, {member for match in own for member in (match.seeker, match.partner)})
    asked = [match for match in own if asker.member not in match.accepted_by]
    names = [
        (
            f"{people.name(match.partner if match.seeker == asker.member else match.seeker)}, {match.role.value}",
            match.id,
        )
        for match in asked
    ]
    return (
        shown(own_match_cards(own, asker.member, people)) if own else "",
        gr.update(choices=names, value=names[0][1] if names else None, visible=bool(names)),
        gr.update(visible=bool(names)),
        shown(notice(words)) if words else "",
    )


def _suggested(desk: Desk, asker: Asker, found: list[Suggestion], wanted: str) -> Any:
    if not found:
        return empty(
            f"Nobody suits as a {wanted} just now.",
            "Say more in your goals, or ask your programme’s manager; everybody who fits may be full at the moment.",
        )
    return suggestion_cards(found, desk.people(asker, members_named(found)))


PAGE = Page(
    "partners",
    "Find a mentor",
    "Mentee",
    22,
    is_mentee,
    build,
    "Who could suit you, with the reasons for and against.",
)
