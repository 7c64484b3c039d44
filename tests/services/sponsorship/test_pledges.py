"""Pledges: made by the sponsor alone, never by a line manager, kept or given up with a word."""

from __future__ import annotations

from datetime import timedelta

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from tests.services.sponsorship.home import ADMIN, DAY, GRACE, MANAGER, PAOLA, STRANGER, Home


@pytest.fixture
def home() -> Home:
    return Home()


def test_a_sponsor_pledges_and_the_sponsored_reads_it(home: Home) -> None:
    pledge = home.pledged(aim="the lead of partners")
    seen = home.service.show(GRACE, "r")
    assert (seen.mine, [one.id for one in seen.pledges]) == ("sponsored", [pledge.id])
    assert (pledge.member, pledge.state, pledge.aim) == ("grace", "open", "the lead of partners")


def test_the_sponsored_pledges_nothing_in_her_sponsors_name(home: Home) -> None:
    with pytest.raises(NotAllowed):
        home.service.pledge(GRACE, "r", "Something", home.soon())


@pytest.mark.parametrize("asker", [STRANGER, MANAGER, ADMIN, OPERATOR, Asker()])
def test_nobody_else_learns_even_that_there_is_a_sponsorship(home: Home, asker: Asker) -> None:
    pledge, act = home.pledged(), home.logged()
    service = home.service
    for attempt in (
        lambda: service.show(asker, "r"),
        lambda: service.pledge(asker, "r", "Something", home.soon()),
        lambda: service.update(asker, pledge.id, what="Else"),
        lambda: service.keep(asker, pledge.id),
        lambda: service.give_up(asker, pledge.id),
        lambda: service.log(asker, "r", act.kind, room="anywhere"),
        lambda: service.take_back(asker, act.id),
        lambda: service.outcome(asker, act.id, "door opened"),
        lambda: service.confirm(asker, act.id, yes=True),
        lambda: service.brief(asker, "r"),
        lambda: service.offered(asker, "r"),
        lambda: service.citable(asker, "r"),
        lambda: service.withdraw(asker, "r"),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert service.every(asker) == []


def test_one_that_is_not_there_sounds_like_one_that_is_not_hers(home: Home) -> None:
    with pytest.raises(NotFound) as not_hers:
        home.service.show(STRANGER, "r")
    with pytest.raises(NotFound) as not_there:
        home.service.show(STRANGER, "r9")
    assert not_hers.value.message == not_there.value.message


@pytest.mark.parametrize("above", ["paola", "above"])
def test_a_line_manager_pledges_nothing_however_far_above(home: Home, above: str) -> None:
    home.change("members", "grace", line_manager_id=above)
    if above == "above":
        home.change("members", "above", line_manager_id="paola")
    with pytest.raises(Conflict, match="nobody sponsors in her own reporting line") as refusal:
        home.pledged()
    assert "another sponsor" in refusal.value.cure
    with pytest.raises(Conflict, match="reporting line"):
        home.logged()
    assert home.service.show(GRACE, "r").in_one_line == ("paola",)


def test_who_reports_to_the_sponsored_sponsors_her_no_more_than_a_boss(home: Home) -> None:
    home.change("members", "paola", line_manager_id="grace")
    with pytest.raises(Conflict, match="reporting line"):
        home.pledged()


def test_who_becomes_line_manager_can_settle_what_she_pledged_and_nothing_new(home: Home) -> None:
    kept, given_up = home.pledged("One thing"), home.pledged("Another thing")
    home.change("members", "grace", line_manager_id="paola")
    with pytest.raises(Conflict, match="reporting line"):
        home.service.update(PAOLA, kept.id, until=home.soon(60))
    assert home.service.keep(PAOLA, kept.id).state == "kept"
    assert home.service.give_up(PAOLA, given_up.id, "I am her boss now").state == "given up"
    assert home.service.brief(PAOLA, "r").why_empty.startswith("Nothing may be said as a sponsor")


def test_a_loop_of_line_managers_is_walked_once(home: Home) -> None:
    home.change("members", "grace", line_manager_id="above")
    home.change("members", "above", line_manager_id="grace")
    assert home.pledged().state == "open"


@pytest.mark.parametrize(("days", "why"), [(-1, "over"), (732, "two years"), (40_000, "two years")])
def test_a_day_past_or_too_far_is_refused(home: Home, days: int, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        home.pledged(until=home.soon(days))


@pytest.mark.parametrize("days", [0, 731])
def test_today_and_two_years_ahead_will_do(home: Home, days: int) -> None:
    assert home.pledged(until=home.soon(days)).until == home.soon(days)


@pytest.mark.parametrize("what", ["", "  \n ", "x" * 1_001])
def test_a_pledge_says_what(home: Home, what: str) -> None:
    with pytest.raises(BadInput):
        home.pledged(what)


def test_a_fifth_open_pledge_waits_for_one_to_be_settled(home: Home) -> None:
    first, *_ = [home.pledged(f"Thing {n}") for n in range(4)]
    with pytest.raises(Conflict, match="4 of your pledges"):
        home.pledged("One more")
    home.service.keep(PAOLA, first.id)
    assert home.pledged("One more").state == "open"


@pytest.mark.parametrize(("state", "words"), [("paused", "paused"), ("closed", "over")])
def test_where_a_sponsorship_is_not_at_work_nothing_new_is_pledged_and_the_old_is_settled(
    home: Home, state: str, words: str
) -> None:
    pledge = home.pledged()
    home.change("relationships", "r", state=state)
    with pytest.raises(Conflict, match=words):
        home.pledged()
    assert home.service.keep(PAOLA, pledge.id).state == "kept"


def test_a_reason_for_giving_up_is_told_to_both(home: Home) -> None:
    pledge = home.pledged()
    home.service.give_up(PAOLA, pledge.id, "The post was filled from outside.")
    for asker in (GRACE, PAOLA):
        (seen,) = home.service.show(asker, "r").pledges
        assert (seen.state, seen.reason) == ("given up", "The post was filled from outside.")


def test_what_is_settled_stays_settled(home: Home) -> None:
    pledge = home.pledged()
    home.service.keep(PAOLA, pledge.id)
    for again in (home.service.keep, home.service.give_up):
        with pytest.raises(Conflict, match="kept already"):
            again(PAOLA, pledge.id)
    with pytest.raises(Conflict, match="kept already"):
        home.service.update(PAOLA, pledge.id, what="Else")


def test_a_pledge_is_changed_by_whoever_made_it_alone(home: Home) -> None:
    pledge = home.pledged()
    assert home.service.update(PAOLA, pledge.id, until=home.soon(50)).until == home.soon(50)
    with pytest.raises(NotAllowed):
        home.service.keep(GRACE, pledge.id)


def test_an_overdue_pledge_is_told_to_the_sponsor_first_and_kindly(home: Home) -> None:
    home.pledged(until=home.soon(3))
    home.pledged("A later thing")
    home.clock.move(timedelta(days=4))
    first, other = home.service.show(PAOLA, "r").pledges
    assert (first.overdue, other.overdue) == (True, False)
    assert "each of the three is fine" in first.told
    assert not any(one.overdue for one in home.service.show(GRACE, "r").pledges), (
        "she has a week's head start"
    )
    home.clock.move(7 * DAY)
    assert "Ask about it" in home.service.show(GRACE, "r").pledges[0].told


def test_a_sponsor_of_two_reads_nothing_of_the_other_sponsor(home: Home) -> None:
    home.change("relationships", "r", members=("grace", "paola", "second"))
    home.pledged("Paola's thing")
    assert home.service.show(Asker(member="second"), "r").pledges == ()
    assert len(home.service.show(GRACE, "r").pledges) == 1
