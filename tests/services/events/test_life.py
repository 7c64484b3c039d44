"""The life of an event, and who may know of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from copilot.domain.events import EventKind
from copilot.errors import BadInput, Conflict, CopilotError, NotAllowed, NotFound
from tests.services.events.company import (
    ADMIN,
    ANN,
    CID,
    HOST,
    INSIDER,
    MANAGER,
    OPERATOR,
    SPEAKER,
    THURSDAY,
    Company,
)


@pytest.fixture
def company() -> Company:
    return Company()


def test_any_member_may_invite_and_hosts_it_herself(company: Company) -> None:
    view = company.add()
    assert view.event.hosts == {"m1"}
    assert (view.mine, view.runs, view.event.minutes) == ("hosting", True, 60)
    assert ("add", view.event.id, "m1") in company.log()


def test_she_names_no_other_hosts_who_never_agreed(company: Company) -> None:
    with pytest.raises(BadInput, match="can't name others"):
        company.add(hosts=["m1", "m3"])
    event = company.add().event.id
    with pytest.raises(BadInput, match="can't name others"):
        company.events.update(HOST, event, hosts=["m1", "m3"])
    given = company.add(ADMIN, hosts=["m1", "m3"]).event.id
    assert company.events.update(HOST, given, hosts=["m1"]).event.hosts == {"m1"}, "who is there may go"
    assert company.events.update(ADMIN, given, hosts=["m3"]).event.hosts == {"m3"}


def test_a_member_has_twenty_events_ahead_and_a_manager_as_many_as_she_likes(company: Company) -> None:
    for _ in range(18):
        company.add()
    first = company.add().event.id
    with pytest.raises(BadInput, match="You would have 21 events ahead; 20 are the most"):
        company.recurring.repeat(HOST, first, "week", count=3)
    company.recurring.repeat(HOST, first, "week", count=2)
    with pytest.raises(BadInput, match="20 are the most"):
        company.add()
    company.add(at=THURSDAY - timedelta(days=9), held=True)
    company.clock.move(timedelta(days=4))
    company.add(at=THURSDAY + timedelta(days=9))
    for _ in range(21):
        company.add(MANAGER, at=THURSDAY + timedelta(days=9))


def test_in_a_programmes_name_its_manager_an_admin_and_the_operator_invite(company: Company) -> None:
    with pytest.raises(NotAllowed):
        company.add(ANN, programme="spring")
    for asker in (MANAGER, ADMIN, OPERATOR):
        assert company.add(asker, programme="spring", hosts=["m1"]).event.hosts == {"m1"}
    with pytest.raises(BadInput, match="Nobody hosts"):
        company.add(OPERATOR, programme="spring")
    with pytest.raises(BadInput, match="which programme"):
        company.add(audience="programme")
    with pytest.raises(NotFound):
        company.add(ADMIN, programme="none")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"ends": THURSDAY - timedelta(minutes=1)}, "The event ends before it starts."),
        ({"ends": THURSDAY}, "The event ends before it starts."),
        ({"ends": THURSDAY + timedelta(hours=2), "minutes": 60}, "it is 120 minutes, not 60"),
        ({"minutes": 4}, "minutes is 4; 5 is the least"),
        ({"minutes": 60 * 24 * 15}, "20160 is the most"),
        ({"at": datetime(2026, 3, 2, 8)}, "That time is past."),  # noqa: DTZ001 - the clock on the wall
        ({"at": datetime(9999, 12, 31, 23)}, "9999 is too far away"),  # noqa: DTZ001 - as above
        ({"time_zone": "Lisbon"}, "“Lisbon” is no time zone"),
        ({"title": " "}, "title is empty"),
        ({"title": "x" * 201}, "longer than 200"),
        ({"description": "x" * 10_001}, "longer than 10000"),
        ({"places": 0}, "1 is the least"),
        ({"where": "Javascript:alert(1)"}, "can't begin with “Javascript:”"),
        ({"time_zone": "localtime"}, "“localtime” is no time zone"),
        ({"time_zone": "Factory"}, "“Factory” is no time zone"),
        ({"time_zone": "EST5EDT"}, "“EST5EDT” is no time zone"),
        ({"at": THURSDAY + timedelta(seconds=7)}, "read to the second"),
        ({"ends": THURSDAY + timedelta(hours=1, seconds=7)}, "read to the second"),
        ({"reminders": [24, -1]}, "reminded -1 hours before"),
        ({"reminders": [337]}, "reminded 337 hours before"),
        ({"reminders": [10**12]}, "reminded 1000000000000 hours before"),
        ({"reminders": [1, 2, 3, 4, 5, 6]}, "6 reminders are too many"),
        ({"speakers": ["m98", "m99"]}, "Nobody has the id m98, m99"),
        ({"held": True}, "hasn't begun yet"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    company: Company, given: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(CopilotError, match=sentence) as refusal:
        company.add(**given)
    assert refusal.value.cure
    assert company.events.every(HOST) == []


def test_what_was_held_is_kept_after_the_fact(company: Company) -> None:
    view = company.add(at=THURSDAY - timedelta(days=30), held=True)
    assert view.event.state == "held"
    assert [each.event.id for each in company.events.every(ANN, past=True)] == [view.event.id]


def test_over_the_night_that_the_clocks_change_in_the_minutes_are_those_that_pass(company: Company) -> None:
    night = {"at": datetime(2026, 3, 28, 22), "ends": datetime(2026, 3, 29, 6)}  # noqa: DTZ001 - on the wall
    assert company.add(**night).event.minutes == 7 * 60


def test_a_start_that_the_clocks_skip_or_repeat_is_said(company: Company) -> None:
    (skipped,) = company.add(at=datetime(2026, 3, 29, 1, 30)).notes  # noqa: DTZ001 - on the wall
    assert skipped == "On Sunday 29 March 2026 the clocks in Europe/Lisbon skip 01:30: it is 02:30 then."
    (twice,) = company.add(at=datetime(2026, 10, 25, 1, 30)).notes  # noqa: DTZ001 - on the wall
    assert "show 01:30 twice: the first one is meant" in twice


def test_a_new_time_counts_in_the_calendar_and_nobody_loses_her_place(company: Company) -> None:
    event = company.add(places=5).event.id
    company.register(event, ANN)
    moved = company.events.update(HOST, event, at=THURSDAY + timedelta(days=1))
    assert (moved.event.sequence, moved.registered) == (1, 1)
    assert company.events.update(HOST, event, places=1).event.sequence == 1, (
        "places stand in nobody's calendar"
    )
    assert company.events.update(HOST, event).event.revision == moved.event.revision + 1, "nothing was asked"
    with pytest.raises(BadInput, match="past"):
        company.events.update(HOST, event, at=THURSDAY - timedelta(days=9))
    with pytest.raises(BadInput, match="ends before it starts"):
        company.events.update(HOST, event, ends=THURSDAY)
    with pytest.raises(NotAllowed):
        company.events.update(ANN, event, title="Mine")


def test_a_description_may_change_while_it_runs(company: Company) -> None:
    event = company.add().event.id
    company.clock.move(timedelta(days=3, hours=6, minutes=10))
    assert (
        company.events.update(HOST, event, description="Now with slides").event.description
        == "Now with slides"
    )


def test_it_is_called_off_with_a_reason_and_stays_as_it_is(company: Company) -> None:
    event = company.add().event.id
    company.register(event, ANN)
    with pytest.raises(BadInput, match="called off"):
        company.events.cancel(HOST, event, "  ")
    view = company.events.cancel(HOST, event, "The room is flooded.")
    assert (view.event.state, view.event.reason, view.event.sequence) == (
        "cancelled",
        "The room is flooded.",
        1,
    )
    assert company.events.show(ANN, event).mine == "registered"
    for again in (
        lambda: company.events.cancel(HOST, event, "Twice."),
        lambda: company.events.update(HOST, event, title="Back"),
        lambda: company.events.hold(HOST, event),
    ):
        with pytest.raises(Conflict, match="was cancelled"):
            again()


def test_it_is_held_once_it_has_begun(company: Company) -> None:
    event = company.add().event.id
    with pytest.raises(Conflict, match="hasn't begun"):
        company.events.hold(HOST, event)
    company.clock.move(timedelta(days=4))
    assert company.events.hold(HOST, event).event.state == "held"


def test_a_programmes_event_for_its_members_is_nobody_elses(company: Company) -> None:
    event = company.add(MANAGER, programme="spring", audience="programme", hosts=["m1"]).event.id
    for asker in (INSIDER, HOST, MANAGER, ADMIN, OPERATOR):
        assert company.events.show(asker, event).event.id == event
    with pytest.raises(NotFound) as hidden:
        company.events.show(ANN, event)
    with pytest.raises(NotFound) as missing:
        company.events.show(ANN, "nothing")
    assert hidden.value.message == missing.value.message
    assert company.events.every(ANN) == []
    for attempt in (
        lambda: company.registrations.register(ANN, "m3", event),
        lambda: company.questions.ask(ANN, "m3", event, "May I?"),
        lambda: company.questions.every(ANN, event),
        lambda: company.events.cancel(ANN, event, "No."),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_a_spotlight_is_shown_once_all_it_is_about_have_agreed(company: Company) -> None:
    event = company.add(kind=EventKind.SPOTLIGHT, speakers=["m2", "m4"]).event.id
    assert company.events.every(ANN) == []
    company.events.speak(SPEAKER, event, yes=True)
    with pytest.raises(NotFound):
        company.events.show(ANN, event)
    company.events.speak(SPEAKER.model_copy(update={"member": "m4"}), event, yes=True)
    assert company.register(event, ANN) == ["registered"]
    company.events.speak(SPEAKER, event, yes=False)
    assert company.events.every(INSIDER) == []
    assert company.events.show(ANN, event).event.speakers == ("m4",), "who has a place keeps seeing it"
    with pytest.raises(NotFound):
        company.register(event, INSIDER)


def test_a_speaker_answers_for_herself_and_who_said_no_is_not_named(company: Company) -> None:
    event = company.add(speakers=["m2", "m4"]).event.id
    with pytest.raises(NotAllowed):
        company.events.speak(HOST, event, yes=True)
    view = company.events.speak(SPEAKER, event, yes=False)
    assert (view.event.declined, view.mine) == ({"m2"}, "")
    assert company.events.show(HOST, event).event.declined == {"m2"}
    seen = company.events.show(ANN, event).event
    assert (seen.speakers, seen.declined, seen.agreed) == ((), frozenset(), frozenset()), "m4 never agreed"
    company.events.speak(CID.model_copy(update={"member": "m4"}), event, yes=True)
    seen = company.events.show(ANN, event).event
    assert (seen.speakers, seen.declined, seen.agreed) == (("m4",), frozenset(), {"m4"})
    company.events.speak(SPEAKER, event, yes=True)
    changed = company.events.update(HOST, event, speakers=["m2", "m5"])
    assert (changed.event.agreed, changed.event.speakers) == ({"m2"}, ("m2", "m5")), (
        "only who is new is asked"
    )


def test_who_said_no_to_speaking_is_like_everybody_else_and_may_change_her_mind(company: Company) -> None:
    event = company.add(speakers=["m2"], places=1).event.id
    company.register(event, ANN)
    company.events.speak(SPEAKER, event, yes=False)
    assert company.events.show(SPEAKER, event).coming is None
    with pytest.raises(NotAllowed):
        company.registrations.coming(SPEAKER, event)
    company.questions.ask(ANN, "m3", event, "May I bring a draft?")
    question = company.questions.every(ANN, event)[0].leads.question
    with pytest.raises(NotAllowed):
        company.questions.answer(SPEAKER, [question])
    assert company.register(event, SPEAKER) == ["waiting"]
    spotlight = company.add(kind=EventKind.SPOTLIGHT, speakers=["m2"], title="M2 at night").event.id
    assert company.events.speak(SPEAKER, spotlight, yes=False).event.title == "M2 at night"
    assert company.events.speak(SPEAKER, spotlight, yes=True).mine == "speaking"


def test_a_spotlight_with_other_words_needs_a_new_yes_and_tells_them_to_nobody_before(
    company: Company,
) -> None:
    event = company.add(kind=EventKind.SPOTLIGHT, speakers=["m2"], title="M2 at work").event.id
    company.events.speak(SPEAKER, event, yes=True)
    company.register(event, ANN)
    assert company.events.update(HOST, event, where="Room 2").event.agreed == {"m2"}
    assert company.events.update(HOST, event, title="M2 fails again").event.agreed == set()
    seen = company.events.show(ANN, event).event
    assert "fails" not in seen.model_dump_json()
    assert seen.speakers == ()
    with pytest.raises(NotFound):
        company.events.show(INSIDER, event)
    assert company.events.show(SPEAKER, event).event.title == "M2 fails again"


def test_an_event_whose_zone_has_lost_its_name_is_read_with_a_note_and_can_be_mended(
    company: Company,
) -> None:
    event = company.add().event.id
    with company.units() as unit:
        unit.events.save(unit.events.get(event).changed(time_zone="Europe/Atlantis", reminders=(10**12, 24)))
        unit.commit()
    (view,) = company.events.every(ANN)
    assert (view.starts.hour, view.notes) == (
        15,
        ("Nobody knows the time zone Europe/Atlantis any more: it is taken for UTC. Give it another one.",),
    )
    assert company.events.update(HOST, event, time_zone="Europe/Lisbon").notes == ()


def test_reminders_are_kept_once_each_the_longest_first(company: Company) -> None:
    event = company.add(reminders=[1, 48, 1]).event
    assert event.reminders == (48, 1)
    assert company.events.update(HOST, event.id, reminders=[0, 336]).event.reminders == (336, 0)
    with pytest.raises(BadInput, match="reminded 1000 hours"):
        company.events.update(HOST, event.id, reminders=[1000])


def test_what_comes_next_comes_first_and_what_is_past_last(company: Company) -> None:
    later, soon = company.add(at=THURSDAY + timedelta(days=7)).event.id, company.add().event.id
    assert [view.event.id for view in company.events.every(ANN)] == [soon, later]
    company.clock.move(timedelta(days=30))
    assert company.events.every(ANN) == []
    assert [view.event.id for view in company.events.every(ANN, past=True)] == [later, soon]


def test_for_her_are_first_her_own_then_her_programmes_then_the_communitys(company: Company) -> None:
    anywhere = company.add().event.id
    spring = company.add(MANAGER, programme="spring", at=THURSDAY + timedelta(days=1)).event.id
    hers = company.add(at=THURSDAY + timedelta(days=2)).event.id
    off = company.add().event.id
    company.events.cancel(HOST, off, "Ill.")
    company.register(hers, INSIDER)
    assert [view.event.id for view in company.events.for_me(INSIDER)] == [hers, spring, anywhere]
    assert [view.event.id for view in company.events.every(INSIDER, mine=True)] == [hers]
    assert [view.event.id for view in company.events.every(ANN, programme="spring")] == [spring]
