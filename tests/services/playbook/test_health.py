"""Health: by rules that stand in one file, from records, and nothing that tells of fewer than five."""

from __future__ import annotations

import pytest

from copilot.domain.matches import MatchRole
from copilot.domain.objectives import Objective, ObjectiveLink, Served
from copilot.domain.playbook import KEYS, ChapterKey
from copilot.domain.relationships import Goal, Relationship
from copilot.domain.spaces import Post
from copilot.services.playbook.chapters import measured, told_in
from copilot.services.playbook.measures import TOO_FEW, of_people
from copilot.services.playbook.practices import practices
from tests.fakes import MemoryUnitsOfWork
from tests.services.playbook.community import (
    ADMIN,
    DAY,
    NOW,
    OPERATOR,
    TODAY,
    playbook,
    units,
    with_charters,
    with_moments,
    with_pairs,
)  # fmt: skip


def health(home, n):
    return playbook(home).health(ADMIN)[n - 1]


def test_there_are_eleven_and_each_rule_speaks_of_a_measure_that_there_is() -> None:
    rules = practices()
    assert [one.chapter for one in rules] == [*KEYS, None]
    every = measured(playbook()._community())
    for rule in rules:
        names = {measure.name for measure in every[rule.key]}
        assert {sign.measure for sign in rule.signs} <= names, rule.key


def test_an_empty_community_has_nearly_everything_before_it() -> None:
    found = playbook().health(OPERATOR)
    assert [one.n for one in found] == list(range(1, 12))
    assert {one.state for one in found} == {"missing", "partly"}
    assert all(one.missing and one.next for one in found)


def test_a_practice_is_in_place_where_every_sign_holds() -> None:
    home = units()
    with_charters(home, "mentor", "mentee")
    assert health(home, 1).state == "partly"
    with_pairs(home, 20, signed=12)
    found = health(home, 1)
    assert (found.state, found.missing, found.next) == ("in place", (), "")
    told = [one.told for one in found.evidence]
    assert "There is an approved charter for the mentor and the mentee." in told
    assert any("12 of 20 (60%)" in one for one in told)
    assert found.evidence[0].on is not None


def test_a_charter_that_a_member_drafted_for_herself_is_not_the_communitys() -> None:
    home = units()
    with_charters(home, "mentor", "mentee", by="ana")
    assert "No charter of a role is approved yet." in [one.told for one in health(home, 1).evidence]


def test_where_a_share_is_hidden_it_is_not_judged_by_either() -> None:
    """All but two have signed: shown is “all but fewer than 5”, and judged is no more than that."""
    home = units()
    with_charters(home, "mentor", "mentee")
    with_pairs(home, 6, signed=4)
    found = health(home, 1)
    told = " ".join(one.told for one in found.evidence)
    assert "4 of 6" not in told
    assert found.state == "partly"


@pytest.mark.parametrize("n", range(1, 5))
def test_fewer_than_five_people_are_never_told_nor_counted(n: int) -> None:
    measure = of_people("x", {str(each) for each in range(n)}, "{} did.", "Nobody did.")
    assert measure.told == "Fewer than five people did."
    assert measure.value == TOO_FEW


def test_four_recognised_people_look_the_same_as_one() -> None:
    one, four = units(), units()
    with_moments(one, 1)
    with_moments(four, 4)
    assert health(one, 10) == health(four, 10)


def test_five_recognised_people_are_counted() -> None:
    home = units()
    with_moments(home, 5, public=5)
    found = health(home, 10)
    assert found.state == "partly"
    assert "In the last ninety days somebody logged what 5 people did." in [
        one.told for one in found.evidence
    ]


def told(home, n):
    return [one.told for one in health(home, n).evidence]


def test_programmes_whose_space_is_open_are_counted_among_the_spaces() -> None:
    home = units()
    assert "Spaces are open: 1 for a programme." in told(home, 3)
    with home() as unit:
        unit.programmes.save(unit.programmes.get("p1").changed(closed=TODAY - 60 * DAY))
        unit.commit()
    assert "No space of many is open yet." in told(home, 3)


