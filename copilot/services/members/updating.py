"""A member's own fields, changed by herself and checked as an import checks them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from copilot.domain.asking import Asker
from copilot.domain.matches import AuditEntry
from copilot.domain.members import Member
from copilot.domain.records import new_id
from copilot.domain.rosters import RawRow
from copilot.errors import BadInput, Conflict
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.members.rows import KNOWN_COLUMNS, Rejected, read_member
from copilot.services.policy import Action, Policy

OWN_FIELDS = (
    "headline", "experience", "skills", "goals", "interests", "working_style", "wishes", "vetoes", "languages",
    "time_zone", "hours_per_month", "capacity",
)  # fmt: skip
"""What a member says of herself. Everything else of a profile comes from the roster."""
FROM_THE_ROSTER = tuple(sorted(KNOWN_COLUMNS - set(OWN_FIELDS)))
_CURES = {
    "time_zone": "Write the name of a zone, such as Europe/Lisbon or Africa/Lagos.",
    "hours_per_month": "Write a number from 0 to 200, such as 4 or 2.5; leave it empty if you don’t know yet.",
    "capacity": "Write a whole number: 0 for nobody at the moment, 3 for three people at once.",
    "vetoes": "Write the full name as it stands in the programme, or the id.",
}
_SHORTER = "Say it in fewer words, or leave some of them out."


class Updating:
    """The verb that changes one's own profile."""

    _units: UnitsOfWork
    _policy: Policy
    _clock: Clock

    def update(
        self, asker: Asker, member_id: str, fields: Mapping[str, Any], *, revision: int | None = None
    ) -> Member:
        """Change these fields of one's own profile, all or none; those that aren't named stay as they are.

        Args:
            asker: the member herself.
            member_id: whose profile.
            fields: field → the new value: texts as lists or separated by `;`, vetoes as full names or ids.
            revision: that of the profile as the asker saw it; None where she doesn't mind what changed since.

        Raises BadInput naming the field and the cure, Conflict where the profile changed in the meantime.
        """
        self._policy.require(asker, Action.PROFILE_WRITE, owners={member_id})
        _require_own(fields)
        with self._units() as unit:
            known = unit.members.get(member_id)
            if revision is not None and known.revision != revision:
                raise _changed_meanwhile(member_id)
            new = _read(known, _with_vetoes_as_ids(unit, known, fields))
            if new == known:
                return known
            kept = unit.members.save(new.changed(updated=self._clock.now()))
            unit.audit_log.add(self._updated(asker, known, new))
            unit.commit()
        return kept

    def _updated(self, asker: Asker, before: Member, after: Member) -> AuditEntry:
        """Which fields, and nothing of what stands in them."""
        changed = [name for name in OWN_FIELDS if own_value(before, name) != own_value(after, name)]
        return AuditEntry(
            id=new_id("a"), at=self._clock.now(), by=asker.name_in_log, verb="update", kind="member",
            record=before.id, detail={"fields": ", ".join(changed)},
        )  # fmt: skip


def own_value(member: Member, field: str) -> Any:
    """What stands in one of her own fields; capacity and vetoes stand beside the profile."""
    return getattr(member if field in ("capacity", "vetoes") else member.profile, field)


def _require_own(fields: Mapping[str, Any]) -> None:
    for name in fields:
        if name in FROM_THE_ROSTER:
            raise BadInput(
                f"The {name.replace('_', ' ')} comes from the roster, so it can’t be changed here.",
                place=name,
                cure="Ask an admin of your programme to mend the roster.",
            )
        if name not in OWN_FIELDS:
            raise BadInput(
                f"A profile has no field “{name[:60]}”.",
                place=name[:60],
                cure=f"Your own fields are {', '.join(OWN_FIELDS)}.",
            )


def _read(known: Member, fields: Mapping[str, Any]) -> Member:
    cells = {"id": known.id, "name": known.name, "roles": sorted(known.roles), **fields}
    read = read_member(RawRow(row=1, cells=cells), known)
    if isinstance(read, Rejected):
        raise BadInput(
            f"{read.field.replace('_', ' ').capitalize()} {read.error}.",
            place=read.field,
            cure=_CURES.get(read.field, _SHORTER),
        )
    return read


def _with_vetoes_as_ids(unit: UnitOfWork, known: Member, fields: Mapping[str, Any]) -> dict[str, Any]:
    """People know each other by name; the rules know ids."""
    if "vetoes" not in fields:
        return dict(fields)
    told = fields["vetoes"]
    wanted = [str(each).strip() for each in (str(told).split(";") if isinstance(told, str) else told or [])]
    roster = {member.id: member.name for member in unit.members.all()} if any(wanted) else {}
    return {**fields, "vetoes": [_id_of(each, known, roster) for each in wanted if each]}


def _id_of(wanted: str, known: Member, roster: Mapping[str, str]) -> str:
    if wanted in roster or wanted in known.vetoes:
        return wanted
    called = [id_ for id_, name in roster.items() if name.casefold() == wanted.casefold()]
    if len(called) == 1:
        return called[0]
    several = "Several people are" if called else "Nobody here is"
    raise BadInput(
        f"{several} called “{wanted[:60]}”.",
        place="vetoes",
        cure="Ask your programme’s manager for the id." if called else _CURES["vetoes"],
    )


def _changed_meanwhile(member_id: str) -> Conflict:
    return Conflict(
        "Your profile changed since you opened this page.",
        place=member_id,
        cure="Look at it again, and then make your change.",
    )
