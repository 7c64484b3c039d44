"""Recognising somebody: what was seen, how it may be written up, and who has to agree."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from copilot.domain.relationships import Moment
from copilot.services.drafting.kinds.recognition import MOST_WORDS
from ui.web.people import People
from ui.web.views.pieces import NOTHING, counted, day, empty, listed, piece

TONES = {
    "shout-out": "a shout-out",
    "newsletter": "a piece for the newsletter",
    "nomination": "a nomination",
}


def tone_choices() -> list[tuple[str, str]]:
    """Each tone with the length that goes with it."""
    return [(f"{words}, up to {MOST_WORDS[tone]} words", tone) for tone, words in TONES.items()]


def with_benefit(impact: str, benefited: str) -> str:
    """What it led to and whom it helped, as one text: a moment keeps them together."""
    led_to, whom = impact.strip(), " ".join(benefited.split()).rstrip(".")
    if not whom:
        return led_to
    helped = f"It helped {whom}."
    if not led_to:
        return helped
    return f"{led_to}{'' if led_to[-1] in '.!?…' else '.'} {helped}"


def who_agrees(member: str, people: People) -> Markup:
    """Whose yes is needed before anybody else reads a word."""
    name = people.first(member)
    return piece(
        '<p class="notice plain"><b>{} has to agree.</b> What you approve goes to {} first, under “My recognition”; '
        "nobody else reads it before {} says yes, and a no is the end of it.</p>",
        name, name, name,
    )  # fmt: skip


def seen_moments(moments: Sequence[Moment], member: str, people: People) -> Markup:
    """What was logged of a member that this asker may read, the newest first."""
    name = people.first(member)
    if not moments:
        return empty(
            f"You have logged nothing about {name} yet.",
            "One moment is enough: when and where it was, what was done, what it led to.",
        )
    newest = sorted(moments, key=lambda moment: (moment.on, moment.id), reverse=True)
    return listed([_moment(moment) for moment in newest], "plain seen")


def _moment(moment: Moment) -> Markup:
    led_to = piece('<p class="under">{}</p>', moment.impact) if moment.impact else NOTHING
    return piece(
        '<div class="card"><p class="small">{}: {}</p><p>{}</p>{}</div>',
        day(moment.on), moment.situation, moment.behaviour, led_to,
    )  # fmt: skip


def logged(name: str, many: int) -> str:
    """What is said once a moment was kept."""
    return f"Kept. That makes {counted(many, 'moment')} of {name} to write from."
