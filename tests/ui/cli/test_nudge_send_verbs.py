"""Nudges sent by commands alone: looked at beforehand, sent once through a real mail server, tested, and examined."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from copilot.app import open_copilot
from copilot.domain.members import Member, Role
from copilot.domain.nudges import NudgeSettings
from copilot.domain.relationships import Goal, Milestone
from tests.sending.mail_server import Mailbox, mail_server
from tests.ui.cli.conftest import Calling
from ui.cli.main import run as run_command

SECRET_PLAN = "Leave for a better place"


@pytest.fixture
def community(call: Calling, home: Path, monkeypatch: pytest.MonkeyPatch) -> Calling:
    """Ada and Ben with a milestone that is due today; Ada minds no weekend, and Ben wants no nudges."""
    monkeypatch.setenv("MENTORING_QUIET_FROM", "0")
    monkeypatch.setenv("MENTORING_QUIET_UNTIL", "0")
    copilot = open_copilot(home)
    today = datetime.now(UTC).date()
    with copilot.units() as unit:
        for member, name in (("m1", "Ada Moreau"), ("m2", "Ben Ito")):
            unit.members.add(
                Member(id=member, name=name, roles=frozenset({Role.MENTEE}), email=f"{member}@example.org")
            )
            steps = (Milestone(text=SECRET_PLAN, due=today),)
            unit.goals.add(Goal(id=f"g{member}", member=member, title=SECRET_PLAN, milestones=steps))
        unit.members.add(Member(id="m9", name="Dee Kim", roles=frozenset({Role.ADMIN})))
        unit.nudge_settings.add(NudgeSettings(id="m1", weekends=True), NudgeSettings(id="m2", off=True))
        unit.commit()
    copilot.close()
    return call


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    with mail_server() as box:
        known = {
            "HOST": "127.0.0.1",
            "PORT": str(box.port),
            "SECURITY": "none",
            "FROM": "mentoring@example.org",
        }
        for name, value in known.items():
            monkeypatch.setenv(f"MENTORING_SMTP_{name}", value)
        yield box


def test_nudges_are_looked_at_sent_once_and_stopped(community: Calling, box: Mailbox) -> None:
    code, shown = community("nudge", "send", "--dry-run")
    assert code == 0
    assert [(each["member"], each["says"]) for each in shown["nudges"]] == [("m1", "now"), ("m2", "never")]
    assert box.arrived == []

    code, done = community("nudge", "send", "--as", "m9")
    assert code == 0
    assert (done["sent"], done["by_mail"]) == (1, True)
    assert [(each["member"], each["kind"], each["state"]) for each in done["nudges"]] == [
        ("m1", "milestone-due", "sent")
    ]
    [mail] = box.arrived
    assert box.recipients == ["m1@example.org"]
    assert "milestone" in mail["Subject"]
    assert SECRET_PLAN.encode() not in box.bytes[0]

    code, again = community("nudge", "send")
    assert (code, again["sent"], again["nudges"]) == (0, 0, [])
    assert len(box.arrived) == 1


def test_a_server_that_asks_to_come_later_is_told_and_nothing_is_lost(
    community: Calling, box: Mailbox, capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    box.rcpt = "451 4.7.1 Come later, m1@example.org"
    assert run_command(["nudge", "send", "--home", str(home)]) == 0
    said = capsys.readouterr().out
    assert "milestone-due to m1: waiting. The server refused her address (451)." in said
    assert "0 sent, 1 put off" in said
    assert "@example.org" not in said


def test_a_test_letter_says_so_and_whoever_may_not_is_told(community: Calling, box: Mailbox) -> None:
    assert community("nudge", "test", "--to", "postmaster@example.org") == (
        0,
        {"outcome": "sent", "fault": ""},
    )
    assert "This is a test." in box.arrived[0].get_content()
    assert community("nudge", "test", "--to", "m1@example.org", "--as", "m1")[0] == 2
    assert community("nudge", "send", "--as", "m1")[0] == 2
    assert community("nudge", "test", "--to", "nobody")[1]["outcome"] == "refused"
    assert len(box.arrived) == 1


def test_half_of_the_settings_says_which_is_missing(
    community: Calling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MENTORING_SMTP_HOST", "mail.example.org")
    for verb in (("nudge", "send"), ("nudge", "test", "--to", "a@example.org")):
        code, document = community(*verb)
        assert code == 2
        assert document["error"]["place"] == "MENTORING_SMTP_FROM"


def test_without_e_mail_nothing_is_sent_by_it_and_a_test_says_why(
    community: Calling, capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    code, done = community("nudge", "send")
    assert (code, done["sent"], done["by_mail"], done["waiting"]) == (0, 0, False, 0)
    code, document = community("nudge", "test", "--to", "a@example.org")
    assert (code, document["error"]["place"]) == (3, "MENTORING_SMTP_HOST")
    run_command(["nudge", "send", "--home", str(home)])
    assert "E-mail is not set up" in capsys.readouterr().out


def test_the_doctor_signs_in_and_sends_nothing(
    home: Path, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    from copilot.doctor import _mail
    from copilot.errors import CopilotError

    copilot = open_copilot(home)
    assert _mail(copilot) == "127.0.0.1 takes letters (none); none was sent"
    assert box.arrived == []
    copilot.close()
    monkeypatch.setenv("MENTORING_SMTP_USER", "copilot")
    monkeypatch.setenv("MENTORING_SMTP_PASSWORD", "secretsecret")
    copilot = open_copilot(home)
    with pytest.raises(CopilotError, match="sign-in"):
        _mail(copilot)
    copilot.close()
