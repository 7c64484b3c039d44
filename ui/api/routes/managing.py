"""For managers and admins: proposed matches and figures. Their tokens need the scope `manage`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from copilot.domain.matches import Match, MatchState
from copilot.services.analytics.told import Report
from ui.api.asking import Deciding, Managing
from ui.api.shapes import Declined, Id, Named, Page, Paged

router = APIRouter(tags=["managing"])
UNDECIDED = (MatchState.PROPOSED, MatchState.SECOND_REVIEW)


@router.get("/proposals")
def proposals(by: Managing, part: Paged, programme: Named = "") -> Page[Match]:
    """Matches of your programmes on which nobody has decided yet, the best first."""
    found = by.copilot.matching.list_matches(by.asker, programme=programme or None, states=UNDECIDED)
    return Page[Match].of(found, part)


@router.post("/proposals/{match}/approve")
def approve(by: Deciding, match: Id) -> Match:
    """Let the two decide; a sponsor's match takes a second yes."""
    return by.copilot.matching.approve(by.asker, match)


@router.post("/proposals/{match}/decline")
def decline(by: Deciding, match: Id, declined: Declined) -> Match:
    """Refuse a match, with the reason."""
    return by.copilot.matching.decline(by.asker, match, declined.reason, declined.because)


@router.get("/analytics")
def analytics(
    by: Managing, programme: Named = "", period: Annotated[str, Query(max_length=20)] = ""
) -> Report:
    """Figures of one of your programmes; admins see the community's too. Small groups are hidden."""
    return by.copilot.analytics.show(by.asker, programme, period=period)
