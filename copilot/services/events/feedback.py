"""What those who were there say afterwards; the hosts read it without names, five answers at a time.

Whoever reads a mean before and after one more answer has read that answer. So answers are told in batches of five that
never change again: each is among those of four others, whatever the hosts do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from statistics import fmean

from copilot.domain.asking import Asker
from copilot.domain.events import EventFeedback
from copilot.domain.records import Value
from copilot.errors import Conflict, NothingToSay
from copilot.ports import Clock, UnitsOfWork
from copilot.services.auditing.disclosure import FEWEST_IN_A_CELL
from copilot.services.events.seeing import Sight
from copilot.services.making import made
from copilot.services.policy import Action, Policy

_NEXT = timedelta(microseconds=1)


class FeedbackTold(Value):
    """What came back in whole batches of five: None and no words while fewer than five have answered.

    `answers` counts those told, not those that wait for their batch to be full; `mean` is of 1 to 5, to a tenth;
    `words` stand in an order that tells nothing.
    """

    answers: int | None = None
    mean: float | None = None
    words: tuple[str, ...] = ()


class EventFeedbackService:
    """Feedback on events."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock

    def say(self, asker: Asker, member_id: str, event_id: str, rating: int, text: str = "") -> EventFeedback:
        """Say how it was, 1 to 5 and in words; again to change it until hosts may read it. Only who was there may."""
        self._policy.require(asker, Action.EVENT_TAKE_PART, owners={member_id})
        with self._units() as unit:
            Sight(unit, self._policy, asker).get(event_id)
            place = unit.registrations.find(f"{event_id}:{member_id}")
            if place is None or not place.attended:
                raise Conflict(
                    "Only who was there can say how it was.",
                    place=event_id,
                    cure="Were you there? Ask a host to say so.",
                )
            said = unit.event_feedback.all(event=event_id)
            known = next((each for each in said if each.by == member_id), None)
            _check_not_told(known, said)
            new = made(
                EventFeedback, id=place.id, event=event_id, by=member_id, rating=rating, text=text.strip(),
                at=known.at if known else _after_all(said, self._clock.now()),
            )  # fmt: skip
            if known:
                new = unit.event_feedback.save(new.changed(revision=known.revision))
            else:
                unit.event_feedback.add(new)
            unit.commit()
        return new

    def own(self, asker: Asker, member_id: str, event_id: str) -> EventFeedback:
        """What she said herself; the answer is no where she said nothing."""
        self._policy.require(asker, Action.EVENT_TAKE_PART, owners={member_id})
        with self._units.reading() as unit:
            found = unit.event_feedback.find(f"{event_id}:{member_id}")
        if found is None:
            raise NothingToSay(
                "You haven't said how it was.", place=event_id, cure="`events feedback` keeps it."
            )
        return found

    def told(self, asker: Asker, event_id: str) -> FeedbackTold:
        """What came back, for those who run it: no names, and answers in whole batches of five."""
        with self._units.reading() as unit:
            event = Sight(unit, self._policy, asker).to_run(event_id)
            said = _in_whole_batches(unit.event_feedback.all(event=event.id))
        if not said:
            return FeedbackTold()
        words = sorted((each.text for each in said if each.text), key=_shuffled)
        return FeedbackTold(
            answers=len(said), mean=round(fmean(each.rating for each in said), 1), words=tuple(words)
        )


def _in_whole_batches(said: Iterable[EventFeedback]) -> list[EventFeedback]:
    """The first five, ten, fifteen … by the moment they were first given."""
    ordered = sorted(said, key=lambda each: (each.at, each.id))
    return ordered[: len(ordered) - len(ordered) % FEWEST_IN_A_CELL]


def _after_all(said: Iterable[EventFeedback], now: datetime) -> datetime:
    """A moment after every other answer's, whatever the clock does: none gets in among those told already."""
    latest = max((each.at for each in said), default=None)
    return now if latest is None or latest < now else latest + _NEXT


def _check_not_told(known: EventFeedback | None, said: Iterable[EventFeedback]) -> None:
    """Conflict where the hosts may have read hers: what differs from then would be hers alone."""
    if known and known in _in_whole_batches(said):
        raise Conflict(
            "The hosts may read it already, with four others; what changes now would tell which is yours.",
            place=known.event,
            cure="Tell a host in person.",
        )


def _shuffled(text: str) -> bytes:
    return hashlib.blake2b(text.encode()).digest()
