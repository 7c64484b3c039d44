"""What every `IdentityProvider` keeps to: the one that tests use, and the real one before two servers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from copilot.domain.elsewhere import Question, ReturnTrip, Said
from copilot.errors import NotAllowed, Unavailable
from copilot.ports.identity import IdentityProvider
from copilot.sending.oidc.provider import OidcProvider
from copilot.services.accounts.begun import question_of
from tests.fakes import FixedClock
from tests.fakes.identity_provider import RehearsedProvider
from tests.sending.mock_provider import mock_provider
from tests.sending.oidc_server import CLIENT, SECRET, oidc_server

BACK = "http://127.0.0.1:7860/oidc/callback"
QUESTION = question_of("s" * 43, "c" * 43)
CLAIMS: dict[str, Any] = {
    "email": "amara@example.org",
    "email_verified": True,
    "preferred_username": "amara",
    "groups": ["staff", "mentoring-managers"],
}
AMARA = Said(
    subject="248289",
    email="amara@example.org",
    username="amara",
    groups=frozenset({"staff", "mentoring-managers"}),
)


@dataclass
class World:
    """A provider; `consent` is Amara signing in at an address; `is_down` is whether it answers."""

    provider: IdentityProvider
    consent: Callable[[str], ReturnTrip]
    break_down: Callable[[], None]


def _fake() -> Iterator[World]:
    provider = RehearsedProvider()
    yield World(
        provider,
        lambda address: provider.consent(address, AMARA),
        lambda: setattr(provider, "is_down", True),
    )


def _real() -> Iterator[World]:
    clock = FixedClock()
    with oidc_server(clock) as server:
        server.claims["248289"] = CLAIMS

        def break_down() -> None:
            for path in ("/token", "/.well-known/openid-configuration", "/jwks"):
                server.answers[path] = (503, b"busy")
            clock.move(timedelta(minutes=20))

        provider = OidcProvider(server.issuer, CLIENT, SECRET, clock, roles_claim="groups")
        yield World(provider, lambda address: server.consent(address, "248289"), break_down)


def _mock() -> Iterator[World]:
    clock = FixedClock(datetime.now(UTC))
    with mock_provider({"248289": CLAIMS}) as server:

        def break_down() -> None:
            server.break_down()
            clock.move(timedelta(minutes=20))

        provider = OidcProvider(server.issuer, CLIENT, SECRET, clock, roles_claim="groups")
        yield World(provider, lambda address: server.trip(address, "248289"), break_down)


@pytest.fixture(params=[_fake, _real, _mock], ids=["fake", "own server", "oidc-provider-mock"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    yield from request.param()


def _asked(world: World, question: Question = QUESTION) -> str:
    return world.provider.address_to_sign_in(question, BACK)


def test_the_address_carries_state_nonce_and_a_challenge_and_no_secret(world: World) -> None:
    address = _asked(world)
    asked = parse_qs(urlsplit(address).query)
    assert address.startswith(world.provider.issuer)
    assert (asked["state"], asked["nonce"]) == ([QUESTION.state], [QUESTION.nonce])
    assert asked["redirect_uri"] == [BACK]
    assert asked["code_challenge"]
    assert QUESTION.verifier not in address


def test_who_signed_in_there_is_told_once(world: World) -> None:
    trip = world.consent(_asked(world))
    assert trip.state == QUESTION.state
    assert world.provider.redeemed(trip, QUESTION, BACK) == AMARA
    with pytest.raises(NotAllowed):
        world.provider.redeemed(trip, QUESTION, BACK)


def test_a_code_that_was_never_given_is_worth_nothing(world: World) -> None:
    trip = ReturnTrip(state=QUESTION.state, code="guessed")
    with pytest.raises(NotAllowed):
        world.provider.redeemed(trip, QUESTION, BACK)


def test_a_code_that_answers_another_question_is_refused(world: World) -> None:
    trip = world.consent(_asked(world))
    with pytest.raises(NotAllowed):
        world.provider.redeemed(trip, QUESTION.model_copy(update={"nonce": "another"}), BACK)


def test_a_code_brought_in_another_issuers_name_is_refused(world: World) -> None:
    trip = world.consent(_asked(world)).model_copy(update={"issuer": "https://evil.example"})
    with pytest.raises(NotAllowed):
        world.provider.redeemed(trip, QUESTION, BACK)


def test_there_is_an_address_to_sign_out_that_leads_back(world: World) -> None:
    address = world.provider.address_to_sign_out("http://127.0.0.1:7860/sign-in")
    asked = parse_qs(urlsplit(address).query)
    assert address.startswith(world.provider.issuer)
    assert asked["post_logout_redirect_uri"] == ["http://127.0.0.1:7860/sign-in"]
    assert asked["client_id"]


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "x" * 400_000])
def test_what_is_no_logout_token_signs_nobody_out(world: World, token: str) -> None:
    with pytest.raises(NotAllowed):
        world.provider.signed_out(token)


def test_its_check_is_a_sentence(world: World) -> None:
    assert world.provider.issuer in world.provider.check()


def test_where_it_is_down_everything_that_asks_it_says_so(world: World) -> None:
    trip = world.consent(_asked(world))
    world.break_down()
    for ask in (
        lambda: _asked(world),
        lambda: world.provider.redeemed(trip, QUESTION, BACK),
        lambda: world.provider.address_to_sign_out("http://127.0.0.1:7860/sign-in"),
        world.provider.check,
    ):
        with pytest.raises(Unavailable):
            ask()
