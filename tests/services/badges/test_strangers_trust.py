"""What a badge is worth to somebody who has two keys, a picture, and a list from somewhere."""

from __future__ import annotations

import json
from typing import Any

import pytest

from copilot.domain.recognition import BadgeKey
from copilot.errors import BadInput
from copilot.services.badges.checking import BadgeChecks, Checked
from copilot.services.badges.credential import Holder, claims_of
from copilot.services.badges.issuer import issuer_with
from copilot.services.badges.served import BadgeAddresses
from copilot.services.badges.status_list import list_claims
from tests.fakes.badge_keys import MemoryBadgeKeys
from tests.services.badges.community import ADA, ADMIN, KIM, Home


class Two:
    """The bank and a stranger, and whoever believes both keys."""

    def __init__(self) -> None:
        self.home = Home()
        self.now = self.home.clock.now()
        self.bank, self.stranger = MemoryBadgeKeys(), MemoryBadgeKeys(first=7)
        self.issuer = issuer_with(self.bank.current(), "https://bank.example")
        self.claims = claims_of(self.home.offered(), Holder(), self.issuer, (1, 5), self.now)
        self.list = list_claims(self.issuer, 1, [5], self.now)

    def by(self, keys: MemoryBadgeKeys, claims: dict[str, Any]) -> str:
        return keys.sign(claims, keys.current().id)

    def told(self, badge: str, status_list: str = "") -> Checked:
        pems = [keys.current().pem for keys in (self.bank, self.stranger)]
        return BadgeChecks(self.home.seals).check(badge, keys=pems, status_list=status_list, now=self.now)


def test_who_signs_in_another_s_name_is_told_by_her_key_and_her_claim_is_no_fact() -> None:
    two = Two()
    told = two.told(two.by(two.stranger, two.claims))
    assert f"signed by the key {two.stranger.current().id}, which claims to be" in told.sentence
    assert "https://bank.example" in told.sentence


def test_nobody_else_s_list_undoes_a_revocation() -> None:
    two = Two()
    badge = two.by(two.bank, two.claims)
    assert two.told(badge, two.by(two.bank, two.list)).verdict == "revoked"
    clean = list_claims(two.issuer, 1, [], two.now)
    with pytest.raises(BadInput, match="isn't signed with the key that the badge is signed with"):
        two.told(badge, two.by(two.stranger, clean))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"type": ["VerifiableCredential"]}, "no list of revoked badges"),
        ({"iss": "https://elsewhere.example"}, "no list of revoked badges"),
        ({"iss": "did:x", "issuer": "did:x"}, "another list"),
        ({"id": "https://bank.example/credentials/status/2"}, "another list"),
    ],
)
def test_a_list_that_is_none_or_another_is_said_to_be(wrong: dict[str, Any], words: str) -> None:
    two = Two()
    badge = two.by(two.bank, two.claims)
    with pytest.raises(BadInput, match=words):
        two.told(badge, two.by(two.bank, {**two.list, **wrong}))
    with pytest.raises(BadInput, match="no list of revoked badges"):
        two.told(badge, badge)


def test_after_a_new_key_the_list_of_an_old_badge_is_signed_with_its_own() -> None:
    home = Home("https://mentoring.example.org")
    badge = home.taken()
    pem = home.keys.current().pem
    home.badges.renew_key(ADMIN)
    home.badges.revoke(ADA, badge.id)
    listed = home.badges.status_list(KIM, badge=badge.credential)
    checks, now = BadgeChecks(home.seals), home.clock.now()
    assert checks.check(badge.credential, keys=[pem], status_list=listed, now=now).verdict == "revoked"
    todays = home.badges.status_list(KIM)
    assert home.badges.verify(KIM, badge.credential, status_list=todays).verdict == "revoked", (
        "both keys are ours"
    )


def test_a_genuine_badge_of_another_that_brings_no_key_is_not_called_altered() -> None:
    from copilot.stores.badge_seals import REGISTRY, jws
    from tests.fakes.badge_keys import rsa

    two = Two()
    header = {"alg": "RS256", "typ": "JWT", "kid": "https://uni.example/k#1"}
    foreign = jws.serialize_compact(header, json.dumps({**two.claims, "iss": "x"}), rsa(9), registry=REGISTRY)
    told = two.told(foreign)
    assert (told.verdict, "doesn't bring that key" in told.sentence) == ("unknown", True)


def test_a_picture_whose_words_were_changed_is_altered_though_the_badge_in_it_is_right() -> None:
    home = Home()
    badge = home.taken()
    picture = home.badges.file(ADA, badge.id).content.decode()
    assert home.badges.verify(ADA, picture).verdict == "right"
    told = home.badges.verify(ADA, picture.replace("Held the room", "Ran the company"))
    assert (told.verdict, "the badge in it, which is “Held the room”" in told.sentence) == ("altered", True)


def test_a_list_that_is_not_there_costs_no_reading_and_a_fresh_one_is_handed_out_while_another_is_signed() -> (
    None
):
    home = Home()
    home.taken()
    served = BadgeAddresses(home.units, home.clock, home.keys, home.seals)
    listed = served.status_list(1)
    with served._signing:
        assert served.status_list(1) == listed
        with pytest.raises(Exception, match="no such list"):
            served.status_list(777)


def test_the_community_is_called_as_it_wants() -> None:
    key: BadgeKey = MemoryBadgeKeys().current()
    assert issuer_with(key, "").name == "A mentoring community"
    assert issuer_with(key, "", "The Harbour").name == "The Harbour"
    assert issuer_with(key, "https://a.example").name == "a.example"
    assert issuer_with(key, "https://a.example", "The Harbour").name == "The Harbour"


def test_reading_makes_no_key() -> None:
    home = Home()
    with pytest.raises(Exception, match="nothing was revoked"):
        home.badges.status_list(KIM)
    assert home.keys.known() == []


@pytest.mark.parametrize("turned", ["\x1b[31mred", "\u202egnp.exe"])
def test_words_that_move_a_cursor_or_turn_the_writing_are_refused(turned: str) -> None:
    with pytest.raises(BadInput, match="can't be printed"):
        Home().offered(because=f"She did {turned} it.")
