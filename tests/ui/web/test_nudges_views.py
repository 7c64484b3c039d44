"""The page of nudges says what holds for her, why each is due, and what was sent."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from copilot.domain.members import Member, Role
from copilot.domain.nudges import NudgeKind, NudgeSettings
from copilot.domain.spaces import Channel
from copilot.services.nudges.settings import Community, wishes_of
from copilot.services.nudges.telling import WHAT, Coming, Got, Mine, SettingsTold, settings_told
from ui.web.views.nudges import due_now, standing, what_came

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
ADA = Member(id="ada", name="Ada", email="ada@example.org", roles=frozenset({Role.MENTEE}))


def told(member: Member = ADA, *, sends: bool = True, **fields: object) -> SettingsTold:
    chosen = NudgeSettings.model_validate({"id": "ada", **fields})
    community = Community(sends=sends)
    return settings_told(chosen, wishes_of(member, chosen, community), community, manages=False)


def test_how_it_stands_is_said_in_a_sentence() -> None:
    said = standing(told())
    assert "They come by e-mail, <b>at most 2 in seven days</b>." in said
    assert "Never from 20:00 until 8:00 (UTC) or at weekends." in said
    assert "At any hour." in standing(told(quiet_from=0, quiet_until=0, weekends=True))
    assert "only when whoever runs this asks for it" in standing(told(sends=False))
    assert "no e-mail address" in standing(told(ADA.changed(email="")))
    assert "webhook in Slack" in standing(told(channel=Channel.SLACK, webhook="https://x.example/y"))
    assert "You get no nudges." in standing(told(off=True))


def test_what_is_due_says_why_and_why_not_now() -> None:
    coming = Coming(
        kind=NudgeKind.SESSION_SOON, says="later", at=NOW, reason="She got 2 within seven days, and that is the most.",
        short="You meet <Ben> tomorrow.", why="a session of yours is planned.",
    )  # fmt: skip
    said = due_now(Mine(coming=(coming,)), ZoneInfo("Asia/Tokyo"))
    assert "waits until 4 March, 18:00" in said
    assert "You got 2 within seven days" in said
    assert "You meet &lt;Ben&gt; tomorrow." in said
    assert "Nothing is due." in due_now(Mine(), None)


def test_what_was_sent_stands_there_with_its_day() -> None:
    one = Got(id="n", kind=NudgeKind.ACTION_DUE, what=WHAT[NudgeKind.ACTION_DUE], state="failed", at=NOW)
    said = what_came([one, one.model_copy(update={"state": "unsure"})], None)
    assert "Action items that are due" in said
    assert "4 March, 09:00" in said
    assert "could not be sent" in said
    assert "may have arrived" in said
    assert "Nothing yet." in what_came([], None)


def test_every_kind_has_its_words() -> None:
    assert set(WHAT) == set(NudgeKind)
