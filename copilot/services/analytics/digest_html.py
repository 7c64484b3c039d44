"""A digest as HTML: inline styles, no picture, nothing fetched; light or dark as its reader's screen is."""

from __future__ import annotations

from html import escape

from copilot.services.analytics.digest_text import in_a_line, title_of
from copilot.services.analytics.digest_told import Digest, DigestLine, Where

_BODY = (
    "color-scheme:light dark;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;"
    "line-height:1.55;max-width:40em"
)
_PAGE = f"margin:0 auto;padding:1.5em 1.25em;{_BODY}"
_TITLE = "font-size:1.35em;line-height:1.3;font-weight:650;margin:0 0 .2em"
_HEADING = "font-size:1.02em;font-weight:650;margin:1.7em 0 .5em"
_LIST = "margin:0;padding:0;list-style:none"
_ITEM = "margin:0 0 1em;padding:0 0 0 .85em;border-left:3px solid #7a8ca3"
_PAIR = "margin:.6em 0 0"
_SMALL = "font-size:.84em;opacity:.78"
_CODE = "font-family:ui-monospace,Menlo,Consolas,monospace;overflow-wrap:anywhere"


def as_html(digest: Digest, address: str = "") -> str:
    """A whole page, to be kept as a file or opened in a browser; with the web app's address its pages are links."""
    title = escape(title_of(digest))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{title}</title>\n</head>\n"
        f'<body style="{_PAGE}">\n{as_part(digest, address)}\n</body>\n</html>\n'
    )


def as_part(digest: Digest, address: str = "") -> str:
    """The same as part of a letter."""
    heading = f'<h1 style="{_TITLE}">{escape(title_of(digest))}</h1>'
    opening = [f"<p>{_plain(each)}</p>" for each in digest.opening]
    sections = [_section(title, lines, address) for title, lines in digest.sections]
    notes = f'<p style="{_SMALL};margin-top:2em">{_plain(" ".join(digest.notes))}</p>' if digest.notes else ""
    return "\n".join(part for part in (heading, *opening, *sections, notes) if part)


def _section(title: str, lines: tuple[DigestLine, ...], address: str) -> str:
    items = "\n".join(_item(each, address) for each in lines)
    return f'<h2 style="{_HEADING}">{escape(title)}</h2>\n<ul style="{_LIST}">\n{items}\n</ul>'


def _item(line: DigestLine, address: str) -> str:
    pairs = "".join(
        f'<p style="{_PAIR}"><strong>{_plain(each.names)}</strong>: {_plain(each.reason)} {_plain(each.step)}</p>'
        for each in line.pairs
    )
    where = f'<div style="{_SMALL};margin-top:.25em">{_where(line.where, address)}</div>'
    return f'<li style="{_ITEM}">{_plain(line.text)}{pairs}{where}</li>'


def _where(where: Where, address: str) -> str:
    name = escape(where.page.capitalize())
    page = f'<a href="{escape(address)}/{escape(where.page)}" style="color:inherit">{name}</a>'
    shown = page if address else f"the page “{name}”"
    return f'Look it up: {shown}, or <code style="{_CODE}">{_plain(where.command)}</code>'


def _plain(words: str) -> str:
    return escape(in_a_line(words))
