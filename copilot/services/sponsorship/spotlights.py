"""Spotlights: a sponsor proposes somebody as a speaker; she says yes herself, or nobody hears of it."""

from __future__ import annotations

from copilot.domain.asking import Asker
from copilot.domain.events import Event, EventKind
from copilot.domain.records import new_id
from copilot.domain.relationships import Relationship
from copilot.domain.sponsorship import Advocacy, AdvocacyKind
from copilot.errors import BadInput, Conflict, NotAllowed
from copilot.ports import UnitOfWork
from copilot.services.events.keeping import with_speaker
from copilot.services.events.seeing import Sight
from copilot.services.making import made
from copilot.services.policy import Action
from copilot.services.sponsorship.advocating import had_agreed
from copilot.services.sponsorship.at_work import AtWork, check_at_work, hidden
from copilot.services.sponsorship.reporting import check_not_in_one_line
from copilot.services.sponsorship.shapes import Spotlit

SPOTLIGHTS = "sponsorship spotlights"
"""The room that stands for all of them in a consent; the title of one stands for that one."""
LOGGED = "Asked to speak; it is shown once every speaker has said yes. Logged as put forward."
NOT_LOGGED = (
    "Asked to speak; it is shown once every speaker has said yes. It is not logged as advocacy: the consent doesn't "
    f"name this event, nor “{SPOTLIGHTS}”."
)


class Spotlights(AtWork):
    """Puts the sponsored forward for a spotlight event that the sponsor hosts or may run."""

    def spotlight(self, asker: Asker, event_id: str, member_id: str) -> Spotlit:
        """Ask her to speak there. Who speaks at an event its hosts decide; whether she does, she alone."""
        with self._units() as unit:
            relationship = self._sponsoring(unit, asker, member_id)
            check_not_in_one_line(unit, relationship, asker.member)
            check_at_work(relationship)
            event = self._to_propose_for(unit, asker, event_id, member_id)
            with_speaker(unit, asker.name_in_log, event, member_id, self._clock.now())
            act = self._put_forward(unit, asker, relationship, event)
            if act is not None:
                unit.advocacy.add(act)
            unit.commit()
        return Spotlit(
            event=event_id, member=member_id, advocacy=act, told=NOT_LOGGED if act is None else LOGGED
        )

    def _to_propose_for(self, unit: UnitOfWork, asker: Asker, event_id: str, member_id: str) -> Event:
        event = Sight(unit, self._policy, asker).get(event_id)
        if event.kind is not EventKind.SPOTLIGHT:
            raise BadInput(
                "This event is no spotlight.",
                place=event_id,
                cure="`events list` says of which kind each is.",
            )
        if not self._policy.allows(
            asker, Action.EVENT_RUN, owners=event.hosts, programme=event.programme
        ):  # fmt: skip
            raise NotAllowed(
                "Who speaks at an event its hosts decide.",
                place=event_id,
                cure=f"Ask {' or '.join(sorted(event.hosts))} to ask {member_id} to speak.",
            )
        if member_id in event.speakers:
            raise Conflict(
                "She has been asked to speak there already.", place=event_id, cure="The answer is hers."
            )
        return event

    def _sponsoring(self, unit: UnitOfWork, asker: Asker, member_id: str) -> Relationship:
        """The sponsorship in which the asker speaks for this member; one at work before the others."""
        own = [
            one
            for one in unit.relationships.mentioning([asker.member] if asker.member else [])
            if self._sees(asker, one) and one.seeker == member_id and asker.member in one.members[1:]
        ]
        found = min(own, key=lambda one: (one.state != "active", one.id), default=None)
        if found is None:
            raise hidden("sponsorship", member_id)
        return self._as_sponsor(unit, asker, found.id)

    def _put_forward(
        self, unit: UnitOfWork, asker: Asker, relationship: Relationship, event: Event
    ) -> Advocacy | None:
        today, zone = self._today(unit, asker), self._zone(unit, asker)
        rooms = (event.title, SPOTLIGHTS)
        if not any(had_agreed(unit, relationship, asker.member, room, today, zone) for room in rooms):
            return None
        return made(
            Advocacy, id=new_id("ad"), relationship=relationship.id, sponsor=asker.member, member=relationship.seeker,
            kind=AdvocacyKind.PUT_FORWARD, on=today, room=event.title, event=event.id, consented=True,
            at=self._clock.now(),
        )  # fmt: skip
