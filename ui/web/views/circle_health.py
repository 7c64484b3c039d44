"""How a circle is, told to those who sit in it; and one's peers."""

from __future__ import annotations

import re
from datetime import date

from markupsafe import Markup

from copilot.services.circles.health import Finding
from copilot.services.circles.leaving import Peers
from copilot.services.circles.telling import Health
from ui.web.people import People
from ui.web.views.guides import guide_link
from ui.web.views.pieces import (
    NOTHING,
    badge,
    days_from,
    empty,
    face,
    listed,
    piece,
    together,
)


def health_told(health: Health, people: People) -> Markup:
    """What to look at first, each with what it rests on, a next step and the guide’s words; then what is well."""
    mend = [each for each in health.findings if not each.good]
    well = [each for each in health.findings if each.good]
    if not health.findings:
        return piece('<p class="under">There is nothing to say yet: hold a meeting, and note who came.</p>')
    cards = together(piece("<li>{}</li>", _finding(each, people)) for each in mend)
    first = piece('<ul class="plain findings">{}</ul>', cards) if mend else NOTHING
    good = [piece('<span title="{}">{}</span>', each.evidence, told(each, people)) for each in well]
    return piece("{}{}", first, listed(good, "well"))


def told(finding: Finding, people: People) -> str:
    """A finding with names in place of ids."""
    words = finding.words
    for member in finding.members:
        words = re.sub(rf"(?<!\w){re.escape(member)}(?!\w)", people.first(member).replace("\\", ""), words)
    return words


def peers_told(peers: Peers, people: People, today: date) -> Markup:
    """Her peers as cards, and how to get one."""
    cards = [
        piece("<li>{}</li>", _peer(each.relationship, people, each.member, each, today))
        for each in peers.peers
    ]
    have = piece('<div class="cards"><ul>{}</ul></div>', together(cards)) if cards else NOTHING
    return piece("{}{}", have, _how_to_get_one(peers, bool(cards)))


def _finding(finding: Finding, people: People) -> Markup:
    quote = finding.citation
    source = (
        piece(
            '<blockquote><p>{}</p></blockquote><p class="small">{}</p>',
            quote.quote, guide_link(f"Facilitating a circle: {quote.section}", quote.path, quote.start, quote.end),
        )
        if quote
        else NOTHING
    )  # fmt: skip
    return piece(
        '<article class="card finding"><h4>{}</h4><p>{}</p><details><summary>What this rests on</summary>'
        '<p class="small">{}</p>{}</details></article>',
        told(finding, people), finding.next_step, finding.evidence, source,
    )  # fmt: skip


def _peer(relationship: str, people: People, member: str, each: object, today: date) -> Markup:
    coming, last = getattr(each, "next_planned", None), getattr(each, "last_held", None)
    said = (
        f"next session {days_from(today, coming)}"
        if coming
        else f"met {days_from(today, last)}"
        if last
        else "not met yet"
    )
    return piece(
        '<a class="card pick" href="/sessions?relationship={}">{}<span class="badges">{}</span></a>',
        relationship, face(people.name(member), people.headline(member)), badge(said, "quiet"),
    )  # fmt: skip


def _how_to_get_one(peers: Peers, has_one: bool) -> Markup:
    if not peers.seeks:
        return NOTHING if has_one else empty(
            "You are not looking for a peer.",
            "A peer works on something like yours: you help each other. If you would like one, ask your programme’s "
            "manager for the role peer.",
        )  # fmt: skip
    words = "Look at who could suit you as a peer, and rank whom you would like." if not has_one else ""
    link = piece('<p><a href="/partners">{}</a></p>', "Look for another peer" if has_one else "Find a peer")
    return link if has_one else empty("You have no peer yet.", words, link)
