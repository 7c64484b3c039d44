"""A post's Markdown as plain text: nothing hidden behind a label, nothing that turns the line around, nobody pinged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

ELLIPSIS = " …"
URL = re.compile(r"https?://[^\\\s<>|\"'`\[\]{}()*]*[^\\\s<>|\"'`\[\]{}()*.,;:!?_~]")
"""An address in a text; characters that end or disguise one in any of the channels are no part of it."""
_ENDS_A_LINK = re.compile(r"[\\\s<>|\"'`\[\]{}()*]|[.,;:!?_~]$")
_UNSEEN = re.compile(
    # Controls; what has no width; what turns the direction of a line, and so can show an address backwards.
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_MANY_LINES = re.compile(r"\n{3,}")
_CALL = re.compile(r"@(?=(?:channel|here|everyone|all)\b)|(?<![A-Za-z0-9_.+-])@(?=\S|\Z)", re.IGNORECASE)
"""The sign that begins a mention; that of an e-mail address follows a letter, and stays."""
NO_CALL = "@\u200b"
"""The same sign with a space of no width behind it, which ends a mention in every channel."""


def plain(markdown: str) -> str:
    """The words of a Markdown text as they are read; an address that a label would hide stands behind it."""
    blocks = list(_blocks(_parser().parse(_UNSEEN.sub("", markdown.replace("\r\n", "\n")))))
    return _MANY_LINES.sub("\n\n", "\n".join(blocks)).strip()


def one_line(text: str) -> str:
    """A title or a name: one line, without what cannot be seen."""
    return " ".join(_UNSEEN.sub("", text).split())


def without_calls(text: str) -> str:
    """The same text, in which nobody is called: neither everybody nor somebody by name."""
    return _CALL.sub(NO_CALL, text)


def cut(text: str, most: int, size: Callable[[str], int] = len) -> str:
    """The text, or as many whole words of it as fit with an ellipsis.

    Args:
        text: what is cut.
        most: the largest size that fits.
        size: how large a text is once it is put in its place; never smaller for a longer text.
    """
    if size(text) <= most:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(text[:middle] + ELLIPSIS) <= most else (low, middle - 1)
    kept = text[:low]
    if low < len(text) and not text[low].isspace():
        words, space, _ = kept.rpartition(" ")
        kept = words if space and len(words) > low // 2 else kept
    return kept.rstrip() + ELLIPSIS


def utf16(text: str) -> int:
    """Its length as JavaScript counts it: the strictest way in which these channels may count characters."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def in_parts(text: str, written: Callable[[str], str], address: Callable[[str], str]) -> str:
    """The text with its addresses put in one way, and all between them in another."""
    parts, at = [], 0
    for found in URL.finditer(text):
        parts += [written(text[at : found.start()]), address(safe(found[0]))]
        at = found.end()
    return "".join([*parts, written(text[at:])])


def safe(url: str) -> str:
    """An address in which no mention begins, and no name stands before the host (RFC 3986, sections 2.1 and 3.2.1)."""
    return url.replace("@", "%40")


def as_link(address: str) -> str:
    """An address that is a whole link in every channel: signs that would end it there are written as numbers."""
    return safe(
        _ENDS_A_LINK.sub(lambda sign: "".join(f"%{byte:02X}" for byte in sign[0].encode()), one_line(address))
    )


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False})


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    """A line or more for each block, with an empty one between paragraphs, and a sign before what is in a list."""
    signs: list[str] = []
    numbers: list[int] = []
    for token in tokens:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            numbers.append(int(token.attrGet("start") or 1) if token.type.startswith("ordered") else 0)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            numbers.pop()
            yield ""
        elif token.type == "list_item_open":
            signs.append(_sign(numbers))
        elif token.type == "inline":
            yield signs.pop() + _words(token.children or []) if signs else _words(token.children or [])
        elif token.type in {"fence", "code_block"}:
            yield token.content.rstrip("\n")
            yield ""
        elif token.type in {"paragraph_close", "heading_close"} and not numbers:
            yield ""


def _sign(numbers: list[int]) -> str:
    indent = "  " * (len(numbers) - 1)
    if not numbers[-1]:
        return f"{indent}• "
    numbers[-1] += 1
    return f"{indent}{numbers[-1] - 1}. "


def _words(tokens: Sequence[Token]) -> str:
    """What is read of a line; behind the label of a link stands where it leads."""
    said: list[str] = []
    links: list[tuple[int, str]] = []
    for token in tokens:
        if token.type == "link_open":
            links.append((len(said), str(token.attrGet("href") or "")))
        elif token.type == "link_close":
            begun, leads_to = links.pop()
            said += _where_it_leads("".join(said[begun:]), leads_to)
        elif token.type == "image":
            said += [token.content, *_where_it_leads(token.content, str(token.attrGet("src") or ""))]
        elif token.type in {"softbreak", "hardbreak"}:
            said.append("\n")
        else:
            said.append(token.content)
    return "".join(said)


def _where_it_leads(label: str, address: str) -> list[str]:
    shown = address.removeprefix("mailto:")
    return [] if label.strip() in {address, shown} else [f" ({shown})" if label.strip() else shown]
