import random

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import Match, MatchRole, MatchRun, MatchState
from copilot.domain.members import Member, Role
from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.service import MatchingService
from tests.services.matching.community import EXPERIENCE, GOALS, enrolled, homed, member, mentee, mentor

NAMES = (
    "Maria Lopes",
    "Kwame Mensah",
    "Li Wei",
    "Will Smith",
    "Grace Park",
    "Zofia Nowak",
    "Ali Demir",
    "Ann Lee",
)


def community(names: tuple[str, ...] = NAMES) -> list[Member]:
    people = iter(names)
    mentees = [
        mentee(f"e{n}", GOALS[n], name=(name := next(people)), headline=f"{name} works in sales")
        for n in range(4)
    ]
    mentors = [
        mentor(f"m{n}", f"{(name := next(people))} says: {EXPERIENCE[n]}", name=name) for n in range(4)
    ]
    return [*mentees, *mentors]


def pairs(matches: list[Match]) -> set[tuple[str, str, float]]:
    return {(match.seeker, match.partner, match.score) for match in matches}


def run(service: MatchingService, **arguments: object) -> tuple[MatchRun, list[Match]]:
    return service.run(OPERATOR, MatchRole.MENTOR, **arguments)  # type: ignore[arg-type]  # keywords of the tests


def test_a_run_proposes_the_obvious_pairs_and_proves_them() -> None:
    service, units = homed(community())
    result, matches = run(service)
    assert {(match.seeker, match.partner) for match in matches} == {(f"e{n}", f"m{n}") for n in range(4)}
    assert result.gap == 0
    assert result.total_score == pytest.approx(sum(match.score for match in matches), abs=1e-3)
    with units() as unit:
        assert [match.id for match in unit.matches.all(run=result.id)] == sorted(result.proposed)
        assert [entry.verb for entry in unit.audit_log.all()] == ["run"]


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_roster_changes_nothing(seed: int) -> None:
    members = community()
    expected = pairs(run(homed(members)[0])[1])
    renamed = [each.changed(email=f"{n}@example.org") for n, each in enumerate(members)]
    random.Random(seed).shuffle(renamed)
    assert pairs(run(homed(renamed)[0])[1]) == expected


def test_equal_profiles_are_told_apart_by_the_seed_and_not_by_row_or_name() -> None:
    mentees = [mentee(f"e{n}", GOALS[0]) for n in range(8)]
    members = [*mentees, mentor("m", EXPERIENCE[0])]
    chosen = {run(homed(members)[0], seed=seed)[1][0].seeker for seed in range(12)}
    assert len(chosen) > 2
    assert run(homed(members)[0], seed=3)[1][0].seeker == run(homed(members[::-1])[0], seed=3)[1][0].seeker


@pytest.mark.parametrize("seed", range(5))
def test_swapping_names_changes_no_pair_and_no_score(seed: int) -> None:
    expected = pairs(run(homed(community())[0])[1])
    swapped = list(NAMES)
    random.Random(seed).shuffle(swapped)
    assert pairs(run(homed(community(tuple(swapped)))[0])[1]) == expected


@pytest.mark.parametrize("says", ["{} told me to stop apologising", "{}'s words: prepare the prices"])
@pytest.mark.parametrize("name", ["Grace", "Will", "Mark", "Hope", "Jordan", "Victoria"])
def test_names_that_are_words_count_as_little_as_others_where_they_begin_a_sentence(
    name: str, says: str
) -> None:
    def told_of(first: str) -> set[tuple[str, str, float]]:
        told = (f"{EXPERIENCE[0]}. {says.format(first)}", says.format(first))
        members = [
            mentee("e0", GOALS[0], says.format(first)),
            mentor("m0", *told),
            mentor("m1", EXPERIENCE[1], name=f"{first} Osei"),
        ]
        return pairs(run(homed(members, MatchingWeights(floor=0))[0])[1])

    assert told_of(name) == told_of("Aisha")


