"""Drafts: made, read, changed, decided on, taken away as a file."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Response

from copilot.domain.drafts import Draft, DraftKind
from copilot.errors import BadInput
from ui.api.asking import Asked, Reading, Writing
from ui.api.shapes import Approved, Discarded, Edited, ExportFormat, Id, NewDraft, Page, Paged

router = APIRouter(tags=["drafts"])
FILES = {
    "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
    "text/markdown": {"schema": {"type": "string"}},
    "text/calendar": {"schema": {"type": "string"}},
    "application/json": {"schema": {}},
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": {
        "schema": {"type": "string", "format": "binary"}
    },
}


@router.get("/drafts")
def drafts(by: Reading, part: Paged, kind: DraftKind | None = None) -> Page[Draft]:
    """Your drafts, the newest first."""
    return Page[Draft].of(by.copilot.drafting.list(by.asker, kind), part)


@router.post("/drafts", status_code=201)
def make(by: Writing, new: NewDraft) -> Draft:
    """Have something drafted. Where too little is known, the problem holds `questions` to ask instead."""
    return _MAKERS[new.kind](by, new)


@router.get("/drafts/{draft}")
def draft(by: Reading, draft: Id) -> Draft:
    """One draft."""
    return by.copilot.drafting.show(by.asker, draft)


@router.put("/drafts/{draft}")
def edit(by: Writing, draft: Id, edited: Edited) -> Draft:
    """Keep your own words instead; the earlier text stays as a version."""
    return by.copilot.drafting.edit(by.asker, draft, edited.markdown)


@router.post("/drafts/{draft}/approve")
def approve(by: Writing, draft: Id, approved: Approved) -> Draft:
    """Stand behind it."""
    read = by.copilot.drafting.show(by.asker, draft)
    if read.consent and read.about == by.her:
        # Here her yes is consent to words that others read: that she gives herself, and no program of hers.
        by.copilot.policy.require_in_person(by.asker, "agree to words about you that others read")
    return by.copilot.drafting.approve(by.asker, draft, approved.version)


@router.post("/drafts/{draft}/discard")
def discard(by: Writing, draft: Id, discarded: Discarded) -> Draft:
    """Put it away."""
    return by.copilot.drafting.discard(by.asker, draft, discarded.reason)


@router.get("/drafts/{draft}/export", response_class=Response, responses={200: {"content": FILES}})
def export(by: Reading, draft: Id, format_: ExportFormat = "md") -> Response:
    """The draft as a file: md, docx, ics or json."""
    file = by.copilot.drafting.export(by.asker, draft, format_)
    called = {"content-disposition": f'attachment; filename="draft.{format_}"'}
    return Response(file.content, media_type=file.media_type, headers=called)


def _of_relationship(new: NewDraft) -> str:
    if not new.relationship:
        raise BadInput(
            "Of which relationship is not said.",
            place="relationship",
            cure="GET /relationships lists yours.",
        )
    return new.relationship


def _of_session(new: NewDraft) -> str:
    if not new.session:
        raise BadInput(
            "Of which session is not said.",
            place="session",
            cure="GET /relationships/…/sessions lists them.",
        )
    return new.session


_MAKERS: dict[str, Callable[[Asked, NewDraft], Draft]] = {
    "goal-plan": lambda by, new: by.copilot.drafting.goal_plan(by.asker, new.member or by.her),
    "agenda": lambda by, new: by.copilot.drafting.agenda(
        by.asker, _of_relationship(new), new.minutes, new.topic
    ),
    "agreement": lambda by, new: by.copilot.drafting.agreement(by.asker, _of_relationship(new)),
    "actions": lambda by, new: by.copilot.drafting.actions(by.asker, _of_session(new), new.text),
    "recognition": lambda by, new: by.copilot.drafting.recognition(by.asker, new.member or by.her, new.tone),
    "charter": lambda by, new: by.copilot.drafting.charter(by.asker, new.role),
    "brief": lambda by, new: by.copilot.drafting.brief(by.asker, new.member or by.her, new.aim),
}
