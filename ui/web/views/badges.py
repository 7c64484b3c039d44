"""Badges as pictures with their words: those that wait, one's own, those shown, and the public page of one."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from urllib.parse import quote

from markupsafe import Markup

from copilot.domain.recognition import RECORDS, Badge, BadgeKind
from copilot.domain.wording import listed_in_words
from copilot.services.badges.checking import Checked
from copilot.services.badges.drawing import wordless
from copilot.services.badges.notices import Notice
from copilot.services.badges.status_list import number_and_place
from copilot.services.badges.wording import NOTICED_BY_MANAGERS, NOTICED_OF
from copilot.services.drafting.exports import Exported
from ui.web.people import People
from ui.web.views.pieces import NOTHING, badge, day, empty, piece, section, together
from ui.web.views.sign_in import document

WITHOUT_NAME = "Without it, the badge doesn't name you. What was done, and when, it tells in any case."
WITH_ADDRESS = (
    "As a salted hash. Whoever knows your address can then tell that the badge is yours, and so can whoever "
    "guesses it."
)
MOST_SHOWN = 12
"""Of the badges that members show: the latest."""
MOST_THANKS = 5
"""Of what others did: so many at a glance, the rest folded."""
_STANDING = {
    "offered": ("waits for your yes", "care"),
    "taken": ("only you see it", "quiet"),
    "declined": ("declined", "quiet"),
    "revoked": ("revoked", "care"),
}
_OF_OTHERS = {"offered": ("offered", "quiet"), "taken": ("taken", "good")}


def picture(kind: BadgeKind, *, size: int = 96) -> Markup:
    """How badges of this kind look; the words stand beside it, so it says nothing to screen readers."""
    coded = base64.b64encode(wordless(kind).encode()).decode()
    return piece(
        '<img class="medal" src="data:image/svg+xml;base64,{}" alt="" width="{}" height="{}">',
        coded,
        size,
        size,
    )


def waiting_cards(offered: Sequence[Badge], noticed: Sequence[Notice], people: People) -> Markup:
    """What waits for her yes or no: what others offer, and what the records noticed."""
    if not offered and not noticed:
        return empty(
            "Nothing waits for you.",
            "When somebody offers you a badge, or you hold your tenth session or reach a goal, it stands here.",
        )
    cards = [_offered(each, people) for each in offered] + [_noticed(each) for each in noticed]
    return piece('<div class="medals">{}</div>', together(cards))


def _offered(each: Badge, people: People) -> Markup:
    by = "the records" if each.by == RECORDS else _named(each.by, people)
    return _card(each, badge(*_STANDING["offered"]), piece("Offered by {} on {}", by, day(each.on)))


def _noticed(each: Notice) -> Markup:
    when = piece(", {}", day(each.on)) if each.on else NOTHING
    return piece(
        '<article class="card medal-card">{}<div><p class="badges">{}</p><h3>{}</h3><p class="small">Noticed in the '
        "records{}. A badge for it is yours to take, or to leave.</p></div></article>",
        picture(each.kind), badge("noticed", "good"), each.words, when,
    )  # fmt: skip


def waiting_choices(offered: Sequence[Badge], noticed: Sequence[Notice]) -> list[tuple[str, str]]:
    """The same to choose from."""
    return [*((each.name, each.id) for each in offered), *((each.words, each.id) for each in noticed)]


def own_cards(badges: Sequence[Badge], files: dict[str, Exported]) -> Markup:
    """Her badges, with what she may carry away.

    Args:
        badges: hers, those that wait left out.
        files: of each that is signed, the picture that carries it.
    """
    if not badges:
        return empty("You have no badge yet.", "One that you take stands here, and is yours to carry away.")
    return piece(
        '<div class="medals">{}</div>', together([_own(each, files.get(each.id)) for each in badges])
    )


def _own(each: Badge, file: Exported | None) -> Markup:
    shown = each.public and each.state == "taken"
    standing = badge("everybody sees it", "good") if shown else badge(*_STANDING[each.state])
    link = piece('<a href="/credentials/badges/{}">Its public page</a>', each.id) if shown else NOTHING
    why = piece('<p class="small">Revoked because: {}</p>', each.reason) if each.reason else NOTHING
    take = _carry(each, file) if file and each.state == "taken" else NOTHING
    return _card(each, standing, piece("From {}", day(each.on)), together([why, link, take]))


def _carry(each: Badge, file: Exported) -> Markup:
    """Links that carry the files themselves: nothing private lies about on the server."""
    svg, text = (base64.b64encode(content).decode() for content in (file.content, each.credential.encode()))
    return piece(
        '<p class="take"><span>Take it with you:</span> <a class="button" download="{}" '
        'href="data:image/svg+xml;base64,{}">Picture</a> <a class="button" download="badge-{}.jws" '
        'href="data:text/plain;base64,{}">Signed text</a></p>',
        file.name, svg, each.id, text,
    )  # fmt: skip


def _card(each: Badge, standing: Markup, under: Markup, more: Markup = NOTHING) -> Markup:
    done = piece("<p>{}</p>", each.evidence) if each.evidence else NOTHING
    return piece(
        '<article class="card medal-card">{}<div><p class="badges">{}</p><h3>{}</h3>{}<p class="small">{}</p>'
        '<p class="small">{}</p>{}</div></article>',
        picture(each.kind), standing, each.name, done, each.criteria, under, more,
    )  # fmt: skip


def of_others(noticed: Sequence[Notice], me: str, people: People) -> Markup:
    """What the records noticed of others, and how to thank them: a few at a glance, the rest folded."""
    theirs = [each for each in noticed if each.member != me and "log a moment" in each.can]
    lines = [_thanks(group, people) for group in _together(theirs)]
    if not lines:
        return NOTHING
    first, rest = lines[:MOST_THANKS], lines[MOST_THANKS:]
    folded = (
        piece(
            "<details><summary>{} more</summary>{}</details>",
            len(rest),
            piece('<ul class="plain">{}</ul>', together(rest)),
        )
        if rest
        else NOTHING
    )
    return section("Worth a thank-you", piece('<ul class="plain">{}</ul>{}', together(first), folded))


def noticed_of(each: Notice, people: People) -> str:
    """What was noticed, by name, for those who see only that it was."""
    return NOTICED_BY_MANAGERS[each.kind].format(name=people.name(each.member))


def _together(noticed: Sequence[Notice]) -> list[list[Notice]]:
    """A circle's tenth session is one thing, however many held it."""
    groups: dict[str, list[Notice]] = {}
    for each in noticed:
        of_a_circle = each.kind is BadgeKind.TENTH_SESSION and len(each.others) > 1
        groups.setdefault(f"{each.kind}:{each.of}" if of_a_circle else each.id, []).append(each)
    return list(groups.values())


