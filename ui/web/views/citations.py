"""Citations on a page: the number in the text, and what it stands for. One home for answers, drafts and the chat."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from markupsafe import Markup

from copilot.domain.citations import Citation, GuideCitation, ProfileCitation
from ui.web.people import People
from ui.web.views.guides import guide_link
from ui.web.views.markdown import prose
from ui.web.views.pieces import piece, together

_MARK = re.compile(r"\[(\d{1,3})\]")
_KINDS = {
    "goal": "goal", "moment": "moment", "session": "session", "note": "note", "action": "promise",
    "programme": "programme", "agreement": "agreement", "choice": "choice",
    "settings": "settings", "count": "counted", "event": "event",
}  # fmt: skip


def marked(text: str, citations: Mapping[int, Citation], *, below: int = 0) -> Markup:
    """Markdown as HTML, each `[1]` in it a link to the sentence it quotes, or where that is no guide, a number.

    A number without a citation stays as it is written.
    """

    def number(found: re.Match[str]) -> str:
        citation = citations.get(int(found.group(1)))
        return str(_number(citation)) if citation else found.group()

    return Markup(_MARK.sub(number, str(prose(text, below=below))))  # noqa: S704 - escaped, with marks of our own


def _number(citation: Citation) -> Markup:
    if isinstance(citation, GuideCitation):
        label = f"Source {citation.n}: {citation.section}"
        link = guide_link(str(citation.n), citation.path, citation.start, citation.end, label)
        return piece('<sup class="mark">{}</sup>', link)
    return piece('<sup class="mark"><span title="“{}”">{}</span></sup>', citation.quote, citation.n)


def quotations(citations: Iterable[Citation], people: People) -> Markup:
    """An ordered list of what is quoted, and from where."""
    lines = [piece('<li value="{}">{}</li>', one.n, _quotation(one, people)) for one in citations]
    return piece("<ol>{}</ol>", together(lines))


def _quotation(citation: Citation, people: People) -> Markup:
    if isinstance(citation, GuideCitation):
        where = guide_link(citation.section or citation.path, citation.path, citation.start, citation.end)
    elif isinstance(citation, ProfileCitation):
        where = piece("{}’s profile, {}", people.first(citation.member), citation.field.partition("[")[0])
    else:
        where = piece("{}", _KINDS[citation.kind])
    return piece('<q>{}</q> <span class="small">{}</span>', citation.quote, where)
