"""Circles as those who sit in them see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, tzinfo

from markupsafe import Markup

from copilot.services.circles.seeing import CircleShown, CircleStatus, Forming, MeetingTold
from copilot.services.spaces.belonging import relationship_space
from ui.web.people import People
from ui.web.views.pieces import (
    NOTHING,
    badge,
    counted,
    days_from,
    empty,
    initials,
    listed,
    piece,
    shortened,
    together,
)
from ui.web.views.relationships import when

NO_THEME = "A circle without a theme"
LATEST = 6
NO_THANKS = "If you would rather not, tell whoever manages your programme, who takes it back."


def no_circle() -> Markup:
    """Said to who sits in none."""
    return empty(
        "You don’t sit in a circle yet.",
        "A circle is four to eight people around one theme, with nobody above the others. Your programme’s manager "
        "brings them together; say in your profile what you would like to learn, so that it fits.",
        piece('<p><a href="/profile">What your profile says</a></p>'),
    )


def forming_told(forming: Sequence[Forming], people: People, me: str) -> Markup:
    """Circles that begin once everybody has said yes."""
    return together(
        piece(
            '<section class="card forming"><div class="row"><h2>{}</h2>{}</div>'
            '<p class="under">With {}.{}</p></section>',
            each.theme or NO_THEME,
            badge(f"{each.said_yes} of {len(each.members)} have said yes", "good" if not each.mine else "care"),
            _names(each.members, people, me),
            f" {NO_THANKS}" if each.mine else "",
        )
        for each in forming
    )  # fmt: skip


def circle_cards(circles: Sequence[CircleStatus], chosen: str, today: date) -> Markup:
    """Her circles, each opening the rest of the page; nothing where it is one."""
    if len(circles) < 2:
        return NOTHING
    cards = [piece("<li>{}</li>", _pick(each, each.id == chosen, today)) for each in circles]
    return piece('<nav class="cards" aria-label="Your circles"><ul>{}</ul></nav>', together(cards))


def circle_head(
    circle: CircleShown, people: People, me: str, hers: Mapping[str, str] | None = None
) -> Markup:
    """What it is about, who sits in it in the order of the turns, and what it came from.

    Args:
        hers: theme by circle of all she sits in, also those that are over: only these are linked.
    """
    over = "It is over: nothing is added, and what was written stays." if circle.state == "closed" else ""
    said = [_came_out_of(circle, hers or {}), over, _goes_on(circle, hers or {})]
    return piece(
        '<div class="section"><h2>{}</h2>{}{}<p class="ways">{}</p></div>',
        circle.theme or NO_THEME,
        together(piece('<p class="under">{}</p>', each) for each in said if each),
        _seats(circle, people, me),
        _ways(circle),
    )  # fmt: skip


def next_meeting(circle: CircleShown, people: People, me: str, zone: tzinfo | None, today: date) -> Markup:
    """When they meet next, whose turn it is to chair and why."""
    if circle.state == "closed":
        return NOTHING
    turn, coming = circle.turn, circle.next
    if coming is None:
        head = piece("<h3>No next meeting is planned</h3>")
        under = piece('<p class="under">Whoever would chair may propose a date: add it below.</p>')
    else:
        ahead = badge(days_from(today, coming.at.astimezone(zone).date()), "good")
        head = piece('<div class="row"><h3>{}</h3>{}</div>', coming.topic or "The next meeting", ahead)
        under = piece('<p class="under">{} · {} minutes</p>', when(coming.at, zone), coming.minutes)
    who = "It is your turn to chair" if turn.chair == me else f"{people.name(turn.chair)} chairs"
    said = (
        piece('<p class="turn-now"><b>{}.</b> {}</p>', who, turn.why)
        if turn.chair
        else piece('<p class="turn-now">{}</p>', turn.why)
    )
    return piece(
        '<section class="card next-session">{}{}{}{}</section>', head, under, said, _after_that(circle, zone)
    )


def _after_that(circle: CircleShown, zone: tzinfo | None) -> Markup:
    """What is planned behind the next meeting."""
    ahead = circle.next.at if circle.next else None
    later = [
        each for each in circle.meetings if each.state == "planned" and ahead is not None and each.at > ahead
    ]
    if not later:
        return NOTHING
    days = [
        piece("{}{}", when(each.at, zone), f": {each.topic}" if each.topic else "")
        for each in sorted(later, key=lambda each: each.at)
    ]
    return piece('<div class="later"><p class="small">After that:</p>{}</div>', listed(days, "plain"))


def meetings_told(circle: CircleShown, people: People, zone: tzinfo | None) -> Markup:
    """The last meetings: what about, who chaired, how many came; who that was, behind a click."""
    met = [each for each in circle.meetings if each.state != "planned"][::-1]
    if not met:
        return piece('<p class="under">You have not met yet.</p>')
    rows = [piece('<li class="met">{}</li>', _meeting(each, circle, people, zone)) for each in met]
    more = rows[LATEST:]
    rest = (
        piece(
            '<details><summary>{}</summary><ol class="plain">{}</ol></details>',
            f"{counted(len(more), 'earlier meeting')}", together(more),
        )
        if more
        else NOTHING
    )  # fmt: skip
    return piece('<ol class="plain meetings">{}</ol>{}', together(rows[:LATEST]), rest)


def meeting_called(meeting: MeetingTold, zone: tzinfo | None) -> str:
    """A meeting as a list offers it."""
    at = meeting.at.astimezone(zone)
    return f"{at:%d %b %Y}" + (f": {shortened(meeting.topic, 60)}" if meeting.topic else "")


def _pick(circle: CircleStatus, chosen: bool, today: date) -> Markup:
    current = Markup(' aria-current="true"') if chosen else NOTHING
    said = (
        f"next meeting {days_from(today, circle.next_planned)}"
        if circle.next_planned
        else "no meeting planned"
    )
    return piece(
        '<a class="card pick" href="/circles?circle={}"{}><span class="name">{}</span><span class="badges">{}</span>'
        "</a>",
        circle.id, current, circle.theme or NO_THEME, badge("over" if circle.state == "closed" else said, "quiet"),
    )  # fmt: skip


def _seats(circle: CircleShown, people: People, me: str) -> Markup:
    """Everybody around the table; while it is at work, in the order of the turns."""
    order = (circle.turn.chair, *circle.turn.then) if circle.turn.chair else circle.members
    at_work = circle.state != "closed"
    seats = [
        piece(
            '<li class="seat{}"><span class="disc tone-{}" aria-hidden="true">{}</span><span class="who">'
            '<span class="name">{}</span><span class="under">{}</span></span></li>',
            " now" if at_work and n == 0 and circle.turn.chair else "", n % 4, initials(people.name(each)),
            "You" if each == me else people.first(each), _seat(circle, each, n, at_work=at_work),
        )
        for n, each in enumerate(order)
    ]  # fmt: skip
    return piece('<ol class="plain seats" aria-label="Who sits in it, in turn">{}</ol>', together(seats))


def _seat(circle: CircleShown, member: str, place: int, *, at_work: bool) -> str:
    times = circle.turn.chaired.get(member, 0)
    so_far = {0: "not chaired yet", 1: "chaired once", 2: "chaired twice"}.get(
        times, f"chaired {times} times"
    )
    return "chairs next" if at_work and place == 0 and circle.turn.chair else so_far


def _came_out_of(circle: CircleStatus, hers: Mapping[str, str]) -> str | Markup:
    if not circle.came_from:
        return ""
    links = _links(circle.came_from, hers)
    earlier = piece(" ({})", links) if links else NOTHING
    return piece("It came out of an earlier circle{}; what was written there stays readable.", earlier)


def _goes_on(circle: CircleStatus, hers: Mapping[str, str]) -> str | Markup:
    links = _links(circle.became, hers)
    return piece("For you it goes on in {}.", links) if links else ""


def _links(circles: Sequence[str], hers: Mapping[str, str]) -> Markup:
    """Those she sits in, by name; of the others she is told nothing."""
    links = [
        piece('<a href="/circles?circle={}">{}</a>', each, hers[each] or NO_THEME)
        for each in circles
        if each in hers
    ]
    return together(links, " and ")


def _ways(circle: CircleStatus) -> Markup:
    return piece(
        '<a href="/sessions?relationship={}">Notes and promises</a> · <a href="/spaces?space={}">Your space</a>',
        circle.id, relationship_space(circle.id),
    )  # fmt: skip


def _meeting(meeting: MeetingTold, circle: CircleShown, people: People, zone: tzinfo | None) -> Markup:
    if meeting.state == "cancelled":
        return piece(
            '<div class="row"><span>{}</span>{}</div><p class="under">{}</p>',
            when(meeting.at, zone), badge("cancelled", "quiet"), meeting.topic,
        )  # fmt: skip
    by = f"{people.name(meeting.chair)} chaired" if meeting.chair else "who chaired is not known"
    return piece(
        '<div class="row"><span>{}</span>{}</div><p>{}</p><p class="small">{}{}</p>',
        when(meeting.at, zone), _how_many(meeting, circle), meeting.topic or "No topic was noted", by,
        piece(". {} came.", _names(meeting.came, people)) if meeting.noted else NOTHING,
    )  # fmt: skip


def _how_many(meeting: MeetingTold, circle: CircleShown) -> Markup:
    """How many came, as dots and in words."""
    if not meeting.noted:
        return badge("nobody noted who came", "quiet")
    size = max(len(circle.members), len(meeting.came))
    dots = together(
        piece('<i class="sign{}"></i>', " full" if n < len(meeting.came) else "") for n in range(size)
    )
    return piece(
        '<span class="dots"><span aria-hidden="true">{}</span> <span class="number">{} of {}</span></span>',
        dots, len(meeting.came), size,
    )  # fmt: skip


def _names(members: Sequence[str], people: People, me: str = "") -> str:
    names = ["you" if each == me else people.first(each) for each in members]
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
