"""What a programme is made of can be changed, as long as nothing in it would be contradicted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import MatchRole
from copilot.domain.programmes import AgendaPart, Cohort, MatchingMode
from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from tests.services.programmes.community import ADA, ADMIN, ELSEWHERE, ENDS, MANAGER, STARTS, Community

COHORT = Cohort(id="c1", programme="p1", name="North", starts=date(2026, 2, 1), ends=date(2026, 8, 1))


@pytest.fixture
def community() -> Community:
    return Community()


@pytest.mark.parametrize("asker", [MANAGER, ADMIN, OPERATOR])
def test_who_runs_it_changes_what_she_names_and_nothing_else(community: Community, asker: Asker) -> None:
    before = community.service.show(asker, "p1")
    after = community.service.update(
        asker,
        "p1",
        name="Spring bridges",
        matching=MatchingMode.POOL,
        roles=frozenset({MatchRole.MENTOR, MatchRole.SPONSOR}),
        agreement={"cadence": "We meet twice a month."},
        agenda=(AgendaPart(title="The case", share=3),),
    )
    assert (after.name, after.matching, after.agreement) == (
        "Spring bridges",
        MatchingMode.POOL,
        {"cadence": "We meet twice a month."},
    )
    assert (after.starts, after.ends, after.managers) == (before.starts, before.ends, before.managers)
    [entry] = community.log("update")
    assert entry.detail == {"fields": "agenda agreement matching name roles"}


@pytest.mark.parametrize("asker", [ADA, ELSEWHERE, Asker()])
def test_nobody_else_changes_it(community: Community, asker: Asker) -> None:
    with pytest.raises(NotAllowed):
        community.service.update(asker, "p1", name="Mine")


def test_an_end_before_its_start_is_refused_in_one_sentence(community: Community) -> None:
    with pytest.raises(BadInput, match="ends before it starts") as refusal:
        community.service.update(MANAGER, "p1", ends=date(2025, 12, 1))
    assert refusal.value.message.count(". ") == 0
    assert community.service.show(MANAGER, "p1").ends == ENDS


@pytest.mark.parametrize("capacity", [0, -3])
def test_a_programme_has_places(community: Community, capacity: int) -> None:
    with pytest.raises(BadInput, match="nobody can take part"):
        community.service.update(MANAGER, "p1", capacity=capacity)


def test_fewer_places_than_people_are_refused_and_a_pause_keeps_a_place(community: Community) -> None:
    community.enrolled("ada", "bea")
    community.enrolled("cem", state="paused")
    community.enrolled("dina", state="left")
    with pytest.raises(Conflict, match="3 take part already, and 2 places are too few"):
        community.service.update(MANAGER, "p1", capacity=2)
    assert community.service.update(MANAGER, "p1", capacity=3).capacity == 3


def test_an_unknown_mode_is_told_which_there_are(community: Community) -> None:
    mode: Any = "lottery"
    with pytest.raises(BadInput, match="“lottery” is no matching mode") as refusal:
        community.service.update(MANAGER, "p1", matching=mode)
    assert "self, suggested, pool, nomination" in refusal.value.cure


@pytest.mark.parametrize("field", ["managers", "closed", "id", "revision", "colour"])
def test_what_is_not_changed_here_is_named(community: Community, field: str) -> None:
    changes: Any = {field: "x"}
    with pytest.raises(BadInput, match=f"{field} can't be changed here"):
        community.service.update(MANAGER, "p1", **changes)


def test_changing_nothing_is_said(community: Community) -> None:
    with pytest.raises(BadInput, match="Nothing to change"):
        community.service.update(MANAGER, "p1")


def test_a_cohort_stands_inside_the_dates(community: Community) -> None:
    community.service.add_cohort(MANAGER, COHORT)
    assert community.service.cohorts(ADA, "p1") == [COHORT]
    with pytest.raises(Conflict, match="The cohort South runs from 1 February 2026 to 1 February 2027"):
        community.service.add_cohort(MANAGER, COHORT.changed(id="c2", name="South", ends=date(2027, 2, 1)))
    with pytest.raises(NotAllowed):
        community.service.add_cohort(ADA, COHORT.changed(id="c3"))


@pytest.mark.parametrize("dates", [{"ends": date(2026, 7, 31)}, {"starts": date(2026, 2, 2)}])
def test_a_programme_is_not_shortened_below_its_cohorts(community: Community, dates: Any) -> None:
    community.service.add_cohort(MANAGER, COHORT)
    with pytest.raises(Conflict, match="The cohort North runs"):
        community.service.update(MANAGER, "p1", **dates)
    assert community.service.show(MANAGER, "p1").starts == STARTS


def test_a_cohort_of_another_programme_is_not_found(community: Community) -> None:
    with pytest.raises(NotFound, match="no cohort “c9”"):
        community.service.enrol(ADMIN, "p1", ["ada"], cohort="c9")
    with pytest.raises(NotFound):
        community.service.cohorts(ADA, "p9")
