"""Who sees which request, and what of it."""

from __future__ import annotations

from collections.abc import Collection

from copilot.domain.asking import Asker
from copilot.domain.help_requests import HelpRequest, RequestState
from copilot.domain.programmes import TAKING_PART
from copilot.ports import UnitOfWork

UNDER_WAY: frozenset[RequestState] = frozenset({"open", "taken"})
"""What is over is nobody's business but theirs who had a part in it."""


def programmes_of(unit: UnitOfWork, asker: Asker) -> set[str]:
    """The programmes she takes part in, on a pause too."""
    if not asker.member:
        return set()
    return {each.programme for each in unit.enrolments.all(member=asker.member, state=set(TAKING_PART))}


def may_see(asker: Asker, request: HelpRequest, inside: Collection[str]) -> bool:
    """Whether she may, with the programmes she takes part in.

    Who asked, offered or was taken sees it whatever becomes of it. Everybody else does while it is under way.

    Args:
        asker: who would read it.
        request: as it stands today.
        inside: the programmes she takes part in.
    """
    if asker.member and asker.member in _with_a_part(request):
        return True
    is_for_her = not request.programme or request.programme in inside
    return request.state in UNDER_WAY and (asker.operator or (bool(asker.member) and is_for_her))


def as_seen_by(asker: Asker, request: HelpRequest) -> HelpRequest:
    """Offers, helper and thanks are for her who asked; who offered sees her own, the helper the thanks."""
    if asker.member and asker.member == request.member:
        return request
    own = request.offer_of(asker.member) if asker.member else None
    helps = bool(asker.member) and asker.member == request.helper
    return request.model_copy(
        update={
            "offers": (own,) if own else (),
            "helper": request.helper if helps else "",
            "thanks": request.thanks if helps else "",
        }
    )


def _with_a_part(request: HelpRequest) -> set[str]:
    return {request.member, request.helper, *(offer.member for offer in request.offers)}
