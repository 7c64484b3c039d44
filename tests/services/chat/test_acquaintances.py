"""Whom an utterance means: those she knows by any part of their names; of strangers nothing shows."""

import pytest

from copilot.domain.matches import Benefit, Match, MatchRole, MatchState, Rationale
from copilot.domain.members import Role
from copilot.services.chat.acquaintances import Acquaintances
from copilot.services.chat.naming import without_names
from copilot.services.pseudonyms import Roster
from tests.services.chat.community import Talk, member, talk, together
from tests.services.drafting.community import ANA, GRACE, TOMAS


@pytest.fixture
def made() -> Talk:
    return talk()


def known(made: Talk) -> Acquaintances:
    return Acquaintances(made.units, made.services.relationships)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("plan my session with tomas", "tomas"), ("TOMÁS and I", "TOMÁS"), ("reyes's next meeting", "reyes"),
        ("what about Tomás Reyes’s promise", "Tomás Reyes"), ("agenda w/ Tomás, 30 min", "Tomás"),
        ("Ana wants an agenda", ""), ("agenda for thursday", ""), ("agenda for Thursday", ""), ("with HR", ""),
        ("with Zora Quill about pay", "Zora Quill"), ("with Zora’s team", "Zora"),
        ("me and Maarten de Wit", "Maarten de Wit"),
    ],
)  # fmt: skip
def test_a_name_is_read_in_any_spelling(made: Talk, said: str, name: str) -> None:
    assert known(made).person_in(ANA, said) == name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("write up what me and ama expect", "ama"), ("big kudos to ama!!", "ama"), ("agenda with ama", "ama"),
        ("ama and I meet", "ama"), ("grace's achievements", "grace"), ("what can i say of grace's work", "grace"),
        ("she will grace the stage with a grace period", ""), ("an amateur", ""), ("the grace's", ""),
    ],
)  # fmt: skip
def test_short_names_and_words_in_lower_case_count_where_a_person_stands(
    made: Talk, said: str, name: str
) -> None:
    made.add("members", member("ama", "Ama Boateng"))
    made.add("relationships", together("r2", "ana", "ama"), together("r3", "ana", "grace"))
    assert known(made).person_in(ANA, said, anywhere=True) == name


def test_a_strangers_name_is_read_like_a_name_that_nobody_bears(made: Talk) -> None:
    made.add("members", member("zora", "Zora Quill"))
    for said in (
        "agenda with {}",
        "agenda with {} Quill",
        "a shout-out for {}",
        "me and {}",
        "the agenda of {}",
        "{}",
    ):
        for anywhere in (False, True):
            read = [
                known(made).person_in(ANA, said.format(one), anywhere=anywhere) for one in ("Zora", "Yann")
            ]
            assert read[0].replace("Zora", "") == read[1].replace("Yann", "")
            lower = [
                known(made).person_in(ANA, said.format(one), anywhere=anywhere) for one in ("zora", "yann")
            ]
            assert lower[0].replace("zora", "") == lower[1].replace("yann", "")


def test_who_is_meant_tells_no_job_and_a_stranger_is_somebody_too(made: Talk) -> None:
    roster = Roster(known(made).known(ANA))
    assert (
        without_names("agenda with Tomás Reyes, tomas's plan", roster)
        == "agenda with somebody, somebody's plan"
    )
    assert without_names("agenda with Zora Quill on Excel", roster) == "agenda with somebody on Excel"


def test_two_of_one_first_name_are_both_meant_and_the_full_name_decides(made: Talk) -> None:
    made.add("members", member("grace2", "Grace Lind"))
    made.add("relationships", together("r2", "ana", "grace"), together("r3", "ana", "grace2"))
    meant = known(made).meant
    assert {one.relationship for one in meant(ANA, "grace")} == {"r2", "r3"}
    assert [one.relationship for one in meant(ANA, "Grace Lind")] == ["r3"]
    assert known(made).members(ANA, "Grace") == ["grace", "grace2"]


def test_two_relationships_with_one_person_are_told_apart(made: Talk) -> None:
    made.add("members", member("twin", "Tomás Reyes", Role.MENTOR))
    made.add("relationships", together("r2", "ana", "tomas"), together("r3", "ana", "twin"))
    called = [one.called for one in known(made).of(ANA)]
    assert len(set(called)) == 3
    assert "Tomás Reyes (mentor)" in called
    for one in known(made).of(ANA):
        assert known(made).meant(ANA, one.called) == [one]


def test_a_closed_relationship_is_none_to_plan_for(made: Talk) -> None:
    made.add("relationships", together("r2", "ana", "grace").changed(state="closed"))
    assert known(made).meant(ANA, "Grace") == []
    assert known(made).meant(GRACE, "") == []


def test_nobody_is_meant_by_the_name_or_the_id_of_a_stranger(made: Talk) -> None:
    made.add("relationships", together("r9", "grace", "will"))
    for said in ("grace", "Grace Okafor", "r9", "will"):
        assert known(made).meant(ANA, said) == []


def test_several_strangers_of_one_name_are_nobody(made: Talk) -> None:
    made.add("members", member("z1", "Zora Quill"), member("z2", "Zora Pike"))
    assert known(made).members(ANA, "Zora") == []
    assert known(made).members(ANA, "Yann") == []


def test_a_partner_is_known_from_the_approval_on(made: Talk) -> None:
    match = Match(
        id="x1", seeker="ana", partner="nils", role=MatchRole.MENTOR, score=0.5, parts={},
        rationale=Rationale(benefit=Benefit(seeker="", partner="")), state=MatchState.PROPOSED, programme="p1",
        created=made.clock.now(),
    )  # fmt: skip
    made.add("matches", match)
    assert set(known(made).known(ANA)) == {"ana", "tomas"}
    with made.units() as unit:
        unit.matches.save(match.changed(state=MatchState.APPROVED))
        unit.commit()
    assert set(known(made).known(ANA)) == {"ana", "tomas", "nils"}


def test_a_circle_is_called_by_its_people(made: Talk) -> None:
    made.add("relationships", together("r5", "ana", "grace", "will", role=MatchRole.CIRCLE))
    assert "the circle with Grace, Will" in {one.called for one in known(made).of(ANA)}
    assert [one.called for one in known(made).of(TOMAS)] == ["Ana Duarte"]
