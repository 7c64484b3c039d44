"""The life of learning by commands alone: a track begun, a guide read, understood, practised, a track finished."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.cli.conftest import Calling
from ui.cli.main import run as run_command

ROWS = "id,name,roles\nm1,Ada Moreau,sponsor\nm2,Ben Ito,mentor\nm8,Eve Novak,manager\n"
ANSWER = "On Wednesday at about five you picked up the telephone while he was telling you about his dog."
GUIDE, TRACK = "feedback/sbi.md", "sponsor"


@pytest.fixture
def community(call: Calling, tmp_path: Path) -> Calling:
    (tmp_path / "roster.csv").write_text(ROWS)
    assert call("members", "import", str(tmp_path / "roster.csv"))[0] == 0
    return call


def right_ones(checked: dict[str, list[dict[str, dict[str, int]]]]) -> str:
    return ",".join(str(answer["answer"]["n"]) for answer in checked["answers"])


def test_somebody_learns_from_her_first_guide_to_her_certificate(community: Calling) -> None:
    def done(*arguments: str, who: str = "m1") -> dict[str, object]:
        code, document = community("learn", *arguments, "--as", who)
        assert code == 0, document
        return document

    tracks = done("list", "--role", "sponsor")["tracks"]
    assert [(each["track"], each["mine"]["state"]) for each in tracks] == [(TRACK, "open")]
    first = done("next")
    assert (first["suggestions"][0]["guide"], first["suggestions"][0]["because"][0]["kind"]) == (
        tracks[0]["steps"][0]["guide"], "role",
    )  # fmt: skip

    asked = done("questions", GUIDE)
    assert "right" not in str(asked)
    tried = done("check", GUIDE, "--answers", "1,1,1", "--version", asked["version"])
    assert len(tried["answers"]) == 3
    assert all(answer["citation"]["path"] == GUIDE for answer in tried["answers"])
    assert done("check", GUIDE, "--answers", right_ones(tried))["understood"]

    scenario = done("practise", GUIDE)
    assert scenario["task"]
    practised = done("practise", GUIDE, "--text", ANSWER)
    assert {point["state"] for point in practised["points"]} <= {"met", "perhaps", "missing"}
    kept = done("answers")["answers"]
    assert [(each["answer"], each["text"]) for each in kept] == [(practised["answer"], ANSWER)]
    assert done("answers", who="m2")["answers"] == []
    assert done("forget", practised["answer"]) == {"forgotten": practised["answer"]}

    code, refused = community("learn", "certificate", TRACK, "--as", "m1")
    assert (code, refused["error"]["code"]) == (2, "conflict")
    for step in tracks[0]["steps"]:
        read = done("read", step["guide"])
        assert read["text"].startswith("#")
        tried = done("check", step["guide"], "--answers", "1,1,1")
        moved = done("check", step["guide"], "--answers", right_ones(tried))["moved"]
    assert done("show", TRACK)["mine"]["state"] == "finished"
    assert moved["finished"] == [TRACK] or tried["understood"]
    progress = done("progress")
    assert (progress["finished"], progress["practised"]) == (1, 1)

    badge = done("certificate", TRACK)
    assert (badge["kind"], badge["of"], badge["state"], badge["member"]) == ("track", TRACK, "taken", "m1")
    assert badge["credential"].count(".") == 2
    assert done("certificate", TRACK)["badge"] == badge["badge"]


def test_readiness_is_rated_by_key_or_in_order_and_leads_to_guides(community: Calling) -> None:
    asked = community("learn", "readiness", "--as", "m2")[1]
    keys = [each["key"] for each in asked["questions"]]
    in_order = ",".join("2" if "leave" in key or "own-way" in key else "6" for key in keys)
    code, rated = community("learn", "readiness", "--rate", in_order, "--as", "m2")
    assert (code, [area["area"] for area in rated["weakest"]]) == (0, ["independence"])
    assert rated["read"][0]["citation"]["quote"]
    named = [part for key in keys for part in ("--rate", f"{key}=5")]
    assert community("learn", "readiness", *named, "--as", "m2")[0] == 0
    assert len(community("learn", "readiness", "--as", "m2")[1]["history"]) == 2
    assert community("learn", "readiness", "--as", "m8")[1]["history"] == []
    mentee = community("learn", "readiness", "--role", "mentee", "--as", "m2")[1]
    assert mentee["history"] == []


WRONG = (
    (("check", GUIDE, "--answers", "1,1,1", "--version", "0000", "--as", "m1"), "conflict"),
    (("check", GUIDE, "--answers", "1,1", "--as", "m1"), "bad_input"),
    (("check", GUIDE, "--answers", "1,9,1", "--as", "m1"), "bad_input"),
    (("check", GUIDE, "--answers", "one", "--as", "m1"), "bad_input"),
    (("questions", "feedback/nowhere.md"), "not_found"),
    (("show", "nowhere"), "not_found"),
    (("list", "--role", "boss"), "bad_input"),
    (("read", GUIDE), "not_allowed"),
    (("read", GUIDE, "--track", "sponsor", "--as", "m1"), "bad_input"),
    (("practise", GUIDE, "--text", " ", "--as", "m1"), "bad_input"),
    (("practise", GUIDE, "--text", "", "--as", "m1"), "bad_input"),
    (("practise", GUIDE, "--text", "x" * 4_001, "--as", "m1"), "bad_input"),
    (("practise", GUIDE, "--text", "x", "--file", "y", "--as", "m1"), "bad_input"),
    (("practise", GUIDE, "--file", "/nowhere/at/all", "--as", "m1"), "bad_input"),
    (("forget", "pa-nowhere", "--as", "m1"), "not_found"),
    (("readiness", "--rate", "5,5", "--as", "m1"), "bad_input"),
    (("readiness", "--rate", "give-back=5", "--as", "m1"), "bad_input"),
    (("readiness", "--rate", "give-back=five", "--as", "m1"), "bad_input"),
    (("readiness", "--role", "boss"), "bad_input"),
    (("certificate", TRACK, "--as", "m2"), "conflict"),
    (("progress",), "not_allowed"),
)


def test_what_cannot_be_is_a_sentence(community: Calling) -> None:
    for arguments, error in WRONG:
        code, document = community("learn", *arguments)
        assert (code, document["error"]["code"]) == (2, error), arguments
        assert document["error"]["message"]
        assert document["error"]["cure"]


def test_what_a_person_reads(
    community: Calling, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "answer.txt").write_text(ANSWER)

    def said(*arguments: str) -> str:
        assert run_command(["learn", *arguments, "--home", str(home), "--as", "m1"]) == 0
        return " ".join(capsys.readouterr().out.split())

    assert "Marked as read." in said("read", "sponsorship/mentor-or-sponsor.md")
    assert "1 of" not in said("list", "--role", "sponsor")
    assert "The next step of" in said("next")
    assert "--version" in said("questions", GUIDE)
    assert "try again, as often as you like" in said("check", GUIDE, "--answers", "1,1,1")
    assert "Write it as you would say it." in said("practise", GUIDE)
    assert "Kept for you alone as" in said("practise", GUIDE, "--file", str(tmp_path / "answer.txt"))
    assert "Nobody else sees this." in said("progress")
    assert "Try:" in said("show", "sponsor")
    assert "This is not a test, and nobody sees it but you." in said("readiness", "--role", "mentee")
    rated = said("readiness", "--role", "mentee", "--rate", "1,1,6,6,6,6,6,6,6,6,6,6")
    assert "To grow: Asking, and hearing the answer." in rated
    assert "Read: Asking for feedback" in rated
