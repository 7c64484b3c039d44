"""The life of a sponsorship by commands alone: two reviewers, a brief, consent, a pledge, a word said, a door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from copilot.app import open_copilot
from copilot.domain.matches import MatchRole
from copilot.domain.relationships import Relationship
from tests.ui.cli.conftest import Calling
from ui.cli.main import run as run_command

TODAY = datetime.now(UTC).date()
SOON, LATER = (TODAY + timedelta(days=30)).isoformat(), (TODAY + timedelta(days=120)).isoformat()
ROOM = "the leadership round"
ROWS = """id,name,roles,goals,experience,level,languages,line_manager_id
grace,Grace Wanjiku,mentee,Lead the partner team,Negotiated prices with ferry partners in four ports,4,English,boss
paola,Paola Ruiz,sponsor,,Led the partner team and decided on its leads,8,English,
boss,Tom Berg,mentor,,Runs the ports,6,English,
one,Eve Novak,manager,,,,,
two,Dee Kim,manager,,,,,
"""


@pytest.fixture
def community(call: Calling, tmp_path: Path) -> Calling:
    """A programme with two managers, in which Grace seeks a sponsor and Paola is one."""
    (tmp_path / "members.csv").write_text(ROWS, encoding="utf-8")
    for arguments in (
        ("members", "import", str(tmp_path / "members.csv")),
        ("programmes", "add", "doors", "--name", "Doors", "--starts", TODAY.isoformat(), "--ends", LATER),
        ("programmes", "add-manager", "doors", "one"),
        ("programmes", "add-manager", "doors", "two"),
        ("programmes", "enrol", "doors", "grace", "paola", "boss"),
    ):
        code, document = call(*arguments)
        assert code == 0, document
    return call


@pytest.fixture
def done(community: Calling) -> Callable[..., Any]:
    """Run a verb that is done, and read its document."""

    def doing(*arguments: str) -> Any:
        code, document = community(*arguments)
        assert code == 0, document
        return document

    return doing


@pytest.fixture
def refused(community: Calling) -> Callable[..., str]:
    """Run a verb that is refused; the refusal's code, which always comes with a sentence and what to do."""

    def refusing(*arguments: str) -> str:
        code, document = community(*arguments)
        assert code == 2, document
        assert document["error"]["message"]
        assert document["error"]["cure"]
        return str(document["error"]["code"])

    return refusing


def sponsored(home: Path) -> None:
    """The two at work already, for what needs no walk from the beginning."""
    copilot = open_copilot(home)
    with copilot.units() as unit:
        unit.relationships.add(
            Relationship(id="r", role=MatchRole.SPONSOR, members=("grace", "paola"), started=TODAY)
        )
        unit.commit()
    copilot.close()


def test_from_two_reviewers_to_an_open_door(done: Callable[..., Any], refused: Callable[..., str]) -> None:
    (proposed,) = done("match", "run", "--role", "sponsor", "--programme", "doors", "--as", "one")["proposed"]
    match = proposed["match"]
    assert done("match", "approve", match, "--as", "one")["matches"][0]["state"] == "second_review"
    assert refused("match", "approve", match, "--as", "one") == "conflict", "the same person twice"
    assert refused("match", "accept", match, "--as", "grace") in {"conflict", "not_found"}
    assert done("match", "approve", match, "--as", "two")["matches"][0]["state"] == "approved"
    for who in ("grace", "paola"):
        done("match", "accept", match, "--as", who)
    (seen,) = done("sponsor", "list", "--as", "grace")["sponsorships"]
    at = seen["relationship"]
    assert (seen["mine"], seen["reviewed_by"], seen["in_one_line"]) == ("sponsored", 2, [])

    assert done("sponsor", "brief", at, "--as", "paola")["may_say"] == []
    draft = done("draft", "brief", "--for", "grace", "--as", "grace")["draft"]
    assert (
        refused("sponsor", "consent", at, "--draft", draft, "--room", ROOM, "--until", SOON, "--as", "grace")
        == "conflict"
    )
    done("draft", "approve", draft, "--as", "grace")
    (offer,) = done("sponsor", "consent", at, "--as", "grace")["offered"]
    assert offer["sentences"]
    given = ("--draft", draft, "--tick", "1", "--room", ROOM, "--until", SOON)
    assert refused("sponsor", "consent", at, *given, "--as", "paola") == "not_allowed"
    done("sponsor", "consent", at, *given, "--as", "grace")
    brief = done("sponsor", "brief", at, "--as", "paola")
    assert [one["text"] for one in brief["may_say"]] == [offer["sentences"][0]["text"]]
    assert "ferry partners" in brief["may_say"][0]["evidence"][0]["quote"]

    pledge = done(
        "sponsor", "pledge", at, "Say her name when the lead is filled", "--until", SOON, "--as", "paola"
    )
    ids = {one["id"] for one in done("sponsor", "evidence", at, "--as", "paola")["evidence"]}
    assert "brief[0]" in ids
    act = done(
        "sponsor", "log", at, "nominated", "--room", ROOM, "--said", "She negotiated with every port.",
        "--evidence", "brief[0]", "--pledge", pledge["pledge"], "--as", "paola",
    )  # fmt: skip
    assert (act["consented"], act["evidence"][0]["quote"]) == (True, offer["sentences"][0]["text"])
    assert done("sponsor", "keep", pledge["pledge"], "--as", "paola")["state"] == "kept"
    assert refused("sponsor", "confirm", act["advocacy"], "--as", "paola") == "not_allowed"
    assert done("sponsor", "confirm", act["advocacy"], "--as", "grace")["confirmed"] is True
    opened = done(
        "sponsor", "outcome", act["advocacy"], "door-opened", "--words", "I am asked in.", "--as", "grace"
    )
    assert opened["outcome"] == "door opened"

    assert done("sponsor", "withdraw", at, "--as", "grace")["withdrawn"]
    assert "taken back" in done("sponsor", "brief", at, "--as", "paola")["why_empty"]
    assert len(done("sponsor", "show", at, "--as", "paola")["advocacy"]) == 1, "what was said stays"
    assert done("sponsor", "status", "--programme", "doors", "--as", "one")["sponsorships"] is None
    assert refused("sponsor", "show", at, "--as", "one") == "not_found"