def test_a_community_without_mentors_is_told_so() -> None:
    result, matches = run(homed([mentee("e", GOALS[0])])[0])
    assert not matches
    assert "Nobody in this pool is one of the mentors" in result.unmatched[0].reason
    assert result.total_score == result.gap == 0


def test_an_empty_home_gives_an_empty_run() -> None:
    result, matches = run(homed([])[0])
    assert not matches
    assert not result.unmatched


def test_ten_seekers_a_place_leave_nobody_without_a_reason() -> None:
    members = [
        *(mentee(f"e{n}", GOALS[n % 6]) for n in range(20)),
        mentor("m0", EXPERIENCE[0]),
        mentor("m1", EXPERIENCE[1]),
    ]
    result, matches = run(homed(members)[0], seed=1)
    assert len(matches) == 2
    assert len(result.unmatched) == 18
    assert all(each.reason and each.cure for each in result.unmatched)


def test_the_cure_one_more_place_is_true() -> None:
    members = [mentee("e0", GOALS[0]), mentee("e1", GOALS[0] + " abroad"), mentor("m0", EXPERIENCE[0])]
    result, _ = run(homed(members)[0])
    (alone,) = result.unmatched
    assert alone.reason == "The one suitable of the mentors is full."
    assert alone.cure == "One more place with m0 would do."
    more = [each.changed(capacity=2) if each.id == "m0" else each for each in members]
    assert not run(homed(more)[0])[0].unmatched


def test_everybody_vetoing_everybody_is_named_as_the_reason() -> None:
    ids = frozenset({"e0", "e1", "m0"})
    members = [
        mentee("e0", GOALS[0], vetoes=ids),
        mentee("e1", GOALS[1], vetoes=ids),
        mentor("m0", EXPERIENCE[0], vetoes=ids),
    ]
    result, matches = run(homed(members)[0])
    assert not matches
    assert all("not to be matched" in each.reason for each in result.unmatched)


def test_somebody_who_is_her_own_manager_is_matched_all_the_same() -> None:
    members = [
        mentee("e0", GOALS[0], line_manager_id="e0"),
        mentor("m0", EXPERIENCE[0], line_manager_id="m0"),
    ]
    assert len(run(homed(members)[0])[1]) == 1


def test_the_reason_no_language_in_common_names_the_language() -> None:
    members = [
        mentee("e0", GOALS[0], languages=("Polish",)),
        mentor("m0", EXPERIENCE[0], languages=("Hausa",)),
    ]
    (alone,) = run(homed(members)[0])[0].unmatched
    assert "language in common" in alone.reason
    assert "Polish" in alone.reason


def test_a_thin_profile_is_told_what_to_add() -> None:
    (alone,) = run(homed([mentee("e0", level=2), mentor("m0", EXPERIENCE[0], level=5)])[0])[0].unmatched
    assert "too thin" in alone.reason
    assert "goals" in alone.cure


def test_nothing_is_proposed_below_the_floor() -> None:
    service, _ = homed([mentee("e0", GOALS[0]), mentor("m0", "Paints walls")], MatchingWeights(floor=0.5))
    (alone,) = run(service)[0].unmatched
    assert "lowest score" in alone.reason


def test_a_second_run_keeps_the_same_proposals_with_their_ids() -> None:
    service, _ = homed(community())
    first, second = run(service), run(service)
    assert first[0].proposed == second[0].proposed
    assert not second[0].moved


def test_a_run_lists_who_moved_and_why() -> None:
    service, units = homed(community())
    _, before = run(service)
    with units() as unit:
        unit.members.save(unit.members.get("m0").changed(vetoes=frozenset({"e0"})))
        unit.commit()
    second, _ = run(service)
    moved = {move.member: move for move in second.moved}
    assert moved["e0"].before == "m0"
    assert moved["e0"].after != "m0"
    assert "asked not to be matched" in moved["e0"].why
    old = next(match for match in before if match.seeker == "e0")
    assert service.show(OPERATOR, old.id).state is MatchState.REPLACED


