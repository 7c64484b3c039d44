"""Whom to look for, and what to fill in, by commands alone."""

from pathlib import Path

import pytest

from tests.ui.cli.conftest import Calling

ROSTER = """id,name,roles,level,experience,goals,capacity,languages,time_zone
m1,Ada Moreau,mentee,2,,I want to speak in front of directors,,English,Europe/Paris
m2,Bo Lindqvist,mentee,3,,I want to speak in front of a crowd,,English,Europe/Oslo
m3,Cy Okafor,mentor,6,Built budgets for hospitals,,0,English,
m4,Dee Kim,mentee,2,,n/a,,English,
"""


@pytest.fixture
def community(call: Calling, tmp_path: Path) -> Calling:
    (tmp_path / "roster.csv").write_text(ROSTER)
    assert call("members", "import", str(tmp_path / "roster.csv"))[0] == 0
    return call


def test_the_kinds_of_mentors_that_are_missing_are_listed(community: Calling) -> None:
    code, answer = community("match", "recruit", "--role", "mentor")
    assert code == 0
    first = answer["missing"][0]
    assert set(first) == {
        "need", "waiting", "unmatched", "languages", "time_zones", "levels", "example_words", "adds",
    }  # fmt: skip
    assert sum(kind["waiting"] for kind in answer["missing"]) == 2
    assert "speak" in first["need"]


def test_a_member_is_told_which_field_to_fill_first(community: Calling) -> None:
    code, answer = community("match", "missing", "--for", "m4", "--as", "m4")
    assert code == 0
    assert answer["missing"][0]["field"] == "goals"
    assert community("match", "missing", "--for", "m4", "--as", "m1")[1]["error"]["code"] == "not_allowed"
