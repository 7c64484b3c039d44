"""What was done in somebody's favour: where, on which evidence, whether she had agreed, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import Literal

from copilot.domain.asking import Asker
from copilot.domain.records import new_id
from copilot.domain.relationships import Relationship
from copilot.domain.sponsorship import Advocacy, AdvocacyKind
from copilot.errors import BadInput, Conflict, NotAllowed
from copilot.ports import UnitOfWork
from copilot.services.badges.unconfirmed import revoke_for
from copilot.services.events.seeing import Sight
from copilot.services.making import made
from copilot.services.policy import Action
from copilot.services.sponsorship.at_work import AtWork, check_at_work, hidden
from copilot.services.sponsorship.proving import proofs_named, provable
from copilot.services.sponsorship.reporting import check_not_in_one_line
from copilot.services.sponsorship.shapes import Citable
from copilot.services.sponsorship.speaking import live_consents

MOST_A_DAY = 5
"""Entries of one sponsorship in a day: nobody stands up for one person more often, and a record isn't a counter."""
Outcome = Literal["waiting", "door opened", "not this time"]


class Advocating(AtWork):
    """The record of advocacy: written by the sponsor, confirmed by nobody but the sponsored."""

    def citable(self, asker: Asker, relationship_id: str) -> list[Citable]:
        """What a sponsor may rest her words on, with the ids to name it by."""
        with self._units.reading() as unit:
            relationship = self._as_sponsor(unit, asker, relationship_id)
            consents = live_consents(unit, relationship, [asker.member], self._today(unit, asker))
            known = provable(unit, self._policy, asker, relationship, consents[0] if consents else None)
        return [Citable(id=key, proof=proof) for key, proof in known.items()]

    def log(
        self,
        asker: Asker,
        relationship_id: str,
        kind: AdvocacyKind,
        *,
        room: str,
        on: date | None = None,
        said: str = "",
        evidence: Sequence[str] = (),
        pledge: str = "",
        event: str = "",
    ) -> Advocacy:
        """Keep what was done. What lies outside her consent can be kept too, since it happened; both are told.

        Args:
            asker: the sponsor who did it.
            relationship_id: the sponsorship.
            kind: introduced, nominated, put forward or defended.
            room: where: the meeting, or before whom.
            on: the day, today where it is left out; not ahead, and not before the sponsorship began.
            said: what was said.
            evidence: ids of what it rested on, as `citable` lists them.
            pledge: the id of a pledge of hers that it kept a part of.
            event: the id of an event it happened at.
        """
        with self._units() as unit:
            relationship = self._as_sponsor(unit, asker, relationship_id)
            check_not_in_one_line(unit, relationship, asker.member)
            check_at_work(relationship)
            today = self._today(unit, asker)
            day = on or today
            _check_day(day, relationship.started, today)
            self._check_not_too_many(unit, asker, relationship_id, today)
            self._check_linked(unit, asker, relationship_id, pledge, event)
            consents = live_consents(unit, relationship, [asker.member], today)
            known = provable(unit, self._policy, asker, relationship, consents[0] if consents else None)
            act = made(
                Advocacy,
                id=new_id("ad"),
                relationship=relationship_id,
                sponsor=asker.member,
                member=relationship.seeker,
                kind=kind,
                on=day,
                room=_named(room),
                said=said.strip(),
                evidence=proofs_named(evidence, known),
                pledge=pledge,
                event=event,
                consented=had_agreed(unit, relationship, asker.member, room, day, self._zone(unit, asker)),
                at=self._clock.now(),
            )
            unit.advocacy.add(act)
            unit.commit()
        return act

    def take_back(self, asker: Asker, advocacy_id: str) -> Advocacy:
        """Remove an entry made by mistake, on the day it was written and before she has confirmed it."""
        with self._units() as unit:
            act = self._act_of_either(unit, asker, advocacy_id)
            self._policy.require(asker, Action.SPONSORSHIP_WRITE, owners={act.sponsor})
            zone = self._zone(unit, asker)
            if _day(act.at, zone) != _day(self._clock.now(), zone) or act.confirmed is not None:
                raise Conflict(
                    "This entry stands: it can be taken back on the day it was written, until she answers.",
                    place=advocacy_id,
                    cure="Say in its outcome what is to be set right.",
                )
            unit.advocacy.remove(advocacy_id)
            unit.commit()
        return act

    def outcome(self, asker: Asker, advocacy_id: str, outcome: Outcome, words: str = "") -> Advocacy:
        """Say what came of it; either of the two may, and may change it."""
        with self._units() as unit:
            act = self._act_of_either(unit, asker, advocacy_id)
            self._policy.require(asker, Action.SPONSORSHIP_WRITE, owners={act.sponsor, act.member})
            told = {"outcome": outcome, "outcome_words": words.strip()}
            kept = unit.advocacy.save(made(Advocacy, **{**dict(act), **told}))
            unit.commit()
        return kept

    def confirm(self, asker: Asker, advocacy_id: str, *, yes: bool) -> Advocacy:
        """Whether it happened, by her for whom it was done and by nobody else; she may change her answer."""
        with self._units() as unit:
            act = self._act_of_either(unit, asker, advocacy_id)
            if asker.member == act.sponsor:
                raise NotAllowed(
                    "Nobody confirms what she did herself.",
                    place=advocacy_id,
                    cure="Whoever it was done for sees the entry, and says whether it was so.",
                )
            self._policy.require(asker, Action.SPONSORSHIP_AGREE, owners={act.member})
            kept = unit.advocacy.save(act.changed(confirmed=yes))
            if not yes:
                revoke_for(unit, act.id, self._clock.now())
            unit.commit()
        return kept

    def _check_not_too_many(self, unit: UnitOfWork, asker: Asker, relationship_id: str, today: date) -> None:
        own = unit.advocacy.all(relationship=relationship_id, sponsor=asker.member)
        zone = self._zone(unit, asker)
        if sum(_day(act.at, zone) == today for act in own) >= MOST_A_DAY:
            raise Conflict(
                f"{MOST_A_DAY} entries were made here today.",
                place=f"relationship {relationship_id}",
                cure="Put what belongs together into one entry, or go on tomorrow.",
            )

    def _check_linked(
        self, unit: UnitOfWork, asker: Asker, relationship_id: str, pledge_id: str, event_id: str
    ) -> None:
        """NotFound for a pledge that isn't hers here, or an event she may not see."""
        if pledge_id:
            pledge = unit.pledges.find(pledge_id)
            own = (pledge.sponsor, pledge.relationship) if pledge else ()
            if own != (asker.member, relationship_id):
                raise hidden("pledge", pledge_id)
        if event_id:
            Sight(unit, self._policy, asker).get(event_id)


def had_agreed(
    unit: UnitOfWork, relationship: Relationship, sponsor: str, room: str, day: date, zone: tzinfo
) -> bool:
    """Whether she had agreed to be spoken of in that room on that day. The words themselves nobody can check."""
    given = unit.speaking_consents.all(relationship=relationship.id, sponsor=sponsor)
    return any(one.holds_on(day, zone) and one.covers(room) for one in given)


def _check_day(day: date, began: date, today: date) -> None:
    if day > today:
        raise BadInput(
            "That day lies ahead.", place="--on", cure="Log it once it is done; until then it is a pledge."
        )
    if day < began:
        raise BadInput(
            "That was before this sponsorship began.", place="--on", cure="Log what was done since then."
        )


def _named(room: str) -> str:
    told = " ".join(room.split())
    if not told:
        raise BadInput("It isn't said where.", place="--room", cure="Name the meeting, or before whom.")
    return told


def _day(at: datetime, zone: tzinfo) -> date:
    return at.astimezone(zone).date()
