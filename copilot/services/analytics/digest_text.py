"""A digest as Markdown and as plain text: the same lines, with what data says escaped or as it is."""

from __future__ import annotations

import re
from collections.abc import Callable

from copilot.domain.wording import day_in_words
from copilot.services.analytics.digest_told import Digest, DigestLine, Where
from knowledge.decoding import seen

_MARKS = re.compile(r"[\\`*_{}\[\]<>&~|#$]")
_LIVE = re.compile(r"(?i)(?<=:)//|\bwww(?=\.)|@")
"""Where a reader of Markdown would make a link of bare words."""
_BEGINS = re.compile(r"^([-+=>]|\d{1,9}(?=[.)]))")


def as_markdown(digest: Digest, address: str = "") -> str:
    """The digest as Markdown. With the web app's address its pages are links. Nothing out of data is live."""
    return _written(digest, in_markdown, lambda where: _where_in_markdown(where, address))


def as_text(digest: Digest, address: str = "") -> str:
    """The digest for a reader of plain text."""
    return _written(digest, in_a_line, lambda where: _where_in_text(where, address))


def title_of(digest: Digest) -> str:
    """What it is, in a line of plain text."""
    named = digest.name if digest.programme_name else "The whole community"
    return in_a_line(f"{named}: the week of {day_in_words(digest.week.first)} ({digest.week.label})")


def in_a_line(words: str) -> str:
    """The same words in one line, with no character that can't be seen."""
    return " ".join(seen(words).split())


def in_markdown(words: str) -> str:
    """The same words in one line, with nothing that Markdown would read."""
    line = _MARKS.sub(lambda found: f"\\{found[0]}", in_a_line(words))
    return _BEGINS.sub(_not_a_list, _LIVE.sub(_not_a_link, line))


def _not_a_link(found: re.Match[str]) -> str:
    part = found[0]
    if part == "@":
        return "&#64;\u200b"
    return "\\/\\/" if part == "//" else f"{part}\u200b"


def _not_a_list(found: re.Match[str]) -> str:
    part = found[0]
    return f"\u200b{part}" if part.isdigit() else f"\\{part}"


def _written(digest: Digest, plain: Callable[[str], str], where: Callable[[Where], str]) -> str:
    parts = [f"# {plain(title_of(digest))}", *map(plain, digest.opening)]
    for title, lines in digest.sections:
        parts.append(f"## {title}")
        parts += ["\n".join(_line(each, plain, where)) for each in lines]
    if digest.notes:
        parts += ["---", " ".join(map(plain, digest.notes))]
    return "\n\n".join(parts) + "\n"


def _line(line: DigestLine, plain: Callable[[str], str], where: Callable[[Where], str]) -> list[str]:
    pairs = [f"  - {plain(each.names)}: {plain(each.reason)} {plain(each.step)}" for each in line.pairs]
    return [f"- {plain(line.text)}", *pairs, f"  - {where(line.where)}"]


def _where_in_markdown(where: Where, address: str) -> str:
    page = f"[{where.page.capitalize()}]({address}/{where.page})" if address else where.page.capitalize()
    return f"Look it up: {page}, or {_code(where.command)}"


def _where_in_text(where: Where, address: str) -> str:
    page = f"{address}/{where.page}" if address else f"the page “{where.page.capitalize()}”"
    return f"Look it up: {page}, or {in_a_line(where.command)}"


def _code(words: str) -> str:
    """In more backticks than stand in it, as CommonMark has it."""
    line = in_a_line(words)
    fence = "`" * (max(map(len, re.findall("`+", line)), default=0) + 1)
    return f"{fence}{line}{fence}" if fence == "`" else f"{fence} {line} {fence}"
