"""Files as Workday, BambooHR, SuccessFactors and Personio write them, and what a mapping makes of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.domain.asking import OPERATOR
from copilot.domain.members import Member
from copilot.domain.roster_mappings import ColumnRule, Join, RosterMapping
from copilot.domain.rosters import BrokenRow, Layout, RawRow
from copilot.errors import BadInput
from copilot.services.members.mapping import Sheet, mapped
from copilot.services.members.proposing import as_yaml, proposed
from copilot.services.members.service import Imported, MembersService
from copilot.services.policy import Policy
from copilot.stores.mapping_files import read_roster_mapping
from copilot.stores.roster_files import read_sheet
from tests.fakes import FixedClock, MemoryUnitsOfWork

WORKDAY = (
    "Worker Roster;;;;;;\n"
    "Run on 23/11/2026;;;;;;\n"
    "Employee ID;Worker;Business Title;Management Level;Location;Manager;Hire Date;\n"
    '\'0017;"Okoye, Ada";"Analyst,\nsecond line";Level 3;Lisbon;Bo Lindqvist (0018);01.03.2021;\n'
    '\'0018;"Lindqvist, Bo";Director;Level 7;Oslo;;15.01.2014;\n'
)
RULES = """
file: {header_row: 3}
columns:
  Employee ID: id
  Worker: {to: name, take: last_first}
  Business Title: {to: headline, empty: keep}
  Management Level: {to: level, take: number}
  Location: {to: time_zone, values: {lisbon: Europe/Lisbon, Oslo: Europe/Oslo}}
  Manager: {to: line_manager_id, take: in_brackets}
