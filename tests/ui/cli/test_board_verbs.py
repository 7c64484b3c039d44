"""An opportunity from its first word to its end, by commands alone; and what a person reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.ui.cli.conftest import Calling
from ui.cli.main import run as run_command

ROWS = "id,name,roles\nm1,Ada Moreau,mentee\nm2,Ben Osei,mentor\nm3,Sara Lind,sponsor\nm9,Dee Kim,admin\n"
POST = (
    "board",
    "post",
    "Open stage",
    "--offer",
    "talk",
    "--text",
    "Ten **minutes**.",
    "--link",
    "https://example.org",
)


@pytest.fixture
def community(call: Calling, tmp_path: Path) -> Calling:
    (tmp_path / "roster.csv").write_text(ROWS)
    assert call("members", "import", str(tmp_path / "roster.csv"))[0] == 0
    return call


def said(call: Calling, *arguments: str) -> Any:
    code, document = call(*arguments)
    assert code == 0, document
    return document


def test_the_life_of_an_opportunity(community: Calling) -> None:
    kept = said(community, *POST, "--as", "m2")
    offer = kept["opportunity"]
    assert (kept["author"], kept["offer"], kept["open"]) == ("m2", "talk", True)
    assert [each["opportunity"] for each in said(community, "board", "list")["opportunities"]] == [offer]
    assert said(community, "board", "list", "--offer", "role")["opportunities"] == []

    words = "You held the room in the spring review."
    pointer = said(community, "board", "point", offer, "--to", "m1", "--words", words, "--as", "m3")[
        "pointer"
    ]
    (pointed,) = said(community, "board", "pointed", "--as", "m1")["pointed"]
    assert (pointed["by"], pointed["words"], pointed["state"]) == ("m3", words, "pointed")
    assert said(community, "board", "pointed", "--as", "m2")["pointed"] == []
    assert said(community, "board", "not-now", pointer, "--as", "m1")["state"] == "not now"
    assert said(community, "board", "pointed", "--as", "m3")["pointed"][0]["state"] == "pointed"
    assert said(community, "board", "interested", pointer, "--as", "m1")["state"] == "interested"
    assert said(community, "board", "show", offer, "--as", "m2")["interested"] == ["m1"]
    assert said(community, "board", "show", offer, "--as", "m9")["interested"] == []

    changed = said(
        community, "board", "edit", offer, "--title", "Open stage in May", "--link", "", "--as", "m2"
    )
    assert (changed["title"], changed["link"], changed["text"]) == (
        "Open stage in May",
        "",
        "Ten **minutes**.",
    )
    assert community("board", "edit", offer, "--title", "x", "--as", "m3")[1]["error"]["code"] == "not_found"
    assert community("board", "close", offer, "--as", "m3")[1]["error"]["code"] == "not_allowed"
    assert said(community, "board", "close", offer, "--as", "m2")["open"] is False
    assert said(community, "board", "list")["opportunities"] == []
    assert len(said(community, "board", "list", "--past", "--as", "m2")["opportunities"]) == 1


def test_bad_input_is_told_in_a_sentence(community: Calling) -> None:
    assert community(*POST)[1]["error"]["code"] == "not_allowed"
    for more, place in (
        (("--closes", "2020-01-01"), "--closes"),
        (("--closes", "soon"), "--closes"),
        (("--offer", "favour"), "--offer"),
        (("--link", "http://example.org"), "link"),
        (("--text", "x" * 20_001), "text"),
    ):
        code, refused = community(*POST, *more, "--as", "m2")
        assert (code, refused["error"]["code"], refused["error"]["place"]) == (2, "bad_input", place)


def test_a_person_reads_words(community: Calling, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def shown(*arguments: str) -> str:
        assert run_command([*arguments, "--home", str(home)]) == 0
        return capsys.readouterr().out

    offer = shown(*POST, "--as", "m2").split(" as ")[1].split(".")[0]
    assert "Open stage" in shown("board", "list")
    assert "Talk, posted by m2; open." in shown("board", "show", offer)
    told = shown("board", "point", offer, "--to", "m1", "--words", "You can.", "--as", "m3")
    assert told.startswith("She will see it")
    assert "You can." in shown("board", "pointed", "--as", "m1")
    pointer = said(community, "board", "pointed", "--as", "m1")["pointed"][0]["pointer"]
    assert "Nobody hears of it" in shown("board", "not-now", pointer, "--as", "m1")
    assert "m2 and m3 hear of it." in shown("board", "interested", pointer, "--as", "m1")
    assert "Interested: m1" in shown("board", "show", offer, "--as", "m2")
    assert "Changed." in shown("board", "edit", offer, "--title", "Open stage!", "--as", "m2")
    assert "“Open stage!” is off the board." in shown("board", "close", offer, "--as", "m2")
    assert "Nothing here yet." in shown("board", "list")


def test_what_an_admin_takes_off_the_board_stays_off(community: Calling) -> None:
    offer = said(community, *POST, "--as", "m2")["opportunity"]
    assert said(community, "board", "close", offer, "--reason", "No selling.")["open"] is False
    assert said(community, "board", "show", offer, "--as", "m2")["reason"] == "No selling."
    again = community("board", "edit", offer, "--closes", "2099-01-01", "--as", "m2")[1]
    assert again["error"]["code"] == "conflict"
