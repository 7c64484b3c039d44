"""Guides: a list of them, one of them, and the links that open one at a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, urlencode

from markupsafe import Markup

from knowledge.words import Guide
from ui.web.views.markdown import prose_with_quote
from ui.web.views.pieces import NOTHING, badge, day, empty, listed, piece, together
from ui.web.views.sign_in import document


def guide_address(path: str, start: int = 0, end: int = 0) -> str:
    """Where a guide is read, at a sentence where one is given."""
    at = f"?{urlencode({'start': start, 'end': end})}" if end else ""
    return f"/guide/{quote(path)}{at}"


def guide_link(words: str | Markup, path: str, start: int = 0, end: int = 0, label: str = "") -> Markup:
    """A link that opens the guide beside the page; without scripts, as a page of its own."""
    spoken = piece(' aria-label="{}"', label) if label else NOTHING
    return piece('<a href="{}" data-guide{}>{}</a>', guide_address(path, start, end), spoken, words)


def guide_panel(guide: Guide, start: int = 0, end: int = 0) -> Markup:
    """The guide's text with the quotation marked, its sources below."""
    return piece(
        '<article class="guide"><p class="where">{where}</p><h1 tabindex="-1">{title}</h1>'
        '<div class="prose">{text}</div>{sources}</article>',
        where=_where(guide), title=guide.title, text=_text(guide, start, end), sources=_sources(guide),
    )  # fmt: skip


def guide_page(guide: Guide, start: int = 0, end: int = 0) -> Markup:
    """The guide as a page of its own."""
    body = piece(
        '<main class="reading slot"><p><a href="/guides">All guides</a></p>{}</main>',
        guide_panel(guide, start, end),
    )
    return document(guide.title, body, "guide-page")


def shelf(guides: Iterable[Guide]) -> Markup:
    """All guides, by folder."""
    folders: dict[str, list[Guide]] = {}
    for guide in guides:
        folders.setdefault(guide.path.rpartition("/")[0], []).append(guide)
    if not folders:
        return empty(
            "There are no guides yet.", "An admin adds those that ship with: mentoring guides add --builtin"
        )
    return piece(
        '<div class="shelf">{}</div>', together([_folder(name, own) for name, own in folders.items()])
    )


def _folder(name: str, guides: list[Guide]) -> Markup:
    title = name.replace("/", " › ").replace("-", " ").capitalize() or "Guides"
    cards = [
        piece("{}<p>{}</p>", guide_link(guide.title, guide.path), _topics(guide)) for guide in guides
    ]  # fmt: skip
    return piece("<section><h2>{}</h2>{}</section>", title, listed(cards, "cards small-cards"))


def _topics(guide: Guide) -> Markup:
    return together([badge(topic, "quiet") for topic in guide.topics[:4]], " ")


def _where(guide: Guide) -> Markup:
    reviewed = piece(" · reviewed {}", day(guide.reviewed)) if guide.reviewed else NOTHING
    audience = " and ".join(f"{who}s" for who in guide.audience)
    return piece("Guide{}{}", f" for {audience}" if audience else "", reviewed)


def _text(guide: Guide, start: int, end: int) -> Markup:
    """Without the title that the text begins with: it stands above already."""
    title = f"# {guide.title}"
    stripped = guide.text.lstrip()
    cut = len(guide.text) - len(stripped) + len(title) if stripped.startswith(title) else 0
    return prose_with_quote(guide.text[cut:], max(0, start - cut), end - cut)


def _sources(guide: Guide) -> Markup:
    if not guide.sources:
        return NOTHING
    return piece(
        "<h2>Sources</h2>{}", listed([piece("{}", source) for source in guide.sources], "sources-of-guide")
    )
