"""What others saw a member do, what is written about her, and what of it may be told."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from markupsafe import Markup

from copilot.domain.drafts import Draft
from copilot.domain.relationships import Moment
from copilot.domain.wording import day_in_words
from ui.web.people import People
from ui.web.views.drafts import called, title_of
from ui.web.views.pieces import NOTHING, badge, day, empty, piece, shortened, together

WAITS, WRITTEN, PUBLIC, AWAY = (
    "ready; waits for your yes",
    "still being written",
    "may be told",
    "not to be told",
)
_TONES = {WAITS: "care", WRITTEN: "quiet", PUBLIC: "good", AWAY: "quiet"}
_ORDER = (WAITS, WRITTEN, PUBLIC, AWAY)
_LONGEST_LABEL = 90


def standing_of(draft: Draft) -> str:
    """Where words about her stand: nothing leaves its owners before she agrees."""
    if draft.state == "discarded":
        return AWAY
    if draft.state != "approved":
        return WRITTEN
    return PUBLIC if draft.publishable else WAITS


def write_ups(drafts: Sequence[Draft], me: str, people: People, chosen: str = "") -> Markup:
    """Words about her as cards, those that wait for her first; each opens below."""
    if not drafts:
        return empty(
            "Nobody has written about you yet.",
            "When somebody does, it stands here first: nobody else reads it until you agree.",
        )
    ordered = sorted(drafts, key=lambda draft: _ORDER.index(standing_of(draft)))
    cards = [piece("<li>{}</li>", _write_up(draft, me, people, chosen)) for draft in ordered]
    return piece('<nav class="cards" aria-label="Words about you"><ul>{}</ul></nav>', together(cards))


def _write_up(draft: Draft, me: str, people: People, chosen: str) -> Markup:
    current = Markup(' aria-current="true"') if draft.id == chosen else NOTHING
    by = (
        "you"
        if draft.made_by == me
        else people.name(draft.made_by)
        if draft.made_by != "operator"
        else "the programme"
    )
    standing = standing_of(draft)
    return piece(
        '<a class="card pick" href="/recognition?draft={}"{}><span class="badges">{}</span>'
        '<span class="name">{}</span><span class="under">{}, asked for by {} on {}</span></a>',
        draft.id, current, badge(standing, _TONES[standing]), title_of(draft), called(draft.kind).capitalize(), by,
        day(draft.created),
    )  # fmt: skip


def moment_cards(moments: Sequence[Moment], people: People) -> Markup:
    """Moments, the newest first: situation, behaviour, impact, as they were seen."""
    if not moments:
        return empty(
            "No moment is logged about you yet.",
            "Ask somebody who was there to log what they saw: when and where, what you did, what it led to.",
        )
    newest = sorted(moments, key=lambda moment: (moment.on, moment.id), reverse=True)
    return piece('<div class="moments">{}</div>', together([_moment(each, people) for each in newest]))


def _moment(moment: Moment, people: People) -> Markup:
    rows = (
        ("When and where", moment.situation),
        ("What you did", moment.behaviour),
        ("What it led to", moment.impact),
    )
    facts = together(
        [piece("<div><dt>{}</dt><dd>{}</dd></div>", name, words) for name, words in rows if words]
    )
    seen = (
        badge("others may write of it", "good") if moment.public else badge("between the two of you", "quiet")
    )
    return piece(
        '<article class="card moment"><div class="row"><h3>{}</h3>{}</div><dl class="told">{}</dl>'
        '<p class="small">Logged by {}</p></article>',
        day(moment.on), seen, facts, people.name(moment.by),
    )  # fmt: skip


def moment_label(moment: Moment) -> str:
    """A moment in a list to tick."""
    return f"{day_in_words(moment.on)}: {shortened(moment.behaviour, _LONGEST_LABEL)}"


def as_markdown(moments: Sequence[Moment], people: People) -> str:
    """All moments as a text to keep, for an appraisal or an application."""
    lines = ["# Moments that others saw", ""]
    for moment in sorted(moments, key=lambda each: (each.on, each.id)):
        lines += [f"## {day_in_words(moment.on)}, logged by {people.name(moment.by)}", ""]
        told = ("Situation", moment.situation), ("Behaviour", moment.behaviour), ("Impact", moment.impact)
        lines += [f"- **{name}:** {' '.join(words.split())}" for name, words in told if words]
        lines.append("")
    return "\n".join(lines)


def take_moments(moments: Sequence[Moment], people: People) -> Markup:
    """A link that saves the moments as a file. It carries them itself: nothing private lies about on the server."""
    if not moments:
        return NOTHING
    carried = base64.b64encode(as_markdown(moments, people).encode()).decode()
    return piece(
        '<p class="take"><span>Take them with you:</span> <a class="button" download="my-recognition.md" '
        'href="data:text/markdown;charset=utf-8;base64,{}">Markdown</a></p>',
        carried,
    )
