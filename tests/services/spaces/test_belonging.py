"""Who is in a space: it follows from the relationship, the programme, the group."""

from __future__ import annotations

from datetime import timedelta

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.spaces import SpaceKind
from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from copilot.services.spaces.belonging import LONGEST_ID, programme_space
from copilot.services.spaces.service import MOST_GROUPS_KEPT
from tests.services.spaces.community import (
    ADA,
    CIRCLE,
    DEE,
    EVE,
    EVERYBODY,
    KOFI,
    MEI,
    NOBODY,
    OUTSIDE_THE_PAIR,
    PAIR,
    PROGRAMME,
    RAVI,
    ZOE,
    Home,
)


def mine(home: Home, asker: Asker) -> set[str]:
    return {line.id for line in home.spaces.list(asker).mine}


def test_a_relationship_a_circle_and_a_programme_have_a_space_before_anybody_opens_one(home: Home) -> None:
    assert mine(home, ADA) == {PAIR, PROGRAMME}
    assert mine(home, MEI) == {CIRCLE, PROGRAMME}
    assert home.spaces.show(ADA, PAIR).name == "Ada Moreau and Ravi Iyer"
    assert home.spaces.show(MEI, CIRCLE).name == "Circle of Mei, Kofi and Zoe"
    with home.units.reading() as unit:
        assert unit.spaces.all() == []


@pytest.mark.parametrize("asker", OUTSIDE_THE_PAIR)
def test_nobody_else_sees_the_space_of_two_neither_their_manager_nor_an_admin(
    home: Home, asker: Asker
) -> None:
    assert PAIR not in mine(home, asker)
    with pytest.raises(NotFound) as theirs:
        home.spaces.show(asker, PAIR)
    with pytest.raises(NotFound) as none:
        home.spaces.show(asker, "space-r99")
    assert theirs.value.message == none.value.message


@pytest.mark.parametrize("asker", [ADA, RAVI, EVE, DEE, OPERATOR])
def test_a_circle_is_its_members_alone(home: Home, asker: Asker) -> None:
    with pytest.raises(NotFound):
        home.spaces.show(asker, CIRCLE)


def test_a_programme_is_read_by_who_takes_part_and_who_manages_it(home: Home) -> None:
    """Enrolled, paused and completed; not who left, not who waits."""
    assert [one.member for one in EVERYBODY if PROGRAMME in mine(home, one)] == ["ada", "ravi", "mei", "eve"]
    home.change("enrolments", "spring:ada", state="left")
    assert PROGRAMME not in mine(home, ADA)
    home.change("programmes", "spring", managers=frozenset({"dee"}))
    assert PROGRAMME not in mine(home, Asker(member="eve"))
    assert PROGRAMME in mine(home, DEE)


def test_what_stands_on_top_is_read_from_the_records(home: Home) -> None:
    top = home.spaces.show(RAVI, PAIR).records
    assert top.agreement is not None
    assert top.agreement.text == "We meet every two weeks."
    assert [goal.id for goal in top.goals] == ["g1"], "the goal she didn't share stays hers"
    assert home.spaces.show(EVE, PROGRAMME).records.managers == ("eve",)
    home.change("goals", "g1", relationship="")
    assert home.spaces.show(RAVI, PAIR).records.goals == ()


def test_after_the_end_of_a_relationship_both_read_and_nobody_writes(home: Home) -> None:
    home.posting.post(ADA, PAIR, "Thank you for everything.")
    home.change("relationships", "r1", state="closed")
    shown = home.spaces.show(RAVI, PAIR)
    assert (shown.closed, shown.may_write, len(shown.threads)) == (True, False, 1)
    with pytest.raises(Conflict, match="stays"):
        home.posting.post(RAVI, PAIR, "One more thing")


def test_a_programme_leaves_thirty_days_for_goodbyes(home: Home) -> None:
    home.change("programmes", "spring", closed=home.clock.now().date())
    home.clock.move(timedelta(days=30))
    home.posting.post(ADA, PROGRAMME, "It was a good spring.")
    home.clock.move(timedelta(days=1))
    with pytest.raises(Conflict, match="has ended"):
        home.posting.post(ADA, PROGRAMME, "Still here")
    assert home.texts(MEI, PROGRAMME) == ["It was a good spring."]


