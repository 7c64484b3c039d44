"""A programme's matching mode is kept by the services, not by the pages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import MatchRole, MatchState
from copilot.domain.members import Role
from copilot.domain.programmes import MatchingMode
from copilot.errors import BadInput, Conflict, NotFound
from copilot.services.matching.service import MatchingService
from copilot.services.policy import Policy
from copilot.services.programmes.service import ProgrammesService
from tests.fakes import FixedClock, MemoryUnitsOfWork
from tests.services.matching.community import EXPERIENCE, GOALS, enrolled, homed, member, mentee, mentor

ANN, BOB = (
    Asker(member="ann", manages=frozenset({"spring"})),
    Asker(member="bob", manages=frozenset({"spring"})),
)
E0, E1, M0 = Asker(member="e0"), Asker(member="e1"), Asker(member="m0")
MENTOR, SPONSOR = MatchRole.MENTOR, MatchRole.SPONSOR
DAY = timedelta(days=1)


class Spring:
    """Two mentees, two mentors, somebody who could be sponsored by none of them, in one programme of a given mode."""

    def __init__(self, mode: MatchingMode = MatchingMode.SELF) -> None:
        self.matching: MatchingService
        self.units: MemoryUnitsOfWork
        self.matching, self.units = homed(
            [
                *(mentee(f"e{n}", GOALS[0], level=3) for n in range(2)),
                *(mentor(f"m{n}", EXPERIENCE[0], level=5) for n in range(2)),
                member("s0", Role.SPONSOR, experience=(EXPERIENCE[1],), level=8),
            ]
        )
        enrolled(self.units, "spring", ["e0", "e1", "m0", "m1", "s0"], ["ann", "bob"])
        with self.units() as unit:
            roles = frozenset({MENTOR, SPONSOR})
            unit.programmes.save(unit.programmes.get("spring").changed(matching=mode, roles=roles))
            unit.commit()
        self.clock = FixedClock()
        self.matching._clock = self.clock
        self.programmes = ProgrammesService(self.units, Policy(), self.clock)


@pytest.fixture
def spring() -> Spring:
    return Spring()


@pytest.mark.parametrize("mode", [MatchingMode.SELF, MatchingMode.SUGGESTED])
def test_where_members_choose_they_are_shown_suggestions_and_rank(mode: MatchingMode) -> None:
    spring = Spring(mode)
    for programme in ("spring", ""):
        assert {one.member for one in spring.matching.suggest(E0, "e0", MENTOR, 3, programme)} == {"m0", "m1"}
        assert spring.matching.rank(E0, "e0", MENTOR, ["m1"], programme) is not None


@pytest.mark.parametrize("programme", ["spring", ""])
@pytest.mark.parametrize("mode", [MatchingMode.POOL, MatchingMode.NOMINATION])
def test_where_a_run_decides_nobody_is_shown_suggestions_and_is_told_how_matches_come_about(
    mode: MatchingMode, programme: str
) -> None:
    spring = Spring(mode)
    for attempt in (
        lambda: spring.matching.suggest(E0, "e0", MENTOR, 3, programme),
        lambda: spring.matching.rank(E0, "e0", MENTOR, ["m1"], programme),
    ):
        with pytest.raises(Conflict, match="a run over all who take part finds the matches") as refusal:
            attempt()
        assert "profile" in refusal.value.cure


@pytest.mark.parametrize("asker", [ANN, OPERATOR])
def test_managers_and_the_operator_may_still_look(asker: Asker) -> None:
    spring = Spring(MatchingMode.POOL)
    assert len(spring.matching.suggest(asker, "e0", MENTOR, 3, "spring")) == 2


def test_a_ranking_from_before_can_be_taken_back_in_any_mode() -> None:
    spring = Spring(MatchingMode.SUGGESTED)
    spring.matching.rank(E0, "e0", MENTOR, ["m1"])
    spring.programmes.update(ANN, "spring", matching=MatchingMode.POOL)
    assert spring.matching.rank(E0, "e0", MENTOR, []) is None


def test_who_takes_part_in_two_programmes_chooses_among_those_of_the_one_that_lets_her() -> None:
    spring = Spring(MatchingMode.POOL)
    enrolled(spring.units, "open", ["e0", "m1"])
    assert {one.member for one in spring.matching.suggest(E0, "e0", MENTOR, 3)} == {"m1"}
    with pytest.raises(NotFound, match="not among those who can be chosen"):
        spring.matching.rank(E0, "e0", MENTOR, ["m0"])


def test_by_nomination_a_run_seeks_for_who_was_nominated_without_being_told_to() -> None:
    spring = Spring(MatchingMode.NOMINATION)
    with spring.units() as unit:
        unit.members.save(unit.members.get("e0").changed(roles=frozenset({Role.PEER})))
        unit.commit()
    assert "e0" not in {one.seeker for one in spring.matching.run(ANN, MENTOR, "spring")[1]}
    spring.matching.nominate(ANN, MENTOR, "spring", ["e0"])
    assert "e0" in {one.seeker for one in spring.matching.run(ANN, MENTOR, "spring")[1]}
    spring.matching.opt_out(E0, "e0", MENTOR, "spring")
    assert "e0" not in {one.seeker for one in spring.matching.run(ANN, MENTOR, "spring")[1]}


def test_one_who_is_asked_says_yes_and_a_relationship_begins_without_a_manager(spring: Spring) -> None:
    match = spring.matching.ask(E0, "m0", MENTOR, "spring")
    assert (match.state, match.accepted_by) == (MatchState.APPROVED, {"e0"})
    assert spring.matching.accept(M0, match.id).state is MatchState.ACTIVE
    with spring.units.reading() as unit:
        [relationship] = unit.relationships.all()
    assert (relationship.members, relationship.programme) == (("e0", "m0"), "spring")


def test_a_no_needs_no_reason_and_the_pair_is_not_proposed_again(spring: Spring) -> None:
    match = spring.matching.ask(E0, "m0", MENTOR, "spring")
    answered = spring.matching.say_no(M0, match.id)
    assert (answered.state, answered.reason) == (MatchState.DECLINED, "")
    with pytest.raises(NotFound, match="not among those who can be chosen"):
        spring.matching.ask(E0, "m0", MENTOR, "spring")
    assert {one.member for one in spring.matching.suggest(E0, "e0", MENTOR, 3, "spring")} == {"m1"}
    assert spring.matching.ask(E0, "m1", MENTOR, "spring").partner == "m1"


def test_nobody_takes_a_no_back_over_the_head_of_who_said_it(spring: Spring) -> None:
    match = spring.matching.ask(E0, "m0", MENTOR, "spring")
    spring.matching.say_no(M0, match.id)
    with pytest.raises(Conflict, match="nobody takes that back for them"):
        spring.matching.undo(OPERATOR, match.id)
    with spring.units.reading() as unit:
        assert unit.matches.get(match.id).state is MatchState.DECLINED


def test_a_question_taken_back_may_be_asked_again(spring: Spring) -> None:
    match = spring.matching.ask(E0, "m0", MENTOR, "spring")
    assert spring.matching.say_no(E0, match.id).state is MatchState.WITHDRAWN
    assert spring.matching.ask(E0, "m0", MENTOR, "spring").state is MatchState.APPROVED


def test_she_asks_one_at_a_time(spring: Spring) -> None:
    spring.matching.ask(E0, "m0", MENTOR, "spring")
    with pytest.raises(Conflict, match="One mentor at a time"):
        spring.matching.ask(E0, "m1", MENTOR, "spring")


def test_a_place_that_somebody_asks_for_is_taken_until_she_has_her_answer(spring: Spring) -> None:
    spring.matching.ask(E0, "m0", MENTOR, "spring")
    with pytest.raises(Conflict, match="All her places are taken"):
        spring.matching.ask(E1, "m0", MENTOR, "spring")


@pytest.mark.parametrize(
    "changes",
    [
        {"vetoes": frozenset({"e0"})},
        {"paused": True},
        {"roles": frozenset({Role.PEER})},
    ],
    ids=["a veto", "a pause", "no such role"],
)
def test_a_rule_that_is_not_hers_to_know_reads_as_if_nobody_offered(spring: Spring, changes: object) -> None:
    with spring.units() as unit:
        unit.members.save(unit.members.get("m0").changed(**changes))  # type: ignore[arg-type]  # fields of a member
        unit.commit()
    with pytest.raises(NotFound, match="not among those who can be chosen"):
        spring.matching.ask(E0, "m0", MENTOR, "spring")


def test_a_line_manager_is_nobody_to_ask(spring: Spring) -> None:
    with spring.units() as unit:
        unit.members.save(unit.members.get("e0").changed(line_manager_id="m0"))
        unit.commit()
    with pytest.raises(Conflict, match="line manager"):
        spring.matching.ask(E0, "m0", MENTOR, "spring")


def test_two_without_a_language_in_common_are_not_brought_together(spring: Spring) -> None:
    with spring.units() as unit:
        for each, languages in (("e0", ("Portuguese",)), ("m0", ("Finnish",))):
            one = unit.members.get(each)
            unit.members.save(one.changed(profile=one.profile.model_copy(update={"languages": languages})))
        unit.commit()
    with pytest.raises(Conflict, match="no language in common"):
        spring.matching.ask(E0, "m0", MENTOR, "spring")


def test_a_sponsor_who_was_asked_for_is_reviewed_by_two_before_she_is_asked(spring: Spring) -> None:
    match = spring.matching.ask(E0, "s0", SPONSOR, "spring")
    assert (match.state, match.locked) == (MatchState.PROPOSED, True)
    with pytest.raises(NotFound):
        spring.matching.accept(Asker(member="s0"), match.id)
    assert spring.matching.approve(ANN, match.id).state is MatchState.SECOND_REVIEW
    with pytest.raises(Conflict, match="second, different person"):
        spring.matching.approve(ANN, match.id)
    assert spring.matching.approve(BOB, match.id).state is MatchState.APPROVED
    assert spring.matching.accept(Asker(member="s0"), match.id).state is MatchState.ACTIVE


def test_who_asked_a_sponsor_sees_her_question_and_takes_it_back_while_it_is_reviewed(spring: Spring) -> None:
    match = spring.matching.ask(E0, "s0", SPONSOR, "spring")
    assert [one.id for one in spring.matching.list_matches(E0)] == [match.id]
    assert spring.matching.list_matches(Asker(member="s0")) == []
    assert spring.matching.approve(ANN, match.id).state is MatchState.SECOND_REVIEW
    assert spring.matching.show(E0, match.id).id == match.id
    with pytest.raises(NotFound):
        spring.matching.say_no(Asker(member="s0"), match.id)
    taken_back = spring.matching.say_no(E0, match.id)
    assert (taken_back.state, taken_back.locked) == (MatchState.WITHDRAWN, False)
    assert spring.matching.ask(E0, "s0", SPONSOR, "spring").state is MatchState.PROPOSED


def test_a_proposal_that_nobody_asked_for_stays_unseen_by_the_two() -> None:
    spring = Spring(MatchingMode.SUGGESTED)
    proposed = spring.matching.run(ANN, MENTOR, "spring")[1]
    assert proposed
    assert spring.matching.list_matches(E0) == []


def test_a_question_that_nobody_reviews_expires_and_one_that_a_manager_locked_does_not(
    spring: Spring,
) -> None:
    match = spring.matching.ask(E0, "s0", SPONSOR, "spring")
    spring.clock.move(30 * DAY)
    assert spring.matching.expire(ANN, 14, programme="spring") is not None
    assert spring.matching.show(ANN, match.id).state is MatchState.EXPIRED
    again = spring.matching.ask(E0, "s0", SPONSOR, "spring")
    spring.matching.unlock(ANN, again.id)
    spring.matching.lock(ANN, again.id)
    spring.clock.move(30 * DAY)
    assert spring.matching.expire(ANN, 14, programme="spring") is None


def test_the_log_names_neither_who_asked_nor_who_said_no(spring: Spring) -> None:
    spring.matching.say_no(M0, spring.matching.ask(E0, "m0", MENTOR, "spring").id)
    spring.matching.say_no(E0, spring.matching.ask(E0, "m1", MENTOR, "spring").id)
    with spring.units.reading() as unit:
        said = {entry.verb: entry.by for entry in unit.audit_log.all()}
    assert said == dict.fromkeys(("ask", "say-no", "withdraw"), "one of those in it")


def test_where_members_choose_no_run_decides_for_them_but_for_sponsors(spring: Spring) -> None:
    with pytest.raises(Conflict, match="In spring members choose for themselves"):
        spring.matching.run(ANN, MENTOR, "spring")
    assert spring.matching.run(ANN, SPONSOR, "spring")[0].role is SPONSOR


@pytest.mark.parametrize("mode", [MatchingMode.SUGGESTED, MatchingMode.POOL, MatchingMode.NOMINATION])
def test_only_where_members_choose_for_themselves_may_they_ask(mode: MatchingMode) -> None:
    with pytest.raises(Conflict, match="In spring"):
        Spring(mode).matching.ask(E0, "m0", MENTOR, "spring")


def test_a_role_that_the_programme_does_not_match_is_not_asked_for(spring: Spring) -> None:
    with pytest.raises(BadInput, match="matches mentor and sponsor, and no reverse"):
        spring.matching.ask(M0, "e0", MatchRole.REVERSE, "spring")


def test_who_takes_no_part_asks_nobody(spring: Spring) -> None:
    spring.programmes.leave(E0, "spring")
    with pytest.raises(NotFound):
        spring.matching.ask(E0, "m0", MENTOR, "spring")


def test_who_has_paused_here_is_neither_proposed_nor_suggested_nor_approved_until_her_day() -> None:
    spring = Spring(MatchingMode.SUGGESTED)
    proposed = next(one for one in spring.matching.run(ANN, MENTOR, "spring")[1] if one.partner == "m0")
    spring.programmes.pause(M0, "spring", until=spring.clock.now().date() + 7 * DAY)
    assert {one.partner for one in spring.matching.run(ANN, MENTOR, "spring")[1]} == {"m1"}
    assert {one.member for one in spring.matching.suggest(E0, "e0", MENTOR, 3, "spring")} <= {"m1"}
    with spring.units() as unit:
        kept = unit.matches.get(proposed.id)
        unit.matches.save(kept.changed(state=MatchState.PROPOSED))
        unit.commit()
    with pytest.raises(Conflict, match="does not take part in this programme at the moment"):
        spring.matching.approve(ANN, proposed.id)
    spring.clock.move(7 * DAY)
    assert {one.partner for one in spring.matching.run(ANN, MENTOR, "spring")[1]} == {"m0", "m1"}


def test_in_another_programme_she_is_there_as_before() -> None:
    spring = Spring(MatchingMode.SUGGESTED)
    enrolled(spring.units, "autumn", ["e0", "m0"], ["ann"])
    spring.programmes.pause(M0, "spring")
    asker = Asker(member="ann", manages=frozenset({"autumn"}))
    assert {one.partner for one in spring.matching.run(asker, MENTOR, "autumn")[1]} == {"m0"}


@pytest.mark.parametrize("state", ["waiting", "left", "completed", "paused"])
def test_who_does_not_take_part_now_is_in_no_run(state: str) -> None:
    spring = Spring(MatchingMode.SUGGESTED)
    with spring.units() as unit:
        unit.enrolments.save(unit.enrolments.get("spring-m0").changed(state=state))
        unit.commit()
    assert {one.partner for one in spring.matching.run(ANN, MENTOR, "spring")[1]} == {"m1"}
