"""How declared groups come in, and how they go."""

from __future__ import annotations

from pathlib import Path

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.members import DeclaredGroup, Role
from copilot.errors import BadInput, NotAllowed
from copilot.services.auditing.declaring import Declared, DeclaringService
from copilot.services.policy import Policy
from copilot.stores.roster_files import read_declarations
from tests.fakes import FixedClock, MemoryUnitsOfWork
from tests.services.matching.community import mentee

HEADER = "member,attribute,value,consent\n"


@pytest.fixture
def units() -> MemoryUnitsOfWork:
    units = MemoryUnitsOfWork()
    with units() as unit:
        unit.members.add(mentee("m1"), mentee("m2"))
        unit.commit()
    return units


def declare(
    units: MemoryUnitsOfWork, folder: Path, text: str, *, asker: Asker = OPERATOR, name: str = "groups.csv"
) -> Declared:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return DeclaringService(units, Policy(), FixedClock()).declare(asker, read_declarations(file))


def kept(units: MemoryUnitsOfWork) -> list[DeclaredGroup]:
    with units.reading() as unit:
        return list(unit.declared_groups.all())


def test_rows_come_in_and_change(units: MemoryUnitsOfWork, tmp_path: Path) -> None:
    first = declare(units, tmp_path, HEADER + "m1,gender,woman,yes\nm2, gender , man ,TRUE\n")
    again = declare(units, tmp_path, HEADER + "m1,Gender,non-binary,1\nm2,gender,man,yes\n")
    assert (first.added, again.updated, again.unchanged) == (2, 1, 1)
    assert [(each.member, each.value) for each in kept(units)] == [("m1", "non-binary"), ("m2", "man")]


def test_json_lines_are_read_too(units: MemoryUnitsOfWork, tmp_path: Path) -> None:
    text = '{"member": "m1", "attribute": "gender", "value": "woman", "consent": true}\n'
    assert declare(units, tmp_path, text, name="groups.jsonl").added == 1


def test_without_consent_nothing_is_kept_and_what_was_known_is_forgotten(
    units: MemoryUnitsOfWork, tmp_path: Path
) -> None:
    declare(units, tmp_path, HEADER + "m1,gender,woman,yes\n")
    result = declare(units, tmp_path, HEADER + "m1,gender,,no\nm2,gender,man,no\n")
    assert (result.forgotten, result.without_consent) == (1, 1)
    assert kept(units) == []


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        ("m9,gender,woman,yes", "member", "not on the roster"),
        (",gender,woman,yes", "member", "is empty"),
        ("m2,,woman,yes", "attribute", "is empty"),
        ("m2,gender,,yes", "value", "is empty"),
        ("m2,gender,woman,", "consent", "neither yes nor no"),
        ("m2,gender,woman,perhaps", "consent", "neither yes nor no"),
        ("m1,GENDER,woman,yes", "attribute", "row 2"),
        ("m2,gender," + "x" * 201 + ",yes", "value", "longer than 200"),
        ("m2,gender,a,yes,more", "row", "5 cells"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_comes_in(
    units: MemoryUnitsOfWork, tmp_path: Path, row: str, field: str, words: str
) -> None:
    with pytest.raises(BadInput) as caught:
        declare(units, tmp_path, HEADER + "m1,gender,woman,yes\n" + row + "\n")
    assert caught.value.place == f"row 3, {field}"
    assert words in caught.value.message
    assert kept(units) == []


def test_a_header_that_lacks_a_column_is_said(units: MemoryUnitsOfWork, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="“consent”"):
        declare(units, tmp_path, "member,attribute,value\nm1,gender,woman\n")


def test_a_member_declares_for_herself_and_for_nobody_else(units: MemoryUnitsOfWork, tmp_path: Path) -> None:
    own = Asker(member="m1", roles=frozenset({Role.MENTEE}))
    assert declare(units, tmp_path, HEADER + "m1,gender,woman,yes\n", asker=own).added == 1
    with pytest.raises(NotAllowed):
        declare(units, tmp_path, HEADER + "m1,gender,woman,yes\nm2,gender,man,yes\n", asker=own)
    with pytest.raises(NotAllowed):
        declare(units, tmp_path, HEADER + "m1,gender,woman,yes\n", asker=Asker(member="m2"))


def test_the_log_says_how_many_and_nothing_of_what(units: MemoryUnitsOfWork, tmp_path: Path) -> None:
    declare(units, tmp_path, HEADER + "m1,gender,woman,yes\n")
    with units.reading() as unit:
        (entry,) = unit.audit_log.all()
    assert entry.verb == "declare"
    assert entry.detail["added"] == "1"
    assert "woman" not in entry.model_dump_json()
    assert "m1" not in entry.model_dump_json()
