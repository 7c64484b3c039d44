"""The life of an objective by commands alone: set, measured, linked, suggested for, reported, reached."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from copilot.app import open_copilot
from copilot.domain.events import Event, EventKind
from tests.ui.cli.conftest import Calling
from ui.cli.main import run as run_command

ROWS = "id,name,roles\nm1,Ada Moreau,mentee\nm2,Ben Ito,mentor\nm8,Eve Novak,manager\nm9,Dee Kim,admin\n"
TITLE = "More of us speak at conferences"


@pytest.fixture
def community(call: Calling, tmp_path: Path, home: Path) -> Calling:
    (tmp_path / "roster.csv").write_text(ROWS)
    assert call("members", "import", str(tmp_path / "roster.csv"))[0] == 0
    dates = ("--starts", "2026-01-01", "--ends", "2099-01-01")
    assert call("programmes", "add", "p1", "--name", "Pilot", *dates, "--manager", "m8")[0] == 0
    add_event(home)
    return call


def add_event(home: Path) -> None:
    copilot, now = open_copilot(home), datetime.now(UTC)
    at = (now + timedelta(days=9)).replace(tzinfo=None)
    with copilot.units() as unit:
        unit.events.add(
            Event(
                id="e1", kind=EventKind.WORKSHOP, title="More of us speak at conferences: a workshop", at=at,
                time_zone="UTC", hosts=frozenset({"m2"}), programme="p1", created=now, updated=now,
            )
        )  # fmt: skip
        unit.commit()
    copilot.close()


def test_an_objective_lives_from_its_first_word_to_reached(community: Calling) -> None:
    def done(*arguments: str) -> dict[str, object]:
        code, document = community(*arguments)
        assert code == 0, document
        return document

    kept = done(
        "objectives", "add", TITLE, "--id", "speak", "--why", "Four people gave every talk.", "--owner", "m9",
        "--key-result", "Talks by first-timers: 1 -> 11", "--key-result", "Countries: 2 -> 6 countries",
        "--starts", "2026-01-01", "--ends", "2026-12-31", "--as", "m9",
    )  # fmt: skip
    assert (kept["objective"], kept["state"], kept["progress"]) == ("speak", "open", 0.0)
    assert done("objectives", "key-result", "speak", "1", "6")["key_results"][0]["progress"] == 0.5
    assert done("objectives", "update", "speak", "--why", "All talks were four people’s.")["progress"] == 0.25
    listed = done("objectives", "list", "--as", "m1")["objectives"]
    assert [each["objective"] for each in listed] == ["speak"]

    goal = done("goals", "add", "Speak at conferences, like more of us", "--as", "m1")["goal"]
    (offered,) = done("objectives", "suggest", "--as", "m1")["suggestions"]
    assert (offered["kind"], offered["record"], offered["objective"]) == ("goal", goal, "speak")
    assert done("objectives", "confirm", "speak", "goal", goal, "--as", "m1")["state"] == "confirmed"
    assert done("goals", "list", "--as", "m1")["goals"][0]["objective"] == "speak"

    assert done("objectives", "serving", "--as", "m1")["nobody_serves"] == ["speak"]
    (event,) = done("objectives", "suggest", "--as", "m8")["suggestions"]
    assert (event["kind"], event["record"]) == ("event", "e1")
    assert done("objectives", "refuse", "speak", "event", "e1", "--as", "m8")["state"] == "refused"
    assert done("objectives", "suggest", "--as", "m8")["suggestions"] == []
    assert done("objectives", "link", "speak", "event", "e1", "--as", "m8")["state"] == "confirmed"
    assert done("objectives", "link", "speak", "programme", "p1", "--as", "m8")["confidence"] is None

    report = done("objectives", "serving")
    (told,) = report["objectives"]
    assert [each["record"] for each in (*told["programmes"], *told["events"])] == ["p1", "e1"]
    assert (told["goals"], report["nobody_serves"], report["events_serving_none"]) == (None, [], [])
    links = done("objectives", "show", "speak", "--as", "m8")["links"]
    assert [(each["kind"], each["record"]) for each in links] == [("event", "e1"), ("programme", "p1")]
    assert done("objectives", "unlink", "speak", "programme", "p1", "--as", "m8")["state"] == "none"

    assert done("goals", "update", goal, "--objective", "", "--as", "m1")["objective"] == ""
    assert done("goals", "update", goal, "--objective", "speak", "--as", "m1")["objective"] == "speak"
    assert done("objectives", "settle", "speak", "reached")["state"] == "reached"
    assert done("objectives", "list", "--state", "open")["objectives"] == []


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("objectives", "add", "x", "--starts", "2026-05-01", "--ends", "2026-01-01"), "bad_input"),
        (("objectives", "add", "x", "--key-result", "Talks: 8 -> 8"), "bad_input"),
        (("objectives", "add", "x", "--key-result", "Talks: 0 -> nan"), "bad_input"),
        (("objectives", "add", "x", "--ends", "soon"), "bad_input"),
        (("objectives", "add", "x", "--id", "speak"), "conflict"),
        (("objectives", "add", "x", "--as", "m8"), "not_allowed"),
        (("objectives", "key-result", "speak", "1", "inf"), "bad_input"),
        (("objectives", "key-result", "speak", "7", "3"), "not_found"),
        (("objectives", "link", "speak", "event", "e9"), "not_found"),
        (("objectives", "link", "speech", "event", "e1"), "not_found"),
        (("objectives", "show", "speech"), "not_found"),
        (("objectives", "list", "--state", "dreamt"), "bad_input"),
        (("goals", "add", "Speak", "--objective", "speech", "--as", "m1"), "not_found"),
        (("goals", "update", "g", "--as", "m1"), "bad_input"),
    ],
)
def test_what_cannot_be_is_a_sentence(community: Calling, arguments: tuple[str, ...], error: str) -> None:
    community("objectives", "add", TITLE, "--id", "speak", "--key-result", "Talks: 1 -> 11")
    code, document = community(*arguments)
    assert (code, document["error"]["code"]) == (2, error)
    assert document["error"]["message"]
    assert document["error"]["cure"]


def test_a_number_below_none_is_a_number_and_an_empty_last_day_takes_it_away(community: Calling) -> None:
    more = ("--key-result", "Balance: -9 -> 3", "--ends", "2020-01-01")
    community("objectives", "add", TITLE, "--id", "speak", *more)
    code, document = community("objectives", "key-result", "speak", "1", "-5")
    assert (code, document["key_results"][0]["now"]) == (0, -5)
    assert document["overdue"]
    assert community("objectives", "suggest")[1]["suggestions"] == []
    code, document = community("objectives", "update", "speak", "--ends", "")
    assert (code, document["ends"], document["overdue"]) == (0, None, False)


def test_a_person_reads_words(community: Calling, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def read(*arguments: str) -> str:
        assert run_command([*arguments, "--home", str(home)]) == 0
        return " ".join(capsys.readouterr().out.split())

    told = read("objectives", "serving")
    assert told.startswith("The community has no objectives yet. The programme “Pilot” (p1) serves none.")
    assert "The event “More of us speak at conferences: a workshop” (e1) serves none." in told
    assert "Kept as speak." in read(
        "objectives", "add", TITLE, "--id", "speak", "--key-result", "Talks: 1 -> 11"
    )
    assert "1. Talks: 6 on the way from 1 to 11 (50%)" in read("objectives", "key-result", "speak", "1", "6")
    assert "likely" in read("objectives", "suggest")
    assert "Event “e1” serves speak." in read("objectives", "confirm", "speak", "event", "e1")
    assert "1 event, goals of fewer than 5 people, or none" in read("objectives", "serving")
    assert "Yours to take back: event e1" in read("objectives", "show", "speak")
    assert "50%" in read("objectives", "list")
    assert "More of us speak at conferences: dropped." in read("objectives", "settle", "speak", "dropped")
