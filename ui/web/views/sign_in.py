"""The sign-in page: plain HTML that needs no script."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from ui.web.people import People
from ui.web.views.pieces import NOTHING, face, piece, together


def document(title: str, body: Markup, kind: str = "") -> Markup:
    """A whole page of our own, outside Gradio."""
    return piece(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} · Mentoring Copilot</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><link rel="icon" href="/look/mark.svg">'
        '<link rel="stylesheet" href="/look/look.css"></head><body class="own {kind}">{body}</body></html>',
        title=title, body=body, kind=kind,
    )  # fmt: skip


def sign_in_page(personas: Mapping[str, str], people: People, fault: str = "") -> Markup:
    """A button for each person; where there are none, what to do instead."""
    doors = [_door(member, words, people, n) for n, (member, words) in enumerate(personas.items())]
    told = piece('<p class="notice care" role="alert">{}</p>', fault) if fault else NOTHING
    body = piece(
        '<main class="welcome slot"><img class="mark" src="/look/mark.svg" alt="" width="44" height="44">'
        '<h1>Mentoring Copilot</h1><p class="lead">It drafts, a person decides.</p>{}{}</main>',
        told, _doors(doors) if doors else _NOBODY,
    )  # fmt: skip
    return document("Sign in", body, "sign-in")


def _door(member: str, words: str, people: People, n: int) -> Markup:
    return piece(
        '<li><button class="door" name="member" value="{}">{}<span class="enter" aria-hidden="true">→</span>'
        "</button></li>",
        member, face(people.name(member), words, n),
    )  # fmt: skip


def _doors(doors: list[Markup]) -> Markup:
    return piece(
        '<form method="post" action="/sign-in"><h2 id="who">Who would you like to be?</h2>'
        '<ul class="doors" aria-labelledby="who">{}</ul></form>'
        '<p class="small">A sample community of invented people, on this machine only. '
        "Whatever you change stays here.</p>",
        together(doors),
    )


_NOBODY = Markup(
    '<div class="empty"><p class="empty-title">Nobody can sign in here yet.</p><p>Accounts are not there yet. '
    "Stop this server and run <code>mentoring demo</code> to look around as one of the sample community’s people, "
    "or use the command line: <code>mentoring --help</code>.</p></div>"
)
