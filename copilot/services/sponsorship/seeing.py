"""One sponsorship as each of its two sides sees it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from copilot.domain.asking import Asker
from copilot.domain.matches import MatchRole, MatchState
from copilot.domain.relationships import Relationship
from copilot.domain.sponsorship import Advocacy, Pledge
from copilot.domain.wording import day_in_words
from copilot.ports import UnitOfWork
from copilot.services.sponsorship.at_work import AtWork, sponsors_of
from copilot.services.sponsorship.reporting import in_one_line
from copilot.services.sponsorship.shapes import AdvocacySeen, PledgeSeen, SponsorshipView
from copilot.services.sponsorship.speaking import live_consents

HEAD_START = timedelta(days=7)
"""How long a pledge whose day is over is told to the sponsor alone: she may still set it right herself."""


class Seeing(AtWork):
    """What the two read. Nobody else reads any of it."""

    def every(self, asker: Asker) -> list[SponsorshipView]:
        """Hers on either side, those at work first, then the youngest."""
        with self._units.reading() as unit:
            named = unit.relationships.mentioning([asker.member]) if asker.member else []
            own = [one for one in named if one.role is MatchRole.SPONSOR and self._sees(asker, one)]
            views = [self._view(unit, asker, one) for one in own]
        return sorted(views, key=lambda one: (one.state != "active", -one.started.toordinal(), one.id))

    def show(self, asker: Asker, relationship_id: str) -> SponsorshipView:
        """One of hers; NotFound for everybody else's."""
        with self._units.reading() as unit:
            return self._view(unit, asker, self._ours(unit, asker, relationship_id))

    def _view(self, unit: UnitOfWork, asker: Asker, one: Relationship) -> SponsorshipView:
        hers = asker.member == one.seeker
        sponsors = sponsors_of(one) if hers else (asker.member,)
        today = self._today(unit, asker)
        pledges = unit.pledges.all(relationship=one.id, sponsor=set(sponsors))
        acts = unit.advocacy.all(relationship=one.id, sponsor=set(sponsors))
        return SponsorshipView(
            id=one.id,
            member=one.seeker,
            sponsors=sponsors_of(one),
            mine="sponsored" if hers else "sponsor",
            state=one.state,
            started=one.started,
            programme=one.programme,
            reviewed_by=_reviewers(unit, one),
            in_one_line=tuple(each for each in sponsors if in_one_line(unit, one.seeker, each)),
            pledges=tuple(_pledge_seen(each, today, hers=hers) for each in _in_order(pledges)),
            advocacy=tuple(_act_seen(each, hers=hers) for each in _newest(acts)),
            consents=tuple(live_consents(unit, one, sponsors, today)),
        )


def _reviewers(unit: UnitOfWork, one: Relationship) -> int | None:
    """How many different people said yes to the match; an undone yes was taken back, and is followed by another.

    None where somebody in it was deleted: her matches went with her, and how it came about is not known any more.
    """
    if any(unit.members.find(each) is None for each in one.members):
        return None
    if not one.match:
        return 0
    entries = unit.audit_log.all(kind="match", record=one.match, verb="approve")
    said_yes = {MatchState.SECOND_REVIEW.value, MatchState.APPROVED.value}
    latest: dict[str, str] = {}
    for entry in sorted(entries, key=lambda entry: (entry.at, entry.id)):
        if entry.detail.get("after") in said_yes:
            latest[entry.detail["after"]] = entry.by
    return len(set(latest.values()))


def _in_order(pledges: Iterable[Pledge]) -> list[Pledge]:
    every = list(pledges)
    open_ = sorted((one for one in every if one.state == "open"), key=lambda one: (one.until, one.id))
    over = [one for one in every if one.state != "open"]
    return [*open_, *sorted(over, key=lambda one: (one.ended or one.made, one.id), reverse=True)]


def _pledge_seen(pledge: Pledge, today: date, *, hers: bool) -> PledgeSeen:
    told_from = pledge.until + (HEAD_START if hers else timedelta())
    overdue = pledge.state == "open" and told_from < today
    return PledgeSeen(**dict(pledge), overdue=overdue, told=_of_its_day(pledge, hers) if overdue else "")


def _of_its_day(pledge: Pledge, hers: bool) -> str:
    day = day_in_words(pledge.until)
    if hers:
        return f"Its day was {day}. Ask about it when you next meet: rooms change their dates, too."
    return f"Its day was {day}. Keep it, give it another day, or give it up: each of the three is fine, silence isn’t."


def _newest(acts: Iterable[Advocacy]) -> list[Advocacy]:
    return sorted(acts, key=lambda act: (act.on, act.at, act.id), reverse=True)


def _act_seen(act: Advocacy, *, hers: bool) -> AdvocacySeen:
    return AdvocacySeen(**dict(act), told=_of_her_consent(act, hers))


def _of_her_consent(act: Advocacy, hers: bool) -> str:
    if act.consented:
        return "You had agreed to this room." if hers else "She had agreed to this room."
    if hers:
        return "You had not agreed to be spoken of in this room. You may ask how it came about."
    return "She had not agreed to be spoken of in this room. Tell her how it came about, and ask before the next time."
