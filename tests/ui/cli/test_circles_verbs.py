"""The life of a circle by commands alone: brought together, begun, chaired in turn, planned, split, merged, left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.ui.cli.conftest import Calling
from ui.cli.main import run as run_command

NAMES = (
    "Ada Moreau", "Bo Lindqvist", "Cy Okafor", "Dee Kim", "Eve Novak", "Fay Haddad", "Gil Santos", "Hana Abe",
    "Ivo Petrov", "Joy Mensah", "Kai Weber", "Lua Costa", "Mia Rossi",
)  # fmt: skip
FUNCTIONS = ("sales", "law", "care", "art")
ROWS = "id,name,roles,function\n" + "".join(
    f"p{n},{name},peer,{FUNCTIONS[n % 4]}\n" for n, name in enumerate(NAMES)
)
EIGHT = [f"p{n}" for n in range(8)]
FOUR = [f"p{n}" for n in range(8, 12)]


def days(n: int) -> str:
    return (datetime.now(UTC) + timedelta(days=n)).isoformat(timespec="minutes")


@pytest.fixture
def community(call: Calling, tmp_path: Path) -> Calling:
    (tmp_path / "roster.csv").write_text(ROWS + "ann,Ann Berg,manager,law\n")
    assert call("members", "import", str(tmp_path / "roster.csv"))[0] == 0
    dates = ("--starts", "2026-01-01", "--ends", "2099-01-01")
    assert call("programmes", "add", "p", "--name", "Pilot", *dates, "--manager", "ann")[0] == 0
    assert call("programmes", "enrol", "p", *(f"p{n}" for n in range(12)))[0] == 0
    return call


def done(call: Calling, *arguments: str) -> Any:
    code, document = call(*arguments)
    assert code == 0, document
    return document


def begun(call: Calling, people: list[str], theme: str) -> str:
    added = done(call, "circles", "add", *people, "--theme", theme, "--programme", "p", "--as", "ann")
    for each in people:
        done(call, "match", "accept", added["match"], "--as", each)
    circles = done(call, "circles", "list", "--as", people[0])["circles"]
    return str(next(each["circle"] for each in circles if each["theme"] == theme))


def test_a_circle_lives_from_its_first_theme_to_its_last_member(community: Calling) -> None:
    call = community
    free = done(call, "circles", "suggest", "Saying no", "--programme", "p", "--as", "ann")
    assert (free["free"], free["command"]) == (12, "match run --role circle --programme p")
    large = begun(call, EIGHT, "Saying no")

    held = done(call, "sessions", "add", large, "--at", days(-30), "--as", "p0")["session"]
    first = done(call, "circles", "chair", large, "--as", "p0")["chair"]
    told = done(call, "circles", "came", large, *EIGHT[:6], "--chaired", "p0", "--as", "p1")
    assert (told["session"], told["chair"], told["noted"]) == (held, "p0", True)
    assert "p7" in done(call, "circles", "came", large, "--me", "--as", "p7")["came"]
    assert "p7" not in done(call, "circles", "came", large, "--not-me", "--as", "p7")["came"]

    done(call, "sessions", "add", large, "--at", days(4), "--as", "p0")
    turn = done(call, "circles", "chair", large, "--as", "p0")
    assert turn["chair"] not in ("p0", "")
    passed = done(call, "circles", "pass", large, "--as", turn["chair"])
    assert passed["chair"] not in (turn["chair"], "p0", "")
    chosen = done(call, "circles", "chair", large, "--to", "p3", "--as", "p5")
    assert (chosen["chair"], chosen["why"]) == ("p3", "The circle agreed on it.")
    agenda = done(call, "circles", "plan", large, "--minutes", "60", "--as", "p1")
    assert "Dee opens and goes first" in agenda["markdown"] or "Dee goes first" in agenda["markdown"]

    health = done(call, "circles", "health", large, "--as", "p0")
    assert {each["about"] for each in health["findings"]} >= {"rhythm", "attendance"}
    assert done(call, "circles", "health", large, "--as", "ann")["findings"] == []
    outside = done(call, "circles", "show", large, "--as", "ann")
    assert ("meetings" in outside, outside["standing"]) == (False, "has met once")

    shown = done(call, "circles", "split", large, "--as", "ann")
    assert (shown["done"], [len(each["members"]) for each in shown["circles"]]) == (False, [4, 4])
    halves = done(call, "circles", "split", large, "--yes", "--as", "ann")["circles"]
    assert done(call, "circles", "show", large, "--as", "p0")["became"] == [each["circle"] for each in halves]

    small = begun(call, FOUR, "Speaking up")
    merged = done(call, "circles", "merge", halves[0]["circle"], small, "--as", "ann")
    assert (merged["done"], merged["circles"][0]["theme"]) == (False, "Saying no; Speaking up")
    one = done(call, "circles", "merge", halves[0]["circle"], small, "--yes", "--as", "ann")["circles"][0]
    assert done(call, "circles", "update", one["circle"], "--theme", "Both", "--as", "p8")["theme"] == "Both"

    rest = halves[1]
    for n, each in enumerate(rest["members"]):
        left = done(call, "circles", "leave", rest["circle"], "--as", each)
        assert left["closed"] == (n == 2)
        if left["closed"]:
            break
    states = {each["circle"]: each["state"] for each in done(call, "circles", "list", "--closed")["circles"]}
    assert states == {
        large: "closed", small: "closed", halves[0]["circle"]: "closed", rest["circle"]: "closed",
        one["circle"]: "active",
    }  # fmt: skip
    assert first in EIGHT
    assert done(call, "circles", "peers", "--as", "p0")["peers"] == []


WRONG = (
    (("add", "p0", "--theme", "x", "--programme", "p"), "bad_input"),
    (("add", *EIGHT, "p8", "--theme", "x", "--programme", "p"), "bad_input"),
    (("add", "p0", "p1", "p2", "p0", "--theme", "x", "--programme", "p"), "bad_input"),
    (("add", "p0", "p1", "p2", "p99", "--theme", "x", "--programme", "p"), "not_found"),
    (("add", "p0", "p1", "p2", "p12", "--theme", "x", "--programme", "p"), "not_found"),
    (("add", "p0", "p1", "p2", "p3", "--theme", " ", "--programme", "p"), "bad_input"),
    (("add", "p0", "p1", "p2", "p3", "--theme", "x", "--programme", "q"), "not_found"),
    (("add", "p0", "p1", "p2", "p3", "--theme", "x", "--as", "p0"), "not_allowed"),
    (("show", "r9"), "not_found"),
    (("split", "r9", "--yes"), "not_found"),
    (("merge", "r9", "r9"), "bad_input"),
)


def test_what_cannot_be_is_a_sentence(community: Calling) -> None:
    for arguments, error in WRONG:
        code, document = community("circles", *arguments)
        assert (code, document["error"]["code"]) == (2, error), arguments
        assert document["error"]["message"]
        assert document["error"]["cure"]


def test_who_corrects_the_note_for_herself_names_nobody_else(community: Calling) -> None:
    code, document = community("circles", "came", "r9", "p1", "p2", "--not-me", "--as", "p0")
    assert (code, document["error"]["code"], document["error"]["place"]) == (2, "bad_input", "--me/--not-me")


def test_a_person_reads_words(community: Calling, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    circle = begun(community, EIGHT, "Saying no")
    community("sessions", "add", circle, "--at", days(-90), "--as", "p0")

    def read(*arguments: str) -> str:
        capsys.readouterr()
        assert run_command(["circles", *arguments, "--home", str(home)]) == 0
        return " ".join(capsys.readouterr().out.split())

    assert "Saying no" in read("list", "--as", "ann")
    assert "Twelve could sit" in read("suggest") or "could sit in a circle" in read("suggest")
    assert "Ada Moreau (p0) and Bo Lindqvist (p1) came. Bo Lindqvist (p1) chaired." in read(
        "came", circle, "p0", "p1", "--chaired", "p1", "--as", "p0"
    )
    assert "Next meeting: not planned yet." in read("chair", circle, "--as", "p0")
    health = read("health", circle, "--as", "p0")
    assert "It has not met for 90 days." in health
    assert "→ Ask one another whether to change the hour or the theme" in health
    split = read("split", circle, "--as", "ann")
    assert "Nothing is changed yet: add --yes to do it." in split
    assert "Nobody starts anew with chairing" in split
    assert "Nothing here yet" in read("peers", "--as", "p0")
    assert "You have left; the circle goes on without you." in read("leave", circle, "--as", "p7")
    assert "Bo Lindqvist (p1) chaired: Ada Moreau (p0)" in read("show", circle, "--as", "p0")
