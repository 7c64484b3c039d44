"""What may be asked, and whose offer may be taken."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from copilot.domain.asking import Asker
from copilot.domain.help_requests import HelpRequest, RequestState
from copilot.errors import BadInput, Conflict, NotFound
from copilot.ports import UnitOfWork
from copilot.services.help_requests.seeing import programmes_of

MOST_OPEN = 3
"""Requests of one member that may be open at once: a community reads few with care, and many not at all."""
MOST_OFFERS = 50
MOST_SUGGESTIONS = 10
"""Times a day that somebody is told who could help: enough for whoever needs a hand, too few to search people."""
A_DAY = timedelta(days=1)
FURTHEST = timedelta(days=60)
"""What takes longer is a goal, and wants a mentor."""
STANDING: dict[RequestState, str] = {
    "open": "Nobody has taken this on yet.",
    "taken": "Somebody is helping with this already.",
    "done": "This is done.",
    "withdrawn": "She who asked has withdrawn this.",
    "expired": "The last day of this request is over.",
}
"""Why a step is not open to anybody any more, or not yet."""


def check_day(by: date, today: date) -> None:
    """Refuse a day that is over, or too far away. `today` is hers who asks."""
    if by < today:
        raise BadInput("That day is over.", place="by", cure="Give today, or a later day.")
    if by > today + FURTHEST:
        raise BadInput(
            f"A hand is asked for within {FURTHEST.days} days.",
            place="by",
            cure="Give an earlier day; what takes longer is worth a goal and a mentor.",
        )


def check_programme(unit: UnitOfWork, asker: Asker, programme: str) -> None:
    """Refuse a programme that she who asks takes no part in."""
    if programme and programme not in programmes_of(unit, asker):
        raise NotFound(
            "You take part in no such programme.",
            place="programme",
            cure="Leave it out to ask everybody, or name one of yours.",
        )


def check_not_too_many(unit: UnitOfWork, asker: Asker) -> None:
    """Refuse one more than a member may have open."""
    if unit.help_requests.count(member=asker.member, state="open") >= MOST_OPEN:
        raise Conflict(
            f"{MOST_OPEN} of your requests are open.",
            place="requests",
            cure="Take an offer or withdraw one, then ask again.",
        )


def check_offer(request: HelpRequest, member: str) -> None:
    """Refuse an offer to oneself, a second one, and one more than anybody can choose from."""
    if request.member == member:
        raise BadInput(
            "Nobody offers a hand to herself.", place=request.id, cure="Wait for others, or ask them."
        )
    if request.offer_of(member):
        raise Conflict("You have offered already.", place=request.id, cure="Wait for her answer.")
    if len(request.offers) >= MOST_OFFERS:
        raise Conflict(
            f"{MOST_OFFERS} people have offered already.", place=request.id, cure="Help somebody else."
        )


def chosen(request: HelpRequest, helper: str) -> str:
    """Whose offer is taken: hers who is named, or the only one there is."""
    if not request.offers:
        raise Conflict(
            "Nobody has offered yet.", place=request.id, cure="`requests suggest` names who could help."
        )
    if not helper and len(request.offers) > 1:
        raise BadInput("Several have offered.", place="helper", cure="Say whose offer you take.")
    chosen = helper or request.offers[0].member
    if request.offer_of(chosen) is None:
        raise NotFound(
            f"{chosen} has not offered.", place="helper", cure="`requests show` names those who have."
        )
    return chosen


def check_suggestions(unit: UnitOfWork, asker: Asker, now: datetime) -> None:
    """Refuse one more than a member may have within 24 hours; the audit log has a line for each."""
    asked = unit.audit_log.all(by=asker.member, kind="request", verb="suggest")
    if sum(now - A_DAY < each.at <= now for each in asked) >= MOST_SUGGESTIONS:
        raise Conflict(
            f"You were told {MOST_SUGGESTIONS} times within a day who could help.",
            place="suggest",
            cure="Wait for offers: everybody who may see your request can make one. Tomorrow you can ask again.",
        )
