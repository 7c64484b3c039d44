"""Whose calendar holds what, the secret address, and who is due which reminder."""

# ruff: noqa: DTZ001 - clocks on the wall
from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from ical.calendar_stream import IcsCalendarStream

from copilot.domain.accounts import Account
from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.events import EventKind
from copilot.domain.matches import MatchRole
from copilot.domain.relationships import Note, Relationship, Session
from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from copilot.services.calendar_feeds import CalendarFeedsService
from copilot.services.events.calendars import CalendarsService
from copilot.services.policy import Policy
from tests.services.events.company import ADMIN, ANN, BEA, CID, HOST, INSIDER, MANAGER, SPEAKER, Company

STARTS = datetime(2026, 3, 5, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Town(Company):
    """The company with calendars."""

    def __init__(self) -> None:
        super().__init__()
        self.calendars = CalendarsService(self.units, Policy(), self.clock)
        self.feeds = CalendarFeedsService(self.units, Policy(), self.clock)

    def meet(self, session: str, at: datetime, **said: Any) -> None:
        """A session of the host and Ann, who work together."""
        with self.units() as unit:
            if not unit.relationships.find("r1"):
                unit.relationships.add(
                    Relationship(
                        id="r1",
                        role=MatchRole.SPONSOR,
                        members=(ANN.member, HOST.member),
                        started=date(2026, 1, 5),
                    )
                )
            unit.sessions.add(
                Session(id=session, relationship="r1", at=at, topic="Her line manager is leaving", **said)
            )
            unit.commit()

    def titles(self, asker: Asker) -> list[str]:
        return [each.title for each in self.calendars.coming(asker, asker.member)]


def test_hers_is_what_she_hosts_speaks_at_goes_to_or_waits_for() -> None:
    town = Town()
    event = town.add(places=1, speakers=[SPEAKER.member]).event
    town.register(event.id, ANN, BEA)
    assert town.titles(HOST) == ["Writing plainly"]
    assert town.titles(ANN) == ["Writing plainly"]
    assert town.titles(BEA) == ["Writing plainly (waiting list)"]
    assert town.titles(SPEAKER) == ["Writing plainly (you are asked to speak)"]
    assert town.titles(CID) == []


def test_who_waits_or_was_not_answered_yet_is_there_on_trial() -> None:
    town = Town()
    event = town.add(places=1, speakers=[SPEAKER.member]).event
    town.register(event.id, ANN, BEA)
    states = [town.calendars.coming(one, one.member)[0].state for one in (ANN, BEA, SPEAKER)]
    assert states == ["confirmed", "tentative", "tentative"]
    town.events.speak(SPEAKER, event.id, yes=True)
    town.registrations.cancel(ANN, ANN.member, event.id)
    assert [town.calendars.coming(one, one.member)[0].state for one in (BEA, SPEAKER)] == ["confirmed"] * 2
    assert town.titles(ANN) == []


def test_who_will_not_speak_has_it_no_longer() -> None:
    town = Town()
    event = town.add(speakers=[SPEAKER.member]).event
    town.events.speak(SPEAKER, event.id, yes=False)
    assert town.titles(SPEAKER) == []


def test_a_session_says_when_and_neither_with_whom_nor_what_about() -> None:
    town = Town()
    town.meet("s1", STARTS)
    with town.units() as unit:
        unit.notes.add(
            Note(id="n1", session="s1", relationship="r1", author=ANN.member, text="Not a word", at=STARTS)
        )
        unit.commit()
    content = town.feeds.read(town.feeds.make(ANN, ANN.member)).content.decode()
    assert "SUMMARY:Session\r\n" in content
    assert "CLASS:PRIVATE" in content
    for word in ("line manager", "Not a word", "M1", "m1", "r1@", "sponsor", "M3"):
        assert word not in content


def test_a_session_that_falls_through_is_cancelled_in_the_calendar_too() -> None:
    town = Town()
    town.meet("s1", STARTS)
    first = town.calendars.coming(ANN, ANN.member)[0]
    with town.units() as unit:
        unit.sessions.save(unit.sessions.get("s1").changed(state="cancelled"))
        unit.commit()
    then = town.calendars.coming(ANN, ANN.member)[0]
    assert (first.state, then.state, first.uid == then.uid) == ("confirmed", "cancelled", True)
    assert then.sequence > first.sequence


def test_what_was_over_a_year_ago_is_no_longer_in_it() -> None:
    town = Town()
    town.meet("long ago", STARTS - timedelta(days=400), state="held")
    town.meet("lately", STARTS - timedelta(days=40), state="held")
    content = town.calendars.file(ANN, ANN.member)
    assert b"UID:lately@" in content
    assert b"UID:long ago@" not in content


def test_a_moved_event_keeps_its_uid_and_counts_on() -> None:
    town = Town()
    event = town.add().event
    before = town.calendars.event_file(ANN, event.id).decode()
    town.events.update(HOST, event.id, at=datetime(2026, 3, 6, 16))
    after = town.calendars.event_file(ANN, event.id).decode()
    [[old], [new]] = [IcsCalendarStream.from_ics(each).calendars[0].events for each in (before, after)]
    assert old.uid == new.uid
    assert new.sequence == old.sequence + 1
    assert new.dtstart.replace(tzinfo=None) == datetime(2026, 3, 6, 16)


def test_an_event_that_she_may_not_know_of_is_no_file() -> None:
    town = Town()
    event = town.add(MANAGER, programme="spring", audience="programme").event
    assert town.calendars.event_file(INSIDER, event.id)
    for secret in (event.id, "e-nowhere"):
        with pytest.raises(NotFound, match="no such event that you may see"):
            town.calendars.event_file(ANN, secret)


def test_every_event_of_a_series_is_an_entry_of_its_own() -> None:
    town = Town()
    event = town.add().event
    with town.units() as unit:
        for n in range(3):
            unit.events.add(event.changed(id=f"n{n}", series="s1", at=event.at + timedelta(weeks=n + 1)))
        unit.commit()
    content = town.calendars.series_file(ANN, "s1").decode()
    uids = [one.uid for one in IcsCalendarStream.from_ics(content).calendars[0].events]
    assert uids == [f"n{n}@mentoring-copilot" for n in range(3)]
    assert "RRULE" not in content
    for nowhere in ("s2", ""):
        with pytest.raises(NotFound, match="no such series"):
            town.calendars.series_file(ANN, nowhere)


def test_nobody_reads_another_ones_calendar_or_makes_its_address() -> None:
    town = Town()
    for asker in (BEA, ADMIN, MANAGER, OPERATOR, Asker()):
        for attempt in (
            town.calendars.coming,
            town.calendars.file,
            town.feeds.make,
            town.feeds.renew,
            town.feeds.of,
        ):
            with pytest.raises(NotAllowed):
                attempt(asker, ANN.member)


# The secret address


def test_the_secret_is_shown_once_and_kept_nowhere() -> None:
    town = Town()
    secret = town.feeds.make(ANN, ANN.member)
    assert len(secret) >= 43  # 256 bits
    assert secret not in str(town.units.tables)
    with pytest.raises(Conflict, match="has an address already"):
        town.feeds.make(ANN, ANN.member)
    kept = town.feeds.of(ANN, ANN.member)
    assert kept is not None
    assert kept.created == town.clock.now()


def test_a_renewed_address_makes_the_old_one_useless_at_once() -> None:
    town = Town()
    old = town.feeds.make(ANN, ANN.member)
    new = town.feeds.renew(ANN, ANN.member)
    assert town.feeds.read(new).content.startswith(b"BEGIN:VCALENDAR")
    with pytest.raises(NotFound):
        town.feeds.read(old)


def test_a_forgotten_address_is_gone_and_forgetting_twice_does_nothing() -> None:
    town = Town()
    secret = town.feeds.renew(ANN, ANN.member)
    assert [town.feeds.forget(ANN, ANN.member) for _ in range(2)] == [True, False]
    with pytest.raises(NotFound):
        town.feeds.read(secret)


@pytest.mark.parametrize("how", ["she left", "she is kept out"])
def test_the_feed_of_who_is_gone_or_kept_out_is_gone(how: str) -> None:
    town = Town()
    secret = town.feeds.make(ANN, ANN.member)
    with town.units() as unit:
        if how == "she left":
            unit.members.remove(ANN.member)
        else:
            unit.accounts.add(Account(id=ANN.member, password="x", locked=True, created=town.clock.now()))
        unit.commit()
    with pytest.raises(NotFound, match="There is no calendar here"):
        town.feeds.read(secret)


@pytest.mark.parametrize("secret", ["", "x", "m3", "é" * 50, "x" * 100_000])
def test_a_wrong_secret_tells_nothing(secret: str) -> None:
    town = Town()
    town.feeds.make(ANN, ANN.member)
    with pytest.raises(NotFound) as refusal:
        town.feeds.read(secret)
    assert str(refusal.value) == "calendar: There is no calendar here."


def test_the_tag_changes_with_the_calendar_and_only_with_it() -> None:
    town = Town()
    secret = town.feeds.make(ANN, ANN.member)
    event = town.add().event
    first = town.feeds.read(secret)
    town.clock.move(HOUR)
    assert town.feeds.read(secret) == first
    town.register(event.id, ANN)
    assert town.feeds.read(secret).tag != first.tag


# Reminders


def due(town: Town, asker: Asker, within: int | None = None) -> list[tuple[int, tuple[str, ...]]]:
    return [(each.hours, each.members) for each in town.calendars.reminders(asker, within=within)]


def _on_the_eve() -> Town:
    town = Town()
    event = town.add(speakers=[SPEAKER.member], reminders=[24, 1], places=1).event
    town.events.speak(SPEAKER, event.id, yes=True)
    town.register(event.id, ANN, BEA)
    town.clock.move(STARTS - 23 * HOUR - town.clock.now())
    return town


def test_a_host_sees_everybody_who_is_due_a_reminder_and_a_member_herself_alone() -> None:
    town = _on_the_eve()
    everybody = tuple(sorted((HOST.member, SPEAKER.member, ANN.member)))
    for asker in (HOST, ADMIN, OPERATOR):
        assert due(town, asker) == [(24, everybody)]
    assert due(town, ANN) == [(24, (ANN.member,))]
    for nobody in (BEA, CID, MANAGER):
        assert due(town, nobody) == []


def test_the_latest_reminder_stands_for_those_before_it_and_none_after_the_beginning() -> None:
    town = _on_the_eve()
    town.clock.move(22 * HOUR)
    assert due(town, ANN) == [(1, (ANN.member,))]
    town.clock.move(HOUR)
    assert due(town, ANN) == []


def test_asked_every_hour_each_reminder_comes_once() -> None:
    town = _on_the_eve()
    town.clock.move(-3 * HOUR)
    found = []
    for _ in range(30):
        found += [hours for hours, _ in due(town, ANN, within=1)]
        town.clock.move(HOUR)
    assert found == [24, 1]


def test_a_clock_that_goes_backwards_does_no_harm() -> None:
    town = _on_the_eve()
    before = due(town, HOST)
    town.clock.move(-2 * HOUR)
    assert due(town, HOST) == []
    town.clock.move(2 * HOUR)
    assert due(town, HOST) == before


def test_a_cancelled_event_reminds_nobody() -> None:
    town = _on_the_eve()
    [event] = town.events.every(HOST)
    town.events.cancel(HOST, event.event.id, "Ill")
    assert due(town, HOST) == []


def test_who_has_not_said_yes_is_in_nobodys_calendar_but_as_an_invitation_in_her_own() -> None:
    town = Town()
    event = town.add(speakers=[SPEAKER.member], reminders=[336]).event
    town.register(event.id, ANN)
    assert b"M2" not in town.calendars.file(ANN, ANN.member)
    assert b"M2" not in town.calendars.event_file(HOST, event.id)
    assert due(town, HOST) == [(336, (HOST.member, ANN.member))]
    town.events.speak(SPEAKER, event.id, yes=True)
    assert b"Speakers: M2" in town.calendars.file(ANN, ANN.member)


def test_other_words_about_somebody_reach_no_calendar_before_she_agrees_to_them() -> None:
    town = Town()
    event = town.add(kind=EventKind.SPOTLIGHT, speakers=[SPEAKER.member]).event
    town.events.speak(SPEAKER, event.id, yes=True)
    town.register(event.id, ANN)
    town.events.update(HOST, event.id, title="She fails", description="Again and again")
    content = town.calendars.file(ANN, ANN.member)
    assert b"fails" not in content
    assert b"Again" not in content
    assert b"She fails" in town.calendars.file(SPEAKER, SPEAKER.member)


def test_old_reminders_out_of_all_bounds_and_a_lost_zone_break_nothing() -> None:
    town = _on_the_eve()
    [view] = town.events.every(HOST)
    with town.units() as unit:
        kept = unit.events.get(view.event.id)
        unit.events.save(kept.changed(reminders=(10**12, -5, 24), time_zone="Europe/Atlantis"))
        unit.commit()
    assert [hours for hours, _ in due(town, HOST)] == [24]
    assert b"DTSTART:20260305T150000Z" in town.calendars.file(ANN, ANN.member)


@pytest.mark.parametrize("hours", [0, -1, 1000])
def test_hours_that_are_none_are_refused(hours: int) -> None:
    with pytest.raises(BadInput, match="no number of hours"):
        Town().calendars.reminders(HOST, within=hours)


def test_a_spotlight_nobody_agreed_to_is_known_to_its_own_people_alone() -> None:
    town = Town()
    event = town.add(kind=EventKind.SPOTLIGHT, speakers=[SPEAKER.member]).event
    assert town.calendars.event_file(SPEAKER, event.id)
    with pytest.raises(NotFound):
        town.calendars.event_file(ANN, event.id)
