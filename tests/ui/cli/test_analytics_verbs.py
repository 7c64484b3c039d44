"""Figures by commands alone: shown, as JSON, as CSV, one's own; and what can't be asked is a sentence."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from copilot.app import open_copilot
from copilot.domain.members import Member, Role
from copilot.services.analytics.periods import quarter_start
from tests.services.analytics.community import add_pairs, add_posts
from tests.ui.cli.conftest import Calling
from ui.cli.main import run as run_command


@pytest.fixture
def community(call: Calling, home: Path) -> Calling:
    copilot, today = open_copilot(home), datetime.now(UTC).date()
    with copilot.units() as unit:
        unit.members.add(Member(id="m8", name="Eve Novak", roles=frozenset({Role.MANAGER})))
        unit.members.add(Member(id="m9", name="Dee Kim", roles=frozenset({Role.ADMIN})))
        unit.commit()
    copilot.close()
    dates = ("--starts", "2026-01-01", "--ends", "2099-01-01")
    assert call("programmes", "add", "p1", "--name", "Pilot", *dates, "--manager", "m8")[0] == 0
    copilot = open_copilot(home)
    before = quarter_start(today) - timedelta(days=20)
    with copilot.units() as unit:
        add_pairs(unit, 15, [before, today], programme="p1", started=before)
        add_pairs(unit, 10, [before], named="quiet", programme="p1", started=before)
        add_posts(unit, before, *(f"s{n}" for n in range(12)))
        unit.commit()
    copilot.close()
    return call


def test_figures_are_shown_to_whom_they_are_for(community: Calling, tmp_path: Path) -> None:
    code, report = community("analytics", "show", "--programme", "p1", "--as", "m8")
    assert code == 0, report
    met = report["engagement"]["figures"][0]
    assert (met["key"], met["value"], met["n"], met["before"]) == ("met", 0.6, 25, None)
    assert report["engagement"]["index"]["value"] > 0
    assert [each["name"] for each in report["chaoss"]["metrics"]] == ["Mentorship", "Sponsorship"]
    assert report["retention"]["figures"][0]["value"] == 0.6
    assert community("analytics", "show", "--period", "all", "--as", "m9")[0] == 0
    life = community("analytics", "show", "--programme", "p1", "--period", "life")[1]
    assert (life["period"]["kind"], life["before"]) == ("life", None)

    code, told = community("analytics", "csv", "--programme", "p1", "--out", str(tmp_path / "figures.csv"))
    assert code == 0
    lines = list(csv.DictReader(io.StringIO((tmp_path / "figures.csv").read_text())))
    assert len(lines) == len(told["rows"]) > 40
    assert next(line for line in lines if line["figure"] == "met")["value"] == "0.6"

    own = community("analytics", "mine", "--as", "s3")[1]
    assert (own["meetings"], own["relationships_met"]) == (1, 1)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("show", "--period", "2026-Q9"), "bad_input"),
        (("show", "--period", "2026-05-01..2026-01-01"), "bad_input"),
        (("show", "--period", "life"), "bad_input"),
        (("show", "--programme", "p9"), "not_found"),
        (("show", "--as", "m8"), "not_allowed"),
        (("show", "--programme", "p1", "--as", "s1"), "not_allowed"),
        (("csv", "--as", "m8"), "not_allowed"),
        (("csv", "--out", "/nowhere/at/all.csv"), "bad_input"),
        (("mine",), "not_found"),
    ],
)
def test_what_cannot_be_is_a_sentence(community: Calling, arguments: tuple[str, ...], error: str) -> None:
    code, document = community("analytics", *arguments)
    assert (code, document["error"]["code"]) == (2, error)
    assert document["error"]["message"]
    assert document["error"]["cure"]


def test_a_person_reads_words(community: Calling, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def read(*arguments: str) -> str:
        assert run_command(["analytics", *arguments, "--home", str(home)]) == 0
        return " ".join(capsys.readouterr().out.split())

    told = read("show", "--programme", "p1")
    assert told.startswith("Pilot, ")
    assert "0.30 met + 0.20 rhythm" in told
    assert "Met: 60% (" in told
    assert "Can't tell: It counts traces in the copilot" in told
    assert "CHAOSS: Mentorship" in told
    assert "nothing to count yet" in read("show", "--period", "2098-Q1")
    assert "meetings: 1" in read("mine", "--as", "s1")
    assert read("csv").startswith("figure,period,programme,value,low,high,n,hidden,part,name,why")
