"""The navigation: where one is, where one can go, and as whom."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from copilot.domain.asking import Asker
from ui.web.page import Page
from ui.web.people import People
from ui.web.views.pieces import NOTHING, face, piece, together

BEGIN_THERE = 4
"""So many groups from the top are unfolded on the first page: its own, which has no name, and three more."""


def header(pages: Sequence[Page], here: Page, asker: Asker, people: People) -> Markup:
    """The bar beside every page; on a phone above it, the links behind a button.

    The list is a popover: on a phone the browser itself opens and closes it, with Escape too, and no script. On a wide
    screen the style sheet shows it always, as does a browser that knows no popovers.
    """
    groups = workspaces(pages, asker)
    unfolded = _unfolded(groups, here)
    rows = [_workspace(name, group, here, unfolded=name in unfolded) for name, group in groups]
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
        if (page.offered or page.whom)(asker):
            found.setdefault(page.workspace, []).append(page)
    return list(found.items())


def _unfolded(groups: Sequence[tuple[str, list[Page]]], here: Page) -> set[str]:
    """The workspace one is in; from the first page, which is in none, the first three: people begin there."""
    inside = {name for name, pages in groups if name and here.path in {page.path for page in pages}}
    return inside or {name for name, _ in groups if name} & {name for name, _ in groups[:BEGIN_THERE]}


def _workspace(name: str, pages: list[Page], here: Page, *, unfolded: bool) -> Markup:
    """Its pages, folded away under its name; the browser folds, and no script."""
    links = piece("<ul>{}</ul>", together([_link(page, here) for page in pages]))
    if not name:
        return links
    open_ = Markup(" open") if unfolded else NOTHING
    return piece('<details{}><summary class="workspace">{}</summary>{}</details>', open_, name, links)


def _link(page: Page, here: Page) -> Markup:
    current = Markup(' aria-current="page"') if page.path == here.path else NOTHING
    return piece('<li><a href="{}"{}>{}</a></li>', f"/{page.path}", current, page.name)


def _standing(asker: Asker) -> str:
    words = sorted(role.value for role in asker.roles)
    return ", ".join(words)
