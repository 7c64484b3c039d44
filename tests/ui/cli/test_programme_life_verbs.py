"""The life of a programme by commands alone: made, joined, left, looked back on, closed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.ui.cli.conftest import Calling
from ui.cli.main import run as run_command

TODAY = datetime.now(UTC).date()
DAY = timedelta(days=1)
STARTS, ENDS = TODAY - 30 * DAY, TODAY + 150 * DAY
MENTEES, MENTORS = ("ada", "bea", "cem"), ("moe", "nia", "ola")
ROSTER = "\n".join(
    [
        "id,name,roles,goals,experience,level,capacity",
        *(f"{each},{each.title()} Lund,mentee,Speak in front of directors,,3," for each in MENTEES),
        *(
            f"{each},{each.title()} Berg,mentor,,Trained directors to speak on a stage,7,1"
            for each in MENTORS
        ),
        "eve,Eve Novak,manager,,,,",
        "dee,Dee Kim,admin,,,,",
    ]
)
E = ("--as", "eve")
LONG_AGO = ("--starts", "2001-01-01", "--ends", "2001-02-01")


def says(verb: tuple[int, Any]) -> Any:
    """The document of a verb that was done."""
    code, document = verb
    assert code == 0, document
    return document


def touched(verb: tuple[int, Any]) -> Any:
    """The one match that a verb touched."""
    [match] = says(verb)["matches"]
    return match


def refuses(verb: tuple[int, Any]) -> Any:
    """The error of a verb that was refused."""
    code, document = verb
    assert code == 2, document
    return document["error"]


@pytest.fixture
def community(call: Calling, tmp_path: Path) -> Calling:
    (tmp_path / "roster.csv").write_text(ROSTER + "\n")
    says(call("members", "import", str(tmp_path / "roster.csv")))
    says(
        call(
            "programmes", "add", "spring", "--name", "Spring bridges", "--starts", str(STARTS), "--ends",
            str(ENDS), "--manager", "eve", "--capacity", "6", "--matching", "self",
            "--wording", "boundaries=We don’t talk about pay, appraisals or anybody’s promotion.",
            "--part", "Check-in; 1; Each says how the weeks have been.", "--part", "The work in hand; 4",
        )
    )  # fmt: skip
    return call


def test_a_programme_lives_from_its_first_day_to_its_last(community: Calling) -> None:
    call = community
    shown = says(call("programmes", "show", "spring"))
    assert (shown["matching"], shown["capacity"], shown["agenda"][1]["share"]) == ("self", 6, 4.0)
    changed = says(
        call("programmes", "update", "spring", "--purpose", "Meet across teams", "--capacity", "5", *E)
    )
    assert (changed["purpose"], changed["capacity"], changed["name"]) == (
        "Meet across teams",
        5,
        "Spring bridges",
    )
    dates = ("--starts", str(STARTS), "--ends", str(ENDS))
    assert (
        says(call("programmes", "cohorts", "add", "spring", "north", "--name", "North", *dates, *E))["cohort"]
        == "north"
    )
    assert [each["cohort"] for each in says(call("programmes", "cohorts", "list", "spring"))["cohorts"]] == [
        "north"
    ]

    enrolled = says(call("programmes", "enrol", "spring", "ada", "bea", "moe", "nia", "--as", "dee"))
    assert (enrolled["enrolled"], enrolled["waiting"]) == (4, [])
    assert (
        says(call("programmes", "join", "spring", "--cohort", "north", "--as", "cem"))["state"] == "enrolled"
    )
    assert says(call("programmes", "join", "spring", "--as", "ola"))["state"] == "waiting"
    assert says(call("programmes", "standing", "spring", "--as", "ola"))["waits_as"] == 1
    assert (
        says(call("programmes", "pause", "spring", "--until", str(TODAY + 9 * DAY), "--as", "cem"))["state"]
        == "paused"
    )
    assert says(call("programmes", "come-back", "spring", "--as", "cem"))["state"] == "enrolled"

    match = touched(call("match", "ask", "moe", "--programme", "spring", "--as", "ada"))
    assert (match["state"], match["accepted_by"]) == ("approved", ["ada"])
    assert touched(call("match", "accept", match["match"], "--as", "moe"))["state"] == "active"
    [pair] = says(call("relationships", "list", "--as", "ada"))["relationships"]
    pair_id = pair["relationship"]
    turned_down = touched(call("match", "ask", "nia", "--programme", "spring", "--as", "bea"))
    assert touched(call("match", "say-no", turned_down["match"], "--as", "nia"))["state"] == "declined"

    draft = says(call("draft", "agreement", "--relationship", pair_id, "--as", "ada"))
    assert "We don’t talk about pay" in draft["markdown"]
    assert "programme" in {each["kind"] for each in draft["citations"]}
    agenda = says(call("draft", "agenda", "--relationship", pair_id, "--minutes", "45", "--as", "ada"))
    assert sum(box["minutes"] for box in agenda["body"]["boxes"]) == 45
    assert "The work in hand" in {box["title"] for box in agenda["body"]["boxes"]}

    due = says(call("programmes", "due", pair_id, "--as", "ada"))
    assert (due["stage"], due["due"][0]["what"], due["due"][0]["done"]) == (
        "initiation",
        "first session",
        False,
    )
    status = says(call("programmes", "due", pair_id, *E))
    assert set(status) == {"relationship", "stage", "done", "open", "late", "next_day"}
    assert says(call("programmes", "stage", pair_id, "cultivation", "--as", "moe"))["stage"] == "cultivation"
    assert (
        "lies behind you"
        in refuses(call("programmes", "stage", pair_id, "initiation", "--as", "moe"))["message"]
    )

    refused = refuses(call("programmes", "leave", "spring", "--as", "moe"))
    assert (refused["code"], pair_id in refused["message"], "--keep" in refused["cure"]) == (
        "conflict",
        True,
        True,
    )
    assert says(call("programmes", "leave", "spring", "--keep", "--as", "moe"))["kept"] == [pair_id]
    states = {
        e["member"]: e["state"] for e in says(call("programmes", "enrolled", "spring", *E))["enrolments"]
    }
    assert (states["moe"], states["ola"]) == ("left", "enrolled"), "the first who waited moved up"

    match = touched(call("match", "ask", "ola", "--programme", "spring", "--as", "bea"))
    touched(call("match", "accept", match["match"], "--as", "ola"))
    [pair] = says(call("relationships", "list", "--as", "bea"))["relationships"]
    assert "blame" in says(call("programmes", "rematch", pair["relationship"], "--as", "ola"))["sentence"]

    said = ("--next-step", "mentor somebody", "--went-well", "The openings", "--for-managers")
    assert (
        says(call("programmes", "review", "spring", *said, "--as", "ada"))["review"]["next_step"]
        == "mentor somebody"
    )
    assert says(call("programmes", "review", "spring", "--as", "bea"))["review"] is None
    assert "once the programme has closed" in says(call("programmes", "reviews", "spring", *E))["remark"]
    assert "--early" in refuses(call("programmes", "close", "spring", *E))["cure"]
    done = says(call("programmes", "close", "spring", "--early", "--lessons", "Ask earlier.", *E))
    assert (done["completed"], done["programme"]["closed"]) == (5, str(TODAY))
    assert "Fewer than 5" in says(call("programmes", "reviews", "spring", *E))["remark"]
    assert says(call("programmes", "stage", pair["relationship"], "redefinition", "--as", "bea"))
    assert "is closed" in refuses(call("programmes", "close", "spring", "--early", *E))["message"]
    assert "is closed" in refuses(call("programmes", "join", "spring", "--as", "moe"))["message"]
    assert (
        says(call("programmes", "update", "spring", "--lessons", "Ask much earlier.", *E))["lessons"]
        == "Ask much earlier."
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("update", "spring", "--ends", "2001-01-01"), "ends before it starts"),
        (("update", "spring", "--capacity", "0"), "nobody can take part"),
        (("update", "spring", "--matching", "lottery"), "no matching mode"),
        (("update", "spring", "--wording", "pay=nothing"), "no topic of an agreement"),
        (("update", "spring", "--part", "Case; long"), "is no share"),
        (("update", "spring"), "Nothing to change"),
        (("cohorts", "add", "spring", "x", "--name", "X", *LONG_AGO), "runs from"),
        (("close", "spring", "--keep", "--close"), "say two things"),
        (("review", "spring", "--next-step", "the moon"), "no next step"),
        (("stage", "r1", "adolescence"), "no stage"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_a_sentence(
    community: Calling, arguments: tuple[str, ...], sentence: str
) -> None:
    assert sentence in refuses(community("programmes", *arguments))["message"]


def test_a_person_reads_words(community: Calling, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def read(*arguments: str) -> str:
        assert run_command(["programmes", *arguments, "--home", str(home)]) == 0
        return capsys.readouterr().out

    says(community("programmes", "update", "spring", "--capacity", "1"))
    assert "1 enrolled." in read("enrol", "spring", "ada", "bea")
    assert "As before: bea (waiting already)." in read("enrol", "spring", "bea")
    assert "You may join its waiting list." in read("standing", "spring", "--as", "cem")
    assert "on the waiting list" in read("join", "spring", "--as", "cem")
    assert "You have paused" in read("pause", "spring", "--as", "ada")
    assert "Nobody asks why" in read("leave", "spring", "--as", "ada")
    assert "for you alone" in read("review", "spring", "--next-step", "a rest", "--as", "ada")
    assert "next step: a rest" in read("review", "spring", "--as", "ada")
    assert "Spring bridges is closed. 1 completed it." in read("close", "spring", "--early")
