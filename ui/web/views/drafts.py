"""A draft on paper: its words, where they come from, and what the checks say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from copilot.domain.asking import Asker
from copilot.domain.citations import Citation
from copilot.domain.drafts import CheckResult, Draft, DraftKind
from copilot.errors import NothingToSay
from copilot.services.agreements import AgreementStanding
from ui.web.people import People
from ui.web.views.citations import marked, quotations
from ui.web.views.pieces import NOTHING, badge, counted, day, listed, notice, piece, together

_SOURCES = re.compile(r"\n## Sources\n\s*(?:\d+\. .*(?:\n|$))+")
_STANDING = {"offered": "care", "edited": "care", "approved": "good", "discarded": "quiet"}
_STATES = {
    "offered": "a draft: it counts once you approve it",
    "edited": "a draft in your words: approve it when it’s right",
    "approved": "approved",
    "discarded": "discarded",
}
EXPORTS = {"md": "Markdown", "docx": "Word", "ics": "Calendar"}
_TITLE = re.compile(r"^#{1,3} +(.+?)\s*$", re.MULTILINE)
_CALLED = {
    DraftKind.GOAL_PLAN: "goal plan", DraftKind.AGENDA: "agenda", DraftKind.RECOGNITION: "words of recognition",
    DraftKind.AGREEMENT: "agreement", DraftKind.CHARTER: "role charter", DraftKind.BRIEF: "brief for a sponsor",
    DraftKind.ACTIONS: "action items", DraftKind.PLAYBOOK: "playbook", DraftKind.RUN_SHEET: "run sheet",
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
    return marked(_SOURCES.sub("\n", draft.markdown), citations, below=1)


def title_of(draft: Draft) -> str:
    """Its first heading; else what kind it is."""
    found = _TITLE.search(draft.markdown)
    return found[1] if found else called(draft.kind)


def called(kind: DraftKind) -> str:
    """What people call a kind of draft."""
    return _CALLED[kind]


def consent(draft: Draft, people: People, asker: Asker) -> Markup:
    """Whether the one it is about agreed to its being told; nothing where nobody was asked."""
    if (
        draft.kind is DraftKind.RECOGNITION
        and draft.state in ("offered", "edited")
        and draft.consent == "given"
    ):
        told = "You have" if asker.member == draft.about else f"{people.first(draft.about)} has"
        return notice(f"{told} agreed to these words. Whoever changes them asks anew.", "plain")
    if draft.state != "approved" or not draft.consent:
        return NOTHING
    if draft.consent != "asked":
        return notice("It may be told: it was agreed to by whom it is about.", "good")
    if asker.member == draft.about:
        return notice("These words are about you. Nobody else reads them until you agree.", "plain")
    return notice(
        f"Nobody else reads it until {people.first(draft.about)} agrees to its being told.", "plain"
    )


def signatures(standing: AgreementStanding, people: People, asker: Asker) -> Markup:
    """Who has signed an agreement, and when."""
    lines = [
        piece(
            '<span class="checked {}"><span aria-hidden="true">{}</span>{} {}</span>',
            "passed" if at else "failed", "✓" if at else "…",
            "You" if member == asker.member else people.name(member), _signed(at, member == asker.member),
        )
        for member, at in standing.signed.items()
    ]  # fmt: skip
    title = "Signed by all: it holds." if standing.in_force else "It holds once everybody has signed."
    told = listed([piece("{}", sentence) for sentence in standing.words])
    return piece('<div class="card signing"><h3>{}</h3>{}{}</div>', title, listed(lines, "plain"), told)


def _signed(at: datetime | None, own: bool) -> Markup:
    if at is None:
        return piece("{} not signed yet", "have" if own else "has")
    return piece("signed on {}", day(at))


def another_text() -> Markup:
    """Said of an agreement in the place of which another was offered."""
    return notice("Another text of this agreement was offered since; that one is the one to sign.", "care")


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
        '<span class="checked {}"><span aria-hidden="true">{}</span>{}<span class="for-readers">: {}</span></span>{}',
        "passed" if check.passed else "failed", "✓" if check.passed else "!", check.name,
        "passed" if check.passed else "look again", _reason(check),
    )  # fmt: skip


def _reason(check: CheckResult) -> Markup:
    return piece('<p class="small">{}</p>', check.reason) if check.reason and not check.passed else NOTHING


def _sources(citations: Sequence[Citation], people: People) -> Markup:
    if not citations:
        return NOTHING
    return piece(
        '<details class="made-from"><summary>Made from {}</summary>{}</details>',
        counted(len(citations), "quotation"), quotations(citations, people),
    )  # fmt: skip


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
