"""The page behind the link that stops a kind of nudge: it asks first, because mail programs open links to scan them."""

from __future__ import annotations

from markupsafe import Markup

from copilot.domain.nudges import NudgeKind
from copilot.services.nudges.telling import WHAT
from ui.web.views.pieces import notice, piece
from ui.web.views.sign_in import document


def asking(kind: NudgeKind) -> Markup:
    """Which kind the link stops, and two buttons; nothing has happened yet."""
    return _page(
        "Stop nudges",
        "Shall these stop?",
        piece(
            '<p class="lead">You got a nudge of this kind: “{}”. Nothing has changed yet, and what you stop you can '
            "have again: sign in and open “Nudges”, where you also choose how many come, and when.</p>"
            '<form method="post"><p><button class="go" name="what" value="kind">Stop nudges of this kind</button></p>'
            '<p><button class="go second" name="what" value="all">Stop all nudges</button></p></form>',
            WHAT[kind],
        ),
    )


def stopped(kind: NudgeKind, *, everything: bool) -> Markup:
    """What was just stopped, and how it comes back."""
    said = (
        "You get no nudges any more."
        if everything
        else f"You get no more nudges of this kind: “{WHAT[kind]}”."
    )
    return _page(
        "Nudges stopped",
        "Done",
        notice(said),
        piece('<p class="lead">To have them again, sign in and open <a href="/nudges">Nudges</a>.</p>'),
    )


def no_such_link() -> Markup:
    """For a link that never was and one that is too old: the same words."""
    return _page(
        "No such link",
        "This link stops nothing any more",
        piece(
            '<p class="lead">It may be older than sixty days, or cut short. Sign in and open '
            '<a href="/nudges">Nudges</a>: there you stop any kind, or all of them.</p>'
        ),
    )


def _page(title: str, heading: str, *parts: Markup) -> Markup:
    body = piece('<main class="welcome slot"><h1>{}</h1>{}</main>', heading, Markup().join(parts))
    return document(title, body, "sign-in")
