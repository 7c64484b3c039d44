"""`mentoring accounts` as a person and a program meet it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.cli.conftest import Calling
from ui.cli.main import run

ROSTER = "id,name,email,roles\nm1,Ada Lovelace,ada@example.org,mentee\nm2,Bo,bo@example.org,mentor\nm4,Wei,,admin\n"


@pytest.fixture
def community(call: Calling, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER)
    call("members", "import", str(tmp_path / "roster.csv"))


@pytest.mark.usefixtures("community")
def test_an_invitation_is_a_link_to_this_machine_where_nothing_else_is_said(call: Calling) -> None:
    code, told = call("accounts", "invite", "m1")
    (invited,) = told["invited"]
    assert code == 0
    assert (invited["member"], invited["name"], invited["resets"]) == ("m1", "Ada Lovelace", False)
    assert invited["link"].startswith("http://127.0.0.1:7860/invitation?token=")
    assert len(invited["link"].split("=")[1]) == 43
    assert "token" not in invited


@pytest.mark.usefixtures("community")
def test_the_link_begins_as_the_settings_or_the_option_say(
    call: Calling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MENTORING_HOSTS", "mentoring.example.org, other.example.org")
    link = call("accounts", "invite", "m1")[1]["invited"][0]["link"]
    assert link.startswith("https://mentoring.example.org/invitation?")
    link = call("accounts", "invite", "m1", "--address", "http://localhost:7999/")[1]["invited"][0]["link"]
    assert link.startswith("http://localhost:7999/invitation?")
    code, told = call("accounts", "invite", "m1", "--address", "javascript:alert(1)")
    assert (code, told["error"]["place"]) == (2, "--address")


@pytest.mark.usefixtures("community")
def test_everybody_is_invited_at_once_and_the_list_says_so(call: Calling) -> None:
    assert len(call("accounts", "invite", "--all")[1]["invited"]) == 3
    states = {one["member"]: one["state"] for one in call("accounts", "list")[1]["accounts"]}
    assert states == {"m1": "invited", "m2": "invited", "m4": "invited"}


@pytest.mark.usefixtures("community")
@pytest.mark.parametrize("words", [[], ["m1", "--all"], ["m9"]])
def test_whom_to_invite_has_to_be_clear(call: Calling, words: list[str]) -> None:
    code, told = call("accounts", "invite", *words)
    assert (code, told["error"]["place"]) == (2, "members")


@pytest.mark.usefixtures("community")
def test_locking_unlocking_and_signing_out(call: Calling) -> None:
    assert call("accounts", "lock", "m1")[1]["state"] == "locked"
    assert call("accounts", "invite", "m1")[0] == 2
    assert call("accounts", "unlock", "m1")[1]["state"] == "none"
    assert call("accounts", "sign-out", "m1")[1]["signed_in"] == 0
    assert call("accounts", "unlink", "m1")[1]["linked"] is None


@pytest.mark.usefixtures("community")
def test_an_admin_may_and_a_mentor_may_not(call: Calling) -> None:
    assert call("accounts", "invite", "m1", "--as", "m4")[0] == 0
    for words in (
        ["invite", "m1"],
        ["list"],
        ["lock", "m1"],
        ["unlock", "m1"],
        ["sign-out", "m1"],
        ["unlink", "m1"],
    ):
        code, told = call("accounts", *words, "--as", "m2")
        assert (code, told["error"]["code"]) == (2, "not_allowed")


@pytest.mark.usefixtures("community")
def test_a_person_reads_the_link_and_what_to_do_with_it(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["accounts", "invite", "m1", "--home", str(home)]) == 0
    told = capsys.readouterr().out
    assert "Ada Lovelace" in told
    assert "works once" in told
    assert run(["accounts", "list", "--home", str(home)]) == 0
    assert "invited" in capsys.readouterr().out