def _thanks(group: Sequence[Notice], people: People) -> Markup:
    first = group[0]
    names = [people.name(each.member) for each in group]
    words = NOTICED_OF[first.kind].format(name=names[0])
    if first.kind is BadgeKind.TENTH_SESSION and len(first.others) > 1:
        words = f"Your circle held its tenth session, with {listed_in_words(names)}."
    whom = f"?member={quote(first.member, safe='')}" if len(group) == 1 else ""
    return piece(
        '<li class="promise"><span>{}<span class="small">{}</span></span>'
        '<a href="/recognise{}">Say what you saw</a></li>',
        words, day(first.on) if first.on else NOTHING, whom,
    )  # fmt: skip


def shown_badges(badges: Sequence[Badge], people: People) -> Markup:
    """Badges that members show to everybody."""
    lines = [
        piece(
            '<li><a class="shown-medal" href="/credentials/badges/{}">{}<span><span class="name">{}</span>'
            '<span class="under">{}, {}</span></span></a></li>',
            each.id, picture(each.kind, size=52), each.name, people.name(each.member), day(each.on),
        )
        for each in badges[:MOST_SHOWN]
    ]  # fmt: skip
    return (
        section("Shown by members", piece('<ul class="plain medal-wall">{}</ul>', together(lines)))
        if lines
        else NOTHING
    )


def given_list(badges: Sequence[Badge], people: People) -> Markup:
    """How the badges stand that she may give: whose, which, since when. Nobody's reasons."""
    if not badges:
        return empty(
            "Nothing was offered yet.", "Offer the first one above, for something that somebody saw."
        )
    lines = [
        piece(
            '<li class="promise"><span>{}<span class="small">{}, {}</span></span>{}</li>',
            each.name, people.name(each.member), day(each.on),
            badge(*_OF_OTHERS.get(each.state, (each.state, "quiet"))),
        )
        for each in badges
    ]  # fmt: skip
    return piece('<ul class="plain given-badges">{}</ul>', together(lines))


def public_page(of: Badge, checked: Checked, issuer: str) -> Markup:
    """A badge as anybody sees it whom its owner shows it to. Her name stands there if she let it stand in the badge."""
    named = piece("<div><dt>Given to</dt><dd>{}</dd></div>", checked.named) if checked.named else NOTHING
    done = piece("<div><dt>What was done</dt><dd>{}</dd></div>", of.evidence) if of.evidence else NOTHING
    body = piece(
        '<main class="welcome slot public-medal">{}<h1>{}</h1><p class="lead">{}</p><dl class="told-facts">{}{}'
        "<div><dt>Signed by</dt><dd>{}</dd></div><div><dt>On</dt><dd>{}</dd></div></dl>"
        '<p class="take"><a class="button" href="/credentials/badges/{}.svg" download>Picture</a> '
        '<a class="button" href="/credentials/badges/{}.jws" download>Signed text</a></p>'
        '<p class="small">The picture carries an Open Badges 3.0 credential. Anybody can check it without us, with '
        'the <a href="/credentials/keys">public key</a> and the <a href="/credentials/status/{}">list of what was '
        "revoked</a>.</p></main>",
        picture(of.kind, size=180), of.name, of.criteria, named, done, issuer, day(of.on), of.id, of.id,
        number_and_place(of.status or 0)[0],
    )  # fmt: skip
    return document(of.name, body)


def no_such_page() -> Markup:
    """For a badge that isn't there, or isn't shown: the same words."""
    body = piece(
        '<main class="welcome slot"><h1>No such badge</h1><p class="lead">There is no badge here that is shown. '
        "Whose it is may have taken it back from sight.</p></main>"
    )
    return document("No such badge", body)


def _named(member: str, people: People) -> str:
    return "the programme" if member == "operator" else people.name(member)
