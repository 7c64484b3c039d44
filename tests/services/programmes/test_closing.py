"""The end of a programme: a look back by who wants, and nothing lost."""

from __future__ import annotations

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import MatchState
from copilot.domain.programmes import NextStep
from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from tests.services.programmes.community import (
    ADA,
    ADMIN,
    BEA,
    DAY,
    ENDS,
    EVE,
    MANAGER,
    PEOPLE,
    TODAY,
    Community,
)  # fmt: skip

STEP = NextStep.GIVE_BACK


@pytest.fixture
def community() -> Community:
    community = Community()
    community.enrolled(*PEOPLE[:6])
    community.enrolled("gita", state="waiting")
    community.paired("r1", "ada", "bea")
    community.paired("r2", "cem", "dina")
    return community


def written(community: Community, many: int, **fields: bool) -> None:
    for n, member in enumerate(PEOPLE[:many]):
        community.service.review(
            Asker(member=member), "p1", STEP, went_well=f"Good point number {n}", **fields
        )


def test_closing_before_its_end_has_to_be_meant(community: Community) -> None:
    with pytest.raises(Conflict, match="Spring runs until 31 December 2026"):
        community.service.close(MANAGER, "p1")
    assert community.service.close(MANAGER, "p1", early=True).programme.closed == TODAY


def test_it_closes_on_its_last_day_without_a_word(community: Community) -> None:
    community.clock.move(ENDS - TODAY)
    assert community.service.close(OPERATOR, "p1").programme.closed == ENDS


def test_who_takes_part_has_completed_it_and_relationships_end_in_order(community: Community) -> None:
    done = community.service.close(MANAGER, "p1", early=True, lessons="Start with circles.")
    assert (done.completed, done.relationships, done.became, done.waited) == (6, 2, "close", 1)
    assert set(community.states().values()) == {"completed", "left"}
    assert community.relationship("r1").reason == "The programme has closed."
    assert done.programme.lessons == "Start with circles."
    with community.units.reading() as unit:
        assert {each.state for each in unit.matches.all()} == {MatchState.CLOSED}
        assert unit.sessions.get("r1-held").state == "held"
        assert unit.sessions.get("r1-next").state == "cancelled"
        assert unit.relationships.count() == 2
    [entry] = community.log("close")[:1]
    assert entry.by == "boss"


def test_relationships_may_go_on_outside(community: Community) -> None:
    done = community.service.close(MANAGER, "p1", relationships="keep", early=True)
    assert (done.relationships, done.became) == (2, "keep")
    assert (community.relationship("r1").state, community.relationship("r1").programme) == ("active", "")


def test_closing_twice_is_said(community: Community) -> None:
    community.service.close(MANAGER, "p1", early=True)
    with pytest.raises(Conflict, match="Spring is closed"):
        community.service.close(MANAGER, "p1", early=True)
    with pytest.raises(Conflict, match="Spring is closed"):
        community.service.update(MANAGER, "p1", name="Summer")
    assert community.service.update(MANAGER, "p1", lessons="Ask earlier.").lessons == "Ask earlier."


def test_a_member_closes_nothing(community: Community) -> None:
    with pytest.raises(NotAllowed):
        community.service.close(ADA, "p1", early=True)


def test_her_review_is_hers_and_written_again_it_replaces_the_first(community: Community) -> None:
    community.service.review(ADA, "p1", STEP, went_well="The openings")
    community.service.review(ADA, "p1", NextStep.REST, would_change="More time")
    kept = community.service.own_review(ADA, "p1")
    assert kept is not None
    assert (kept.went_well, kept.would_change, kept.next_step) == ("", "More time", NextStep.REST)
    assert community.service.own_review(BEA, "p1") is None


def test_it_may_be_written_after_the_programme_has_closed(community: Community) -> None:
    community.service.close(MANAGER, "p1", early=True)
    assert community.service.review(ADA, "p1", STEP).on == TODAY


@pytest.mark.parametrize("member", ["gita", "hana"])
def test_who_never_took_part_reviews_nothing(community: Community, member: str) -> None:
    with pytest.raises(NotFound, match="not taken part"):
        community.service.review(Asker(member=member), "p1", STEP)


def test_a_review_of_a_book_is_too_long(community: Community) -> None:
    with pytest.raises(BadInput, match="longer than 4000"):
        community.service.review(ADA, "p1", STEP, went_well="x" * 4_001)