defaults: {roles: mentee}
"""


LAUGHS = "columns: {id: id}\nwhole: &a [x, x, x]\nfile: [*a, *a, *a]\n"


def test_a_mapping_of_names_for_names_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    file = tmp_path / "mapping.yaml"
    file.write_text(LAUGHS)
    with pytest.raises(BadInput, match="alias"):
        read_roster_mapping(file)


@pytest.mark.parametrize("name", ["undefined", "utf\0-8", "punycode", "rot13", "klingon"])
def test_an_encoding_that_is_none_of_a_file_is_named_as_such(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match="no encoding"):
        sheet_of(tmp_path, "id;name\n1;Ada\n", Layout(encoding=name))


@pytest.fixture
def units() -> MemoryUnitsOfWork:
    return MemoryUnitsOfWork()


def service_over(units: MemoryUnitsOfWork) -> MembersService:
    return MembersService(units, Policy(), FixedClock())


def sheet_of(
    tmp_path: Path, data: str | bytes, layout: Layout | None = None, *, guess: bool = False
) -> Sheet:
    file = tmp_path / "people.csv"
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    read = read_sheet(file, layout, guess_letters=guess)
    return Sheet(columns=read.columns, rows=read.rows)


def rules_of(tmp_path: Path, text: str, name: str = "mapping.yaml") -> RosterMapping:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return read_roster_mapping(tmp_path / name)


def members_of(units: MemoryUnitsOfWork) -> dict[str, Member]:
    with units.reading() as unit:
        return {member.id: member for member in unit.members.all()}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("mark", ["", "sep=;\r\n"])
def test_a_workday_report_comes_in_whole_in_whatever_letters(
    tmp_path: Path, units: MemoryUnitsOfWork, encoding: str, mark: str
) -> None:
    data = (mark + WORKDAY.replace("Ada", "Zoë")).encode(encoding)
    rules = rules_of(tmp_path, RULES)
    sheet = sheet_of(
        tmp_path, data, rules.file.model_copy(update={"encoding": "cp1252" if encoding == "cp1252" else ""})
    )
    found = service_over(units).import_rows(OPERATOR, mapped(sheet, rules))
    assert (found.added, found.rejected) == (2, ())
    her = members_of(units)["0017"]
    assert (her.name, her.line_manager_id) == ("Zoë Okoye", "0018")
    assert (her.profile.headline, her.profile.level) == ("Analyst,\nsecond line", 3)
    assert (her.profile.time_zone, her.extra) == ("Europe/Lisbon", {"hire_date": "01.03.2021"})


def test_a_second_import_of_the_same_file_changes_nothing(tmp_path: Path, units: MemoryUnitsOfWork) -> None:
    rows = mapped(sheet_of(tmp_path, WORKDAY), rules_of(tmp_path, RULES))
    service = service_over(units)
    service.import_rows(OPERATOR, rows)
    again = service.import_rows(OPERATOR, rows, preview=True)
    assert (again.added, again.updated, again.unchanged, again.changes) == (0, 0, 2, ())


def test_what_everybody_new_begins_with_is_not_given_again_to_who_has_become_a_mentor(
    tmp_path: Path, units: MemoryUnitsOfWork
) -> None:
    service = service_over(units)
    rows = mapped(sheet_of(tmp_path, WORKDAY), rules_of(tmp_path, RULES))
    service.import_rows(OPERATOR, rows)
    with units() as unit:
        unit.members.save(unit.members.get("0018").changed(roles=frozenset({"mentor"})))
        unit.commit()
    assert service.import_rows(OPERATOR, rows).unchanged == 2
    assert members_of(units)["0018"].roles == {"mentor"}


def test_an_empty_cell_keeps_what_she_wrote_where_the_mapping_says_so(
    tmp_path: Path, units: MemoryUnitsOfWork
) -> None:
    service, rules = service_over(units), rules_of(tmp_path, RULES)
    service.import_rows(OPERATOR, mapped(sheet_of(tmp_path, WORKDAY), rules))
    emptied = sheet_of(tmp_path, WORKDAY.replace("Director", "").replace("Oslo", ""))
    found = service.import_rows(OPERATOR, mapped(emptied, rules), preview=True)
    assert [(one.field, one.emptied) for one in found.changes or ()] == [("time_zone", 1)]


@pytest.mark.parametrize(
    ("old", "new", "field", "says"),
    [
        ("Oslo", "Mars", "time_zone", "“Mars” in “Location” is not among the mapping's values"),
        ("Level 7", "Boss", "level", "there is no number in it"),
        ("(0018)", "", "line_manager_id", "nothing stands in brackets"),
    ],
)
def test_a_cell_the_mapping_has_no_answer_for_is_told_with_row_field_and_cure(
    tmp_path: Path, units: MemoryUnitsOfWork, old: str, new: str, field: str, says: str
) -> None:
    rows = mapped(sheet_of(tmp_path, WORKDAY.replace(old, new)), rules_of(tmp_path, RULES))
    found = service_over(units).import_rows(OPERATOR, rows, partial=True)
    [rejected] = found.rejected
    assert rejected.field == field
    assert says in rejected.error
    assert found.added == 1


def test_two_columns_for_one_field_are_refused_with_both_named_unless_they_are_joined(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, "Key,First,Last,Role\n1,Ada,Okoye,mentee\n")
    flat = {"Key": "id", "First": "name", "Last": "name", "Role": "roles"}
    with pytest.raises(BadInput, match="“First” and “Last” both go to “name”") as refusal:
        mapped(sheet, flat)
    assert "join: name" in refusal.value.cure
    joined = RosterMapping(
        columns={"Key": ColumnRule(to="id"), "Role": ColumnRule(to="roles")},
        join={"name": Join(columns=("First", "Last"))},
    )
    [row] = mapped(sheet, joined)
    assert isinstance(row, RawRow)
    assert row.cells == {"id": "1", "roles": ["mentee"], "name": "Ada Okoye"}


def test_a_join_and_a_column_for_one_field_are_refused_as_well(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, "Key,Full,First,Last,Role\n1,x,Ada,Okoye,mentee\n")
    rules = RosterMapping(
        columns={"Key": ColumnRule(to="id"), "Full": ColumnRule(to="name"), "Role": ColumnRule(to="roles")},
        join={"name": Join(columns=("First", "Last"))},
    )
    with pytest.raises(BadInput, match="“Full” and “First” \\+ “Last” both go to “name”"):
        mapped(sheet, rules)


def test_several_columns_become_one_list_and_codes_become_languages(
    tmp_path: Path, units: MemoryUnitsOfWork
) -> None:
    sheet = sheet_of(tmp_path, "id,name,roles,Skill 1,Skill 2,Skill 3,Lang\n1,Ada,mentee,SQL,,Übung,en/pt\n")
    rules = rules_of(
        tmp_path,
        "columns:\n  Lang: {to: languages, split: '/', values: {en: English, pt: Portuguese, NO: Norwegian}}\n"
        "join:\n  skills: {columns: [Skill 1, Skill 2, Skill 3]}\n",
    )
    service_over(units).import_rows(OPERATOR, mapped(sheet, rules))
    profile = members_of(units)["1"].profile
    assert (profile.skills, profile.languages) == (("SQL", "Übung"), ("English", "Portuguese"))
    assert rules.columns["Lang"].values["NO"] == "Norwegian", "in YAML a bare NO would be a no"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("columns:\n  A: id\n  A: name\n", "“A” stands twice"),
        ("columns: [A]\n", "columns"),
        ("columns:\n  A: {to: id, tke: all}\n", "tke is not known here"),
        ("columns:\n  A: {to: id, take: first}\n", "take is “first”; it can be"),
        ("a: [\n", "not YAML"),
        ("", "names no columns"),
        ("- A\n", "names no columns"),
        ("columns:\n  A: id\nstore: x\n", "store is not known here"),
        ("columns:\n  id: Key\ndefaults: {id: same}\n", "no column “id”"),
    ],
)
def test_a_mapping_file_with_a_slip_is_refused_in_a_sentence(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says) as refusal:
        mapped(sheet_of(tmp_path, "A,name,roles\n1,Ada,mentee\n"), rules_of(tmp_path, text))
    assert refusal.value.cure


def test_a_json_mapping_says_which_column_stands_twice(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="“A” stands twice"):
        rules_of(tmp_path, '{"A": "id", "A": "name"}', "mapping.json")


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_letters_that_are_not_unicode_are_guessed_only_where_somebody_looks(
    tmp_path: Path, encoding: str
) -> None:
    data = "id;name;roles\n1;Zoë;mentee\n".encode(encoding)
    if encoding == "cp1252":
        with pytest.raises(BadInput, match="not UTF-8") as refusal:
            sheet_of(tmp_path, data)
        assert "encoding: cp1252" in refusal.value.cure
    file = tmp_path / "people.csv"
    file.write_bytes(data)
    read = read_sheet(file, guess_letters=True)
    assert read.layout.encoding == encoding
    assert bool(read.notes) == (encoding == "cp1252")
    assert isinstance(read.rows[0], RawRow)
    assert read.rows[0].cells["name"] == "Zoë"


def test_a_workbook_and_an_unknown_encoding_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="workbook"):
        sheet_of(tmp_path, b"PK\x03\x04rest")
    with pytest.raises(BadInput, match="no encoding “utf-9”"):
        sheet_of(tmp_path, "id\n1\n", Layout(encoding="utf-9"))


def test_a_file_that_is_cut_off_says_so(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, "id,name,roles,level\n1,Ada,mentee,2\n2,Bo,men")
    assert isinstance(sheet.rows[0], RawRow)
    assert isinstance(sheet.rows[1], BrokenRow)
    assert "looks cut off" in sheet.rows[1].error


def test_a_quotation_mark_too_many_tells_how_many_lines_it_swallowed(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, 'id,name,roles\n1,Ada,mentee\n2,"Bo,mentor\n' + "3,Cy,peer\n" * 40)
    assert isinstance(sheet.rows[1], BrokenRow)
    assert "41 lines" in sheet.rows[1].error


def test_who_is_not_in_a_file_that_holds_everybody_is_told_and_left_as_she_is(
    tmp_path: Path, units: MemoryUnitsOfWork
) -> None:
    service = service_over(units)
    everybody = [RawRow(row=n, cells={"id": f"m{n}", "name": "Ada", "roles": "mentee"}) for n in range(10)]
    service.import_rows(OPERATOR, everybody)
    broken = RawRow(row=9, cells={"id": "m9", "name": "", "roles": "mentee"})
    found = service.import_rows(OPERATOR, [*everybody[:6], broken], partial=True, whole=True)
    assert found.not_in_file == ("m6", "m7", "m8"), "who stands in a wrong row stands in the file"
    assert found.warnings[0] == "3 of 10 members are not in this file. Is it whole?"
    assert len(members_of(units)) == 10
    assert "not_in_file" not in service.import_rows(OPERATOR, everybody).model_dump()


def test_one_bad_row_of_very_many_is_named_and_the_others_come_in(
    tmp_path: Path, units: MemoryUnitsOfWork
) -> None:
    lines = [f"{n},Ada {n},mentee,{n % 10 + 1}" for n in range(5_000)]
    lines[3_210] = "3210,Ada,wizard,1"
    rows = mapped(sheet_of(tmp_path, "\n".join(["id,name,roles,level", *lines, ""])), RosterMapping())
    found = service_over(units).import_rows(OPERATOR, rows, partial=True)
    assert (found.added, [one.row for one in found.rejected]) == (4_999, [3_212])


def test_the_proposal_is_a_mapping_that_can_be_used_at_once(tmp_path: Path, units: MemoryUnitsOfWork) -> None:
    file = tmp_path / "people.csv"
    file.write_text(WORKDAY, encoding="utf-8")
    read = read_sheet(file, guess_letters=True)
    found = proposed(Sheet(columns=read.columns, rows=read.rows), read.layout)
    text = as_yaml(found, "people.csv")
    assert found.mapping.columns["Worker"].take == "last_first"
    assert found.mapping.columns["Manager"].take == "in_brackets"
    assert '# "Hire Date": ""' in text
    rules = rules_of(tmp_path, text)
    assert rules == found.mapping
    assert (
        service_over(units)
        .import_rows(OPERATOR, mapped(sheet_of(tmp_path, WORKDAY, rules.file), rules))
        .added
        == 2
    )


def test_first_and_last_names_are_joined_and_ids_win_over_names_of_bosses(tmp_path: Path) -> None:
    head = "Employee #,First Name,Last Name,Manager,Manager ID,Employee Number,Pay Grade\n"
    sheet = sheet_of(tmp_path, head + "9,Ada,Okoye,Bo,7,17,G4\n9,Bo,Ek,Bo,7,18,G9\n")
    found = proposed(sheet, Layout())
    assert found.mapping.join["name"].columns == ("First Name", "Last Name")
    assert found.mapping.columns["Manager ID"].to == "line_manager_id"
    assert "Manager" in found.unknown
    assert found.mapping.columns["Pay Grade"].values == {"G4": "", "G9": ""}


CELL = st.sampled_from(["", "1", "7", "data", "care", "Europe/Lisbon", "a;b"])
ROWS = st.lists(
    st.fixed_dictionaries(
        {"id": st.sampled_from(["m1", "m2", "m3", ""]), "name": st.sampled_from(["Ada", "Bo", ""]),
         "roles": st.sampled_from(["mentee", "mentor", "wizard"]), "skills": CELL, "function": CELL, "level": CELL,
         "shoe": CELL}
    ), max_size=5,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(ROWS, ROWS)
def test_a_preview_says_exactly_what_the_import_then_does(
    first: list[dict[str, str]], second: list[dict[str, str]]
) -> None:
    units = MemoryUnitsOfWork()
    service = service_over(units)
    service.import_rows(OPERATOR, _raw(first), partial=True)
    before = members_of(units)
    ahead = service.import_rows(OPERATOR, _raw(second), partial=True, preview=True)
    assert members_of(units) == before
    done = service.import_rows(OPERATOR, _raw(second), partial=True)
    assert ahead.model_copy(update={"changes": None}) == done
    assert _told(ahead) == _what_changed(before, members_of(units))
    again = service.import_rows(OPERATOR, _raw(second), partial=True, preview=True)
    assert (again.added, again.updated, again.changes) == (0, 0, ())


def _raw(rows: list[dict[str, str]]) -> list[RawRow]:
    return [RawRow(row=n, cells=cells) for n, cells in enumerate(rows, 2)]


def _told(found: Imported) -> dict[str, int]:
    return {one.field: one.new + one.filled + one.replaced + one.emptied for one in found.changes or ()}


def _what_changed(before: dict[str, Member], after: dict[str, Member]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for id_, member in after.items():
        was = _flat(before[id_]) if id_ in before else {}
        for field, value in _flat(member).items():
            if value != was.get(field, "") and (id_ in before or value not in ("", None, [], {}, False)):
                counts[field] = counts.get(field, 0) + 1
    return counts


def _flat(member: Member) -> dict[str, object]:
    whole = member.model_dump(mode="json", exclude={"id", "revision", "updated", "paused"})
    return {**whole.pop("profile"), **{k: sorted(v) if isinstance(v, list) else v for k, v in whole.items()}}
