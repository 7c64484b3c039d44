"""What a chat model fills in becomes the domain's form: facts keep their sources, rules stay the community's."""

from datetime import date

from copilot.domain.briefs import Brief, GoalTold, NoteLine, Source
from copilot.domain.drafts import RoleCharter, SponsorshipBrief
from copilot.language.asked.actions import AskedAction, AskedActions, actions_from
from copilot.language.asked.brief import AskedBrief, AskedSentence, brief_from
from copilot.language.asked.charter import AskedCharter, charter_from
from copilot.language.asked.goal_plan import AskedGoal, AskedGoalPlan, AskedStep, goal_plan_from

DAY = date(2026, 3, 2)
BRIEF = Brief(
    about="Person A", today=DAY, starts=DAY, ends=date(2026, 8, 28), role="sponsor",
    goals=(GoalTold(words=Source(n=1, text="Lead the pilot")),),
    profile=(Source(n=2, text="Ran the night shift", label="experience[0]"),),
    programme=(
        Source(n=3, text="Spring", label="name of the programme"),
        Source(n=4, text="2026-02-01", label="starts on 1 February 2026"),
        Source(n=5, text="2026-08-28", label="ends on 28 August 2026"),
    ),
    objectives=("More pilots", "Fewer reports"),
    passages=(Source(n=6, text="Consent covers one opportunity.", label="Advocacy"),),
)  # fmt: skip


def test_a_models_brief_keeps_its_sources_and_cannot_drop_what_is_left_out() -> None:
    asked = AskedBrief(
        aim=1, may_say=[AskedSentence(text="Person A ran the night shift.", sources=[2, 2])],
        where=["When the pilot is staffed, name Person A first."], next_step="Ask Person A first.", reading=6,
    )  # fmt: skip
    form = brief_from(asked, BRIEF)
    assert isinstance(form, SponsorshipBrief)
    assert form.may_say[0].evidence == (2,)
    assert form.aim is not None
    assert form.aim.text == "What Person A is working towards: “Lead the pilot”"
    assert any("Health, family plans" in each for each in form.leave_out)
    assert form.reading[0].evidence == (6,)


def test_a_number_that_is_no_goal_is_no_aim() -> None:
    asked = AskedBrief(
        aim=2, may_say=[AskedSentence(text="x", sources=[2])], where=["w"], next_step="n", reading=9
    )  # fmt: skip
    form = brief_from(asked, BRIEF)
    assert form.aim is None
    assert form.reading == ()


def test_a_models_charter_has_the_programmes_frame_word_for_word() -> None:
    asked = AskedCharter(
        purpose="p", does=["a", "b", "c"], leaves=["d", "e"], time="t", may_expect=["f"], first_month=["g"],
        reading=[6, 7],
    )  # fmt: skip
    form = charter_from(asked, BRIEF)
    assert isinstance(form, RoleCharter)
    assert form.role == "sponsor"
    assert form.frame[0].text == "The programme “Spring” runs from 1 February 2026 to 28 August 2026."
    assert form.frame[0].evidence == (3, 4, 5)
    assert [fact.evidence for fact in form.reading] == [(6,)]


def test_a_model_names_an_objective_by_number_and_the_words_stay_the_communitys() -> None:
    goal = AskedGoal(
        source=1,
        title="t",
        measure="Counted on Fridays.",
        milestones=[AskedStep(text="s", due=DAY)],
        mentor_can="m",
        first_step="f",
        objective=2,
    )
    plan = goal_plan_from(AskedGoalPlan(goals=[goal]), BRIEF)
    assert plan.goals[0].objective == "Fewer reports"
    without = goal_plan_from(AskedGoalPlan(goals=[goal.model_copy(update={"objective": 7})]), BRIEF)
    assert without.goals[0].objective == ""


def test_whose_a_promise_is_the_words_decide_before_the_model() -> None:
    brief = BRIEF.model_copy(
        update={
            "people": ("Person A", "Person B"),
            "held_on": DAY,
            "lines": (
                NoteLine(words=Source(n=7, text="I will send the slides by Friday."), author="Person A"),
                NoteLine(words=Source(n=8, text="We will look up three dates."), author="Person A"),
            ),
        }
    )
    asked = AskedActions(
        items=[
            AskedAction(source=7, text="Send the slides", owner="Person B", due="by Friday"),
            AskedAction(source=8, text="Look up three dates", owner="Person A"),
        ]
    )
    assert [item.owner for item in actions_from(asked, brief).items] == ["Person A", ""]
