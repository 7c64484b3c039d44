"""Leaving without blame: nothing is dropped in silence, and the other side reads a neutral sentence."""

from __future__ import annotations

import pytest

from copilot.domain.matches import MatchState
from copilot.errors import Conflict
from tests.services.programmes.community import ADA, BEA, MANAGER, Community


@pytest.fixture
def community() -> Community:
    community = Community()
    community.enrolled("ada", "bea", "cem", "dina")
    community.paired("r1", "ada", "bea")
    return community


def test_leaving_with_an_open_agreement_asks_what_becomes_of_it(community: Community) -> None:
    with pytest.raises(Conflict) as refusal:
        community.service.leave(ADA, "p1")
    assert "the relationship with Bea Lund (r1, with an agreement)" in refusal.value.message
    assert "--keep" in refusal.value.cure
    assert "--close" in refusal.value.cure
    assert refusal.value.detail["relationships"] == ["r1"]
    assert community.states()["ada"] == "enrolled"
    assert community.relationship("r1").state == "active"


def test_keeping_it_takes_it_outside_the_programme(community: Community) -> None:
    left = community.service.leave(ADA, "p1", "keep")
    assert (left.kept, left.closed) == (("r1",), ())
    kept = community.relationship("r1")
    assert (kept.state, kept.programme, kept.agreement is not None) == ("active", "", True)
    assert community.states()["ada"] == "left"
    assert community.states()["bea"] == "enrolled"
    with community.units.reading() as unit:
        assert unit.sessions.get("r1-next").state == "planned"


def test_closing_it_ends_in_order_and_cancels_what_was_planned(community: Community) -> None:
    left = community.service.leave(ADA, "p1", "close")
    assert (left.kept, left.closed) == ((), ("r1",))
    closed = community.relationship("r1")
    assert (closed.state, closed.reason) == ("closed", "One of the two has left the programme.")
    with community.units.reading() as unit:
        assert {each.id: each.state for each in unit.sessions.all(relationship="r1")} == {
            "r1-held": "held",
            "r1-next": "cancelled",
        }
        assert unit.matches.get("x-r1").state is MatchState.CLOSED


def test_the_log_names_nobody_who_left(community: Community) -> None:
    community.service.leave(ADA, "p1", "close")
    with community.units.reading() as unit:
        entries = unit.audit_log.all()
    assert {entry.by for entry in entries} == {"one of those in it"}


def test_a_proposal_that_waits_for_an_answer_is_withdrawn(community: Community) -> None:
    with community.units() as unit:
        match = unit.matches.get("x-r1")
        unit.matches.add(match.changed(id="x2", seeker="cem", partner="ada", state=MatchState.APPROVED))
        unit.commit()
    community.service.leave(ADA, "p1", "keep")
    with community.units.reading() as unit:
        assert unit.matches.get("x2").state is MatchState.WITHDRAWN
        assert unit.matches.get("x-r1").state is MatchState.ACTIVE


def test_a_circle_goes_on_without_her(community: Community) -> None:
    community.paired("r2", "ada", "cem", "dina")
    community.service.leave(ADA, "p1", "close")
    circle = community.relationship("r2")
    assert (circle.state, circle.members) == ("active", ("cem", "dina"))
    with community.units.reading() as unit:
        match = unit.matches.get("x-r2")
    assert (match.people, match.seeker, match.partner) == (("cem", "dina"), "cem", "dina")


def test_what_became_of_each_is_said_as_it_is(community: Community) -> None:
    community.paired("r2", "ada", "cem", "dina")
    left = community.service.leave(ADA, "p1", "close")
    assert (left.closed, left.without_her, left.kept, left.stays_in) == (("r1",), ("r2",), (), ())


def test_of_a_circle_she_may_stay_a_part(community: Community) -> None:
    community.paired("r2", "ada", "cem", "dina")
    left = community.service.leave(ADA, "p1", "keep")
    assert (left.closed, left.without_her, left.kept, left.stays_in) == ((), (), ("r1",), ("r2",))
    assert community.relationship("r2").members == ("ada", "cem", "dina")
    assert community.relationship("r2").programme == "p1"


def test_a_relationship_that_has_ended_stands_in_nobodys_way(community: Community) -> None:
    community.service.rematch(BEA, "r1")
    assert community.service.leave(ADA, "p1").closed == ()


def test_a_manager_sees_that_she_left_and_nothing_else(community: Community) -> None:
    community.service.leave(ADA, "p1", "close")
    [ada] = [each for each in community.service.enrolled(MANAGER, "p1") if each.member == "ada"]
    assert (ada.state, ada.until, ada.cohort) == ("left", None, "")
