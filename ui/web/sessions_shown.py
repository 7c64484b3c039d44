"""What "My sessions" shows of the relationship that is chosen: the updates of all its parts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.drafts import Draft
from copilot.domain.relationships import Session
from copilot.errors import NotFound
from copilot.services.relationships import SharedThings
from ui.web.desk import Desk
from ui.web.met_in import people_in
from ui.web.mood_bar import nothing_said
from ui.web.people import People
from ui.web.views.glances import held_sessions
from ui.web.views.pieces import empty, notice, piece, shown
from ui.web.views.relationships import action_label, done_items, others_in
from ui.web.views.sessions import (
    EQUALS,
    all_sessions,
    held_question,
    next_card,
    next_session,
    notes_apart,
    promises,
    relationships_nav,
    unsettled,
    who_it_is,
)

PARTS_OF_DETAIL = 19
"""How many parts of the page `_detail` fills."""
NOT_HERS = "You don’t meet anybody under this address. What stands here is your own."


def sought_by(desk: Desk, asker: Asker) -> list[SharedThings]:
    """The asker's relationships in which she sought a partner, or in which all are equals; active ones first."""
    service, me = desk.copilot.relationships, asker.member
    own = [each for each in service.visible_to(asker) if me in each.members]
    hers = [each for each in own if each.seeker == me or each.role in EQUALS]
    ordered = sorted(hers, key=lambda each: (each.state != "active", each.started, each.id))
    return [service.shared(asker, each.id) for each in ordered]


def filled(
    desk: Desk, asker: Asker, wanted: str, words: str = "", ticked: Sequence[str] = ()
) -> tuple[Any, ...]:
    """Every part of the page for the relationship `wanted`, her first where there is none of that id.

    `words` say what has just been done, `ticked` which items could be taken back.
    """
    own = sought_by(desk, asker)
    open_one = next((each for each in own if each.relationship.id == wanted), own[0] if own else None)
    people = people_in(desk, asker, [each.relationship for each in own])
    elsewhere = bool(wanted) and all(each.relationship.id != wanted for each in own)
    said = shown(notice(words)) or (shown(notice(NOT_HERS, "plain")) if elsewhere else "")
    told = (said, list(ticked), gr.update(visible=bool(ticked)))
    if open_one is None:
        nobody = empty(
            "You have no mentor here yet.",
            "Look at who could suit you under “Find a mentor”; your programme’s manager makes the match.",
            piece('<p><a href="/partners">Find a mentor</a></p>'),
        )
        return "", shown(nobody), gr.update(visible=False), *[gr.update()] * PARTS_OF_DETAIL, *told
    cards = relationships_nav(own, asker.member, people, desk.today(), open_one.relationship.id)
    return (
        open_one.relationship.id,
        shown(cards),
        gr.update(visible=True),
        *_detail(desk, asker, open_one, people),
        *told,
    )


def _detail(desk: Desk, asker: Asker, things: SharedThings, people: People) -> tuple[Any, ...]:
    today, zone, me = desk.today(), desk.zone(asker), asker.member
    coming, passed = next_session(things, today), unsettled(things, desk.copilot.clock.now())
    open_items = [
        (action_label(each, "You" if each.owner == me else people.first(each.owner), today), each.id)
        for each in promises(things.actions, me)
    ]
    return (
        shown(who_it_is(things, me, people)),
        shown(next_card(coming, _agenda_of(desk, asker, coming), today, zone)),
        shown(held_question(passed, zone)),
        gr.update(visible=bool(passed)),
        gr.update(visible=bool(passed)),
        shown(all_sessions(things.sessions, zone)),
        gr.update(
            choices=open_items, value=[], label="Tick what is done" if open_items else "Nothing is open."
        ),
        shown(done_items(things.actions, people, me)),
        *_choices(things, people, me, zone),
        shown(notes_apart(things, me, people)),
        *nothing_said(things.sessions, zone),
        *[gr.update(visible=things.relationship.state != "closed")] * 4,
    )


def _choices(things: SharedThings, people: People, me: str, zone: tzinfo | None) -> tuple[Any, ...]:
    """Whose a promise can be, which session a note can belong to, and who can read it."""
    others = [member for member in things.relationship.members if member != me]
    sessions = held_sessions(things.sessions, zone)
    together = others_in(things.relationship, me, people).and_me
    return (
        gr.update(choices=[("mine", me), *((people.first(other), other) for other in others)], value=me),
        gr.update(choices=sessions, value=sessions[0][1] if sessions else None),
        gr.update(choices=[("only me", "private"), (together, "shared")], value="private"),
    )


def _agenda_of(desk: Desk, asker: Asker, session: Session | None) -> Draft | None:
    if session is None or not session.agenda:
        return None
    try:
        agenda = desk.copilot.drafting.show(asker, session.agenda)
    except NotFound:
        return None
    return agenda if agenda.state == "approved" else None
