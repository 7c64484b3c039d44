"""Words of a reply as Markdown in which nothing that came out of data is live, whoever shows it.

A topic, a promise or a passage of a guide may hold a link, a picture or HTML. It stays readable; but no
program makes a link of it, loads a picture for it, or obeys a control character in it.
"""

from __future__ import annotations

import re

from knowledge.decoding import seen

_SCHEMES = "https?|ftps?|file|mailto|tel|sms|data|javascript|vbscript|webcal|wss?|ssh|git"
_ADDRESS = (
    rf"(?:(?:{_SCHEMES}):\S|(?:[a-z][a-z0-9+.-]{{1,15}}:)?//[\w\[]|[a-z][a-z0-9+.-]{{1,15}}:\\\\|www\.\w"
    r"|[\w.+-]+@[\w-]+\.\w)[^\s`]*"
)
_PART = re.compile(
    rf"(?P<code>`[^`\n\\]+`(?!`))|(?<![\w\\])(?P<address>{_ADDRESS})|(?P<escaped>\\[^\w\s])"
    r"|(?P<bracket>\[)|(?P<tag><(?=[A-Za-z/!?]))|(?P<tick>`+)",
    re.IGNORECASE,
)
_LINK = re.compile(r"!?(?<!\\)\[([^\[\]]*)(?<!\\)\]\(\s*<?([^\s()<>]+)>?[^()]*\)")
_MARK = re.compile(r"\[\d{1,3}\](?!\()")
_BOX = re.compile(r"\[[ xX]\] ")
_BEFORE_WORDS = re.compile(r"(?:\s|>|[-*+]\s|\d{1,9}[.)]\s)*\Z")
_AFTER_AN_ADDRESS = ".,;:!?)\"'”’…»"


def inert(text: str) -> str:
    """The same words with links and pictures as words and address, HTML as it is written, and addresses set as code.

    Bold, lists, headings, marks `[1]` and boxes to tick stay Markdown; what is escaped already is left alone.
    """
    return "\n".join(_PART.sub(_shown, _LINK.sub(r"\1 (\2)", line)) for line in seen(text).split("\n"))


def _shown(found: re.Match[str]) -> str:
    part = found[0]
    if found["address"]:
        address = part.rstrip(_AFTER_AN_ADDRESS) or part
        return f"`{address}`{part[len(address) :]}"
    if found["tick"]:
        return "'" * len(part)
    if found["tag"] or (found["bracket"] and not _leads_nowhere(found.string, found.start())):
        return f"\\{part}"
    return part


def _leads_nowhere(line: str, at: int) -> bool:
    """Whether a bracket is a mark, or a box to tick where an entry of a list begins."""
    begins = bool(_BEFORE_WORDS.match(line, 0, at))
    if begins and _BOX.match(line, at):
        return True
    mark = _MARK.match(line, at)
    # `[1]: …` on a line of its own would say where every `[1]` leads.
    return bool(mark) and not (begins and line[mark.end() if mark else at :][:1] == ":")
