"""Words of a reply as Markdown in which nothing that came out of data is live, whoever shows it.

A topic, a promise or a passage of a guide may hold a link, a picture or HTML. It stays readable, word for word; but no
program makes a link of it, loads a picture for it, or obeys a control character in it.
"""

from __future__ import annotations

import re

from knowledge.decoding import seen

_ESCAPED = r"(?<!\\)(?:\\\\)*"
_BRACKET = re.compile(rf"({_ESCAPED})\[")
_MARK = re.compile(r"\[\d{1,3}\](?!\()")
_BOX = re.compile(r"\[[ xX]\] ")
_LINE_BEGINS = re.compile(r"(?:\s|>|[-*+]\s|\d{1,9}[.)]\s)*\Z")
_TAG = re.compile(rf"({_ESCAPED})<(?=[A-Za-z/!?])")
_SCHEMES = "https?|ftps?|file|mailto|tel|sms|data|javascript|vbscript|webcal|wss?|ssh|git"
_ADDRESS = re.compile(
    rf"(?<![\w`])(?:(?:{_SCHEMES}):\S|(?:[a-z][a-z0-9+.-]{{1,15}}:)?//[\w\[]|[a-z][a-z0-9+.-]{{1,15}}:\\\\|www\.\w"
    r"|[\w.+-]+@[\w-]+\.\w)[^\s`]*",
    re.IGNORECASE,
)
_CODE = re.compile(r"`[^`\n]*`")
_CLOSING = ".,;:!?)\"'”’…»"


def inert(text: str) -> str:
    """The same words with links, pictures and HTML shown as they are written, and addresses set as code.

    Bold, lists, headings, marks `[1]` and boxes to tick stay Markdown; what is escaped already is left alone.
    """
    return "\n".join(_inert_line(line) for line in seen(text).split("\n"))


def _inert_line(line: str) -> str:
    if line.count("`") % 2:
        line = line.replace("`", "'")
    line = _BRACKET.sub(_bracket, line)
    return _outside_code(_TAG.sub(r"\1\\<", line))


def _bracket(found: re.Match[str]) -> str:
    """A bracket that could open a link is escaped; a mark, or a box at the start of a list's entry, is none."""
    line, at = found.string, found.end() - 1
    begins = bool(_LINE_BEGINS.match(line, 0, at))
    mark = _MARK.match(line, at)
    # `[1]: …` on a line of its own would say where every `[1]` leads.
    if mark and not (begins and line[mark.end() : mark.end() + 1] == ":"):
        return found[0]
    return found[0] if begins and _BOX.match(line, at) else f"{found[1]}\\["


def _outside_code(line: str) -> str:
    """Addresses as code, but for those that are code already."""
    parts, last = [], 0
    for code in _CODE.finditer(line):
        parts += [_ADDRESS.sub(_as_code, line[last : code.start()]), code[0]]
        last = code.end()
    return "".join([*parts, _ADDRESS.sub(_as_code, line[last:])])


def _as_code(found: re.Match[str]) -> str:
    address = found[0].rstrip(_CLOSING) or found[0]
    return f"`{address}`{found[0][len(address) :]}"
