"""What every verb of a sponsorship begins with: whose it is, who asks, what day it is where she is."""

from __future__ import annotations

from datetime import UTC, date, timedelta, tzinfo

from copilot.domain.asking import Asker
from copilot.domain.matches import MatchRole
from copilot.domain.relationships import Relationship
from copilot.domain.sponsorship import Advocacy, Pledge
from copilot.errors import BadInput, Conflict, NotFound
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.policy import Action, Policy

LONGEST_AHEAD = timedelta(days=731)
"""Two years: who promises for longer promises for somebody else's time."""


class AtWork:
    """Finds a sponsorship for those whose it is; others learn not even whether there is one."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units, self._policy, self._clock = units, policy, clock

    def _ours(self, unit: UnitOfWork, asker: Asker, relationship_id: str) -> Relationship:
        """Hers on either side of it."""
        found = unit.relationships.find(relationship_id)
        if found is None or found.role is not MatchRole.SPONSOR or not self._sees(asker, found):
            raise hidden("sponsorship", relationship_id)
        return found

    def _sees(self, asker: Asker, relationship: Relationship) -> bool:
        return self._policy.allows(asker, Action.SPONSORSHIP_READ, owners=relationship.members)

    def _as_sponsor(self, unit: UnitOfWork, asker: Asker, relationship_id: str) -> Relationship:
        found = self._ours(unit, asker, relationship_id)
        self._policy.require(asker, Action.SPONSORSHIP_WRITE, owners=sponsors_of(found))
        return found

    def _as_sponsored(self, unit: UnitOfWork, asker: Asker, relationship_id: str) -> Relationship:
        found = self._ours(unit, asker, relationship_id)
        self._policy.require(asker, Action.SPONSORSHIP_AGREE, owners={found.seeker})
        return found

    def _pledge_of(self, unit: UnitOfWork, asker: Asker, pledge_id: str) -> Pledge:
        """One that the asker made."""
        pledge = unit.pledges.find(pledge_id)
        if pledge is None or not self._policy.allows(
            asker, Action.SPONSORSHIP_READ, owners={pledge.sponsor, pledge.member}
        ):
            raise hidden("pledge", pledge_id)
        self._policy.require(asker, Action.SPONSORSHIP_WRITE, owners={pledge.sponsor})
        return pledge

    def _act_of_either(self, unit: UnitOfWork, asker: Asker, advocacy_id: str) -> Advocacy:
        """One that the asker did, or that was done for her."""
        act = unit.advocacy.find(advocacy_id)
        if act is None or not self._policy.allows(
            asker, Action.SPONSORSHIP_READ, owners={act.sponsor, act.member}
        ):
            raise hidden("entry", advocacy_id)
        return act

    def _zone(self, unit: UnitOfWork, asker: Asker) -> tzinfo:
        """Her own time zone: what she did today she did on her own day."""
        member = unit.members.find(asker.member)
        return (member.profile.zone if member else None) or UTC

    def _today(self, unit: UnitOfWork, asker: Asker) -> date:
        return self._clock.now().astimezone(self._zone(unit, asker)).date()


def sponsors_of(relationship: Relationship) -> tuple[str, ...]:
    """Everybody in it but the first, who is sponsored."""
    return relationship.members[1:]


def chosen_sponsor(relationship: Relationship, sponsor: str) -> str:
    """Which sponsor is meant: she who is named, or the only one there is."""
    sponsors = sponsors_of(relationship)
    if not sponsor and len(sponsors) == 1:
        return sponsors[0]
    if sponsor not in sponsors:
        raise BadInput(
            f"{sponsor} doesn't sponsor here." if sponsor else "Several sponsor here.",
            place="--sponsor",
            cure=f"Name one of {', '.join(sponsors)}.",
        )
    return sponsor


def check_at_work(relationship: Relationship) -> None:
    """Conflict where it is paused or over."""
    if relationship.state != "active":
        what = "is over" if relationship.state == "closed" else "is paused at the moment"
        raise Conflict(
            f"This sponsorship {what}.",
            place=f"relationship {relationship.id}",
            cure="What was pledged and done before stays, and can be settled."
            if relationship.state == "closed"
            else "Take it up again first; what was pledged before can be settled now.",
        )


def check_until(until: date, today: date) -> None:
    """BadInput for a day that is over, or more than two years ahead."""
    if until < today:
        raise BadInput("That day is over.", place="--until", cure="Give today, or a later day.")
    if until > today + LONGEST_AHEAD:
        raise BadInput(
            "That is more than two years ahead.",
            place="--until",
            cure="Choose a day within two years; it can be renewed then.",
        )


def hidden(what: str, record: str) -> NotFound:
    """The same for one that is not there and one that is not hers to see."""
    return NotFound(
        f"There is no such {what} that you may see.", place=record, cure="`sponsor list` shows yours."
    )
