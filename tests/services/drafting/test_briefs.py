"""Sponsorship briefs: facts others may repeat, nothing that is hers to tell, and no use before her yes."""

from datetime import date

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.briefs import MomentTold, Source
from copilot.domain.matches import MatchRole
from copilot.domain.members import Role
from copilot.domain.relationships import Goal, Relationship
from copilot.errors import Conflict, NotAllowed, NotFound
from copilot.language.embedded.third_person import in_third_person, seen_by_others
from copilot.services.drafting import QuestionsToAsk
from copilot.services.drafting.facts.fit_for_others import personal_matter
from tests.fakes import MemoryUnitsOfWork
from tests.services.drafting.community import ANA, GRACE, MANAGER, TOMAS, drafting, units

WILL = Asker(member="will", roles=frozenset({Role.SPONSOR}))


def sponsored(**goal: object) -> MemoryUnitsOfWork:
    """Will sponsors Ana; one goal may be shared with the two."""
    community = units()
    with community() as unit:
        unit.relationships.add(
            Relationship(id="r9", role=MatchRole.SPONSOR, members=("ana", "will"), started=date(2026, 2, 1))
        )
        if goal:
            unit.goals.add(Goal.model_validate({"id": "g9", "member": "ana", "relationship": "r9", **goal}))
        unit.commit()
    return community


def publish(community: MemoryUnitsOfWork, moment: str) -> None:
    with community() as unit:
        unit.moments.save(unit.moments.get(moment).changed(public=True))
        unit.commit()


def with_profile(community: MemoryUnitsOfWork, **fields: object) -> MemoryUnitsOfWork:
    with community() as unit:
        ana = unit.members.get("ana")
        unit.members.save(ana.changed(profile=ana.profile.model_copy(update=fields)))
        unit.commit()
    return community


def test_she_has_a_brief_of_her_experience_and_of_what_others_saw() -> None:
    draft = drafting().brief(ANA, "ana")
    assert [check.reason for check in draft.checks if not check.passed] == []
    assert "Ana taught Excel to forty volunteers, in the room and online." in draft.markdown
    assert "In Ana’s own words: “Three years of analysis for warehouse planning”" in draft.markdown
    assert "All 212 orders left on Saturday morning. (10 February 2026)" in draft.markdown
    assert draft.owners == {"ana"}


def test_what_it_is_for_decides_where_it_is_said() -> None:
    draft = drafting().brief(ANA, "ana", aim="Lead the new night-shift team")
    assert any("“Lead the new night-shift team”" in where for where in draft.body["where"])
    assert draft.inputs["topic"] == "Lead the new night-shift team"
    assert "What it is for.** Lead the new night-shift team" in draft.markdown


def test_a_goal_that_was_reached_may_be_told_and_a_trouble_may_not() -> None:
    community = sponsored(title="Lead the warehouse pilot in Porto", state="reached")
    markdown = drafting(community).brief(ANA, "ana").markdown
    assert "A goal that Ana set and reached: “Lead the warehouse pilot in Porto”" in markdown
    assert "I freeze" not in markdown


def test_her_sponsor_sees_public_moments_and_shared_goals_and_nothing_else() -> None:
    community = sponsored(title="Lead the warehouse pilot in Porto", state="reached")
    publish(community, "mo1")
    draft = drafting(community).brief(WILL, "ana")
    assert "All 212 orders" in draft.markdown
    assert "Lead the warehouse pilot in Porto" in draft.markdown
    told = draft.model_dump_json()
    assert not any(private in told for private in ("Excel", "counting guide", "delivery figures", "cried"))
    assert draft.owners == {"ana", "will"}
    assert draft.relationship == "r9"


def test_a_sponsor_with_whom_nothing_was_shared_is_given_questions_to_ask() -> None:
    with pytest.raises(QuestionsToAsk) as caught:
        drafting(sponsored()).brief(WILL, "ana")
    assert "may be shared" in caught.value.questions[0]


def test_who_is_no_sponsor_of_hers_learns_not_even_whether_she_is_there() -> None:
    told = []
    for asker in (TOMAS, GRACE, MANAGER, WILL):
        for member in ("ana", "nobody"):
            with pytest.raises(NotFound) as caught:
                drafting().brief(asker, member)
            told.append(caught.value.message.replace(member, "…"))
    assert len(set(told)) == 1


