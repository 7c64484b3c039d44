"""Splitting and merging: shown first, done in one piece, and nothing is lost."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.members import Role
from copilot.domain.relationships import ActionItem, Agreement, Note, Signature
from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from copilot.services.circles.dividing import divided
from copilot.services.circles.splitting import Change
from copilot.services.matching.solving.circles import conflicts_of
from tests.services.circles.home import ADMIN, ELSEWHERE, FIRST, FUNCTIONS, MANAGER, SECOND, Home, asker
from tests.services.matching.community import member

EIGHT = [f"p{n}" for n in range(8)]
THIRD = ["f0", "f2", "f4", "f6"]


@pytest.fixture
def home() -> Home:
    home = Home()
    home.keep_circle("r3", THIRD, "Speaking up")
    return home


def functions(change: Change) -> list[list[str]]:
    return [sorted(FUNCTIONS[int(each[1:])] for each in new.members) for new in change.circles]


def test_a_split_is_shown_first_and_keeps_nothing(home: Home) -> None:
    before = {kind: dict(rows) for kind, rows in home.units.tables.items()}
    shown = home.circles.split(MANAGER, FIRST)
    assert (shown.done, [len(new.members) for new in shown.circles]) == (False, [4, 4])
    assert functions(shown) == [["Art", "Care", "Law", "Sales"]] * 2
    assert shown.why[0] == "Four and four sit together."
    assert any("reporting line" in each for each in shown.why)
    assert before == home.units.tables


def test_a_split_closes_the_old_and_begins_two_and_each_knows_of_the_other(home: Home) -> None:
    done = home.circles.split(MANAGER, FIRST, yes=True)
    old = home.record("relationships", FIRST)
    assert (old.state, old.reason) == ("closed", "split")
    assert home.record("circles", FIRST).became == tuple(new.circle for new in done.circles)
    for new in done.circles:
        kept = home.record("relationships", new.circle)
        assert (kept.state, kept.members, kept.programme) == ("active", new.members, "spring")
        assert home.record("circles", new.circle).came_from == (FIRST,)
        assert home.record("circles", new.circle).theme == "Saying no"
    assert sorted(each for new in done.circles for each in new.members) == EIGHT
    verbs = Counter(each.verb for each in home.units.tables["audit_log"].values() if each.kind == "circle")
    assert verbs == {"begin-split": 2, "split": 1}


def test_nothing_of_what_was_written_is_lost_and_who_was_there_reads_it(home: Home) -> None:
    session = home.meet(FIRST, -30, came="p0 p1", chair="p0")
    ahead = home.meet(FIRST, 5, state="planned")
    with home.units() as unit:
        unit.notes.add(
            Note(id="n1", session=session, relationship=FIRST, author="p0", visibility="shared", text="We tried it.",
                 at=home.now)
        )  # fmt: skip
        unit.actions.add(ActionItem(id="i1", relationship=FIRST, owner="p1", text="Say no once"))
        unit.commit()
    shown = home.circles.split(MANAGER, FIRST)
    assert any("One planned meeting will be cancelled" in each for each in shown.means)
    assert "promise" in shown.means[0]
    home.circles.split(MANAGER, FIRST, yes=True)
    assert (home.record("notes", "n1").relationship, home.record("actions", "i1").relationship) == (
        FIRST,
        FIRST,
    )
    assert home.record("sessions", ahead).state == "cancelled"
    seen = home.circles.show(asker("p5"), FIRST)
    assert [each.session for each in seen.meetings] == [session, ahead]  # type: ignore[union-attr] # hers, so whole
    with pytest.raises(Conflict, match="over") as over:
        home.circles.update(asker("p5"), FIRST, "Again")
    assert "It goes on as" in over.value.cure


def test_turns_carry_over_so_that_nobody_starts_anew(home: Home) -> None:
    for n, chair in enumerate(EIGHT[:6]):
        home.meet(FIRST, -200 + 20 * n, came=" ".join(EIGHT), chair=chair)
    done = home.circles.split(MANAGER, FIRST, yes=True)
    for new in done.circles:
        rested = {"p6", "p7"} & set(new.members)
        turn = home.circles.chair(asker(new.members[0]), new.circle)
        first = rested or {min(new.members)}
        assert turn.chair in first
        assert sum(turn.chaired.values()) == len(set(new.members) & set(EIGHT[:6]))


def test_the_manager_may_say_who_sits_where(home: Home) -> None:
    first = ["p0", "p1", "p2", "p3"]
    done = home.circles.split(MANAGER, FIRST, first, yes=True)
    assert [set(new.members) for new in done.circles] == [set(first), set(EIGHT) - set(first)]


def test_nobody_finds_out_by_asking_who_comes(home: Home) -> None:
    home.meet(FIRST, -30, came="p0 p1")
    told = {home.circles.split(MANAGER, FIRST, first).why for first in (EIGHT[:4], ["p0", "p2", "p4", "p6"])}
    assert not any("come" in said for why in told for said in why if "They come" not in said)
    assert any("spread over the two" in said for said in home.circles.split(MANAGER, FIRST).why)


@pytest.mark.parametrize(
    ("first", "error", "words"),
    [
        (["p0", "p1", "p2"], Conflict, "three and five; a circle needs four"),
        (["p0", "p0", "p1", "p2"], BadInput, "named twice"),
        (["p0", "p1", "p2", "x1"], BadInput, "x1 does not sit"),
    ],
)
def test_halves_that_cannot_be(home: Home, first: list[str], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        home.circles.split(MANAGER, FIRST, first, yes=True)
    assert home.record("relationships", FIRST).state == "active"


def test_a_circle_of_four_is_too_small_to_split(home: Home) -> None:
    with pytest.raises(Conflict, match="four is too small to split"):
        home.circles.split(MANAGER, SECOND, yes=True)


def test_a_split_is_done_once(home: Home) -> None:
    home.circles.split(MANAGER, FIRST, yes=True)
    with pytest.raises(Conflict, match="over"):
        home.circles.split(MANAGER, FIRST, yes=True)


def test_two_become_one_with_both_themes(home: Home) -> None:
    shown = home.circles.merge(MANAGER, SECOND, "r3")
    assert shown.why == ("Four and four make eight.", "They are about “Saying no” and “Speaking up”.")
    (new,) = home.circles.merge(MANAGER, SECOND, "r3", yes=True).circles
    assert new.theme == "Saying no; Speaking up"
    assert new.members == ("p8", "p9", "p10", "p11", *THIRD)
    for old in (SECOND, "r3"):
        assert home.record("relationships", old).state == "closed"
        assert home.record("circles", old).became == (new.circle,)
    assert home.record("circles", new.circle).came_from == (SECOND, "r3")


def test_the_circle_that_met_seldom_owes_the_other_nothing(home: Home) -> None:
    for n in range(8):
        home.meet(SECOND, -200 + 20 * n, chair=f"p{8 + n % 4}")
    (new,) = home.circles.merge(MANAGER, SECOND, "r3", yes=True).circles
    for n in range(8):
        chair = home.circles.chair(asker("f0"), new.circle).chair
        home.meet(new.circle, -20 + n, chair=chair)
    chaired = Counter(home.record("circle_meetings", f"{new.circle}s{n}").chair for n in range(8, 16))
    assert set(chaired.values()) == {1}


def test_whom_the_matching_seated_stay_seated(home: Home) -> None:
    home.circles.merge(MANAGER, SECOND, "r3", yes=True)
    assert home.circles.suggest(MANAGER, programme="spring").free == 4
    with pytest.raises(Conflict, match="has a circle in this programme already"):
        home.circles.add(MANAGER, ["f0", "f1", "f3", "f5"], "Speaking up", "spring")


def test_what_cannot_be_merged(home: Home) -> None:
    with pytest.raises(BadInput, match="with itself"):
        home.circles.merge(MANAGER, SECOND, SECOND)
    with pytest.raises(Conflict, match="Together they would be 12"):
        home.circles.merge(MANAGER, FIRST, SECOND)
    with pytest.raises(NotFound):
        home.circles.merge(MANAGER, SECOND, "r9")
    with home.units() as unit:
        unit.relationships.save(unit.relationships.get("r3").changed(programme=""))
        unit.commit()
    with pytest.raises(NotFound):
        home.circles.merge(MANAGER, SECOND, "r3")
    with pytest.raises(Conflict, match="same programme"):
        home.circles.merge(ADMIN, SECOND, "r3")


def test_hard_rules_keep_two_circles_apart(home: Home) -> None:
    with home.units() as unit:
        unit.members.save(unit.members.get("f0").changed(vetoes=frozenset({"p8"})))
        unit.commit()
    with pytest.raises(Conflict, match="asked not to"):
        home.circles.merge(MANAGER, SECOND, "r3", yes=True)
    assert home.record("relationships", SECOND).state == "active"


def test_an_agreement_that_waits_for_signatures_comes_first_and_a_signed_one_ends_aloud(home: Home) -> None:
    agreement = Agreement(text="We meet monthly.", signatures=(Signature(member="p8", at=home.now),))
    with home.units() as unit:
        unit.relationships.save(unit.relationships.get(SECOND).changed(agreement=agreement))
        unit.commit()
    with pytest.raises(Conflict, match="waits for signatures"):
        home.circles.merge(MANAGER, SECOND, "r3")
    signed = tuple(Signature(member=f"p{n}", at=home.now) for n in range(8, 12))
    with home.units() as unit:
        unit.relationships.save(
            unit.relationships.get(SECOND).changed(agreement=Agreement(text="Monthly.", signatures=signed))
        )
        unit.commit()
    assert any("Agreements end" in each for each in home.circles.merge(MANAGER, SECOND, "r3").means)


def test_only_who_makes_circles_here_splits_and_merges(home: Home) -> None:
    with pytest.raises(NotAllowed):
        home.circles.split(asker("p0"), FIRST)
    with pytest.raises(NotFound):
        home.circles.split(ELSEWHERE, FIRST)
    with pytest.raises(NotAllowed):
        home.circles.merge(asker("p8"), SECOND, "r3")
    assert home.circles.split(ADMIN, FIRST, yes=True).done


@given(st.permutations(range(8)), st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=3))
def test_whatever_the_order_the_halves_are_the_same_and_keep_apart_whom_a_rule_does(
    order: list[int], vetoes: set[tuple[int, int]]
) -> None:
    people = [
        member(f"p{n}", Role.PEER, function=FUNCTIONS[n],
               vetoes=frozenset(f"p{other}" for one, other in vetoes if one == n != other))
        for n in range(8)
    ]  # fmt: skip
    straight = divided("r1", people, {}, {})
    shuffled = divided("r1", [people[n] for n in order], {}, {})
    halves = {frozenset(straight.first), frozenset(straight.second)}
    assert {frozenset(shuffled.first), frozenset(shuffled.second)} == halves
    known = {each.id: each for each in people}
    # Three vetoes among eight form no odd ring of which one would have to sit together, but for a triangle.
    together = sum(len(conflicts_of([known[each] for each in half], {})) for half in halves)
    pairs = {frozenset(pair) for pair in vetoes if len(set(pair)) == 2}
    triangle = len(pairs) == 3 and len(frozenset().union(*pairs)) == 3
    assert together == (1 if triangle else 0)
