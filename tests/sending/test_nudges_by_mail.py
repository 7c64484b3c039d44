"""A round of nudges over a real home and through a real mail server, while things happen to both."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from copilot.app import Copilot, open_copilot
from copilot.domain.asking import OPERATOR
from copilot.domain.members import Member, Role
from copilot.domain.nudges import NudgeKind, NudgeSettings, OutgoingNudge
from copilot.domain.relationships import Goal, Milestone
from copilot.sending.post import SmtpPost
from tests.sending.mail_server import Mailbox, mail_server, saying

FROM = "mentoring@example.org"


@pytest.fixture
def copilot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Copilot]:
    """Amara and Ingrid, each with a milestone that is due."""
    monkeypatch.setenv("MENTORING_QUIET_FROM", "0")
    monkeypatch.setenv("MENTORING_QUIET_UNTIL", "0")
    copilot = open_copilot(tmp_path / "home")
    steps = (Milestone(text="Give a talk", due=datetime.now(UTC).date()),)
    with copilot.units() as unit:
        for member in ("amara", "ingrid"):
            unit.members.add(
                Member(
                    id=member,
                    name=member.title(),
                    roles=frozenset({Role.MENTEE}),
                    email=f"{member}@example.org",
                )
            )
            unit.goals.add(Goal(id=f"g{member}", member=member, title="Speak", milestones=steps))
            unit.nudge_settings.add(NudgeSettings(id=member, weekends=True))
        unit.commit()
    yield copilot
    copilot.close()


def through(copilot: Copilot, box: Mailbox | int, seconds: float = 5.0) -> None:
    port = box if isinstance(box, int) else box.port
    vars(copilot)["mail"] = SmtpPost("127.0.0.1", FROM, port=port, security="none", whole_seconds=seconds)


def kept(copilot: Copilot) -> list[OutgoingNudge]:
    with copilot.units.reading() as unit:
        return unit.outgoing_nudges.all(kind=NudgeKind.MILESTONE_DUE)


def test_a_member_deleted_while_the_server_takes_her_letter_is_gone(copilot: Copilot, tmp_path: Path) -> None:
    with mail_server() as box:
        through(copilot, box)

        def delete_whom_it_is_for() -> None:
            box.at_data = lambda: None
            other = open_copilot(tmp_path / "home")
            other.about_me.delete(OPERATOR, box.recipients[0].partition("@")[0])
            other.close()

        box.at_data = delete_whom_it_is_for
        assert copilot.nudge_sending.send(OPERATOR).sent == 2
        gone = box.recipients[0].partition("@")[0]
        assert [each.member for each in kept(copilot)] == list({"amara", "ingrid"} - {gone})
        assert copilot.nudge_sending.send(OPERATOR).sent == 0
    with copilot.units.reading() as unit:
        assert unit.members.find(gone) is None
        assert unit.nudge_settings.find(gone) is None
        assert gone not in str(unit.outgoing_nudges.all())


def test_a_server_that_hangs_after_the_letter_leaves_it_unsure_and_the_others_waiting(
    copilot: Copilot,
) -> None:
    with mail_server() as box:
        box.data = "hang"
        through(copilot, box, seconds=0.5)
        told = copilot.nudge_sending.send(OPERATOR)
        assert (told.unsure, told.sent, told.waiting) == (1, 0, 1)
        box.data = "250 OK"
        through(copilot, box)
        assert copilot.nudge_sending.send(OPERATOR).sent == 1
        assert copilot.nudge_sending.send(OPERATOR).sent == 0
        assert len(box.ids) == len(set(box.ids)) == 2


def test_a_server_that_hangs_before_it_has_the_letter_loses_none(copilot: Copilot) -> None:
    with saying(b"220 here\r\n") as port:
        through(copilot, port, seconds=0.2)
        told = copilot.nudge_sending.send(OPERATOR)
    assert (told.put_off, told.sent, told.unsure, told.waiting) == (2, 0, 0, 2)
    assert {each.fault for each in kept(copilot)} == {"It was not done within 0.2 seconds."}
