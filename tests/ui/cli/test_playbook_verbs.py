"""The playbook's life by commands alone: drafted, edited, offered to, taken in, restored, judged, exported."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from copilot.services.playbook.practices import practices
from tests.ui.cli.conftest import Calling
from ui.cli.main import app
from ui.cli.main import run as run_command

ROWS = "id,name,roles\nm1,Ada Moreau,mentee\nm2,Ben Castellan,mentor\nm9,Dee Kimura,admin\n"
_COMMAND = re.compile(r"`mentoring ([a-z]+) ([a-z-]+)[^`]*`")
INSIGHT = "Our circle met in the lunch break: the only hour in which everybody could come."


@pytest.fixture
def community(call: Calling, tmp_path: Path) -> Calling:
    (tmp_path / "roster.csv").write_text(ROWS)
    assert call("members", "import", str(tmp_path / "roster.csv"))[0] == 0
    dates = ("--starts", "2026-01-01", "--ends", "2099-01-01")
    assert call("programmes", "add", "p1", "--name", "Pilot", *dates)[0] == 0
    return call


def test_its_life_from_the_first_draft_to_the_book(community: Calling, tmp_path: Path) -> None:
    code, draft = community("draft", "playbook", "--as", "m9")
    assert (code, draft["kind"], draft["state"]) == (0, "playbook", "offered")
    assert len(draft["body"]["chapters"]) == 10
    assert all(check["passed"] for check in draft["checks"])
    assert community("draft", "approve", draft["draft"], "--as", "m9")[1]["state"] == "approved"

    chapters = community("playbook", "chapters", "--as", "m1")[1]["chapters"]
    assert [one["version"] for one in chapters] == [1] * 10
    assert (
        "In “Pilot”, members see suggestions" in community("playbook", "show", "2", "--as", "m1")[1]["text"]
    )

    words = tmp_path / "roles.md"
    words.write_text("Mentors listen first.")
    code, edited = community("playbook", "edit", "roles", str(words), "--version", "1", "--as", "m9")
    assert (code, edited["chapter"]["version"]) == (0, 2)
    code, refused = community("playbook", "edit", "roles", str(words), "--version", "1", "--as", "m9")
    assert (code, refused["error"]["code"], refused["version"]) == (2, "conflict", 2)
    versions = community("playbook", "versions", "roles")[1]["versions"]
    assert [(one["version"], one["by"]) for one in versions] == [(2, "m9"), (1, "m9")]
    assert "+Mentors listen first." in community("playbook", "versions", "1", "--from", "1")[1]["difference"]
    assert community("playbook", "restore", "roles", "1")[1]["version"] == 3

    offered = community("playbook", "offer", "9", INSIGHT, "--named", "--as", "m1")[1]
    assert (offered["state"], offered["chapter"]) == ("offered", "peers")
    named = community("playbook", "offer", "9", "Ben Castellan helped me.", "--kind", "story", "--as", "m1")
    assert (named[0], named[1]["error"]["code"]) == (2, "bad_input")
    assert community("playbook", "take", offered["offer"], "--as", "m1")[1]["error"]["code"] == "not_allowed"
    taken = community("playbook", "take", offered["offer"], "--as", "m9")[1]
    assert "### From members" in taken["text"]
    assert "Ada Moreau" in taken["text"]
    assert community("playbook", "take-back", offered["offer"], "--as", "m1")[0] == 0
    assert INSIGHT not in community("playbook", "show", "9")[1]["text"]

    second = community("playbook", "offer", "peers", INSIGHT, "--as", "m1")[1]["offer"]
    assert community("playbook", "decline", second)[1]["error"]["code"] == "bad_input"
    assert community("playbook", "decline", second, "--reason", "It stands in chapter 4.")[0] == 0
    (mine,) = community("playbook", "offers", "--as", "m1")[1]["offers"]
    assert (mine["state"], mine["reason"]) == ("declined", "It stands in chapter 4.")

    code, proposed = community("playbook", "propose")
    assert (code, proposed["proposed"], len(proposed["looked_at"])) == (0, [], 5)

    file = tmp_path / "book.docx"
    assert community("playbook", "export", "--format", "docx", "--out", str(file), "--as", "m1")[0] == 0
    assert file.read_bytes()[:2] == b"PK"


def test_health_says_what_is_missing_and_exits_with_one(community: Calling) -> None:
    code, found = community("playbook", "health", "--as", "m9")
    assert code == 1
    assert [one["n"] for one in found["practices"]] == list(range(1, 12))
    first = found["practices"][0]
    assert first.keys() >= {"n", "practice", "state", "evidence", "missing", "next"}
    assert (first["state"], found["practices"][3]["state"]) == ("missing", "partly")
    assert "mentoring draft charter" in first["next"]
    assert community("playbook", "health", "--as", "m1")[1]["error"]["code"] == "not_allowed"


def test_one_chapter_is_drafted_alone(community: Calling) -> None:
    draft = community("draft", "playbook", "--chapter", "9")[1]
    assert [one["key"] for one in draft["body"]["chapters"]] == ["peers"]
    assert community("draft", "playbook", "--chapter", "11")[1]["error"]["code"] == "bad_input"
    assert community("draft", "playbook", "--as", "m1")[1]["error"]["code"] == "not_allowed"


def test_a_person_reads_sentences(
    community: Calling, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(*arguments: str) -> str:
        run_command([*arguments, "--home", str(home)])
        return capsys.readouterr().out

    words = tmp_path / "words.md"
    words.write_text("Ask Ben Castellan, who has done it before.")
    assert "not written yet" in said("playbook", "chapters")
    assert "Nobody has written this chapter yet." in said("playbook", "show", "3")
    told = " ".join(said("playbook", "edit", "3", str(words)).split())
    assert "Chapter 3 is at version 1." in told
    assert "Have you asked her?" in told
    assert "An editor decides; you can take it back." in said("playbook", "offer", "3", INSIGHT, "--as", "m1")
    assert "insight" in said("playbook", "offers")
    assert "Nothing is proposed." in said("playbook", "propose")
    assert "1. Clear roles and expectations: missing" in said("playbook", "health")
    assert "operator" in said("playbook", "versions", "3")
    assert "Nothing changed." in said("playbook", "versions", "3", "--from", "1")


def test_each_next_step_names_a_command_that_there_is() -> None:
    root = typer.main.get_command(app)
    said = {command for rule in practices() for sign in rule.signs for command in _COMMAND.findall(sign.next)}
    assert len(said) > 10
    for room, verb in said:
        found = root.commands[room]  # type: ignore[attr-defined]
        assert verb.startswith("-") or verb in found.commands, f"{room} {verb}"
