"""The board: what is offered, what she was pointed to, and what became of what she pointed others to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from markupsafe import Markup

from copilot.domain.wording import listed_in_words
from copilot.services.opportunities_told import Opportunity, Pointed
from ui.web.people import People
from ui.web.views.markdown import prose
from ui.web.views.pieces import (
    NOTHING,
    badge,
    counted,
    day,
    days_from,
    empty,
    face,
    listed,
    piece,
    section,
    subheading,
    together,
)
from ui.web.views.spaces import does

EVERY = ""
OFFERS = (("everything", EVERY), ("roles", "role"), ("talks", "talk"), ("projects", "project"))
LONG = 1_200
"""Characters: a text that is longer is folded."""
SOON = 7
"""Days before its last day at which an opportunity says so."""


def board(found: Sequence[Opportunity], people: People, me: str, today: date, offer: str = EVERY) -> Markup:
    """What is open, that which ends first before the rest."""
    if not found:
        what = {value: name for name, value in OFFERS}.get(offer, "") if offer else ""
        title = f"No {what} are offered at the moment." if what else "The board is empty."
        return empty(
            title,
            "Do you know of a role that will be free, a stage with an empty slot, a project that needs somebody? "
            "Post it below: somebody here is waiting for it.",
        )
    cards = [_card(one, people, me, today, n) for n, one in enumerate(found)]
    return piece('<div class="posts board">{}</div>', together(cards))


def for_her(pointed: Sequence[Pointed], people: People, today: date) -> Markup:
    """What others pointed her to: with whose words, and her answer."""
    if not pointed:
        return NOTHING
    cards = together([_pointed_card(one, people, today, n) for n, one in enumerate(pointed)])
    head = subheading("Somebody thought of you", "Only you see this. Answer when you like, or not at all.")
    return piece('{}<div class="posts board">{}</div>', head, cards)


def behind(
    pointed: Sequence[Pointed], over: Sequence[Opportunity], people: People, me: str, today: date
) -> Markup:
    """Whom she pointed where, and what of hers is over; folded."""
    parts = []
    if pointed:
        lines = listed([_pointed_line(one, people) for one in pointed], "plain over")
        parts.append(
            piece("<details><summary>{}</summary>{}</details>", _pointed_by_her(len(pointed)), lines)
        )
    if over:
        lines = listed([_over_line(one, people) for one in over], "plain over")
        parts.append(
            piece("<details><summary>{} of yours {} over</summary>{}</details>",
                  counted(len(over), "opportunity", "opportunities"), "is" if len(over) == 1 else "are", lines)
        )  # fmt: skip
    return section("What is behind you", *parts) if parts else NOTHING


def whom_it_is_about(found: Opportunity, doing: str) -> Markup:
    """What the panel below is about."""
    words = "Point somebody to" if doing == "point" else "Change"
    return piece('<p class="quoted"><b>{}</b> “{}”</p>', words, found.title)


def _card(found: Opportunity, people: People, me: str, today: date, tone: int) -> Markup:
    mine = found.author == me
    by = face(people.name(found.author), _posted(found, today, mine=mine), tone)
    return piece(
        '<article class="card post" id="offer-{}"><div class="row said-by">{}{}</div><h3>{}</h3>{}{}{}{}</article>',
        found.id, by, _badges(found, today), found.title, _words(found), _link(found),
        _interested(found, people) if mine else NOTHING, _ways(found, mine=mine),
    )  # fmt: skip


def _posted(found: Opportunity, today: date, *, mine: bool) -> str:
    return f"{'you posted it' if mine else 'posted'} {days_from(today, found.posted)}"


def _badges(found: Opportunity, today: date) -> Markup:
    marks = [badge(found.offer)]
    if found.closes:
        near = (found.closes - today).days <= SOON
        last = piece("until {}{}", day(found.closes), f", {days_from(today, found.closes)}" if near else "")
        marks.append(piece('<span class="badge {}">{}</span>', "care" if near else "quiet", last))
    return piece('<span class="badges">{}</span>', together(marks))


def _words(found: Opportunity) -> Markup:
    words = piece('<div class="prose">{}</div>', prose(found.text, below=3))
    if len(found.text) <= LONG:
        return words
    return piece("<details><summary>Read it whole</summary>{}</details>", words)


def _link(found: Opportunity) -> Markup:
    """A way out that tells where it leads; the browser says nothing of where it comes from."""
    if not found.link:
        return NOTHING
    return piece(
        '<p class="way-out"><a href="{}" rel="noopener noreferrer nofollow" referrerpolicy="no-referrer" '
        'target="_blank">Read more at {}</a></p>',
        found.link, urlsplit(found.link).hostname,
    )  # fmt: skip


def _interested(found: Opportunity, people: People) -> Markup:
    if not found.interested:
        return piece(
            '<p class="small heard">Nobody who was pointed to it has said so far that she is interested.</p>'
        )
    names = listed_in_words([people.name(one) for one in found.interested])
    return piece('<p class="small heard"><b>{}</b> said yes to hearing more. Write to them.</p>', names)


def _ways(found: Opportunity, *, mine: bool) -> Markup:
    if mine:
        ways = [
            does("Change it", f"edit {found.id}", about=found.title),
            does("Take it off the board", f"close {found.id}", about=found.title),
        ]
    else:
        ways = [does("Point somebody to it", f"point {found.id}", about=found.title, kind="join")]
    return piece('<p class="ways answer">{}</p>', together(ways))


def _pointed_card(one: Pointed, people: People, today: date, tone: int) -> Markup:
    found = one.opportunity
    by = face(people.name(one.by), f"pointed you to it {days_from(today, one.on)}", tone)
    return piece(
        '<article class="card post"><div class="row said-by">{}{}</div><p class="why"><q>{}</q></p><h3>{}</h3>{}{}{}'
        "</article>",
        by, _badges(found, today), one.words, found.title, _words(found), _link(found), _answers(one, people),
    )  # fmt: skip


def _answers(one: Pointed, people: People) -> Markup:
    found = one.opportunity
    both = sorted({people.first(found.author), people.first(one.by)})
    hear = "hears" if len(both) == 1 else "hear"
    if one.state == "interested":
        way = does("Not now after all", f"not-now {one.id}", about=found.title)
        known = piece("<b>You are interested.</b> {} {} of it.", listed_in_words(both), hear)
        return piece('<p class="small heard">{}</p><p class="ways">{}</p>', known, way)
    yes = does("I am interested", f"interested {one.id}", about=found.title, kind="join")
    no = does("Not now", f"not-now {one.id}", about=found.title)
    note = f"If you are interested, {listed_in_words(both)} {hear} of it. “Not now” is told to nobody."
    return piece('<p class="ways answer">{}{}</p><p class="small heard">{}</p>', yes, no, note)


def _pointed_by_her(n: int) -> str:
    return f"You pointed others to {counted(n, 'opportunity', 'opportunities')}"


def _pointed_line(one: Pointed, people: People) -> Markup:
    heard = badge("interested", "good") if one.state == "interested" else badge("pointed", "quiet")
    return piece(
        '<div class="over-line"><span>{} <span class="small">to</span> {}</span>{}</div>'
        '<p class="said"><q>{}</q></p>',
        people.name(one.member), one.opportunity.title, heard, one.words,
    )  # fmt: skip


def _over_line(found: Opportunity, people: People) -> Markup:
    names = [people.name(one) for one in found.interested]
    heard = piece('<p class="small">Interested: {}</p>', listed_in_words(names)) if names else NOTHING
    again = does("Open it again", f"edit {found.id}", about=found.title)
    taken = piece('<p class="small">Taken off the board: {}</p>', found.reason) if found.reason else NOTHING
    return piece(
        '<div class="over-line"><span>{} <span class="small">{}</span></span>{}</div>{}{}',
        found.title, found.offer, NOTHING if found.reason else again, taken, heard,
    )  # fmt: skip
