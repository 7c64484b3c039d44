"""Each owner's events: some that she hosts, some she has a place at or was at, and one that is about her."""

from __future__ import annotations

from datetime import datetime, timedelta

from copilot.domain.events import Event, EventFeedback, EventKind, EventQuestion, Registration, Series
from copilot.ports import UnitOfWork
from tests.permissions.community import NOW, OFFERED, PARTNER, SPONSOR, SPRING

SOON, PAST = (NOW + timedelta(days=9)).replace(tzinfo=None), (NOW - timedelta(days=9)).replace(tzinfo=None)
TOLD = "The questions from the floor were the best of it"


def give(unit: UnitOfWork, owner: str, programme: str) -> None:
    """The same for every owner; `inside` is for the spring programme's members, whoever hosts it."""
    unit.series.add(Series(id=f"y:{owner}", rule="FREQ=WEEKLY", first=SOON, time_zone="UTC", by=owner))
    unit.events.add(
        _event(f"e:{owner}", owner, programme),
        _event(f"weekly:{owner}", owner, programme, series=f"y:{owner}"),
        _event(f"inside:{owner}", owner, SPRING, audience="programme"),
        _event(f"was:{owner}", owner, programme, at=PAST),
        _event(f"place:{owner}", PARTNER, programme),
        _event(f"free:{owner}", PARTNER, programme),
        _event(f"there:{owner}", PARTNER, programme, at=PAST),
        _event(f"spot:{owner}", PARTNER, programme, kind=EventKind.SPOTLIGHT, speakers=(owner,)),
    )
    unit.registrations.add(
        _place(f"e:{owner}", OFFERED), _place(f"was:{owner}", OFFERED), _place(f"place:{owner}", owner),
        _place(f"there:{owner}", owner, attended=True),
    )  # fmt: skip
    unit.event_questions.add(
        EventQuestion(
            id=f"q:{owner}", event=f"place:{owner}", by=owner, text="What did it cost you?", at=NOW
        ),
        EventQuestion(id=f"asked:{owner}", event=f"e:{owner}", by=SPONSOR, text="How did you begin?", at=NOW),
    )
    unit.event_feedback.add(_said(f"there:{owner}", owner))
    unit.event_feedback.add(*(_said(f"was:{owner}", f"guest{n}") for n in range(5)))


def _event(event: str, host: str, programme: str, *, at: datetime = SOON, **more: object) -> Event:
    fields = {
        "id": event, "kind": EventKind.AMA, "title": "Ask me anything", "hosts": {host}, "programme": programme,
        "created": NOW, "updated": NOW, "time_zone": "UTC", **more,
    }  # fmt: skip
    return Event.model_validate({**fields, "at": at})


def _place(event: str, member: str, *, attended: bool | None = None) -> Registration:
    return Registration(
        id=f"{event}:{member}", event=event, member=member, state="registered", at=NOW, attended=attended
    )


def _said(event: str, by: str) -> EventFeedback:
    return EventFeedback(id=f"{event}:{by}", event=event, by=by, rating=4, text=TOLD, at=NOW)
