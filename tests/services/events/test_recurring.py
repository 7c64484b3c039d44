"""Series: the clock on the wall holds, whatever clocks, months and governments do."""

from __future__ import annotations

import struct
import zoneinfo
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from copilot.services.events.recurrence import MOST, occurrences, rule_of, told_rule
from copilot.services.events.wall_clocks import instant
from tests.services.events.company import ADMIN, ANN, HOST, INSIDER, MANAGER, THURSDAY, Company

WEEK = timedelta(weeks=1)


def wall(*parts: int) -> datetime:
    return datetime(*parts)  # type: ignore[arg-type,misc]  # noqa: DTZ001  the clock on the wall


@pytest.fixture
def company() -> Company:
    return Company()


@pytest.fixture
def zones(tmp_path: Path) -> Iterator[Callable[[int], None]]:
    """Makes Europe/Lisbon so many hours from UTC all year, as a government might decide tomorrow."""

    def decide(hours: int) -> None:
        (tmp_path / "Europe").mkdir(exist_ok=True)
        kind = struct.pack(">lbb", hours * 3600, 0, 0)
        block = b"TZif2" + b"\0" * 15 + struct.pack(">6l", 0, 0, 0, 0, 1, 4) + kind + b"NEW\0"
        (tmp_path / "Europe" / "Lisbon").write_bytes(block + block + f"\nNEW{-hours}\n".encode())
        zoneinfo.reset_tzpath([str(tmp_path)])
        ZoneInfo.clear_cache()

    yield decide
    zoneinfo.reset_tzpath()
    ZoneInfo.clear_cache()


def test_where_a_country_changes_its_rules_the_wall_clock_stays_and_the_instant_moves(
    company: Company, zones: Callable[[int], None]
) -> None:
    event = company.add(at=wall(2026, 7, 2, 15)).event.id
    before = company.events.show(ANN, event)
    zones(3)
    after = company.events.show(ANN, event)
    assert before.starts == datetime(2026, 7, 2, 14, tzinfo=UTC)
    assert after.starts == datetime(2026, 7, 2, 12, tzinfo=UTC)
    assert before.event.at == after.event.at == wall(2026, 7, 2, 15)
    assert after.ends - after.starts == timedelta(hours=1)


def test_across_a_change_of_the_clocks_the_hour_on_the_wall_stays(company: Company) -> None:
    first = company.add(at=wall(2026, 3, 19, 15)).event.id
    series = company.recurring.repeat(HOST, first, "every week", count=4)
    assert [view.event.at.hour for view in series.events] == [15] * 4
    assert [view.starts.hour for view in series.events] == [15, 15, 14, 14]
    assert series.told == "every week on Thursday at 15:00"


@pytest.mark.parametrize(
    ("missing", "days"),
    [("last day", [31, 30, 31, 30]), ("leave out", [31, 31, 31, 31])],
)
def test_a_meeting_on_the_31st_says_what_becomes_of_shorter_months(
    company: Company, missing: str, days: list[int]
) -> None:
    first = company.add(at=wall(2026, 3, 31, 15)).event.id
    series = company.recurring.repeat(HOST, first, "month", count=4, missing_day=missing)  # type: ignore[arg-type]  # one of two words
    assert [view.event.at.day for view in series.events] == days
    assert ("left out" if missing == "leave out" else "on their last day") in series.notes[0]


def test_the_last_day_of_february_is_found_in_a_leap_year_too() -> None:
    rule = rule_of("month", wall(2027, 12, 30, 9))
    found = occurrences(rule, wall(2027, 12, 30, 9), count=4)
    assert [(at.month, at.day) for at in found] == [(12, 30), (1, 30), (2, 29), (3, 30)]


def test_an_hour_that_the_clocks_skip_is_said(company: Company) -> None:
    first = company.add(at=wall(2026, 3, 22, 1, 30)).event.id
    series = company.recurring.repeat(HOST, first, "week", count=3)
    assert series.notes == (
        "On Sunday 29 March 2026 the clocks in Europe/Lisbon skip 01:30: it is 02:30 then.",
    )


