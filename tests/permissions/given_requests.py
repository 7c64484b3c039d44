"""Informal requests of each owner: one for everybody, one that a helper was taken for, one for the spring programme."""

from __future__ import annotations

from datetime import timedelta

from copilot.domain.help_requests import HelpOffer, HelpRequest
from copilot.ports import UnitOfWork
from tests.permissions import community


def give(unit: UnitOfWork, owner: str, programme: str) -> None:
    """The same for every owner; `inside` belongs to the spring programme where its owner takes part in it or not."""
    offer = HelpOffer(member=community.PARTNER, at=community.NOW, words="Between us: gladly.")
    common = {
        "member": owner,
        "text": "Could someone look over my talk?",
        "by": community.NOW.date() + timedelta(days=5),
        "asked": community.NOW,
        "offers": (offer,),
    }
    unit.help_requests.add(
        HelpRequest(id=f"h:{owner}", **common),
        HelpRequest(id=f"inside:{owner}", programme=community.SPRING, **common),
        HelpRequest(id=f"taken:{owner}", state="taken", helper=community.PARTNER, **common),
        HelpRequest(id=f"over:{owner}", state="withdrawn", closed=community.NOW, **common),
    )
