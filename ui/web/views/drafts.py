"""A draft on paper: its words, where they come from, and what the checks say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup

from copilot.domain.citations import Citation, GuideCitation, ProfileCitation
from copilot.domain.drafts import CheckResult, Draft
from copilot.errors import NothingToSay
from ui.web.people import People
from ui.web.views.guides import guide_link
from ui.web.views.markdown import prose
from ui.web.views.pieces import NOTHING, badge, listed, notice, piece, together

_MARK = re.compile(r"\[(\d{1,3})\]")
_SOURCES = re.compile(r"\n## Sources\n\s*(?:\d+\. .*(?:\n|$))+")
_STANDING = {"offered": "care", "edited": "care", "approved": "good", "discarded": "quiet"}
_STATES = {
    "offered": "a draft: it counts once you approve it",
    "edited": "a draft in your words: approve it when it’s right",
    "approved": "approved",
    "discarded": "discarded",
}
EXPORTS = {"md": "Markdown", "docx": "Word", "ics": "Calendar"}
_KINDS = {
    "goal": "goal", "moment": "moment", "session": "session", "note": "note", "action": "promise",
    "programme": "programme", "agreement": "agreement",
}  # fmt: skip


def paper(draft: Draft, people: People) -> Markup:
    """The draft as it will be read, with its checks and sources below."""
    by = "composed here, without a chat model" if draft.writer == "embedded" else f"written by {draft.writer}"
    return piece(
        '<div class="draft"><p class="badges">{state} {by}</p>{remark}<div class="paper prose">{text}</div>'
        '<div class="below">{checks}{sources}</div></div>',
        state=badge(_STATES[draft.state], _STANDING[draft.state]), by=badge(by, "quiet"),
        remark=notice(draft.remark, "plain"), text=with_marks(draft), checks=_checks(draft.checks),
        sources=_sources(draft.citations, people),
    )  # fmt: skip


def with_marks(draft: Draft) -> Markup:
    """The Markdown as HTML, its marks `[1]` made small; those of guides open the guide.

    The list of sources, meant for files, is left out: the page shows them below, with links.
    """
    citations = {citation.n: citation for citation in draft.citations}
    words = _SOURCES.sub("\n", draft.markdown)

    def mark(found: re.Match[str]) -> str:
        citation = citations.get(int(found.group(1)))
        return str(_mark(citation)) if citation else found.group()

    return Markup(_MARK.sub(mark, str(prose(words, below=1))))  # noqa: S704 - escaped, with marks of our own put in


def _mark(citation: Citation) -> Markup:
    if isinstance(citation, GuideCitation):
        label = f"Source {citation.n}: {citation.section}"
        link = guide_link(str(citation.n), citation.path, citation.start, citation.end, label)
        return piece('<sup class="mark">{}</sup>', link)
    return piece('<sup class="mark"><span title="“{}”">{}</span></sup>', citation.quote, citation.n)


def _checks(checks: Sequence[CheckResult]) -> Markup:
    if not checks:
        return NOTHING
    passed = sum(check.passed for check in checks)
    lines = listed([_check(check) for check in checks], "plain")
    opened = NOTHING if passed == len(checks) else Markup(" open")
    return piece(
        "<details{}><summary>{} of {} checks passed</summary>{}</details>", opened, passed, len(checks), lines
    )


def _check(check: CheckResult) -> Markup:
    return piece(
        '<span class="check {}"><span aria-hidden="true">{}</span>{}<span class="for-readers">: {}</span></span>{}',
        "passed" if check.passed else "failed", "✓" if check.passed else "!", check.name,
        "passed" if check.passed else "look again", _reason(check),
    )  # fmt: skip


def _reason(check: CheckResult) -> Markup:
    return piece('<p class="small">{}</p>', check.reason) if check.reason and not check.passed else NOTHING


def _sources(citations: Sequence[Citation], people: People) -> Markup:
    if not citations:
        return NOTHING
    lines = together([piece('<li value="{}">{}</li>', c.n, _source(c, people)) for c in citations])
    return piece(
        '<details class="made-from"><summary>Made from {} quotations</summary><ol>{}</ol></details>',
        len(citations),
        lines,
    )


def _source(citation: Citation, people: People) -> Markup:
    if isinstance(citation, GuideCitation):
        where = guide_link(citation.section or citation.path, citation.path, citation.start, citation.end)
    elif isinstance(citation, ProfileCitation):
        where = piece("{}’s profile, {}", people.first(citation.member), citation.field.partition("[")[0])
    else:
        where = piece("{}", _KINDS[citation.kind])
    return piece('<q>{}</q> <span class="small">{}</span>', citation.quote, where)


def exports(draft: Draft) -> Markup:
    """Links that take the draft away as a file."""
    kinds = (
        EXPORTS if draft.kind == "agenda" else {kind: name for kind, name in EXPORTS.items() if kind != "ics"}
    )
    links = [
        piece('<a class="button" href="/draft/{}.{}" download>{}</a>', draft.id, kind, name)
        for kind, name in kinds.items()
    ]
    return piece('<p class="take"><span>Take it with you:</span> {}</p>', together(links, " "))


def questions(error: NothingToSay) -> Markup:
    """Too little is known for a draft: what to ask instead."""
    asked = [piece("{}", question) for question in getattr(error, "questions", ())]
    told = listed(asked) if asked else piece("<p>{}</p>", error.cure)
    return piece(
        '<div class="unsaid"><p class="unsaid-title">{}</p><p>I’d rather ask than make something up:</p>{}</div>',
        error.message, told,
    )  # fmt: skip
