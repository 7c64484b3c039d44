"""What a roster may look like, and what is said of one that doesn't."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.rosters import BrokenRow, RawRow
from copilot.errors import BadInput, NotAllowed, NotFound
from copilot.services.members.mapping import Sheet, mapped
from copilot.services.members.reporting_lines import chain_above, loops
from copilot.services.members.service import Imported, MembersService
from copilot.services.policy import Policy
from copilot.stores.mapping_files import read_roster_mapping
from copilot.stores.roster_files import read_roster, read_sheet
from tests.fakes import FixedClock, MemoryUnitsOfWork

HEADER = "id,name,roles,level,time_zone,line_manager_id,skills,capacity\n"


@pytest.fixture
def service() -> MembersService:
    return MembersService(MemoryUnitsOfWork(), Policy(), FixedClock())


def import_text(
    service: MembersService,
    tmp_path: Path,
    text: str | bytes,
    *,
    name: str = "roster.csv",
    partial: bool = False,
) -> Imported:
    file = tmp_path / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return service.import_rows(OPERATOR, read_roster(file), partial=partial)


def test_a_roster_with_quoted_newlines_accents_and_empty_cells_comes_in_whole(
    service: MembersService, tmp_path: Path
) -> None:
    text = 'id,name,roles,headline,skills,level\nm1,Zoë Ångström,mentee;peer,"first line\nsecond, line",SQL; Übung ;,\n'
    result = import_text(service, tmp_path, text)
    member = service.show(OPERATOR, "m1")
    assert (result.added, result.rejected) == (1, ())
    assert member.name == "Zoë Ångström"
    assert member.profile.headline == "first line\nsecond, line"
    assert member.profile.skills == ("SQL", "Übung")
    assert member.profile.level is None


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
def test_a_byte_order_mark_changes_nothing(service: MembersService, tmp_path: Path, mark: bytes) -> None:
    assert import_text(service, tmp_path, mark + b"id,name,roles\nm1,Bo,mentor\n").added == 1


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_spreadsheets_other_separators_are_understood(
    service: MembersService, tmp_path: Path, delimiter: str
) -> None:
    text = (
        delimiter.join(("ID", "Name", "Roles", "Manager-ID"))
        + "\n"
        + delimiter.join(("m1", "Bo", "mentor", ""))
    )
    assert import_text(service, tmp_path, text).added == 1


def test_lines_of_json_come_in_as_well(service: MembersService, tmp_path: Path) -> None:
    text = '{"id": "m1", "name": "Bo", "roles": ["mentor"], "experience": ["Ran a bakery; then a bank"], "level": 7}\n'
    import_text(service, tmp_path, text, name="roster.jsonl")
    assert service.show(OPERATOR, "m1").profile.experience == ("Ran a bakery; then a bank",)


def test_importing_again_changes_only_what_changed_and_keeps_what_the_file_lacks(
    service: MembersService, tmp_path: Path
) -> None:
    import_text(service, tmp_path, "id,name,roles,level,shoe size\nm1,Bo,mentor,7,44\nm2,Ada,mentee,2,\n")
    result = import_text(service, tmp_path, "id,name,roles,headline\nm1,Bo,mentor,Baker\nm2,Ada,mentee,\n")
    assert (result.added, result.updated, result.unchanged) == (0, 1, 1)
    bo = service.show(OPERATOR, "m1")
    assert (bo.profile.level, bo.profile.headline, bo.extra) == (7, "Baker", {"shoe_size": "44"})


def test_unknown_columns_are_kept_and_reported(service: MembersService, tmp_path: Path) -> None:
    result = import_text(service, tmp_path, "id,name,roles,pronouns\nm1,Bo,mentor,they\n")
    assert any("pronouns" in warning for warning in result.warnings)


@pytest.mark.parametrize(
    ("rows", "field", "says"),
    [
        ("m1,Bo,mentor,11,,,,", "level", "10 is the most"),
        ("m1,Bo,mentor,high,,,,", "level", "not a number"),
        ("m1,Bo,mentor,2.5,,,,", "level", "not a whole number"),
        ("m1,Bo,mentor,,Mars/Olympus,,,", "time_zone", "not an IANA time zone"),
        ("m1,Bo,wizard,,,,,", "roles", "the roles are mentee"),
        ("m1,,mentor,,,,,", "name", "is empty"),
        (",Bo,mentor,,,,,", "id", "is empty"),
        ("m1,Bo,mentor,,,,,-1", "capacity", "0 is the least"),
        ("m1,Bo,mentor,,,,,,,,", "row", "cells where the header has 8"),
        ('m1,"Bo"x,mentor,,,,,', "row", "quotation mark"),
        ("m1,Bo,mentor,,,m1,,", "line_manager_id", "lines: m1 → m1"),
        ("m1,Bo,mentor,,,m2,,\nm2,Ada,mentor,,,m1,,", "line_manager_id", "lines: m1 → m2 → m1"),
        ("m1,Bo,mentor,,,,,\nm1,Ada,mentor,,,,,", "id", "stands already in row 3"),
        ("m1,Bo,mentor,nan,,,,", "level", "not a whole number"),
        ("m1,Bo,mentor,inf,,,,", "level", "not a whole number"),
        (f"m1,Bo,mentor,,,,{'x' * 5_000_000},", "skills", "20,000 is the most"),
    ],
)
def test_a_wrong_row_is_named_with_its_field_and_nothing_is_imported(
    service: MembersService, tmp_path: Path, rows: str, field: str, says: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        import_text(service, tmp_path, HEADER + "m7,Cy,peer,3,,,,\n" + rows)
    rejected = refusal.value.detail["rejected"]
    assert isinstance(rejected, list)
    assert any(row["field"] == field and says in row["error"] for row in rejected), rejected
    assert service.visible_to(OPERATOR) == []


def test_with_partial_the_right_rows_come_in(service: MembersService, tmp_path: Path) -> None:
    result = import_text(
        service, tmp_path, HEADER + "m1,Bo,mentor,11,,,,\nm2,Ada,mentee,3,,,,\n", partial=True
    )
    assert (result.added, [row.row for row in result.rejected]) == (1, [2])
    assert [member.id for member in service.visible_to(OPERATOR)] == ["m2"]


def test_a_preview_changes_nothing(service: MembersService) -> None:
    rows = [RawRow(row=2, cells={"id": "m1", "name": "Bo", "roles": "mentor"})]
    assert service.import_rows(OPERATOR, rows, preview=True).added == 1
    assert service.visible_to(OPERATOR) == []


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"identifier,name,roles\nm1,Bo,mentor\n", "lacks “id”"),
        (b"", "lacks “id”"),
        ("id,name,roles\nm1,André,mentor\n".encode("latin-1"), "not UTF-8"),
        (b"id,name,roles,name\nm1,Bo,mentor,Bo\n", "“name” twice"),
    ],
)
def test_a_file_that_cannot_be_read_as_a_roster_is_refused_whole(
    tmp_path: Path, data: bytes, says: str
) -> None:
    file = tmp_path / "roster.csv"
    file.write_bytes(data)
    with pytest.raises(BadInput) as refusal:
        read_roster(file)
    assert says in refusal.value.message
    assert str(file) in refusal.value.place
    assert refusal.value.cure


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read_roster(tmp_path / "nowhere.csv")


def test_a_broken_line_of_json_is_one_rejected_row(tmp_path: Path) -> None:
    file = tmp_path / "roster.jsonl"
    file.write_text('{"id": "m1"\n[]\n{"id": "m2", "name": "Bo", "roles": "mentor"}\n')
    rows = read_roster(file)
    assert [type(row) for row in rows] == [BrokenRow, BrokenRow, RawRow]


def test_a_mapping_renames_their_columns(service: MembersService, tmp_path: Path) -> None:
    (tmp_path / "mapping.json").write_text('{"Employee": "id", "Full name": "name", "Kind": "roles"}')
    (tmp_path / "hr.csv").write_text("Employee,Full name,Kind\nm1,Bo,mentor\n")
    read = read_sheet(tmp_path / "hr.csv")
    rows = mapped(Sheet(columns=read.columns, rows=read.rows), read_roster_mapping(tmp_path / "mapping.json"))
    assert service.import_rows(OPERATOR, rows).added == 1


def test_only_admins_and_the_operator_import(service: MembersService) -> None:
    with pytest.raises(NotAllowed):
        service.import_rows(Asker(member="m1"), [])


def test_a_member_sees_herself_and_is_not_told_who_else_there_is(
    service: MembersService, tmp_path: Path
) -> None:
    import_text(service, tmp_path, "id,name,roles\nm1,Bo,mentor\nm2,Ada,mentee\n")
    asker = Asker(member="m1")
    assert [member.id for member in service.visible_to(asker)] == ["m1"]
    for hidden in ("m2", "m3"):
        with pytest.raises(NotFound, match="that you may see"):
            service.show(asker, hidden)


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abcdefg")))
def test_every_loop_of_reporting_lines_is_found_once(lines: dict[str, str]) -> None:
    in_loops = {member for loop in loops(lines) for member in loop}
    walks_back = {member for member in lines if member in _reachable(member, lines)}
    assert in_loops == walks_back
    assert len(in_loops) == sum(len(loop) for loop in loops(lines))
    assert all(len(chain_above(member, lines)) <= len(lines) + 1 for member in lines)


def _reachable(member: str, lines: dict[str, str]) -> set[str]:
    seen: set[str] = set()
    at = lines[member]
    while at not in seen:
        seen.add(at)
        if at not in lines:
            break
        at = lines[at]
    return seen
