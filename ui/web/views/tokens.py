"""Personal tokens, told to their member."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from copilot.domain.tokens import SCOPES_TOLD, MadeToken, TokenStatus
from ui.web.views.pieces import NOTHING, day, empty, listed, piece


def tokens(every: Sequence[TokenStatus]) -> Markup:
    """Those that work, and folded below them those that have ended."""
    if not every:
        return piece(
            '<section class="card apart"><h2>Tokens of your own programs</h2>{}</section>',
            empty(
                "None so far.",
                "With a token, an assistant you use elsewhere can ask the copilot in your name.",
            ),
        )
    working = [_line(each) for each in every if each.state == "works"]
    ended = [_line(each) for each in every if each.state != "works"]
    past = piece("<details><summary>Ended</summary>{}</details>", listed(ended))
    return piece(
        '<section class="card apart"><h2>Tokens of your own programs</h2><p class="under">Whoever has one asks in your '
        "name, within what it is for. Revoke what you no longer use.</p>{}{}</section>",
        listed(working) if working else NOTHING, past if ended else NOTHING,
    )  # fmt: skip


def made(token: MadeToken) -> Markup:
    """The secret, this once."""
    return piece(
        '<div class="notice good" role="status"><p>“{}” is made. Copy this now: it is shown this once and kept nowhere.'
        "</p><p><code>{}</code></p></div>",
        token.name, token.secret,
    )  # fmt: skip


def choices(every: Sequence[TokenStatus]) -> list[tuple[str, str]]:
    """Those that can be revoked, as a list to choose from."""
    return [
        (f"{each.name}, made {each.made:%Y-%m-%d}", each.token) for each in every if each.state == "works"
    ]


def scopes() -> list[tuple[str, str]]:
    """What a token can be for, as a list to tick."""
    return [(told[0].upper() + told[1:], scope.value) for scope, told in SCOPES_TOLD.items()]


def _line(token: TokenStatus) -> Markup:
    until = {
        "works": piece("works until {}", day(token.expires)),
        "expired": piece("ended {}", day(token.expires)),
        "revoked": piece("revoked {}", day(token.revoked)),
    }
    used = piece("last used {}", day(token.used)) if token.used else piece("{}", "never used")
    return piece(
        '<b>{}</b> <span class="small">For {}; {}; {}.</span>',
        token.name, ", ".join(token.scopes), until[token.state], used,
    )  # fmt: skip
