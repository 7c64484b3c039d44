"""Which empty field would change a member's matches most, and that nobody else is shown by it."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Role
from copilot.errors import BadInput, NotAllowed, NotFound
from copilot.services.matching.verbs.filling import OF_A_PARTNER, OF_A_SEEKER, MissingField
from tests.services.matching.community import EXPERIENCE, GOALS, communities, enrolled, homed, mentee, mentor

ASKED = {**OF_A_SEEKER, **OF_A_PARTNER}
EFFECTS = (
    "would hardly change your matches",
    "would change about one of your three best matches",
    "would change about two of your three best matches",
    "would change all your best matches",
)
FULL = {
    "level": 3,
    "time_zone": "Europe/Lisbon",
    "languages": ("English",),
    "working_style": "short calls",
    "wishes": ("another function",),
    "function": "Law",
}


def missing(members: list[Member], member: str, role: MatchRole = MatchRole.MENTOR) -> list[MissingField]:
    return homed(members)[0].missing(OPERATOR, member, role)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(communities(), st.integers(0, 11), st.sampled_from([MatchRole.MENTOR, MatchRole.PEER]))
def test_nothing_of_anybody_else_is_shown(members: list[Member], n: int, role: MatchRole) -> None:
    """Every word is the copilot's own: a field's name, what is asked, and one of four effects."""
    member = members[n % len(members)]
    for found in missing(members, member.id, role):
        asked = ASKED[found.field]
        assert found.message in {f"Tell {asked}: it {effect}." for effect in EFFECTS}
        assert 0 <= found.would_change <= 1
        assert not getattr(member.profile, found.field)


def test_a_filled_profile_is_asked_for_nothing() -> None:
    assert missing([mentee("e", GOALS[0], **FULL), mentor("m", EXPERIENCE[0], **FULL)], "e") == []
    partner = mentor("m", EXPERIENCE[0], skills=("Buying",), **FULL)
    assert missing([mentee("e", GOALS[0], **FULL), partner], "m") == []


def test_a_member_without_goals_is_asked_for_goals_first() -> None:
    others = [mentor(f"m{n}", EXPERIENCE[n], **FULL | {"level": 3 + n}) for n in range(6)]
    others += [mentee(f"e{n}", GOALS[n], **FULL) for n in range(6)]
    for goals in ((), ("tbd",)):
        found = missing([mentee("e", *goals, headline="Buys"), *others], "e")
        assert found[0].field == "goals"
        assert found[0].would_change > 0
        assert {each.field for each in found} == set(OF_A_SEEKER)


def test_a_partner_without_experience_is_asked_for_it_first() -> None:
    others = [mentee(f"e{n}", GOALS[n]) for n in range(6)] + [mentor("m1", EXPERIENCE[0])]
    assert missing([mentor("m", headline="Buys"), *others], "m")[0].field == "experience"


def test_where_nobody_else_answered_a_field_it_is_said_to_change_hardly_anything() -> None:
    found = missing([mentee("e", GOALS[0]), mentor("m", EXPERIENCE[0])], "e")
    assert {each.would_change for each in found} == {0.0}
    assert all("hardly change" in each.message for each in found)


def test_one_is_told_of_ones_own_profile_only() -> None:
    service, _ = homed([mentee("e", GOALS[0]), mentee("e1", GOALS[1]), mentor("m", EXPERIENCE[0])])
    herself = Asker(member="e", roles=frozenset({Role.MENTEE}))
    assert service.missing(herself, "e", MatchRole.MENTOR)
    with pytest.raises(NotAllowed):
        service.missing(herself, "e1", MatchRole.MENTOR)


def test_a_manager_asks_for_members_of_her_programme() -> None:
    service, units = homed([mentee("e", GOALS[0]), mentee("e1", GOALS[1]), mentor("m", EXPERIENCE[0])])
    enrolled(units, "spring", ["e", "m"], ["boss"])
    boss = Asker(member="boss", manages=frozenset({"spring"}))
    assert service.missing(boss, "e", MatchRole.MENTOR, "spring")
    with pytest.raises(NotFound):
        service.missing(boss, "e1", MatchRole.MENTOR, "spring")


def test_a_circle_is_no_pair() -> None:
    with pytest.raises(BadInput, match="brings several people together"):
        missing([mentee("e", GOALS[0])], "e", MatchRole.CIRCLE)


def test_what_is_tried_in_her_place_is_kept_nowhere() -> None:
    service, units = homed([mentee("e"), mentee("e1", GOALS[1]), mentor("m", EXPERIENCE[0])])
    service.missing(OPERATOR, "e", MatchRole.MENTOR)
    with units.reading() as unit:
        assert [each.id for each in unit.members.all()] == ["e", "e1", "m"]
        assert not re.search(GOALS[1], str(unit.members.get("e")))
