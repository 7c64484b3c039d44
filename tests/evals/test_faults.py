"""Each fault changes a good draft, and nothing but what it says."""

from datetime import date
from random import Random

import pytest

from copilot.domain.briefs import Brief, MomentTold, OpenAction, Source
from copilot.domain.drafts import (
    FORMS,
    Agenda,
    DraftKind,
    Fact,
    GoalPlan,
    PlannedGoal,
    PlannedStep,
    Recognition,
    TimeBox,
)
from copilot.services.drafting.material import Gathered, Material
from evals.kept_briefs import kept_briefs
from evals.suites.drafts import written_cases
from evals.suites.faults import FAULTS, planted

TODAY = date(2026, 3, 2)
ENDS = date(2026, 9, 2)
NOTE = "I think she has quietly begun to look for another post and I must not say so."


def material(form: GoalPlan | Agenda | Recognition, kind: DraftKind) -> Material:
    moment = MomentTold(
        on=TODAY,
        situation=Source(n=1, text="During the audit"),
        behaviour=Source(n=2, text="found the missing invoices"),
        impact=Source(n=3, text="The supplier paid back what was owed."),
    )
    brief = Brief(
        about="Ana Pires", partner="Bo Lind", today=TODAY, starts=TODAY, ends=ENDS, minutes=60, moments=(moment,),
        actions=(OpenAction(source=Source(n=4, text="Send the draft"), owner="Ana Pires"),),
    )  # fmt: skip
    names = {"m1": "Ana Pires", "m2": "Bo Lind", "m3": "Zora Kant"}
    return Material(kind, form, Gathered(brief, {}, {}, hidden=(NOTE,)), names, frozenset({"m1", "m2"}))


STEPS = tuple(
    PlannedStep(text=f"Rehearse part {n} aloud before a colleague", due=date(2026, 3 + n, 2), hours=2)
    for n in range(1, 5)
)
PLAN = GoalPlan(
    goals=(
        PlannedGoal(
            title="Speak to the board", in_her_words="I want to speak to the board without notes", evidence=(1,),
            measure="Ten minutes without notes", milestones=STEPS, mentor_can="Listen once a month.",
            first_step="Write down the first sentence.",
        ),
    ),
    starts=TODAY, ends=ENDS, hours_per_month=2,
)  # fmt: skip
AGENDA = Agenda(
    topic="The board", minutes=60, stage="cultivation",
    grounds=(Fact(text="Last time: “we tried the opening”", evidence=(1,)),),
    boxes=(
        TimeBox(title="Arrive", minutes=10, purpose="Say how the weeks were."),
        TimeBox(title="Work", minutes=40, purpose="Try the opening.", questions=("What would you say first to them?",),
                follow_up=(Fact(text="Send the draft", evidence=(4,)),)),
        TimeBox(title="Close", minutes=10, purpose="Agree on the next step."),
    ),
)  # fmt: skip
RECOGNITION = Recognition(
    tone="shout-out", title="Thank you, Ana",
    paragraphs=(
        Fact(text="During the audit Ana found the missing invoices. The supplier paid back.", evidence=(1, 2, 3)),
    ),
    closing="Thank you.",
)  # fmt: skip
GOOD = {
    GoalPlan: material(PLAN, DraftKind.GOAL_PLAN),
    Agenda: material(AGENDA, DraftKind.AGENDA),
    Recognition: material(RECOGNITION, DraftKind.RECOGNITION),
}
HAND_MADE = list(GOOD.values())
for case in written_cases():
    brief = kept_briefs()[case.input]
    if FORMS[brief.kind] not in GOOD and len(case.expected["form"].get("items", "two")) > 1:
        GOOD[FORMS[brief.kind]] = brief.material(brief.form(case.expected["form"]))
ALL = [(form, fault) for form, faults in FAULTS.items() for fault in faults]


@pytest.mark.parametrize(("form", "fault"), ALL, ids=[f"{form.__name__}, {fault}" for form, fault in ALL])
def test_a_fault_changes_a_good_draft_and_leaves_the_good_one_as_it_was(form, fault):
    before = GOOD[form].form.model_dump()
    spoiled = planted(fault, GOOD[form], Random(1))
    assert spoiled is not None
    assert spoiled.form.model_dump() != before
    assert GOOD[form].form.model_dump() == before
    assert spoiled.gathered is GOOD[form].gathered


def test_the_third_person_is_somebody_the_draft_may_not_name():
    for good in HAND_MADE:
        spoiled = planted("third person", good, Random(1))
        assert spoiled is not None
        assert "Zora Kant" in spoiled.form.model_dump_json()


def test_a_fault_that_cannot_be_planted_is_left_out():
    nothing_hidden = Material(DraftKind.AGENDA, AGENDA, Gathered(GOOD[Agenda].brief, {}, {}))
    assert planted("private note", nothing_hidden, Random(1)) is None
    no_promises = AGENDA.model_copy(update={"boxes": AGENDA.boxes[:1] * 3})
    assert planted("forgotten item", material(no_promises, DraftKind.AGENDA), Random(1)) is None
