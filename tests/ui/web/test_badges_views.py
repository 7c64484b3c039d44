"""The page of badges and the addresses that strangers ask: what waits is clear, what is private isn't there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from openbadgeslib.ob3 import OB3Verifier
from starlette.testclient import TestClient

from copilot.app import Copilot
from copilot.domain.asking import OPERATOR
from copilot.domain.recognition import Badge, BadgeKind
from copilot.services.badges.drawing import carried_in, drawn
from copilot.services.badges.notices import Notice
from copilot.services.members.service import Introduction
from tests.services.badges.community import ADA, BECAUSE, MANAGER, NAME, TODAY, Home
from tests.ui.web.building import asking, built, handlers, updates
from tests.ui.web.community import open_community
from tests.ui.web.conftest import ADDRESS
from ui.web import badge_addresses
from ui.web.badge_giving import gives
from ui.web.desk import Desk
from ui.web.pages.badges import PAGE
from ui.web.people import People
from ui.web.views.badges import given_list, of_others, own_cards, public_page, shown_badges, waiting_cards

WICKED = '"><script>alert(1)</script>'
PEOPLE = People({"ada": Introduction(name="Ada <b>Moreau</b>", headline="")})


@pytest.fixture
def home() -> Home:
    return Home()


@pytest.fixture
def place(home_folder: Path) -> Iterator[Copilot]:
    copilot = open_community(home_folder)
    yield copilot
    copilot.close()


@pytest.fixture
def stranger(place: Copilot) -> TestClient:
    """Who asks these addresses alone: the whole app takes seconds to build."""
    app = FastAPI()
    badge_addresses.add_to(app, Desk(place))
    return TestClient(app, base_url=ADDRESS, headers={"accept": "text/html"})


def taken(copilot: Copilot, *, public: bool = True) -> Badge:
    amara = copilot.askers.identify("m1")
    offered = copilot.badges.offer(OPERATOR, "m1", NAME, BECAUSE)
    badge = copilot.badges.take(amara, offered.id)
    return copilot.badges.publish(amara, badge.id, public=public)


def test_where_there_is_none_it_says_what_to_do() -> None:
    assert "hold your tenth session or reach a goal" in str(waiting_cards([], [], PEOPLE))
    assert "yours to carry away" in str(own_cards([], {}))
    assert "Offer the first one above" in str(given_list([], PEOPLE))
    assert shown_badges([], PEOPLE) == of_others([], "ada", PEOPLE) == ""


def test_words_of_people_are_escaped_everywhere(home: Home) -> None:
    badge = home.badges.take(ADA, home.offered(WICKED, f"It was {WICKED}.").id)
    checked = home.badges.verify(MANAGER, badge.credential)
    pages = [
        waiting_cards([badge], [], PEOPLE), own_cards([badge], {}), shown_badges([badge], PEOPLE),
        given_list([badge], PEOPLE), public_page(badge, checked, WICKED),
    ]  # fmt: skip
    for page in map(str, pages):
        assert "<script" not in page
        assert "<b>" not in page
    for kind in BadgeKind:
        picture = drawn(kind, WICKED + "\x00\x1b", WICKED, TODAY, "a.b.c")
        assert "<script" not in picture
        assert "\x00" not in picture
        assert carried_in(picture) == "a.b.c"


def test_what_waits_says_who_offers_it_and_what_for(home: Home) -> None:
    told = str(waiting_cards([home.offered()], [], PEOPLE))
    assert "waits for your yes" in told
    assert BECAUSE in told


def notice(member: str, kind: BadgeKind = BadgeKind.CIRCLE_CHAIR, of: str = "x", **more: object) -> Notice:
    said = {
        "id": f"{kind}:{of}:{member}",
        "kind": kind,
        "member": member,
        "on": TODAY,
        "words": "-",
        "of": of,
    }
    return Notice.model_validate({**said, "can": ("log a moment",), **more})


def test_thanks_are_by_name_and_five_at_a_glance() -> None:
    told = str(of_others([notice("ada"), *(notice(f"m{n}", of=f"{n}") for n in range(7))], "me", PEOPLE))
    assert "Ada &lt;b&gt;Moreau&lt;/b&gt; chaired a circle for the first time." in told
    shown, folded = told.split("<details>")
    assert (shown.count("<li"), folded.count("<li")) == (5, 3)
    assert "3 more" in folded


def test_a_circle_s_tenth_session_is_one_line() -> None:
    others = ("me", "ben", "kim")
    circle = [notice(each, BadgeKind.TENTH_SESSION, "c", others=others) for each in ("ada", "ben")]
    told = str(
        of_others([*circle, notice("ada", BadgeKind.TENTH_SESSION, "r", others=("me",))], "me", PEOPLE)
    )
    assert told.count("<li") == 2
    assert "Your circle held its tenth session" in told
    assert "You and Ada" in told


def test_one_that_is_shown_is_not_offered_to_be_shown(place: Copilot) -> None:
    found = handlers(built(PAGE, Desk(place)))
    for public in (True, False):
        badge = taken(place, public=public)
        show, hide = updates(found["_chosen"](badge.id, asking("m1")))
        assert (show["visible"], hide["visible"]) == (not public, public)


def test_a_revoked_one_says_why_and_is_not_carried_away(home: Home) -> None:
    badge = home.taken()
    home.badges.revoke(MANAGER, badge.id, "It was another's work.")
    own = home.badges.show(ADA, badge.id)
    told = str(own_cards([own], {}))
    assert "Revoked because: It was another" in told
    assert "Take it with you" not in told


def test_only_those_in_charge_see_the_pane_of_giving(place: Copilot) -> None:
    assert [gives(place.askers.identify(each)) for each in ("m1", "m2", "m3", "m4")] == [
        False,
        False,
        True,
        True,
    ]


def test_she_takes_shows_hides_and_gives_it_back_on_the_page(place: Copilot) -> None:
    found = handlers(built(PAGE, Desk(place)))
    badge = place.badges.offer(OPERATOR, "m1", NAME, BECAUSE).id
    opened = [value for value in updates(found["_look"](asking("m1"))) if isinstance(value, str)]
    assert any(BECAUSE in each for each in opened)
    found["_taken"](badge, False, False, asking("m1"))
    assert place.badges.show(OPERATOR, badge).state == "taken"
    for verb, public in (("_published", True), ("_hidden", False)):
        found[verb](badge, asking("m1"))
        assert place.badges.show(OPERATOR, badge).public == public
    found["_given_back"](badge, asking("m1"))
    assert place.badges.show(OPERATOR, badge).state == "revoked"
    again = place.badges.offer(OPERATOR, "m1", NAME, BECAUSE).id
    found["_declined"](again, asking("m1"))
    assert place.badges.show(OPERATOR, again).state == "declined"


def test_a_manager_offers_and_takes_back_on_the_page(place: Copilot) -> None:
    found = handlers(built(PAGE, Desk(place)))
    found["offered"]("m1", NAME, BECAUSE, asking("m3"))
    [badge] = place.badges.every(place.askers.identify("m3"))
    found["revoked"](badge.id, "I had misread who it was.", asking("m3"))
    assert place.badges.show(OPERATOR, badge.id).state == "revoked"


def test_a_stranger_checks_a_badge_with_what_is_served(place: Copilot, stranger: TestClient) -> None:
    badge = taken(place)
    page = stranger.get(f"/credentials/badges/{badge.id}")
    assert (page.status_code, NAME in page.text, "Amara" in page.text) == (200, True, False)
    [key] = stranger.get("/credentials/keys").json()["keys"]
    assert key.keys() == {"kty", "n", "e", "kid", "use", "alg"}
    assert stranger.get(f"/credentials/keys/{key['kid']}").json()["n"] == key["n"]
    assert stranger.get("/credentials/issuer").json()["type"] == ["Profile"]
    picture = stranger.get(f"/credentials/badges/{badge.id}.svg")
    assert "attachment" in picture.headers["content-disposition"]
    signed = OB3Verifier.extract_token_from_svg(picture.content)
    pem = place.seals.key(json.dumps(key)).pem
    assert OB3Verifier(pubkey_pem=pem).verify(signed).achievement.name == NAME
    listed = stranger.get("/credentials/status/1")
    assert listed.headers["content-type"] == "application/vc+jwt"
    assert OB3Verifier(pubkey_pem=pem)._decode_payload(listed.text)["id"] in signed_claims(place, signed)
    assert stranger.get(f"/credentials/badges/{badge.id}.jws").text == signed
    text = re.sub(r"<[^>]+>", " ", page.text)
    assert "public key" in text


def test_nobody_is_sent_to_the_sign_in_page_for_them(browser: TestClient) -> None:
    assert browser.get("/credentials/badges/no-such").status_code == 404
    assert browser.get("/badges").headers["location"] == "/sign-in"


def signed_claims(place: Copilot, signed: str) -> str:
    opened = place.seals.opened(signed, [])
    assert opened is not None
    return json.dumps(opened.claims)


def test_what_is_hidden_is_not_there_for_strangers(place: Copilot, stranger: TestClient) -> None:
    hidden = taken(place, public=False).id
    said = {stranger.get(f"/credentials/badges/{each}").text for each in (hidden, "no-such")}
    assert len(said) == 1, "the same for what isn't there and what isn't shown"
    for path in (
        f"badges/{hidden}", f"badges/{hidden}.svg", f"badges/{hidden}.jws", "badges/x.exe", "keys/x",
        "keys/..%2Fcurrent",
        "status/0", "status/99", "status/-1", "status/x", "status/%C2%B2", "",
    ):  # fmt: skip
        assert stranger.get(f"/credentials/{path}", headers={"accept": "*/*"}).status_code == 404, path


def test_before_the_first_badge_there_is_nothing_and_no_key_is_made(
    place: Copilot, stranger: TestClient
) -> None:
    for path in ("issuer", "status/1"):
        assert stranger.get(f"/credentials/{path}").status_code == 404
    assert stranger.get("/credentials/keys").json() == {"keys": []}
    assert not (place.home.folder / "badge-keys").exists()


def test_a_lost_key_is_told_in_plain_words(place: Copilot, stranger: TestClient) -> None:
    badge = taken(place)
    for file in (place.home.folder / "badge-keys").glob("*.pem"):
        if not file.name.endswith(".public.pem"):
            file.unlink()
    answer = stranger.get("/credentials/status/1")
    assert (answer.status_code, "is lost" in answer.text) == (503, True)
    assert stranger.get(f"/credentials/badges/{badge.id}").status_code == 200