def test_who_posts_on_the_board_has_not_written_in_a_space() -> None:
    home = units()
    with home() as unit:
        for n, space in enumerate(["", "board", ""] * 3):
            unit.posts.add(Post(id=f"b{n}", space=space, author=f"x{n}", text="A talk.", at=NOW - DAY))
        unit.commit()
    assert "Nobody wrote in a space in the last thirty days." in told(home, 3)


def test_a_goal_of_a_relationship_that_is_over_is_not_shared_with_the_partner_of_today() -> None:
    home = units()
    with_pairs(home, 12, goals=0)
    with home() as unit:
        for n in range(12):
            over = Relationship(
                id=f"old{n}", role=MatchRole.MENTOR, members=(f"s{n}", f"m{n}"), state="closed",
                started=TODAY - 300 * DAY,
            )  # fmt: skip
            unit.relationships.add(over)
            unit.goals.add(Goal(id=f"og{n}", member=f"s{n}", title="Speak", relationship=over.id))
        unit.commit()
    (line,) = [one for one in told(home, 5) if "share a goal" in one]
    assert "0 of 12" in line


def test_what_is_cancelled_closed_or_over_serves_no_objective_now() -> None:
    home = units()
    with home() as unit:
        unit.objectives.add(Objective(id="o1", title="More speakers"))
        unit.objective_links.add(link("o1", Served.PROGRAMME, "p1"))
        unit.commit()
    assert "Of the open objectives, 1 of 1 are served by a programme, an event or a match." in told(home, 8)
    with home() as unit:
        unit.programmes.save(unit.programmes.get("p1").changed(closed=TODAY))
        unit.commit()
    assert "Of the open objectives, 0 of 1 are served by a programme, an event or a match." in told(home, 8)


def link(objective: str, kind: Served, record: str) -> ObjectiveLink:
    return ObjectiveLink(
        id=f"{objective}:{kind}:{record}", objective=objective, kind=kind, record=record, by="adm", at=NOW
    )


@pytest.mark.parametrize(("n", "said"), [(7, "about 5 people"), (8, "about 10 people"), (3, "or for nobody")])
def test_how_many_have_a_goal_that_serves_is_told_in_fives_and_of_open_objectives_alone(
    n: int, said: str
) -> None:
    home = units()
    with_pairs(home, 20, goals=20)
    with home() as unit:
        unit.objectives.add(
            Objective(id="o1", title="Open"), Objective(id="o2", title="Over", state="reached")
        )
        for at, goal in enumerate(unit.goals.all()):
            unit.goals.save(goal.changed(objective="o1" if at < n else "o2"))
        unit.commit()
    assert any(said in one for one in told(home, 8))


def test_an_empty_home_is_told_of_no_matches() -> None:
    home = MemoryUnitsOfWork()
    assert not any("by hand" in one for one in told(home, 2))


def test_private_goals_and_notes_leave_no_trace() -> None:
    home = units()
    with_pairs(home, 10)
    before = playbook(home).health(ADMIN)
    with home() as unit:
        unit.goals.add(
            *(Goal(id=f"pg{n}", member=f"s{n}", title="Secret", state="reached") for n in range(10))
        )
        unit.commit()
    assert playbook(home).health(ADMIN) == before


def test_sponsorship_stands_in_the_chapters_where_it_differs() -> None:
    told = told_in(measured(playbook()._community()))
    with_it = {key for key, measures in told.items() if any("ponsor" in one.told for one in measures)}
    assert {ChapterKey.ROLES, ChapterKey.MATCHING, ChapterKey.INCLUSION, ChapterKey.RECOGNITION} <= with_it


def test_names_of_people_stand_in_no_evidence() -> None:
    home = units()
    with_pairs(home, 12, signed=8, met=9, goals=7)
    told = str(playbook(home).health(ADMIN))
    assert "Zyta" not in told
    assert "Castro" not in told
