"""Recognition: equal care for everybody, and not a word in public before the recognised has agreed."""

from datetime import date
from typing import Any

import pytest

from copilot.domain.briefs import Brief, MomentTold, Source
from copilot.domain.drafts import DraftKind, Fact, Recognition
from copilot.errors import Conflict
from copilot.services.drafting import QuestionsToAsk
from copilot.services.drafting.checks import check
from copilot.services.drafting.checks.care import faults_of_a_moment, only_warmth
from copilot.services.drafting.material import Gathered, Material
from tests.fakes import MemoryUnitsOfWork
from tests.services.drafting.community import ANA, TOMAS, drafting, units


def written(text: str, closing: str = "Thank you, Ana.", impact: str = "") -> dict[str, str]:
    """The checks that fail on a shout-out with one paragraph."""
    moment = MomentTold(
        on=date(2026, 2, 10),
        situation=Source(n=1, text="When the system failed"),
        behaviour=Source(n=2, text=text),
        impact=Source(n=3, text=impact) if impact else None,
    )
    brief = Brief(
        about="Ana Duarte", today=date(2026, 3, 2), starts=date(2026, 3, 2), ends=date(2026, 3, 3),
        moments=(moment,),
    )  # fmt: skip
    evidence = (1, 2, 3) if impact else (1, 2)
    form = Recognition(
        tone="shout-out",
        title="A shout-out to Ana Duarte",
        paragraphs=(Fact(text=f"When the system failed, Ana {text}. {impact}".strip(), evidence=evidence),),
        closing=closing,
    )
    material = Material(
        DraftKind.RECOGNITION, form, Gathered(brief, {}, {}), {"ana": "Ana Duarte"}, frozenset({"ana"})
    )
    return {result.name: result.reason for result in check(material) if not result.passed}


@pytest.mark.parametrize(
    "praise",
    [
        "was hard-working all night and counted the pallets twice for the others",
        "counted all the pallets and there were no problems at all with her",
        "counted all the pallets by hand despite her inexperience with the scales",
        "counted all the pallets by hand, and she is a helpful colleague to everyone",
        "worked very hard on all of the pallets in the hall until four in the morning",
        "did a satisfactory count of all of the pallets in the hall until four in the morning",
        "counted all the pallets by hand until four and shows great potential for more",
        "gave an exceptional performance with all of the pallets until four in the morning",
        "counted all the pallets by hand, rather well for the hour of the night it was",
        "counted the pallets, as the only female engineer in the hall at that hour",
    ],
)
def test_praise_that_says_little_or_doubts_is_refused_with_a_reason_and_better_words(praise: str) -> None:
    reason = written(praise)["inclusive"]
    assert "rather " in reason


@pytest.mark.parametrize(
    "praise",
    [
        "counted the pallets by hand until four with the night shift and wrote the list anew",
        "carried on despite the storm, counted the pallets and telephoned every driver in turn",
        "worked with the hard cases first and found the two hundred orders that were missing",
        "was kind enough to no one in particular of the drivers but rang each of them in turn",
        "explained to the customer, in her own words, a kind of list that had no problems in it",
    ],
)
def test_ordinary_words_are_not_taken_for_faint_praise(praise: str) -> None:
    assert "inclusive" not in written(praise, impact="All 212 orders left in time.")


def test_warmth_counts_with_what_it_brought_about_and_not_alone() -> None:
    warm = "was patient and kind with each of the drivers who rang that night in the hall"
    assert "what changed, and for whom" in written(warm)["inclusive"]
    assert "inclusive" not in written(warm, impact="Not one of them cancelled a tour.")
    assert list(only_warmth("a kind of list")) == []


def test_a_shout_out_thanks_whoever_it_is_and_does_not_gush() -> None:
    deed = "counted the pallets by hand until four with the night shift and wrote the list anew"
    assert "thanks for what was done" in written(deed, closing="")["complete"]
    assert "exclamation" in written(deed, closing="Thank you! Thank you, Ana!")["inclusive"]


def with_moment(**changes: Any) -> MemoryUnitsOfWork:
    community = units()
    with community() as unit:
        unit.moments.save(unit.moments.get("mo1").changed(**changes))
        unit.commit()
    return community


def test_a_moment_told_in_faint_praise_is_asked_for_again_and_not_reworded() -> None:
    community = with_moment(behaviour="She is hard-working. She counted the pallets by hand.")
    with pytest.raises(QuestionsToAsk) as caught:
        drafting(community).recognition(TOMAS, "ana")
    question = caught.value.questions[0]
    assert "10 February 2026" in question
    assert "“hard-working”" in question
    assert "Can you log it again" in question


def test_other_moments_are_told_and_the_one_left_out_is_named_with_its_reason() -> None:
    draft = drafting(with_moment(impact="No problems at all.")).recognition(ANA, "ana", "nomination")
    assert "counting guide" in draft.markdown
    assert "pallets" not in draft.markdown
    assert "The moment of 10 February 2026 is left out. “No problems at all”" in draft.remark


def test_a_moment_is_judged_whoever_it_is_about() -> None:
    for who in ("her", "him", "them"):
        assert list(
            faults_of_a_moment("At the fair", f"no complaints about the work, no problems with {who}", "x")
        )


def test_a_write_up_is_public_only_when_the_recognised_has_agreed() -> None:
    service = drafting()
    draft = service.recognition(TOMAS, "ana")
    assert (draft.consent, draft.publishable) == ("asked", False)
    assert "until Ana has approved it" in draft.remark
    ready = service.approve(TOMAS, draft.id)
    assert (ready.state, ready.consent, ready.publishable) == ("approved", "asked", False)
    with pytest.raises(Conflict, match="approved already"):
        service.approve(TOMAS, draft.id)
    agreed = service.approve(ANA, draft.id)
    assert (agreed.state, agreed.consent, agreed.publishable) == ("approved", "given", True)
    with pytest.raises(Conflict):
        service.approve(ANA, draft.id)


def test_the_recognised_may_agree_first_and_take_it_back() -> None:
    service = drafting()
    draft = service.recognition(TOMAS, "ana")
    hers = service.approve(ANA, draft.id)
    assert (hers.state, hers.consent, hers.publishable) == ("offered", "given", False), "Tomas has not"
    assert service.approve(TOMAS, draft.id).publishable
    with pytest.raises(Conflict):
        service.edit(TOMAS, draft.id, "Other words.")
    assert not service.discard(ANA, draft.id, "I would rather not").publishable


def test_her_yes_is_to_the_words_she_read_and_not_to_what_they_become() -> None:
    service = drafting()
    draft = service.recognition(TOMAS, "ana")
    service.approve(ANA, draft.id, 0)
    edited = service.edit(TOMAS, draft.id, draft.markdown + "\nShe was tired.\n")
    assert edited.consent == "asked"
    with pytest.raises(Conflict, match="changed since you read"):
        service.approve(ANA, draft.id, 0)
    assert not service.approve(TOMAS, draft.id, 1).publishable
    assert service.approve(ANA, draft.id, 1).publishable


def test_words_she_had_written_about_herself_need_nobody_else() -> None:
    service = drafting()
    draft = service.recognition(ANA, "ana")
    assert service.approve(ANA, draft.id).state == "approved"


def test_a_draft_that_is_for_nobody_else_needs_no_consent() -> None:
    service = drafting()
    plan = service.approve(ANA, service.goal_plan(ANA, "ana").id)
    assert (plan.consent, plan.publishable) == ("", True)
