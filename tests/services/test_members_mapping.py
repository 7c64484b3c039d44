"""Somebody else's roster: which column is which, and what an import would do."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.asking import OPERATOR
from copilot.domain.rosters import RawRow
from copilot.errors import BadInput
from copilot.services.members.fields import FIELDS, cure_of, suggested
from copilot.services.members.mapping import Sheet, from_choices, mapped
from copilot.services.members.rows import KNOWN_COLUMNS
from copilot.services.members.service import MembersService
from copilot.services.policy import Policy
from copilot.stores.roster_files import read_sheet
from tests.fakes import FixedClock, MemoryUnitsOfWork

PERSONNEL = (
    "Employee ID;Full Name;Mentoring role;Job Title;Department;E-Mail;Salary\n"
    "17;Ada Lovelace;mentee;Analyst;Data;ada@example.org;90000\n"
    "18;Bo Ek;mentor;Baker;Food;bo@example.org;50000\n"
)
MAPPING = {"Employee ID": "id", "Full Name": "name", "Mentoring role": "roles"}


@pytest.fixture
def service() -> MembersService:
    return MembersService(MemoryUnitsOfWork(), Policy(), FixedClock())


def sheet_of(tmp_path: Path, text: str, name: str = "personnel.csv") -> Sheet:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    read = read_sheet(file)
    return Sheet(columns=read.columns, rows=read.rows)


def test_every_field_of_a_roster_can_be_chosen() -> None:
    assert set(FIELDS) == KNOWN_COLUMNS


def test_columns_are_recognised_by_their_names(tmp_path: Path) -> None:
    assert suggested(sheet_of(tmp_path, PERSONNEL).columns) == {
        "Employee ID": "id", "Full Name": "name", "Mentoring role": "roles", "Job Title": "headline",
        "Department": "function", "E-Mail": "email",
    }  # fmt: skip


def test_our_own_names_are_recognised_before_others() -> None:
    assert suggested(["Title", "headline", "manager_id", "timezone", "lineManagerId"]) == {
        "headline": "headline", "manager_id": "line_manager_id", "timezone": "time_zone",
    }  # fmt: skip


@given(
    st.lists(
        st.sampled_from(["id", "ID", "Name", "Full name", "Role", "kind", "x", "E-mail", "mail"]), unique=True
    )
)
def test_no_field_is_ever_suggested_twice(columns: list[str]) -> None:
    found = suggested(columns)
    assert len(set(found.values())) == len(found)
    assert set(found) <= set(columns)


def test_a_roster_from_elsewhere_comes_in_by_its_mapping(service: MembersService, tmp_path: Path) -> None:
    rows = mapped(sheet_of(tmp_path, PERSONNEL), {**MAPPING, "Salary": "", "Job Title": "headline"})
    assert service.import_rows(OPERATOR, rows).added == 2
    ada = service.show(OPERATOR, "17")
    assert (ada.name, ada.profile.headline) == ("Ada Lovelace", "Analyst")
    assert ada.extra == {"department": "Data", "e_mail": "ada@example.org"}


def test_lines_of_json_are_mapped_as_well(service: MembersService, tmp_path: Path) -> None:
    text = '{"Key": "17", "Called": "Ada", "Is": ["mentee"], "Can": ["SQL"]}\n'
    mapping = {"Key": "id", "Called": "name", "Is": "roles", "Can": "skills"}
    service.import_rows(OPERATOR, mapped(sheet_of(tmp_path, text, "people.jsonl"), mapping))
    assert service.show(OPERATOR, "17").profile.skills == ("SQL",)


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        ({**MAPPING, "Department": "name"}, "“Full Name” and “Department” both go to “name”"),
        ({**MAPPING, "Shoe size": "level"}, "no column “Shoe size”"),
        ({**MAPPING, "Salary": "salary"}, "no field “salary”"),
        ({"Employee ID": "id", "Full Name": "name"}, "No column is the roles"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused_in_a_sentence(
    tmp_path: Path, mapping: dict[str, str], says: str
) -> None:
    with pytest.raises(BadInput, match=says) as refusal:
        mapped(sheet_of(tmp_path, PERSONNEL), mapping)
    assert refusal.value.cure


def test_a_column_that_bears_a_fields_name_meets_the_one_that_was_sent_there(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, '{"id": "1", "ID number": "2", "name": "Ada", "roles": "peer"}\n', "a.jsonl")
    with pytest.raises(BadInput, match="“id” and “ID number” both go to “id”"):
        mapped(sheet, {"ID number": "id"})


def test_whoever_chooses_by_field_may_choose_a_column_once() -> None:
    with pytest.raises(BadInput, match="“Mail” is chosen for id and for email"):
        from_choices(["Mail"], {"id": "Mail", "email": "Mail"})


def test_what_was_not_chosen_is_kept_beside_or_left_out() -> None:
    columns = ["Key", "Salary", "email"]
    assert from_choices(columns, {"id": "Key", "email": ""}) == {"Key": "id", "email": ""}
    assert from_choices(columns, {"id": "Key"}, keep_others=False) == {"Key": "id", "Salary": "", "email": ""}


def test_a_preview_tells_of_each_row_what_it_would_do_and_not_what_stood_there(
    service: MembersService, tmp_path: Path
) -> None:
    service.import_rows(OPERATOR, [RawRow(row=2, cells={"id": "17", "name": "Ada", "roles": "mentee"})])
    rows = mapped(sheet_of(tmp_path, PERSONNEL + "19;Cy;wizard;;;;\n"), {**MAPPING, "Department": "function"})
    found = service.import_rows(OPERATOR, rows, partial=True, preview=True)
    assert [(one.row, one.member, one.change) for one in found.rows] == [
        (2, "17", "updated"),
        (3, "18", "added"),
    ]
    assert found.rows[0].fields == ("name", "extra", "function")
    assert [row.row for row in found.rejected] == [4]
    assert "rows" not in found.model_dump(), "the contract's document stays as it is"
    assert service.show(OPERATOR, "17").name == "Ada", "nothing was written"


def test_every_field_has_a_cure() -> None:
    assert all(cure_of(field).endswith(".") for field in (*FIELDS, "row", "something else"))


def test_examples_say_what_stands_in_a_column_in_few_words(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, f"id,name\n1,{'x' * 500}\n2,Bo\n3,Bo\n4,Cy\n5,Di\n")
    first, *others = sheet.examples("name")
    assert len(first) == 60
    assert others == ["Bo", "Cy"]


@pytest.mark.parametrize(("text", "says"), [("", "no columns"), ('"a"x,b\n', "CSV")])
def test_a_file_without_a_header_that_can_be_read_is_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        sheet_of(tmp_path, text)


def test_a_column_without_a_name_gets_one(tmp_path: Path) -> None:
    assert sheet_of(tmp_path, "id,,\n1,2,3\n").columns == ("id", "column 2", "column 3")
    assert sheet_of(tmp_path, "id,,\n1,2,\n").columns == ("id", "column 2")


def test_a_column_that_stands_twice_is_numbered(tmp_path: Path) -> None:
    assert sheet_of(tmp_path, "id,a,a\n1,2,3\n").columns == ("id", "a", "a (2)")
