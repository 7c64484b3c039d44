"""Declared groups come in: what members say of themselves for the audit, and only with their consent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from copilot.domain.asking import Asker
from copilot.domain.matches import AuditEntry
from copilot.domain.members import DeclaredGroup
from copilot.domain.records import Value, new_id
from copilot.domain.rosters import BrokenRow, RawRow
from copilot.errors import BadInput
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.making import what_is_wrong
from copilot.services.policy import Action, Policy

FIELDS = ("member", "attribute", "value", "consent")
_YES = frozenset({"yes", "y", "true", "1"})
_NO = frozenset({"no", "n", "false", "0"})


class WrongRow(Value):
    """A row that can't be taken: its number as a spreadsheet shows it, the field, and what is wrong with it."""

    row: int
    field: str
    error: str


class Declared(Value):
    """What became of the rows.

    `forgotten`: declared before, and the consent is now taken back. `without_consent`: nothing was known, nothing kept.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    forgotten: int = 0
    without_consent: int = 0


class DeclaringService:
    """Takes in what members declared; nobody can read it here again, and only the audit ever does."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units, self._policy, self._clock = units, policy, clock

    def declare(self, asker: Asker, rows: Sequence[RawRow | BrokenRow]) -> Declared:
        """Take in all rows, or none; a member may declare for herself, the rest is for who imports rosters.

        A row without consent leaves nothing behind: what was declared before under that attribute is forgotten.
        Raises BadInput, with every wrong row in its detail; the home is then as it was.
        """
        self._check_asker(asker, rows)
        with self._units() as unit:
            reading = _Reading({member.id for member in unit.members.all()})
            for row in rows:
                reading.read(row)
            if reading.wrong:
                raise _refusal(reading.wrong)
            result = _keep(unit, list(reading.declared.values()))
            unit.audit_log.add(self._entry(asker, result))
            unit.commit()
        return result

    def _check_asker(self, asker: Asker, rows: Sequence[RawRow | BrokenRow]) -> None:
        own = asker.member and all(
            isinstance(row, RawRow) and str(row.cells.get("member")).strip() == asker.member for row in rows
        )
        if own and self._policy.allows(asker, Action.PROFILE_WRITE, owners=(asker.member,)):
            return
        self._policy.require(asker, Action.MEMBERS_WRITE)

    def _entry(self, asker: Asker, result: Declared) -> AuditEntry:
        """How many, and nothing of what."""
        return AuditEntry(
            id=new_id("a"),
            at=self._clock.now(),
            by=asker.name_in_log,
            verb="declare",
            kind="member",
            record="declared groups",
            detail={name: str(count) for name, count in result.model_dump().items()},
        )


class _Reading:
    def __init__(self, members: set[str]) -> None:
        self._members = members
        self._row_of: dict[tuple[str, str], int] = {}
        self.declared: dict[tuple[str, str], DeclaredGroup] = {}
        self.wrong: list[WrongRow] = []

    def read(self, row: RawRow | BrokenRow) -> None:
        try:
            self._take(row)
        except _Wrong as wrong:
            self.wrong.append(WrongRow(row=row.row, field=wrong.field, error=wrong.error))

    def _take(self, row: RawRow | BrokenRow) -> None:
        if isinstance(row, BrokenRow):
            raise _Wrong("row", row.error)
        group = _group(row.cells)
        if group.member not in self._members:
            raise _Wrong("member", f"“{group.member}” is not on the roster")
        key = _key(group)
        if key in self._row_of:
            raise _Wrong("attribute", f"stands already in row {self._row_of[key]} for this member")
        self._row_of[key] = row.row
        self.declared[key] = group


class _Wrong(ValueError):
    def __init__(self, field: str, error: str) -> None:
        super().__init__(error)
        self.field, self.error = field, error


def _group(cells: dict[str, Any]) -> DeclaredGroup:
    texts = {field: _text(cells.get(field)) for field in FIELDS}
    consent = _consent(cells.get("consent"))
    for field in ("member", "attribute", *(("value",) if consent else ())):
        if not texts[field]:
            raise _Wrong(field, "is empty")
    try:
        return DeclaredGroup(
            id=f"{texts['member']}:{texts['attribute']}",
            member=texts["member"],
            attribute=texts["attribute"],
            value=texts["value"] or "–",
            consent=consent,
        )
    except ValidationError as fault:
        raise _Wrong(*what_is_wrong(fault)) from fault


def _text(cell: Any) -> str:
    if isinstance(cell, (dict, list)):
        raise _Wrong("row", "holds a list where a text is expected")
    text = "" if cell is None else " ".join(str(cell).split())
    if "\x00" in text:
        raise _Wrong("row", "holds a character that no text has (a zero byte)")
    return text


def _consent(cell: Any) -> bool:
    """Yes or no and nothing between: consent is never guessed."""
    word = _text(cell).casefold()
    if word not in _YES | _NO:
        raise _Wrong("consent", f"“{word[:40]}” is neither yes nor no")
    return word in _YES


def _key(group: DeclaredGroup) -> tuple[str, str]:
    return group.member, group.attribute.casefold()


def _keep(unit: UnitOfWork, declared: Sequence[DeclaredGroup]) -> Declared:
    known = {_key(group): group for group in unit.declared_groups.all()}
    counts = dict.fromkeys(Declared.model_fields, 0)
    for group in declared:
        counts[_kept(unit, group, known.get(_key(group)))] += 1
    return Declared(**counts)


def _kept(unit: UnitOfWork, group: DeclaredGroup, before: DeclaredGroup | None) -> str:
    if not group.consent:
        if before is None:
            return "without_consent"
        unit.declared_groups.remove(before.id)
        return "forgotten"
    if before is None:
        unit.declared_groups.add(group)
        return "added"
    if (before.value, before.consent) == (group.value, True):
        return "unchanged"
    unit.declared_groups.save(before.changed(value=group.value, consent=True))
    return "updated"


def _refusal(wrong: Sequence[WrongRow]) -> BadInput:
    first = wrong[0]
    others = len(wrong) - 1
    more = (
        "" if not others else " One more row is wrong." if others == 1 else f" {others} more rows are wrong."
    )
    return BadInput(
        f"{first.field} {first.error}. Nothing was taken in.{more}",
        place=f"row {first.row}, {first.field}",
        cure="Mend the rows and declare the whole file again.",
        detail={"rejected": [row.model_dump() for row in wrong]},
    )


def how_many_declared(unit: UnitOfWork) -> int:
    """How many members declared a group for the audit; who and which stays with it."""
    return len({one.member for one in unit.declared_groups.all() if one.consent})
