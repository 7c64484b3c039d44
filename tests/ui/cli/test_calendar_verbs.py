"""A member's calendar by commands alone: shown, as a file, at a secret address; reminders; and a run sheet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from ical.calendar_stream import IcsCalendarStream

from tests.ui.cli.conftest import Calling
from ui.cli.main import run as run_command

ROWS = """id,name,roles,time_zone
m1,Ada Moreau,mentee,Europe/Lisbon
m2,Ben Achterberg,mentor,Asia/Kolkata
m3,Cleo Adeyemi,mentor,Europe/Lisbon
m9,Dee Kim,admin,UTC
"""
SOON = datetime.now(UTC).replace(tzinfo=None, second=0, microsecond=0) + timedelta(hours=5)


@pytest.fixture
def community(call: Calling, tmp_path: Path) -> Calling:
    (tmp_path / "roster.csv").write_text(ROWS)
    assert call("members", "import", str(tmp_path / "roster.csv"))[0] == 0
    return call


def invite(call: Calling, title: str = "Night shifts, day sleep", **more: str) -> dict[str, Any]:
    options = {"starts": f"{SOON:%Y-%m-%dT%H:%M}", "zone": "UTC", "minutes": "50", "speaker": "m3", **more}
    given = [word for name, value in options.items() for word in (f"--{name}", value)]
    code, event = call("events", "add", "ama", title, *given, "--as", "m2")
    assert code == 0
    found: dict[str, Any] = event
    return found


def test_a_calendar_from_the_invitation_to_the_secret_address(community: Calling, tmp_path: Path) -> None:
    event = invite(community, places="1")
    assert community("events", "register", event["event"], "--as", "m1")[1]["state"] == "registered"
    assert community("events", "register", event["event"], "--as", "m9")[1]["state"] == "waiting"

    code, shown = community("calendar", "show", "--as", "m1")
    assert (code, [(one["what"], one["state"]) for one in shown["entries"]]) == (0, [("event", "confirmed")])
    assert community("calendar", "show", "--as", "m9")[1]["entries"][0]["state"] == "tentative"

    out = tmp_path / "mine.ics"
    assert community("calendar", "file", "--out", str(out), "--as", "m1") == (
        0,
        {"file": str(out), "entries": 1},
    )
    [calendar] = IcsCalendarStream.from_ics(out.read_text(encoding="utf-8")).calendars
    assert [one.summary for one in calendar.events] == ["Night shifts, day sleep"]

    one = tmp_path / "one.ics"
    assert community("calendar", "file", "--event", event["event"], "--out", str(one))[0] == 0
    assert b"UID:" + event["event"].encode() in one.read_bytes()

    series = community("events", "repeat", event["event"], "--every", "week", "--count", "3", "--as", "m2")[1]
    asked = ("calendar", "file", "--series", series["series"], "--out", str(one), "--as", "m1")
    assert community(*asked)[1]["entries"] == 3

    code, made = community("calendar", "address", "--address", "https://mentoring.example.org", "--as", "m1")
    assert code == 0
    assert made["address"].startswith("https://mentoring.example.org/calendar/")
    assert community("calendar", "address", "--as", "m1")[1]["error"]["code"] == "conflict"
    assert community("calendar", "renew", "--as", "m1")[1]["address"] != made["address"]
    assert community("calendar", "forget", "--as", "m1") == (0, {"forgotten": True})
    assert community("calendar", "forget", "--as", "m1") == (0, {"forgotten": False})


def test_reminders_name_everybody_to_the_host_and_herself_to_a_member(community: Calling) -> None:
    event = invite(community)["event"]
    community("events", "speak", event, "--yes", "--as", "m3")
    community("events", "register", event, "--as", "m1")
    code, told = community("events", "reminders", "--as", "m2")
    assert code == 0
    [due] = told["reminders"]
    assert (due["event"], due["hours"], due["number"], due["members"]) == (event, 24, 3, ["m1", "m2", "m3"])
    assert community("events", "reminders", "--as", "m1")[1]["reminders"][0]["members"] == ["m1"]
    assert community("events", "reminders", "--as", "m9")[1]["reminders"][0]["number"] == 3
    assert community("events", "reminders", "--within", "1")[1]["reminders"] == []
    assert community("events", "reminders", "--within", "0")[1]["error"]["code"] == "bad_input"


def test_a_run_sheet_for_the_host_and_for_nobody_else(community: Calling, tmp_path: Path) -> None:
    event = invite(community)["event"]
    community("events", "ask", event, "How do you sleep by day?", "--as", "m1")
    code, draft = community("draft", "run-sheet", "--event", event, "--as", "m2")
    assert (code, draft["kind"], draft["owners"]) == (0, "run-sheet", ["m2"])
    assert sum(box["minutes"] for box in draft["body"]["boxes"]) == 50
    assert "How do you sleep by day?" in draft["markdown"]
    assert [one["name"] for one in draft["checks"] if not one["passed"]] == []
    out = tmp_path / "sheet.ics"
    asked = ("draft", "export", draft["draft"], "--format", "ics", "--out", str(out), "--as", "m2")
    assert community(*asked)[0] == 0
    assert b"SUMMARY:Run sheet: Night shifts\\, day sleep" in out.read_bytes()
    assert community("draft", "approve", draft["draft"], "--as", "m2")[1]["state"] == "approved"
    assert (
        community("draft", "run-sheet", "--event", event, "--as", "m1")[1]["error"]["code"] == "not_allowed"
    )
    assert community("draft", "run-sheet", "--event", "e0", "--as", "m2")[1]["error"]["code"] == "not_found"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("calendar", "show"), "not_allowed"),
        (("calendar", "file", "--event", "e1", "--series", "s1", "--as", "m1"), "bad_input"),
        (("calendar", "file", "--event", "e0", "--as", "m1"), "not_found"),
        (("calendar", "file", "--out", "/nowhere/x.ics", "--as", "m1"), "unavailable"),
        (("calendar", "address", "--address", "ftp://x", "--as", "m1"), "bad_input"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    community: Calling, words: tuple[str, ...], code: str
) -> None:
    assert community(*words)[1]["error"]["code"] == code


def test_a_person_reads_words(community: Calling, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    event = invite(community)["event"]
    community("events", "register", event, "--as", "m1")
    community("events", "speak", event, "--yes", "--as", "m3")
    for words, told in (
        (("calendar", "show", "--as", "m1"), "Night shifts, day sleep"),
        (("calendar", "address", "--as", "m1"), "It is shown this once"),
        (("calendar", "forget", "--as", "m1"), "The address is gone."),
        (("events", "reminders", "--as", "m1"), "you"),
        (("events", "reminders"), "3: m1, m2, m3"),
        (("draft", "run-sheet", "--event", event, "--as", "m2"), "Minute by minute"),
    ):
        assert run_command([*words, "--home", str(home)]) == 0
        assert told in capsys.readouterr().out, words
