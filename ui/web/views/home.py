"""What waits for a person today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo

from markupsafe import Markup

from copilot.domain.asking import Asker
from copilot.domain.relationships import ActionItem, Session
from copilot.services.relationships import SharedThings
from ui.web.page import Page
from ui.web.people import People
from ui.web.views.pieces import NOTHING, empty, face, heading, listed, piece, together
from ui.web.views.relationships import action_line, when

SOON = timedelta(days=21)


def today_page(
    asker: Asker,
    people: People,
    shared: Sequence[SharedThings],
    pages: Sequence[Page],
    now: datetime,
    zone: tzinfo | None,
    *,
    to_decide: int = 0,
) -> Markup:
    """A greeting, the next sessions, what she promised, the matches she is to decide on, and her pages."""
    hour = now.astimezone(zone).hour
    greeting = "Good morning" if 4 <= hour < 12 else "Good afternoon" if 12 <= hour < 18 else "Good evening"
    title = heading(f"{greeting}, {people.first(asker.member)}", "Here is what waits for you.")
    columns = piece(
        '<div class="two"><section class="card"><h2>Next sessions</h2>{}</section>'
        '<section class="card"><h2>What you promised</h2>{}</section></div>',
        _sessions(asker, people, shared, now, zone), _promises(asker, shared, now.date()),
    )  # fmt: skip
    return title + _decisions(to_decide) + (columns if shared else NOTHING) + _doors(pages)


def _decisions(to_decide: int) -> Markup:
    if not to_decide:
        return NOTHING
    words = "One proposed match waits" if to_decide == 1 else f"{to_decide} proposed matches wait"
    return piece(
        '<a class="card waiting" href="/matches"><span class="name">{} for your decision</span>'
        '<span class="under">Each with its reasons for and against. Nothing happens until you approve.</span></a>',
        words,
    )


def _sessions(
    asker: Asker, people: People, shared: Sequence[SharedThings], now: datetime, zone: tzinfo | None
) -> Markup:
    coming = sorted(
        ((session, things) for things in shared for session in things.sessions if _is_coming(session, now)),
        key=lambda pair: pair[0].at,
    )
    if not coming:
        return empty(
            "Nothing is planned yet.", "Agree on a day with your partner; then plan it here in one click."
        )
    return listed([_session(asker, people, session, things, zone) for session, things in coming[:3]], "plain")


def _is_coming(session: Session, now: datetime) -> bool:
    return session.state == "planned" and now <= session.at <= now + SOON


def _session(
    asker: Asker, people: People, session: Session, things: SharedThings, zone: tzinfo | None
) -> Markup:
    other = next((m for m in things.relationship.members if m != asker.member), "")
    mine = things.relationship.seeker == asker.member
    address = "/sessions" if mine else f"/mentees?relationship={things.relationship.id}"
    return piece(
        '<a class="row" href="{}">{}<span class="end">{}</span></a>',
        address, face(people.name(other), session.topic or "no topic yet"), when(session.at, zone),
    )  # fmt: skip


def _promises(asker: Asker, shared: Sequence[SharedThings], today: date) -> Markup:
    open_items: list[ActionItem] = [
        action
        for things in shared
        for action in things.actions
        if action.owner == asker.member and not action.done
    ]
    if not open_items:
        return empty("Nothing is open.", "What you promise in a session will stand here until it is done.")
    ordered = sorted(open_items, key=lambda action: (action.due or date.max, action.id))
    return listed([action_line(action, today) for action in ordered[:5]], "plain")


def _doors(pages: Sequence[Page]) -> Markup:
    doors = [
        piece('<a class="card door" href="/{}"><span class="name">{}</span><span class="under">{}</span></a>',
              page.path, page.name, page.lead)
        for page in pages
    ]  # fmt: skip
    return piece('<nav class="tiles" aria-label="Your pages">{}</nav>', together(doors))
