"""Whom one could work with, and one's own matches."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from copilot.domain.matches import Match, MatchRole, Suggestion
from ui.api.asking import Reading, Writing
from ui.api.shapes import Id, Named, Page, Paged

router = APIRouter(tags=["matches"])


@router.get("/suggestions")
def suggestions(
    by: Reading,
    role: MatchRole = MatchRole.MENTOR,
    k: Annotated[int, Query(ge=1, le=10)] = 3,
    programme: Named = "",
) -> list[Suggestion]:
    """Who may suit you, with what speaks for and against each."""
    return by.copilot.matching.suggest(by.asker, by.her, role, k, programme)


@router.get("/matches")
def matches(by: Reading, part: Paged) -> Page[Match]:
    """Your matches, from the approval on."""
    return Page[Match].of(by.copilot.matching.list_matches(by.asker, member=by.her), part)


@router.get("/matches/{match}")
def match(by: Reading, match: Id) -> Match:
    """One match."""
    return by.copilot.matching.show(by.asker, match)


@router.post("/matches/{match}/accept")
def accept(by: Writing, match: Id) -> Match:
    """Say yes to an approved match; with both a relationship begins."""
    return by.copilot.matching.accept(by.asker, match)


@router.post("/matches/{match}/decline")
def decline(by: Writing, match: Id) -> Match:
    """Say no to a match that waits for your answer. Nobody asks why."""
    return by.copilot.matching.say_no(by.asker, match)
