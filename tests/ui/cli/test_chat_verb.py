"""`mentoring chat` and `mentoring chats`, as another program and as a person call them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.services.chat.community import few_utterances
from tests.ui.cli.conftest import Calling
from ui.cli.main import run

ROSTER = """id,name,roles,goals,experience,time_zone
m1,Ada Moreau,mentee,I want to speak in front of directors,,Europe/Lisbon
m2,Bo Lindqvist,mentor,,Trained directors to speak in front of crowds,
"""
CONTRACT = ["reply", "citations", "offers", "tools"]


@pytest.fixture
def community(call: Calling, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Calling:
    # Every call learns the examples anew; all of them take seconds.
    monkeypatch.setattr("copilot.services.chat.routing.utterances", few_utterances)
    (tmp_path / "roster.csv").write_text(ROSTER)
    assert call("members", "import", str(tmp_path / "roster.csv"))[0] == 0
    return call


def test_the_documents_first_keys_are_the_contracts(community: Calling) -> None:
    code, answer = community("chat", "What are my goals?", "--thread", "t1", "--as", "m1")
    assert code == 0
    assert list(answer)[:4] == CONTRACT
    assert answer["tools"] == ["goals"]
    assert "speak in front of directors" in answer["reply"]
    assert answer["thread"] == "t1"


def test_a_draft_is_offered_and_can_be_approved_by_its_id(community: Calling) -> None:
    (offer,) = community("chat", "Draft my goal plan", "--as", "m1")[1]["offers"]
    assert community("draft", "show", offer, "--as", "m1")[1]["state"] == "offered"
    assert community("draft", "approve", offer, "--as", "m1")[0] == 0


def test_conversations_are_listed_shown_and_deleted(community: Calling) -> None:
    community("chat", "What are my goals?", "--thread", "t1", "--as", "m1")
    community("chat", "What can you do?", "--thread", "t1", "--as", "m1")
    (one,) = community("chats", "list", "--as", "m1")[1]["conversations"]
    assert (one["thread"], one["title"]) == ("t1", "What are my goals?")
    turns = community("chats", "show", "t1", "--as", "m1")[1]["turns"]
    assert [turn["by"] for turn in turns] == ["person", "copilot"] * 2
    assert community("chats", "delete", "t1", "--as", "m1") == (0, {"deleted": "t1"})
    assert community("chats", "list", "--as", "m1")[1] == {"conversations": []}
    assert community("chats", "show", "t1", "--as", "m1")[1]["error"]["code"] == "not_found"


def test_another_member_sees_nothing_of_it(community: Calling) -> None:
    community("chat", "What are my goals?", "--thread", "t1", "--as", "m1")
    assert community("chats", "list", "--as", "m2")[1] == {"conversations": []}
    for verb in ("show", "delete"):
        code, answer = community("chats", verb, "t1", "--as", "m2")
        assert (code, answer["error"]["code"]) == (2, "not_found")
    assert len(community("chats", "show", "t1", "--as", "m1")[1]["turns"]) == 2


def test_the_operator_has_no_conversations(community: Calling) -> None:
    for arguments in (
        ("chat", "hello"),
        ("chats", "list"),
        ("chats", "show", "main"),
        ("chats", "delete", "main"),
    ):
        code, answer = community(*arguments)
        assert (code, answer["error"]["code"]) == (2, "not_allowed")


@pytest.mark.parametrize("text", ["", " \n", "a" * 20_001])
def test_a_text_that_is_empty_or_too_long_is_refused(community: Calling, text: str) -> None:
    code, answer = community("chat", text, "--as", "m1")
    assert (code, answer["error"]["code"]) == (2, "bad_input")


def test_the_text_may_come_from_standard_input(community: Calling, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("What are my goals?\n"))
    assert community("chat", "-", "--as", "m1")[1]["tools"] == ["goals"]


def test_a_person_reads_the_tool_the_reply_and_what_to_do_next(
    community: Calling, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["chat", "Draft my goal plan", "--as", "m1", "--home", str(home)]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("goal-plan …")
    assert "Here is a draft" in shown
    assert "mentoring draft approve d" in " ".join(shown.split())
    assert run(["chats", "show", "main", "--as", "m1", "--home", str(home)]) == 0
    assert "[bold]" not in capsys.readouterr().out
