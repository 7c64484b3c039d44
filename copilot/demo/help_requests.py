"""Informal requests of the sample community: some open, one taken, some done, and one that nobody saw in time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from copilot.domain.help_requests import HelpOffer, HelpRequest, RequestState
from copilot.ports import UnitOfWork

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class _Request:
    """Days are counted from today: `asked` ago, `left` until its last day; of each offer who, and her words."""

    member: str
    asked: int
    left: int
    minutes: int
    text: str
    details: str = ""
    state: RequestState = "open"
    offers: tuple[tuple[str, str], ...] = ()
    thanks: str = ""
    among_those_who_take_part: bool = False


REQUESTS = (
    _Request(
        "m1", 1, 3, 30, "Could someone look over my talk for Thursday, eleven slides for the directors?",
        "Why museums ask for refunds, in twenty minutes. I want to know where you stopped listening.",
        offers=(("m5", "Send me the last slide first. If it says what should change, the rest is easy."),
                ("m34", "I was a stage manager for nine years. I can sit at the back and tell you when I look away.")),
    ),
    _Request(
        "m31", 2, 9, 45, "Who would let me practise my conference talk on them before the users' day?",
        "Lightning talk, seven minutes. I have promised it and regretted it already.",
    ),
    _Request(
        "m36", 0, 12, 60, "Nobody has ever read my code. Would somebody read two hundred lines of it, kindly?",
        "A small program that sorts the sign-ups of our harbour evenings. Python, written at night.",
        offers=(("m35", "Friday morning? I would like to read it with you rather than alone."),),
    ),
    _Request(
        "m20", 1, 6, 30, "I have to call a carrier who is always late. Could I rehearse the call with someone?",
    ),
    _Request(
        "m28", 3, 14, 30, "Would a product manager read my one-page application with the eyes of the other side?",
        "I am moving from reporting into product, and I do not know which of my words mean something else there.",
        among_those_who_take_part=True,
    ),
    _Request(
        "m7", 2, 1, 20, "A pivot table gives me other totals than the ledger, and I have looked too long. Fresh eyes?",
        state="taken",
        offers=(("m9", "Nine times of ten it is a text that looks like a number. Have it ready at two?"),),
    ),
    _Request(
        "m24", 12, -5, 45, "Could somebody run my release notes past a person who has never stood at a ticket desk?",
        state="done", offers=(("m32", "I have never sold a ticket. Gladly."),),
        thanks="You asked what a gangway was, and half of my notes fell away. Thank you.",
    ),
    _Request(
        "m6", 20, -14, 30, "Who has written a rota without Saturdays and survived it?",
        state="done", offers=(("m26", "Two winters. I will show you ours, with what went wrong."),),
        thanks="Your second draft was worth more than the one that worked.",
    ),
    _Request(
        "m16", 16, -9, 30, "Would anyone test an icon set with me on a phone in the sun, outside, for real?",
    ),
    _Request("m39", 9, -4, 20, "Somebody to read a difficult e-mail before I send it?", state="withdrawn"),
)  # fmt: skip


def keep_requests(unit: UnitOfWork, now: datetime) -> None:
    """Keep the requests of those who are on the roster."""
    unit.help_requests.add(*_requests(unit, now))


def _requests(unit: UnitOfWork, now: datetime) -> Iterator[HelpRequest]:
    members = {member.id for member in unit.members.all()}
    for number, said in enumerate(REQUESTS, 1):
        if {said.member, *(who for who, _ in said.offers)} <= members:
            own = unit.enrolments.all(member=said.member) if said.among_those_who_take_part else []
            yield _request(f"h{number}", said, now, own[0].programme if own else "")


def _request(request_id: str, said: _Request, now: datetime, programme: str) -> HelpRequest:
    asked = now - timedelta(days=said.asked) - 2 * HOUR
    offers = [HelpOffer(member=who, at=asked + HOUR, words=words) for who, words in said.offers]
    over = said.state in ("done", "withdrawn")
    return HelpRequest(
        id=request_id,
        member=said.member,
        text=said.text,
        details=said.details,
        minutes=said.minutes,
        by=now.date() + timedelta(days=said.left),
        programme=programme,
        state=said.state,
        offers=tuple(offers),
        helper=offers[0].member if said.state in ("taken", "done") else "",
        thanks=said.thanks,
        asked=asked,
        closed=now + timedelta(days=min(said.left, 0)) if over else None,
    )