def test_a_programme_with_the_longest_id_has_a_space_too(home: Home) -> None:
    long = "p" * LONGEST_ID
    home.change("programmes", "spring")
    with home.units() as unit:
        unit.programmes.add(unit.programmes.get("spring").changed(id=long, revision=0))
        unit.commit()
    space = programme_space(long)
    assert len(space) <= LONGEST_ID
    home.posting.post(EVE, space, "Welcome")
    assert home.texts(EVE, space) == ["Welcome"]


# Groups and topics
def test_anybody_opens_a_group_and_others_join_it(home: Home) -> None:
    group = home.spaces.open(KOFI, "  Public   speaking ", "Slides, nerves and microphones")
    assert (group.kind, group.name, group.keepers) == (SpaceKind.INTEREST, "Public speaking", {"kofi"})
    assert [line.id for line in home.spaces.list(ADA).to_join] == [group.id]
    with pytest.raises(NotFound):
        home.spaces.show(ADA, group.id)
    home.spaces.join(ADA, group.id)
    home.spaces.join(ADA, group.id)
    assert home.spaces.show(ADA, group.id).people == ("ada", "kofi")
    assert home.spaces.list(ADA).to_join == ()


def test_who_is_in_a_group_is_told_to_those_who_are_in_it(home: Home) -> None:
    home.spaces.open(KOFI, "Parents at work")
    (offered,) = home.spaces.list(ADA).to_join
    assert (offered.people, offered.readers, offered.keepers) == ((), 1, ("kofi",))


def test_a_name_is_taken_once(home: Home) -> None:
    home.spaces.open(KOFI, "Chess")
    with pytest.raises(Conflict, match="of this name"):
        home.spaces.open(ADA, "chess")


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "\u202e\x00"])
def test_a_group_needs_a_name_that_can_be_read(home: Home, name: str) -> None:
    with pytest.raises(BadInput):
        home.spaces.open(ADA, name)


def test_nobody_keeps_groups_without_end(home: Home) -> None:
    for n in range(MOST_GROUPS_KEPT):
        home.spaces.open(ADA, f"Group {n}")
    with pytest.raises(Conflict, match="already"):
        home.spaces.open(ADA, "One more")


def test_its_keeper_gives_a_group_another_name_and_purpose_and_nobody_else_does(home: Home) -> None:
    group = home.spaces.open(ADA, "Lanterns", "Making light").id
    home.spaces.open(RAVI, "Candles")
    kept = home.spaces.update(ADA, group, name=" Lanterns  and lamps ")
    assert (kept.name, kept.purpose) == ("Lanterns and lamps", "Making light")
    assert home.spaces.update(ADA, group, purpose="").purpose == ""
    with pytest.raises(Conflict):
        home.spaces.update(ADA, group, name="candles")
    with pytest.raises(BadInput):
        home.spaces.update(ADA, group, name=" ")
    with pytest.raises(NotFound):
        home.spaces.update(DEE, group, name="Mine")
    with pytest.raises(NotFound):
        home.spaces.update(ADA, PAIR, name="The two of us")


def test_the_last_keeper_names_another_or_closes_the_group(home: Home) -> None:
    group = home.spaces.open(KOFI, "Chess").id
    home.spaces.join(ADA, group)
    with pytest.raises(Conflict, match="only keeper"):
        home.spaces.leave(KOFI, group)
    home.spaces.add_keeper(KOFI, group, "ada")
    assert home.spaces.leave(KOFI, group).keepers == {"ada"}
    assert home.spaces.show(ADA, group).keeps
    home.spaces.close(ADA, group)
    assert home.spaces.list(KOFI).to_join == ()
    with pytest.raises(NotFound):
        home.spaces.join(KOFI, group)


