"""A badge from the offer to the day it is taken back: nothing is signed or shown without whom it is about."""

from __future__ import annotations

import pytest

from copilot.domain.asking import OPERATOR
from copilot.domain.relationships import Moment
from copilot.errors import BadInput, Conflict, CopilotError, NotAllowed, NotFound
from copilot.services.badges.checking import BadgeChecks
from tests.fakes.badge_keys import MemoryBadgeKeys
from tests.services.badges.community import (
    ADA,
    ADMIN,
    BECAUSE,
    BEN,
    ELSEWHERE,
    KIM,
    MANAGER,
    NAME,
    TODAY,
    Home,
)


@pytest.fixture
def home() -> Home:
    return Home()


def moment(**fields: object) -> Moment:
    said = {"situation": "In the planning meeting", "behaviour": BECAUSE, "on": TODAY}
    return Moment.model_validate({"id": "o1", "member": "ada", "by": "ben", **said, **fields})


def test_it_is_offered_taken_and_only_then_signed(home: Home) -> None:
    badge = home.offered()
    assert (badge.state, badge.credential, badge.status, home.keys.known()) == ("offered", "", None, [])
    taken = home.badges.take(ADA, badge.id)
    assert (taken.state, taken.public) == ("taken", False)
    assert home.badges.verify(BEN, taken.credential).verdict == "right"


def test_what_she_declines_is_signed_by_nobody_and_offered_for_the_same_no_more(home: Home) -> None:
    home.keep("moments", moment(public=True))
    badge = home.offered(moment="o1")
    assert home.badges.decline(ADA, badge.id).state == "declined"
    with pytest.raises(Conflict, match="declined already"):
        home.badges.take(ADA, badge.id)
    with pytest.raises(Conflict, match="recognised once"):
        home.offered(moment="o1")
    assert home.keys.known() == []


@pytest.mark.parametrize(
    "asker", [BEN, MANAGER, ADMIN, OPERATOR], ids=["a peer", "manager", "admin", "operator"]
)
def test_nobody_else_says_yes_or_no_for_her(home: Home, asker: object) -> None:
    badge = home.offered()
    for verb in (home.badges.take, home.badges.decline):
        with pytest.raises(NotFound):
            verb(asker, badge.id)
    with pytest.raises(NotFound):
        home.badges.publish(asker, badge.id, public=True)


@pytest.mark.parametrize("asker", [MANAGER, ADMIN, OPERATOR])
def test_those_in_charge_offer(home: Home, asker: object) -> None:
    assert home.badges.offer(asker, "ada", NAME, BECAUSE).state == "offered"


def test_who_is_in_charge_of_nothing_offers_nothing(home: Home) -> None:
    with pytest.raises(NotAllowed):
        home.badges.offer(BEN, "ada", NAME, BECAUSE)


def test_nobody_offers_herself_one(home: Home) -> None:
    with pytest.raises(NotAllowed, match="Nobody offers herself"):
        home.badges.offer(ADMIN, "dee", NAME, BECAUSE)


@pytest.mark.parametrize("member", ["kim", "nobody"], ids=["of no programme of hers", "who isn't there"])
def test_a_manager_offers_to_members_of_her_programme_and_is_told_the_same_of_all_others(
    home: Home, member: str
) -> None:
    with pytest.raises(NotFound, match=f"There is no member “{member}” whom you may offer a badge"):
        home.badges.offer(MANAGER, member, NAME, BECAUSE)


def test_another_programme_is_not_hers_to_give_in(home: Home) -> None:
    with pytest.raises(NotFound, match="no programme “autumn”"):
        home.offered(programme="autumn")


@pytest.mark.parametrize(
    "because",
    ["She and Ben drew both plans.", "Kim Larsen saw it.", "Ada did it.", "Ask ben@example.org about it."],
)
def test_its_words_name_nobody(home: Home, because: str) -> None:
    with pytest.raises(BadInput, match="name nobody"):
        home.offered(because=because)


@pytest.mark.parametrize(("name", "because"), [("", BECAUSE), ("x" * 201, BECAUSE), (NAME, "x" * 2_001)])
def test_words_that_are_none_or_too_many_are_a_sentence(home: Home, name: str, because: str) -> None:
    with pytest.raises(BadInput):
        home.offered(name, because)


@pytest.mark.parametrize("given", [{"public": False}, {"member": "ben", "public": True}])
def test_a_moment_that_she_may_not_read_is_none(home: Home, given: dict[str, object]) -> None:
    home.keep("moments", moment(**given))
    with pytest.raises(NotFound, match="no such moment"):
        home.offered(moment="o1")


