from typing import Any

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.choices import Choice
from copilot.domain.matches import Match, MatchRole
from copilot.domain.members import Member, Role
from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from copilot.services.matching.scores.chosen import Chosen
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.service import MatchingService
from copilot.services.matching.solving.candidates import Candidates
from copilot.services.matching.solving.pool import Gathering, Pool
from tests.fakes import FixedClock, MemoryUnitsOfWork, WordEncoder
from tests.services.matching.community import (
    DAY,
    EXPERIENCE,
    GOALS,
    enrolled,
    homed,
    member,
    mentee,
    mentor,
)

ANN = Asker(member="ann", manages=frozenset({"spring"}))
HERSELF = Asker(member="e0", roles=frozenset({Role.MENTEE}))
Homed = tuple[MatchingService, MemoryUnitsOfWork]
MENTOR = MatchRole.MENTOR


def people() -> list[Member]:
    return [
        mentee("e0", GOALS[0], level=2, languages=("English",)),
        mentee("e1", GOALS[1], level=2),
        mentor("m0", EXPERIENCE[0], level=5),
        mentor("m1", EXPERIENCE[1], level=5),
        *(mentor(f"m{n}", f"{EXPERIENCE[0]} twice", level=5) for n in (2, 3)),
    ]


@pytest.fixture
def home() -> Homed:
    service, units = homed(people(), MatchingWeights(floor=0))
    enrolled(units, "spring", [each.id for each in people()], ["ann"])
    return service, units


@pytest.fixture
def service(home: Homed) -> MatchingService:
    return home[0]


def change(home: Homed, who: str, **fields: Any) -> None:
    with home[1]() as unit:
        unit.members.save(unit.members.get(who).changed(**fields))
        unit.commit()


def partner_of(service: MatchingService, seeker: str) -> Match:
    return next(each for each in service.run(ANN, MENTOR, "spring")[1] if each.seeker == seeker)


def choice(*ranked: str) -> dict[str, Choice]:
    return {
        "e0": Choice(id="choice1", member="e0", role=MENTOR, ranked=ranked, at=FixedClock().now()),
    }


def pool(members: list[Member], ranked: tuple[str, ...] = (), **weights: Any) -> Pool:
    return Gathering(WordEncoder(), MatchingWeights(floor=0, **weights), DAY).pool(
        [each for each in members if Role.MENTEE in each.roles],
        [each for each in members if Role.MENTOR in each.roles],
        MENTOR,
        roster=members,
        choices=choice(*ranked) if ranked else None,
    )


def scores(found: Pool) -> dict[tuple[str, str], float]:
    return {
        (seeker.member.id, partner.member.id): found.pair(row, column)[0]
        for row, seeker in enumerate(found.seekers)
        for column, partner in enumerate(found.partners)
    }


def test_whom_she_ranks_first_she_gets_and_the_rationale_says_so(service: MatchingService) -> None:
    assert partner_of(service, "e0").partner == "m0"
    kept = service.rank(HERSELF, "e0", MENTOR, ["m2", "m3"], "spring")
    assert kept
    match = partner_of(service, "e0")
    assert match.partner == "m2"
    assert match.parts["choice"] == 1.0
    claim = next(each for each in match.rationale.for_ if "ranked" in each.claim)
    assert claim.claim == "The mentee ranked this mentor first."
    assert claim.weight
    (cited,) = [each for each in match.rationale.citations if each.n in claim.evidence]
    assert cited.model_dump() == {
        "n": cited.n, "kind": "choice", "record": kept.id, "field": "ranked[0]", "quote": "m2",
    }  # fmt: skip


def test_a_ranking_raises_the_ranked_in_order_and_lowers_nobody() -> None:
    alike = [
        mentee("e0", GOALS[0], level=2),
        *(mentor(f"m{n}", "Negotiated a lease", level=5) for n in range(4)),
    ]
    before, after = scores(pool(alike)), scores(pool(alike, ("m3", "m2", "m1")))
    assert len(set(before.values())) == 1
    assert after["e0", "m3"] > after["e0", "m2"] > after["e0", "m1"] > after["e0", "m0"]
    assert after["e0", "m0"] == before["e0", "m0"]


def test_a_ranking_that_would_lower_a_score_does_not_count() -> None:
    same = [mentee("e0", EXPERIENCE[0], level=2), mentor("m0", EXPERIENCE[0], level=4), mentor("m1", "x")]
    alone = pool(same)
    third = pool(same, ("m1", "x", "m0"))
    row, column = 0, alone.column_of("m0")
    assert alone.pair(row, column)[0] > 0.8
    assert third.pair(row, column) == alone.pair(row, column)


def test_scores_without_a_ranking_have_no_such_part() -> None:
    service, _ = homed(people())
    assert all("choice" not in pair[3] for pair in service.score_pairs(people()[:2], people()[2:], MENTOR))
    assert "choice" not in pool(people()).affinity.parts(*pool(people()).affinity.everyone)


