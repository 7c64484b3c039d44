"""Events: what comes up as cards with a leaf of the calendar, one event whole, its questions, what came back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo

from markupsafe import Markup

from copilot.domain.events import Event, EventKind
from copilot.domain.wording import day_in_words, listed_in_words
from copilot.services.events.feedback import FeedbackTold
from copilot.services.events.questions import Asked, AskedAlike
from copilot.services.events.seeing import EventView
from ui.web.people import People
from ui.web.views.markdown import prose
from ui.web.views.pieces import (
    NOTHING,
    badge,
    counted,
    days_from,
    empty,
    listed,
    piece,
    section,
    together,
)

KINDS: Mapping[EventKind, str] = {
    EventKind.WEBINAR: "Webinar",
    EventKind.WORKSHOP: "Workshop",
    EventKind.AMA: "Ask me anything",
    EventKind.CIRCLE: "Circle",
    EventKind.SPOTLIGHT: "Spotlight",
    EventKind.OFFICE_HOURS: "Office hours",
}
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MINE = {
    "hosting": ("you host it", "good"),
    "speaking": ("you speak", "good"),
    "registered": ("you have a place", "good"),
}
NOTHING_THERE = {
    "coming": ("Nothing is planned yet.", "Invite to something yourself below: office hours, a workshop, a circle."),
    "mine": ("You have no event ahead.", "Look at what is coming up and take a place."),
    "past": ("Nothing has taken place yet.", "What was held stands here, so that you can say how it was."),
}  # fmt: skip


def event_cards(views: Sequence[EventView], which: str, zone: tzinfo | None, today: date) -> Markup:
    """Events as cards that open one; what to do where there are none.

    Args:
        views: in the order they are shown.
        which: coming, mine or past.
        zone: the reader's; the event's own where she gave none.
        today: the day it is for her.
    """
    if not views:
        return empty(*NOTHING_THERE[which])
    return piece('<div class="events">{}</div>', together(_card(each, zone, today) for each in views))


def _card(view: EventView, zone: tzinfo | None, today: date) -> Markup:
    event, starts = view.event, _local(view.starts, view.event, zone)
    return piece(
        '<a class="card event" href="/events?event={id}">{leaf}<span class="what"><span class="badges">{badges}</span>'
        '<span class="event-title">{title}</span><span class="under">{when}</span></span></a>',
        id=event.id, leaf=_leaf(starts), badges=_badges(view), title=event.title,
        when=f"{_clock(view, zone)} · {days_from(today, starts.date())} · {places_told(view)}",
    )  # fmt: skip


def _leaf(starts: datetime) -> Markup:
    return piece(
        '<span class="leaf" aria-hidden="true"><b>{}</b><i>{}</i></span>',
        starts.day,
        _MONTHS[starts.month - 1],
    )


def _badges(view: EventView) -> Markup:
    found = [badge(KINDS[view.event.kind], "quiet")]
    if view.event.state == "cancelled":
        found.append(badge("called off", "care"))
    elif view.line:
        found.append(badge(f"number {view.line} in the waiting list"))
    elif view.mine in _MINE:
        found.append(badge(*_MINE[view.mine]))
    if view.event.audience == "programme":
        found.append(badge("for a programme", "quiet"))
    return together(found)


def places_told(view: EventView) -> str:
    """`12 come, 8 places left`, `full, 3 wait`, `nobody has a place yet`."""
    if view.free == 0:
        return f"full, {view.waiting} wait{'s' if view.waiting == 1 else ''}" if view.waiting else "full"
    come = {0: "nobody has a place yet", 1: "1 comes"}.get(view.registered, f"{view.registered:,} come")
    return come if view.free is None else f"{come}, {counted(view.free, 'place')} left"


def one_event(
    view: EventView, people: People, programme: str, zone: tzinfo | None, today: date, series: str
) -> Markup:
    """One event, whole.

    Args:
        view: as the reader may see it.
        people: names of hosts, speakers and those who come.
        programme: the name of its programme, empty where it has none.
        zone, today: the reader's.
        series: the rule it comes again by, in words; empty where it comes once.
    """
    event, starts = view.event, _local(view.starts, view.event, zone)
    return piece(
        '<p><a href="/events">← All events</a></p><article class="event-whole"><p class="badges">{badges}</p>'
        "<h2>{title}</h2><dl>{facts}</dl>{notes}{description}{coming}</article>",
        badges=_badges(view), title=event.title,
        facts=together(
            piece("<dt>{}</dt><dd>{}</dd>", *fact)
            for fact in _facts(view, people, programme, zone, starts, today, series)
        ),
        notes=together(piece('<p class="small">{}</p>', note) for note in view.notes),
        description=prose(event.description) if event.description else NOTHING,
        coming=_coming(view, people),
    )  # fmt: skip


def _facts(
    view: EventView, people: People, programme: str, zone: tzinfo | None, starts: datetime, today: date, series: str
) -> list[tuple[str, object]]:  # fmt: skip
    event = view.event
    day = f"{_WEEKDAYS[starts.weekday()]} {day_in_words(starts.date())} ({days_from(today, starts.date())})"
    found: list[tuple[str, object]] = [("When", f"{day}, {_clock(view, zone)}")]
    if zone and str(zone) != event.time_zone:
        found.append(("There", f"{event.at:%H:%M} in {event.time_zone}"))
    if event.state == "cancelled":
        found.append(("Called off", event.reason))
    if event.where:
        found.append(("Where", event.where))
    found.append(("Hosts", listed_in_words([people.name(each) for each in sorted(event.hosts)])))
    if event.speakers:
        found.append(("Speakers", listed_in_words([_speaker(view, each, people) for each in event.speakers])))
    if programme:
        found.append(("Programme", programme))
    if series:
        found.append(("Comes again", series))
    found.append(("Places", places_told(view)))
    return found


def _speaker(view: EventView, member: str, people: People) -> str:
    if member in view.event.agreed:
        return people.name(member)
    return f"{people.name(member)} ({'said no' if member in view.event.declined else 'asked'})"


def _coming(view: EventView, people: People) -> Markup:
    if not view.coming:
        return NOTHING
    lines = [
        piece(
            "{} {}",
            people.name(each.member),
            badge("waits", "quiet") if each.state == "waiting" else _was_there(each.attended),
        )
        for each in view.coming
    ]
    return piece(
        "<details><summary>Who comes: {}</summary>{}</details>",
        counted(len(lines), "person", "people"),
        listed(lines),
    )


def _was_there(attended: bool | None) -> Markup:
    return NOTHING if attended is None else badge("was there" if attended else "stayed away", "quiet")


def _local(at: datetime, event: Event, zone: tzinfo | None) -> datetime:
    return at.astimezone(zone) if zone else event.at


def _clock(view: EventView, zone: tzinfo | None) -> str:
    starts, ends = _local(view.starts, view.event, zone), view.ends.astimezone(zone) if zone else None
    where = str(zone) if zone else view.event.time_zone
    until = f"–{ends:%H:%M}" if ends and ends.date() == starts.date() else f", {view.event.minutes} minutes"
    return f"{starts:%H:%M}{until} ({where})"


def questions(groups: Sequence[AskedAlike], people: People, kind: EventKind) -> Markup:
    """What people would like to have answered, alike ones together; nothing where none were asked."""
    if not groups:
        if kind is not EventKind.AMA:
            return NOTHING
        return section(
            "Questions",
            empty("Nobody has asked yet.", "Be the first; nobody is told who asks unless you say so."),
        )
    alike = together(_group(each, people) for each in groups)
    return section("Questions", piece('<ol class="asked-alike">{}</ol>', alike))


def _group(group: AskedAlike, people: People) -> Markup:
    more = badge(f"asked {group.askers} times", "good") if group.askers > 1 else NOTHING
    done = badge("answered", "quiet") if group.answered else NOTHING
    others = (
        piece(
            "<details><summary>{} in other words</summary>{}</details>",
            counted(len(group.others), "time"),
            listed([_question(each, people) for each in group.others]),
        )
        if group.others
        else NOTHING
    )
    return piece("<li>{} {}{}{}</li>", _question(group.leads, people), more, done, others)


def _question(asked: Asked, people: People) -> Markup:
    by = "you" if asked.mine else people.name(asked.by) if asked.by else ""
    under = piece(' <span class="small">{}</span>', by) if by else NOTHING
    return piece("<span>{}</span>{}", asked.text, under)


def what_came_back(told: FeedbackTold) -> Markup:
    """Feedback without names, or why there is none to be seen yet."""
    if told.answers is None:
        return piece('<p class="small">What people say is shown once five of them have answered.</p>')
    mean = piece("<p><strong>{} of 5</strong> from {}.</p>", told.mean, counted(told.answers, "answer"))
    words = together(piece("<blockquote><p>{}</p></blockquote>", said) for said in told.words)
    return piece("{}{}", mean, words)
