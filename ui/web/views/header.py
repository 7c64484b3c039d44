"""The navigation: where one is, where one can go, and as whom."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from copilot.domain.asking import Asker
from ui.web.page import Page
from ui.web.people import People
from ui.web.views.pieces import NOTHING, face, piece, together


def header(pages: Sequence[Page], here: Page, asker: Asker, people: People) -> Markup:
    """The bar beside every page; on a phone above it, the links behind a button.

    The list is a popover: on a phone the browser itself opens and closes it, with Escape too, and no script. On a wide
    screen the style sheet shows it always, as does a browser that knows no popovers.
    """
    rows = [_workspace(name, group, here) for name, group in workspaces(pages, asker)]
    return piece(
        '<header class="bar"><a class="brand" href="/"><img src="/look/mark.svg" alt="" width="28" height="28">'
        '<span>Mentoring <b>Copilot</b></span></a>'
        '<button class="open-menu" type="button" popovertarget="menu"><span aria-hidden="true"></span>Menu</button>'
        '<nav id="menu" aria-label="Main" popover>{rows}</nav>'
        '<div class="account">{face}<div class="leave"><a class="quiet" href="/account">Account</a>'
        '<form method="post" action="/sign-out"><button class="quiet" type="submit">Sign out</button></form></div>'
        "</div></header>",
        rows=together(rows), face=face(people.name(asker.member), _standing(asker)),
    )  # fmt: skip


def workspaces(pages: Sequence[Page], asker: Asker) -> list[tuple[str, list[Page]]]:
    """The asker's pages by workspace; workspaces in the order of their first page, wherever the others stand."""
    found: dict[str, list[Page]] = {}
    for page in pages:
        if page.whom(asker):
            found.setdefault(page.workspace, []).append(page)
    return list(found.items())


def _workspace(name: str, pages: list[Page], here: Page) -> Markup:
    title = piece('<p class="workspace">{}</p>', name) if name else NOTHING
    links = together([_link(page, here) for page in pages])
    return piece("<div>{}<ul>{}</ul></div>", title, links)


def _link(page: Page, here: Page) -> Markup:
    current = Markup(' aria-current="page"') if page.path == here.path else NOTHING
    return piece('<li><a href="{}"{}>{}</a></li>', f"/{page.path}", current, page.name)


def _standing(asker: Asker) -> str:
    words = sorted(role.value for role in asker.roles)
    return ", ".join(words)
