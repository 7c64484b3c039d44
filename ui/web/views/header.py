"""The navigation: where one is, where one can go, and as whom."""

from __future__ import annotations

from itertools import groupby

from markupsafe import Markup

from copilot.domain.asking import Asker
from ui.web.page import Page
from ui.web.people import People
from ui.web.views.pieces import NOTHING, face, piece, together


def header(pages: tuple[Page, ...], here: Page, asker: Asker, people: People) -> Markup:
    """The bar beside (on a phone, above) every page."""
    mine = [page for page in pages if page.whom(asker)]
    rows = [
        _workspace(name, list(group), here) for name, group in groupby(mine, key=lambda page: page.workspace)
    ]
    return piece(
        '<header class="bar"><a class="brand" href="/"><img src="/look/mark.svg" alt="" width="28" height="28">'
        '<span>Mentoring <b>Copilot</b></span></a><nav aria-label="Main">{rows}</nav>'
        '<div class="account">{face}<form method="post" action="/sign-out">'
        '<button class="quiet" type="submit">Sign out</button></form></div></header>',
        rows=together(rows), face=face(people.name(asker.member), _standing(asker)),
    )  # fmt: skip


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
