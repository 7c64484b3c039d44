"""Circles: who may see what, how one is brought together by hand, whose turn it is, and who came."""

from __future__ import annotations

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import MatchRole, MatchState
from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from copilot.services.circles.seeing import CircleShown
from tests.services.circles.home import ADMIN, ELSEWHERE, FIRST, MANAGER, SECOND, Home, asker

FOUR = ["f0", "f2", "f4", "f6"]
EVERYBODY = " ".join(f"p{n}" for n in range(8))


@pytest.fixture
def home() -> Home:
    return Home()


def test_who_sits_in_it_sees_whose_turn_it_is_and_who_came(home: Home) -> None:
    home.meet(FIRST, -30, came="p0 p1", chair="p0")
    home.meet(FIRST, 5, state="planned")
    shown = home.circles.show(asker("p3"), FIRST)
    assert isinstance(shown, CircleShown)
    assert shown.meetings[0].came == ("p0", "p1")
    assert shown.turn.chair == shown.chair != "p0"
    assert shown.next
    assert shown.theme == "Saying no"


@pytest.mark.parametrize("outside", [ADMIN, OPERATOR])
def test_admins_and_the_operator_are_told_that_it_is_there_and_not_when_it_meets(
    home: Home, outside: Asker
) -> None:
    home.meet(FIRST, -30, came="p0 p1", chair="p0")
    home.meet(FIRST, 5, state="planned")
    for told in (home.circles.show(outside, FIRST), home.circles.every(outside).circles[0]):
        assert (told.id, told.state, told.standing, told.dated) == (FIRST, "active", "is at work", False)
        assert (told.started, told.held, told.last_held, told.next_planned) == (None,) * 4


@pytest.mark.parametrize(
    ("outside", "known"), [(MANAGER, (1, "has met once", "")), (ADMIN, (None, "is at work", ""))]
)
def test_who_manages_it_sees_status_and_dates_and_never_who_came_or_passed(
    home: Home, outside: object, known: object
) -> None:
    home.meet(FIRST, -30, came="p0 p1", chair="p0")
    home.meet(FIRST, 5, state="planned", passed="p1")
    told = home.circles.show(outside, FIRST)  # type: ignore[arg-type] # three askers
    assert not isinstance(told, CircleShown)
    assert (told.held, told.standing, told.chair) == known
    assert not {"came", "passed", "meetings", "turn"} & told.model_dump().keys()
    with pytest.raises(NotAllowed):
        home.circles.chair(outside, FIRST)  # type: ignore[arg-type] # three askers


def test_others_learn_nothing_of_it_not_even_that_it_is_there(home: Home) -> None:
    for stranger in (asker("x1"), asker("p8"), ELSEWHERE):
        assert FIRST not in {each.id for each in home.circles.every(stranger).circles}
        with pytest.raises(NotFound) as there:
            home.circles.show(stranger, FIRST)
        with pytest.raises(NotFound) as not_there:
            home.circles.show(stranger, "r9")
        assert str(there.value).replace(FIRST, "r9") == str(not_there.value)


def test_a_circle_by_hand_begins_once_each_has_said_yes_and_keeps_its_theme(home: Home) -> None:
    added = home.circles.add(MANAGER, FOUR, "  Speaking   up ", "spring")
    (forming,) = home.circles.every(asker("f0")).forming
    assert (forming.theme, forming.said_yes, forming.mine) == ("Speaking up", 0, True)
    for each in FOUR:
        home.matching.accept(asker(each), added.match)
    (circle,) = home.circles.every(asker("f0")).circles
    assert (circle.theme, circle.members, circle.state) == ("Speaking up", tuple(FOUR), "active")
    assert home.circles.every(asker("f0")).forming == ()
    assert added.match not in home.units.tables["circles"]


def test_it_is_taken_back_like_any_other_match(home: Home) -> None:
    added = home.circles.add(MANAGER, FOUR, "Speaking up", "spring")
    assert home.matching.undo(MANAGER, added.match).state is MatchState.PROPOSED
    home.matching.decline(MANAGER, added.match, "They know each other.")
    with pytest.raises(Conflict, match="declined before"):
        home.circles.add(MANAGER, FOUR, "Speaking up", "spring")


