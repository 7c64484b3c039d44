"""The report: who serves what, in numbers that lead to nobody, in one order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from copilot.domain.asking import Asker
from copilot.domain.relationships import Goal, Relationship
from tests.services.objectives.community import ADMIN, ANA, ELSEWHERE, MANAGER, NOW, TODAY, Community, event


@pytest.fixture
def home() -> Community:
    return Community()


def of(home: Community, objective: str, asker: Asker = ANA) -> object:
    return next(each for each in home.service.serving(asker).objectives if each.id == objective)


@pytest.mark.parametrize("members", [0, 1, 4])
def test_goals_of_fewer_than_five_look_like_none(home: Community, members: int) -> None:
    home.add_goals(members, each=3)
    told = of(home, "speak")
    assert (told.goals, told.served) == (None, False)
    assert "speak" in home.service.serving(ANA).nobody_serves


@pytest.mark.parametrize(("members", "told"), [(5, 5), (7, 5), (8, 10), (12, 10), (13, 15)])
def test_goals_are_told_in_fives_so_that_who_came_last_is_not_seen(
    home: Community, members: int, told: int
) -> None:
    home.add_goals(members)
    assert of(home, "speak").goals == told
    assert "speak" not in home.service.serving(ANA).nobody_serves


def test_goals_set_aside_do_not_count_and_nobody_reads_their_words(home: Community) -> None:
    home.add_goals(6)
    with home.units() as unit:
        for n in range(2):
            goal = unit.goals.get(f"speak-{n}-0")
            unit.goals.save(goal.changed(state="dropped"))
        unit.commit()
    assert of(home, "speak").goals is None
    for asker in (ANA, MANAGER, ADMIN):
        assert "Private words" not in home.service.serving(asker).model_dump_json()


def test_pairs_count_by_the_goals_they_share_as_a_number_alone(home: Community) -> None:
    home.add_goals(5, shared=True)
    add_pairs(home, 5)
    told = of(home, "speak")
    assert (told.matches, told.matches_by_goals) == (0, 5)


def test_one_persons_goals_show_nowhere_though_she_shares_them_with_five(home: Community) -> None:
    add_pairs(home, 5)
    with home.units() as unit:
        for n in range(5):
            unit.goals.add(
                Goal(id=f"o{n}", member="ana", title="Private", objective="speak", relationship=f"pair-{n}")
            )
        unit.commit()
    told = of(home, "speak")
    assert (told.goals, told.matches_by_goals, told.served) == (None, None, False)


def test_pairs_that_have_parted_serve_nothing_by_their_goals(home: Community) -> None:
    home.add_goals(5, shared=True)
    add_pairs(home, 5, state="closed")
    assert of(home, "speak").matches_by_goals is None


def test_a_programme_that_is_over_or_closed_served_before_and_serves_no_more(home: Community) -> None:
    for programme in ("spring", "autumn"):
        home.service.link(ADMIN, "speak", "programme", programme)
    with home.units() as unit:
        spring, autumn = unit.programmes.get("spring"), unit.programmes.get("autumn")
        unit.programmes.save(spring.changed(closed=TODAY))
        unit.programmes.save(autumn.changed(starts=date(2020, 1, 1), ends=date(2020, 12, 31)))
        unit.commit()
    told = of(home, "speak")
    assert (told.programmes, told.served) == ((), False)
    assert [each.record for each in told.programmes_before] == ["autumn", "spring"]
    assert "speak" in home.service.serving(ANA).nobody_serves


def test_a_match_that_has_ended_or_rests_serves_no_more(home: Community) -> None:
    home.service.link(MANAGER, "speak", "match", "r1")
    assert of(home, "speak").served
    for state in ("paused", "closed"):
        with home.units() as unit:
            unit.relationships.save(unit.relationships.get("r1").changed(state=state))
            unit.commit()
        assert (of(home, "speak").matches, of(home, "speak").served) == (0, False)


@pytest.mark.parametrize(
    ("days_ago", "state", "starts", "serves", "before"),
    [
        (10, "held", None, True, False),
        (10, "planned", None, True, False),
        (400, "held", None, False, True),
        (400, "held", TODAY - timedelta(days=500), True, False),
        (10, "held", TODAY - timedelta(days=5), False, True),
        (10, "cancelled", None, False, False),
        (-10, "cancelled", None, False, False),
    ],
)
def test_a_held_event_serves_within_the_objectives_days_or_for_a_year(
    home: Community, days_ago: int, state: str, starts: date | None, serves: bool, before: bool
) -> None:
    home.service.link(MANAGER, "speak", "event", "e1")
    home.service.update(ADMIN, "speak", starts=starts)
    with home.units() as unit:
        at = (NOW - timedelta(days=days_ago)).replace(tzinfo=None)
        unit.events.save(unit.events.get("e1").changed(at=at, state=state))
        unit.commit()
    told = of(home, "speak")
    assert (bool(told.events), bool(told.events_before), told.served) == (serves, before, serves)


def test_an_objective_whose_last_day_has_passed_is_overdue_until_it_is_settled(home: Community) -> None:
    home.service.update(ADMIN, "speak", ends=TODAY)
    assert not of(home, "speak").overdue
    home.service.update(ADMIN, "speak", ends=TODAY - timedelta(days=1))
    assert of(home, "speak").overdue
    assert [each.id for each in home.service.every(ANA) if each.overdue] == ["speak"]
    assert not home.service.settle(ADMIN, "speak", "reached").overdue


def add_pairs(home: Community, pairs: int, state: str = "active") -> None:
    with home.units() as unit:
        for n in range(pairs):
            pair = {"id": f"pair-{n}", "role": "mentor", "members": (f"m{n}", "ben"), "started": TODAY}
            unit.relationships.add(Relationship.model_validate({**pair, "state": state}))
        unit.commit()


def test_programmes_and_events_are_named_and_matches_linked_by_hand_are_counted(home: Community) -> None:
    for kind, record in (("programme", "spring"), ("event", "e1"), ("match", "r1")):
        home.service.link(MANAGER, "speak", kind, record)
    told = of(home, "speak")
    assert [each.record for each in told.programmes] == ["spring"]
    assert [each.record for each in told.events] == ["e1"]
    assert told.matches is None  # one of one to four
    assert told.served


def test_an_event_that_one_may_not_know_of_is_left_out(home: Community) -> None:
    with home.units() as unit:
        unit.events.add(event("e2", "For the spring alone", "spring", audience="programme"))
        unit.commit()
    home.service.link(MANAGER, "speak", "event", "e2")
    assert [each.record for each in of(home, "speak", MANAGER).events] == ["e2"]
    for asker in (ANA, ELSEWHERE):
        assert of(home, "speak", asker).events == ()
        assert "e2" not in home.service.serving(asker).model_dump_json()


def test_what_serves_none_is_named_until_it_is_over_or_linked(home: Community) -> None:
    report = home.service.serving(ANA)
    assert [each.record for each in report.programmes_serving_none] == ["autumn", "spring"]
    assert [each.record for each in report.events_serving_none] == ["e1"]
    home.service.link(ADMIN, "trees", "programme", "autumn")
    home.service.link(ADMIN, "trees", "event", "e1")
    report = home.service.serving(ANA)
    assert [each.record for each in report.programmes_serving_none] == ["spring"]
    assert report.events_serving_none == ()
    assert report.nobody_serves == ("speak",)


def test_a_settled_objective_is_told_but_is_nobodys_to_serve(home: Community) -> None:
    home.service.settle(ADMIN, "speak", "reached")
    report = home.service.serving(ANA)
    assert [each.id for each in report.objectives] == ["trees", "speak"]
    assert report.nobody_serves == ("trees",)


def test_a_link_to_what_has_gone_counts_no_more(home: Community) -> None:
    home.service.link(MANAGER, "speak", "event", "e1")
    with home.units() as unit:
        unit.events.remove("e1")
        unit.commit()
    assert not of(home, "speak").served


def test_words_that_stand_in_a_goal_from_before_serve_no_objective(home: Community) -> None:
    home.add_goals(9, objective="To be braver")
    assert [each.goals for each in home.service.serving(ANA).objectives] == [None, None]
    assert home.service.links(Asker(member="m0")) == []
