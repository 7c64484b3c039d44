"""A badge as a picture that carries its credential: pure functions.

The picture is an SVG of our own drawing. Baked (Open Badges 3.0, 5.3.2) it holds the signed credential, so that one
file is both what people look at and what programs check.
"""

from __future__ import annotations

import re
from datetime import date
from html import escape

from copilot.domain.recognition import Badge, BadgeKind
from copilot.domain.wording import day_in_words

NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
INK, PAPER, GREEN, SAND = "#20292b", "#f6f3ec", "#1b6558", "#c98a4b"
_CREDENTIAL = re.compile(r'<openbadges:credential\b[^<>]*?\bverify="([A-Za-z0-9_\-.]+)"')
_OURS = re.compile(r'<title id="t">')
_WORDS = re.compile(r"<(?:text|title)\b[^<>]*>([^<>]*)<")
_LINE, _MOST_LINES = 21, 3
"""Characters of a line of the name, and how many lines there is room for."""
_DOTS = 48

# Drawn in a square of 120 by 120 with round ends; `{green}` and `{sand}` are the colours of the pen.
_MARKS = {
    BadgeKind.TRACK: (
        '<path d="M60 34C48 24 30 24 16 28v62c14-4 32-4 44 6" stroke="{green}"/>'
        '<path d="M60 34c12-10 30-10 44-6v62c-14-4-32-4-44 6V34" stroke="{green}"/>'
        '<path d="M74 48c6-3 12-4 18-4M74 64c6-3 12-4 18-4" stroke="{sand}"/>'
    ),
    BadgeKind.TENTH_SESSION: (
        '<path d="M14 52a30 24 0 1 1 22 23l-14 11 3-16a24 24 0 0 1-11-18z" stroke="{green}"/>'
        '<path d="M62 88a28 22 0 0 0 20 7l14 9-3-14a22 22 0 0 0 9-32" stroke="{sand}"/>'
    ),
    BadgeKind.GOAL_REACHED: (
        '<path d="M12 100 46 44l18 28 12-16 32 44z" stroke="{green}"/>'
        '<path d="M46 44V14l24 9-24 9" stroke="{sand}"/>'
    ),
    BadgeKind.FIRST_ADVOCACY: (
        '<path d="M30 104V20h60v84M16 104h88" stroke="{green}"/>'
        '<path d="M30 20l34 14v74L30 104M56 68v6" stroke="{sand}"/>'
    ),
    BadgeKind.RETURNING_MENTOR: (
        '<path d="M98 60a38 38 0 1 1-12-28" stroke="{green}"/><path d="M88 12v22H66" stroke="{green}"/>'
        '<circle cx="60" cy="60" r="14" stroke="{sand}"/>'
    ),
    BadgeKind.CIRCLE_CHAIR: (
        '<circle cx="60" cy="20" r="10" stroke="{sand}"/><circle cx="98" cy="48" r="9" stroke="{green}"/>'
        '<circle cx="84" cy="94" r="9" stroke="{green}"/><circle cx="36" cy="94" r="9" stroke="{green}"/>'
        '<circle cx="22" cy="48" r="9" stroke="{green}"/>'
    ),
    BadgeKind.MOMENT: (
        '<circle cx="60" cy="62" r="20" stroke="{green}"/>'
        '<path d="M60 14v14M60 96v14M12 62h14M94 62h14M26 28l10 10M84 86l10 10M94 28 84 38M36 86 26 96" '
        'stroke="{sand}"/>'
    ),
}  # fmt: skip


def drawn(kind: BadgeKind, name: str, issuer: str, on: date, signed: str = "") -> str:
    """The picture; with `signed`, baked. Every word of it is escaped."""
    said = (
        f'{_told(_printable(name))}<text x="256" y="430" font-size="19">{escape(_short(_printable(issuer), 30))}</text>'
        f'<text x="256" y="456" font-size="17">{day_in_words(on)}</text>'
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="{NAMESPACE}" viewBox="0 0 512 512" '
        'role="img" aria-labelledby="t">\n'
        f'{_carried(signed)}<title id="t">{escape(_printable(name))}</title>\n'
        f"{_medal(kind, 'translate(181 96) scale(1.25)')}"
        f'<g fill="{INK}" text-anchor="middle" font-family="Palatino, Georgia, serif">{said}</g>\n</svg>\n'
    )


def wordless(kind: BadgeKind) -> str:
    """The picture without words, for where these stand beside it."""
    medal = _medal(kind, "translate(124 124) scale(2.2)")
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">{medal}</svg>'


def baked(badge: Badge, issuer: str) -> bytes:
    """A badge that was taken, as a file."""
    return drawn(badge.kind, badge.name, issuer, badge.on, badge.credential).encode()


def carried_in(svg: str) -> str:
    """The signed credential that a picture carries; empty where it carries none. The XML is not read as such."""
    found = _CREDENTIAL.search(svg)
    return found[1] if found else ""


def picture_agrees(file: str, name: str, issuer: str, on: date | None) -> bool:
    """Whether a picture of our drawing says the words of the badge in it; other files say none that we know of."""
    if not _OURS.search(file) or on is None:
        return True
    return _WORDS.findall(file) == _WORDS.findall(drawn(BadgeKind.MOMENT, name, issuer, on))


def _medal(kind: BadgeKind, placed: str) -> str:
    mark = _MARKS[kind].format(green=GREEN, sand=SAND)
    return (
        f'<circle cx="256" cy="256" r="246" fill="{GREEN}"/><circle cx="256" cy="256" r="226" fill="{PAPER}"/>\n'
        f'{_beads()}\n<g transform="{placed}" fill="none" stroke-width="5" stroke-linecap="round" '
        f'stroke-linejoin="round">{mark}</g>\n'
    )


def _told(name: str) -> str:
    """The name in lines, about the same middle however many these are."""
    lines = _lines(name)
    top = 344 - 19 * (len(lines) - 1)
    return "".join(
        f'<text x="256" y="{top + 38 * n}" font-size="32" font-weight="600">{escape(line)}</text>'
        for n, line in enumerate(lines)
    )


def _carried(signed: str) -> str:
    if not signed:
        return ""
    return f'<openbadges:credential verify="{escape(signed)}"></openbadges:credential>\n'


def _beads() -> str:
    """A ring of dots, as one dashed line without length."""
    gap = 2 * 3.14159 * 236 / _DOTS
    return (
        f'<circle cx="256" cy="256" r="236" fill="none" stroke="{PAPER}" stroke-width="5" stroke-linecap="round" '
        f'stroke-dasharray="0 {gap:.3f}"/>'
    )


def _lines(name: str) -> list[str]:
    """The name in lines of a like length; what doesn't fit is cut after a whole word."""
    lines = [""]
    for word in _short(name, _LINE * _MOST_LINES).split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _LINE:
            lines.append("")
        lines[-1] = _short(f"{lines[-1]} {word}".strip(), _LINE + 3)
    if len(lines) <= _MOST_LINES:
        return lines
    return [*lines[: _MOST_LINES - 1], _short(" ".join(lines[_MOST_LINES - 1 :]), _LINE)]


def _printable(words: str) -> str:
    """Without what may not stand in XML, escaped or not."""
    return "".join(each if each.isprintable() else " " for each in words)


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
