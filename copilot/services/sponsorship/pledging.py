"""Pledges: what a sponsor promises to do for somebody, for what, and until when."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from copilot.domain.asking import Asker
from copilot.domain.records import new_id
from copilot.domain.sponsorship import Pledge
from copilot.errors import BadInput, Conflict
from copilot.services.making import made
from copilot.services.sponsorship.at_work import AtWork, check_at_work, check_until
from copilot.services.sponsorship.reporting import check_not_in_one_line

MOST_OPEN = 4
"""Open pledges of one sponsor in one sponsorship: a fifth is one that an earlier one waits for."""


class Pledging(AtWork):
    """A sponsor's own promises. Who is sponsored reads all of them."""

    def pledge(self, asker: Asker, relationship_id: str, what: str, until: date, *, aim: str = "") -> Pledge:
        """Promise something, from today to two years ahead.

        Args:
            asker: the sponsor.
            relationship_id: the sponsorship; it says for whom.
            what: what she will do, in a sentence.
            until: the day by which it is done.
            aim: what it is for, such as the post or the stage.

        Raises Conflict where the two have come to stand in one reporting line, where the sponsorship is paused or over,
        or where four of hers are open.
        """
        with self._units() as unit:
            relationship = self._as_sponsor(unit, asker, relationship_id)
            check_not_in_one_line(unit, relationship, asker.member)
            check_at_work(relationship)
            check_until(until, self._today(unit, asker))
            open_ = unit.pledges.count(relationship=relationship_id, sponsor=asker.member, state="open")
            if open_ >= MOST_OPEN:
                raise Conflict(
                    f"{MOST_OPEN} of your pledges here are open.",
                    place=f"relationship {relationship_id}",
                    cure="Keep one or give one up first: a few that are kept open more doors than many.",
                )
            pledge = made(
                Pledge,
                id=new_id("pl"),
                relationship=relationship_id,
                sponsor=asker.member,
                member=relationship.seeker,
                what=_said(what),
                aim=aim.strip(),
                until=until,
                made=self._clock.now(),
            )
            unit.pledges.add(pledge)
            unit.commit()
        return pledge

    def update(
        self,
        asker: Asker,
        pledge_id: str,
        *,
        what: str | None = None,
        until: date | None = None,
        aim: str | None = None,
    ) -> Pledge:
        """Change what is given of an open pledge of one's own; None leaves it."""
        with self._units() as unit:
            pledge = self._open(self._pledge_of(unit, asker, pledge_id))
            relationship = self._ours(unit, asker, pledge.relationship)
            check_not_in_one_line(unit, relationship, asker.member)
            check_at_work(relationship)
            wanted: dict[str, Any] = {}
            if what is not None:
                wanted["what"] = _said(what)
            if aim is not None:
                wanted["aim"] = aim.strip()
            if until is not None:
                check_until(until, self._today(unit, asker))
                wanted["until"] = until
            kept = unit.pledges.save(made(Pledge, **{**dict(pledge), **wanted}))
            unit.commit()
        return kept

    def keep(self, asker: Asker, pledge_id: str) -> Pledge:
        """It is done. Also after its day, and where the sponsorship is over: a late word kept is a word kept."""
        return self._ended(asker, pledge_id, "kept", "")

    def give_up(self, asker: Asker, pledge_id: str, reason: str = "") -> Pledge:
        """It won't be done; the reason, where there is one, is told to both."""
        return self._ended(asker, pledge_id, "given up", reason.strip())

    def _ended(self, asker: Asker, pledge_id: str, state: Literal["kept", "given up"], reason: str) -> Pledge:
        with self._units() as unit:
            pledge = self._open(self._pledge_of(unit, asker, pledge_id))
            ended = {"state": state, "reason": reason, "ended": self._clock.now()}
            kept = unit.pledges.save(made(Pledge, **{**dict(pledge), **ended}))
            unit.commit()
        return kept

    def _open(self, pledge: Pledge) -> Pledge:
        if pledge.state != "open":
            raise Conflict(
                f"This pledge was {pledge.state} already.", place=pledge.id, cure="Make another one."
            )
        return pledge


def _said(what: str) -> str:
    told = " ".join(what.split())
    if not told:
        raise BadInput(
            "The pledge is empty.", place="what", cure="Say what you will do: whom you ask, where, for what."
        )
    return told
