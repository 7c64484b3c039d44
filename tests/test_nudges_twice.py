"""Processes send nudges over one home and are killed: nobody gets a nudge twice, and none that was free is lost."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from copilot.app import Copilot, open_copilot
from copilot.domain.members import Member, Role
from copilot.domain.nudges import NudgeKind, NudgeSettings
from copilot.domain.relationships import Goal, Milestone
from copilot.services.nudges.carrying import message_id_of
from copilot.stores.home import Home
from tests.sending.mail_server import Mailbox, mail_server

COMMAND = [sys.executable, "-c", "from ui.cli.main import main; main()", "nudge", "send", "--json"]
MEMBERS = 40
SEEDED = random.Random(9)
MOMENTS = (SEEDED.randint(4, 12), SEEDED.randint(18, 28))
"""While the so-maniest letter is being taken, the first process is killed, and later the second."""


def environment(box: Mailbox, home: Home) -> dict[str, str]:
    return {
        **os.environ,
        "MENTORING_HOME": str(home.folder),
        "MENTORING_DATABASE_URL": database_of(home),
        "MENTORING_ENCODER": "minilm",
        "MENTORING_SMTP_HOST": "127.0.0.1",
        "MENTORING_SMTP_PORT": str(box.port),
        "MENTORING_SMTP_SECURITY": "none",
        "MENTORING_SMTP_FROM": "mentoring@example.org",
        # Whatever hour and day it is, it may go.
        "MENTORING_QUIET_FROM": "0",
        "MENTORING_QUIET_UNTIL": "0",
    }


def database_of(home: Home) -> str:
    """Its address; empty for the file in the home."""
    url = home.engine.url
    return url.render_as_string(hide_password=False) if url.get_backend_name() == "postgresql" else ""


def with_much_due(copilot: Copilot) -> None:
    """Forty members, each with a milestone that is due today."""
    today = datetime.now(UTC).date()
    with copilot.units() as unit:
        for number in range(MEMBERS):
            member = f"m{number}"
            unit.members.add(
                Member(
                    id=member,
                    name=f"Member {number}",
                    roles=frozenset({Role.MENTEE}),
                    email=f"{member}@example.org",
                )
            )
            unit.nudge_settings.add(NudgeSettings(id=member, weekends=True))
            step = Milestone(text="Give a talk", due=today)
            unit.goals.add(Goal(id=f"g{number}", member=member, title="Speak", milestones=(step,)))
        unit.commit()


def sending(settings: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(COMMAND, env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(process: subprocess.Popen[str]) -> dict[str, object]:
    said, complained = process.communicate(timeout=120)
    assert "Traceback" not in complained, complained
    document: dict[str, object] = json.loads(said)
    assert "error" not in document, document
    return document


def states(copilot: Copilot) -> dict[str, str]:
    with copilot.units.reading() as unit:
        every = unit.outgoing_nudges.all(kind=NudgeKind.MILESTONE_DUE)
    return {f"<{message_id_of(each.id)}@example.org>": each.state for each in every}


def let_the_claims_run_out(copilot: Copilot) -> None:
    """As if ten minutes had gone by."""
    with copilot.units() as unit:
        for each in unit.outgoing_nudges.all(state="sending"):
            assert each.claimed is not None
            unit.outgoing_nudges.save(each.changed(claimed=each.claimed - timedelta(hours=1)))
        unit.commit()


@pytest.mark.slow
def test_processes_side_by_side_and_two_kills_send_nothing_twice(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mail_server() as box:
        settings = environment(box, home)
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        copilot = open_copilot(home.folder)
        with_much_due(copilot)
        doomed = [sending(settings), sending(settings)]
        moments = list(MOMENTS)

        def kill_at_the_moments() -> None:
            # A little slow, so that all are at work when it happens.
            time.sleep(0.05)
            if moments and len(box.arrived) >= moments[0] and doomed[-len(moments)].poll() is None:
                os.kill(doomed[-len(moments)].pid, signal.SIGKILL)
                moments.pop(0)

        box.at_data = kill_at_the_moments
        doomed[0].communicate()
        ended(sending(settings))
        doomed[1].communicate()
        assert [each.returncode for each in doomed] == [-signal.SIGKILL] * 2
        let_the_claims_run_out(copilot)
        ended(sending(settings))
        became, received = states(copilot), Counter(box.ids)
        copilot.close()
    assert len(became) == MEMBERS
    assert set(became.values()) <= {"sent", "unsure"}
    assert set(received) <= set(became)
    assert set(received.values()) == {1}, "a nudge arrived twice"
    assert all(state == "unsure" or received[nudge] == 1 for nudge, state in became.items())
    assert list(became.values()).count("unsure") <= len(doomed), "only those in flight at a kill are unsure"