def test_a_line_manager_is_never_proposed_and_pledges_nothing_once_she_is_one(
    done: Callable[..., Any], refused: Callable[..., str], home: Path, tmp_path: Path
) -> None:
    sponsored(home)
    (tmp_path / "moved.csv").write_text(
        "id,name,roles,line_manager_id\nboss,Tom Berg,mentor,paola\n", encoding="utf-8"
    )
    done("members", "import", str(tmp_path / "moved.csv"))
    assert refused("sponsor", "add", "r", "Say her name", "--until", SOON, "--as", "paola") == "conflict"
    assert done("sponsor", "show", "r", "--as", "grace")["in_one_line"] == ["paola"]
    run = done("match", "run", "--role", "sponsor", "--programme", "doors", "--as", "one")
    assert run["proposed"] == []


REFUSED: tuple[tuple[tuple[str, ...], str], ...] = (
    (("pledge", "r", "Say her name", "--until", "2020-01-01", "--as", "paola"), "bad_input"),
    (("pledge", "r", "Say her name", "--until", "soon", "--as", "paola"), "bad_input"),
    (("pledge", "r", " ", "--until", SOON, "--as", "paola"), "bad_input"),
    (("pledge", "r", "Say her name", "--until", SOON, "--as", "grace"), "not_allowed"),
    (("pledge", "r", "Say her name", "--until", SOON, "--as", "boss"), "not_found"),
    (("pledge", "r", "Say her name", "--until", SOON), "not_found"),
    (("keep", "pl9", "--as", "paola"), "not_found"),
    (("give-up", "pl9", "--as", "paola"), "not_found"),
    (("update", "pl9", "--what", "x", "--as", "paola"), "not_found"),
    (("log", "r", "praised", "--room", ROOM, "--as", "paola"), "bad_input"),
    (("log", "r", "defended", "--room", ROOM, "--on", LATER, "--as", "paola"), "bad_input"),
    (("log", "r", "defended", "--room", ROOM, "--evidence", "o9", "--as", "paola"), "not_found"),
    (("log", "r", "defended", "--room", ROOM, "--as", "grace"), "not_allowed"),
    (("outcome", "ad9", "door-opened", "--as", "grace"), "not_found"),
    (("outcome", "ad9", "won", "--as", "grace"), "bad_input"),
    (("confirm", "ad9", "--as", "grace"), "not_found"),
    (("take-back", "ad9", "--as", "paola"), "not_found"),
    (("consent", "r", "--room", ROOM, "--as", "grace"), "bad_input"),
    (("consent", "r", "--room", ROOM, "--until", SOON, "--as", "grace"), "bad_input"),
    (("consent", "r", "--until", SOON, "--own", "x", "--as", "grace"), "bad_input"),
    (("consent", "r", "--room", ROOM, "--until", SOON, "--draft", "d9", "--as", "grace"), "not_found"),
    (
        (
            "consent",
            "r",
            "--room",
            ROOM,
            "--until",
            SOON,
            "--draft",
            "d9",
            "--tick",
            "7",
            "--as",
            "grace",
        ),
        "bad_input",
    ),
    (("withdraw", "r", "--as", "grace"), "conflict"),
    (("brief", "r9", "--as", "grace"), "not_found"),
    (("spotlight", "e9", "--for", "grace", "--as", "paola"), "not_found"),
    (("spotlight", "e9", "--for", "boss", "--as", "paola"), "not_found"),
    (("status", "--as", "grace"), "not_allowed"),
)


def test_what_cannot_be_is_a_sentence(refused: Callable[..., str], home: Path) -> None:
    sponsored(home)
    said = {arguments: refused("sponsor", *arguments) for arguments, _ in REFUSED}
    assert said == dict(REFUSED)


@pytest.mark.usefixtures("community")
def test_a_person_reads_words(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sponsored(home)

    def read(*arguments: str) -> str:
        assert run_command(["sponsor", *arguments, "--home", str(home)]) == 0
        return " ".join(capsys.readouterr().out.split())

    grace, paola = ("--as", "grace"), ("--as", "paola")
    assert "you are sponsored" in read("list", *grace)
    assert "there is no consent" in read("brief", "r", *paola)
    assert "No brief is approved yet" in read("consent", "r", *grace)
    assert "it holds until" in read(
        "consent", "r", "--own", "I know every port.", "--room", ROOM, "--until", SOON, *grace
    )
    assert "Kept as pl" in read("pledge", "r", "Say her name", "--until", SOON, "--aim", "the lead", *paola)
    assert "brief[0]" in read("evidence", "r", *paola)
    assert "She had not agreed to this room" in read("log", "r", "introduced", "--room", "a corridor", *paola)
    told = read("show", "r", *grace)
    assert "paola sponsors grace" in told
    assert "You had not agreed to be spoken of in this room." in told
    assert "not confirmed yet" in told
    assert "Where: the leadership round. Nowhere else." in read("brief", "r", *paola)
    assert "Taken back" in read("withdraw", "r", *grace)
    assert "Fewer than five" in read("status")