def test_a_sponsorship_that_has_ended_opens_nothing() -> None:
    community = sponsored(title="Lead the pilot", state="reached")
    with community() as unit:
        unit.relationships.save(unit.relationships.get("r9").changed(state="closed"))
        unit.commit()
    with pytest.raises(NotFound):
        drafting(community).brief(WILL, "ana")


def test_a_line_manager_is_no_sponsor() -> None:
    community = sponsored(title="Lead the pilot", state="reached")
    with community() as unit:
        unit.members.save(unit.members.get("ana").changed(line_manager_id="will"))
        unit.commit()
    with pytest.raises(Conflict, match="line manager"):
        drafting(community).brief(WILL, "ana")


def test_approving_what_may_be_said_of_her_is_hers_alone() -> None:
    community = sponsored(title="Lead the pilot in Porto by summer", state="reached")
    service = drafting(community)
    draft = service.brief(WILL, "ana")
    with pytest.raises(NotAllowed, match="Only ana"):
        service.approve(WILL, draft.id)
    assert service.show(WILL, draft.id).state == "offered"
    approved = service.approve(ANA, draft.id)
    assert (approved.state, approved.consent, approved.publishable) == ("approved", "given", True)
    assert service.discard(ANA, draft.id, "I changed my mind").publishable is False


def test_the_operator_has_one_made_and_cannot_approve_it() -> None:
    service = drafting()
    draft = service.brief(OPERATOR, "ana")
    assert draft.owners == {"ana", "operator"}
    assert "delivery figures" not in draft.model_dump_json()
    with pytest.raises(NotAllowed):
        service.approve(OPERATOR, draft.id)


def test_third_persons_and_personal_matters_stay_out_and_she_is_told_so() -> None:
    texts = (
        "Built the rota with Grace Okafor and Tomás Reyes",
        "Led the returns desk after my maternity leave",
        "Ran the night shift for two winters",
    )
    draft = drafting(with_profile(units(), experience=texts, skills=("Excel",))).brief(ANA, "ana")
    told = draft.model_dump_json()
    assert "Grace" not in told
    assert "maternity" not in told
    assert "Ana ran the night shift for two winters." in draft.markdown
    assert "Left out was what speaks of family." in draft.remark


def test_where_nothing_is_known_she_is_asked() -> None:
    with pytest.raises(QuestionsToAsk) as caught:
        drafting().brief(GRACE, "grace")
    assert len(caught.value.questions) == 3


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Led the rollout for five museums", "Ana led the rollout for five museums."),
        ("Wrote it anew in March; it has stood since", "Ana wrote it anew in March; it has stood since."),
        ("Studied in Kumasi; thesis on map tiles", "Ana studied in Kumasi."),
        ("Trained speakers for webinars", "Ana trained speakers for webinars."),
        ("Trained nurse", "In Ana’s own words: “Trained nurse”"),
        ("Certified accountant of a port", "In Ana’s own words: “Certified accountant of a port”"),
        ("Rebuilt our returns desk", "In Ana’s own words: “Rebuilt our returns desk”"),
        ("I ran the night shift", "In Ana’s own words: “I ran the night shift”"),
    ],
)
def test_her_words_are_put_into_the_third_person_only_where_that_is_safe(said: str, told: str) -> None:
    assert in_third_person(Source(n=1, text=said), "Ana").text == told


def test_a_moment_whose_writer_speaks_of_themselves_is_quoted() -> None:
    parts = ("My first week", "showed me the three reports nobody reads", "I wrote one instead")
    moment = MomentTold(
        on=date(2026, 2, 10),
        situation=Source(n=1, text=parts[0]),
        behaviour=Source(n=2, text=parts[1]),
        impact=Source(n=3, text=parts[2]),
    )
    assert seen_by_others(moment, "Ana").text == (
        "Seen and written down on 10 February 2026: “My first week” “showed me the three reports nobody reads” "
        "“I wrote one instead”"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Came back after my illness", "I was on sick leave", "my two children", "I turned 50", "waiting for my visa",
        "since my husband moved", "another offer from a bank",
    ],
)  # fmt: skip
def test_health_family_age_and_other_plans_are_known_when_they_are_met(text: str) -> None:
    assert personal_matter(text)


@pytest.mark.parametrize(
    "text",
    ["Nurse on a 40-bed ward", "Led a hospital’s night shift", "Installed tills at 41 sites", "Taught children chess"],
)  # fmt: skip
def test_work_with_patients_and_children_is_work(text: str) -> None:
    assert not personal_matter(text)