@pytest.mark.parametrize(
    ("every", "more", "sentence"),
    [
        ("now and then", {"count": 3}, "no rule that can be kept"),
        ("fifth friday", {"count": 3}, "no rule that can be kept"),
        ("second tuesday", {"count": 3}, "Thursday 5 March, is on no second Tuesday"),
        ("99 weeks", {"count": 3}, "Every 99 weeks can't be kept"),
        ("0 weeks", {"count": 3}, "Every 0 weeks can't be kept"),
        ("week", {}, "How long"),
        ("week", {"count": 3, "until": date(2026, 9, 1)}, "one of the two"),
        ("week", {"count": 1}, "1 times"),
        ("week", {"count": MOST + 1}, "105 times"),
        ("week", {"until": date(2026, 3, 4)}, "end before it begins"),
        ("week", {"until": date(2026, 3, 11)}, "doesn't come again"),
        ("week", {"until": date(2036, 3, 11)}, "more than 104 times"),
    ],
)
def test_a_rule_that_cannot_be_kept_is_refused_and_nothing_changes(
    company: Company, every: str, more: dict[str, object], sentence: str
) -> None:
    first = company.add().event.id
    with pytest.raises(BadInput, match=sentence):
        company.recurring.repeat(HOST, first, every, **more)  # type: ignore[arg-type]  # of the table above
    assert len(company.events.every(HOST)) == 1


def test_each_has_places_of_its_own_and_its_speakers_are_asked_anew(company: Company) -> None:
    first = company.add(places=1, speakers=["m2"]).event.id
    company.register(first, ANN)
    series = company.recurring.repeat(HOST, first, "two weeks", until=date(2026, 4, 30))
    assert [view.registered for view in series.events] == [1, 0, 0, 0, 0]
    assert len({view.event.id for view in series.events}) == 5
    with pytest.raises(Conflict, match="comes again already"):
        company.recurring.repeat(HOST, first, "week", count=2)
    with pytest.raises(NotAllowed):
        company.recurring.repeat(ANN, series.events[1].event.id, "week", count=2)


def test_one_is_left_out_and_the_others_stay(company: Company) -> None:
    first = company.add().event.id
    with pytest.raises(Conflict, match="only once"):
        company.recurring.skip(HOST, first)
    series = company.recurring.repeat(HOST, first, "week", count=3)
    second = series.events[1].event
    assert company.recurring.skip(HOST, second.id).event.state == "cancelled"
    again = company.recurring.show(ANN, series.series.id)
    assert [view.event.state for view in again.events] == ["planned", "cancelled", "planned"]
    assert again.series.skipped == (second.at.date(),)


def test_this_one_changes_alone_and_this_and_those_to_come_change_together(company: Company) -> None:
    first = company.add().event.id
    series = company.recurring.repeat(HOST, first, "week", count=4).series.id
    ids = [view.event.id for view in company.recurring.show(HOST, series).events]
    company.events.update(HOST, ids[1], at=wall(2026, 3, 13, 16))
    company.events.update(HOST, ids[2], at=wall(2026, 3, 20, 17), title="Writing well", onwards=True)
    at = [company.events.show(HOST, each).event.at for each in ids]
    assert at == [
        wall(2026, 3, 5, 15), wall(2026, 3, 13, 16), wall(2026, 3, 20, 17), wall(2026, 3, 27, 17),
    ]  # fmt: skip
    old, new = (company.events.show(HOST, ids[n]).event.series for n in (0, 3))
    assert old == series != new, "a new time makes them a series of their own"
    assert company.recurring.show(HOST, new).told == "every week on Friday at 17:00"
    assert company.recurring.show(HOST, old).series.until == date(2026, 3, 18)
    assert company.events.show(HOST, ids[1]).event.title == "Writing plainly"


def test_moving_all_of_them_keeps_one_series_and_a_day_of_the_month_stays(company: Company) -> None:
    first = company.add().event.id
    series = company.recurring.repeat(HOST, first, "first Thursday", count=3).series.id
    moved = company.events.update(HOST, first, at=wall(2026, 3, 5, 9), onwards=True)
    assert moved.event.series == series
    assert company.recurring.show(HOST, series).told == "every first Thursday of the month at 09:00"
    with pytest.raises(BadInput, match="day of the month"):
        company.events.update(HOST, first, at=wall(2026, 3, 6, 9), onwards=True)


def test_a_new_end_for_those_to_come_makes_each_as_long(company: Company) -> None:
    first = company.add().event.id
    series = company.recurring.repeat(HOST, first, "week", count=3)
    company.events.update(HOST, first, ends=wall(2026, 3, 5, 17), onwards=True)
    assert [each.event.minutes for each in company.recurring.show(HOST, series.series.id).events] == [120] * 3
    second = series.events[1].event.id
    moved = {"at": wall(2026, 3, 13, 9), "ends": wall(2026, 3, 13, 9, 30)}
    later = company.events.update(HOST, second, **moved, onwards=True).event.series  # type: ignore[arg-type]  # times
    assert [each.event.minutes for each in company.recurring.show(HOST, later).events] == [30] * 2


def test_a_rule_of_the_31st_is_told_as_it_is_when_it_goes_on_from_a_shorter_month(company: Company) -> None:
    first = company.add(at=wall(2026, 3, 31, 15)).event.id
    april = company.recurring.repeat(HOST, first, "month", count=4).events[1].event
    later = company.events.update(HOST, april.id, at=wall(2026, 4, 30, 16), onwards=True).event.series
    found = company.recurring.show(HOST, later)
    assert found.told == "every month on day 31 at 16:00"
    assert found.notes == ("In months without a day 31 it is on their last day.",)


