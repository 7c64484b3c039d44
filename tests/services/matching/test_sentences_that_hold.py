"""Sentences that a manager reads must be true of communities that nobody had in mind."""

import pytest

from copilot.domain.asking import OPERATOR
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Role
from copilot.errors import BadInput, Conflict
from copilot.services.matching.reasons.explaining import Explainer
from copilot.services.matching.scores.lexical import are_forms_of_one_word, terms_of
from tests.fakes import WordEncoder
from tests.services.matching.community import EXPERIENCE, GOALS, homed, member, mentee, mentor, pool_of

PEER, MENTOR = MatchRole.PEER, MatchRole.MENTOR


def peer(member_id: str, goal: str, experience: str, *roles: Role, **fields: object) -> Member:
    return member(member_id, Role.PEER, *roles, goals=(goal,), experience=(experience,), **fields)


def test_what_a_peer_gets_out_of_it_is_her_own_goal_and_not_the_others() -> None:
    one, other = peer("a", "Grow dahlias", EXPERIENCE[0]), peer("b", GOALS[0], "Poured beer")
    pool = pool_of([one, other], PEER)
    for row, column in ((0, 1), (1, 0)):
        rationale = Explainer(pool, WordEncoder()).rationale(row, column)
        theirs = pool.partners[column].member.profile
        assert theirs.goals[0] not in rationale.benefit.seeker
        assert not rationale.benefit.partner.startswith(
            f"The chance to pass on “{pool.seekers[row].offers[0].original}"
        )


def test_nobody_is_told_to_learn_what_no_reason_says_the_partner_brings() -> None:
    pool = pool_of(
        [mentee("e", "Chess openings for a club"), mentor("m", "Keeps a club of bakers", function="Ovens")]
    )
    rationale = Explainer(pool, WordEncoder()).rationale(0, 0)
    assert "Chess" in " ".join(claim.claim for claim in rationale.against)
    assert rationale.benefit.seeker == "A conversation with somebody from Ovens."


@pytest.mark.parametrize(
    ("one", "other"),
    [("stories", "stores"), ("policies", "police"), ("factors", "factory"), ("planes", "plan")],
)
def test_two_words_with_one_stem_are_not_said_to_be_one(one: str, other: str) -> None:
    assert terms_of(one) == terms_of(other)
    assert not are_forms_of_one_word(one, other)
    pool = pool_of([mentee("e", f"Quarrels about {one}"), mentor("m", f"Knows {other} and quarrels")])
    claims = " ".join(claim.claim for claim in Explainer(pool, WordEncoder()).rationale(0, 0).for_)
    assert "Both speak of quarrels." in claims


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("story", "stories"),
        ("budgets", "budgeting"),
        ("planned", "planning"),
        ("hire", "recruiting"),
        ("k8s", "kubernetes"),
    ],
)
def test_forms_of_one_word_and_synonyms_are_one(one: str, other: str) -> None:
    assert are_forms_of_one_word(one, other)


def test_six_people_who_share_nothing_are_not_said_to_share_a_theme() -> None:
    aims = ("Grow dahlias", "Mend clocks", "Write grants", "Calm quarrels", "Mix martinis", "Tune pianos")
    service, _ = homed([member(f"c{n}", Role.PEER, goals=(aim,)) for n, aim in enumerate(aims)])
    _, (circle,) = service.run(OPERATOR, MatchRole.CIRCLE)
    said = f"{circle.rationale.for_[0].claim} {circle.rationale.benefit.seeker} {circle.rationale.confidence}"
    assert "share a theme" not in said
    assert "the same thing" not in said
    assert "no common theme" in said


def told(*members: Member, role: MatchRole = MENTOR) -> dict[str, str]:
    result, _ = homed(members)[0].run(OPERATOR, role)
    return {each.member: f"{each.reason} {each.cure}" for each in result.unmatched}


def test_of_one_mentor_and_of_two_the_reason_speaks_as_people_do() -> None:
    seeker = mentee("e", GOALS[0], level=5, languages=("Thai",))
    low = [mentor(f"m{n}", EXPERIENCE[0], level=3) for n in range(2)]
    assert (
        "The only one of the mentors left stands at no fitting level; the seeker is at level 5."
        in told(seeker, low[0])["e"]
    )
    assert "None of the 2 mentors left stands at a fitting level" in told(seeker, *low)["e"]
    foreign = mentor("m", EXPERIENCE[0], languages=("Twi",))
    assert "The only one of the mentors left states no language in common" in told(seeker, foreign)["e"]
    full = [mentor(f"m{n}", EXPERIENCE[0], capacity=0) for n in range(2)]
    assert "Both suitable mentors are full." in told(seeker, *full)["e"]


def test_a_seeker_without_a_level_is_not_said_to_be_at_level_none() -> None:
    seeker = mentee("e", GOALS[0])
    reason = told(seeker, member("s", Role.SPONSOR, experience=EXPERIENCE, level=4), role=MatchRole.SPONSOR)[
        "e"
    ]
    assert "None." not in reason
    assert "the seeker states no level" in reason
    assert "level 6 or above" in reason


def test_a_peer_without_a_place_is_told_so_and_nothing_about_a_floor() -> None:
    one, other = peer("a", GOALS[0], EXPERIENCE[1]), peer("b", GOALS[1], EXPERIENCE[0])
    reasons = told(one.changed(capacity=0), other, role=PEER)
    assert "capacity is 0" in reasons["a"]
    assert "no place left" in reasons["b"]
    assert "floor" not in f"{reasons}"


def test_a_peer_match_takes_a_place_of_the_one_who_seeks_too() -> None:
    """Whichever of the two stands as the seeker: she may have taken a mentee since the peers were proposed."""
    for busy in "ab":
        members = [
            peer(each, GOALS[n], EXPERIENCE[1 - n], *([Role.MENTOR] if each == busy else []))
            for n, each in enumerate("ab")
        ]
        service, _ = homed([*members, mentee("e", GOALS[1 - "ab".index(busy)])])
        _, (peers,) = service.run(OPERATOR, PEER)
        _, (mentored,) = service.run(OPERATOR, MENTOR)
        service.approve(OPERATOR, mentored.id)
        with pytest.raises(Conflict, match="no place left"):
            service.approve(OPERATOR, peers.id)


@pytest.mark.parametrize("days", [0, 1_000_000, 10**12])
def test_a_number_of_days_that_no_calendar_has_is_refused(days: int) -> None:
    with pytest.raises(BadInput, match="days"):
        homed([])[0].expire(OPERATOR, days)
