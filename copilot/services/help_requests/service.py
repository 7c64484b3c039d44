"""Informal requests: a hand with one thing, asked for in a minute and given within days. Nobody is written to."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, date
from typing import Any

from copilot.domain.asking import Asker
from copilot.domain.help_requests import CouldHelp, HelpOffer, HelpRequest, RequestState
from copilot.domain.matches import AuditEntry
from copilot.domain.members import Member
from copilot.domain.records import new_id
from copilot.domain.relationships import Moment
from copilot.errors import BadInput, Conflict, NotFound
from copilot.ports import Clock, Progress, UnitOfWork, UnitsOfWork
from copilot.services.help_requests.limits import (
    STANDING,
    check_day,
    check_not_too_many,
    check_offer,
    check_programme,
    check_suggestions,
    chosen,
)
from copilot.services.help_requests.seeing import UNDER_WAY, as_seen_by, may_see, programmes_of
from copilot.services.making import made
from copilot.services.matching.verbs.lending import MOST_WHO_COULD_HELP, Lending, check_how_many
from copilot.services.moments import MomentsService
from copilot.services.policy import Action, Policy


class HelpRequestsService:
    """Who asks for a hand, who offers one, whose is taken, and the thanks.

    Every member sees what is asked; where a request names a programme, only those who take part in it. What is over
    is for those who had a part in it. Offers are for her who asked: who offered sees her own, and others don't learn
    how many there are, or whose was taken.

    Args:
        units: units of work over the records.
        policy: who may do what.
        clock: what time it is.
        moments: where thanks go that the asker wants to be recognised.
        matching: gives what knows the profiles by meaning, when it is first asked for.
    """

    def __init__(
        self,
        units: UnitsOfWork,
        policy: Policy,
        clock: Clock,
        moments: MomentsService,
        matching: Callable[[], Lending],
    ) -> None:
        self._units, self._policy, self._clock = units, policy, clock
        self._moments, self._matching = moments, matching

    def every(
        self, asker: Asker, *, states: Collection[RequestState] = UNDER_WAY, programme: str = ""
    ) -> list[HelpRequest]:
        """The requests in these states that she may see, the one that is most urgent first."""
        self._policy.require(asker, Action.REQUESTS_READ)
        kept_as = {"open", "expired"} if {"open", "expired"} & set(states) else set()
        only = {"programme": programme} if programme else {}
        with self._units.reading() as unit:
            found = unit.help_requests.all(state=kept_as | set(states), **only)
            inside = programmes_of(unit, asker)
            seen = [each for each in self._as_of_today(unit, found) if may_see(asker, each, inside)]
        wanted = [as_seen_by(asker, each) for each in seen if each.state in states]
        return sorted(wanted, key=lambda each: (each.by, each.asked, each.id))

    def show(self, asker: Asker, request_id: str) -> HelpRequest:
        """One request as she may see it; NotFound where there is none for her."""
        self._policy.require(asker, Action.REQUESTS_READ)
        with self._units.reading() as unit:
            return as_seen_by(asker, self._visible(unit, asker, request_id))

    def ask(
        self, asker: Asker, text: str, *, by: date, details: str = "", minutes: int = 30, programme: str = ""
    ) -> HelpRequest:
        """Ask for a hand.

        Args:
            asker: who needs it.
            text: with what, in a sentence.
            by: the last day on which help is of use, from today to 60 days ahead.
            details: what a helper should know.
            minutes: how long it will take her, 5 to 240.
            programme: whose members alone see it; everybody where it is empty.
        """
        self._policy.require(asker, Action.REQUESTS_WRITE, owners={asker.member})
        asked = made(
            HelpRequest,
            id=new_id("h"),
            member=asker.member,
            text=_clean(text),
            details=_clean(details),
            minutes=minutes,
            by=by,
            programme=programme,
            asked=self._clock.now(),
        )
        with self._units() as unit:
            self._settle(unit)
            check_day(by, self._today_of(unit, asker.member))
            check_programme(unit, asker, programme)
            check_not_too_many(unit, asker)
            unit.help_requests.add(asked)
            unit.commit()
        return asked

    def offer(self, asker: Asker, request_id: str, words: str = "") -> HelpRequest:
        """Offer a hand; once, to somebody else's open request."""
        self._policy.require(asker, Action.REQUESTS_HELP)
        offer = made(HelpOffer, member=asker.member, at=self._clock.now(), words=_clean(words))
        with self._units() as unit:
            request = self._open(unit, asker, request_id)
            check_offer(request, asker.member)
            return self._kept(unit, asker, request, offers=(*request.offers, offer))

    def step_back(self, asker: Asker, request_id: str) -> HelpRequest:
        """Take one's own offer back. Where it was the one that is taken, the request is open for others again."""
        self._policy.require(asker, Action.REQUESTS_HELP)
        with self._units() as unit:
            self._settle(unit)
            request = self._visible(unit, asker, request_id)
            if request.offer_of(asker.member) is None:
                raise NotFound(
                    "You have offered nothing here.", place=request_id, cure="There is nothing to do."
                )
            if request.state not in UNDER_WAY:
                raise Conflict(
                    STANDING[request.state], place=request_id, cure="There is nothing to take back."
                )
            others = tuple(offer for offer in request.offers if offer.member != asker.member)
            left = {"state": "open", "helper": ""} if request.helper == asker.member else {}
            return self._kept(unit, asker, request, offers=others, **left)

    def take(self, asker: Asker, request_id: str, helper: str = "") -> HelpRequest:
        """Accept an offer: hers who is named, or the only one there is."""
        with self._units() as unit:
            request = self._open(unit, asker, request_id, own=True)
            return self._kept(unit, asker, request, state="taken", helper=chosen(request, helper))

    def done(
        self, asker: Asker, request_id: str, *, thanks: str = "", as_moment: bool = False
    ) -> tuple[HelpRequest, Moment | None]:
        """It is done: with thanks to the helper, who alone reads them, and as a moment of hers if the asker says so.

        Returns:
            The request, and the moment that was logged.
        """
        words = _clean(thanks)
        if as_moment and not words:
            raise BadInput(
                "A moment needs your words.", place="thanks", cure="Say in a sentence what she did for you."
            )
        with self._units() as unit:
            self._settle(unit)
            request = self._own(unit, asker, request_id)
            if request.state != "taken":
                raise Conflict(
                    STANDING[request.state],
                    place=request_id,
                    cure="Take an offer first, or withdraw the request." if request.state == "open" else "",
                )
            if as_moment and unit.members.find(request.helper) is None:
                raise Conflict(
                    "She who helped has left.", place=request_id, cure="Say it is done without it."
                )
            kept = self._kept(unit, asker, request, state="done", thanks=words, closed=self._clock.now())
        return kept, self._logged(asker, kept) if as_moment else None

    def withdraw(self, asker: Asker, request_id: str) -> HelpRequest:
        """She needs no hand any more; no reason is asked for."""
        with self._units() as unit:
            self._settle(unit)
            request = self._own(unit, asker, request_id)
            if request.state not in UNDER_WAY:
                raise Conflict(
                    STANDING[request.state], place=request_id, cure="There is nothing to withdraw."
                )
            return self._kept(unit, asker, request, state="withdrawn", closed=self._clock.now())

    def suggest(
        self,
        asker: Asker,
        request_id: str,
        k: int = MOST_WHO_COULD_HELP,
        progress: Progress | None = None,
    ) -> list[CouldHelp]:
        """Up to five members who take people on, and whose own words come near to what is asked.

        Nobody is written to, and who was named is kept nowhere; that she asked stands in the log, which counts it:
        Conflict after ten times within a day. The sentence alone decides: details are for who helps, and tell of much
        beside.
        """
        with self._units() as unit:
            request = self._own(unit, asker, request_id)
            check_how_many(k)
            check_suggestions(unit, asker, self._clock.now())
            self._log(unit, asker, "suggest", request)
            unit.commit()
        return self._matching().who_could_help(
            asker,
            request.member,
            request.text,
            programme=request.programme,
            k=k,
            leaving_out={offer.member for offer in request.offers},
            progress=progress,
        )

    def _visible(self, unit: UnitOfWork, asker: Asker, request_id: str) -> HelpRequest:
        found = unit.help_requests.find(request_id)
        today = found and self._as_of_today(unit, [found])[0]
        if today is None or not may_see(asker, today, programmes_of(unit, asker)):
            raise NotFound(
                "There is no such request that you may see.",
                place=request_id,
                cure="`requests list` shows the open ones.",
            )
        return today

    def _own(self, unit: UnitOfWork, asker: Asker, request_id: str) -> HelpRequest:
        request = self._visible(unit, asker, request_id)
        self._policy.require(asker, Action.REQUESTS_WRITE, owners={request.member})
        return request

    def _open(self, unit: UnitOfWork, asker: Asker, request_id: str, *, own: bool = False) -> HelpRequest:
        self._settle(unit)
        request = (self._own if own else self._visible)(unit, asker, request_id)
        if request.state != "open":
            raise Conflict(
                STANDING[request.state], place=request_id, cure="`requests list` shows the open ones."
            )
        return request

    def _kept(self, unit: UnitOfWork, asker: Asker, request: HelpRequest, **changes: Any) -> HelpRequest:
        kept = unit.help_requests.save(made(HelpRequest, **{**dict(request), **changes}))
        unit.commit()
        return as_seen_by(asker, kept)

    def _logged(self, asker: Asker, request: HelpRequest) -> Moment:
        situation = f"I had asked for a hand: “{request.text}”"
        return self._moments.add(asker, request.helper, situation=situation, behaviour=request.thanks)

    def _log(self, unit: UnitOfWork, asker: Asker, verb: str, request: HelpRequest) -> None:
        now = self._clock.now()
        unit.audit_log.add(
            AuditEntry(
                id=new_id("a"), at=now, by=asker.name_in_log, verb=verb, kind="request", record=request.id
            )
        )

    def _settle(self, unit: UnitOfWork) -> None:
        """Write down what has expired: no service runs at midnight, so whoever writes next does it."""
        for standing in self._as_of_today(unit, unit.help_requests.all(state="open")):
            if standing.state == "expired":
                unit.help_requests.save(standing)

    def _as_of_today(self, unit: UnitOfWork, requests: Collection[HelpRequest]) -> list[HelpRequest]:
        """How they stand, each on the day that it is for her who asked."""
        zones = {each.id: each.profile.zone for each in _members(unit, {one.member for one in requests})}
        now = self._clock.now()
        return [each.as_of(now.astimezone(zones.get(each.member) or UTC).date()) for each in requests]

    def _today_of(self, unit: UnitOfWork, member_id: str) -> date:
        return self._clock.now().astimezone(unit.members.get(member_id).profile.zone or UTC).date()


def _clean(text: str) -> str:
    """Without what no database keeps, and without margins."""
    return text.replace("\x00", "").strip()


def _members(unit: UnitOfWork, ids: set[str]) -> list[Member]:
    return unit.members.all(id=ids) if ids else []
