"""What is known about somebody, told to herself: by kind, with who may see it, and what goes when she leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from copilot.domain.members import Member
from copilot.services.matching.verbs.filling import MissingField
from copilot.services.members.about_me import Deleted
from copilot.services.members.kinds import Known, Section
from ui.web.people import People
from ui.web.views.pieces import NOTHING, counted, empty, listed, notice, piece, together
from ui.web.views.sign_in import document

WORD = "delete"
"""What is typed before anything is deleted."""
GOES = (
    "your profile, how you sign in, and your programmes",
    "goals, drafts, notes, feedback, action items and agreements of yours",
    "moments about you, and those you logged about others",
    "your conversations with the copilot, and what it told others about you",
    "what you posted, and stories about you; requests for a hand; your places, questions and feedback at events",
    "the address of your calendar, and webhooks you set up",
    "your matches, rankings, declared groups, and every vector made from your words",
)
STAYS = (
    "relationships stay for the other side, under an id that names nobody, without topics or agreement",
    "events you host stay, and say that their host is a former member",
    "what others wrote stays theirs; your name in it becomes “a former member”",
    "the audit log keeps that somebody did something, under the same id and without a reason",
)


def from_the_roster(member: Member, people: People) -> Markup:
    """What she can't change herself, and whom to ask."""
    profile = member.profile
    told: Sequence[tuple[str, object]] = (
        ("Name", member.name), ("E-mail", member.email), ("Roles", ", ".join(sorted(member.roles))),
        ("Function", profile.function), ("Level", profile.level or ""), ("Location", profile.location),
        ("Line manager", people.name(member.line_manager_id) if member.line_manager_id else ""),
        *((name.replace("_", " "), value) for name, value in sorted(member.extra.items())),
    )  # fmt: skip
    rows = [piece("<div><dt>{}</dt><dd>{}</dd></div>", name, value) for name, value in told if value]
    return piece(
        '<section class="card"><h3>From the roster</h3><p class="under">These come from your organisation. '
        'If one is wrong, an admin can mend it.</p><dl class="told-facts">{}</dl></section>',
        together(rows),
    )


def advice(missing: Sequence[MissingField]) -> Markup:
    """Which empty fields would change her matches most."""
    if not missing:
        return NOTHING
    first, *rest = missing
    more = listed([piece("{}", each.message) for each in rest[:2]]) if rest else NOTHING
    return piece(
        '<section class="card helps"><h3>What would help your matches most</h3><p>{}</p>{}'
        '<p class="small">Found by trying others’ answers in your place; nothing of that is kept.</p></section>',
        first.message, more,
    )  # fmt: skip


def declared(groups: Section) -> Markup:
    """Her declared groups, apart from everything else; the boxes below name them."""
    more = NOTHING
    if not groups.entries:
        more = empty(
            "You have declared nothing.",
            "That is fine. Who declares a group helps the audit to see whether matching is fair to it.",
        )
    return piece(
        '<section class="card apart"><h2>Groups you declared</h2><p class="under">Only the audit reads this, as '
        "numbers of ten people and more. No match, no score, no other person and no chat model ever sees it.</p>"
        "{}</section>",
        more,
    )


def kinds(known: Known) -> Markup:
    """Everything that is kept, by kind: how much, and who may see it."""
    full = [section for section in known.sections if section.entries]
    bare = [section.title for section in known.sections if not section.entries]
    nothing = piece('<p class="small">Nothing is kept of: {}.</p>', "; ".join(bare)) if bare else NOTHING
    return piece(
        '<section class="card known"><div class="wide" role="region" aria-label="Everything kept" tabindex="0">'
        '<table class="plain-table"><thead><tr><th scope="col">What</th><th scope="col">How much</th>'
        '<th scope="col">Who may see it</th></tr></thead><tbody>{}</tbody></table></div>{}</section>',
        together([_row(section) for section in full]), nothing,
    )  # fmt: skip


def _row(section: Section) -> Markup:
    more = piece('<span class="small">{}</span>', section.more) if section.more else NOTHING
    return piece(
        '<tr><th scope="row">{}</th><td class="number">{:,}</td><td>{} {}</td></tr>',
        section.title, len(section.entries), section.who, more,
    )  # fmt: skip


def take_away() -> Markup:
    """The way to the file."""
    return piece(
        '<div class="section"><h2>Take it with you</h2><p class="under">One file with all of it, a heading for '
        "each kind. It holds private things: keep it as you keep letters.</p>"
        '<p class="take"><a class="button" href="/me/about-me.json" download>Download everything (JSON)</a></p></div>'
    )


def leaving() -> Markup:
    """What goes, what stays, and the form that deletes. It works without a script."""
    return piece(
        '<section class="card leaving"><h2>Delete me</h2><div class="goes-and-stays"><div>'
        "<h3>This goes, at once and for good</h3>{goes}</div><div><h3>This stays, without you</h3>{stays}</div></div>"
        "<p>Nobody can bring it back. If you want to keep a copy, download it above first.</p>"
        '<form method="post" action="/me/delete" class="delete-me">'
        '<label for="delete-word">Type <b>{word}</b> to go on</label>'
        '<input id="delete-word" name="word" type="text" autocomplete="off" autocapitalize="off" spellcheck="false" '
        'required><button type="submit" class="care">Delete me</button></form></section>',
        goes=listed([piece("{}", each) for each in GOES]), word=WORD,
        stays=listed([piece("{}", each) for each in STAYS]),
    )  # fmt: skip


def not_deleted_page(why: str) -> Markup:
    """Where the word was not typed."""
    body = piece(
        '<main class="welcome slot"><h1>Nothing was deleted</h1>{}'
        '<p><a href="/profile">Back to what is known about you</a></p></main>',
        notice(why, "care"),
    )
    return document("Nothing was deleted", body)


def farewell_page(done: Deleted) -> Markup:
    """After a deletion: what went, and what is still to be finished."""
    total = sum(done.removed.values())
    lines = [piece("{}: {:,}", kind.replace("_", " "), n) for kind, n in done.removed.items()]
    unfinished = notice(f"One thing is left to do: {done.unfinished}", "care") if done.unfinished else NOTHING
    body = piece(
        '<main class="welcome slot"><h1>You are deleted</h1><p class="lead">{} went, and you are signed out. '
        "Thank you for having been here.</p>{}<details><summary>What went</summary>{}</details>"
        '<p><a href="/sign-in">To the sign-in page</a></p></main>',
        counted(total, "record"), unfinished, listed(lines),
    )  # fmt: skip
    return document("You are deleted", body)


def as_lines(values: Sequence[str]) -> str:
    """A list as a person edits it: an entry a line."""
    return "\n".join(values)


def from_lines(text: str) -> list[str]:
    """The entries of such a text."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def vetoes_by_name(vetoes: Sequence[str], names: Mapping[str, str]) -> str:
    """Vetoes as names, an id where nobody is called anything any more."""
    return as_lines([names.get(veto, veto) for veto in vetoes])
