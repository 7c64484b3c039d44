"""What each row of an import does, told before it is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from copilot.domain.members import Member
from copilot.domain.records import Value

LEFT_ALONE = frozenset({"id", "revision", "updated", "profile"})


class RowTold(Value):
    """One right row: whom it is about, and which fields would be others. Never what stood in them before."""

    row: int
    member: str
    name: str
    change: Literal["added", "updated", "unchanged"]
    fields: tuple[str, ...] = ()


def rows_told(
    members: Mapping[str, Member], row_of: Mapping[str, int], known: Mapping[str, Member]
) -> tuple[RowTold, ...]:
    """Every right row in its order."""
    told = [_told(row_of[member.id], member, known.get(member.id)) for member in members.values()]
    return tuple(sorted(told, key=lambda one: one.row))


def _told(row: int, member: Member, before: Member | None) -> RowTold:
    if before is None:
        return RowTold(row=row, member=member.id, name=member.name, change="added")
    fields = _changed(before, member)
    change: Literal["updated", "unchanged"] = "updated" if fields else "unchanged"
    return RowTold(row=row, member=member.id, name=member.name, change=change, fields=fields)


def _changed(before: Member, after: Member) -> tuple[str, ...]:
    pairs = [(name, getattr(before, name), getattr(after, name)) for name in Member.model_fields]
    own = [name for name, old, new in pairs if name not in LEFT_ALONE and old != new]
    profile = [name for name, old in before.profile if old != getattr(after.profile, name)]
    return (*own, *profile)
