"""How somebody is nudged, by commands alone: chosen, stopped, looked at beforehand; what nobody answers is closed."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from copilot.app import open_copilot
from copilot.domain.matches import Benefit, Match, MatchRole, MatchState, Rationale
from copilot.domain.relationships import ActionItem, Relationship
from tests.ui.cli.conftest import Calling
from ui.cli.main import run as run_command

ROWS = (
    "id,name,email,roles\nm1,Ada Moreau,ada@example.org,mentee\nm2,Ben Ito,ben@example.org,mentor\n"
    "m3,Cy Park,cy@example.org,mentor\nm8,Eve Novak,eve@example.org,manager\n"
)
NOW = datetime.now(UTC)
SECRET = "Tell Cy why I really left"
HOOK = "https://hooks.slack.com/services/T0/B0/secret"


@pytest.fixture(autouse=True)
def _with_e_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dry run promises letters only where a server for them is named; none is called."""
    monkeypatch.setenv("MENTORING_SMTP_HOST", "127.0.0.1")


@pytest.fixture
def community(call: Calling, tmp_path: Path, home: Path) -> Calling:
    """Ada has promised Ben something for tomorrow, and has waited three weeks for Cy's answer."""
    (tmp_path / "roster.csv").write_text(ROWS)
    assert call("members", "import", str(tmp_path / "roster.csv"))[0] == 0
    dates = ("--starts", "2026-01-01", "--ends", "2099-01-01")
    assert call("programmes", "add", "p1", "--name", "Pilot", *dates, "--manager", "m8")[0] == 0
    copilot, tomorrow = open_copilot(home), NOW.date() + timedelta(days=1)
    with copilot.units() as unit:
        unit.relationships.add(
            Relationship(id="r1", role=MatchRole.MENTOR, members=("m1", "m2"), started=NOW.date())
        )
        unit.actions.add(ActionItem(id="a1", relationship="r1", owner="m1", text=SECRET, due=tomorrow))
        unit.matches.add(
            Match(
                id="x1", seeker="m1", partner="m3", role=MatchRole.MENTOR, state=MatchState.APPROVED, score=0.5,
                rationale=Rationale(benefit=Benefit(seeker="", partner="")), programme="p1",
                accepted_by=frozenset({"m1"}), created=NOW - timedelta(days=22),
            )
        )  # fmt: skip
        unit.commit()
    copilot.close()
    return call


def test_nudges_are_chosen_looked_at_and_stopped(community: Calling, monkeypatch: pytest.MonkeyPatch) -> None:
    def done(*arguments: str) -> dict[str, object]:
        code, document = community("nudge", *arguments)
        assert code == 0, document
        return document

    any_hour = ("--quiet-from", "0", "--quiet-until", "0", "--weekends")
    told = done("settings", *any_hour, "--a-week", "3", "--as", "m1")
    assert (told["a_week"], told["own_a_week"], told["way"]) == (3, 3, "e-mail")
    assert done("settings", "--a-week", "community", "--as", "m1")["own_a_week"] is None

    preview = done("preview")
    hers = [each for each in preview["nudges"] if each["member"] == "m1"]
    assert [(each["kind"], each["says"]) for each in hers] == [("action-due", "now")]
    assert "due tomorrow" in hers[0]["subject"]
    assert SECRET not in str(preview)
    assert preview["to_close"] == ["x1"]
    assert done("send", "--dry-run")["to_close"] == ["x1"]

    mine = done("list", "--as", "m1")
    assert [each["kind"] for each in mine["coming"]] == ["action-due"]
    assert done("list", "--as", "m2") == {"got": [], "coming": []}

    assert done("close-unanswered")["closed"] == ["x1"]
    assert done("close-unanswered")["closed"] == []
    assert [each["kind"] for each in done("list", "--as", "m1")["coming"]] == ["request-closed", "action-due"]

    stopped = done("stop", "action-due", "--as", "m1")
    assert [each["kind"] for each in stopped["kinds"] if each["stopped"]] == ["action-due"]
    said = {each["kind"]: each["reason"] for each in done("preview")["nudges"] if each["member"] == "m1"}
    assert said["action-due"] == "She stopped nudges of this kind."
    assert not [each for each in done("want", "action-due", "--as", "m1")["kinds"] if each["stopped"]]
    assert done("stop", "all", "--as", "m1")["off"]
    assert not done("settings", "--on", "--as", "m1")["off"]

    monkeypatch.setattr("sys.stdin", io.StringIO(f"{HOOK}\n"))
    hooked = done("settings", "--channel", "slack", "--webhook", "-", "--as", "m1")
    assert (hooked["way"], hooked["channel"]) == ("webhook", "slack")
    assert HOOK not in str(hooked)
    assert done("settings", "--no-webhook", "--as", "m1")["way"] == "e-mail"


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        (("settings", "--quiet-from", "24", "--as", "m1"), "--quiet-from"),
        (("settings", "--quiet-from", "late", "--as", "m1"), "--quiet-from"),
        (("settings", "--a-week", "15", "--as", "m1"), "--a-week"),
        (("settings", "--quiet-until=-1", "--as", "m1"), "--quiet-until"),
        (("settings", "--digest", "--as", "m1"), "digest"),
        (("settings", "--channel", "fax", "--as", "m1"), "--channel"),
        (("settings", "--webhook", "-", "--channel", "slack", "--as", "m1"), "--webhook"),
        (("stop", "spam", "--as", "m1"), "kind"),
    ],
)
def test_what_cannot_be_is_said(
    community: Calling, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], place: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    code, document = community("nudge", *arguments)
    assert code == 2
    assert document["error"]["place"] == place


def test_only_those_who_send_look_at_everybody_s(community: Calling) -> None:
    for who in ("m1", "m8"):
        code, document = community("nudge", "preview", "--as", who)
        assert (code, document["error"]["code"]) == (2, "not_allowed")


def test_a_person_reads_sentences(
    community: Calling, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def said(*arguments: str) -> str:
        capsys.readouterr()
        assert run_command(["nudge", *arguments, "--home", str(home)]) == 0
        return " ".join(capsys.readouterr().out.split())

    any_hour = ("--quiet-from", "0", "--quiet-until", "0", "--weekends")
    told = said("settings", *any_hour, "--as", "m1")
    assert "They come by e-mail, at most 2 in seven days." in told
    assert "Quiet hours (UTC): never; at weekends: too." in told
    preview = said("preview")
    assert "Closed before, unanswered for 21 days: x1." in preview
    assert "action-due to m1 by e-mail. An action item of yours is due tomorrow" in preview
    assert preview.endswith("Nothing was sent.")
    assert "Why: you promised this in a session, with a day." in said("list", "--as", "m1")
    assert said("list", "--as", "m8") == "Nothing was sent to you, and nothing is due."
    assert said("close-unanswered") == "Closed: x1. Their places are free again."
    assert said("close-unanswered") == "Nothing waited so long."
    assert said("stop", "action-due", "--as", "m1") == "You get no more nudges “action-due”."
    assert said("want", "action-due", "--as", "m1") == "You get nudges “action-due” again."
    assert said("stop", "all", "--as", "m1") == "You get no nudges any more."
    assert said("settings", "--as", "m1").startswith("You get no nudges.")
