"""The life of a group, of what is said in it and of a story, by commands alone; and what a person reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from copilot.domain.spaces import MOST_CHARACTERS
from tests.ui.cli.conftest import Calling
from ui.cli.main import run as run_command

ROWS = "id,name,roles\nm1,Ada Moreau,mentee\nm2,Ravi Iyer,mentor\nm8,Eve Novak,manager\nm9,Dee Kim,admin\n"
SPRING = "space-programme-p1"


@pytest.fixture
def community(call: Calling, tmp_path: Path) -> Calling:
    (tmp_path / "roster.csv").write_text(ROWS)
    assert call("members", "import", str(tmp_path / "roster.csv"))[0] == 0
    dates = ("--starts", "2026-01-01", "--ends", "2099-01-01")
    assert call("programmes", "add", "p1", "--name", "Spring", *dates, "--manager", "m8")[0] == 0
    assert call("programmes", "enrol", "p1", "m1", "m2")[0] == 0
    return call


def told(call: Calling, *arguments: str) -> Any:
    """The document of a verb that does what it is asked."""
    code, document = call(*arguments)
    assert code == 0, document
    return document


def refused(call: Calling, *arguments: str) -> str:
    code, document = call(*arguments)
    assert code == 2
    assert document["error"]["cure"]
    return str(document["error"]["code"])


def texts(call: Calling, space: str, member: str) -> list[str]:
    shown = call("spaces", "show", space, "--as", member)[1]
    return [one["text"] for thread in shown["threads"] for one in (thread["post"], *thread["replies"])]


def test_a_group_from_its_first_word_to_its_last(community: Calling) -> None:
    call = community
    group = str(told(call, "spaces", "open", "Public speaking", "--purpose", "Nerves", "--as", "m1")["space"])
    listed = told(call, "spaces", "list", "--as", "m2")
    assert [one["space"] for one in listed["mine"]] == [SPRING]
    assert [one["space"] for one in listed["to_join"]] == [group]
    assert refused(call, "spaces", "show", group, "--as", "m2") == "not_found"
    told(call, "spaces", "join", group, "--as", "m2")

    words = ("The part on pauses", "--title", "On speaking", "--link", "https://example.org/pauses")
    post = told(call, "spaces", "post", group, *words, "--as", "m2")
    assert (post["kind"], post["author"], post["space"]) == ("resource", "m2", group)
    answer = told(call, "spaces", "reply", str(post["post"]), "Thank you", "--as", "m1")
    again = told(call, "spaces", "reply", str(answer["post"]), "Gladly", "--as", "m2")
    assert again["parent"] == post["post"]
    assert told(call, "spaces", "edit", str(again["post"]), "Very gladly", "--as", "m2")["edited"]
    assert told(call, "spaces", "pin", str(post["post"]), "--as", "m1")["pinned"]
    assert refused(call, "spaces", "pin", str(post["post"]), "--as", "m2") == "not_allowed"
    assert texts(call, group, "m1") == ["The part on pauses", "Thank you", "Very gladly"]

    (hit,) = told(call, "spaces", "search", "pause", "--as", "m1")["hits"]
    assert (hit["post"], hit["quote"]) == (post["post"], "The part on pauses")
    assert told(call, "spaces", "search", "pause", "--as", "m9")["total"] == 0

    assert refused(call, "spaces", "remove", str(post["post"]), "--as", "m1") == "bad_input", (
        "a reason is due"
    )
    told(call, "spaces", "remove", str(post["post"]), "--reason", "The link is dead.", "--as", "m1")
    assert texts(call, group, "m1") == ["Removed.", "Thank you", "Very gladly"]
    told(call, "spaces", "remove", str(answer["post"]), "--as", "m1")

    assert refused(call, "spaces", "leave", group, "--as", "m1") == "conflict"
    told(call, "spaces", "add-keeper", group, "m2", "--as", "m1")
    told(call, "spaces", "remove-keeper", group, "m1", "--as", "m2")
    told(call, "spaces", "leave", group, "--as", "m1")
    assert told(call, "spaces", "close", group, "--as", "m2")["closed"] is True
    assert refused(call, "spaces", "post", group, "Hello?", "--as", "m2") == "conflict"
    assert told(call, "spaces", "close", group, "--reopen", "--as", "m2")["closed"] is False


def test_a_story_waits_for_whom_it_is_about(community: Calling) -> None:
    call = community
    words = ("Ada opened the meeting.", "--title", "A first time", "--public")
    assert refused(call, "spaces", "story", SPRING, *words, "--as", "m2") == "bad_input"
    story = str(told(call, "spaces", "story", SPRING, *words, "--about", "m1", "--as", "m2")["post"])
    assert told(call, "spaces", "stories", "--as", "m9")["stories"] == []
    (asked,) = told(call, "spaces", "stories", "--as", "m1")["asked"]
    assert asked["post"] == story
    assert refused(call, "spaces", "agree", story, "--as", "m8") == "not_found"
    told(call, "spaces", "agree", story, "--as", "m1")
    assert [one["post"] for one in told(call, "spaces", "stories", "--as", "m9")["stories"]] == [story]
    told(call, "spaces", "agree", story, "--take-back", "--as", "m1")
    assert told(call, "spaces", "stories", "--as", "m9")["stories"] == []


def test_words_come_from_a_file_and_of_five_megabytes_only_the_beginning_is_read(
    community: Calling, tmp_path: Path
) -> None:
    file = tmp_path / "post.md"
    file.write_text("# Welcome\n\nGood to have you.", encoding="utf-8")
    assert (
        told(community, "spaces", "post", SPRING, "--file", str(file), "--as", "m8")["text"]
        == file.read_text()
    )
    file.write_text("x" * 5_000_000)
    code, document = community("spaces", "post", SPRING, "--file", str(file), "--as", "m8")
    assert (code, document["error"]["message"]) == (2, f"That is longer than {MOST_CHARACTERS:,} characters.")
    file.write_bytes(b"\xff\xfe\xff")
    assert refused(community, "spaces", "post", SPRING, "--file", str(file), "--as", "m8") == "bad_input"
    assert (
        refused(community, "spaces", "post", SPRING, "Hi", "--file", str(file), "--as", "m8") == "bad_input"
    )
    assert refused(community, "spaces", "post", SPRING, "--as", "m8") == "bad_input"


def test_links_that_run_something_are_refused(community: Calling) -> None:
    for link in ("javascript:alert(1)", "http://example.org", "data:text/html,hello"):
        words = ("Look", "--title", "A page", "--link", link)
        assert refused(community, "spaces", "post", SPRING, *words, "--as", "m1") == "bad_input"


def test_a_person_reads_words(community: Calling, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    post = str(
        told(community, "spaces", "post", SPRING, "Hello [all]", "--title", "Hi", "--as", "m1")["post"]
    )

    def read(*arguments: str) -> str:
        assert run_command([*arguments, "--home", str(home)]) == 0
        return capsys.readouterr().out

    assert "1 new this week" in read("spaces", "list", "--as", "m2")
    shown = read("spaces", "show", SPRING, "--as", "m2")
    assert "Ada Moreau" in shown
    assert "Hello [all]" in shown
    assert "From 2026-01-01 to 2099-01-01" in shown
    assert "Posted as po" in read("spaces", "reply", post, "Hello", "--as", "m2")
    assert "Hello [all]" in " ".join(read("spaces", "search", "hello", "--as", "m8").split())
    assert "is open as sp" in read("spaces", "open", "Leadership", "--topic", "--keeper", "m8")
    assert "Nothing is said here yet" in read("spaces", "show", _topic(community), "--as", "m1")
    assert "It waits for m2." in read("spaces", "story", SPRING, "We did it", "--about", "m2", "--as", "m1")
    assert "waits for your word" in " ".join(read("spaces", "stories", "--as", "m2").split())


def _topic(call: Calling) -> str:
    mine = told(call, "spaces", "list", "--as", "m1")["mine"]
    return next(str(one["space"]) for one in mine if one["kind"] == "topic")
