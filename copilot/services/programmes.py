"""Programmes: their dates and managers, and who is enrolled."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from copilot.domain.asking import Asker
from copilot.domain.matches import AuditEntry
from copilot.domain.programmes import Enrolment, Programme
from copilot.domain.records import new_id
from copilot.errors import Conflict, NotFound
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.policy import Action, Policy


class ProgrammesService:
    """Frames with dates, and who takes part."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock

    def add(self, asker: Asker, programme: Programme) -> Programme:
        """Keep a new programme; its managers must be on the roster."""
        self._policy.require(asker, Action.PROGRAMMES_WRITE, programme=programme.id)
        with self._units() as unit:
            for manager in programme.managers:
                unit.members.get(manager)
            unit.programmes.add(programme)
            unit.audit_log.add(self._entry(asker, "add", programme.id))
            unit.commit()
        return programme

    def every(self, asker: Asker) -> list[Programme]:
        """Every programme of the community."""
        self._policy.require(asker, Action.PROGRAMMES_READ)
        with self._units.reading() as unit:
            return unit.programmes.all()

    def show(self, asker: Asker, programme_id: str) -> Programme:
        """One programme."""
        self._policy.require(asker, Action.PROGRAMMES_READ)
        with self._units.reading() as unit:
            return unit.programmes.get(programme_id)

    def enrol(self, asker: Asker, programme_id: str, members: Collection[str]) -> Sequence[Enrolment]:
        """Enrol members; who had left comes back, who is enrolled stays. NotFound names ids that nobody has."""
        self._policy.require(asker, Action.MEMBERS_ENROL, programme=programme_id)
        with self._units() as unit:
            unit.programmes.get(programme_id)
            strangers = sorted(set(members) - {member.id for member in unit.members.all(id=set(members))})
            if strangers:
                raise NotFound(
                    f"Nobody has the id {', '.join(strangers)}.",
                    place="members",
                    cure="`members list` shows the ids.",
                )
            known = {each.member: each for each in unit.enrolments.all(programme=programme_id)}
            new = [
                Enrolment(id=f"{programme_id}:{member}", programme=programme_id, member=member)
                for member in sorted(set(members) - set(known))
            ]
            unit.enrolments.add(*new)
            back = [
                known[member] for member in sorted(set(members) & set(known)) if known[member].state == "left"
            ]
            returned = [unit.enrolments.save(each.changed(state="enrolled")) for each in back]
            unit.audit_log.add(self._entry(asker, "enrol", programme_id, str(len(new) + len(returned))))
            unit.commit()
        return [*new, *returned]

    def enrolled(self, asker: Asker, programme_id: str) -> list[Enrolment]:
        """Who takes part, who paused and who left; for those who may see the list of its members."""
        self._policy.require(asker, Action.MEMBERS_LIST, programme=programme_id)
        with self._units.reading() as unit:
            unit.programmes.get(programme_id)
            return unit.enrolments.all(programme=programme_id)

    def add_manager(self, asker: Asker, programme_id: str, member_id: str) -> Programme:
        """Make a member one of its managers; who is one already stays. She then reads the profiles of its members."""
        self._policy.require(asker, Action.MANAGERS_WRITE, programme=programme_id)
        with self._units() as unit:
            programme = unit.programmes.get(programme_id)
            if unit.members.find(member_id) is None:
                raise NotFound(
                    f"Nobody has the id {member_id}.", place="member", cure="`members list` shows the ids."
                )
            if member_id in programme.managers:
                return programme
            return self._managed(unit, asker, programme, "add-manager", programme.managers | {member_id})

    def remove_manager(self, asker: Asker, programme_id: str, member_id: str) -> Programme:
        """Take a manager's programme from her. Conflict where she is the last: its members would have nobody."""
        self._policy.require(asker, Action.MANAGERS_WRITE, programme=programme_id)
        with self._units() as unit:
            programme = unit.programmes.get(programme_id)
            others = programme.managers - {member_id}
            if others == programme.managers:
                raise NotFound(
                    f"{member_id} does not manage this programme.",
                    place=programme_id,
                    cure="`programmes show` names its managers.",
                )
            if not others:
                raise Conflict(
                    "Nobody else manages this programme.",
                    place=programme_id,
                    cure="Add another manager first.",
                )
            return self._managed(unit, asker, programme, "remove-manager", others)

    def _managed(
        self, unit: UnitOfWork, asker: Asker, programme: Programme, verb: str, managers: frozenset[str]
    ) -> Programme:
        changed = managers ^ programme.managers
        kept = unit.programmes.save(programme.changed(managers=managers))
        unit.audit_log.add(self._entry(asker, verb, programme.id, manager=" ".join(sorted(changed))))
        unit.commit()
        return kept

    def _entry(self, asker: Asker, verb: str, programme: str, count: str = "", **detail: str) -> AuditEntry:
        return AuditEntry(
            id=new_id("a"),
            at=self._clock.now(),
            by=asker.name_in_log,
            verb=verb,
            kind="programme",
            record=programme,
            detail={**({"count": count} if count else {}), **detail},
        )
