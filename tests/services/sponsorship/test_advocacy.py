"""What was done: logged by the sponsor on evidence she may read, confirmed by nobody but the sponsored."""

from __future__ import annotations

from datetime import timedelta

import pytest

from copilot.domain.asking import Asker
from copilot.domain.matches import MatchRole
from copilot.domain.programmes import Programme
from copilot.domain.recognition import Badge, BadgeKind, BadgeStatus
from copilot.domain.relationships import Relationship
from copilot.domain.sponsorship import AdvocacyKind, Pledge
from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from tests.services.sponsorship.home import ADMIN, ASKED, BOARD, DAY, GRACE, LED, MANAGER, PAOLA, SECOND, Home


@pytest.fixture
def home() -> Home:
    return Home()


def test_within_her_consent_it_is_said_so_to_both(home: Home) -> None:
    home.agreed()
    act = home.logged("  The SEASON review ", said="Nobody has moved a warehouse as she has.")
    assert (act.consented, act.confirmed, act.outcome) == (True, None, "waiting")
    assert home.service.show(GRACE, "r").advocacy[0].told == "You had agreed to this room."


def test_outside_her_consent_it_is_kept_since_it_happened_and_both_are_told(home: Home) -> None:
    home.agreed()
    act = home.logged("a corridor")
    assert not act.consented
    assert "had not agreed" in home.service.show(GRACE, "r").advocacy[0].told
    assert "ask before the next time" in home.service.show(PAOLA, "r").advocacy[0].told


def test_consent_of_today_covers_nothing_that_was_said_before_it(home: Home) -> None:
    home.clock.move(2 * DAY)
    home.agreed()
    assert not home.logged(on=home.today - DAY).consented


def test_consent_past_its_day_is_shown_no_more_and_covers_nothing(home: Home) -> None:
    home.agreed(until=home.soon(2))
    home.clock.move(2 * DAY)
    assert home.service.show(PAOLA, "r").consents
    assert home.logged().consented
    home.clock.move(DAY)
    assert home.service.show(PAOLA, "r").consents == ()
    assert not home.logged().consented


def test_what_was_said_while_consent_held_stays_covered_after_it_is_taken_back(home: Home) -> None:
    home.agreed()
    home.clock.move(3 * DAY)
    home.service.withdraw(GRACE, "r")
    assert home.logged(on=home.today - DAY).consented
    assert not home.logged(on=home.today).consented


def test_the_day_is_hers_where_she_lives(home: Home) -> None:
    """Nine in the evening in UTC is the next morning in Auckland."""
    member = home.units.tables["members"]["paola"]
    home.change(
        "members", "paola", profile=member.profile.model_copy(update={"time_zone": "Pacific/Auckland"})
    )
    home.clock.move(timedelta(hours=12))
    tomorrow = home.today + DAY
    assert home.logged(on=tomorrow).on == tomorrow
    with pytest.raises(BadInput, match="lies ahead"):
        home.logged(on=tomorrow + DAY)


