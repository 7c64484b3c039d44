from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.asking import OPERATOR
from copilot.domain.briefs import Brief
from copilot.domain.drafts import GoalPlan, PlannedGoal, PlannedStep
from copilot.domain.relationships import Goal, Milestone
from copilot.errors import Conflict
from copilot.services.drafting.kinds.goal_plan import GoalPlanKind
from copilot.services.drafting.plan_lines import goals_as_planned, goals_written_in
from tests.fakes import MemoryUnitsOfWork
from tests.services.drafting.community import ANA, TOMAS, drafting, units

HERS = "Present the delivery figures to the directors without notes"
FROZEN = "I freeze when the directors are in the room"


def goals(community: MemoryUnitsOfWork) -> dict[str, Goal]:
    return {goal.title: goal for goal in community.tables["goals"].values()}


def test_a_plan_she_approves_updates_her_goal_and_adds_those_of_her_profile() -> None:
    community = units()
    service = drafting(community)
    before = goals(community)[HERS]
    draft = service.goal_plan(ANA, "ana")
    assert goals(community) == {HERS: before}
    service.approve(ANA, draft.id)
    plan = GoalPlan.model_validate(draft.body)
    kept = goals(community)
    assert list(kept) == [HERS, *(goal.in_her_words for goal in plan.goals if goal.in_her_words != HERS)]
    for planned in plan.goals:
        steps = [(one.text, one.due) for one in kept[planned.in_her_words].milestones]
        assert steps == [(one.text, one.due) for one in planned.milestones]
        assert kept[planned.in_her_words].due == planned.milestones[-1].due
    assert kept[FROZEN].measure
    assert kept[FROZEN].member == "ana"
    same = {"id", "title", "why", "measure", "member", "relationship", "progress", "state", "objective"}
    assert kept[HERS].model_dump(include=same) == before.model_dump(include=same)


def test_a_second_plan_adds_no_goal_twice_and_what_is_done_stays_done() -> None:
    community = units()
    service = drafting(community)
    first, second = service.goal_plan(ANA, "ana"), service.goal_plan(ANA, "ana")
    service.approve(ANA, first.id)
    with community() as unit:
        goal = next(one for one in unit.goals.all(member="ana") if one.title == FROZEN)
        done = goal.milestones[0].model_copy(update={"done": True})
        asked = Milestone(text="Asked Tomás to listen", done=True)
        unit.goals.save(goal.changed(milestones=(asked, done, *goal.milestones[1:])))
        unit.commit()
    before = list(goals(community))
    service.approve(ANA, second.id)
    assert list(goals(community)) == before
    assert [one.done for one in goals(community)[FROZEN].milestones[:3]] == [True, True, False]


def test_of_an_edited_plan_what_the_text_still_holds_is_kept() -> None:
    community = units()
    service = drafting(community)
    draft = service.goal_plan(ANA, "ana")
    text = (
        f"# Mine\n\n## 1. Speak\n\n> “{FROZEN}” [4]\n\n**How you will know (proposed).** Two talks.\n\n"
        "- [x] By 4 April 2026: Say the first sentence to Tomas (about 2 hours)\n- [ ] Breathe\n"
        "\n## 9. Something else\n\n- [ ] By 5 May 2026: Sing\n"
    )
    before = goals(community)[HERS]
    service.edit(ANA, draft.id, text.replace(" to Tomas", ""))
    service.approve(ANA, draft.id)
    kept = goals(community)
    assert list(kept) == [HERS, FROZEN]
    assert kept[HERS] == before
    assert kept[FROZEN].measure == "Two talks."
    assert kept[FROZEN].due == date(2026, 4, 4)
    assert kept[FROZEN].milestones == (
        Milestone(text="Say the first sentence", due=date(2026, 4, 4), done=True),
        Milestone(text="Breathe"),
    )


