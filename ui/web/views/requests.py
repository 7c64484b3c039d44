"""Informal requests: what is asked, who has offered, who could help in her own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from markupsafe import Markup

from copilot.domain.help_requests import CouldHelp, HelpRequest
from ui.web.people import People
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
    shortened,
    together,
)

LONGEST_CHOICE = 80
CLOSE = 0.45
_STANDING = {
    "open": ("open", "plain"),
    "taken": ("somebody helps", "good"),
    "done": ("done", "good"),
    "withdrawn": ("withdrawn", "quiet"),
    "expired": ("its day is over", "quiet"),
}


def own_requests(
    requests: Sequence[HelpRequest], people: People, programmes: Mapping[str, str], today: date
) -> Markup:
    """What she asks now, with the offers; what to do where that is nothing."""
    if not requests:
        return empty(
            "You ask for nothing at the moment.",
            "A talk to look over, a call to rehearse, a page to read: say it in a sentence below. Somebody who has "
            "half an hour sees it.",
        )
    return piece(
        '<div class="asks">{}</div>', together([_own(one, people, programmes, today) for one in requests])
    )


def _own(request: HelpRequest, people: People, programmes: Mapping[str, str], today: date) -> Markup:
    return piece(
        '<article class="card ask {}"><div class="row"><h3>{}</h3>{}</div>{}{}{}</article>',
        request.state, request.text, badge(*_STANDING[request.state]), _details(request),
        _frame(request, programmes, today), _offers(request, people),
    )  # fmt: skip


def _details(request: HelpRequest) -> Markup:
    return piece('<p class="said">{}</p>', request.details) if request.details else NOTHING


def _frame(request: HelpRequest, programmes: Mapping[str, str], today: date) -> Markup:
    """How long, until when, and who sees it."""
    name = programmes.get(request.programme, "a programme")
    among = piece(" · for those in {}", name) if request.programme else NOTHING
    last = days_from(today, request.by)
    return piece(
        '<p class="small">{} minutes · of use until {}{}{}</p>',
        request.minutes, day(request.by), f" ({last})" if last else "", among,
    )  # fmt: skip


def _offers(request: HelpRequest, people: People) -> Markup:
    if request.state == "taken":
        offer = request.offer_of(request.helper)
        words = piece("<q>{}</q>", offer.words) if offer and offer.words else NOTHING
        return piece(
            '<p class="small offers-head">{} helps you. Agree on a time with each other.</p>{}',
            people.name(request.helper), piece('<p class="said">{}</p>', words) if words else NOTHING,
        )  # fmt: skip
    if not request.offers:
        return piece('<p class="small offers-head">Nobody has offered yet. Only you will see who does.</p>')
    offers = [
        piece("{}{}", face(people.name(offer.member), people.headline(offer.member), n), _words(offer.words))
        for n, offer in enumerate(request.offers)
    ]
    head = counted(len(request.offers), "offer")
    return piece(
        '<p class="small offers-head">{}, seen by you alone</p>{}', head, listed(offers, "offers plain")
    )


def _words(words: str) -> Markup:
    return piece('<p class="said"><q>{}</q></p>', words) if words else NOTHING


def others_requests(
    requests: Sequence[HelpRequest],
    people: People,
    programmes: Mapping[str, str],
    today: date,
    asker: str,
) -> Markup:
    """What others ask, the most urgent first."""
    if not requests:
        return empty(
            "Nobody else asks for a hand at the moment.",
            "Look in again in a day or two; requests stand here until their last day.",
        )
    cards = [_others(one, people, programmes, today, asker, n) for n, one in enumerate(requests)]
    return piece('<div class="asks two">{}</div>', together(cards))


def _others(
    request: HelpRequest, people: People, programmes: Mapping[str, str], today: date, asker: str, tone: int
) -> Markup:
    return piece(
        '<article class="card ask"><div class="row">{}{}</div><h3>{}</h3>{}{}{}</article>',
        face(people.name(request.member), people.headline(request.member), tone),
        _hers(request, asker), request.text, _details(request), _frame(request, programmes, today),
        _own_offer(request, people, asker),
    )  # fmt: skip


def _hers(request: HelpRequest, asker: str) -> Markup:
    if request.helper == asker:
        return badge("you help", "good")
    if request.offer_of(asker):
        return badge("you offered", "plain") if request.state == "open" else badge("taken", "quiet")
    return NOTHING


def _own_offer(request: HelpRequest, people: People, asker: str) -> Markup:
    if request.helper == asker:
        return piece(
            '<p class="small offers-head">{} took your offer. Agree on a time with each other.</p>',
            people.first(request.member),
        )
    offer = request.offer_of(asker)
    if offer is None:
        return NOTHING
    if request.state == "taken":
        return piece('<p class="small offers-head">Somebody else’s offer was taken this time. Thank you.</p>')
    said = piece("You said: <q>{}</q>", offer.words) if offer.words else piece("You have offered.")
    return piece('<p class="small offers-head">{} {} decides.</p>', said, people.first(request.member))


def what_became(requests: Sequence[HelpRequest], people: People, asker: str) -> Markup:
    """What is over: hers, and where she helped, with the thanks; folded."""
    if not requests:
        return NOTHING
    newest = sorted(requests, key=lambda one: (one.closed or one.asked, one.id), reverse=True)
    return section(
        "What is behind you",
        piece(
            "<details><summary>{}</summary>{}</details>",
            counted(len(newest), "request"), listed([_over(one, people, asker) for one in newest], "plain over"),
        ),
    )  # fmt: skip


def _over(request: HelpRequest, people: People, asker: str) -> Markup:
    mine = request.member == asker
    who = "You asked" if mine else f"{people.name(request.member)} asked, and you helped"
    helped = f" {people.first(request.helper)} helped." if mine and request.helper else ""
    thanks = piece('<p class="said"><q>{}</q></p>', request.thanks) if request.thanks else NOTHING
    return piece(
        '<div class="over-line"><span><span class="small">{}:</span> {}<span class="small">{}</span></span>{}</div>{}',
        who, request.text, helped, badge(*_STANDING[request.state]), thanks,
    )  # fmt: skip


def who_could(found: Sequence[CouldHelp], people: People) -> Markup:
    """Members with the words of theirs that come near; nobody was written to."""
    if not found:
        return empty(
            "Nobody’s profile comes near it.",
            "That says little: people know more than they write down. Your request stays where everybody sees it.",
        )
    about = piece(
        '<p class="small">By their own words, quoted here. Nobody was written to; ask whom you like.</p>'
    )
    return piece(
        '<div class="card could-help"><h3>Who could help</h3>{}{}</div>',
        about, listed([_could(one, people, n) for n, one in enumerate(found)], "offers plain"),
    )  # fmt: skip


def _could(one: CouldHelp, people: People, tone: int) -> Markup:
    near = badge("close to it", "good") if one.closeness >= CLOSE else badge("not far from it", "quiet")
    return piece(
        '<div class="row">{}{}</div><p class="said"><q>{}</q> <span class="small">{}</span></p>',
        face(people.name(one.member), "", tone), near, one.citation.quote, _field(one.citation.field),
    )  # fmt: skip


def _field(field: str) -> str:
    called = {
        "headline": "from the headline",
        "experience": "from the experience",
        "skills": "from the skills",
    }
    return called.get(field.partition("[")[0], "from the profile")


def choice(request: HelpRequest, people: People | None = None) -> str:
    """A request as a list names it."""
    words = shortened(request.text, LONGEST_CHOICE)
    return f"{people.first(request.member)}: {words}" if people else words
