"""What waits for a person today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from markupsafe import Markup

from copilot.domain.asking import Asker
from copilot.domain.members import Role
from copilot.domain.relationships import ActionItem, Goal, Session
from copilot.services.events.seeing import EventView
from copilot.services.relationships import SharedThings
from ui.web.page import Page, is_mentee
from ui.web.people import People
from ui.web.views.goals import coming, coming_line
from ui.web.views.pieces import (
    NOTHING,
    counted,
    day,
    days_from,
    empty,
    face,
    heading,
    listed,
    piece,
    together,
)
from ui.web.views.relationships import action_line, is_circle, is_overdue, others_in, when
from ui.web.views.sessions import EQUALS

SOON = timedelta(days=21)
SHOWN = 5


@dataclass(frozen=True)
class Waiting:
    """Something that waits for her, and where it is done.

    Args:
        words: what, in a few words.
        under: why it matters, in a sentence.
        href: the address of the page where she decides.
    """

    words: str
    under: str
    href: str


def greeting(asker: Asker, people: People, now: datetime, zone: tzinfo | None, waits: bool = True) -> Markup:
    """Good morning, by her own clock; and what this page is for her."""
    hour = now.astimezone(zone).hour
    words = "Good morning" if 4 <= hour < 12 else "Good afternoon" if 12 <= hour < 18 else "Good evening"
    lead = "Here is what waits for you." if waits else _calm(asker)
    return heading(f"{words}, {people.first(asker.member)}", lead)


def _calm(asker: Asker) -> str:
    """The sentence for a day on which nothing waits, by what she is here for."""
    if asker.manages:
        return "Nothing waits for your decision. Here is how to look in."
    if Role.ADMIN in asker.roles:
        return "Nothing waits for you. The house is yours to keep."
    if asker.roles & {Role.MENTOR, Role.SPONSOR}:
        return "Nothing waits for you. Here is what comes next with the people you accompany."
    return "Nothing waits for you. Here is what comes next."


def decisions(to_decide: int) -> list[Waiting]:
    """The matches that a manager is to decide on."""
    if not to_decide:
        return []
    words = (
        "One proposed match waits" if to_decide == 1 else f"{to_decide:,} proposed matches wait"
    ) + " for your decision"
    return [
        Waiting(
            words, "Each with its reasons for and against. Nothing happens until you approve.", "/matches"
        )
    ]


def what_waits(waiting: Sequence[Waiting]) -> Markup:
    """Each thing that waits as a card that leads to where it is done; what is beyond the first few is folded."""
    cards = [
        piece(
            '<a class="card waiting" href="{}"><span class="name">{}</span><span class="under">{}</span></a>',
            each.href, each.words, each.under,
        )
        for each in waiting
    ]  # fmt: skip
    first, rest = cards[:SHOWN], cards[SHOWN:]
    if not rest:
        return together(first)
    folded = piece(
        '<details class="after-these"><summary>{} after these</summary>{}</details>',
        counted(len(rest), "more thing"), together(rest),
    )  # fmt: skip
    return together(first) + folded


def days(
    asker: Asker,
    people: People,
    shared: Sequence[SharedThings],
    now: datetime,
    zone: tzinfo | None,
    goals: Sequence[Goal] = (),
    events: Sequence[EventView] = (),
) -> Markup:
    """Sessions, promises, goals and events, each with its day; nothing for whoever has none of them."""
    columns = []
    if shared:
        columns += [
            piece("<h2>Next sessions</h2>{}", _sessions(asker, people, shared, now, zone)),
            piece("<h2>What you promised</h2>{}", _promises(asker, shared, now.date())),
        ]
    if due := coming(goals)[:SHOWN]:
        lines = listed([coming_line(each, now.date()) for each in due], "plain")
        columns.append(piece('<h2><a href="/goals">Due in your goals</a></h2>{}', lines))
    if events:
        lines = listed([_event(each, now, zone) for each in events[:SHOWN]], "plain")
        columns.append(piece('<h2><a href="/events">Your next events</a></h2>{}', lines))
    cards = together([piece('<section class="card">{}</section>', column) for column in columns])
    return piece('<div class="two">{}</div>', cards) if columns else NOTHING


def _event(view: EventView, now: datetime, zone: tzinfo | None) -> Markup:
    starts = view.starts.astimezone(zone or UTC)
    today = now.astimezone(zone or UTC).date()
    return piece(
        '<a href="/events?event={}">{}</a> <span class="small">{}, {}</span>',
        view.event.id, view.event.title, day(starts), f"{starts:%H:%M}, {days_from(today, starts.date())}",
    )  # fmt: skip


def begin(asker: Asker, has_goals: bool, has_partner: bool) -> list[Waiting]:
    """First steps for whoever is new here."""
    steps = []
    if Role.MENTEE in asker.roles and not has_goals:
        steps.append(
            Waiting("Write down a goal", "One sentence of your own is enough to begin with.", "/goals")
        )
    if asker.roles & {Role.MENTEE, Role.PEER} and not has_partner:
        steps.append(
            Waiting(
                "Look at who could suit you",
                "With the reasons for and against. Rank up to three; a manager makes the match.",
                "/partners",
            )
        )
    return steps


def _sessions(
    asker: Asker, people: People, shared: Sequence[SharedThings], now: datetime, zone: tzinfo | None
) -> Markup:
    ahead = sorted(
        ((session, things) for things in shared for session in things.sessions if _is_coming(session, now)),
        key=lambda pair: pair[0].at,
    )
    if not ahead:
        return empty(
            "Nothing is planned yet.", "Agree on a day with your partner; then plan it here in one click."
        )
    return listed([_session(asker, people, session, things, zone) for session, things in ahead[:3]], "plain")


def _is_coming(session: Session, now: datetime) -> bool:
    return session.state == "planned" and now <= session.at <= now + SOON


def place_of(asker: Asker, things: SharedThings) -> str:
    """The address of the page on which she finds this relationship."""
    sought = things.relationship.seeker == asker.member
    among_equals = things.relationship.role in EQUALS and is_mentee(asker)
    page = "sessions" if sought or among_equals else "mentees"
    return f"/{page}?relationship={things.relationship.id}"


def work_of(asker: Asker, things: SharedThings) -> str:
    """The address at which meetings and agendas are prepared: a circle's stand on its own page."""
    circle = things.relationship.id if is_circle(things.relationship) else ""
    return f"/circles?circle={circle}" if circle else place_of(asker, things)


