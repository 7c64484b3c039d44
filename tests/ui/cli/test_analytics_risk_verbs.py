"""Who may need a call, and how people hang together, by commands alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from copilot.app import open_copilot
from copilot.domain.matches import MatchRole
from copilot.domain.relationships import Relationship, Session
from tests.ui.cli.conftest import Calling
from ui.cli.main import run as run_command

ROWS = "id,name,roles,function\nm8,Eve Novak,manager,\n" + "".join(
    f"e{n},Ana Reis {n},mentee,Research\no{n},Ben Ito {n},mentor,Sales\n" for n in range(6)
)
NOW = datetime.now(UTC)
DAY = timedelta(days=1)


@pytest.fixture
def community(call: Calling, tmp_path: Path, home: Path) -> Calling:
    """Six pairs: the first two fell silent seven weeks ago, the others meet."""
    (tmp_path / "roster.csv").write_text(ROWS)
    assert call("members", "import", str(tmp_path / "roster.csv"))[0] == 0
    dates = ("--starts", "2026-01-01", "--ends", "2099-01-01")
    assert call("programmes", "add", "p1", "--name", "Pilot", *dates, "--manager", "m8")[0] == 0
    copilot = open_copilot(home)
    with copilot.units() as unit:
        for n in range(6):
            unit.relationships.add(
                Relationship(
                    id=f"r{n}", role=MatchRole.MENTOR, members=(f"e{n}", f"o{n}"), programme="p1",
                    started=NOW.date() - 200 * DAY,
                )
            )  # fmt: skip
            last = 51 if n < 2 else 6
            unit.sessions.add(
                *(
                    Session(
                        id=f"s{n}.{k}", relationship=f"r{n}", at=NOW - (last + 14 * k) * DAY, state="held"
                    )
                    for k in range(8)
                )
            )
            if n > 1:
                unit.sessions.add(Session(id=f"next{n}", relationship=f"r{n}", at=NOW + 8 * DAY))
        unit.commit()
    copilot.close()
    return call


def test_a_manager_finds_who_may_need_a_call_and_why(community: Calling) -> None:
    code, found = community("analytics", "at-risk", "--programme", "p1", "--calls", "1", "--as", "m8")
    assert code == 0, found
    assert {each["relationship"]: each["call"] for each in found["at_risk"]} == {"r0": True, "r1": False}
    assert found["at_risk"][0]["reason"].startswith("They met every two weeks until ")
    assert found["at_risk"][0]["reading"]["path"] == "relationships/when-it-goes-silent.md"

    code, told = community("analytics", "at-risk")
    assert (code, told["at_risk"]) == (0, [])
    assert "r1" not in str(told)
    assert told["others"]

    (own,) = community("analytics", "at-risk", "--mine", "--as", "e0")[1]["relationships"]
    assert own["step"].startswith("Send two lines")

    code, network = community("analytics", "network")
    assert (code, network["members"], network["ties"], network["isolated_members"]) == (0, 15, 5, [])
    code, network = community("analytics", "network", "--programme", "p1", "--as", "m8")
    assert (code, network["members"]) == (0, None), "nobody takes part in it yet"


def test_what_cannot_be_is_a_sentence(community: Calling) -> None:
    for arguments, error in (
        (("at-risk", "--programme", "p9"), "not_found"),
        (("at-risk", "--programme", "p1", "--as", "e1"), "not_allowed"),
        (("at-risk", "--calls", "-1"), "bad_input"),
        (("network", "--as", "m8"), "not_allowed"),
        (("network", "--programme", "p9"), "not_found"),
        (("network", "--weeks", "1"), "bad_input"),
    ):
        code, document = community("analytics", *arguments)
        assert (code, document["error"]["code"]) == (2, error), arguments
        assert document["error"]["cure"]


def test_a_person_reads_words(community: Calling, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def read(*arguments: str) -> str:
        assert run_command([*arguments, "--home", str(home)]) == 0
        return " ".join(capsys.readouterr().out.split())

    told = read("analytics", "at-risk", "--as", "m8")
    assert "r0 (e0, o0) · call · fading" in told
    assert "since then 7 weeks without, and nothing is planned." in told
    assert "To read: “For programme managers: silence seen from above”" in told
    assert "Nothing to worry about here." in read("analytics", "at-risk", "--mine", "--as", "e4")
    assert "You met every two weeks" in read("analytics", "at-risk", "--mine", "--as", "e1")
    counted = read("analytics", "at-risk")
    assert "Which ones, the managers of their programmes see" in counted
    assert "r0" not in counted
    assert "The network of the community" in read("analytics", "network")
