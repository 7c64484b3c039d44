"""The life of a badge by commands alone: noticed, offered, taken, shown, carried away, checked, taken back."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from copilot.app import open_copilot
from copilot.domain.matches import MatchRole
from copilot.domain.relationships import Relationship, Session
from tests.ui.cli.conftest import Calling
from ui.cli.main import run as run_command

ROWS = (
    "id,name,email,roles\nm1,Ada Moreau,ada@example.org,mentee\nm2,Ben Ito,ben@example.org,mentor\n"
    "m8,Eve Novak,eve@example.org,manager\nm9,Dee Kim,dee@example.org,admin\n"
)
BECAUSE = "When two teams blamed each other, she drew both plans on one page."
OFFER = ("recognise", "badges", "offer", "--member", "m1", "--name", "Held the room", "--because", BECAUSE)


@pytest.fixture
def community(call: Calling, tmp_path: Path, home: Path) -> Calling:
    (tmp_path / "roster.csv").write_text(ROWS)
    assert call("members", "import", str(tmp_path / "roster.csv"))[0] == 0
    dates = ("--starts", "2026-01-01", "--ends", "2099-01-01")
    assert call("programmes", "add", "p1", "--name", "Pilot", *dates, "--manager", "m8")[0] == 0
    assert call("programmes", "enrol", "p1", "m1")[0] == 0
    return call


def meet_ten_times(home: Path) -> None:
    copilot, now = open_copilot(home), datetime.now(UTC)
    with copilot.units() as unit:
        unit.relationships.add(
            Relationship(
                id="r1", role=MatchRole.MENTOR, members=("m1", "m2"), programme="p1", started=now.date()
            )
        )
        unit.sessions.add(
            *(
                Session(id=f"s{n}", relationship="r1", at=now - timedelta(days=n), state="held")
                for n in range(10)
            )
        )
        unit.commit()
    copilot.close()


def test_a_badge_lives_from_the_offer_to_the_day_it_is_taken_back(
    community: Calling, home: Path, tmp_path: Path
) -> None:
    def done(*arguments: str, code: int = 0) -> dict[str, object]:
        found, document = community("recognise", *arguments)
        assert found == code, document
        return document

    meet_ten_times(home)
    noticed = {each["notice"]: each["can"] for each in done("noticed", "--as", "m1")["noticed"]}
    assert noticed["tenth-session:r1:m1"] == ["take a badge", "decline"]
    assert len(done("noticed", "--as", "m8")["noticed"]) == 2

    badge = done(*OFFER[1:], "--as", "m8")["badge"]
    assert [each["state"] for each in done("badges", "list", "--as", "m1")["badges"]] == ["offered"]
    assert done("badges", "take", badge, "--as", "m1")["state"] == "taken"
    assert done("badges", "show", badge, "--as", "m8")["credential"] == ""
    earned = done("badges", "take", "tenth-session:r1:m1", "--with-name", "--as", "m1")
    assert earned["name"] == "Ten sessions together"
    offered = done("badges", "offer", "--noticed", "tenth-session:r1:m2", "--as", "m8")["badge"]
    assert done("badges", "decline", offered, "--as", "m2")["state"] == "declined"
    assert done("noticed", "--as", "m8")["noticed"] == []

    assert done("badges", "publish", badge, "--as", "m1")["public"]
    assert [each["badge"] for each in done("badges", "list", "--shown", "--as", "m2")["badges"]] == [badge]
    assert not done("badges", "hide", badge, "--as", "m1")["public"]

    svg, jws, pem, listed = (str(tmp_path / each) for each in ("b.svg", "b.jws", "key.pem", "list.jws"))
    done("badges", "export", badge, "--out", svg, "--as", "m1")
    done("badges", "export", badge, "--format", "jws", "--out", jws, "--as", "m1")
    [key] = done("badges", "key")["keys"]
    Path(pem).write_text(key["pem"])
    done("badges", "status-list", "--out", listed)
    offline = ("--key", pem, "--status-list", listed)
    for file in (svg, jws, Path(jws).read_text()):
        told = done("badges", "verify", file, *offline)
        assert (told["verdict"], told["revocation"]) == ("right", "not revoked")
    assert done("badges", "verify", jws, "--as", "m2")["verdict"] == "right"

    assert done("badges", "key", "--new")["keys"][1]["key"] == key["key"]
    assert (
        done("badges", "revoke", badge, "--reason", "It was another's.", "--as", "m8")["state"] == "revoked"
    )
    assert done("badges", "show", badge, "--as", "m1")["reason"] == "It was another's."
    done("badges", "status-list", "--badge", jws, "--out", listed)
    assert done("badges", "verify", svg, *offline, code=1)["verdict"] == "revoked"
    assert done("badges", "verify", svg, code=1)["verdict"] == "revoked"


def test_a_stranger_without_a_home_is_told_what_a_badge_is_worth(
    community: Calling, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    badge = community(*OFFER, "--as", "m8")[1]["badge"]
    signed = community("recognise", "badges", "take", badge, "--as", "m1")[1]["credential"]
    [key] = community("recognise", "badges", "key")[1]["keys"]
    community("recognise", "badges", "key", "--new")
    other = community("recognise", "badges", "key")[1]["keys"][0]
    files = {
        "badge": signed,
        "altered": signed[:-9] + "AAAAAAAAA",
        "key": key["pem"],
        "other": json.dumps(other["jwk"]),
    }
    for name, content in files.items():
        (tmp_path / name).write_text(content)

    def told(*arguments: str) -> tuple[int, str]:
        elsewhere = ["--home", str(tmp_path / "nowhere")]
        code = run_command(["recognise", "badges", "verify", *arguments, *elsewhere])
        return code, " ".join(capsys.readouterr().out.split())

    file, right, wrong = (str(tmp_path / name) for name in ("badge", "key", "other"))
    for arguments, code, words in (
        ((file, "--key", right), 0, "It is right: “Held the room”"),
        ((file, "--key", wrong), 1, "another key signed it"),
        ((str(tmp_path / "altered"), "--key", right), 1, "It was altered"),
        ((file,), 1, "nobody here knows the key"),
        ((right, "--key", right), 1, "no signed badge"),
    ):
        found, said = told(*arguments)
        assert (found, words in said) == (code, True), said
    assert not (tmp_path / "nowhere").exists()


IMPOSSIBLE = (
    ((*OFFER[:3], "--member", "m1"), "bad_input"),
    ((*OFFER, "--as", "m1"), "not_allowed"),
    ((*OFFER, "--as", "m2"), "not_allowed"),
    ((*OFFER[:3], "--member", "m9", "--name", "x", "--because", "y", "--as", "m8"), "not_found"),
    ((*OFFER[:3], "--noticed", "tenth-session:r9:m1"), "not_found"),
    ((*OFFER, "--moment", "o9"), "not_found"),
    ((*OFFER[:7], "--because", "Ben saw it."), "bad_input"),
    (("recognise", "badges", "take", "b9", "--as", "m1"), "not_found"),
    (("recognise", "badges", "take", "goal-reached:g9:m1", "--as", "m1"), "not_found"),
    (("recognise", "badges", "revoke", "b9", "--reason", "x"), "not_found"),
    (("recognise", "badges", "verify", "no-such-file"), "bad_input"),
    (("recognise", "badges", "status-list", "--list", "7"), "not_found"),
    (("recognise", "badges", "key", "--new", "--as", "m8"), "not_allowed"),
)


def test_what_cannot_be_is_a_sentence(community: Calling) -> None:
    for arguments, error in IMPOSSIBLE:
        code, document = community(*arguments)
        assert (code, document["error"]["code"]) == (2, error), arguments
        assert document["error"]["message"]
        assert document["error"]["cure"]


def test_a_badge_of_somebody_deleted_is_offered_no_more_and_the_one_she_carries_stays_right(
    community: Calling, home: Path, tmp_path: Path
) -> None:
    badge = community(*OFFER, "--as", "m8")[1]["badge"]
    signed = community("recognise", "badges", "take", badge, "--as", "m1")[1]["credential"]
    waiting = community(*OFFER, "--as", "m8")[1]["badge"]
    assert community("members", "delete", "m1", "--yes")[0] == 0
    assert community(*OFFER)[1]["error"]["code"] == "not_found"
    assert community("recognise", "badges", "show", waiting)[1]["error"]["code"] == "not_found"
    assert community("recognise", "badges", "list")[1]["badges"] == []
    told = community("recognise", "badges", "verify", signed)[1]
    assert (told["verdict"], told["revocation"]) == ("right", "not revoked")
    kept = b"".join(file.read_bytes() for file in home.rglob("*") if file.is_file())
    assert b"ada@example.org" not in kept
    assert signed.split(".")[1][:60].encode() not in kept
