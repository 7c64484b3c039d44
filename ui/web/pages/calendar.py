"""My calendar: what is about to begin, the days ahead, a file to take away, and an address of its own."""

from __future__ import annotations

from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.wording import listed_in_words
from ui.web.desk import Desk
from ui.web.page import Page, Room, is_anybody
from ui.web.reach import reach_of
from ui.web.views.calendar import days_ahead, due, own_calendar, take_it
from ui.web.views.pieces import notice, shown

MOST_SHOWN = 60


def build(room: Room) -> None:
    """What is due, the days, and below them the address with its buttons."""
    desk = room.desk
    told, soon, days = room.slot(), room.slot(), room.slot()
    about = room.slot()
    address = gr.Textbox(
        label="Your calendar’s address",
        interactive=False,
        visible=False,
        buttons=["copy"],
        elem_id="calendar-address",
    )
    with gr.Row(elem_classes="actions"):
        make = gr.Button("Make my address", variant="primary", visible=False, min_width=0)
        renew = gr.Button("Make a new address", visible=False, min_width=0)
        forget = gr.Button("Take the address away", visible=False, min_width=0)
    room.slot(take_it())
    parts = [told, about, address, make, renew, forget]

    def look(request: gr.Request) -> list[Any]:
        asker = desk.asker(request)
        return [*_ahead(desk, asker), *_address(desk, asker)]

    def made(request: gr.Request) -> list[Any]:
        asker = desk.asker(request)
        return _address(
            desk, asker, _link(desk, request, desk.copilot.calendar_feeds.make(asker, asker.member))
        )

    def renewed(request: gr.Request) -> list[Any]:
        asker = desk.asker(request)
        return _address(
            desk, asker, _link(desk, request, desk.copilot.calendar_feeds.renew(asker, asker.member))
        )

    def forgotten(request: gr.Request) -> list[Any]:
        asker = desk.asker(request)
        desk.copilot.calendar_feeds.forget(asker, asker.member)
        return _address(
            desk, asker, words="The address is gone; calendar programs find nothing there any more."
        )

    room.on_open(look, [soon, days, *parts])
    room.wire(make.click, made, None, parts)
    room.wire(renew.click, renewed, None, parts)
    room.wire(forget.click, forgotten, None, parts)


def _ahead(desk: Desk, asker: Asker) -> list[Any]:
    copilot, zone = desk.copilot, desk.zone(asker)
    now = copilot.clock.now()
    entries = copilot.calendars.coming(asker, asker.member)[:MOST_SHOWN]
    own = [each for each in copilot.calendars.reminders(asker) if asker.member in each.members]
    today = now.astimezone(zone).date() if zone else now.date()
    return [shown(due(own, now, zone)), shown(days_ahead(entries, _with_whom(desk, asker), today, zone))]


def _with_whom(desk: Desk, asker: Asker) -> dict[str, str]:
    """Relationship → the names of the others in it."""
    own = [each for each in desk.copilot.relationships.visible_to(asker) if asker.member in each.members]
    people = desk.people(asker, {member for each in own for member in each.members})
    return {
        each.id: listed_in_words([people.name(one) for one in each.members if one != asker.member])
        for each in own
    }


def _link(desk: Desk, request: gr.Request, secret: str) -> str:
    """The whole address, as this browser reaches us; the host was checked at the door."""
    known = reach_of(desk.copilot.settings).address
    return f"{known or 'http://' + request.headers['host']}/calendar/{secret}.ics"


def _address(desk: Desk, asker: Asker, link: str = "", words: str = "") -> list[Any]:
    feed = desk.copilot.calendar_feeds.of(asker, asker.member)
    return [
        shown(notice(words)),
        shown(own_calendar(feed, shown_now=bool(link))),
        gr.update(value=link, visible=bool(link)),
        gr.update(visible=feed is None),
        gr.update(visible=feed is not None),
        gr.update(visible=feed is not None),
    ]


PAGE = Page(
    "calendar",
    "My calendar",
    "For you",
    7,
    is_anybody,
    build,
    "What lies ahead of you, here and in the calendar you use anyway.",
)
