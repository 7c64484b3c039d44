import pytest

from copilot.domain.members import Member, Profile, Role
from evals.suites.communities import Community, broken, planted
from evals.tasks import read_cases

NEED, OFFER = Profile(goals=("present to a board",)), Profile(experience=("presented to boards",))


def member(name: str, role: Role, level: int, **fields: object) -> Member:
    languages = fields.pop("languages", ("en",))
    return Member(
        id=name, name=name, roles=frozenset({role}), profile=Profile(level=level, languages=languages), capacity=1,
        **fields,
    )  # fmt: skip


def faults(
    pairs: list[tuple[str, str]], declined: tuple[tuple[str, str], ...] = (), **changes: object
) -> list[str]:
    """What is broken by pairs of ada and bea with the mentors cy and dee, some of whom are changed."""
    people = {
        "ada": member("ada", Role.MENTEE, 3),
        "bea": member("bea", Role.MENTEE, 3),
        "cy": member("cy", Role.MENTOR, 7),
        "dee": member("dee", Role.MENTOR, 7),
    }
    people |= {name: change for name, change in changes.items() if isinstance(change, Member)}
    return broken(Community("c", tuple(people.values()), declined), pairs)


def test_good_pairs_break_nothing():
    assert faults([("ada", "cy"), ("bea", "dee")]) == []


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"ada": member("ada", Role.MENTEE, 3, vetoes=frozenset({"cy"}))}, "veto"),
        ({"cy": member("cy", Role.MENTOR, 7, vetoes=frozenset({"ada"}))}, "veto"),
        ({"cy": member("cy", Role.MENTOR, 7, languages=("pt",))}, "language"),
        ({"cy": member("cy", Role.MENTOR, 3)}, "levels"),
        ({"cy": member("cy", Role.MENTOR, 7, paused=True)}, "paused"),
        ({"cy": member("cy", Role.SPONSOR, 7)}, "mentee and mentor"),
        ({"ada": member("ada", Role.MENTEE, 3, line_manager_id="cy")}, "report"),
        (
            {
                "ada": member("ada", Role.MENTEE, 3, line_manager_id="dee"),
                "dee": member("dee", Role.MENTOR, 7, line_manager_id="cy"),
            },
            "report",
        ),
    ],
)
def test_each_hard_rule_is_noticed(changes, what):
    assert any(what in fault for fault in faults([("ada", "cy")], **changes))


def test_a_full_mentor_a_second_mentor_and_a_declined_pair_are_noticed():
    assert "places" in faults([("ada", "cy"), ("bea", "cy")])[0]
    assert "mentors" in faults([("ada", "cy"), ("ada", "dee")])[0]
    assert "declined" in faults([("ada", "cy")], declined=(("ada", "cy"),))[0]


def test_people_who_state_no_language_may_be_paired():
    assert faults([("ada", "cy")], cy=member("cy", Role.MENTOR, 7, languages=())) == []


def test_a_line_that_bites_its_own_tail_ends():
    ring = {
        "ada": member("ada", Role.MENTEE, 3, line_manager_id="bea"),
        "bea": member("bea", Role.MENTEE, 3, line_manager_id="ada"),
    }
    assert faults([("ada", "cy")], **ring) == []


def test_a_plan_and_its_seed_make_the_same_community_every_time():
    (case,) = [
        each for each in read_cases("communities.jsonl", given="community") if each.id == "all-at-once"
    ]
    one, other = (planted(case.id, case.input, [NEED], [OFFER]) for _ in range(2))
    assert one == other
    assert len(one.members) == case.input["mentees"] + case.input["mentors"]
    assert one.declined
    assert any(each.vetoes for each in one.members)
    assert any(each.paused for each in one.members)
    assert any(each.line_manager_id for each in one.members)
