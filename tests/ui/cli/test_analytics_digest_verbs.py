"""The week by commands alone: as Markdown, as HTML, as a letter; and what can't be told is a sentence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from copilot.app import open_copilot
from copilot.domain.members import Member, Role
from copilot.domain.nudges import NudgeSettings
from copilot.domain.relationships import Session
from tests.fakes import FixedClock
from tests.sending.mail_server import mail_server
from tests.services.analytics.community import add_pairs, add_programme
from tests.ui.cli.conftest import Calling
from ui.cli.main import run as run_command

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def community(call: Calling, home: Path, monkeypatch: pytest.MonkeyPatch) -> Calling:
    """Twelve pairs that met last week and the week before, and one that fell silent; a Monday morning."""
    monkeypatch.setattr("copilot.over_models.SystemClock", lambda: FixedClock(MONDAY))
    copilot, today = open_copilot(home), MONDAY.date()
    with copilot.units() as unit:
        unit.members.add(
            Member(id="m8", name="Eve Novak", roles=frozenset({Role.MANAGER}), email="m8@example.org")
        )
        add_programme(unit, "p1", manager="m8")
        add_pairs(unit, 12, [today - 7 * n * DAY - 3 * DAY for n in range(9)], programme="p1")
        unit.sessions.add(
            *(Session(id=f"n{n}", relationship=f"r{n}", at=MONDAY + 4 * DAY) for n in range(12))
        )
        add_pairs(unit, 1, [today - (70 + 14 * n) * DAY for n in range(7)], named="z", programme="p1")
        add_programme(unit, "later", manager="m8", starts=today + 30 * DAY)
        unit.nudge_settings.add(NudgeSettings(id="m8", digest=True))
        unit.commit()
    copilot.close()
    return call


def test_a_week_is_read_kept_as_a_file_and_sent_as_a_letter(
    community: Calling, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, told = community("analytics", "digest", "--programme", "p1", "--as", "m8")
    assert code == 0, told
    assert (told["digest"]["week"]["label"], told["digest"]["state"]) == ("2026-W47", "told")
    (risk,) = told["digest"]["look"]
    assert risk["text"] == "One relationship seems to be fading or stuck."
    assert risk["pairs"][0]["step"].startswith("Ask each of them")
    assert told["text"].startswith("# Programme p1: the week of 16 November 2026 (2026-W47)\n")

    code, everybody = community("analytics", "digest")
    assert (code, everybody["digest"]["look"]) == (0, []), (
        "one pair is fewer than five, and nobody here knows them"
    )
    assert community("analytics", "digest", "--programme", "later")[1]["digest"]["state"] == "not-begun"

    out = tmp_path / "week.html"
    as_file = ("--format", "html", "--out", str(out))
    code, kept = community("analytics", "digest", "--programme", "p1", "--as", "m8", *as_file)
    assert (code, kept["file"]) == (0, str(out))
    assert out.read_text().startswith("<!doctype html>")
    assert out.read_text() == kept["text"]

    due = community("nudge", "send", "--dry-run")[1]["nudges"]
    (seen,) = [each for each in due if each["kind"] == "digest"]
    assert (seen["says"], seen["reason"]) == ("later", "E-mail is not set up here; it waits until it is.")
    assert "fading" not in seen["text"]
    with mail_server() as box:
        settings = {"HOST": "127.0.0.1", "PORT": str(box.port), "SECURITY": "none", "FROM": "us@example.org"}
        for name, value in settings.items():
            monkeypatch.setenv(f"MENTORING_SMTP_{name}", value)
        assert community("nudge", "send")[1]["sent"] == 1
        assert community("nudge", "send")[1]["sent"] == 0
        [mail] = box.arrived
    assert mail["Subject"] == "Programme p1: the week of 16 November 2026 (2026-W47)"
    for part in ("plain", "html"):
        body = mail.get_body((part,))
        assert body is not None
        assert "One relationship seems to be fading or stuck." in body.get_content()


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("--week", "2026-W60"), "bad_input"),
        (("--week", "2026-W49"), "bad_input"),
        (("--week", "last"), "bad_input"),
        (("--format", "pdf"), "bad_input"),
        (("--out", "/nowhere/at/all.md"), "bad_input"),
        (("--programme", "p9"), "not_found"),
        (("--as", "m8"), "not_allowed"),
        (("--programme", "p1", "--as", "s1"), "not_allowed"),
    ],
)
def test_what_cannot_be_is_a_sentence(community: Calling, arguments: tuple[str, ...], error: str) -> None:
    code, document = community("analytics", "digest", *arguments)
    assert (code, document["error"]["code"]) == (2, error)
    assert document["error"]["cure"]


def test_a_person_reads_markdown(
    community: Calling, home: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    verb = ["analytics", "digest", "--home", str(home)]
    assert run_command(verb) == 0
    everybodys = capsys.readouterr().out
    assert everybodys.startswith("# The whole community: the week of 16 November 2026 (2026-W47)\n")
    assert "A quiet week in the whole community" in everybodys
    verb += ["--programme", "p1", "--as", "m8"]
    assert run_command(verb) == 0
    told = capsys.readouterr().out
    assert "- Meetings held: about 10; the week before: about 10." in told
    assert run_command([*verb, "--out", str(tmp_path / "week.md")]) == 0
    assert "The week 2026-W47 is written to " in capsys.readouterr().out
    assert (tmp_path / "week.md").read_text() == told
