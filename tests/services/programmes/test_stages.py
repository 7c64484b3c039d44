"""What is due at each stage is read from the records: dates and states, and nobody's notes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from copilot.domain.asking import Asker
from copilot.domain.programmes import NextStep
from copilot.domain.relationships import Feedback, Goal, Session, Stage
from copilot.errors import Conflict, NotAllowed, NotFound
from copilot.services.programmes.stages import Due, StagesStanding, StagesStatus
from tests.services.programmes.community import (
    ADA,
    ADMIN,
    BEA,
    CEM,
    DAY,
    ENDS,
    MANAGER,
    TODAY,
    Community,
    at,
)  # fmt: skip

ORDERED = [
    "first session", "agreement", "shared goal", "rhythm", "look back", "closing session", "goals reviewed",
    "closing review", "next step",
]  # fmt: skip


@pytest.fixture
def community() -> Community:
    community = Community()
    community.enrolled("ada", "bea")
    community.paired("r1", "ada", "bea")
    return community


def standing(community: Community, asker: Asker = ADA) -> StagesStanding:
    found = community.service.due(asker, "r1")
    assert isinstance(found, StagesStanding)
    return found


def thing(community: Community, what: str, asker: Asker = ADA) -> Due:
    return next(each for each in standing(community, asker).due if each.what == what)


def shared_goal(community: Community, **fields: object) -> None:
    with community.units() as unit:
        unit.goals.add(
            Goal.model_validate(
                {"id": "g1", "member": "ada", "title": "Present", "relationship": "r1", **fields}
            )
        )
        unit.commit()


def session(community: Community, days: int, state: str = "held") -> None:
    with community.units() as unit:
        unit.sessions.add(
            Session.model_validate(
                {"id": f"s{days}", "relationship": "r1", "at": at(TODAY + days * DAY), "state": state}
            )
        )
        unit.commit()


def test_every_thing_has_its_stage_its_day_and_a_sentence(community: Community) -> None:
    due = standing(community).due
    assert [each.what for each in due] == ORDERED
    assert [each.stage for each in due] == sorted((each.stage for each in due), key=list(Stage).index)
    assert all(each.sentence.endswith(".") and each.day for each in due)


def test_the_first_weeks_are_a_session_an_agreement_and_a_goal(community: Community) -> None:
    assert thing(community, "first session").done
    assert thing(community, "agreement").done
    goal = thing(community, "shared goal")
    assert (goal.done, goal.late, goal.sentence) == (
        False,
        False,
        "Share a goal to work on by 16 March 2026.",
    )
    community.clock.move(15 * DAY)
    assert thing(community, "shared goal").late
    shared_goal(community)
    assert thing(community, "shared goal").done


def test_an_agreement_that_one_has_signed_is_not_signed() -> None:
    community = Community()
    community.paired("r1", "ada", "bea", signed=False)
    assert not thing(community, "agreement").done


def test_the_rhythm_is_the_one_they_agreed_on(community: Community) -> None:
    assert thing(community, "rhythm").day == TODAY - 7 * DAY + timedelta(weeks=2)
    assert thing(community, "rhythm").done
    community.clock.move(8 * DAY)
    assert thing(community, "rhythm").late, "what was planned for yesterday was neither held nor cancelled"
    session(community, 7)
    assert thing(community, "rhythm").done


def test_a_look_back_at_halfway_is_somebody_saying_how_it_goes(community: Community) -> None:
    half = thing(community, "look back").day
    assert half == TODAY - 14 * DAY + (ENDS - TODAY + 14 * DAY) / 2
    with community.units() as unit:
        unit.feedback.add(Feedback(id="f0", relationship="r1", by="bea", on=TODAY, rating=4))
        unit.commit()
    assert not thing(community, "look back").done, "the first weeks are no halfway"
    with community.units() as unit:
        unit.feedback.add(Feedback(id="f1", relationship="r1", by="bea", on=half - 7 * DAY, rating=4))
        unit.commit()
    assert thing(community, "look back").done


def test_the_end_is_a_last_session_the_goals_and_a_review(community: Community) -> None:
    shared_goal(community)
    assert not thing(community, "closing session").done
    session(community, (ENDS - TODAY).days - 10, "planned")
    assert thing(community, "closing session").done
    assert not thing(community, "goals reviewed").done
    with community.units() as unit:
        unit.goals.save(unit.goals.get("g1").changed(due=ENDS + 30 * DAY))
        unit.commit()
    assert thing(community, "goals reviewed").done, "a goal that goes on has a day of its own"


def test_a_review_counts_for_who_wrote_it_and_tells_the_other_nothing(community: Community) -> None:
    community.service.review(ADA, "p1", NextStep.PEERS, went_well="The questions")
    assert thing(community, "closing review").done
    assert thing(community, "next step").done
    assert not thing(community, "closing review", BEA).done
    assert not thing(community, "next step", BEA).done


def test_a_next_step_alone_is_no_review(community: Community) -> None:
    community.service.review(ADA, "p1", NextStep.REST)
    assert not thing(community, "closing review").done
    assert thing(community, "next step").done


def test_outside_a_programme_nothing_depends_on_a_last_day(community: Community) -> None:
    community.service.leave(ADA, "p1", "keep")
    assert [each.what for each in standing(community).due] == ORDERED[:5]
    assert standing(community).suggested is None


@pytest.mark.parametrize("asker", [MANAGER, ADMIN])
def test_a_manager_sees_numbers_and_days_and_not_which(community: Community, asker: Asker) -> None:
    found = community.service.due(asker, "r1")
    assert isinstance(found, StagesStatus)
    assert (found.stage, found.done, found.open, found.late) == (Stage.INITIATION, 3, 6, 0)
    assert not any(what in found.model_dump_json() for what in ORDERED)


def test_others_do_not_learn_that_it_is_there(community: Community) -> None:
    with pytest.raises(NotFound):
        community.service.due(CEM, "r1")


def test_the_next_stage_is_suggested_when_all_of_the_first_is_done(community: Community) -> None:
    assert standing(community).suggested is None
    shared_goal(community)
    assert standing(community).suggested is Stage.CULTIVATION
    assert "initiation is done" in standing(community).because


def test_in_the_last_month_it_is_time_to_close_well(community: Community) -> None:
    community.clock.move(ENDS - TODAY - 29 * DAY)
    found = standing(community)
    assert (found.stage, found.suggested) == (Stage.INITIATION, Stage.SEPARATION)
    assert "31 December 2026" in found.because


def test_the_two_move_on_and_never_back(community: Community) -> None:
    assert community.service.move_stage(BEA, "r1", Stage.SEPARATION).stage is Stage.SEPARATION
    with pytest.raises(Conflict, match="Cultivation lies behind you: you are in separation"):
        community.service.move_stage(ADA, "r1", Stage.CULTIVATION)
    with pytest.raises(Conflict, match="Separation has begun already"):
        community.service.move_stage(ADA, "r1", Stage.SEPARATION)
    with pytest.raises(NotAllowed):
        community.service.move_stage(MANAGER, "r1", Stage.REDEFINITION)
    community.service.rematch(ADA, "r1")
    with pytest.raises(Conflict, match="closed"):
        community.service.move_stage(ADA, "r1", Stage.CULTIVATION)


def test_what_has_ended_with_its_programme_may_find_a_new_form(community: Community) -> None:
    community.service.close(MANAGER, "p1", early=True)
    assert [each.stage for each in standing(community).due] == [Stage.SEPARATION] * 3 + [Stage.REDEFINITION]
    assert community.service.move_stage(ADA, "r1", Stage.REDEFINITION).stage is Stage.REDEFINITION


def test_before_the_end_no_one_jumps_over_separation(community: Community) -> None:
    with pytest.raises(Conflict, match="Redefinition comes after separation, and you are in initiation"):
        community.service.move_stage(ADA, "r1", Stage.REDEFINITION)
    community.service.move_stage(ADA, "r1", Stage.SEPARATION)
    assert community.service.move_stage(ADA, "r1", Stage.REDEFINITION).stage is Stage.REDEFINITION


def test_a_goal_that_was_dropped_has_been_looked_at_and_is_shared_no_more(community: Community) -> None:
    shared_goal(community, state="dropped")
    assert thing(community, "goals reviewed").done
    assert not thing(community, "shared goal").done
