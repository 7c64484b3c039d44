"""A mentor's relationships at a glance: next session, open items, mood, stage; the guides for the moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, tzinfo

from markupsafe import Markup

from copilot.domain.citations import GuideCitation
from copilot.domain.relationships import ActionItem, Session
from copilot.services.glances import Glance
from copilot.services.moods import Mood
from copilot.services.pausing import Places
from copilot.services.relationships import SharedThings
from ui.web.people import People
from ui.web.views.goals import goal_line
from ui.web.views.guides import guide_link
from ui.web.views.markdown import prose
from ui.web.views.pieces import NOTHING, badge, counted, day, days_from, face, listed, piece, together
from ui.web.views.relationships import (
    Others,
    is_circle,
    is_overdue,
    others_in,
    sessions_and_notes,
    when,
)
from ui.web.views.sessions import next_session, session_label

STANDINGS = {
    "first": ("first meeting ahead", "plain"),
    "middle": ("well under way", "good"),
    "stuck": ("slowed down", "care"),
    "ending": ("near the end", "plain"),
}
"""What is said of where a relationship stands, and in which tone."""
MOODS = {5: "very well", 4: "well", 3: "so-so", 2: "haltingly", 1: "badly"}
"""How it goes, by rating."""
NOT_SAID = "not said"
LATEST = 3
"""Sessions shown; the earlier ones are folded away."""
_MOMENTS = {
    "first": "You are about to meet for the first time.",
    "middle": "You are well under way.",
    "stuck": "Things have slowed down between you.",
    "ending": "Your time together is coming to an end.",
}


def glance(glances: Sequence[Glance], me: str, people: People, today: date, chosen: str = "") -> Markup:
    """All relationships as cards; one opens the rest of the page, or plans its next session at once."""
    cards = [piece("<li>{}</li>", _card(each, me, people, today, chosen)) for each in glances]
    return piece('<nav class="cards" aria-label="Your relationships"><ul>{}</ul></nav>', together(cards))


def _card(one: Glance, me: str, people: People, today: date, chosen: str) -> Markup:
    things, who = one.things, others_in(one.things.relationship, me, people)
    current = Markup(' aria-current="true"') if one.id == chosen else NOTHING
    rows = (
        ("Next session", _next(things.sessions, next_session(things, today), today)),
        ("Last session", piece("{}", _last(things.sessions, today))),
        ("Open items", _open(things.actions, me, _theirs(one, who), today)),
        ("Mood", mood_in_short(one.moods, me, people)),
    )
    facts = together([piece("<div><dt>{}</dt><dd>{}</dd></div>", name, value) for name, value in rows])
    goal = next((goal for goal in things.goals if goal.state == "open"), None)
    return piece(
        '<article class="card glance"><a class="whom" href="/mentees?relationship={id}"{current}>{face}</a>'
        '<span class="badges">{standing}</span><dl class="facts">{facts}</dl>{goal}{plan}</article>',
        id=one.id, current=current, face=face(who.name, who.under),
        standing=_standing(one), facts=facts, goal=goal_line(goal) if goal else NOTHING,
        plan=_plan(one, next_session(things, today), who.called),
    )  # fmt: skip


def _standing(one: Glance) -> Markup:
    if one.things.relationship.state != "active":
        return badge(one.things.relationship.state, "quiet")
    return badge(*STANDINGS[one.standing])


def _next(sessions: Iterable[Session], coming: Session | None, today: date) -> Markup:
    if coming:
        return piece("{}", days_from(today, coming.at.date()))
    missed = [one.at.date() for one in sessions if one.state == "planned"]
    return piece("was to be {}", days_from(today, max(missed))) if missed else piece("not planned")


def _last(sessions: Iterable[Session], today: date) -> str:
    held = [one.at.date() for one in sessions if one.state == "held"]
    return days_from(today, max(held, default=None)) or "none yet"


def _theirs(one: Glance, who: Others) -> str:
    return "the others’" if is_circle(one.things.relationship) else f"{who.called}’s"


def _open(actions: Iterable[ActionItem], me: str, theirs: str, today: date) -> Markup:
    still = [action for action in actions if not action.done]
    if not still:
        return piece("none")
    own = sum(action.owner == me for action in still)
    sides = [(own, "yours"), (len(still) - own, theirs)]
    said = ", ".join(f"{many} {whose}" for many, whose in sides if many)
    late = sum(is_overdue(action, today) for action in still)
    return piece("{} {}", said, badge(f"{late} overdue", "care") if late else NOTHING)


def _plan(one: Glance, coming: Session | None, partner: str) -> Markup:
    """One click: the page opens, and the agenda is drafted, or the one that is there is shown."""
    if one.things.relationship.state == "closed":
        return NOTHING
    words = "Open the agenda" if coming and coming.agenda else "Plan the next session"
    return piece(
        '<p class="of-card"><a class="button" href="/mentees?relationship={}&amp;plan=next">{}'
        '<span class="for-readers"> with {}</span></a></p>',
        one.id, words, partner,
    )  # fmt: skip


def mood_in_short(moods: Iterable[Mood], me: str, people: People) -> Markup:
    """`Amara: well · you: so-so`; that nobody said anything where that is so."""
    said = [_in_short(mood, me, people) for mood in sorted(moods, key=lambda mood: mood.by == me)]
    return together(said, " · ") if said else piece('<span class="under">{}</span>', NOT_SAID)


def _in_short(mood: Mood, me: str, people: People) -> Markup:
    tone = "care" if mood.rating <= 2 else ""
    who = "you" if mood.by == me else people.first(mood.by)
    return piece('{}: <span class="mood {}">{}</span>', who, tone, MOODS[mood.rating])


def moods_told(moods: Iterable[Mood], me: str, people: People) -> Markup:
    """What each said last, with the words and who reads them."""
    lines = [_told(mood, me, people) for mood in sorted(moods, key=lambda mood: mood.by == me)]
    none = piece('<p class="under">Nobody has said yet how it goes.</p>')
    return piece('<div class="moods">{}</div>', together(lines) if lines else none)


def _told(mood: Mood, me: str, people: People) -> Markup:
    who = "You" if mood.by == me else people.first(mood.by)
    seen = "each of you sees this" if mood.shared else "only you see this"
    return piece(
        '<div class="note {}"><p class="small">{} · {} · {}</p><p>It goes {}.</p>{}</div>',
        "shared" if mood.shared else "private", who, day(mood.on), seen, MOODS[mood.rating],
        prose(mood.text, below=3) if mood.text else NOTHING,
    )  # fmt: skip


def title(one: Glance, me: str, people: People, today: date, zone: tzinfo | None) -> Markup:
    """Who is chosen, and when they meet next."""
    who, coming = others_in(one.things.relationship, me, people), next_session(one.things, today)
    at = piece("Next session: {}{}", when(coming.at, zone), coming.topic and f" · {coming.topic}") if coming else (
        piece("No session is planned. Add one below, or plan what you will talk about.")
    )  # fmt: skip
    return piece(
        '<div class="section"><div class="row"><h2>{}</h2>{}</div><p class="under">{}</p></div>',
        face(who.name), _standing(one), at,
    )  # fmt: skip


def for_the_moment(
    one: Glance, quoted: Sequence[GuideCitation], titles: Mapping[str, str] | None = None
) -> Markup:
    """Sentences of the guides that fit where the two stand; each opens its guide at the sentence.

    Args:
        quoted: the sentences.
        titles: path → title of the guides they stand in.
    """
    if not quoted:
        return piece('<p class="under">The guides have nothing close to this moment.</p>')
    items = [_quoted(citation, (titles or {}).get(citation.path, citation.path)) for citation in quoted]
    return piece(
        '<section class="card for-now"><p class="under">{}</p>{}</section>',
        _MOMENTS[one.standing],
        listed(items, "plain"),
    )


def _quoted(citation: GuideCitation, guide: str) -> Markup:
    where = f"{guide}: {citation.section}" if citation.section not in ("", guide) else guide
    link = guide_link(where, citation.path, citation.start, citation.end, f"Read on in the guide {where}")
    return piece("<blockquote><p>{}</p></blockquote><p>{}</p>", citation.quote, link)


def places_told(places: Places, today: date) -> Markup:
    """How many she takes, how many there are, and whether she is paused."""
    if places.paused:
        until = (
            piece("until {} ({})", day(places.until), days_from(today, places.until))
            if places.until
            else piece("until you say that you are back")
        )
        why = (
            piece('<p class="small">Your reason, which only you see: {}</p>', places.reason)
            if places.reason
            else NOTHING
        )
        return piece(
            '<div class="notice plain"><p>You are paused {}. Nobody new is proposed to you; '
            "whom you accompany already stays with you.</p>{}</div>",
            until, why,
        )  # fmt: skip
    return piece(
        '<p class="under">You take {} at once; {}.</p>',
        counted(places.places, "person", "people"), _free(places),
    )  # fmt: skip


def _free(places: Places) -> str:
    free = places.places - places.in_use
    if free < 0:
        return f"you have {places.in_use} now, and nobody is added until it is fewer"
    return f"{counted(places.in_use, 'place is', 'places are')} in use, {free or 'none'} free"


def overdue_first(actions: Iterable[ActionItem], me: str, today: date) -> list[ActionItem]:
    """What is open: overdue before the rest, then her own, then by day."""
    still = [action for action in actions if not action.done]
    return sorted(
        still,
        key=lambda each: (not is_overdue(each, today), each.owner != me, each.due or date.max, each.id),
    )


def back_to_all() -> Markup:
    """The way from one of them to all."""
    return piece('<p><a href="/mentees">All my mentees</a></p>')


def latest_sessions(things: SharedThings, people: People, me: str, zone: tzinfo | None) -> Markup:
    """The latest sessions with their notes; the earlier ones folded away."""
    newest = sorted(things.sessions, key=lambda session: session.at, reverse=True)
    late, early = newest[:LATEST], newest[LATEST:]
    above = sessions_and_notes(things.model_copy(update={"sessions": tuple(late)}), people, me, zone)
    if not early:
        return above
    below = sessions_and_notes(things.model_copy(update={"sessions": tuple(early)}), people, me, zone)
    said = counted(len(early), "earlier session")
    return above + piece("<details><summary>{}</summary>{}</details>", said, below)


def held_sessions(sessions: Iterable[Session], zone: tzinfo | None) -> list[tuple[str, str]]:
    """The sessions that took place, the newest first, to choose from."""
    held = sorted((one for one in sessions if one.state == "held"), key=lambda one: one.at, reverse=True)
    return [(session_label(one, zone), one.id) for one in held]
