"""Signing in, choosing a password, one's own account: plain HTML that needs no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from copilot.domain.accounts import LONGEST_PASSWORD, SHORTEST_PASSWORD
from copilot.errors import CopilotError
from ui.web.people import People
from ui.web.views.pieces import NOTHING, face, failure, piece, together
from ui.web.views.pieces import notice as notice_of


def document(title: str, body: Markup, kind: str = "") -> Markup:
    """A whole page of our own, outside Gradio."""
    return piece(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} · Mentoring Copilot</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><link rel="icon" href="/look/mark.svg">'
        '<link rel="stylesheet" href="/look/look.css"></head><body class="own {kind}">{body}</body></html>',
        title=title, body=body, kind=kind,
    )  # fmt: skip


def sign_in_page(
    personas: Mapping[str, str],
    people: People,
    fault: str = "",
    *,
    accounts: bool = False,
    notice: str = "",
    named: str = "",
    elsewhere: str = "",
    only: bool = False,
) -> Markup:
    """A form where there are accounts, a button for each person of the demo; where there is neither, what to do.

    Args:
        personas: what each person of the demo shows, by member id.
        people: their names.
        fault: what went wrong.
        accounts: whether somebody has an account, or an invitation to one.
        notice: what was just done.
        named: the name that was typed before.
        elsewhere: what one signs in with at the provider; empty where there is none.
        only: whether that is the only way, so that no password is asked for.
    """
    doors = [_door(member, words, people, n) for n, (member, words) in enumerate(personas.items())]
    by_password = accounts and not only
    ways = [
        *([_elsewhere(elsewhere, by_password)] if elsewhere else []),
        *([_by_password(named)] if by_password else []),
        *([_doors(doors)] if doors else []),
    ]
    told, lead = _told(fault, notice), "It drafts, a person decides."
    return _own_page("Sign in", "Mentoring Copilot", lead, told, *(ways or [_NOBODY]))


def signed_out_page(name: str, address: str) -> Markup:
    """Signed out here, and on the way to signing out there; a form's answer may not lead elsewhere by itself.

    Args:
        name: what she signs in with there.
        address: where she signs out of it.
    """
    onward = piece('<meta http-equiv="refresh" content="0; url={}">', address)
    more = piece('<p><a class="go" href="{}">Sign out of {}, too</a></p>', address, name)
    back = Markup('<p class="small"><a href="/sign-in">Back to the sign-in page</a></p>')
    return _own_page(
        "Signed out", "You are signed out here", f"Next you sign out of {name}.", onward, more, back
    )


def invitation_page(name: str, names: Sequence[str], token: str, fault: str = "") -> Markup:
    """Where an invited member chooses her password.

    Args:
        name: hers.
        names: what she may sign in as; the first is what a password manager keeps.
        token: of her link.
        fault: why the last choice wasn't taken.
    """
    form = piece(
        '<form class="fields" method="post" action="/invitation">{}<input type="hidden" name="token" value="{}">{}{}'
        '<button class="go" type="submit">Keep this password</button></form>',
        _as_whom(names), token, _new_password(), _SAID_TWICE,
    )  # fmt: skip
    lead = "Choose a password; then you sign in with it. This link works once."
    return _own_page("Choose a password", f"Welcome, {name}", lead, _told(fault), form)


def spent_invitation_page(error: CopilotError) -> Markup:
    """What a link says that was used, or never was one."""
    more = Markup('<p><a href="/sign-in">Sign in with the password you have</a></p>')
    return _own_page("This link is spent", "This link is spent", "", failure(error), more)


def account_page(
    name: str, names: Sequence[str], fault: str = "", notice: str = "", *, elsewhere: str = ""
) -> Markup:
    """One's own account: another password, and out of every browser.

    `elsewhere` is what she came with from a provider, where she has no password to change; else empty.
    """
    if elsewhere:
        lead = f"{name}, you sign in with {elsewhere}. What you sign in with there, you change there."
        return _own_page("Your account", "Your account", lead, _told(fault, notice), _EVERYWHERE, _BACK)
    change = piece(
        '<section class="card"><h2>Another password</h2><form class="fields" method="post" action="/account">{}'
        '{}{}{}<button class="go" type="submit">Change the password</button></form></section>',
        _as_whom(names), _field("current", "Your present password", "current-password"), _new_password(),
        _SAID_TWICE,
    )  # fmt: skip
    lead = f"{name}, you sign in as {' or '.join(names)}."
    return _own_page("Your account", "Your account", lead, _told(fault, notice), change, _EVERYWHERE, _BACK)


def no_account_page() -> Markup:
    """What the people of the demo are told."""
    words = "The people of the sample community are invented: they have no password to change."
    return _own_page("Your account", "Your account", "", notice_of(words, "plain"), _BACK)


def _own_page(title: str, heading: str, lead: str, *parts: Markup) -> Markup:
    under = piece('<p class="lead">{}</p>', lead) if lead else NOTHING
    body = piece(
        '<main class="welcome slot"><img class="mark" src="/look/mark.svg" alt="" width="44" height="44">'
        "<h1>{}</h1>{}{}</main>",
        heading, under, together(parts),
    )  # fmt: skip
    return document(title, body, "sign-in")


def _told(fault: str, notice: str = "") -> Markup:
    if fault:
        return piece('<p class="notice care" role="alert">{}</p>', fault)
    return notice_of(notice)


def _elsewhere(name: str, or_by_password: bool) -> Markup:
    """A link, not a form: browsers don't let a form's answer lead to another site."""
    more = Markup('<p class="small">Or with a password of your own:</p>') if or_by_password else NOTHING
    return piece('<p><a class="go" href="/oidc/sign-in">Sign in with {}</a></p>{}', name, more)


def _by_password(named: str) -> Markup:
    return piece(
        '<form class="fields" method="post" action="/sign-in"><p class="field"><label for="name">Your e-mail or member '
        'id</label><input id="name" name="name" value="{}" autocomplete="username" autocapitalize="none" '
        'spellcheck="false" maxlength="400" required></p>{}<button class="go" type="submit">Sign in</button>'
        '<p class="small">No password yet, or forgotten? Whoever runs your programme can send you a link.</p></form>',
        named, _field("password", "Your password", "current-password"),
    )  # fmt: skip


def _as_whom(names: Sequence[str]) -> Markup:
    """For password managers: for whom the password below is. People read it too."""
    return piece(
        '<p class="field"><label for="username">You sign in as</label><input id="username" name="username" '
        'value="{}" autocomplete="username" readonly></p>',
        names[0],
    )


def _new_password() -> Markup:
    return piece(
        '<p class="field"><label for="password">New password</label><input id="password" name="password" '
        'type="password" autocomplete="new-password" minlength="{}" maxlength="{}" required '
        'aria-describedby="hint"><span class="small" id="hint">At least {} characters. A few words that only you '
        "would put together are best.</span></p>",
        SHORTEST_PASSWORD, LONGEST_PASSWORD, SHORTEST_PASSWORD,
    )  # fmt: skip


def _field(name: str, label: str, kind: str) -> Markup:
    return piece(
        '<p class="field"><label for="{n}">{}</label><input id="{n}" name="{n}" type="password" autocomplete="{}" '
        "required></p>",
        label, kind, n=name,
    )  # fmt: skip


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


_SAID_TWICE = _field("again", "The same once more", "new-password")
_EVERYWHERE = Markup(
    '<section class="card"><h2>Every browser</h2><p>Left yourself signed in somewhere, or lost a telephone? This signs '
    'you out of all of them, here too.</p><form method="post" action="/account/sign-out">'
    '<button class="go second" type="submit">Sign out everywhere</button></form></section>'
)
_BACK = Markup('<p class="small"><a href="/">Back to your pages</a></p>')
_NOBODY = Markup(
    '<div class="empty"><p class="empty-title">Nobody has an account here yet.</p><p>Whoever runs this programme makes '
    "a link for each member with <code>mentoring accounts invite MEMBER</code> (or <code>--all</code>), and with that "
    "link they choose a password. To look around first, <code>mentoring demo</code> has a sample community.</p></div>"
)