def test_a_new_day_of_the_month_is_given_by_calling_off_those_after_it_and_repeating(
    company: Company,
) -> None:
    first = company.add().event.id
    old = company.recurring.repeat(HOST, first, "first thursday", count=4)
    second, third = (old.events[n].event.id for n in (1, 2))
    company.events.cancel(HOST, third, "We move to Fridays.", onwards=True)
    company.events.update(HOST, second, at=wall(2026, 4, 3, 15))
    new = company.recurring.repeat(HOST, second, "first friday", count=3)
    assert new.told == "every first Friday of the month at 15:00"
    assert [each.event.at.day for each in new.events] == [3, 1, 5]
    kept = company.recurring.show(HOST, old.series.id)
    assert [each.event.id for each in kept.events] == [first, third, old.events[3].event.id]
    assert kept.series.until == date(2026, 4, 2)


def test_the_last_one_is_no_more_than_ten_years_away(company: Company) -> None:
    first = company.add(ADMIN, hosts=["m1"]).event.id
    with pytest.raises(BadInput, match="2049 is too far away"):
        company.recurring.repeat(ADMIN, first, "12 weeks", count=104)
    assert len(company.events.every(HOST)) == 1


def test_this_and_those_to_come_are_called_off_together(company: Company) -> None:
    first = company.add().event.id
    series = company.recurring.repeat(HOST, first, "week", count=4)
    company.events.cancel(HOST, series.events[2].event.id, "The room is gone.", onwards=True)
    after = company.recurring.show(HOST, series.series.id)
    assert [view.event.state for view in after.events] == ["planned", "planned", "cancelled", "cancelled"]
    assert after.series.until == series.events[2].event.at.date() - timedelta(days=1)


def test_a_series_for_a_programme_is_not_there_for_others(company: Company) -> None:
    first = company.add(MANAGER, programme="spring", audience="programme", hosts=["m1"]).event.id
    series = company.recurring.repeat(MANAGER, first, "week", count=2).series.id
    assert len(company.recurring.show(INSIDER, series).events) == 2
    for unseen in (series, "nothing"):
        with pytest.raises(NotFound, match="no such event"):
            company.recurring.show(ANN, unseen)


RULES = st.sampled_from(["week", "every other week", "3 weeks", "fortnight", "month"])
STARTS = st.datetimes(wall(2026, 1, 1), wall(2030, 1, 1)).map(lambda at: at.replace(second=0, microsecond=0))
ZONES = st.sampled_from(["Europe/Lisbon", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"])


@given(RULES, STARTS, ZONES, st.integers(2, MOST))
def test_every_occurrence_keeps_the_wall_clock_comes_after_the_first_and_all_are_there(
    every: str, first: datetime, zone: str, count: int
) -> None:
    found = occurrences(rule_of(every, first), first, count=count)
    assert len(found) == count
    assert found[0] == first
    assert found == sorted(set(found))
    assert {at.time() for at in found} == {first.time()}
    if every != "month":
        assert {at.weekday() for at in found} == {first.weekday()}
    else:
        assert all(at.day == first.day or (at + timedelta(days=1)).day == 1 for at in found)
    instants = [instant(at, zone) for at in found]
    assert instants == sorted(set(instants))


@given(st.integers(0, 6), st.sampled_from(["first", "second", "third", "fourth", "last"]), STARTS)
def test_the_nth_weekday_is_that_weekday_in_every_month(weekday: int, place: str, at: datetime) -> None:
    name = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[weekday]
    first = next(day for n in range(70) if _is(day := at + timedelta(days=n), weekday, place))
    found = occurrences(rule_of(f"{place} {name}", first), first, count=24)
    assert all(_is(day, weekday, place) for day in found)
    assert len({(day.year, day.month) for day in found}) == 24


def _is(day: datetime, weekday: int, place: str) -> bool:
    if place == "last":
        return day.weekday() == weekday and (day + WEEK).month != day.month
    nth = ("first", "second", "third", "fourth").index(place)
    return day.weekday() == weekday and (day.day - 1) // 7 == nth


def test_a_rule_is_told_in_words(company: Company) -> None:
    for every, told in (
        ("two weeks", "every 2 weeks on Thursday at 15:00"),
        ("month", "every month on day 5 at 15:00"),
        ("first thursday of the month", "every first Thursday of the month at 15:00"),
    ):
        event = company.add(at=THURSDAY).event.id
        assert told_rule(company.recurring.repeat(HOST, event, every, count=2).series) == told
