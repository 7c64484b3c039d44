"""What the records notice: once, and only to those who may know."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.circles import CircleMeeting
from copilot.domain.learning import TrackProgress
from copilot.domain.matches import MatchRole
from copilot.domain.recognition import RECORDS
from copilot.domain.relationships import Goal
from copilot.domain.sponsorship import Advocacy, AdvocacyKind
from copilot.errors import Conflict, NotAllowed, NotFound
from copilot.services.badges.unconfirmed import UNCONFIRMED, revoke_for
from tests.services.badges.community import ADA, ADMIN, BEN, ELSEWHERE, KIM, MANAGER, Home

AT = datetime(2026, 2, 1, 15, tzinfo=UTC)
KEEPERS = (MANAGER, ADMIN, OPERATOR)
SECRET = "Leave this company for a better one"


@pytest.fixture
def home() -> Home:
    return Home()


def seen(home: Home, asker: Asker) -> dict[str, tuple[str, ...]]:
    return {each.id: each.can for each in home.noticing.noticed(asker)}


def test_nine_sessions_are_no_tenth(home: Home) -> None:
    home.relate(held=9)
    assert seen(home, ADA) == {}


def test_the_tenth_session_is_seen_by_both_and_by_managers_as_a_day(home: Home) -> None:
    home.relate(held=11)
    own, his = "tenth-session:r:ada", "tenth-session:r:ben"
    assert seen(home, ADA) == {own: ("take a badge", "decline"), his: ("log a moment", "write it up")}
    assert seen(home, BEN) == {his: ("take a badge", "decline"), own: ("log a moment", "write it up")}
    for keeper in KEEPERS:
        assert seen(home, keeper) == {own: ("offer a badge",), his: ("offer a badge",)}
    assert seen(home, KIM) == seen(home, ELSEWHERE) == {}
    [notice, _] = home.noticing.noticed(MANAGER)
    assert (notice.on, notice.of, notice.others) == (date(2026, 2, 2), "", ())


def test_a_goal_reached_is_hers_and_of_whom_she_shares_it_with(home: Home) -> None:
    home.relate()
    home.keep("goals", Goal(id="g1", member="ada", title=SECRET, state="reached", progress=100))
    home.keep("goals", Goal(id="g2", member="ada", title=SECRET, state="reached", relationship="r"))
    home.keep("goals", Goal(id="g3", member="ada", title=SECRET, progress=90))
    assert set(seen(home, ADA)) == {"goal-reached:g1:ada", "goal-reached:g2:ada"}
    assert set(seen(home, BEN)) == {"goal-reached:g2:ada"}
    for keeper in KEEPERS:
        assert seen(home, keeper) == {}
    assert SECRET not in str(home.noticing.noticed(ADA))


def test_no_manager_hears_of_a_goal_by_the_badge_for_it(home: Home) -> None:
    home.keep("goals", Goal(id="g1", member="ada", title=SECRET, state="reached"))
    badge = home.badges.take(ADA, "goal-reached:g1:ada")
    assert (badge.by, badge.programme, badge.state) == (RECORDS, "", "taken")
    assert SECRET not in badge.model_dump_json()
    for keeper in KEEPERS:
        assert home.badges.every(keeper) == []
        with pytest.raises(NotFound):
            home.badges.show(keeper, badge.id)
        with pytest.raises(NotFound):
            home.badges.revoke(keeper, badge.id, "Why not")


def advocacy(advocacy_id: str, day: int, confirmed: bool | None) -> Advocacy:
    return Advocacy(
        id=advocacy_id, relationship="r", sponsor="ben", member="ada", kind=AdvocacyKind.NOMINATED,
        on=date(2026, 2, day), room="The planning round", confirmed=confirmed, at=AT,
    )  # fmt: skip


def test_the_first_advocacy_counts_once_she_confirmed_it(home: Home) -> None:
    home.keep("advocacy", advocacy("v1", 1, None), advocacy("v2", 2, False))
    assert seen(home, BEN) == {}
    home.keep("advocacy", advocacy("v4", 4, True), advocacy("v3", 3, True))
    assert set(seen(home, BEN)) == set(seen(home, ADA)) == {"first-advocacy:v3:ben"}
    assert seen(home, MANAGER) == {}
    home.badges.take(BEN, "first-advocacy:v3:ben")
    home.keep("advocacy", advocacy("v0", 1, True))
    assert seen(home, BEN) == {}, "the first time is only once, whatever is confirmed later"


@pytest.mark.parametrize(
    ("before", "held", "noticed"),
    [
        ({"state": "closed"}, 3, True),
        ({"state": "closed"}, 2, False),
        ({"state": "active"}, 5, False),
        ({"state": "closed", "reason": "One of the two has left the community."}, 5, False),
        ({"state": "active", "programme": "autumn"}, 3, True),
        ({"state": "closed", "role": MatchRole.SPONSOR}, 5, False),
    ],
)
def test_a_mentor_comes_back_after_one_that_ended_well_or_in_another_programme(
    home: Home, before: dict[str, object], held: int, noticed: bool
) -> None:
    home.relate("r1", held=held, members=("kim", "ben"), started=date(2025, 6, 1), **before)
    home.relate("r2")
    assert ("returning-mentor:r2:ben" in seen(home, BEN)) == noticed
    assert not any("returning" in each for each in (*seen(home, ADA), *seen(home, KIM)))


def test_a_manager_hears_of_a_return_only_where_all_of_it_is_in_her_programmes(home: Home) -> None:
    home.relate("r1", held=3, members=("kim", "ben"), started=date(2025, 6, 1), programme="autumn")
    home.relate("r2")
    assert seen(home, MANAGER) == seen(home, ELSEWHERE) == {}
    assert seen(home, ADMIN) == {"returning-mentor:r2:ben": ("offer a badge",)}
    both = MANAGER.model_copy(update={"manages": frozenset({"spring", "autumn"})})
    assert set(seen(home, both)) == {"returning-mentor:r2:ben"}
    badge = home.badges.take(BEN, "returning-mentor:r2:ben")
    assert badge.programme == ""
    assert home.badges.every(MANAGER) == []


def test_the_first_meeting_that_she_chairs_is_noticed_once_it_was_held(home: Home) -> None:
    home.relate("c", held=2, role=MatchRole.CIRCLE, members=("ada", "ben", "kim", "dee"))
    home.keep("circle_meetings", CircleMeeting(id="c-1", circle="c", chair="ada"))
    home.keep("circle_meetings", CircleMeeting(id="c-0", circle="c", chair="ada"))
    assert set(seen(home, ADA)) == set(seen(home, KIM)) == {"circle-chair:c-0:ada"}
    assert seen(home, MANAGER) == {"circle-chair:c-0:ada": ("offer a badge",)}


def test_a_track_that_was_finished_is_hers_alone(home: Home) -> None:
    home.keep(
        "track_progress", TrackProgress(id="p", member="ada", track="feedback", started=AT, finished=AT)
    )
    home.keep("track_progress", TrackProgress(id="q", member="ada", track="gone", started=AT, finished=AT))
    home.keep("track_progress", TrackProgress(id="s", member="ben", track="feedback", started=AT))
    assert set(seen(home, ADA)) == {"track:feedback:ada"}
    for asker in (BEN, *KEEPERS):
        assert seen(home, asker) == {}


def test_a_certificate_is_taken_in_one_step_and_is_the_same_when_she_asks_again(home: Home) -> None:
    with pytest.raises(NotFound):
        home.badges.certificate(ADA, "feedback")
    home.keep(
        "track_progress", TrackProgress(id="p", member="ada", track="feedback", started=AT, finished=AT)
    )
    badge = home.badges.certificate(ADA, "feedback", with_name=True)
    assert (badge.name, badge.state) == ("Feedback that lands", "taken")
    assert "finished on 1 February 2026" in badge.evidence
    assert home.badges.certificate(ADA, "feedback") == badge
    assert home.badges.verify(KIM, badge.credential).named == "Ada Moreau"


def test_what_she_declines_is_noticed_no_more(home: Home) -> None:
    home.relate(held=10)
    assert home.badges.decline(ADA, "tenth-session:r:ada").state == "declined"
    assert "tenth-session:r:ada" not in seen(home, ADA)
    assert "tenth-session:r:ada" not in seen(home, MANAGER)
    for again in (lambda: home.badges.take(ADA, "tenth-session:r:ada"),
                  lambda: home.badges.offer_noticed(MANAGER, "tenth-session:r:ada")):  # fmt: skip
        with pytest.raises(Conflict, match="recognised once"):
            again()


def test_a_manager_offers_for_what_was_noticed_and_nobody_takes_another_s(home: Home) -> None:
    home.relate(held=10)
    with pytest.raises(NotFound):
        home.badges.take(BEN, "tenth-session:r:ada")
    with pytest.raises(NotAllowed):
        home.badges.offer_noticed(BEN, "tenth-session:r:ada")
    with pytest.raises(NotFound):
        home.badges.offer_noticed(ELSEWHERE, "tenth-session:r:ada")
    badge = home.badges.offer_noticed(MANAGER, "tenth-session:r:ada")
    assert (badge.state, badge.by, badge.programme) == ("offered", "eve", "spring")
    assert home.badges.take(ADA, badge.id).state == "taken"


def test_a_manager_who_met_ten_times_offers_herself_nothing(home: Home) -> None:
    home.relate(held=10, members=("ada", "eve"))
    with pytest.raises(NotAllowed):
        home.badges.offer_noticed(MANAGER, "tenth-session:r:eve")
    assert home.badges.take(MANAGER, "tenth-session:r:eve").by == RECORDS


def test_of_who_has_left_nothing_is_noticed(home: Home) -> None:
    home.relate(held=10, members=("gone-1", "ben"))
    assert set(seen(home, MANAGER)) == {"tenth-session:r:ben"}


def test_what_a_manager_was_told_she_can_offer_for_though_there_is_more_elsewhere(home: Home) -> None:
    home.relate("r0", held=3, members=("kim", "ben"), started=date(2025, 5, 1), programme="autumn")
    home.relate("r1", held=3, members=("dee", "ben"), started=date(2025, 6, 1), state="closed")
    home.relate("r2")
    [told] = seen(home, MANAGER)
    assert home.badges.offer_noticed(MANAGER, told).state == "offered"


def test_of_very_many_no_list_of_ids_is_asked_for(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.relate(held=10)
    home.relate("c", held=10, role=MatchRole.CIRCLE, members=("ada", "ben", "kim", "dee"))
    told = [seen(home, asker) for asker in (ADA, MANAGER, ADMIN)]
    monkeypatch.setattr("copilot.services.badges.notices.MOST_IN_A_LIST", 0)
    assert [seen(home, asker) for asker in (ADA, MANAGER, ADMIN)] == told


def test_the_latest_comes_first(home: Home) -> None:
    home.relate("r1", held=10)
    home.relate("r2", held=12, started=date(2025, 1, 1) + timedelta(days=3), members=("kim", "ada"))
    home.keep(
        "track_progress", TrackProgress(id="p", member="ada", track="feedback", started=AT, finished=AT)
    )
    days = [each.on for each in home.noticing.noticed(ADA)]
    assert days == sorted(days, reverse=True)


def test_a_badge_for_an_advocacy_that_is_confirmed_no_longer_is_revoked_and_another_may_be_the_first(
    home: Home,
) -> None:
    home.keep("advocacy", advocacy("v1", 1, True))
    badge = home.badges.take(BEN, "first-advocacy:v1:ben")
    home.badges.publish(BEN, badge.id, public=True)
    with home.units() as unit:
        unit.advocacy.save(unit.advocacy.get("v1").changed(confirmed=False))
        revoke_for(unit, "v1", home.clock.now())
        unit.commit()
    told = home.badges.show(BEN, badge.id)
    assert (told.state, told.public, told.reason) == ("revoked", False, UNCONFIRMED)
    assert home.badges.verify(KIM, badge.credential).verdict == "revoked"
    assert seen(home, BEN) == {}
    home.keep("advocacy", advocacy("v2", 2, True))
    assert set(seen(home, BEN)) == {"first-advocacy:v2:ben"}


def test_her_no_that_comes_while_the_key_is_made_is_heard(home: Home) -> None:
    home.keep("advocacy", advocacy("v1", 1, True))
    made = home.keys.current

    def slowly() -> object:
        with home.units() as unit:
            unit.advocacy.save(unit.advocacy.get("v1").changed(confirmed=False))
            unit.commit()
        return made()

    home.keys.current = slowly  # type: ignore[method-assign,assignment]  # what happens meanwhile
    with pytest.raises(NotFound):
        home.badges.take(BEN, "first-advocacy:v1:ben")
    assert home.units.tables["badges"] == {}


def test_the_tenth_session_of_a_circle_is_theirs_who_came(home: Home) -> None:
    home.relate("c", held=10, role=MatchRole.CIRCLE, members=("ada", "ben", "kim", "dee"))
    came = frozenset({"ada", "ben"})
    home.keep("circle_meetings", CircleMeeting(id="c-9", circle="c", came=came, noted=True))
    assert {each.member for each in home.noticing.noticed(KIM)} == came
