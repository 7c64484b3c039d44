import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import MatchRole, MatchState
from copilot.domain.members import Role
from copilot.errors import BadInput, Conflict
from copilot.services.matching.solving.aims import Aim
from copilot.services.matching.solving.rules import Past
from copilot.services.matching.solving.targets import Target
from tests.services.matching.community import EXPERIENCE, GOALS, homed, member

CIRCLE = MatchRole.CIRCLE


def peers(count=12, **fields):
    return [
        member(
            f"c{n}", Role.PEER, goals=(GOALS[n % 2],), function=f"f{n % 3}", languages=("English",), **fields
        )
        for n in range(count)
    ]


@pytest.fixture
def home():
    return homed(peers())


def test_members_with_one_aim_are_proposed_as_a_circle_and_told_why(home):
    service, _ = home
    run, circles = service.run(OPERATOR, CIRCLE)
    assert run.unmatched == ()
    assert sorted(len(match.members) for match in circles) == [6, 6]
    for match in circles:
        assert len({int(each[1:]) % 2 for each in match.members}) == 1, "each has one theme"
        assert (match.seeker, match.partner) == match.members[:2]
        assert "share a theme" in match.rationale.for_[0].claim
        assert len(match.rationale.citations) == 6
        assert "three functions" in match.rationale.for_[1].claim


def test_a_circle_begins_when_all_of_it_have_said_yes(home):
    service, units = home
    circle = service.run(OPERATOR, CIRCLE)[1][0]
    service.approve(OPERATOR, circle.id)
    for each in circle.members[:-1]:
        seen = service.accept(Asker(member=each, roles=frozenset({Role.PEER})), circle.id)
        assert seen.state is MatchState.APPROVED
    last = service.accept(Asker(member=circle.members[-1], roles=frozenset({Role.PEER})), circle.id)
    assert last.state is MatchState.ACTIVE
    with units.reading() as unit:
        (relationship,) = unit.relationships.all()
    assert set(relationship.members) == set(circle.members)


def test_every_member_sees_her_circle_once_it_is_approved_and_nobody_else_does(home):
    service, _ = home
    first, second = service.run(OPERATOR, CIRCLE)[1]
    service.approve(OPERATOR, first.id)
    for each in first.members:
        assert [match.id for match in service.list_matches(Asker(member=each))] == [first.id]
    assert service.list_matches(Asker(member=second.seeker)) == []


def test_a_second_run_leaves_an_approved_circle_and_keeps_the_ids_of_the_others(home):
    service, _ = home
    first, second = service.run(OPERATOR, CIRCLE)[1]
    service.approve(OPERATOR, first.id)
    run, again = service.run(OPERATOR, CIRCLE)
    assert [match.id for match in again] == [second.id]
    assert run.moved == ()


def test_a_circle_takes_nobodys_place_and_forbids_no_pair():
    service, _ = homed(
        [
            *peers(4, capacity=1, experience=EXPERIENCE[:2]),
            member("m", Role.MENTOR, experience=("Negotiated",)),
        ]
    )
    (circle,) = service.run(OPERATOR, CIRCLE)[1]
    service.approve(OPERATOR, circle.id)
    _, pairs = service.run(OPERATOR, MatchRole.PEER)
    assert len(pairs) == 2


def test_a_circle_that_broke_a_rule_since_is_not_approved(home):
    service, units = home
    circle = service.run(OPERATOR, CIRCLE)[1][0]
    with units() as unit:
        one = unit.members.get(circle.members[0])
        unit.members.save(one.changed(vetoes=frozenset({circle.members[3]})))
        unit.commit()
    with pytest.raises(Conflict, match="asked not to be matched"):
        service.approve(OPERATOR, circle.id)
    with pytest.raises(Conflict, match="no single partner"):
        service.replace(OPERATOR, circle.id, "c11")


def test_too_few_members_and_thin_profiles_are_told_what_would_help():
    service, _ = homed([*peers(3), member("silent", Role.PEER)])
    run, circles = service.run(OPERATOR, CIRCLE)
    assert circles == []
    reasons = {each.member: each.reason for each in run.unmatched}
    assert "too thin" in reasons["silent"]
    assert "needs four members" in reasons["c0"]
    assert all(each.cure for each in run.unmatched)


def test_who_shares_no_language_does_not_sit_together():
    one, other = (
        peers(4),
        [
            each.changed(id=f"d{n}", profile=each.profile.model_copy(update={"languages": ("Hausa",)}))
            for n, each in enumerate(peers(4))
        ],
    )
    service, _ = homed([*one, *other])
    for circle in service.run(OPERATOR, CIRCLE)[1]:
        assert len({each[0] for each in circle.members}) == 1


def test_an_aim_is_reached_and_its_price_is_told():
    mentees = [member(f"e{n}", Role.MENTEE, goals=(GOALS[0],), function="sales", level=2) for n in range(4)]
    same = [
        member(
            f"s{n}", Role.MENTOR, experience=("Negotiated prices with suppliers",), function="sales", level=5
        )
        for n in range(4)
    ]
    others = [
        member(f"o{n}", Role.MENTOR, experience=("Negotiated with suppliers once",), function="law", level=5)
        for n in range(4)
    ]
    service, _ = homed([*mentees, *same, *others])
    plain, _ = service.run(OPERATOR, MatchRole.MENTOR)
    assert plain.price == 0
    run, matches = service.run(
        OPERATOR, MatchRole.MENTOR, aim=Aim(targets=(Target("cross-functional", 0.5),))
    )
    assert sum(match.partner.startswith("o") for match in matches) == 2
    assert run.price > 0
    assert run.aims[0].startswith("cross-functional: 50% of the matches (0% without the target)")
    worst, _ = service.run(OPERATOR, MatchRole.MENTOR, aim=Aim("worst-off-first"))
    assert worst.aims[0].startswith("Worst-off first: 4 matched")


def test_aims_that_cannot_be_had_are_refused(home):
    service, _ = home
    with pytest.raises(BadInput, match="best total only"):
        service.run(OPERATOR, CIRCLE, aim=Aim("worst-off-first"))
    with pytest.raises(BadInput, match="in one run"):
        service.run(
            OPERATOR,
            MatchRole.MENTOR,
            aim=Aim("worst-off-first", (Target("cross-functional", 0.5),)),
        )


def test_two_who_sit_in_one_circle_may_still_be_matched_as_a_pair(home):
    service, units = home
    circle = service.run(OPERATOR, CIRCLE)[1][0]
    service.approve(OPERATOR, circle.id)
    with units.reading() as unit:
        past = Past(unit.matches.all())
    assert past.matched == past.declined == {}


def test_a_declined_circle_does_not_come_again_with_a_new_face(home):
    service, _ = home
    circle = service.run(OPERATOR, CIRCLE)[1][0]
    service.decline(OPERATOR, circle.id, "They know each other too well.")
    declined = set(circle.members)
    for circle in service.run(OPERATOR, CIRCLE)[1]:
        assert len(declined & set(circle.members)) <= len(declined) - 2


def test_who_sits_nowhere_for_the_sake_of_a_declined_circle_is_told_so():
    service, _ = homed(peers(4))
    circle = service.run(OPERATOR, CIRCLE)[1][0]
    service.decline(OPERATOR, circle.id, "They know each other too well.")
    run, circles = service.run(OPERATOR, CIRCLE)
    assert circles == []
    assert {each.member for each in run.unmatched} == set(circle.members)
    assert all("circle that was declined" in each.reason for each in run.unmatched)