def test_approved_and_locked_matches_stay_and_use_places() -> None:
    service, _ = homed(community())
    _, matches = run(service)
    by_seeker = {match.seeker: match for match in matches}
    service.approve(OPERATOR, by_seeker["e0"].id)
    service.lock(OPERATOR, by_seeker["e1"].id)
    result, again = run(service)
    assert {match.seeker for match in again} == {"e2", "e3"}
    assert not {match.partner for match in again} & {"m0", "m1"}
    assert not result.moved
    assert service.show(OPERATOR, by_seeker["e1"].id).state is MatchState.PROPOSED


def test_two_programmes_compete_for_one_place_and_the_approved_one_wins() -> None:
    service, units = homed([mentee("e0", GOALS[0]), mentee("e1", GOALS[0]), mentor("m0", EXPERIENCE[0])])
    enrolled(units, "spring", ["e0", "m0"])
    enrolled(units, "autumn", ["e1", "m0"])
    _, (spring,) = run(service, programme="spring")
    _, (autumn,) = run(service, programme="autumn")
    service.approve(OPERATOR, spring.id)
    with pytest.raises(Conflict, match="places of the partner are taken"):
        service.approve(OPERATOR, autumn.id)
    result, matches = run(service, programme="autumn")
    assert not matches
    assert "full" in result.unmatched[0].reason


def test_only_those_enrolled_take_part() -> None:
    service, units = homed(community())
    enrolled(units, "spring", ["e0", "m0", "m1"])
    assert {match.seeker for match in run(service, programme="spring")[1]} == {"e0"}
    with pytest.raises(NotFound):
        run(service, programme="winter")


def test_a_change_during_the_solve_is_a_conflict_and_leaves_everything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    service, units = homed(community())
    encode = service._encoder.encode

    def somebody_changes(*arguments: object) -> object:
        with units() as unit:
            unit.members.save(unit.members.get("e0"))
            unit.commit()
        return encode(*arguments)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(service._encoder, "encode", somebody_changes)
    with pytest.raises(Conflict, match="changed while"):
        run(service)
    with units() as unit:
        assert not unit.matches.all()
        assert not unit.runs.all()


def test_peers_are_paired_once_each() -> None:
    members = [
        member(f"p{n}", Role.PEER, goals=(GOALS[n],), experience=(EXPERIENCE[(n + 1) % 4],)) for n in range(4)
    ]
    result, matches = homed(members, MatchingWeights(floor=0))[0].run(OPERATOR, MatchRole.PEER)
    together = [who for match in matches for who in (match.seeker, match.partner)]
    assert sorted(together) == ["p0", "p1", "p2", "p3"]
    assert result.gap == 0


def test_an_odd_peer_out_is_told_why() -> None:
    members = [member(f"p{n}", Role.PEER, goals=(GOALS[0],), experience=(EXPERIENCE[0],)) for n in range(3)]
    result, matches = homed(members)[0].run(OPERATOR, MatchRole.PEER)
    assert len(matches) == 1
    assert "paired with somebody else" in result.unmatched[0].reason


def test_a_sponsor_and_a_reverse_mentor_are_found_by_their_own_rules() -> None:
    members = [
        mentee("e0", GOALS[0], level=3, experience=(EXPERIENCE[2],)),
        member("s0", Role.SPONSOR, level=7, experience=(EXPERIENCE[0],), goals=(GOALS[2],)),
    ]
    service, _ = homed(members)
    assert [match.partner for match in service.run(OPERATOR, MatchRole.SPONSOR)[1]] == ["s0"]
    assert [match.partner for match in homed(members)[0].run(OPERATOR, MatchRole.REVERSE)[1]] == ["e0"]