def test_she_shows_it_and_takes_it_back_from_sight(home: Home) -> None:
    badge = home.taken()
    with pytest.raises(NotFound):
        home.badges.show(KIM, badge.id)
    home.badges.publish(ADA, badge.id, public=True)
    assert home.badges.show(KIM, badge.id).credential == badge.credential
    assert [each.id for each in home.badges.shown(KIM)] == [badge.id]
    home.badges.publish(ADA, badge.id, public=False)
    assert home.badges.shown(KIM) == []
    with pytest.raises(NotFound):
        home.badges.file(KIM, badge.id)


def test_what_she_has_not_taken_cannot_be_shown_or_carried_away(home: Home) -> None:
    badge = home.offered()
    with pytest.raises(Conflict, match="only one that you took"):
        home.badges.publish(ADA, badge.id, public=True)
    with pytest.raises(Conflict, match="isn't signed"):
        home.badges.file(ADA, badge.id)
    with pytest.raises(BadInput, match="no format"):
        home.badges.file(ADA, badge.id, "png")


def test_a_manager_sees_how_it_stands_and_not_the_signed_text(home: Home) -> None:
    badge = home.taken()
    seen = home.badges.show(MANAGER, badge.id)
    assert (seen.state, seen.credential, seen.status) == ("taken", "", None)
    assert [each.id for each in home.badges.every(MANAGER)] == [badge.id]
    assert home.badges.every(ELSEWHERE) == []
    assert home.badges.every(BEN) == []
    with pytest.raises(NotFound):
        home.badges.file(MANAGER, badge.id)


def test_it_is_taken_back_with_a_reason_that_she_reads(home: Home) -> None:
    badge = home.taken()
    home.badges.publish(ADA, badge.id, public=True)
    with pytest.raises(BadInput, match="with a reason"):
        home.badges.revoke(MANAGER, badge.id)
    home.badges.revoke(MANAGER, badge.id, "It was somebody else's work.")
    told = home.badges.show(ADA, badge.id)
    assert (told.state, told.reason, told.public) == ("revoked", "It was somebody else's work.", False)
    assert home.badges.verify(KIM, badge.credential).verdict == "revoked"
    with pytest.raises(Conflict, match="revoked already"):
        home.badges.revoke(MANAGER, badge.id, "Again")
    assert [(each.verb, each.reason) for each in home.units.tables["audit_log"].values()] == [
        ("offer", ""), ("revoke", ""),
    ]  # fmt: skip


def test_she_takes_her_own_back_without_a_reason(home: Home) -> None:
    badge = home.taken()
    assert home.badges.revoke(ADA, badge.id).state == "revoked"
    assert home.badges.verify(ADA, badge.credential).verdict == "revoked"


@pytest.mark.parametrize("asker", [BEN, KIM, ELSEWHERE], ids=["a peer", "a stranger", "another's manager"])
def test_nobody_else_revokes_even_what_is_shown(home: Home, asker: object) -> None:
    badge = home.taken()
    with pytest.raises(NotFound):
        home.badges.revoke(asker, badge.id, "Because I can")
    home.badges.publish(ADA, badge.id, public=True)
    with pytest.raises(NotAllowed):
        home.badges.revoke(asker, badge.id, "Because I can")


def test_an_offer_that_is_withdrawn_cannot_be_taken(home: Home) -> None:
    badge = home.offered()
    home.badges.revoke(MANAGER, badge.id, "I had misread who it was.")
    with pytest.raises(Conflict, match="revoked already"):
        home.badges.take(ADA, badge.id)
    assert home.units.tables["badge_statuses"] == {}


def test_somebody_deleted_is_offered_nothing_and_takes_nothing(home: Home) -> None:
    badge = home.offered()
    with home.units() as unit:
        unit.members.remove("ada")
        unit.commit()
    with pytest.raises(NotFound):
        home.offered()
    with pytest.raises(CopilotError):
        home.badges.take(ADA, badge.id)
    assert home.units.tables["badge_statuses"] == {}


def test_what_she_carried_away_stays_right_after_nothing_of_her_is_kept(home: Home) -> None:
    badge, pem = home.taken(), home.keys.current().pem
    with home.units() as unit:
        unit.badges.remove(badge.id)
        unit.members.remove("ada")
        unit.commit()
    assert home.badges.verify(KIM, badge.credential).verdict == "right"
    listed = home.badges.status_list(KIM)
    assert (
        BadgeChecks(home.seals)
        .check(badge.credential, keys=[pem], status_list=listed, now=home.clock.now())
        .sentence.endswith("and not revoked.")
    )
    [place] = home.units.tables["badge_statuses"].values()
    assert set(place.model_dump()) == {"id", "revision", "revoked", "at"}


