"""Relationships, sessions, notes and promises."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from markupsafe import Markup

from copilot.domain.matches import MatchRole
from copilot.domain.relationships import ActionItem, Note, Relationship, Session
from copilot.domain.wording import day_in_words
from copilot.services.matching.reasons.role_words import number
from copilot.services.relationships import RelationshipStatus, SharedThings
from ui.web.people import People
from ui.web.views.markdown import prose
from ui.web.views.pieces import NOTHING, badge, day, days_from, empty, listed, piece, shortened, together

LONGEST_THEME = 80


def when(at: datetime, zone: tzinfo | None) -> Markup:
    """`Thu 3 December 2026, 14:00`, in the asker's time zone."""
    local = at.astimezone(zone)
    name = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[local.weekday()]
    return piece(
        '<time datetime="{}">{} {}, {:%H:%M}</time>', at.isoformat(), name, day_in_words(local.date()), local
    )


def partner_of(relationship: Relationship | RelationshipStatus, member: str) -> str:
    """The other side; of a circle, the first of the others."""
    return next((other for other in relationship.members if other != member), "")


@dataclass(frozen=True)
class Others:
    """Whom she meets in a relationship: one by name, a circle by its theme; and who reads what is shared there.

    Args:
        name: the heading, such as `Ingrid Solheim` or `Saying no`.
        called: in a sentence, such as `Ingrid` or `your circle`.
        under: a line below the name.
        all_read: above what is shared.
        they_see: who reads it beside her.
        not_them: who doesn't read what is hers alone.
        and_me: the choice to share.
    """

    name: str
    called: str
    under: str
    all_read: str
    they_see: str
    not_them: str
    and_me: str


def others_in(relationship: Relationship | RelationshipStatus, me: str, people: People) -> Others:
    """The other side of a relationship. A circle is never told as the first of its members."""
    if not is_circle(relationship):
        partner = partner_of(relationship, me)
        first = people.first(partner)
        return Others(
            people.name(partner), first, people.headline(partner), "You both read these", f"{first} sees them too.",
            f"Not {first}", f"{first} and me",
        )  # fmt: skip
    size = f"our circle of {number(len(relationship.members))}"
    theme = shortened(people.circles.get(relationship.id, ""), LONGEST_THEME)
    return Others(
        theme or f"Y{size}", "your circle", f"y{size}" if theme else "", "All of you read these",
        "Everybody in your circle sees them.", "Not the others in your circle", "my circle and me",
    )  # fmt: skip


def is_circle(relationship: Relationship | RelationshipStatus) -> bool:
    """Whether several meet in it, and not two."""
    return relationship.role is MatchRole.CIRCLE or len(relationship.members) > 2


def is_overdue(action: ActionItem, today: date) -> bool:
    """Whether its day has passed and it is still open."""
    return not action.done and action.due is not None and action.due < today


def action_line(action: ActionItem, today: date, owner: str = "") -> Markup:
    """A promise: what, whose, until when."""
    late = is_overdue(action, today)
    due = badge(f"due {days_from(today, action.due)}", "care" if late else "quiet") if action.due else NOTHING
    whose = piece('<span class="small">{}</span> ', owner) if owner else NOTHING
    return piece('<div class="promise"><span>{}{}</span>{}</div>', whose, action.text, due)


def action_label(action: ActionItem, owner: str, today: date) -> str:
    """The same as plain words, for a box to tick."""
    late = is_overdue(action, today)
    due = f" · {'overdue, it was ' if late else ''}due {days_from(today, action.due)}" if action.due else ""
    return f"{owner}: {action.text}{due}"


def sessions_and_notes(things: SharedThings, people: People, me: str, zone: tzinfo | None) -> Markup:
    """Sessions, the newest first, each with the notes that the asker may read."""
    if not things.sessions:
        return empty(
            "No session yet.", "Plan the first one; the guide “First meeting” helps with what to say."
        )
    notes: dict[str, list[Note]] = {}
    for note in things.notes:
        notes.setdefault(note.session, []).append(note)
    newest = sorted(things.sessions, key=lambda session: session.at, reverse=True)
    return piece(
        '<ol class="sessions">{}</ol>',
        together(
            [
                _session(session, notes.get(session.id, []), people, me, zone, _seen(things))
                for session in newest
            ]
        ),
    )


def _seen(things: SharedThings) -> str:
    return "all of you see this" if is_circle(things.relationship) else "you both see this"


def _session(
    session: Session, notes: Iterable[Note], people: People, me: str, zone: tzinfo | None, shared: str
) -> Markup:
    tone = {"planned": "good", "held": "quiet", "cancelled": "care"}[session.state]
    return piece(
        '<li><div class="row"><span class="name">{}</span>{}</div><p class="under">{} · {} minutes</p>{}</li>',
        session.topic or "No topic yet", badge(session.state, tone), when(session.at, zone), session.minutes,
        together([_note(note, people, me, shared) for note in notes]),
    )  # fmt: skip


def _note(note: Note, people: People, me: str, shared: str) -> Markup:
    author = "You" if note.author == me else people.first(note.author)
    seen = shared if note.visibility == "shared" else "only you see this"
    return piece(
        '<div class="note {}"><p class="small">{} · {} · {}</p>{}</div>',
        note.visibility, author, day(note.at), seen, prose(note.text),
    )  # fmt: skip


def done_items(actions: Iterable[ActionItem], people: People, me: str) -> Markup:
    """What was kept, folded away."""
    kept = [
        piece("<span>{}: {}</span>", "You" if action.owner == me else people.first(action.owner), action.text)
        for action in actions
        if action.done
    ]
    if not kept:
        return NOTHING
    return piece("<details><summary>{} done</summary>{}</details>", len(kept), listed(kept, "done"))
