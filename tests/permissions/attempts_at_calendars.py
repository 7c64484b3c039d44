"""How the verbs of calendars are tried."""

from __future__ import annotations

from tests.permissions.attempts import At, look_for


def calendars_coming(at: At) -> None:
    at.copilot.calendars.coming(at.asker, at.owner)


def calendars_file(at: At) -> None:
    at.copilot.calendars.file(at.asker, at.owner)


def calendars_event_file(at: At) -> None:
    at.copilot.calendars.event_file(at.asker, at.id("calendar"))


def calendars_event_file__hidden(at: At) -> None:
    at.copilot.calendars.event_file(at.asker, at.id("calendar-hidden"))


def calendars_series_file(at: At) -> None:
    at.copilot.calendars.series_file(at.asker, at.id("calendars"))


def calendars_reminders(at: At) -> None:
    found = [each for each in at.copilot.calendars.reminders(at.asker) if each.event == at.id("calendar")]
    look_for(at.owner, {member for each in found for member in each.members})


def drafting_run_sheet(at: At) -> None:
    at.copilot.drafting.run_sheet(at.asker, at.id("calendar"))


def calendar_feeds_of(at: At) -> None:
    at.copilot.calendar_feeds.of(at.asker, at.owner)


def calendar_feeds_make(at: At) -> None:
    at.copilot.calendar_feeds.make(at.asker, at.owner)


def calendar_feeds_renew(at: At) -> None:
    at.copilot.calendar_feeds.renew(at.asker, at.owner)


def calendar_feeds_forget(at: At) -> None:
    at.copilot.calendar_feeds.forget(at.asker, at.owner)
