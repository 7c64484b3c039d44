"""The one place where HTML is made. Text from data goes in as text and comes out escaped.

Views return `Markup`; nothing else is shown. A view's template is a literal, never data.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from markupsafe import Markup

from copilot.domain.wording import day_in_words
from copilot.errors import CopilotError

NOTHING = Markup("")


def piece(template: str, /, *values: object, **named: object) -> Markup:
    """A literal template with its `{}` filled in; every value that isn't Markup is escaped."""
    return Markup(template).format(*values, **named)  # noqa: S704 - the template is a literal of this package


def together(parts: Iterable[Markup], between: str = "") -> Markup:
    """Parts one after the other."""
    return Markup(between).join(parts)  # noqa: S704 - `between` is a literal of this package


def listed(parts: Iterable[Markup], kind: str = "") -> Markup:
    """An unordered list; nothing where there is nothing to list."""
    items = [piece("<li>{}</li>", part) for part in parts]
    return piece('<ul class="{}">{}</ul>', kind, together(items)) if items else NOTHING


def shown(markup: Markup) -> str:
    """Markup as a slot takes it: one block without line breaks, which Markdown leaves alone; of nothing, nothing."""
    return "" if not markup else f'<div class="slot">{" ".join(str(markup).split())}</div>'


def day(on: date | datetime | None, otherwise: str = "") -> Markup:
    """A day that people and programs can read."""
    if on is None:
        return piece("{}", otherwise)
    at = on.date() if isinstance(on, datetime) else on
    return piece('<time datetime="{}">{}</time>', at.isoformat(), day_in_words(at))


def days_from(today: date, on: date | None) -> str:
    """`in 3 days`, `today`, `12 days ago`; nothing where there is no day."""
    if on is None:
        return ""
    apart = (on - today).days
    named = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if apart in named:
        return named[apart]
    return f"in {apart} days" if apart > 0 else f"{-apart} days ago"


def badge(words: str, tone: str = "plain") -> Markup:
    """A small label. Tones: plain, good, care, quiet."""
    return piece('<span class="badge {}">{}</span>', tone, words)


def heading(title: str, lead: str = "") -> Markup:
    """A page's only h1, with a sentence below."""
    under = piece('<p class="lead">{}</p>', lead) if lead else NOTHING
    return piece('<div class="heading"><h1>{}</h1>{}</div>', title, under)


def subheading(title: str, lead: str = "") -> Markup:
    """The h2 of a part of a page whose controls follow it, with a sentence below."""
    under = piece('<p class="under">{}</p>', lead) if lead else NOTHING
    return piece('<div class="section"><h2>{}</h2>{}</div>', title, under)


def section(title: str, *parts: Markup) -> Markup:
    """A part of a page under its h2."""
    return piece('<section class="section"><h2>{}</h2>{}</section>', title, together(parts))


def empty(title: str, what_to_do: str, more: Markup = NOTHING) -> Markup:
    """What a place says while there is nothing in it, and what to do about that."""
    return piece('<div class="empty"><p class="empty-title">{}</p><p>{}</p>{}</div>', title, what_to_do, more)


def failure(error: CopilotError) -> Markup:
    """What happened and what to do, in the error's own sentences."""
    cure = piece('<p class="cure">{}</p>', error.cure) if error.cure else NOTHING
    return piece('<div class="notice care" role="alert"><p>{}</p>{}</div>', error.message, cure)


def notice(words: str, tone: str = "good") -> Markup:
    """A sentence about what was just done, read out by screen readers."""
    return piece('<div class="notice {}" role="status"><p>{}</p></div>', tone, words) if words else NOTHING


def busy(words: str) -> Markup:
    """What is being done just now."""
    return piece(
        '<p class="searching" role="status"><span class="pulse" aria-hidden="true"></span>{}</p>', words
    )


def meter(percent: float, label: str) -> Markup:
    """A bar from 0 to 100 with its number in words."""
    width = max(0, min(100, round(percent)))
    return piece(
        '<div class="meter" role="img" aria-label="{}: {} %"><span style="width:{}%"></span></div>',
        label, width, width,
    )  # fmt: skip


def initials(name: str) -> str:
    """Two letters for a round picture."""
    words = [word for word in name.split() if word[:1].isalpha()]
    return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()


def face(name: str, under: str = "", tone: int = 0) -> Markup:
    """A person in a line: a disc with initials, the name, a few words below."""
    below = piece('<span class="under">{}</span>', under) if under else NOTHING
    return piece(
        '<span class="face"><span class="disc tone-{}" aria-hidden="true">{}</span>'
        '<span class="who"><span class="name">{}</span>{}</span></span>',
        tone % 4, initials(name), name, below,
    )  # fmt: skip


def under_way(title: str, done: int, of: int, what: str) -> Markup:
    """How far some long work is."""
    return piece(
        '<div class="notice plain" role="status"><p>{}: {}</p>'
        '<progress max="{}" value="{}">{} of {}</progress></div>',
        title, what or "working", max(of, 1), done, done, of,
    )  # fmt: skip


def shortened(words: str, most: int) -> str:
    """Words cut after a whole one where they are longer than `most` characters."""
    return words if len(words) <= most else f"{words[:most].rsplit(' ', 1)[0]} …"


def counted(n: int, one: str, many: str = "") -> str:
    """`1 match`, `3 matches`, `1,204 people`."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"