def test_suggestions_come_best_first_with_reasons_and_leave_out_the_full() -> None:
    full = mentor("full", EXPERIENCE[0], EXPERIENCE[0], capacity=0)
    service, _ = homed([*community(), full], MatchingWeights(floor=0))
    suggestions = service.suggest(OPERATOR, "e0", MatchRole.MENTOR, k=3)
    assert suggestions[0].member == "m0"
    assert "full" not in [each.member for each in suggestions]
    assert [each.score for each in suggestions] == sorted((each.score for each in suggestions), reverse=True)
    assert suggestions[0].rationale.alternatives[0].why_not == "full"


def test_in_a_large_pool_the_index_picks_those_who_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    service, _ = homed(community())
    expected = service.suggest(OPERATOR, "e1", MatchRole.MENTOR, k=1)
    monkeypatch.setattr("copilot.services.matching.verbs.suggesting.LARGE_POOL", 1)
    encoder = service._encoder
    service._index.replace({"m2": "then"}, {"m2": encoder.encode([EXPERIENCE[2]])})
    assert service.suggest(OPERATOR, "e1", MatchRole.MENTOR, k=1)[0].member == expected[0].member == "m1"


@pytest.mark.parametrize("k", [0, -1, 51])
def test_a_number_of_suggestions_out_of_reason_is_refused(k: int) -> None:
    with pytest.raises(BadInput):
        homed(community())[0].suggest(OPERATOR, "e0", MatchRole.MENTOR, k=k)


def test_a_member_sees_her_own_suggestions_and_nobody_elses() -> None:
    service, _ = homed(community())
    asker = Asker(member="e0", roles=frozenset({Role.MENTEE}))
    assert service.suggest(asker, "e0", MatchRole.MENTOR)
    with pytest.raises(NotAllowed):
        service.suggest(asker, "e1", MatchRole.MENTOR)
    with pytest.raises(NotAllowed):
        service.run(asker, MatchRole.MENTOR)


def test_what_if_tells_the_cost_and_who_moves_and_keeps_nothing() -> None:
    service, units = homed(community(), MatchingWeights(floor=0))
    answer = service.what_if(OPERATOR, "e0", "m1", MatchRole.MENTOR)
    assert answer.cost == pytest.approx(answer.total_before - answer.total_after)
    assert answer.cost > 0
    assert {move.member for move in answer.moved} >= {"e0", "e1"}
    with units() as unit:
        assert not unit.matches.all()


def test_what_if_one_of_several_alike_had_the_place_costs_nothing_at_all() -> None:
    seekers = [mentee(f"e{n}", GOALS[0], "Plan a budget and speak", level=2) for n in range(6)]
    service, _ = homed([*seekers, mentor("m0", EXPERIENCE[0], EXPERIENCE[4], level=5, capacity=1)])
    answers = [service.what_if(OPERATOR, each.id, "m0", MatchRole.MENTOR) for each in seekers]
    assert [answer.cost for answer in answers] == [0.0] * 6
    assert sorted(len(answer.moved) for answer in answers) == [0, 2, 2, 2, 2, 2]


def test_what_if_on_a_forbidden_pair_says_which_rule() -> None:
    service, _ = homed([mentee("e0", GOALS[0], line_manager_id="m0"), mentor("m0", EXPERIENCE[0])])
    with pytest.raises(Conflict, match="line manager"):
        service.what_if(OPERATOR, "e0", "m0", MatchRole.MENTOR)
    with pytest.raises(NotFound):
        service.what_if(OPERATOR, "e0", "nobody", MatchRole.MENTOR)


def test_rosters_are_scored_pair_by_pair_without_rules_or_records() -> None:
    members = community()
    service, _ = homed([])
    vetoing = [each.changed(vetoes=frozenset({"e0", "e1"})) for each in members[4:]]
    scored = list(service.score_pairs(members[:2], vetoing, MatchRole.MENTOR))
    assert [pair[:2] for pair in scored] == [(f"e{n}", f"m{k}") for n in range(2) for k in range(4)]
    assert max(scored, key=lambda pair: pair[2])[:2] in {("e0", "m0"), ("e1", "m1")}
    assert all(0 <= pair[2] <= 1 for pair in scored)
