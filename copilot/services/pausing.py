"""Places and pauses: how many people somebody takes on, and when she takes nobody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from copilot.domain.asking import Asker
from copilot.domain.matches import TAKES_A_PLACE, AuditEntry, MatchRole
from copilot.domain.members import Member
from copilot.domain.pauses import Pause
from copilot.domain.records import Value, new_id
from copilot.errors import BadInput, NotFound
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.policy import Action, Policy
from copilot.services.programmes.places import bring_back, pauses_to_settle

MOST_PLACES = 50
LONGEST_REASON = 1_000


class Places(Value):
    """How many people she takes on at once, how many of these places are in use, and whether she is paused.

    `until` and `reason` are hers alone to read. While she is paused, all places are closed; whom she accompanies
    already, she goes on with.
    """

    member: str
    places: int
    in_use: int
    paused: bool
    until: date | None = None
    reason: str = ""


class PausingService:
    """A member's own places and pause. Nobody sets them for her here; a roster may set her capacity."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock

    def of(self, asker: Asker, member_id: str) -> Places:
        """Her places and her pause; NotFound for everybody else, whether there is such a member or not."""
        end_pauses(self._units, self._today())
        with self._units.reading() as unit:
            return self._told(unit, self._own(unit, asker, member_id))

    def take(self, asker: Asker, member_id: str, places: int) -> Places:
        """Set how many people she takes on at once. Fewer than she has now: nobody is sent away, nobody added."""
        if not 0 <= places <= MOST_PLACES:
            raise BadInput(
                f"{places} people at once can't be planned for.",
                place="places",
                cure=f"Give 0 to {MOST_PLACES}; with 0 you are proposed to nobody.",
            )
        with self._units() as unit:
            member = self._own(unit, asker, member_id)
            kept = unit.members.save(member.changed(capacity=places))
            self._log(unit, asker, "places")
            unit.commit()
            return self._told(unit, kept)

    def pause(self, asker: Asker, member_id: str, *, until: date | None = None, reason: str = "") -> Places:
        """Take nobody new until that day, on which she is back; or until she says so. The reason is for her alone."""
        today = self._today()
        if until is not None and until <= today:
            raise BadInput(
                "The pause would be over already.", place="until", cure="Give a day after today, or none."
            )
        if len(reason) > LONGEST_REASON:
            raise BadInput(
                "The reason is too long.", place="reason", cure=f"Use at most {LONGEST_REASON:,} characters."
            )
        with self._units() as unit:
            member = self._own(unit, asker, member_id)
            if unit.pauses.find(member_id):
                unit.pauses.remove(member_id)
            unit.pauses.add(Pause(id=member_id, since=today, until=until, reason=reason.strip()))
            kept = member if member.paused else unit.members.save(member.changed(paused=True))
            self._log(unit, asker, "pause")
            unit.commit()
            return self._told(unit, kept)

    def resume(self, asker: Asker, member_id: str) -> Places:
        """She is back, and the reason is forgotten."""
        with self._units() as unit:
            member = self._own(unit, asker, member_id)
            kept = _back(unit, member)
            self._log(unit, asker, "resume")
            unit.commit()
            return self._told(unit, kept)

    def _own(self, unit: UnitOfWork, asker: Asker, member_id: str) -> Member:
        """PROFILE_WRITE and not PROFILE_READ: a manager reads profiles, and must not read this."""
        member = unit.members.find(member_id)
        if member is None or not self._policy.allows(asker, Action.PROFILE_WRITE, owners={member_id}):
            raise NotFound(
                f"There is no member “{member_id}” whose places you may see or set.",
                place=member_id,
                cure="Ask the member; whether somebody is paused stands in the list of members.",
            )
        return member

    def _told(self, unit: UnitOfWork, member: Member) -> Places:
        pause = unit.pauses.find(member.id) if member.paused else None
        named = unit.matches.mentioning([member.id])
        fixed = [match for match in named if match.state in TAKES_A_PLACE and member.id in match.hosts]
        return Places(
            member=member.id,
            places=1 if member.capacity is None else member.capacity,
            in_use=sum(match.role is not MatchRole.CIRCLE for match in fixed),
            paused=member.paused,
            until=pause.until if pause else None,
            reason=pause.reason if pause else "",
        )

    def _log(self, unit: UnitOfWork, asker: Asker, verb: str) -> None:
        """What was done, never why: admins read the log."""
        now = self._clock.now()
        unit.audit_log.add(
            AuditEntry(
                id=new_id("a"), at=now, by=asker.name_in_log, verb=verb, kind="member", record=asker.member
            )
        )

    def _today(self) -> date:
        return self._clock.now().date()


def end_pauses(units: UnitsOfWork, today: date) -> None:
    """Bring back whose pause is over: no service runs at midnight, so whoever needs to know asks for it."""
    with units.reading() as unit:
        if not a_pause_is_over(unit, today):
            return
    with units() as unit:
        for pause in pauses_over(unit, today):
            member = unit.members.find(pause.id)
            if member:
                _back(unit, member)
            else:
                unit.pauses.remove(pause.id)
        bring_back(unit, today)
        unit.commit()


def a_pause_is_over(unit: UnitOfWork, today: date) -> bool:
    """Whether somebody's day has come, of a pause from everything or from one programme, and no record says so yet."""
    return bool(pauses_over(unit, today) or pauses_to_settle(unit, today))


def as_of(unit: UnitOfWork, members: Iterable[Member], today: date) -> list[Member]:
    """The members with those no longer paused whose pause is over on that day, though no record says so yet."""
    back = {pause.id for pause in pauses_over(unit, today)}
    return [each.changed(paused=False) if each.id in back and each.paused else each for each in members]


def pauses_over(unit: UnitOfWork, today: date) -> list[Pause]:
    """The pauses that are over on that day and still stand."""
    return [pause for pause in unit.pauses.all() if pause.is_over(today)]


def _back(unit: UnitOfWork, member: Member) -> Member:
    if unit.pauses.find(member.id):
        unit.pauses.remove(member.id)
    return unit.members.save(member.changed(paused=False)) if member.paused else member
