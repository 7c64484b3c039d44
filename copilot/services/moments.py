"""Moments worth recognising, as somebody saw them."""

from __future__ import annotations

from datetime import date, timedelta

from copilot.domain.asking import Asker
from copilot.domain.records import new_id
from copilot.domain.relationships import Moment
from copilot.errors import BadInput, NotFound
from copilot.ports import Clock, UnitsOfWork
from copilot.services.making import made
from copilot.services.policy import Action, Policy

OLDEST = timedelta(days=2 * 365)
"""What was longer ago than this is nobody's to log now."""


class MomentsService:
    """What people did that others should hear of."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock

    def add(
        self,
        asker: Asker,
        member_id: str,
        *,
        situation: str,
        behaviour: str,
        impact: str = "",
        on: date | None = None,
    ) -> Moment:
        """Log a moment: when and where, what she did, what it led to. Nobody logs her own.

        Raises:
            BadInput: it is her own, it says too little, or the day is to come or more than two years ago.
        """
        self._policy.require(asker, Action.MOMENTS_ADD)
        if asker.member == member_id:
            raise BadInput(
                "Nobody logs a moment of her own.",
                place="--for",
                cure="Ask somebody who was there to log it.",
            )
        if not situation.strip() or not behaviour.strip():
            raise BadInput(
                "A moment needs a situation and what she did.",
                place="situation, behaviour",
                cure="Say when and where it was, and what you saw or heard.",
            )
        now = self._clock.now()
        _require_a_day_of_late(on or now.date(), now.date())
        with self._units() as unit:
            unit.members.get(member_id)
            moment = made(
                Moment,
                id=new_id("o"),
                member=member_id,
                by=asker.name_in_log,
                on=on or now.date(),
                at=now,
                situation=situation.strip(),
                behaviour=behaviour.strip(),
                impact=impact.strip(),
            )
            unit.moments.add(moment)
            unit.commit()
        return moment

    def of(self, asker: Asker, member_id: str) -> list[Moment]:
        """The moments of a member, for herself and for those who logged them."""
        with self._units.reading() as unit:
            moments = unit.moments.all(member=member_id)
        return [
            m for m in moments if self._policy.allows(asker, Action.MOMENTS_READ, owners={m.member, m.by})
        ]

    def agree(self, asker: Asker, moment_id: str, *, public: bool) -> Moment:
        """Say whether others may read a moment and write of it. Only she whom it is about may, and take it back."""
        with self._units() as unit:
            moment = unit.moments.find(moment_id)
            # The same words for one that is not there and one that is not hers.
            if moment is None or not self._policy.allows(
                asker, Action.MOMENTS_READ, owners={moment.member, moment.by}
            ):
                raise NotFound(
                    "There is no such moment that you may see.",
                    place=moment_id,
                    cure="`moments list` shows yours.",
                )
            self._policy.require(asker, Action.MOMENTS_AGREE, owners={moment.member})
            kept = unit.moments.save(moment.changed(public=public))
            unit.commit()
        return kept


def _require_a_day_of_late(on: date, today: date) -> None:
    if not today - OLDEST <= on <= today:
        raise BadInput(
            "A moment is of a day that has been, and no more than two years ago.",
            place="--on",
            cure=f"Name a day from {today - OLDEST} to {today}.",
        )
