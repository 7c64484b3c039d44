"""Members: the roster in, profiles out, each to whom may see it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pydantic import Field

from copilot.domain.asking import Asker
from copilot.domain.matches import AuditEntry, MatchState
from copilot.domain.members import Member, Role
from copilot.domain.programmes import TAKING_PART
from copilot.domain.records import Value, new_id
from copilot.domain.rosters import ALIASES, BrokenRow, RawRow
from copilot.errors import BadInput, NotFound
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.members.preview import FieldTold, RowTold, fields_told, rows_told
from copilot.services.members.reporting_lines import loops
from copilot.services.members.rows import (
    KNOWN_COLUMNS,
    Rejected,
    read_member,
    renamed,
)
from copilot.services.members.updating import Updating
from copilot.services.policy import Action, Policy


class Imported(Value):
    """What an import did, or with `preview` would do.

    `changes` says so field by field, of a preview alone; `not_in_file` are the ids of members whom a file that holds
    everybody doesn't name, None where it wasn't said to hold everybody. Nothing is done to them.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: tuple[Rejected, ...] = ()
    warnings: tuple[str, ...] = ()
    changes: tuple[FieldTold, ...] | None = Field(None, exclude_if=lambda told: told is None)
    not_in_file: tuple[str, ...] | None = Field(None, exclude_if=lambda told: told is None)
    rows: tuple[RowTold, ...] = Field((), exclude=True)


MANY_MISSING = 0.2
"""Where more than this share of the members isn't in a file that holds everybody, it may have been cut off."""
MET = (MatchState.APPROVED, MatchState.ACCEPTED, MatchState.ACTIVE, MatchState.PAUSED)


class Listed(Value):
    """What a list of members says of each: nothing that she wrote about herself."""

    id: str = Field(serialization_alias="member")
    name: str
    roles: tuple[Role, ...]
    function: str
    level: int | None
    capacity: int | None
    paused: bool


class Introduction(Value):
    """What people are told of each other first."""

    name: str
    headline: str


class _Reading:
    """The rows of one roster, read one after the other beside what is known."""

    def __init__(self, known: dict[str, Member]) -> None:
        self.known = known
        self.members: dict[str, Member] = {}
        self.row_of: dict[str, int] = {}
        self.rejected: list[Rejected] = []
        self.named: set[str] = set()
        """Every id that stands in the file, in wrong rows too."""

    def read(self, row: RawRow | BrokenRow) -> None:
        if isinstance(row, BrokenRow):
            self.named.add(row.member)
            self.rejected.append(Rejected(row=row.row, field=row.field, error=row.error))
            return
        member_id = str(renamed(row.cells).get("id") or "").strip()
        self.named.add(member_id)
        if member_id in self.row_of:
            error = f"“{member_id}” stands already in row {self.row_of[member_id]}"
            self.rejected.append(Rejected(row=row.row, field="id", error=error))
            return
        member = read_member(row, self.known.get(member_id))
        if isinstance(member, Rejected):
            self.rejected.append(member)
            return
        self.row_of[member.id] = row.row
        self.members[member.id] = member

    def reject_loops(self) -> None:
        """Take out every row that closes a loop of reporting lines."""
        lines = {m.id: m.line_manager_id for m in (self.known | self.members).values()}
        for loop in loops(lines):
            path = " → ".join([*loop, loop[0]])
            for member_id in loop:
                if member_id in self.members:
                    self._reject(member_id, "line_manager_id", f"closes a circle of reporting lines: {path}")

    def _reject(self, member_id: str, field: str, error: str) -> None:
        del self.members[member_id]
        self.rejected.append(Rejected(row=self.row_of[member_id], field=field, error=error))

    def warnings(self, rows: Sequence[RawRow | BrokenRow]) -> list[str]:
        columns = {column for row in rows if isinstance(row, RawRow) for column in row.cells}
        unknown = sorted(columns - KNOWN_COLUMNS - set(ALIASES))
        found = [f"Columns this programme doesn't know are kept, and used for nothing: {', '.join(unknown)}."]
        everybody = self.known.keys() | self.members.keys()
        for member in self.members.values():
            if member.line_manager_id and member.line_manager_id not in everybody:
                found.append(f"{member.id}: the line manager {member.line_manager_id} is not on the roster.")
            strangers = sorted(member.vetoes - everybody)
            if strangers:
                found.append(f"{member.id}: the profile vetoes {', '.join(strangers)}, not on the roster.")
        return found if unknown else found[1:]


