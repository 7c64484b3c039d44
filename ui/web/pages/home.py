"""Today: what waits for this person, and where to go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.drafts import Draft, DraftKind
from copilot.domain.matches import MatchState
from copilot.services.relationships import SharedThings
from ui.web.asked_of_her import asked_of_her
from ui.web.decisions import ABOUT_SOMEBODY, Decision, Decisions
from ui.web.desk import Desk
from ui.web.met_in import people_in
from ui.web.offered_matches import OfferedMatches, offered
from ui.web.page import Page, Room, is_anybody, is_manager, is_mentee
from ui.web.people import People
from ui.web.views.drafts import title_of
from ui.web.views.header import workspaces
from ui.web.views.home import (
    Waiting,
    begin,
    days,
    decisions,
    doors,
    greeting,
    overdue,
    place_of,
    what_waits,
    work_of,
)
from ui.web.views.matches import asked_of
from ui.web.views.pieces import shown
from ui.web.views.relationships import is_circle, others_in
from ui.web.views.sessions import unsettled

OF_TWO = (DraftKind.AGENDA, DraftKind.AGREEMENT, DraftKind.ACTIONS)
_WAITS: dict[Decision, str] = {
    "approve": "A draft lies open: {}",
    "agree": "Words about you wait for your yes: {}",
    "sign": "An agreement waits for your signature: {}",
}
_UNDER: dict[Decision, str] = {
    "approve": "Read it, change what you like, and approve or discard it. Until then it counts for nothing.",
    "agree": "Nobody else reads them before you agree.",
    "sign": "It holds when both of you have signed.",
}


def build(room: Room) -> None:
    """A greeting with what waits, matches to say yes to, then days and doors."""
    desk = room.desk
    top = room.slot()
    matches = OfferedMatches(room)
    below = room.slot()

    def open_page(request: gr.Request) -> Iterator[list[Any]]:
        asker = desk.asker(request)
        own = relationships_of(desk, asker)
        rest = _below(desk, asker, own)
        still = [gr.skip()] * len(matches.outputs)
        yield [_top(desk, asker, own, 0), *still, rest]
        # Matching takes a while to get ready the first time: the rest is shown before.
        to_decide = to_decide_by(desk, asker) if is_manager(asker) else 0
        asked = _asked(desk, asker) if is_mentee(asker) else []
        yes = still if is_mentee(asker) else matches.showing(asker)
        yield [_top(desk, asker, own, to_decide, asked), *yes, rest]

    room.on_open(open_page, [top, *matches.outputs, below])


def _asked(desk: Desk, asker: Asker) -> list[Waiting]:
    """Matches that wait for a mentee's yes; the page that suggests partners shows them with their reasons."""
    asked = [match for match in offered(desk, asker) if asker.member not in match.accepted_by]
    people = desk.people(asker, {member for match in asked for member in match.people})
    return [
        Waiting(
            f"{asked_of(match, asker.member, people)}: say yes?",
            "Your programme’s manager approved this match. Look at what speaks for and against it.",
            "/partners",
        )
        for match in asked
    ]


def relationships_of(desk: Desk, asker: Asker) -> list[SharedThings]:
    """Her own relationships that are active."""
    service = desk.copilot.relationships
    own = service.visible_to(asker)
    return [
        service.shared(asker, each.id)
        for each in own
        if asker.member in each.members and each.state == "active"
    ]


def to_decide_by(desk: Desk, asker: Asker) -> int:
    """How many matches wait for a manager's decision."""
    undecided = {MatchState.PROPOSED, MatchState.SECOND_REVIEW}
    return len(desk.copilot.matching.list_matches(asker, states=undecided))


def waits_for(desk: Desk, asker: Asker, own: Sequence[SharedThings], people: People) -> list[Waiting]:
    """What she left open or is asked for; first steps where she is new."""
    found = [
        *_open_drafts(desk, asker, own),
        *_passed(desk, asker, own, people),
        *overdue(asker, own, desk.today()),
        *asked_of_her(desk.copilot, asker),
    ]
    has_goals = bool(desk.copilot.goals.of(asker, asker.member))
    return found + (begin(asker, has_goals, bool(own)) if is_mentee(asker) else [])


def _open_drafts(desk: Desk, asker: Asker, own: Sequence[SharedThings]) -> list[Waiting]:
    found = [
        (place, decision, draft)
        for draft, decision in Decisions(desk.copilot).waiting(asker)
        if (place := place_of_draft(draft, asker, own))
    ]
    newest = {place: (decision, draft) for place, decision, draft in reversed(found)}
    return [
        Waiting(_WAITS[decision].format(title_of(draft)), _UNDER[decision], place)
        for place, (decision, draft) in reversed(newest.items())
    ]


def place_of_draft(draft: Draft, asker: Asker, own: Sequence[SharedThings]) -> str:
    """The address of the page on which she decides about a draft; empty where none of hers shows it."""
    if draft.kind in ABOUT_SOMEBODY and draft.about == asker.member:
        return f"/recognition?draft={draft.id}"
    if draft.kind is DraftKind.GOAL_PLAN and is_mentee(asker):
        return f"/goals?plan={draft.id}"
    things = next((each for each in own if each.relationship.id == draft.relationship), None)
    if things is None or draft.kind not in OF_TWO:
        return ""
    return work_of(asker, things) if draft.kind is DraftKind.AGENDA else place_of(asker, things)


def _passed(desk: Desk, asker: Asker, own: Sequence[SharedThings], people: People) -> list[Waiting]:
    now = desk.copilot.clock.now()
    return [
        Waiting(
            f"Was your session with {others_in(things.relationship, asker.member, people).called} held?",
            f"Its time has passed, and nobody has said yet. Only {_who_knows(things)} know.",
            place_of(asker, things),
        )
        for things in own
        if unsettled(things, now)
    ]


def _who_knows(things: SharedThings) -> str:
    return "those of your circle" if is_circle(things.relationship) else "you two"


def _top(
    desk: Desk, asker: Asker, own: Sequence[SharedThings], to_decide: int, asked: Sequence[Waiting] = ()
) -> str:
    people = people_in(desk, asker, [each.relationship for each in own])
    waiting = [*decisions(to_decide), *asked, *waits_for(desk, asker, own, people)]
    now, zone = desk.copilot.clock.now(), desk.zone(asker)
    return shown(greeting(asker, people, now, zone, bool(waiting)) + what_waits(waiting))


def _below(desk: Desk, asker: Asker, own: Sequence[SharedThings]) -> str:
    from ui.web.pages import every_page

    people = people_in(desk, asker, [each.relationship for each in own])
    goals = desk.copilot.goals.of(asker, asker.member) if is_mentee(asker) else []
    now, zone = desk.copilot.clock.now(), desk.zone(asker)
    events = [view for view in desk.copilot.events.for_me(asker) if view.mine]
    groups = workspaces([page for page in every_page() if page.path], asker)
    return shown(days(asker, people, own, now, zone, goals, events) + doors(groups))


PAGE = Page("", "Today", "", 0, is_anybody, build)