def test_whom_she_ranked_is_scored_in_a_large_pool_too() -> None:
    """There a rough score picks a shortlist, on which her choice must stand however low it is."""
    others = [mentor(f"m{n}", EXPERIENCE[0], f"word{n}", level=4) for n in range(1, 9)]
    members = [mentee("e0", GOALS[0], level=2), mentor("m0", "Paints walls", level=4), *others]
    large = pool(members, ("m0",), exact_up_to=0, shortlist=2)
    ranked = Candidates(large.affinity, large.rules).ranked()
    assert large.column_of("m0") in ranked.columns.tolist()


def test_between_peers_a_ranking_counts_from_both_sides() -> None:
    a_choice = choice("p1", "p2")["e0"]
    chosen = Chosen({"p0": a_choice}, ["p0", "p1", "p2"], ["p0", "p1", "p2"], mutual=True)
    import numpy as np

    values = np.nan_to_num(chosen.values(np.arange(3), np.arange(3)))
    assert (values == values.T).all()
    assert values[1, 0] == 1


def test_an_empty_ranking_withdraws_it(service: MatchingService) -> None:
    service.rank(HERSELF, "e0", MENTOR, ["m2"], "spring")
    assert service.rank(HERSELF, "e0", MENTOR, [], "spring") is None
    assert service.choices(HERSELF) == []
    assert partner_of(service, "e0").partner == "m0"
    assert service.rank(HERSELF, "e0", MENTOR, [], "spring") is None


def test_a_new_ranking_replaces_the_one_before(service: MatchingService) -> None:
    service.rank(HERSELF, "e0", MENTOR, ["m2"], "spring")
    service.rank(HERSELF, "e0", MENTOR, ["m3", "m2"], "spring")
    assert [each.ranked for each in service.choices(HERSELF)] == [("m3", "m2")]


def test_a_ranking_for_the_programme_goes_before_one_for_all(service: MatchingService) -> None:
    service.rank(HERSELF, "e0", MENTOR, ["m3"])
    assert partner_of(service, "e0").partner == "m3"
    service.rank(HERSELF, "e0", MENTOR, ["m2"], "spring")
    assert partner_of(service, "e0").partner == "m2"


def test_a_ranking_obeys_the_rules_of_the_day_it_is_solved(home: Homed) -> None:
    service, _ = home
    service.rank(HERSELF, "e0", MENTOR, ["m2"], "spring")
    change(home, "m2", vetoes=frozenset({"e0"}))
    assert partner_of(service, "e0").partner == "m0"


@pytest.mark.parametrize(
    ("who", "fields", "words"),
    [
        ("e0", {"line_manager_id": "m1"}, "line manager"),
        ("m1", {"profile": {"level": 1, "experience": ("x",)}}, "at least one level ahead"),
        ("m1", {"profile": {"languages": ("Hausa",), "experience": ("x",)}}, "no language in common"),
        ("e0", {"vetoes": frozenset({"m1"})}, "e0 asked not to be matched with m1"),
    ],
)
def test_an_open_rule_that_forbids_a_choice_is_named(
    home: Homed, who: str, fields: dict[str, Any], words: str
) -> None:
    change(home, who, **fields)
    with pytest.raises(Conflict, match=words):
        home[0].rank(HERSELF, "e0", MENTOR, ["m0", "m1"], "spring")
    assert home[0].choices(HERSELF) == []


def refusal(home: Homed, partner: str) -> str:
    with pytest.raises((NotFound, Conflict)) as refused:
        home[0].rank(HERSELF, "e0", MENTOR, [partner], "spring")
    return f"{refused.type.__name__} {refused.value}".replace(partner, "X")


def test_a_veto_a_decline_and_a_stranger_sound_the_same(home: Homed) -> None:
    service, _ = home
    match = partner_of(service, "e0")
    service.decline(ANN, match.id, "They fell out")
    change(home, "m1", vetoes=frozenset({"e0"}))
    change(home, "m2", paused=True)
    assert len({refusal(home, each) for each in (match.partner, "m1", "m2", "e1", "nobody")}) == 1


def test_a_veto_behind_an_open_rule_is_not_told_by_what_is_left_out(home: Homed) -> None:
    change(home, "m1", profile={"level": 1, "experience": ("x",)})
    open_rule = refusal(home, "m1")
    change(home, "m1", vetoes=frozenset({"e0"}))
    assert refusal(home, "m1") == open_rule


def test_a_manager_is_told_of_the_veto(home: Homed) -> None:
    change(home, "m1", vetoes=frozenset({"e0"}))
    with pytest.raises(Conflict, match="asked not to be matched"):
        home[0].rank(ANN, "e0", MENTOR, ["m1"], "spring")


