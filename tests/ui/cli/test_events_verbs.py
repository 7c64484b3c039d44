"""Through the life of an event by commands alone: invited, asked about, full, moved, held, and what people said."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from copilot.choosing import SystemClock
from tests.ui.cli.conftest import Calling
from ui.cli.main import run as run_command

ROWS = "id,name,roles,time_zone\n" + "".join(f"m{n},Member {n},mentee,Africa/Nairobi\n" for n in range(1, 9))
NOW = SystemClock().now()
SOON = (NOW + timedelta(days=30)).strftime("%Y-%m-%dT15:00")


@pytest.fixture
def community(call: Calling, tmp_path: Path) -> Calling:
    (tmp_path / "roster.csv").write_text(ROWS)
    assert call("members", "import", str(tmp_path / "roster.csv"))[0] == 0
    dates = ("--starts", "2026-01-01", "--ends", "2099-01-01")
    assert call("programmes", "add", "p1", "--name", "Pilot", *dates, "--manager", "m8")[0] == 0
    return call


def test_an_event_through_its_life(community: Calling, monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(*arguments: str, by: str = "m1") -> tuple[int, dict]:  # type: ignore[type-arg]  # JSON
        return community("events", *arguments, "--as", by)

    code, event = ask("add", "ama", "Ask Grace", "--starts", SOON, "--places", "2", "--speaker", "m2")
    assert (code, event["kind"], event["time_zone"], event["mine"]) == (0, "ama", "Africa/Nairobi", "hosting")
    e = event["event"]
    assert ask("speak", e, "--yes", by="m2")[1]["agreed"] == ["m2"]
    states = [ask("register", e, by=f"m{n}")[1]["state"] for n in (3, 4, 5, 6)]
    assert states == ["registered", "registered", "waiting", "waiting"]
    assert ask("show", e, by="m6")[1]["line"] == 2
    assert ask("cancel-registration", e, by="m3")[1]["state"] == "cancelled"
    assert ask("show", e, by="m5")[1]["mine"] == "registered"
    assert ask("update", e, "--places", "5")[1]["registered"] == 3
    assert ask("update", e, "--reminder", "48", "--reminder", "2")[1]["reminders"] == [48, 2]

    for member, text in (
        ("3", "What is a sponsor?"),
        ("4", "What is a sponsor for?"),
        ("5", "Tea or coffee?"),
    ):
        assert ask("ask", e, text, by=f"m{member}")[0] == 0
    code, asked = ask("questions", e, by="m7")
    assert [(g["askers"], g["leads"]["by"]) for g in asked["groups"]] == [(2, ""), (1, "")]
    first = asked["groups"][0]["leads"]["question"]
    assert ask("answered", first, by="m2")[1]["questions"][0]["answered"]

    assert ask("for-me", by="m4")[1]["events"][0]["event"] == e
    assert [each["event"] for each in ask("list", "--mine", by="m4")[1]["events"]] == [e]
    monkeypatch.setattr(SystemClock, "now", lambda _: NOW + timedelta(days=32))
    assert ask("hold", e)[1]["state"] == "held"
    attended = ask("attend", e, "--all", "--absent", "m6")[1]["coming"]
    assert {each["member"]: each["attended"] for each in attended} == {"m4": True, "m5": True, "m6": False}
    assert ask("feedback", e, "--rating", "5", "--text", "Warm", by="m4")[1]["rating"] == 5
    assert ask("feedback", e)[1]["answers"] is None
    assert [each["event"] for each in ask("list", "--past", by="m7")[1]["events"]] == [e]


def test_a_series_through_its_life(community: Calling) -> None:
    added = community(
        "events", "add", "circle", "Second Tuesdays", "--starts", _second_tuesday(), "--zone", "Europe/Lisbon",
        "--host", "m1", "--programme", "p1", "--members-only", "--as", "m8",
    )[1]  # fmt: skip
    code, series = community("events", "repeat", added["event"], "--every", "second Tuesday", "--count", "4")
    assert (code, len(series["events"])) == (0, 4)
    assert {each["at"][11:] for each in series["events"]} == {"18:00:00"}
    second, third = (series["events"][n]["event"] for n in (1, 2))
    assert community("events", "skip", second)[1]["state"] == "cancelled"
    later = community("events", "cancel", third, "--reason", "We pause.", "--onwards", "--as", "m1")[1]
    assert later["state"] == "cancelled"
    shown = community("events", "series", series["series"], "--as", "m8")[1]
    assert [each["state"] for each in shown["events"]] == ["planned", "cancelled", "cancelled", "cancelled"]
    assert community("events", "series", series["series"], "--as", "m7")[1]["error"]["code"] == "not_found"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--starts", SOON, "--ends", SOON[:-5] + "14:00"), "The event ends before it starts."),
        (("--starts", "tomorrow"), "“tomorrow” is not a time."),
        (("--starts", "2099-01-01"), "“2099-01-01” is not a time on the wall."),
        (("--starts", "2099-01-01T10:00+01:00"), "“2099-01-01T10:00+01:00” is not a time on the wall."),
        (("--starts", "2020-01-01T10:00"), "That time is past."),
        (("--starts", SOON, "--zone", "Lisbon"), "time zone “Lisbon” is no time zone"),
        (("--starts", SOON, "--zone", "localtime"), "time zone “localtime” is no time zone"),
        (("--starts", SOON + ":30"), "No clock on the wall is read to the second."),
        (
            ("--starts", SOON, "--reminder", "1000000000000"),
            "Nobody can be reminded 1000000000000 hours before.",
        ),
        (("--starts", SOON, "--host", "m3"), "Whoever invites hosts it herself, and can't name others."),
        (("--starts", SOON, "--programme", "p1"), "m1 may not run this event."),
    ],
)
def test_bad_input_is_a_sentence(community: Calling, arguments: tuple[str, ...], message: str) -> None:
    code, refused = community("events", "add", "webinar", "A title", *arguments, "--as", "m1")
    assert code == 2
    assert message in refused["error"]["message"]
    assert refused["error"]["cure"]


def test_a_person_reads_words(community: Calling, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def words(*arguments: str) -> str:
        assert run_command(["events", *arguments, "--home", str(home)]) == 0
        return capsys.readouterr().out

    event = community(
        "events", "add", "workshop", "Plain words", "--starts", SOON, "--places", "1", "--as", "m1"
    )[1]
    e = event["event"]
    assert "You have a place." in words("register", e, "--as", "m2")
    assert "you are number 1 of those who wait" in words("register", e, "--as", "m3")
    assert "Asked as q" in words("ask", e, "May I bring a draft?", "--as", "m2")
    assert "May I bring a draft? (asked once; q" in words("questions", e, "--as", "m1")
    shown = words("show", e, "--as", "m1")
    assert "1 of 1 taken, 1 waiting" in shown
    assert "m3 (waiting)" in shown
    assert "Plain words" in words("list")
    assert "Changed: " in words("update", e, "--minutes", "90", "--as", "m1")
    told = words("repeat", e, "--every", "week", "--count", "2", "--as", "m1")
    assert "2 times." in told
    assert "called off" in words("cancel", e, "--reason", "The room is flooded.", "--as", "m1")


def _second_tuesday() -> str:
    first = datetime(NOW.year + 1, 3, 1)  # noqa: DTZ001 - the clock on the wall
    day = first + timedelta(days=(1 - first.weekday()) % 7 + 7)
    return day.strftime("%Y-%m-%dT18:00")