@pytest.mark.parametrize(("days", "why"), [(1, "lies ahead"), (-61, "before this sponsorship")])
def test_a_day_ahead_or_before_it_began_is_refused(home: Home, days: int, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        home.logged(on=home.soon(days))


@pytest.mark.parametrize("given", [{"room": " "}, {"room": "x" * 301}, {"said": "x" * 2_001}])
def test_an_entry_says_where_and_not_too_much(home: Home, given: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        home.logged(**given)


def test_evidence_is_quoted_word_for_word(home: Home) -> None:
    home.moment(public=True)
    home.goal("g1", relationship="r")
    home.agreed()
    act = home.logged(evidence=("o1", "g1", "headline", "brief[0]", "o1"))
    assert [(one.kind, one.quote) for one in act.evidence] == [
        ("moment", ASKED), ("goal", "Goal g1: lead partners"), ("profile", "Moves warehouses"), ("brief", LED),
    ]  # fmt: skip


def test_what_the_sponsor_may_not_read_is_no_evidence_and_sounds_like_what_is_not_there(home: Home) -> None:
    home.moment()
    home.goal("g1")
    badge = {
        "member": "grace",
        "kind": BadgeKind.TRACK,
        "by": "root",
        "on": home.today,
        "at": home.clock.now(),
    }
    for name, fields in (
        ("b1", {"public": False, "state": "taken"}),
        ("b2", {"public": True, "state": "offered"}),
    ):
        home.give("badges", Badge(id=name, name="Listener", criteria="Read five guides.", **badge, **fields))
    said = set()
    for each in ("o1", "g1", "b1", "b2", "experience[0]", "brief[0]", "nothing"):
        with pytest.raises(NotFound) as refusal:
            home.logged(evidence=(each,))
        said.add(refusal.value.message)
    assert len(said) == 1
    assert home.service.show(PAOLA, "r").advocacy == ()


def test_a_moment_the_sponsor_logged_herself_and_a_badge_that_is_shown_are_hers_to_quote(home: Home) -> None:
    home.moment(by="paola")
    badge = {
        "member": "grace",
        "kind": BadgeKind.TRACK,
        "by": "root",
        "on": home.today,
        "at": home.clock.now(),
    }
    shown = Badge(id="b1", name="Listener", criteria="Read five guides.", public=True, state="taken", **badge)
    home.give("badges", shown)
    act = home.logged(evidence=("o1", "b1"))
    assert [one.quote for one in act.evidence] == [ASKED, "Listener: Read five guides."]


def test_a_field_of_her_profile_becomes_evidence_with_the_sentence_that_quotes_it(home: Home) -> None:
    home.brief()
    home.agreed(draft="d1", own=())
    assert {one.id for one in home.service.citable(PAOLA, "r")} >= {
        "experience[0]",
        "brief[0]",
        "brief[1]",
        "o1",
    }
    home.service.withdraw(GRACE, "r")
    assert "experience[0]" not in {one.id for one in home.service.citable(PAOLA, "r")}


def test_eleven_pieces_of_evidence_are_too_many(home: Home) -> None:
    with pytest.raises(BadInput, match="too many"):
        home.logged(evidence=tuple(f"o{n}" for n in range(11)))


def test_a_pledge_of_somebody_else_and_an_event_nobody_sees_are_not_there(home: Home) -> None:
    mine = home.pledged()
    assert home.logged(pledge=mine.id).pledge == mine.id
    for wrong in ({"pledge": "pl9"}, {"event": "e9"}):
        with pytest.raises(NotFound):
            home.logged(**wrong)
    home.change("relationships", "r", members=("grace", "paola", "second"))
    with pytest.raises(NotFound):
        home.service.log(SECOND, "r", AdvocacyKind.DEFENDED, room=BOARD, pledge=mine.id)


def test_nobody_stands_up_for_one_person_six_times_a_day(home: Home) -> None:
    for _ in range(5):
        home.logged()
    with pytest.raises(Conflict, match="5 entries"):
        home.logged()
    home.clock.move(DAY)
    assert home.logged()


def test_only_she_confirms_and_she_may_change_her_mind(home: Home) -> None:
    act = home.logged()
    with pytest.raises(NotAllowed):
        home.service.confirm(PAOLA, act.id, yes=True)
    assert home.service.confirm(GRACE, act.id, yes=True).confirmed is True
    assert home.service.confirm(GRACE, act.id, yes=False).confirmed is False


def test_her_no_revokes_the_badge_that_was_taken_for_it(home: Home) -> None:
    act = home.logged()
    home.service.confirm(GRACE, act.id, yes=True)
    with home.units() as unit:
        unit.badge_statuses.add(BadgeStatus(id="7", at=home.clock.now()))
        unit.badges.add(
            Badge(
                id="b", member="paola", kind=BadgeKind.FIRST_ADVOCACY, of=act.id, name="Spoke up", criteria="c",
                by="records", on=home.today, state="taken", public=True, status=7, at=home.clock.now(),
            )
        )  # fmt: skip
        unit.commit()
    home.service.confirm(GRACE, act.id, yes=False)
    badge = home.units.tables["badges"]["b"]
    assert (badge.state, badge.public, home.units.tables["badge_statuses"]["7"].revoked) == (
        "revoked", False, True,
    )  # fmt: skip


def test_an_outcome_is_said_by_either(home: Home) -> None:
    act = home.logged()
    assert home.service.outcome(GRACE, act.id, "door opened", "I present in May.").outcome == "door opened"
    home.change("relationships", "r", state="closed")
    told = home.service.outcome(PAOLA, act.id, "not this time", "The post went away.")
    assert (told.outcome, told.outcome_words) == ("not this time", "The post went away.")
    with pytest.raises(BadInput):
        home.service.outcome(PAOLA, act.id, "waiting", "x" * 1_001)
    with pytest.raises(BadInput):
        home.service.outcome(PAOLA, act.id, "won")  # type: ignore[arg-type]  # what a program may send


def test_an_entry_is_taken_back_on_its_day_until_she_answers(home: Home) -> None:
    mistake, answered, old = home.logged(), home.logged("the board"), home.logged("elsewhere")
    with pytest.raises(NotAllowed):
        home.service.take_back(GRACE, mistake.id)
    home.service.take_back(PAOLA, mistake.id)
    home.service.confirm(GRACE, answered.id, yes=False)
    with pytest.raises(Conflict, match="stands"):
        home.service.take_back(PAOLA, answered.id)
    home.clock.move(DAY)
    with pytest.raises(Conflict, match="stands"):
        home.service.take_back(PAOLA, old.id)
    assert {one.id for one in home.service.show(GRACE, "r").advocacy} == {answered.id, old.id}


def test_markup_is_kept_as_words(home: Home) -> None:
    assert home.logged("<b>board</b>", said="![](http://x/)").room == "<b>board</b>"


def test_managers_and_admins_read_numbers_from_five_on_and_never_words(home: Home) -> None:
    assert "Fewer than five" in home.service.status(MANAGER, "spring").told
    _many(home)
    told = home.service.status(MANAGER, "spring")
    assert (told.sponsorships, told.live_pledge) == (10, 5)
    assert told.act_lately is None, "one sponsorship in which somebody spoke is hidden"
    assert told.told == (
        "About 10 sponsorships are at work. In about 5 of them a pledge is open; in fewer than five somebody was "
        "spoken for in the last 90 days."
    )
    assert "secret" not in told.model_dump_json()
    for asker in (GRACE, PAOLA, Asker(member="boss", manages=frozenset({"autumn"}))):
        with pytest.raises(NotAllowed):
            home.service.status(asker, "spring")
    with pytest.raises(NotAllowed) as refusal:
        home.service.status(MANAGER)
    assert "--programme spring" in refusal.value.cure


def test_what_one_programme_takes_from_the_community_tells_of_no_pair(home: Home) -> None:
    _many(home)
    home.change("relationships", "r10", state="closed")
    before = home.service.status(ADMIN)
    home.give("programmes", Programme(id="autumn", name="Autumn", starts=home.today, ends=home.soon()))
    pair = {"role": MatchRole.SPONSOR, "members": ("second", "above"), "programme": "autumn"}
    home.give("relationships", Relationship(id="lone", started=home.today, **pair))
    whose = {"relationship": "lone", "sponsor": "above", "member": "second", "until": home.soon()}
    home.give("pledges", Pledge(id="px", what="x", made=home.clock.now(), **whose))
    assert home.service.status(ADMIN) == before == home.service.status(MANAGER, "spring")
    assert home.service.status(ADMIN, "autumn").sponsorships is None


def _many(home: Home) -> None:
    """Eleven more sponsorships, six of them with a pledge, and one act in Grace's."""
    common = {"role": MatchRole.SPONSOR, "members": ("stranger", "second"), "programme": "spring"}
    promised = {"sponsor": "second", "member": "stranger", "what": "secret", "until": home.soon()}
    home.give("relationships", *(Relationship(id=f"r{n}", started=home.today, **common) for n in range(11)))
    home.give(
        "pledges",
        *(Pledge(id=f"p{n}", relationship=f"r{n}", made=home.clock.now(), **promised) for n in range(6)),
    )
    home.logged(said="secret")