def _session(
    asker: Asker, people: People, session: Session, things: SharedThings, zone: tzinfo | None
) -> Markup:
    other = others_in(things.relationship, asker.member, people).name
    return piece(
        '<a class="row" href="{}">{}<span class="end">{}</span></a>',
        work_of(asker, things), face(other, session.topic or "no topic yet"), when(session.at, zone),
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
    return listed([action_line(action, today) for action in ordered[:SHOWN]], "plain")


def doors(workspaces: Sequence[tuple[str, Sequence[Page]]]) -> Markup:
    """Her pages by workspace, in the order of the navigation."""
    groups = [
        piece('<h2>{}</h2><div class="tiles">{}</div>', name, together([_door(page) for page in pages]))
        for name, pages in workspaces
    ]
    return piece('<nav class="doors" aria-label="Your pages">{}</nav>', together(groups))


def _door(page: Page) -> Markup:
    return piece(
        '<a class="card door" href="/{}"><span class="name">{}</span><span class="under">{}</span></a>',
        page.path, page.name, page.lead,
    )  # fmt: skip


def overdue(asker: Asker, shared: Sequence[SharedThings], today: date) -> list[Waiting]:
    """What she promised for a day that has passed, relationship by relationship."""
    found = []
    for things in shared:
        late = [each for each in things.actions if each.owner == asker.member and is_overdue(each, today)]
        if late:
            words = f"{counted(len(late), 'promise')} of yours {'is' if len(late) == 1 else 'are'} overdue"
            under = "Tick what is done, or agree on another day."
            found.append(Waiting(words, under, place_of(asker, things)))
    return found
