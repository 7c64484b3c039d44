"""A mapping proposed for somebody else's roster, from its headers and what stands below them; a person mends it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from copilot.domain.records import Value
from copilot.domain.roster_mappings import ColumnRule, Join, RosterMapping
from copilot.domain.rosters import Layout
from copilot.services.members.fields import NEEDED, suggested
from copilot.services.members.mapping import Sheet

FIRST_NAMES = ("first name", "given name", "firstname", "legal first name", "preferred first name", "vorname")
LAST_NAMES = ("last name", "surname", "family name", "lastname", "legal last name", "nachname")
HER_OWN_WORDS = frozenset(
    {"headline", "experience", "skills", "goals", "interests", "working_style", "wishes", "languages"}
)
"""What members change themselves: an empty cell of a personnel system must not empty it."""
MOST_VALUES = 40
ENOUGH = 0.5
"""Of the cells, that look alike for a rule to be proposed."""


class Proposal(Value):
    """What is proposed, which columns nobody knows, and which needed fields have no column.

    `examples`: column → what stands in it.
    """

    mapping: RosterMapping
    unknown: tuple[str, ...]
    missing: tuple[str, ...]
    examples: dict[str, tuple[str, ...]]


def proposed(sheet: Sheet, layout: Layout) -> Proposal:
    """A mapping for this file, as far as names and cells tell. Where no column is the roles, all new are mentees."""
    found = suggested(sheet.columns)
    join = {} if "name" in found.values() else _full_name(sheet.columns)
    joined = {column for one in join.values() for column in one.columns}
    fields = {column: field for column, field in found.items() if column not in joined}
    held = {*fields.values(), *join}
    defaults = {} if "roles" in held else {"roles": "mentee"}
    mapping = RosterMapping(
        file=layout,
        columns={column: _rule(sheet, column, field) for column, field in fields.items()},
        join=join,
        defaults=defaults,
    )
    return Proposal(
        mapping=mapping,
        unknown=tuple(c for c in sheet.columns if c not in fields and c not in joined),
        missing=tuple(field for field in NEEDED if field not in held),
        examples={column: sheet.examples(column) for column in sheet.columns},
    )


def by_choices(sheet: Sheet, fields: Mapping[str, str]) -> RosterMapping:
    """The mapping of somebody who chose fields alone: names that are turned round and ids in brackets are seen to."""
    rules = {column: _rule(sheet, column, field) if field else None for column, field in fields.items()}
    return RosterMapping(
        columns={
            column: rule
            if rule and rule.take in ("last_first", "in_brackets")
            else ColumnRule(to=fields[column])
            for column, rule in rules.items()
        }
    )


def _full_name(columns: Sequence[str]) -> dict[str, Join]:
    first, last = _first_of(columns, FIRST_NAMES), _first_of(columns, LAST_NAMES)
    return {"name": Join(columns=(first, last))} if first and last else {}


def _first_of(columns: Sequence[str], names: Sequence[str]) -> str:
    plain = {" ".join(re.findall(r"[^\W_]+", column.casefold())): column for column in columns}
    return next((plain[name] for name in names if name in plain), "")


def _rule(sheet: Sheet, column: str, field: str) -> ColumnRule:
    cells = [cell for cell in sheet.texts(column) if cell]
    if field == "name" and _mostly(cells, r"[^,]+,[^,]+"):
        return ColumnRule(to=field, take="last_first")
    if field in ("line_manager_id", "id") and _mostly(cells, r".*\([^()]+\)"):
        return ColumnRule(to=field, take="in_brackets")
    if field == "level" and not _mostly(cells, r"\d+"):
        return _level(field, cells)
    if field in HER_OWN_WORDS:
        return ColumnRule(to=field, empty="keep")
    return ColumnRule(to=field)


def _level(field: str, cells: Sequence[str]) -> ColumnRule:
    """A grade that is no number: each that stands there, to be given its level from 1 to 10."""
    values = dict.fromkeys(cells)
    if len(values) <= MOST_VALUES:
        return ColumnRule(to=field, values=dict.fromkeys(sorted(values), ""))
    return ColumnRule(to=field, take="number", otherwise="empty")


def _mostly(cells: Sequence[str], pattern: str) -> bool:
    fitting = sum(1 for cell in cells if re.fullmatch(pattern, cell))
    return bool(cells) and fitting > ENOUGH * len(cells)


# --- as a person reads and mends it ---


def as_yaml(proposal: Proposal, name: str) -> str:
    """The proposal as YAML, with what stands in each column beside it."""
    mapping = proposal.mapping
    lines = [
        f"# Proposed for {name}. Mend it, keep it, and look at what it would change before anything is written:",
        "#   mentoring members import FILE --mapping THIS_FILE --preview",
        *_layout(mapping.file),
        "columns:",
        *_aligned((f"  {_quoted(c)}: {_rule_told(rule)}", proposal.examples[c]) for c, rule in mapping.columns.items()),
        *_aligned((f"  # {_quoted(column)}: \"\"", proposal.examples[column]) for column in proposal.unknown),
    ]  # fmt: skip
    if proposal.unknown:
        lines.append(
            "# Those behind a # are kept beside and used for nothing; take the # away to leave one out."
        )
    for field, join in mapping.join.items():
        columns = ", ".join(map(_quoted, join.columns))
        lines += ["join:", f"  {field}: {{columns: [{columns}], with: {_quoted(join.with_)}}}"]
    if mapping.defaults:
        lines += [
            "defaults:  # for whoever is new",
            *(f"  {f}: {value}" for f, value in mapping.defaults.items()),
        ]
    lines += [
        f"# Missing: no column looks like the {field}." for field in proposal.missing if field != "roles"
    ]
    lines.append("whole: false  # true: say who is not in the file; nobody is ever deleted by an import")
    return "\n".join(lines) + "\n"


def _layout(layout: Layout) -> list[str]:
    told = (
        ("encoding", layout.encoding),
        ("delimiter", _quoted(layout.delimiter) if layout.delimiter else ""),
        ("header_row", str(layout.header_row or "")),
    )
    known = [f"  {name}: {value}" for name, value in told if value]
    return ["file:", *known] if known else []


def _rule_told(rule: ColumnRule) -> str:
    said = [f"to: {rule.to}"]
    said += [f"take: {rule.take}"] if rule.take != "all" else []
    if rule.values:
        values = ", ".join(f"{_quoted(one)}: {_quoted(meant)}" for one, meant in rule.values.items())
        said.append(f"values: {{{values}}}")
    said += [f"otherwise: {rule.otherwise}"] if rule.otherwise != "reject" else []
    said += [f"empty: {rule.empty}"] if rule.empty != "clear" else []
    return str(rule.to) if len(said) == 1 else f"{{{', '.join(said)}}}"


def _aligned(lines: Iterable[tuple[str, Sequence[str]]]) -> list[str]:
    every = list(lines)
    width = min(48, max((len(line) for line, _ in every), default=0))
    return [f"{line:<{width}}  # {_shown(examples)}" for line, examples in every]


def _shown(examples: Sequence[str]) -> str:
    return " · ".join(examples) if examples else "(empty)"


def _quoted(text: str) -> str:
    """As YAML and JSON both read it."""
    inner = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return f'"{inner}"'