def test_badges_signed_before_a_new_key_stay_right_and_can_be_revoked(home: Home) -> None:
    old = home.taken()
    key = home.badges.renew_key(ADMIN)
    new = home.taken()
    found = [home.badges.verify(KIM, each.credential) for each in (old, new)]
    assert [each.verdict for each in found] == ["right", "right"]
    assert found[0].key != found[1].key == key.id
    home.badges.revoke(ADA, old.id)
    listed = home.badges.status_list(KIM, badge=old.credential)
    checks = BadgeChecks(home.seals)
    pem = next(each.pem for each in home.keys.known() if each.id == found[0].key)
    told = checks.check(old.credential, keys=[pem], status_list=listed, now=home.clock.now())
    assert told.verdict == "revoked", "its list is signed with the key it was signed with"
    assert checks.check(old.credential, keys=[key.pem], now=home.clock.now()).verdict == "wrong key"


def test_who_keeps_no_house_makes_no_key(home: Home) -> None:
    assert home.badges.keys(ADA) == []
    for asker in (ADA, MANAGER):
        with pytest.raises(NotAllowed):
            home.badges.renew_key(asker)
    assert [key.current for key in home.badges.keys(OPERATOR)] == [True]


def test_without_a_key_nobody_can_say_whose_it_is(home: Home) -> None:
    signed = home.taken().credential
    checks = BadgeChecks(home.seals)
    told = checks.check(signed, now=home.clock.now())
    assert (told.verdict, told.name) == ("unknown", "")
    assert "give the issuer's with --key" in told.sentence
    assert checks.check("hello", now=home.clock.now()).verdict == "unknown"


def test_a_badge_that_says_two_things_is_none_though_it_is_signed(home: Home) -> None:
    from tests.services.badges.test_credentials import part

    claims, key = part(home.taken().credential, 1), home.keys.current()
    for wrong in (
        {"sub": "urn:uuid:1"}, {"iss": "https://elsewhere.example"}, {"jti": None}, {"nbf": 5}, {"type": ["Diploma"]},
        {"nbf": 4_000_000_000, "validFrom": "2096-10-02T07:06:40Z"}, {"validUntil": "2020-01-01T00:00:00Z"},
    ):  # fmt: skip
        signed = home.keys.sign({**claims, **wrong}, key.id)
        assert home.badges.verify(ADA, signed).verdict == "unknown", wrong
    other = MemoryBadgeKeys(first=7).current()
    from copilot.services.badges.issuer import did_jwk

    did = did_jwk(other.jwk)
    signed = home.keys.sign({**claims, "iss": did, "issuer": {"id": did}}, key.id)
    assert "not the one that signed it" in home.badges.verify(ADA, signed).sentence


def test_a_list_is_asked_for_by_a_badge_of_ours_or_by_a_number_that_was_begun(home: Home) -> None:
    with pytest.raises(NotFound, match="no such list"):
        home.badges.status_list(ADA, number=2)
    with pytest.raises(BadInput, match="signed here"):
        home.badges.status_list(ADA, badge="a.b.c")


def test_what_was_signed_stays_word_for_word_when_somebody_else_leaves(home: Home) -> None:
    from copilot.domain.members import Member, Role
    from copilot.services.members.masking import Mask

    leaver = Member(id="m1", name="Kim Larsen", roles=frozenset({Role.MENTEE}))
    badge = home.taken().changed(credential="eyJ-m1-kim.eyJ-m1-.AA", by="m1")
    masked = Mask(leaver, "gone-1", {"m1": "Kim Larsen"}).record(badge)
    assert (masked.by, masked.credential) == ("gone-1", badge.credential)


def test_what_is_shown_tells_nobody_whom_she_met_or_who_gave_it(home: Home) -> None:
    home.relate("r-secret", held=10)
    for asker in (ADA, BEN):
        badge = home.badges.take(asker, f"tenth-session:r-secret:{asker.member}")
        home.badges.publish(asker, badge.id, public=True)
    for asker in (KIM, ELSEWHERE):
        for badge in home.badges.shown(asker):
            assert (badge.of, badge.programme, badge.by, badge.reason, badge.status) == ("", "", "", "", None)
            assert home.badges.show(asker, badge.id) == badge
    assert {(badge.of, badge.programme) for badge in home.badges.shown(MANAGER)} == {("", "spring")}
    [own] = home.badges.shown(ADA, "ada")
    assert own.of == "r-secret"


def test_one_that_was_revoked_is_not_to_be_taken_again(home: Home) -> None:
    badge = home.taken()
    home.badges.revoke(ADA, badge.id)
    with pytest.raises(Conflict) as fault:
        home.badges.publish(ADA, badge.id, public=True)
    assert "take" not in fault.value.cure.replace("that you took", "")
