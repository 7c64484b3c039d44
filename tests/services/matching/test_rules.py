from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.domain.matches import Benefit, Match, MatchRole, MatchState, Rationale
from copilot.domain.members import Member, Role
from copilot.errors import BadInput
from copilot.services.matching.solving.pool import pairs_of, solve
from copilot.services.matching.solving.rules import PARTNER_ROLES, Past, Rules, paired_roles
from tests.services.matching.community import communities, member, pool_of

ROLES = st.sampled_from([MatchRole.MENTOR, MatchRole.SPONSOR, MatchRole.PEER, MatchRole.REVERSE])


def old_match(seeker: str, partner: str, state: MatchState, role: MatchRole = MatchRole.MENTOR) -> Match:
    return Match(
        id=f"{seeker}-{partner}",
        seeker=seeker,
        partner=partner,
        role=role,
        state=state,
        score=0.5,
        rationale=Rationale(benefit=Benefit(seeker="", partner="")),
        created=datetime(2026, 1, 1, tzinfo=UTC),
    )


def _lines(roster: dict[str, Member], who: str) -> set[str]:
    above: set[str] = set()
    while (who := roster[who].line_manager_id if who in roster else "") and who not in above:
        above.add(who)
    return above


def _levels_suit(role: MatchRole, own: int | None, other: int | None) -> bool:
    if role is MatchRole.SPONSOR and (other is None or other < 6):
        return False
    if own is None or other is None:
        return True
    ahead = other - own
    return {
        MatchRole.MENTOR: ahead >= 1,
        MatchRole.SPONSOR: ahead >= 1,
        MatchRole.PEER: abs(ahead) <= 1,
        MatchRole.REVERSE: ahead <= -1,
    }[role]


@settings(max_examples=80, deadline=None)
@given(communities(), ROLES, st.data())
def test_no_run_ever_breaks_a_hard_rule(members: list[Member], role: MatchRole, data: st.DataObject) -> None:
    """Each rule is written here a second time, plainly, and held against what was proposed."""
    ids = st.sampled_from([each.id for each in members])
    old = data.draw(
        st.lists(
            st.tuples(ids, ids, st.sampled_from(list(MatchState))), max_size=4, unique_by=lambda t: t[:2]
        )
    )
    past = Past(old_match(*each) for each in old)
    pool = pool_of(members, role, past=past)
    found = solve(pool)
    roster = {each.id: each for each in members}
    pairs = [
        (pool.seekers[row].member, pool.partners[column].member) for row, column in pairs_of(pool, found)
    ]
    for seeker, partner in pairs:
        languages = [set(each.profile.languages) for each in (seeker, partner)]
        assert seeker.id != partner.id
        assert partner.roles & PARTNER_ROLES[role]
        assert not seeker.paused
        assert not partner.paused
        assert partner.id not in seeker.vetoes
        assert seeker.id not in partner.vetoes
        assert partner.id not in _lines(roster, seeker.id)
        assert seeker.id not in _lines(roster, partner.id)
        assert not all(languages) or languages[0] & languages[1]
        assert _levels_suit(role, seeker.profile.level, partner.profile.level)
        forbidden = {MatchState.DECLINED, MatchState.APPROVED, MatchState.ACTIVE, MatchState.ACCEPTED}
        assert not any(
            {seeker.id, partner.id} == {one, other} and state in forbidden for one, other, state in old
        )
    for each in members:
        assert sum(partner.id == each.id for _, partner in pairs) <= past.places_left(each)
        assert sum(seeker.id == each.id for seeker, _ in pairs) <= 1


@pytest.mark.parametrize(
    ("seeker", "partner", "rule"),
    [
        ({}, {"vetoes": frozenset({"s"})}, "veto"),
        ({"vetoes": frozenset({"p"})}, {}, "veto"),
        ({"line_manager_id": "p"}, {}, "line_manager"),
        ({}, {"line_manager_id": "s"}, "line_manager"),
        ({"line_manager_id": "boss"}, {}, "reporting_line"),
        ({"languages": ("Polish",)}, {"languages": ("Hausa", "English")}, "language"),
        ({"level": 4}, {"level": 4}, "level"),
        ({"paused": True}, {}, "paused"),
        ({}, {"capacity": 0}, "capacity"),
    ],
)
def test_each_rule_says_in_a_sentence_what_is_wrong(seeker: dict, partner: dict, rule: str) -> None:
    boss = member("boss", Role.MANAGER, line_manager_id="p")
    s, p = member("s", Role.MENTEE, **seeker), member("p", Role.MENTOR, **partner)
    rules = Rules([s], [p], {each.id: each for each in (boss, s, p)}, MatchRole.MENTOR, Past())
    broken = rules.broken(0, 0)
    assert rule in [each.name for each in broken]
    assert all(each.sentence.endswith(".") for each in broken)


def test_a_language_that_only_one_states_forbids_nothing() -> None:
    s, p = member("s", Role.MENTEE, languages=("Polish",)), member("p", Role.MENTOR)
    assert not Rules([s], [p], {}, MatchRole.MENTOR, Past()).broken(0, 0)


def test_a_sponsor_needs_standing_that_is_known() -> None:
    s = member("s", Role.MENTEE, level=3)
    sponsors = [member(f"p{level}", Role.SPONSOR, level=level) for level in (None, 5, 6)]
    rules = Rules([s], sponsors, {}, MatchRole.SPONSOR, Past())
    assert rules.allowed(np.array([0]), np.arange(3)).tolist() == [[False, False, True]]


def test_a_declined_pair_is_never_proposed_again_in_either_direction() -> None:
    s, p = member("s", Role.PEER), member("p", Role.PEER)
    past = Past([old_match("p", "s", MatchState.DECLINED)])
    assert [rule.name for rule in Rules([s], [p], {}, MatchRole.PEER, past).broken(0, 0)] == ["declined"]


def test_a_subset_of_columns_is_judged_as_the_whole() -> None:
    members = [
        member(f"p{n}", Role.MENTEE, Role.MENTOR, vetoes=frozenset({f"p{(n * 3) % 7}"})) for n in range(7)
    ]
    rules = Rules(members, members, {each.id: each for each in members}, MatchRole.MENTOR, Past())
    everyone, some = np.arange(7), np.array([5, 1, 2])
    assert (rules.allowed(everyone, everyone)[:, some] == rules.allowed(everyone, some)).all()


def test_circles_are_not_made_of_pairs() -> None:
    with pytest.raises(BadInput, match="several people"):
        paired_roles(MatchRole.CIRCLE)


@pytest.mark.parametrize("above", ["the seeker", "the partner"])
def test_a_reporting_line_is_a_rule_in_both_directions(above: str) -> None:
    """Somebody two steps up or down is in the line and is not the line manager."""
    top, bottom = ("s", "p") if above == "the seeker" else ("p", "s")
    line = {top: "", "between": top, bottom: "between"}
    roles = {"s": Role.MENTEE, "p": Role.MENTOR, "between": Role.PEER}
    roster = {id_: member(id_, roles[id_], line_manager_id=manager) for id_, manager in line.items()}
    rules = Rules([roster["s"]], [roster["p"]], roster, MatchRole.MENTOR, Past())
    assert [rule.sentence for rule in rules.broken(0, 0)] == ["One stands in the other's reporting line."]
