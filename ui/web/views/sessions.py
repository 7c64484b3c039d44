"""A mentee's sessions: the next one with its agenda, what each promised, and notes by who sees them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo

from markupsafe import Markup

from copilot.domain.drafts import Draft
from copilot.domain.matches import MatchRole
from copilot.domain.relationships import ActionItem, Note, Session
from copilot.domain.wording import day_in_words
from copilot.services.relationships import SharedThings
from ui.web.people import People
from ui.web.views.drafts import exports, with_marks
from ui.web.views.markdown import prose
from ui.web.views.pieces import NOTHING, badge, counted, day, days_from, empty, face, listed, piece, together
from ui.web.views.relationships import Others, is_circle, others_in, when

NEWEST = 3
AS = {
    MatchRole.MENTOR: "your mentor",
    MatchRole.SPONSOR: "your sponsor",
    MatchRole.PEER: "your peer",
    MatchRole.REVERSE: "your reverse mentor",
    MatchRole.CIRCLE: "your circle",
}
EQUALS = frozenset({MatchRole.PEER, MatchRole.CIRCLE})
"""Relationships without a mentor: whoever is in one finds it here, also who was sought."""


def relationships_nav(
    things: Sequence[SharedThings], me: str, people: People, today: date, chosen: str
) -> Markup:
    """Whom she meets, each opening the rest of the page; nothing where it is one."""
    if len(things) < 2:
        return NOTHING
    cards = [piece("<li>{}</li>", _pick(each, me, people, today, chosen)) for each in things]
    return piece('<nav class="cards" aria-label="Whom you meet"><ul>{}</ul></nav>', together(cards))


def _pick(things: SharedThings, me: str, people: People, today: date, chosen: str) -> Markup:
    relationship = things.relationship
    current = Markup(' aria-current="true"') if relationship.id == chosen else NOTHING
    coming = next_session(things, today)
    said = f"next session {days_from(today, coming.at.date())}" if coming else "no session planned"
    standing = relationship.state if relationship.state != "active" else said
    who = others_in(relationship, me, people)
    return piece(
        '<a class="card pick" href="/sessions?relationship={}"{}>{}<span class="badges">{}</span></a>',
        relationship.id, current, face(who.name, _as(things, who)),
        badge(standing, "quiet"),
    )  # fmt: skip


def who_it_is(things: SharedThings, me: str, people: People) -> Markup:
    """The other side of the relationship that is open."""
    who = others_in(things.relationship, me, people)
    state = things.relationship.state
    standing = badge(state, "quiet") if state != "active" else NOTHING
    return piece(
        '<div class="section row"><h2>{}</h2>{}</div>',
        face(who.name, who.under or _as(things, who)), standing,
    )  # fmt: skip


def _as(things: SharedThings, who: Others) -> str:
    return who.under if is_circle(things.relationship) else AS[things.relationship.role]


def next_session(things: SharedThings, today: date) -> Session | None:
    """The session that is planned next."""
    ahead = [each for each in things.sessions if each.state == "planned" and each.at.date() >= today]
    return min(ahead, key=lambda each: each.at, default=None)


def unsettled(things: SharedThings, now: datetime) -> list[Session]:
    """Planned sessions whose time has passed: nobody has said yet whether they were held."""
    return [each for each in things.sessions if each.state == "planned" and each.at < now]


def next_card(session: Session | None, agenda: Draft | None, today: date, zone: tzinfo | None) -> Markup:
    """The next session and its agenda, folded; what to do where none is planned."""
    if session is None:
        return empty(
            "No session is planned.",
            "Agree on a day with each other and add it under “Plan a session”; each of you sees it then.",
        )
    ahead = days_from(today, session.at.astimezone(zone).date())
    return piece(
        '<section class="card next-session"><div class="row"><h3>{}</h3>{}</div>'
        '<p class="under">{} · {} minutes</p>{}</section>',
        f"Next session: {session.topic or 'no topic yet'}", badge(ahead, "good"),
        when(session.at, zone), session.minutes, _agenda(agenda),
    )  # fmt: skip


def _agenda(agenda: Draft | None) -> Markup:
    if agenda is None:
        return piece('<p class="small">It has no agenda yet. Draft one below, or ask for one.</p>')
    return piece(
        '<details class="agenda"><summary>The agenda you agreed on</summary>'
        '<div class="paper prose">{}</div>{}</details>',
        with_marks(agenda), exports(agenda),
    )  # fmt: skip


def held_question(sessions: Sequence[Session], zone: tzinfo | None) -> Markup:
    """Asks whether the first of the sessions whose time has passed was held: one answer settles one of them."""
    if not sessions:
        return NOTHING
    time = when(sessions[0].at, zone)
    return piece('<p class="notice plain" role="status">{} has passed. Was it held?</p>', time)


def promises(actions: Sequence[ActionItem], me: str) -> list[ActionItem]:
    """What is open: her own first, then what is due first."""
    still = [action for action in actions if not action.done]
    return sorted(still, key=lambda each: (each.owner != me, each.due or date.max, each.id))


def notes_apart(things: SharedThings, me: str, people: People) -> Markup:
    """Two columns that cannot be taken for each other: what all of them read, and what only she reads."""
    sessions = {session.id: session for session in things.sessions}
    newest = sorted(things.notes, key=lambda note: (note.at, note.id), reverse=True)
    shared = [note for note in newest if note.visibility == "shared"]
    own = [note for note in newest if note.visibility != "shared"]
    who = others_in(things.relationship, me, people)
    return piece(
        '<div class="two notes-apart"><section class="card"><h3>{}</h3>'
        '<p class="small">{}</p>{}</section>'
        '<section class="card hers"><h3>Only you read these</h3>'
        '<p class="small">{}, not a manager, not an admin.</p>{}</section></div>',
        who.all_read, who.they_see, _notes(shared, sessions, people, me, "Nothing is shared here yet."),
        who.not_them, _notes(own, sessions, people, me, "You have kept nothing for yourself yet."),
    )  # fmt: skip


def _notes(notes: Iterable[Note], sessions: dict[str, Session], people: People, me: str, none: str) -> Markup:
    written = [_note(note, sessions.get(note.session), people, me) for note in notes]
    if not written:
        return piece('<p class="under">{}</p>', none)
    earlier = written[NEWEST:]
    more = piece(
        '<details class="earlier"><summary>{}</summary>{}</details>',
        counted(len(earlier), "earlier note"), together(earlier),
    )  # fmt: skip
    return together(written[:NEWEST]) + (more if earlier else NOTHING)


def _note(note: Note, session: Session | None, people: People, me: str) -> Markup:
    author = "You" if note.author == me else people.first(note.author)
    about = session.topic if session else ""
    return piece(
        '<div class="note {}"><p class="small">{} · {}{}</p>{}</div>',
        note.visibility, author, day(note.at), about and f" · {about}", prose(note.text, below=3),
    )  # fmt: skip


def all_sessions(sessions: Sequence[Session], zone: tzinfo | None) -> Markup:
    """Every session, the newest first, folded away."""
    if not sessions:
        return NOTHING
    newest = sorted(sessions, key=lambda session: session.at, reverse=True)
    rows = [
        piece(
            '<div class="row"><span>{} <span class="small">{} · {} minutes</span></span>{}</div>',
            each.topic or "No topic yet", when(each.at, zone), each.minutes,
            badge(each.state, {"planned": "good", "held": "quiet", "cancelled": "care"}[each.state]),
        )
        for each in newest
    ]  # fmt: skip
    return piece(
        '<details class="all-sessions"><summary>{} so far and planned</summary>{}</details>',
        counted(len(rows), "session"), listed(rows, "plain"),
    )  # fmt: skip


def session_label(session: Session, zone: tzinfo | None) -> str:
    """A session in a list to choose from."""
    return f"{session.topic or 'Session'} ({day_in_words(session.at.astimezone(zone).date())})"