def closed(community: Community) -> None:
    """Closed, and a day later."""
    community.service.close(MANAGER, "p1", early=True)
    community.clock.move(DAY)


def test_before_the_programme_has_closed_no_review_is_shown(community: Community) -> None:
    written(community, 6, for_managers=True)
    community.clock.move(DAY)
    told = community.service.reviews(MANAGER, "p1")
    assert (told.told, told.next_steps) == ((), {})
    assert "once the programme has closed" in told.remark


def test_a_review_more_is_not_read_by_itself(community: Community) -> None:
    written(community, 5, for_managers=True)
    closed(community)
    before = community.service.reviews(MANAGER, "p1")
    assert len(before.told) == 5
    finn = Asker(member="finn")
    community.service.review(finn, "p1", NextStep.REST, went_well="The sixth", for_managers=True)
    assert community.service.reviews(MANAGER, "p1") == before
    community.clock.move(DAY)
    assert community.service.reviews(MANAGER, "p1") == before


def test_what_is_given_today_is_read_from_tomorrow_on(community: Community) -> None:
    community.service.close(MANAGER, "p1", early=True)
    written(community, 5, for_managers=True)
    assert "Fewer than 5" in community.service.reviews(MANAGER, "p1").remark
    community.clock.move(DAY)
    assert len(community.service.reviews(MANAGER, "p1").told) == 5


def test_who_waits_or_left_the_waiting_list_reviews_nothing_and_who_once_took_part_does(
    community: Community,
) -> None:
    gita, eve = Asker(member="gita"), EVE
    community.service.leave(gita, "p1")
    with pytest.raises(NotFound, match="not taken part"):
        community.service.review(gita, "p1", STEP)
    community.service.update(MANAGER, "p1", capacity=6)
    community.service.leave(eve, "p1")
    community.service.join(gita, "p1")
    assert community.service.join(eve, "p1").state == "waiting"
    assert community.service.review(eve, "p1", STEP).member == "eve"
    community.service.leave(eve, "p1")
    assert community.service.review(eve, "p1", STEP).member == "eve"


def test_closing_makes_nobody_who_waited_one_who_took_part(community: Community) -> None:
    community.service.close(MANAGER, "p1", early=True)
    with pytest.raises(NotFound, match="not taken part"):
        community.service.review(Asker(member="gita"), "p1", STEP)


def test_four_reviews_are_too_few_to_be_shown(community: Community) -> None:
    written(community, 4, for_managers=True)
    closed(community)
    told = community.service.reviews(MANAGER, "p1")
    assert (told.told, told.next_steps) == ((), {})
    assert "Fewer than 5" in told.remark


def test_five_are_shown_without_names_and_only_those_that_were_given(community: Community) -> None:
    written(community, 5, for_managers=True)
    community.service.review(Asker(member="finn"), "p1", NextStep.REST, went_well="For me alone")
    closed(community)
    told = community.service.reviews(MANAGER, "p1")
    assert len(told.told) == 5
    assert told.next_steps == {STEP: 5}
    document = told.model_dump_json()
    assert "For me alone" not in document
    assert 'next_step"' not in document, "beside the words it would name those whose number is hidden"
    assert not any(member in document for member in PEOPLE)


def test_a_next_step_of_few_has_no_number_and_cannot_be_worked_out(community: Community) -> None:
    written(community, 4, for_managers=True)
    community.service.review(Asker(member="finn"), "p1", NextStep.REST, for_managers=True)
    closed(community)
    assert community.service.reviews(MANAGER, "p1").next_steps == {STEP: None, NextStep.REST: None}


def test_an_admin_reads_numbers_and_no_words(community: Community) -> None:
    written(community, 5, for_managers=True)
    closed(community)
    told = community.service.reviews(ADMIN, "p1")
    assert (told.told, told.next_steps) == ((), {STEP: 5})


@pytest.mark.parametrize("asker", [EVE, Asker()])
def test_members_read_no_reviews_of_others(community: Community, asker: Asker) -> None:
    with pytest.raises(NotAllowed):
        community.service.reviews(asker, "p1")


def test_a_pause_is_over_with_the_programme(community: Community) -> None:
    community.service.pause(EVE, "p1", until=TODAY + 300 * DAY)
    community.service.close(MANAGER, "p1", early=True)
    assert community.states()["eve"] == "completed"
