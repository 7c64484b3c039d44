"""What managers and admins see of sponsorships: whether they are at work, in numbers, never a word of them."""

from __future__ import annotations

from datetime import timedelta

from copilot.domain.asking import Asker
from copilot.domain.matches import MatchRole
from copilot.errors import NotAllowed
from copilot.services.auditing.disclosure import FEWEST_IN_A_CELL, in_fives
from copilot.services.policy import Action
from copilot.services.sponsorship.at_work import AtWork
from copilot.services.sponsorship.shapes import SponsorshipStatus

QUARTER = timedelta(days=90)
TOO_FEW = "Fewer than five sponsorships are at work: too few to show numbers."


class Status(AtWork):
    """Counts over the sponsorships of a programme, or of the community.

    All in fives, and a zero like any other small number: a programme's numbers taken from the community's, or today's
    from last week's, would otherwise tell of one pair.
    """

    def status(self, asker: Asker, programme: str = "") -> SponsorshipStatus:
        """About how many are at work, have an open pledge, and had an act of advocacy in the last 90 days.

        A manager asks of her programme, an admin and the operator of the whole community.
        """
        self._require_hers(asker, programme)
        since = self._clock.now().date() - QUARTER
        only = {"programme": programme} if programme else {}
        with self._units.reading() as unit:
            if programme:
                unit.programmes.get(programme)
            at_work = {
                one.id for one in unit.relationships.all(role=MatchRole.SPONSOR, state="active", **only)
            }
            promised = {one.relationship for one in unit.pledges.all(state="open")} & at_work
            acts = [one for one in unit.advocacy.all() if one.confirmed is not False and one.on >= since]
        spoken = {one.relationship for one in acts} & at_work
        return _told(len(at_work), len(promised), len(spoken))

    def _require_hers(self, asker: Asker, programme: str) -> None:
        """A manager who names no programme is told which she may name."""
        if not programme and asker.manages and not self._policy.allows(asker, Action.ANALYTICS_READ):
            raise NotAllowed(
                "The numbers of the whole community are for admins.",
                place="--programme",
                cure=f"Name a programme of yours: --programme {' or '.join(sorted(asker.manages))}.",
            )
        self._policy.require(asker, Action.ANALYTICS_READ, programme=programme)


def _told(at_work: int, promised: int, spoken: int) -> SponsorshipStatus:
    if at_work < FEWEST_IN_A_CELL:
        nothing = "No sponsorship is at work." if at_work == 0 else TOO_FEW
        return SponsorshipStatus(sponsorships=None, live_pledge=None, act_lately=None, told=nothing)
    told = (
        f"About {in_fives(at_work)} sponsorships are at work. In {_about(promised)} of them a pledge is open; "
        f"in {_about(spoken)} somebody was spoken for in the last 90 days."
    )
    return SponsorshipStatus(
        sponsorships=in_fives(at_work), live_pledge=_shown(promised), act_lately=_shown(spoken), told=told
    )


def _shown(count: int) -> int | None:
    return None if count < FEWEST_IN_A_CELL else in_fives(count)


def _about(count: int) -> str:
    return "fewer than five" if count < FEWEST_IN_A_CELL else f"about {in_fives(count)}"