class MembersService(Updating):
    """Who takes part."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock

    def import_rows(
        self,
        asker: Asker,
        rows: Sequence[RawRow | BrokenRow],
        *,
        partial: bool = False,
        preview: bool = False,
        whole: bool = False,
    ) -> Imported:
        """Take in a roster in one transaction: all rows, or with `partial` those that are right.

        With `preview` nothing is written, and the result says field by field what would change; with `whole` the file
        holds everybody, and the result says who isn't in it.

        Raises BadInput, with the rejected rows in its detail, where a row is wrong and `partial` is not set;
        the home is then as it was.
        """
        self._policy.require(asker, Action.MEMBERS_WRITE)
        with self._units() as unit:
            reading = _Reading({member.id: member for member in unit.members.all()})
            for row in rows:
                reading.read(row)
            reading.reject_loops()
            result = self._keep(unit, asker, reading, rows)
            if whole:
                result = _with_who_is_missing(result, reading)
            if preview:
                told = fields_told(reading.members, reading.known)
                result = result.model_copy(update={"changes": told})
            if result.rejected and not (partial or preview):
                raise _refusal(result)
            if not preview:
                unit.commit()
        return result

    def _keep(
        self, unit: UnitOfWork, asker: Asker, reading: _Reading, rows: Sequence[RawRow | BrokenRow]
    ) -> Imported:
        now = self._clock.now()
        added = [m.changed(updated=now) for m in reading.members.values() if m.id not in reading.known]
        known = [m for m in reading.members.values() if m.id in reading.known]
        updated = [m for m in known if m != reading.known[m.id]]
        unit.members.add(*added)
        for member in updated:
            unit.members.save(member.changed(updated=now))
        unit.audit_log.add(
            AuditEntry(
                id=new_id("a"),
                at=now,
                by=asker.name_in_log,
                verb="import",
                kind="member",
                record="roster",
                detail={"added": str(len(added)), "updated": str(len(updated))},
            )
        )
        return Imported(
            added=len(added),
            updated=len(updated),
            unchanged=len(known) - len(updated),
            rejected=tuple(sorted(reading.rejected, key=lambda rejected: rejected.row)),
            warnings=tuple(reading.warnings(rows)),
            rows=rows_told(reading.members, reading.row_of, reading.known),
        )

    def visible_to(self, asker: Asker, programme: str = "") -> list[Listed]:
        """The members that the asker may see: all, those of her programme, or only herself."""
        with self._units.reading() as unit:
            if self._policy.allows(asker, Action.MEMBERS_LIST):
                members = unit.members.all()
            else:
                members = unit.members.all(id=self._seen_by(unit, asker))
            if programme:
                enrolled = {e.member for e in unit.enrolments.all(programme=programme, state=TAKING_PART)}
                members = [member for member in members if member.id in enrolled]
        return [_listed(member) for member in members]

    def show(self, asker: Asker, member_id: str) -> Member:
        """One member's profile; less of it for who is matched with her.

        Raises NotFound for members that the asker may not see: existence is private too.
        """
        with self._units.reading() as unit:
            member = unit.members.find(member_id)
            enrolments = unit.enrolments.all(member=member_id, state=TAKING_PART)
            matched = _matched_with(unit, member_id)
        programmes = {enrolment.programme for enrolment in enrolments} or {""}
        if member and any(
            self._policy.allows(asker, Action.PROFILE_READ, owners={member_id}, programme=programme)
            for programme in programmes
        ):
            # Vetoes and the roster's other columns are for the rules, for her, and for whoever imported them.
            whole = asker.operator or asker.member == member_id
            return member if whole else member.changed(vetoes=frozenset(), extra={})
        if member and self._policy.allows(asker, Action.PARTNER_READ, owners=matched):
            return _as_partner(member)
        raise NotFound(
            f"There is no member “{member_id}” that you may see.",
            place=member_id,
            cure="Check the id; `members list` shows those you may see.",
        )

    def introduced(self, asker: Asker, ids: Collection[str]) -> dict[str, Introduction]:
        """Name and headline behind ids that other services gave out; who has left is missing."""
        self._policy.require(asker, Action.INTRODUCTIONS_READ)
        with self._units.reading() as unit:
            members = unit.members.all(id=set(ids))
        return {m.id: Introduction(name=m.name, headline=m.profile.headline) for m in members}

    def _seen_by(self, unit: UnitOfWork, asker: Asker) -> set[str]:
        seen = {asker.member} if asker.member else set()
        if asker.manages:
            seen |= {e.member for e in unit.enrolments.all(programme=asker.manages, state=TAKING_PART)}
        return seen


def _with_who_is_missing(result: Imported, reading: _Reading) -> Imported:
    missing = tuple(sorted(reading.known.keys() - reading.named))
    warnings = result.warnings
    if len(missing) > MANY_MISSING * len(reading.known):
        many = f"{len(missing):,} of {len(reading.known):,} members are not in this file. Is it whole?"
        warnings = (many, *warnings)
    return result.model_copy(update={"not_in_file": missing, "warnings": warnings})


def _matched_with(unit: UnitOfWork, member_id: str) -> set[str]:
    """Everybody with whom she has an approved match, or more: they may know whom they are going to meet."""
    partners = {match.partner for match in unit.matches.all(seeker=member_id, state=MET)}
    return partners | {match.seeker for match in unit.matches.all(partner=member_id, state=MET)}


def _as_partner(member: Member) -> Member:
    """What somebody who is matched with her sees: what she brings, not what she hopes for or has asked of others."""
    profile = member.profile.model_copy(update={"goals": (), "wishes": ()})
    return member.changed(
        profile=profile, email="", vetoes=frozenset(), extra={}, line_manager_id="", capacity=None
    )


def _listed(member: Member) -> Listed:
    return Listed(
        id=member.id,
        name=member.name,
        roles=tuple(sorted(member.roles)),
        function=member.profile.function,
        level=member.profile.level,
        capacity=member.capacity,
        paused=member.paused,
    )


def members_of(rows: Sequence[RawRow | BrokenRow], place: str) -> list[Member]:
    """The members of a roster that goes into no home. Raises BadInput at the first row that is wrong."""
    reading = _Reading({})
    for row in rows:
        reading.read(row)
    if reading.rejected:
        first = reading.rejected[0]
        raise BadInput(
            f"{first.field} {first.error}.", place=f"{place} row {first.row}", cure="Mend the file."
        )
    return list(reading.members.values())


def _refusal(result: Imported) -> BadInput:
    first = result.rejected[0]
    more = len(result.rejected) - 1
    others = "" if not more else " One more row is wrong." if more == 1 else f" {more} more rows are wrong."
    return BadInput(
        f"{first.field} {first.error}.{others}",
        place=f"row {first.row}, {first.field}",
        cure="Mend the file, or take the right rows with --partial. Nothing was imported.",
        detail={
            "added": 0,
            "updated": 0,
            "unchanged": 0,
            "rejected": [rejected.model_dump() for rejected in result.rejected],
            "warnings": list(result.warnings),
        },
    )