def test_a_proposal_she_must_not_know_of_does_not_show_in_a_refusal(service: MatchingService) -> None:
    service.lock(ANN, partner_of(service, "e0").id)
    assert service.rank(HERSELF, "e0", MENTOR, ["m0"], "spring")
    service.approve(ANN, service.list_matches(ANN, member="e0")[0].id)
    with pytest.raises(Conflict, match="matched already"):
        service.rank(HERSELF, "e0", MENTOR, ["m0"], "spring")


def test_a_full_partner_may_be_ranked_for_places_come_free(home: Homed) -> None:
    change(home, "m1", capacity=0)
    assert home[0].rank(HERSELF, "e0", MENTOR, ["m1"], "spring")


@pytest.mark.parametrize("partners", [["m0", "m1", "m2", "m3"], ["m0", "m0"]])
def test_three_at_most_and_each_once(service: MatchingService, partners: list[str]) -> None:
    with pytest.raises(BadInput):
        service.rank(HERSELF, "e0", MENTOR, partners, "spring")


def test_nobody_chooses_for_somebody_else_but_a_manager_of_hers(service: MatchingService) -> None:
    for asker in (Asker(member="e1"), Asker(member="x", manages=frozenset({"autumn"})), Asker(member="m0")):
        with pytest.raises(NotAllowed):
            service.rank(asker, "e0", MENTOR, ["m0"], "spring")
    assert service.rank(ANN, "e0", MENTOR, ["m0"], "spring")
    assert service.rank(OPERATOR, "e0", MENTOR, ["m1"])
    with pytest.raises(BadInput, match="not one of those"):
        service.rank(OPERATOR, "m0", MENTOR, ["m1"])


def test_a_ranking_is_seen_by_her_and_by_managers_and_never_by_the_ranked(
    service: MatchingService,
) -> None:
    service.rank(HERSELF, "e0", MENTOR, ["m1", "m0"])
    assert service.choices(HERSELF)
    assert service.choices(ANN)
    assert service.choices(OPERATOR, member="e0", role=MENTOR)
    partner = Asker(member="m1", roles=frozenset({Role.MENTOR}))
    assert service.choices(partner) == []
    assert service.choices(Asker(member="x", manages=frozenset({"autumn"}))) == []


def test_the_partner_does_not_read_as_which_she_was_ranked(service: MatchingService) -> None:
    service.rank(HERSELF, "e0", MENTOR, ["m3", "m0"], "spring")
    match = partner_of(service, "e0")
    service.approve(ANN, match.id)
    seen = service.show(HERSELF, match.id)
    assert any("ranked" in each.claim for each in seen.rationale.for_)
    assert "choice" in seen.parts
    partner = Asker(member=match.partner, roles=frozenset({Role.MENTOR}))
    for told in (service.show(partner, match.id), *service.list_matches(partner)):
        assert "choice" not in told.parts
        assert "ranked" not in told.model_dump_json()
        cited = {each.n for each in told.rationale.citations}
        assert all(set(claim.evidence) <= cited for claim in told.rationale.for_)


def test_a_sponsor_is_ranked_like_a_mentor(home: Homed) -> None:
    service, units = home
    with units() as unit:
        unit.members.add(
            *(member(f"s{n}", Role.SPONSOR, level=8, experience=(EXPERIENCE[0],)) for n in range(2))
        )
        unit.commit()
    service.rank(OPERATOR, "e0", MatchRole.SPONSOR, ["s1"])
    found = {each.seeker: each for each in service.run(OPERATOR, MatchRole.SPONSOR)[1]}
    assert found["e0"].partner == "s1"
    assert any("ranked this sponsor first" in each.claim for each in found["e0"].rationale.for_)


def test_what_she_chose_is_logged_without_whom(home: Homed) -> None:
    home[0].rank(HERSELF, "e0", MENTOR, ["m1"])
    with home[1]() as unit:
        (entry,) = unit.audit_log.all(kind="choice")
    assert (entry.by, entry.verb, entry.detail) == ("e0", "rank", {"partners": "1"})


def test_she_can_look_for_what_her_roles_seek_and_what_she_was_nominated_for(home: Homed) -> None:
    service = home[0]
    assert service.kinds_to_choose(HERSELF, "e0") == (MENTOR, MatchRole.SPONSOR)
    change(home, "e0", roles=frozenset({Role.MENTEE, Role.PEER}))
    assert MatchRole.PEER in service.kinds_to_choose(HERSELF, "e0")
    assert service.kinds_to_choose(Asker(member="m0"), "m0") == (MatchRole.REVERSE,)
    service.nominate(OPERATOR, MatchRole.SPONSOR, members=["m0"])
    assert MatchRole.SPONSOR in service.kinds_to_choose(Asker(member="m0"), "m0")
    with pytest.raises(NotAllowed):
        service.kinds_to_choose(Asker(member="m0"), "e0")