def test_a_keeper_hands_on(home: Home) -> None:
    group = home.spaces.open(KOFI, "Chess").id
    home.spaces.join(ADA, group)
    with pytest.raises(Conflict, match="Nobody else"):
        home.spaces.remove_keeper(KOFI, group, "kofi")
    home.spaces.add_keeper(KOFI, group, "ada")
    home.spaces.remove_keeper(KOFI, group, "kofi")
    assert home.spaces.show(KOFI, group).keepers == ("ada",)
    with pytest.raises(NotAllowed):
        home.spaces.close(KOFI, group)
    with pytest.raises(NotFound):
        home.spaces.add_keeper(ADA, group, "zoe")


def test_the_last_one_out_closes_the_group(home: Home) -> None:
    group = home.spaces.open(KOFI, "Chess").id
    assert home.spaces.leave(KOFI, group).closed
    assert home.spaces.list(ADA).to_join == ()


def test_a_closed_group_is_read_on_and_may_open_again(home: Home) -> None:
    group = home.spaces.open(KOFI, "Chess").id
    home.posting.post(KOFI, group, "e4")
    home.spaces.close(KOFI, group)
    assert home.texts(KOFI, group) == ["e4"]
    with pytest.raises(Conflict, match="closed"):
        home.posting.post(KOFI, group, "e5")
    with pytest.raises(Conflict, match="already"):
        home.spaces.close(KOFI, group)
    home.spaces.close(KOFI, group, closed=False)
    home.posting.post(KOFI, group, "e5")


def test_where_the_keeper_left_the_community_who_was_there_longest_keeps_it(home: Home) -> None:
    group = home.spaces.open(KOFI, "Chess").id
    for asker in (ZOE, ADA):
        home.clock.move(timedelta(days=1))
        home.spaces.join(asker, group)
    with home.units() as unit:  # as services/members/leaving.py does it
        unit.space_members.remove(f"{group}:kofi")
        unit.spaces.save(unit.spaces.get(group).changed(keepers=frozenset({"former-1"})))
        unit.commit()
    assert home.spaces.show(ADA, group).keepers == ("zoe",)


def test_a_topic_is_opened_by_admins_and_is_everybodys(home: Home) -> None:
    with pytest.raises(NotAllowed):
        home.spaces.open(ADA, "Leadership", topic=True)
    topic = home.spaces.open(DEE, "Leadership", topic=True, keepers=["ravi"]).id
    assert all(topic in mine(home, asker) for asker in EVERYBODY)
    shown = home.spaces.show(KOFI, topic)
    assert (shown.everybody, shown.people, shown.readers, shown.keeps) == (True, (), 7, False)
    assert home.spaces.show(RAVI, topic).keeps
    assert home.spaces.show(DEE, topic).keeps, "topics are the community's, and its admins keep them too"


def test_the_operator_opens_a_topic_for_a_keeper_and_reads_nothing_in_it(home: Home) -> None:
    with pytest.raises(BadInput, match="keeps"):
        home.spaces.open(OPERATOR, "Leadership", topic=True)
    topic = home.spaces.open(OPERATOR, "Leadership", topic=True, keepers=["ravi"]).id
    home.posting.post(ADA, topic, "Whom do you admire?")
    with pytest.raises(NotFound):
        home.spaces.show(OPERATOR, topic)
    assert home.spaces.close(OPERATOR, topic).closed


@pytest.mark.parametrize("space", [PAIR, PROGRAMME])
def test_nobody_leaves_or_closes_what_follows_from_something_else(home: Home, space: str) -> None:
    with pytest.raises(Conflict, match="belongs to"):
        home.spaces.leave(ADA, space)
    with pytest.raises(NotFound):
        home.spaces.close(ADA, space)
    with pytest.raises(NotFound):
        home.spaces.join(KOFI, space)


def test_whoever_is_not_signed_in_sees_nothing(home: Home) -> None:
    home.spaces.open(KOFI, "Chess")
    listed = home.spaces.list(NOBODY)
    assert (listed.mine, listed.to_join) == ((), ())


def test_opening_and_closing_are_logged_joining_is_not(home: Home) -> None:
    group = home.spaces.open(KOFI, "Chess").id
    home.spaces.join(ADA, group)
    home.spaces.close(KOFI, group)
    with home.units.reading() as unit:
        assert sorted(entry.verb for entry in unit.audit_log.all()) == ["close", "open"]
