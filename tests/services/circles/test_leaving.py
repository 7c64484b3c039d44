"""Leaving a circle, leaving the community, and peers."""

from __future__ import annotations

import pytest

from copilot.domain.matches import MatchRole
from copilot.domain.relationships import Relationship
from copilot.errors import Conflict, NotFound
from copilot.services.members.leaving import Leaving
from tests.services.circles.home import FIRST, MANAGER, SECOND, Home, asker

STAND_IN = "gone-0001"


@pytest.fixture
def home() -> Home:
    return Home()


def test_who_leaves_gives_no_reason_and_the_circle_goes_on(home: Home) -> None:
    ahead = home.meet(FIRST, 5, state="planned")
    home.circles.set_chair(asker("p0"), FIRST, "p3")
    left = home.circles.leave(asker("p3"), FIRST)
    assert (left.still_in_it, left.closed) == (7, False)
    assert home.record("circle_meetings", ahead).chair == ""
    assert home.circles.chair(asker("p0"), FIRST).chair not in ("", "p3")
    with pytest.raises(NotFound):
        home.circles.show(asker("p3"), FIRST)
    assert {each.by for each in home.units.tables["audit_log"].values()} == {"one of those in it"}


def test_with_fewer_than_three_it_is_suggested_to_merge_and_never_closed_silently(home: Home) -> None:
    home.circles.leave(asker("p8"), SECOND)
    left = home.circles.leave(asker("p9"), SECOND)
    assert (left.still_in_it, left.closed) == (2, False)
    assert "may merge with another circle, or end theirs with thanks" in left.words
    assert home.record("relationships", SECOND).state == "active"
    last = home.circles.leave(asker("p10"), SECOND)
    assert last.closed
    assert "the circle has ended" in last.words
    with pytest.raises(Conflict, match="over"):
        home.circles.leave(asker("p11"), SECOND)


def test_who_left_may_sit_in_another(home: Home) -> None:
    home.circles.leave(asker("p0"), FIRST)
    assert home.circles.add(MANAGER, ["p0", "f2", "f4", "f6"], "Speaking up", "spring").match


def test_who_is_deleted_leaves_turns_notes_and_numbers_in_order(home: Home) -> None:
    held = home.meet(FIRST, -30, came="p0 p3", chair="p3")
    ahead = home.meet(FIRST, 5, state="planned", chair="p3", passed="p1")
    with home.units() as unit:
        Leaving(unit, unit.members.get("p3"), STAND_IN, home.now).do()
        unit.commit()
    assert "p3" not in str([home.record("circle_meetings", each) for each in (held, ahead)])
    assert home.record("circle_meetings", held).came == {"p0", STAND_IN}
    assert home.record("circle_meetings", ahead).chair == STAND_IN
    turn = home.circles.chair(asker("p0"), FIRST)
    assert STAND_IN not in {turn.chair, *turn.then}
    assert turn.chair
    assert len(turn.then) == 6
    shown = home.circles.show(asker("p0"), FIRST)
    assert (len(shown.members), STAND_IN in shown.members) == (7, False)
    split = home.circles.leave(asker("p7"), FIRST)
    assert split.still_in_it == 6


def test_a_circle_that_waits_goes_with_who_was_to_sit_in_it(home: Home) -> None:
    added = home.circles.add(MANAGER, ["f0", "f2", "f4", "f6"], "What f0 began", "spring")
    with home.units() as unit:
        Leaving(unit, unit.members.get("f0"), STAND_IN, home.now).do()
        unit.commit()
    assert added.match not in home.units.tables["matches"]
    assert added.match not in home.units.tables["circles"]


def test_her_peers_are_shown_and_how_to_get_one(home: Home) -> None:
    with home.units() as unit:
        unit.relationships.add(
            Relationship(id="peers", role=MatchRole.PEER, members=("f1", "p0"), programme="spring",
                         started=home.now.date())
        )  # fmt: skip
        programme = unit.programmes.get("spring")
        unit.programmes.save(programme.changed(roles=programme.roles | {MatchRole.PEER}))
        unit.commit()
    told = home.circles.peers(asker("p0"))
    assert [(each.relationship, each.member) for each in told.peers] == [("peers", "f1")]
    assert told.seeks
    assert "match suggest --role peer" in told.ways[0].words
    assert home.circles.peers(asker("f3")).peers == ()
