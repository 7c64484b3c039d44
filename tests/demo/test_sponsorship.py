"""The sample community's sponsorships: what the service says of them agrees with what they tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from copilot.demo.sponsorship import FEDERICA, INES, INES_SPONSORED, REVIEWERS, STORIES, keep_sponsorships
from copilot.domain.asking import Asker
from copilot.domain.events import Event, EventKind
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Profile, Role
from copilot.domain.programmes import Programme
from copilot.domain.relationships import Relationship
from copilot.services.policy import Policy
from copilot.services.sponsorship.advocating import had_agreed
from copilot.services.sponsorship.service import SponsorshipService
from tests.fakes import FixedClock, MemoryUnitsOfWork

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
PAIRS = {
    "r4": ("m269", "m5"), "r5": ("m104", "m5"), "r50": ("m24", "m84"), "r52": ("m127", "m391"), "r53": ("m110", "m119"),
}  # fmt: skip


@pytest.fixture
def home() -> MemoryUnitsOfWork:
    home = MemoryUnitsOfWork()
    people = {INES, FEDERICA, *REVIEWERS, *(member for pair in PAIRS.values() for member in pair)}
    profile = Profile(experience=("Did one thing.", "Did another.", "Did a third.", "Did a fourth."))
    starts = NOW.date() - timedelta(days=295)
    with home() as unit:
        unit.members.add(
            *(
                Member(id=each, name=f"Name {each}", roles=frozenset({Role.PEER}), profile=profile)
                for each in people
            )
        )
        unit.programmes.add(
            Programme(id="bridges", name="Bridges", starts=starts, ends=starts + timedelta(days=364))
        )
        began = NOW.date() - timedelta(days=101)
        unit.relationships.add(
            *(
                Relationship(id=at, role=MatchRole.SPONSOR, members=pair, started=began)
                for at, pair in PAIRS.items()
            )
        )
        unit.events.add(
            Event(
                id="e1", kind=EventKind.SPOTLIGHT, title="Spotlight on Inês", hosts=frozenset({FEDERICA}),
                speakers=(INES,), at=(NOW + timedelta(days=24)).replace(tzinfo=None), time_zone="UTC", created=NOW,
                updated=NOW,
            )
        )  # fmt: skip
        keep_sponsorships(unit, NOW)
        unit.commit()
    return home


def service(home: MemoryUnitsOfWork) -> SponsorshipService:
    clock = FixedClock(NOW)
    return SponsorshipService(home, Policy(), clock)


def test_ines_sees_two_reviewers_pledges_a_door_and_a_word_she_had_not_agreed_to(
    home: MemoryUnitsOfWork,
) -> None:
    view = service(home).show(Asker(member=INES), INES_SPONSORED)
    assert (view.reviewed_by, view.in_one_line) == (2, ())
    assert {one.state for one in view.pledges} == {"open", "kept"}
    assert {one.outcome for one in view.advocacy} == {"door opened", "waiting"}
    assert [one.consented for one in view.advocacy] == [False, True, True]
    (offer,) = service(home).offered(Asker(member=INES), INES_SPONSORED)
    assert [one.text for one in view.consents[0].may_say[:3]] == [one.text for one in offer.sentences[:3]]


def test_federica_reads_kindly_that_one_pledge_is_late_and_paola_that_a_consent_was_taken_back(
    home: MemoryUnitsOfWork,
) -> None:
    late = [one for one in service(home).show(Asker(member=FEDERICA), INES_SPONSORED).pledges if one.overdue]
    assert "each of the three is fine" in late[0].told
    assert service(home).brief(Asker(member="m5"), "r4").may_say
    assert "taken back" in service(home).brief(Asker(member="m5"), "r5").why_empty


def test_what_is_told_of_consent_is_what_the_service_would_say(home: MemoryUnitsOfWork) -> None:
    with home.reading() as unit:
        for act in unit.advocacy.all():
            at = unit.relationships.get(act.relationship)
            rooms = (act.room, "sponsorship spotlights") if act.event else (act.room,)
            agreed = any(had_agreed(unit, at, act.sponsor, room, act.on, UTC) for room in rooms)
            assert agreed == act.consented, act.id
            assert at.started <= act.on <= NOW.date()


def test_in_another_community_nothing_is_told() -> None:
    home = MemoryUnitsOfWork()
    with home() as unit:
        keep_sponsorships(unit, NOW)
        assert unit.pledges.all() == []
    assert len(STORIES) == 6