def test_a_goal_reached_since_stays_as_it_is() -> None:
    community = units()
    service = drafting(community)
    draft = service.goal_plan(ANA, "ana")
    with community() as unit:
        unit.goals.save(unit.goals.get("g1").changed(state="reached", progress=100))
        unit.commit()
    before = goals(community)[HERS]
    service.approve(ANA, draft.id)
    assert goals(community)[HERS] == before


def test_somebody_elses_approval_keeps_no_goals() -> None:
    community = units()
    service = drafting(community)
    before = goals(community)
    service.approve(OPERATOR, service.goal_plan(OPERATOR, "ana").id)
    assert goals(community) == before


texts = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=60
).filter(lambda text: text == " ".join(text.split()) and text)
steps = st.builds(
    PlannedStep,
    text=texts.map(lambda text: f"Write {text}"),
    due=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    hours=st.sampled_from([None, 0.5, 1.0, 2.5]),
)


@given(st.lists(st.lists(steps, min_size=1, max_size=4), min_size=1, max_size=3), texts)
def test_a_plan_is_read_back_as_it_was_written(planned: list[list[PlannedStep]], measure: str) -> None:
    every = tuple(
        PlannedGoal(title="Speak", in_her_words=f"I speak {n}", evidence=(n,), measure=f"Heard: {measure}",
                    milestones=tuple(each), mentor_can="Listen", first_step="Ask")
        for n, each in enumerate(planned, start=1)
    )  # fmt: skip
    brief = Brief(about="Ana", today=date(2026, 1, 1), starts=date(2026, 1, 1), ends=date(2027, 12, 31))
    form = GoalPlan(goals=every, starts=date(2026, 1, 1), ends=date(2027, 12, 31), hours_per_month=2)
    text = "\n".join(GoalPlanKind().lines(form, brief))
    assert goals_written_in(text, every, date(2026, 1, 1)) == goals_as_planned(every)


def test_an_approved_agenda_is_attached_to_the_session_it_was_made_for() -> None:
    community = units()
    service = drafting(community)
    draft = service.agenda(TOMAS, "r1")
    service.approve(ANA, draft.id)
    sessions = community.tables["sessions"]
    assert [sessions[one].agenda for one in ("s1", "s2", "s3")] == ["", "", draft.id]


def test_an_agenda_of_hers_alone_or_of_a_session_that_was_moved_or_the_operators_is_attached_to_nothing() -> (
    None
):
    community = units()
    service = drafting(community)
    service.approve(ANA, service.agenda(ANA, "r1", for_pair=False).id)
    service.approve(OPERATOR, service.agenda(OPERATOR, "r1").id)
    draft = service.agenda(ANA, "r1")
    with community() as unit:
        session = unit.sessions.get("s3")
        unit.sessions.save(session.changed(at=session.at.replace(hour=15)))
        unit.commit()
    assert service.approve(ANA, draft.id).state == "approved"
    assert community.tables["sessions"]["s3"].agenda == ""


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Ask Grace Okafor first.", "“Grace Okafor” is the name of another member."),
        ("Read https://example.org/plan", "It contains a link."),
    ],
)
def test_an_edited_text_for_others_that_names_somebody_or_leads_away_is_not_approved(
    words: str, reason: str
) -> None:
    service = drafting(units())
    draft = service.recognition(TOMAS, "ana")
    service.edit(TOMAS, draft.id, f"{draft.markdown}\n{words}")
    with pytest.raises(Conflict, match=reason) as caught:
        service.approve(TOMAS, draft.id)
    assert "Edit it again" in caught.value.cure
    assert "discard" in caught.value.cure
    assert service.show(TOMAS, draft.id).state == "edited"
    service.edit(TOMAS, draft.id, f"{draft.markdown}\nThank you once more.")
    assert service.approve(TOMAS, draft.id).state == "approved"


def test_in_her_own_plan_she_may_write_whom_she_will_tell() -> None:
    service = drafting(units())
    draft = service.goal_plan(ANA, "ana")
    service.edit(ANA, draft.id, f"{draft.markdown}\nI will tell Grace Okafor on Tuesday.\n")
    assert service.approve(ANA, draft.id).state == "approved"
