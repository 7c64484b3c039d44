"""From a relationship to a signed agreement, and from a session's notes to open action items, by commands alone."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.ui.cli.conftest import Calling

HEADER = "id,name,roles,level,headline,goals,capacity,languages,hours_per_month,time_zone,working_style\n"
ROWS = (
    "m1,Ada Moreau,mentee,2,Nurse turned analyst,I want to speak in front of directors,,French;English,4,"
    "Europe/Paris,I like to write things down\n"
    "m2,Bo Lindqvist,mentor,7,Speaks to directors for a living,,1,English,3,Europe/Stockholm,direct\n"
    "m8,Eve Novak,manager,5,Runs the programme,,,English,,,\n"
)


@pytest.fixture
def pair(call: Calling, tmp_path: Path) -> str:
    """The relationship of Ada and Bo."""
    (tmp_path / "roster.csv").write_text(HEADER + ROWS)
    assert call("members", "import", str(tmp_path / "roster.csv"))[0] == 0
    call("programmes", "add", "p1", "--name", "Pilot", "--starts", "2026-01-01", "--ends", "2099-01-01",
         "--manager", "m8")  # fmt: skip
    call("programmes", "enrol", "p1")
    match = call("match", "run", "--role", "mentor", "--programme", "p1", "--as", "m8")[1]["proposed"][0][
        "match"
    ]
    call("match", "approve", match, "--as", "m8")
    for member in ("m1", "m2"):
        call("match", "accept", match, "--as", member)
    return str(call("relationships", "list", "--as", "m1")[1]["relationships"][0]["relationship"])


def test_an_agreement_is_drafted_approved_and_signed_by_both(call: Calling, pair: str) -> None:
    code, draft = call("draft", "agreement", "--relationship", pair, "--as", "m1")
    assert (code, draft["kind"]) == (0, "agreement"), draft
    assert all(check["passed"] for check in draft["checks"])
    assert "We meet for 45 minutes every two weeks" in draft["markdown"]
    assert call("agreements", "sign", "--relationship", pair, "--as", "m1")[1]["error"]["code"] == "conflict"
    assert call("draft", "approve", draft["draft"], "--as", "m2")[0] == 0
    first = call("agreements", "sign", "--relationship", pair, "--draft", draft["draft"], "--as", "m1")[1]
    assert (first["in_force"], first["signed"]["m2"]) == (False, None)
    assert call("agreements", "sign", "--relationship", pair, "--as", "m2")[1]["in_force"]
    mine = call("agreements", "show", "--relationship", pair, "--as", "m1")[1]
    assert mine["text"] == draft["markdown"]
    assert mine["progress"]["expected"] == 0
    status = call("agreements", "show", "--relationship", pair, "--as", "m8")[1]
    assert status == {
        "relationship": pair,
        "offered": True,
        "signed": {"m1": True, "m2": True},
        "in_force": True,
    }


def test_promises_of_a_session_become_open_action_items(call: Calling, pair: str, tmp_path: Path) -> None:
    session = call("sessions", "add", pair, "--at", "2026-01-05T10:00+01:00", "--as", "m1")[1]["session"]
    assert call("draft", "actions", "--session", session, "--as", "m1")[0] == 1
    call("sessions", "notes", session, "I'll record the opening by Friday.", "--shared", "--as", "m1")
    code, draft = call("draft", "actions", "--session", session, "--as", "m2")
    assert code == 0, draft
    assert draft["body"]["items"][0]["owner"] == "Ada Moreau"
    assert call("draft", "approve", draft["draft"], "--as", "m2")[0] == 0
    shared = call("relationships", "show", pair, "--as", "m1")[1]
    assert [(one["owner"], one["text"], one["due"]) for one in shared["actions"]] == [
        ("m1", "Record the opening", "2026-01-09")
    ]
    assert call("draft", "actions", "--session", session)[1]["error"]["code"] == "not_allowed"


def test_notes_are_read_from_a_file_or_from_standard_input(
    call: Calling, pair: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = call("sessions", "add", pair, "--at", "2026-01-05T10:00+01:00", "--as", "m1")[1]["session"]
    (tmp_path / "notes.md").write_text("Actions\n- Bo: send the template\n- order a book\n", encoding="utf-8")
    asked = ("draft", "actions", "--session", session, "--as", "m1", "--notes")
    code, draft = call(*asked, str(tmp_path / "notes.md"))
    assert (code, [one["owner"] for one in draft["body"]["items"]]) == (0, ["Bo Lindqvist", ""])
    code, refused = call("draft", "approve", draft["draft"], "--as", "m1")
    assert (code, refused["error"]["code"]) == (2, "bad_input")
    monkeypatch.setattr("sys.stdin", io.StringIO("I'll call the client tomorrow."))
    code, draft = call(*asked, "-")
    assert (code, draft["body"]["items"][0]["due"]) == (0, "2026-01-06")
    assert call(*asked, str(tmp_path / "none.md"))[1]["error"]["place"] == "--notes"
