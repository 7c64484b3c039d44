"""Sponsorship as each side reads it: the pledges, what may be said on the way to a meeting, what was done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from copilot.domain.asking import Asker
from copilot.domain.members import Role
from copilot.domain.sponsorship import MaySay, Proof
from copilot.domain.wording import day_in_words
from copilot.services.sponsorship.shapes import (
    AdvocacySeen,
    PledgeSeen,
    SpokenBrief,
    SponsorshipStatus,
    SponsorshipView,
)
from ui.web.people import People
from ui.web.views.pieces import (
    NOTHING,
    badge,
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

DID = {
    "introduced": "Introduced",
    "nominated": "Nominated",
    "put forward": "Put forward",
    "defended": "Defended",
}
OUTCOMES = {
    "waiting": ("waits for an answer", "quiet"),
    "door opened": ("a door opened", "good"),
    "not this time": ("not this time", "plain"),
}
CONFIRMED = {
    True: {"sponsored": "You confirmed it.", "sponsor": "{} confirmed it."},
    False: {"sponsored": "You said it wasn’t so.", "sponsor": "{} says it wasn’t so."},
    None: {"sponsored": "You haven’t confirmed it yet.", "sponsor": "{} hasn’t confirmed it yet."},
}
LONGEST_CHOICE = 80
_KINDS = {
    "moment": "a moment",
    "goal": "a goal",
    "profile": "the profile",
    "badge": "a badge",
    "brief": "the brief",
}


def nothing_yet(asker: Asker) -> Markup:
    """What the page says to somebody without a sponsorship, and what she can do about it.

    Nothing to whoever is here for the numbers alone.
    """
    if Role.SPONSOR in asker.roles:
        return empty(
            "You sponsor nobody at the moment.",
            "A manager proposes whom you could speak for; two people look at it before you are asked.",
        )
    seeks = Role.MENTEE in asker.roles
    if not seeks and (asker.manages or Role.ADMIN in asker.roles):
        return NOTHING
    who = piece('<p><a href="/partners">See who could suit you</a>, and say whom you would like.</p>')
    return empty(
        "You have no sponsor at the moment.",
        "A sponsor speaks of you in rooms you aren’t in.",
        who if seeks else NOTHING,
    )


def other_side(view: SponsorshipView) -> str:
    """Whom the page is about for the one who reads it."""
    return view.sponsors[0] if view.mine == "sponsored" else view.member


def choice(view: SponsorshipView, people: People) -> str:
    """A sponsorship in a list to choose from."""
    names = " and ".join(people.name(each) for each in view.sponsors)
    told = (
        f"{names} speaks for you" if view.mine == "sponsored" else f"You speak for {people.name(view.member)}"
    )
    return told if view.state == "active" else f"{told} ({view.state})"


def head(view: SponsorshipView, people: People) -> Markup:
    """Who with whom, since when, and what keeps it clean: two reviewers, no line manager."""
    others = view.sponsors if view.mine == "sponsored" else (view.member,)
    under = "speaks for you" if view.mine == "sponsored" else "you speak for her"
    faces = [face(people.name(each), people.headline(each) or under, n) for n, each in enumerate(others)]
    state = badge(view.state, "quiet") if view.state != "active" else NOTHING
    return piece(
        '<section class="card sponsoring"><div class="row">{}{}</div><p class="small">Since {}. {} {}</p></section>',
        together(faces), state, day(view.started), _reviewed(view), _line(view, people),
    )  # fmt: skip


def _reviewed(view: SponsorshipView) -> str:
    if view.reviewed_by is None:
        return ""
    if view.reviewed_by >= 2:
        return "Two different people said yes to it before either of you was asked."
    return "It was arranged by hand, before matches had a second review."


def _line(view: SponsorshipView, people: People) -> Markup:
    if not view.in_one_line:
        return piece("Neither of you reports to the other.")
    names = " and ".join(people.name(each) for each in view.in_one_line)
    return piece(
        "<b>{} and {} stand in one reporting line now: ask the manager of your programme for another sponsor. "
        "What was pledged can still be settled.</b>",
        names, people.name(view.member),
    )  # fmt: skip


def pledges(view: SponsorshipView, people: People, today: date) -> Markup:
    """What is promised, the nearest day first; what is behind them, folded."""
    open_ = [one for one in view.pledges if one.state == "open"]
    over = [one for one in view.pledges if one.state != "open"]
    if not view.pledges:
        first = people.first(other_side(view))
        return (
            empty(
                "No pledge yet.",
                f"Ask {first} which decision is near, and who takes it. A pledge begins there.",
            )
            if view.mine == "sponsored"
            else empty(
                "You have pledged nothing yet.", "One small thing with a day is worth more than a good word."
            )
        )
    behind = piece(
        "<details><summary>Settled: {}</summary>{}</details>", len(over),
        listed([_pledge(one, view, people, today) for one in over], "plain pledges over"),
    )  # fmt: skip
    now = (
        listed([_pledge(one, view, people, today) for one in open_], "plain pledges")
        if open_
        else piece("<p>Nothing is open just now.</p>")
    )
    return piece('<div class="card">{}{}</div>', now, behind if over else NOTHING)


def _pledge(one: PledgeSeen, view: SponsorshipView, people: People, today: date) -> Markup:
    aim = piece('<p class="small">For: {}</p>', one.aim) if one.aim else NOTHING
    told = piece('<p class="small care-words">{}</p>', one.told) if one.told else NOTHING
    reason = piece('<p class="said"><q>{}</q></p>', one.reason) if one.reason else NOTHING
    by = piece('<p class="small">{}</p>', people.name(one.sponsor)) if len(view.sponsors) > 1 else NOTHING
    return piece(
        '<div class="pledge"><div class="row"><p class="what">{}</p>{}</div>{}{}{}{}</div>',
        one.what, _standing(one, today), aim, by, told, reason,
    )  # fmt: skip


def _standing(one: PledgeSeen, today: date) -> Markup:
    if one.state == "kept":
        return badge("kept", "good")
    if one.state == "given up":
        return badge("given up", "quiet")
    words = f"until {day_in_words(one.until)}"
    return badge(
        words if one.until < today else f"{words}, {days_from(today, one.until)}",
        "care" if one.overdue else "plain",
    )


def to_read(brief: SpokenBrief, people: People) -> Markup:
    """What may be said, in large quiet lines, to be read on the way to a meeting."""
    if brief.why_empty:
        return empty("Nothing may be said.", _why(brief.why_empty))
    return piece(
        '<article class="card to-read"><h3>What may be said of {}</h3>{}'
        '<p class="where"><b>Where</b> {}. <span class="small">Nowhere else, and until {}.</span></p></article>',
        people.first(brief.member), _sentences(brief.may_say), _rooms(brief.rooms), day(brief.until),
    )  # fmt: skip


def consented(brief: SpokenBrief, people: People) -> Markup:
    """The same for her who gave it."""
    if brief.why_empty:
        return empty(
            "Nothing may be said of you.",
            _why(brief.why_empty),
            piece(
                "<p>Below you can say what may be said, where, and until when. You can take it back at any time.</p>"
            ),
        )
    return piece(
        '<article class="card to-read"><h3>{} may say</h3>{}'
        '<p class="where"><b>Where</b> {}. <span class="small">Nowhere else, and until {}.</span></p></article>',
        people.first(brief.sponsor), _sentences(brief.may_say), _rooms(brief.rooms), day(brief.until),
    )  # fmt: skip


def _why(sentence: str) -> str:
    """The reason without the words that stand above it already."""
    told = sentence.removeprefix("Nothing may be said").removeprefix(" yet").lstrip(": ")
    return told[:1].upper() + told[1:]


def _rooms(rooms: Sequence[str]) -> Markup:
    return together([piece('<span class="room">{}</span>', each) for each in rooms], ", ")


def _sentences(sentences: Sequence[MaySay]) -> Markup:
    return listed(
        [
            piece("<p>{}</p>{}", each.text, together([_source(one, each.text) for one in each.evidence]))
            for each in sentences
        ],
        "plain sayings",
    )


def _source(proof: Proof, beside: str = "") -> Markup:
    """Where it comes from; the quotation once more where the words above it are others."""
    if proof.quote in beside:
        return piece('<p class="small">From {}</p>', _from(proof))
    return piece('<p class="small">From {}: <q>{}</q></p>', _from(proof), proof.quote)


def _from(proof: Proof) -> str:
    """`the profile, experience`: a field without its number."""
    field = proof.record.partition("[")[0]
    return f"the profile, {field}" if proof.kind == "profile" else _KINDS[proof.kind]


def done(view: SponsorshipView, people: People) -> Markup:
    """What was done, the latest first, along a line."""
    if not view.advocacy:
        return (
            empty(
                "Nothing is logged yet.",
                "What is said of you in a room stands here, and you say whether it was so.",
            )
            if view.mine == "sponsored"
            else empty(
                "You have logged nothing yet.",
                "Two minutes after the meeting: where it was, and what you said.",
            )
        )
    entries = [piece("<li>{}</li>", _act(one, view, people)) for one in view.advocacy]
    return piece('<ol class="advocacy plain">{}</ol>', together(entries))


def _act(one: AdvocacySeen, view: SponsorshipView, people: People) -> Markup:
    said = piece('<p class="said"><q>{}</q></p>', one.said) if one.said else NOTHING
    words = piece('<p class="what-came">{}</p>', one.outcome_words) if one.outcome_words else NOTHING
    confirmed = CONFIRMED[one.confirmed][view.mine].format(people.first(one.member))
    return piece(
        '<div class="act"><p class="small">{}</p><div class="row"><h3>{}, <span class="room">{}</span></h3>{}</div>'
        '{}{}{}<p class="small{}">{} {}</p></div>',
        day(one.on), DID[one.kind.value], one.room, badge(*OUTCOMES[one.outcome]), said, words,
        together([_source(each, one.said) for each in one.evidence]), "" if one.consented else " care-words", one.told,
        confirmed,
    )  # fmt: skip


def act_choice(one: AdvocacySeen) -> str:
    """An entry in a list to choose from."""
    return shortened(f"{day_in_words(one.on)}: {one.kind.value}, {one.room}", LONGEST_CHOICE)


def in_numbers(status: Sequence[tuple[str, SponsorshipStatus]]) -> Markup:
    """For managers and admins: a sentence a programme, no names, no words. Nothing for everybody else."""
    if not status:
        return NOTHING
    lines = [piece("<p><b>{}.</b> {}</p>", name[:1].upper() + name[1:], each.told) for name, each in status]
    return section("Sponsorship in numbers", *lines)
