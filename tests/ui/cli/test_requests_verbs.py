"""The life of an informal request, by commands alone: asked, offered, taken, done with thanks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.ui.cli.conftest import Calling
from ui.cli.main import run as run_command

ROWS = """id,name,roles,headline,experience,languages
m1,Ada Moreau,mentee,Analyst,Counted things,English
m2,Ingrid Solheim,mentor,Trains speakers,Coached my people for a stage,English
m3,Kofi Mensah,mentor,Product lead,Launched three products,English
m4,Eve Novak,peer,Designer,Drew icons,English
m5,Dee Kim,mentor,Speaker,My talk for the stage,English
"""
TODAY = datetime.now(UTC).date()
SOON = (TODAY + timedelta(days=3)).isoformat()
TALK = "Could someone look over my talk for the stage?"


@pytest.fixture
def community(call: Calling, tmp_path: Path) -> Calling:
    (tmp_path / "roster.csv").write_text(ROWS)
    assert call("members", "import", str(tmp_path / "roster.csv"))[0] == 0
    dates = ("--starts", "2026-01-01", "--ends", "2099-01-01")
    assert call("programmes", "add", "p1", "--name", "Pilot", *dates)[0] == 0
    assert call("programmes", "enrol", "p1", "m1", "m2")[0] == 0
    return call


def _asked(call: Calling, *more: str) -> str:
    code, asked = call("requests", "ask", TALK, "--by", SOON, *more, "--as", "m1")
    assert code == 0
    return str(asked["request"])


def test_a_request_is_asked_offered_taken_and_done_with_thanks_that_become_a_moment(
    community: Calling,
) -> None:
    code, asked = community("requests", "ask", TALK, "--by", SOON, "--minutes", "20", "--as", "m1")
    assert (code, asked["state"], asked["by"], asked["minutes"]) == (0, "open", SOON, 20)
    request = asked["request"]

    code, found = community("requests", "suggest", request, "--as", "m1")
    first = found["suggestions"][0]
    assert (code, first["member"], first["citation"]["kind"]) == (0, "m5", "profile")
    assert first["citation"]["quote"] == "My talk for the stage"

    assert community("requests", "offer", request, "--words", "Tonight?", "--as", "m2")[0] == 0
    assert community("requests", "offer", request, "--as", "m3")[0] == 0
    offers = community("requests", "show", request, "--as", "m1")[1]["offers"]
    assert [(each["member"], each["words"]) for each in offers] == [("m2", "Tonight?"), ("m3", "")]

    code, taken = community("requests", "take", request, "--from", "m2", "--as", "m1")
    assert (code, taken["state"], taken["helper"]) == (0, "taken", "m2")
    code, refused = community("requests", "offer", request, "--as", "m4")
    assert (code, refused["error"]["code"]) == (2, "conflict")

    thanks = "You cut it to eight slides with me."
    code, done = community("requests", "done", request, "--thanks", thanks, "--moment", "--as", "m1")
    assert (code, done["state"], done["moment"]["member"]) == (0, "done", "m2")
    assert done["moment"]["behaviour"] == thanks
    assert community("requests", "list", "--as", "m1")[1] == {"requests": []}
    over = community("requests", "list", "--state", "done", "--mine", "--as", "m1")[1]["requests"]
    assert [each["request"] for each in over] == [request]


def test_who_asked_withdraws_and_who_offered_steps_back(community: Calling) -> None:
    request = _asked(community)
    assert community("requests", "offer", request, "--as", "m3")[0] == 0
    assert community("requests", "step-back", request, "--as", "m3")[1]["offers"] == []
    code, withdrawn = community("requests", "withdraw", request, "--as", "m1")
    assert (code, withdrawn["state"]) == (0, "withdrawn")


def test_a_programmes_request_is_for_its_members_and_the_operator_may_list(community: Calling) -> None:
    request = _asked(community, "--programme", "p1")
    assert [r["request"] for r in community("requests", "list", "--as", "m2")[1]["requests"]] == [request]
    assert community("requests", "list", "--as", "m3")[1]["requests"] == []
    code, refused = community("requests", "show", request, "--as", "m3")
    assert (code, refused["error"]["code"]) == (2, "not_found")
    assert [r["request"] for r in community("requests", "list")[1]["requests"]] == [request]
    named = community("requests", "suggest", request, "--as", "m1")[1]["suggestions"]
    assert {each["member"] for each in named} == {"m2"}


@pytest.mark.parametrize(
    ("said", "code", "place"),
    [
        (["ask", " ", "--by", SOON], "bad_input", "text"),
        (["ask", "x" * 1_001, "--by", SOON], "bad_input", "text"),
        (["ask", TALK, "--by", SOON, "--details", "x" * 4_001], "bad_input", "details"),
        (["ask", TALK, "--by", "Thursday"], "bad_input", "--by"),
        (["ask", TALK, "--by", ""], "bad_input", "--by"),
        (["ask", TALK, "--by", "2020-01-01"], "bad_input", "by"),
        (["ask", TALK, "--by", (TODAY + timedelta(days=90)).isoformat()], "bad_input", "by"),
        (["ask", TALK, "--by", SOON, "--minutes", "3"], "bad_input", "minutes"),
        (["ask", TALK, "--by", SOON, "--programme", "p9"], "not_found", "programme"),
        (["show", "h9"], "not_found", "h9"),
        (["take", "h9"], "not_found", "h9"),
    ],
)
def test_what_cannot_be_used_is_refused_in_a_sentence_with_its_place(
    community: Calling, said: list[str], code: str, place: str
) -> None:
    exit_code, refused = community("requests", *said, "--as", "m1")
    assert (exit_code, refused["error"]["code"], refused["error"]["place"]) == (2, code, place)
    assert refused["error"]["cure"]
    assert community("requests", "list", "--as", "m1")[1] == {"requests": []}


def test_a_person_reads_words(community: Calling, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    request = _asked(community)

    def said(*arguments: str, member: str = "m1") -> str:
        assert run_command(["requests", *arguments, "--home", str(home), "--as", member]) == 0
        return capsys.readouterr().out

    assert "“My talk for the stage” (experience[0])" in said("suggest", request)
    assert "Offered. m1 sees it and decides." in said("offer", request, "--words", "Gladly", member="m2")
    assert "m2: Gladly" in said("show", request)
    assert "m2: Gladly" not in said("show", request, member="m3")
    assert TALK.split("my")[0] in " ".join(said("list", member="m3").split())
    assert "m2 helps. Now agree on a time with her." in said("take", request)
    assert said("done", request) == "Done.\n"
    assert "Nothing here yet." in said("list")
    assert f"until {SOON}." in said("ask", "Zzz qqq vvv?", "--by", SOON)
    other = community("requests", "list", "--mine", "--as", "m1")[1]["requests"][0]["request"]
    assert "Nobody's profile comes near it." in said("suggest", other)
    assert said("withdraw", other) == "Withdrawn.\n"
