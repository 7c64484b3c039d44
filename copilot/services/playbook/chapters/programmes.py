"""Chapter 4: which programmes run until when, and which events were held and are planned."""

from __future__ import annotations

from collections import Counter

from copilot.domain.events import EventKind
from copilot.domain.programmes import Programme
from copilot.domain.wording import day_in_words, listed_in_words
from copilot.services.auditing.disclosure import share
from copilot.services.playbook.community import QUARTER, YEAR, Community
from copilot.services.playbook.measures import Measure, of_people, of_share, of_things

EVENTS = {
    EventKind.WEBINAR: ("webinar", "webinars"),
    EventKind.WORKSHOP: ("workshop", "workshops"),
    EventKind.AMA: ("AMA", "AMAs"),
    EventKind.CIRCLE: ("mentorship circle", "mentorship circles"),
    EventKind.SPOTLIGHT: ("sponsorship spotlight", "sponsorship spotlights"),
    EventKind.OFFICE_HOURS: ("office hour", "office hours"),
}


def gather(here: Community) -> list[Measure]:
    """Programmes, events, who came and what they said."""
    return [*_running(here), _held(here), _ahead(here), _came(here), _feedback(here)]


def _running(here: Community) -> list[Measure]:
    if not here.running:
        return [
            Measure(
                "programmes_running", 0, "No programme is under way.", "programmes list", field="programmes"
            )
        ]
    return [_programme(here, each) for each in here.running]


def _programme(here: Community, programme: Programme) -> Measure:
    cohorts = sum(each.programme == programme.id for each in here.cohorts)
    groups = f", in {cohorts} cohorts" if cohorts > 1 else ""
    told = f"“{programme.name}” runs from {day_in_words(programme.starts)} to {day_in_words(programme.ends)}{groups}."
    return Measure(
        "programmes_running", len(here.running), told, f"programmes show {programme.id}",
        kind="programme", record=programme.id, field="dates",
    )  # fmt: skip


def _held(here: Community) -> Measure:
    held = [each for each in here.events_within(QUARTER) if each.ends <= here.now]
    kinds = Counter(each.kind for each in held)
    listed = listed_in_words([f"{n} {EVENTS[kind][n != 1]}" for kind, n in sorted(kinds.items())])
    told = (
        f"Held in the last ninety days: {listed}." if held else "No event was held in the last ninety days."
    )
    return Measure("events_held", len(held), told, "events list", field="events_held")


def _ahead(here: Community) -> Measure:
    ahead = sorted(
        (each for each in here.events_within(QUARTER) if each.starts > here.now), key=lambda e: e.starts
    )
    if not ahead:
        return of_things("events_ahead", 0, "", "No event is planned.", "events list")
    first = ahead[0]
    on = first.at.date()
    told = f"The next event is a {EVENTS[first.kind][0]} on {day_in_words(on)}."
    if first.kind in (EventKind.AMA, EventKind.OFFICE_HOURS):
        told = told.replace(" is a ", " is an ")
    return Measure("events_ahead", len(ahead), told, "events list", on, field="events_ahead")


def _came(here: Community) -> Measure:
    held = {each.id for each in here.events_within(YEAR) if each.ends <= here.now}
    came = {one.member for one in here.registrations if one.event in held and one.attended}
    known = {each.id for each in here.members}
    found = share(len(came & known), len(known))
    return of_share(
        "at_events", found, "all members", "came to an event in the last twelve months", "events list"
    )


def _feedback(here: Community) -> Measure:
    people = {said.by for said in here.event_feedback if here.now - said.at <= YEAR}
    nobody = "Nobody said in the last twelve months how an event was."
    sentence = "In the last twelve months {} said how an event was."
    return of_people("event_feedback", people, sentence, nobody, "events list")
