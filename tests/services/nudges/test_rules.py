"""When a nudge may go: never in a quiet hour, never more than so many in seven days, never where it isn't wanted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.members import Member, Role
from copilot.domain.nudges import NudgeKind
from copilot.services.nudges.due import Due
from copilot.services.nudges.rules import A_WEEK, is_quiet, may_go, next_open, pressing
from copilot.services.nudges.settings import Wishes

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BEGINS = datetime(2024, 1, 1, tzinfo=UTC)
ADA = Member(id="ada", name="Ada Moreau", email="ada@example.org", roles=frozenset({Role.MENTEE}))
ZONES = (
    "UTC", "Europe/Lisbon", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia",
    "America/St_Johns", "Asia/Tehran", "Pacific/Chatham", "Antarctica/Troll",
)  # fmt: skip
INSTANTS = st.integers(0, 7 * 366 * 24 * 60).map(lambda minutes: BEGINS + timedelta(minutes=minutes))
HOURS = st.integers(0, 23)


def wishes(**fields: object) -> Wishes:
    common = {"a_week": 2, "quiet_from": 20, "quiet_until": 8, "zone": "UTC", "way": "e-mail"}
    return Wishes.model_validate(common | fields)


def due(
    kind: NudgeKind = NudgeKind.ACTION_DUE, until: timedelta = timedelta(days=30), **fields: object
) -> Due:
    return Due(member="ada", kind=kind, due=MONDAY, until=MONDAY + until).model_copy(update=fields)


@given(INSTANTS, HOURS, HOURS, st.booleans(), st.sampled_from(ZONES))
def test_what_goes_goes_in_an_hour_that_is_not_quiet_where_she_is_whatever_the_clocks_do(
    at: datetime, since: int, until: int, weekends: bool, zone: str
) -> None:
    hers = wishes(quiet_from=since, quiet_until=until, weekends=weekends, zone=zone)
    opens = next_open(at, hers)
    local = opens.astimezone(ZoneInfo(zone))
    quiet = since <= local.hour < until if since <= until else local.hour >= since or local.hour < until
    assert not quiet
    assert weekends or local.weekday() < 5
    assert at <= opens <= at + timedelta(days=5)


@given(INSTANTS, HOURS, HOURS, st.sampled_from(ZONES))
def test_it_goes_as_soon_as_an_hour_begins_that_is_not_quiet(
    at: datetime, since: int, until: int, zone: str
) -> None:
    hers = wishes(quiet_from=since, quiet_until=until, weekends=True, zone=zone)
    opens = next_open(at, hers)
    step = at
    while step < opens:
        assert is_quiet(step, hers)
        step += timedelta(minutes=30)


@given(
    st.integers(1, 5),
    st.lists(st.tuples(st.integers(0, 200), st.sampled_from(list(NudgeKind))), max_size=60),
    HOURS,
    HOURS,
    st.sampled_from(ZONES),
)
def test_in_any_seven_days_no_more_go_than_she_wants(
    most: int, tries: list[tuple[int, NudgeKind]], since: int, until: int, zone: str
) -> None:
    hers = wishes(a_week=most, quiet_from=since, quiet_until=until, zone=zone, digest=True)
    now, sent = MONDAY, list[datetime]()
    for hours, kind in tries:
        now += timedelta(hours=hours)
        one = due(kind, until=now - MONDAY + timedelta(days=60))
        if may_go(one, now, ADA, hers, sent).says == "now":
            sent.append(now)
    for first in sent:
        assert sum(first <= each < first + A_WEEK for each in sent) <= most


@given(st.lists(INSTANTS, max_size=20), INSTANTS, st.integers(1, 4))
def test_what_has_to_wait_may_go_when_it_was_told_to_come_again(
    sent: list[datetime], now: datetime, most: int
) -> None:
    hers, one = wishes(a_week=most), due(until=now - MONDAY + timedelta(days=60))
    verdict = may_go(one, now, ADA, hers, sent)
    if verdict.says == "later":
        assert verdict.at is not None
        past = [each for each in sent if each <= now]
        assert may_go(one, verdict.at, ADA, hers, past).says == "now"


@pytest.mark.parametrize("leap", [timedelta(days=3650), timedelta(days=-3650)])
def test_a_clock_that_jumps_neither_silences_her_for_years_nor_forgets_what_she_just_got(
    leap: timedelta,
) -> None:
    two = [MONDAY, MONDAY]
    now = MONDAY + timedelta(days=1)
    assert may_go(due(), now, ADA, wishes(), two).says == "later"
    then = due(due=now + leap, until=leap + timedelta(days=30))
    assert may_go(then, now + leap, ADA, wishes(weekends=True), two).says == "now"
    back = MONDAY - timedelta(hours=26)
    assert may_go(due(), back, ADA, wishes(weekends=True, quiet_from=0, quiet_until=0), two).says == "later"


def test_a_window_over_midnight_opens_on_the_morning_after() -> None:
    late = datetime(2026, 3, 3, 23, 10, tzinfo=UTC)
    verdict = may_go(due(), late, ADA, wishes(), ())
    assert verdict.at == datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
    assert verdict.reason == "It is 23:10 where she is, a quiet hour."


def test_on_friday_night_it_waits_for_monday_unless_she_wants_weekends() -> None:
    friday = datetime(2026, 3, 6, 21, 0, tzinfo=UTC)
    assert next_open(friday, wishes()) == datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
    assert next_open(friday, wishes(weekends=True)) == datetime(2026, 3, 7, 8, 0, tzinfo=UTC)


def test_two_equal_hours_mean_that_none_is_quiet() -> None:
    assert not is_quiet(datetime(2026, 3, 3, 3, 0, tzinfo=UTC), wishes(quiet_from=7, quiet_until=7))


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"off": True}, "She wants no nudges."),
        ({"stopped": frozenset({NudgeKind.ACTION_DUE})}, "She stopped nudges of this kind."),
        ({"a_week": 0}, "She gets none in a week."),
        ({"way": ""}, "There is no e-mail address of hers, and no webhook of her own."),
    ],
)
def test_what_never_goes_says_why(fields: dict[str, object], reason: str) -> None:
    verdict = may_go(due(), MONDAY, ADA, wishes(**fields), ())
    assert (verdict.says, verdict.reason) == ("never", reason)


def test_the_digest_comes_only_to_who_asked_for_it() -> None:
    assert may_go(due(NudgeKind.DIGEST), MONDAY, ADA, wishes(), ()).says == "never"
    assert may_go(due(NudgeKind.DIGEST), MONDAY, ADA, wishes(digest=True), ()).says == "now"


def test_who_is_paused_gets_nothing_but_the_answer_to_what_she_asked() -> None:
    resting = ADA.changed(paused=True)
    assert may_go(due(NudgeKind.SESSION_SOON), MONDAY, resting, wishes(), ()).says == "never"
    assert may_go(due(NudgeKind.REQUEST_CLOSED), MONDAY, resting, wishes(), ()).says == "now"


def test_what_would_come_too_late_never_comes() -> None:
    late = datetime(2026, 3, 3, 23, 0, tzinfo=UTC)
    soon = due(NudgeKind.SESSION_SOON, until=timedelta(days=2) - timedelta(hours=3))
    assert may_go(soon, late, ADA, wishes(), ()).says == "never"
    assert may_go(due(until=timedelta(hours=1)), late, ADA, wishes(), ()).reason.startswith(
        "It waited too long"
    )


def test_the_most_pressing_kind_goes_first() -> None:
    kinds = [NudgeKind.DIGEST, NudgeKind.ACTION_DUE, NudgeKind.SESSION_SOON, NudgeKind.EVENT_SOON]
    order = [each.kind for each in sorted((due(kind) for kind in kinds), key=pressing)]
    assert order == [NudgeKind.SESSION_SOON, NudgeKind.EVENT_SOON, NudgeKind.ACTION_DUE, NudgeKind.DIGEST]
