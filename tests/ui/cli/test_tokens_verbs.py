"""Personal tokens by commands alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.cli.conftest import Calling
from ui.cli.main import run as run_command

ROWS = "id,name,roles\nm1,Ada Moreau,mentee\nm2,Ben Achterberg,mentor\nm9,Dee Kim,admin\n"


@pytest.fixture
def community(call: Calling, tmp_path: Path) -> Calling:
    (tmp_path / "roster.csv").write_text(ROWS)
    assert call("members", "import", str(tmp_path / "roster.csv"))[0] == 0
    return call


def test_a_token_is_made_shown_once_listed_and_revoked(community: Calling) -> None:
    code, made = community(
        "tokens", "add", "my assistant", "--scope", "write", "--scope", "chat", "--as", "m1"
    )
    assert code == 0
    assert (made["scopes"], made["state"]) == (["write", "chat"], "works")
    assert made["secret"].startswith("mentoring_")
    [listed] = community("tokens", "list", "--as", "m1")[1]["tokens"]
    assert listed == {name: said for name, said in made.items() if name != "secret"}
    assert community("tokens", "revoke", made["token"], "--as", "m1")[1]["state"] == "revoked"
    assert community("tokens", "list", "--as", "m1")[1]["tokens"][0]["state"] == "revoked"


def test_the_operator_sees_and_ends_tokens_and_makes_none(community: Calling) -> None:
    made = community("tokens", "add", "mine", "--as", "m1")[1]
    assert community("tokens", "list", "m1")[1]["tokens"][0]["token"] == made["token"]
    code, said = community("tokens", "add", "hers")
    assert (code, said["error"]["place"]) == (2, "--as")
    assert community("tokens", "list")[0] == 2
    assert community("tokens", "revoke", made["token"])[0] == 0


@pytest.mark.parametrize(
    ("words", "place"),
    [
        (("add", ""), "name"),
        (("add", "mine", "--scope", "root"), "scopes"),
        (("add", "mine", "--days", "900"), "days"),
        (("revoke", "t0"), "token"),
        (("list", "m2"), "--as"),
    ],
)
def test_what_cannot_be_is_said_with_its_place(
    community: Calling, words: tuple[str, ...], place: str
) -> None:
    code, said = community("tokens", *words, "--as", "m1")
    assert (code, said["error"]["place"]) == (2, place)


def test_a_person_is_told_what_to_do_with_it(
    community: Calling, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["tokens", "add", "mine", "--as", "m1", "--home", str(home)]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("mentoring_")
    assert "only time" in shown
    assert run_command(["tokens", "list", "--as", "m1", "--home", str(home)]) == 0
    assert "never" in capsys.readouterr().out
