"""What an import does, row by row and field by field, told before it is done.

Of what stood there before nothing is told: members change their own words, and whoever imports need not read them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from copilot.domain.members import Member, Profile
from copilot.domain.records import Value

EXAMPLES = 3
LONGEST_EXAMPLE = 60
LEFT_ALONE = frozenset({"id", "revision", "updated", "profile", "paused"})


class RowTold(Value):
    """One right row: whom it is about, and which fields would be others. Never what stood in them before."""

    row: int
    member: str
    name: str
    change: Literal["added", "updated", "unchanged"]
    fields: tuple[str, ...] = ()


class Example(Value):
    """What one member's field would become."""

    member: str
    value: str


class FieldTold(Value):
    """One field that would change.

    Attributes:
        field: ours; “extra” for the columns this programme doesn't know.
        new: how many new members come with it.
        filled: of how many known members it was empty.
        replaced: of how many it would become something else.
        emptied: of how many it would be empty afterwards: is that meant?
        examples: what it would become.
    """

    field: str
    new: int = 0
    filled: int = 0
    replaced: int = 0
    emptied: int = 0
    examples: tuple[Example, ...] = ()


def fields_told(members: Mapping[str, Member], known: Mapping[str, Member]) -> tuple[FieldTold, ...]:
    """Every field that would change of anybody, in the order of a profile."""
    counts: dict[str, dict[str, int]] = {}
    examples: dict[str, list[Example]] = {}
    for member in members.values():
        for field, kind, value in _differences(known.get(member.id), member):
            counts.setdefault(field, {})
            counts[field][kind] = counts[field].get(kind, 0) + 1
            if len(examples.setdefault(field, [])) < EXAMPLES:
                examples[field].append(Example(member=member.id, value=_short(value)))
    return tuple(
        FieldTold.model_validate({"field": field, **counts[field], "examples": tuple(examples[field])})
        for field in _FIELDS
        if field in counts
    )


def _differences(before: Member | None, after: Member) -> Iterator[tuple[str, str, Any]]:
    was = _fields(before) if before else {}
    for field, value in _fields(after).items():
        if before is None and value not in _EMPTY:
            yield field, "new", value
        elif before is not None and value != was[field]:
            kind = "filled" if was[field] in _EMPTY else "emptied" if value in _EMPTY else "replaced"
            yield field, kind, value


def _fields(member: Member) -> dict[str, Any]:
    own = {name: getattr(member, name) for name in Member.model_fields if name not in LEFT_ALONE}
    return own | dict(member.profile)


_EMPTY: tuple[Any, ...] = ("", None, (), frozenset(), {})
_FIELDS = (*(name for name in Member.model_fields if name not in LEFT_ALONE), *Profile.model_fields)


def _short(value: Any) -> str:
    plain = " ".join(_as_text(value).split())
    return plain if len(plain) <= LONGEST_EXAMPLE else plain[: LONGEST_EXAMPLE - 1].rstrip() + "…"


def _as_text(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name}: {each}" for name, each in value.items())
    if isinstance(value, (tuple, frozenset)):
        return "; ".join(map(str, value if isinstance(value, tuple) else sorted(value)))
    return "" if value is None else str(value)


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
    was, is_now = _fields(before), _fields(after)
    return tuple(name for name in _FIELDS if was[name] != is_now[name])