@pytest.mark.parametrize(
    ("people", "error", "words"),
    [
        (["f0"], BadInput, "A circle of one"),
        (["f0", "f1", "f2"], BadInput, "A circle of three"),
        ([f"f{n}" for n in range(8)] + ["p0"], BadInput, "A circle of nine"),
        (["f0", "f1", "f2", "f0"], BadInput, "f0 would sit in it twice"),
        (["f0", "f1", "f2", "nobody"], NotFound, "no member “nobody” in this programme"),
        (["f0", "f1", "f2", "x1"], NotFound, "no member “x1” in this programme"),
        (["f0", "f1", "f2", "p0"], Conflict, "has a circle in this programme already"),
    ],
)
def test_who_cannot_be_a_circle_is_told_why(
    home: Home, people: list[str], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        home.circles.add(MANAGER, people, "Speaking up", "spring")
    assert len(home.units.tables["matches"]) == 2


def test_the_hard_rules_of_the_matching_hold_for_circles_by_hand(home: Home) -> None:
    with home.units() as unit:
        unit.members.save(unit.members.get("f2").changed(line_manager_id="f0"))
        unit.members.save(unit.members.get("f1").changed(vetoes=frozenset({"f3"})))
        unit.members.save(unit.members.get("f7").changed(paused=True))
        unit.commit()
    for people, words in (
        (FOUR, "reporting line"), (["f1", "f3", "f4", "f5"], "asked not to"), (["f3", "f4", "f5", "f7"], "paused")
    ):  # fmt: skip
        with pytest.raises(Conflict, match=words):
            home.circles.add(MANAGER, people, "Speaking up", "spring")
    with pytest.raises(Conflict, match="can’t sit in one circle"):
        home.circles.add(ADMIN, ["f1", "f3", "f4", "f5"], "Speaking up", "spring")


@pytest.mark.parametrize("theme", ["", "   ", "x" * 301])
def test_a_circle_needs_a_theme_that_can_be_read(home: Home, theme: str) -> None:
    with pytest.raises(BadInput):
        home.circles.add(MANAGER, FOUR, theme, "spring")
    with pytest.raises(BadInput):
        home.circles.update(asker("p0"), FIRST, theme)


def test_only_who_makes_circles_here_may(home: Home) -> None:
    for who in (asker("f0"), ELSEWHERE):
        with pytest.raises(NotAllowed):
            home.circles.add(who, FOUR, "Speaking up", "spring")
        with pytest.raises(NotAllowed):
            home.circles.suggest(who, "Speaking up", "spring")
    with pytest.raises(NotAllowed):
        home.circles.add(MANAGER, FOUR, "Speaking up")
    assert home.circles.add(OPERATOR, FOUR, "Speaking up").programme == ""


def test_a_theme_points_to_the_run_that_proposes_balanced_circles(home: Home) -> None:
    told = home.circles.suggest(MANAGER, "Speaking up", "spring")
    assert (told.free, told.command) == (8, "match run --role circle --programme spring")
    assert told.words.startswith("Eight could sit in a circle around “Speaking up” here.")


def test_members_and_managers_change_the_theme_and_the_log_knows_only_managers(home: Home) -> None:
    assert home.circles.update(asker("p0"), FIRST, "Saying yes") == "Saying yes"
    assert not home.units.tables["audit_log"]
    home.circles.update(MANAGER, FIRST, "Saying maybe")
    (entry,) = home.units.tables["audit_log"].values()
    assert (entry.kind, entry.verb, entry.by) == ("circle", "theme", "ann")
    assert home.circles.show(asker("p1"), FIRST).theme == "Saying maybe"


def test_a_turn_is_passed_on_without_a_reason_and_comes_back_only_after_all_others(home: Home) -> None:
    session = home.meet(FIRST, 5, state="planned")
    first = home.circles.chair(asker("p0"), FIRST).chair
    other = next(each for each in EVERYBODY.split() if each != first)
    with pytest.raises(Conflict, match="not your turn"):
        home.circles.pass_on(asker(other), FIRST)
    turn = home.circles.pass_on(asker(first), FIRST)
    assert turn.chair not in ("", first)
    assert home.record("circle_meetings", session).passed == {first}
    assert turn.then[-1] == first
    last = turn.then[-2]
    chosen = home.circles.set_chair(asker(other), FIRST, last)
    assert (chosen.chair, chosen.why) == (last, "The circle agreed on it.")
    assert home.circles.set_chair(asker(other), FIRST, first).chair == first
    assert home.record("circle_meetings", session).passed == frozenset()


def test_without_a_planned_meeting_there_is_nothing_to_pass(home: Home) -> None:
    assert home.circles.chair(asker("p0"), FIRST).session == ""
    chair = home.circles.chair(asker("p0"), FIRST).chair
    with pytest.raises(Conflict, match="No meeting is planned"):
        home.circles.pass_on(asker(chair), FIRST)
    home.meet(FIRST, 5, state="planned")
    with pytest.raises(BadInput, match="x1 does not sit in this circle"):
        home.circles.set_chair(asker(chair), FIRST, "x1")


def test_when_all_pass_nobody_is_made_to(home: Home) -> None:
    home.meet(SECOND, 5, state="planned")
    for _ in range(4):
        turn = home.circles.pass_on(asker(home.circles.chair(asker("p8"), SECOND).chair), SECOND)
    assert turn.chair == ""
    assert "Everybody passed" in turn.why


def test_who_came_is_noted_by_any_of_them_and_each_may_correct_herself(home: Home) -> None:
    session = home.meet(FIRST, -2, state="planned")
    due = home.circles.chair(asker("p0"), FIRST).chair
    told = home.circles.came(asker("p3"), FIRST, ["p3", due])
    assert (told.state, told.noted, told.chair) == ("held", True, due)
    assert home.circles.correct(asker("p7"), FIRST, here=True).came == tuple(sorted({"p3", "p7", due}))
    assert home.circles.correct(asker(due), FIRST, here=False, session=session).chair == ""


def test_whose_turn_it_was_and_who_did_not_come_is_not_said_to_have_chaired(home: Home) -> None:
    home.meet(FIRST, -2, state="planned")
    due = home.circles.chair(asker("p0"), FIRST).chair
    others = [each for each in EVERYBODY.split() if each != due]
    assert home.circles.came(asker("p3"), FIRST, others).chair == ""
    assert home.circles.came(asker("p3"), FIRST, others, chaired=others[0]).chair == others[0]


def test_what_cannot_be_noted_is_a_sentence(home: Home) -> None:
    with pytest.raises(Conflict, match="has not met yet"):
        home.circles.came(asker("p0"), FIRST, ["p0"])
    off, ahead = home.meet(FIRST, -9, state="cancelled"), home.meet(FIRST, 9, state="planned")
    held = home.meet(FIRST, -1)
    with pytest.raises(Conflict, match="cancelled"):
        home.circles.came(asker("p0"), FIRST, ["p0"], session=off)
    with pytest.raises(BadInput, match="lies ahead"):
        home.circles.came(asker("p0"), FIRST, ["p0"], session=ahead)
    with pytest.raises(BadInput, match="Nobody is named"):
        home.circles.came(asker("p0"), FIRST, [])
    with pytest.raises(BadInput, match="x1 does not sit"):
        home.circles.came(asker("p0"), FIRST, ["x1"])
    with pytest.raises(BadInput, match="without coming"):
        home.circles.came(asker("p0"), FIRST, ["p0"], chaired="p1")
    with pytest.raises(NotFound):
        home.circles.came(asker("p0"), FIRST, ["p0"], session="s99")
    with pytest.raises(Conflict, match="Nobody has noted"):
        home.circles.correct(asker("p0"), FIRST, here=True, session=held)


def test_a_plan_settles_nobodys_turn(home: Home) -> None:
    """Else the circle would be said to have agreed on her, and she would chair twice before others were asked."""
    home.meet(FIRST, 5, state="planned")
    before = home.circles.chair(asker("p0"), FIRST)
    home.circles.plan(asker("p0"), FIRST, 90, "One case")
    assert home.circles.chair(asker("p0"), FIRST) == before
    assert not home.units.tables["circle_meetings"]
    assert home.drafts == [(asker("p0"), FIRST, 90, "One case")]


def test_a_pair_is_no_circle(home: Home) -> None:
    with home.units() as unit:
        unit.relationships.save(unit.relationships.get(SECOND).changed(role=MatchRole.PEER))
        unit.commit()
    with pytest.raises(NotFound):
        home.circles.show(asker("p8"), SECOND)


def test_whom_a_circle_agreed_on_after_all_passed_is_told_as_agreed(home: Home) -> None:
    home.meet(SECOND, 5, state="planned", passed="p8 p9 p10 p11")
    assert home.circles.set_chair(asker("p9"), SECOND, "p8").why == "The circle agreed on it."


def test_who_is_paused_is_not_asked_to_chair(home: Home) -> None:
    home.meet(FIRST, 5, state="planned")
    first = home.circles.chair(asker("p0"), FIRST)
    with home.units() as unit:
        unit.members.save(unit.members.get(first.chair).changed(paused=True))
        unit.commit()
    now = home.circles.chair(asker("p0"), FIRST)
    assert now.chair == first.then[0]
    assert now.then[-1] == first.chair


def test_a_meeting_noted_anew_keeps_its_chair_who_has_left_since(home: Home) -> None:
    session = home.meet(FIRST, -9, came="p1 p2", chair="p1")
    home.circles.leave(asker("p1"), FIRST)
    noted = home.circles.came(asker("p2"), FIRST, ["p2", "p3"], session=session)
    assert (noted.chair, set(noted.came)) == ("p1", {"p1", "p2", "p3"})
