"""What the real adapter believes, and what not: a provider that signs what it likes, over loopback."""

from __future__ import annotations

import base64
import json
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from copilot.domain.elsewhere import LEEWAY, ReturnTrip, Said
from copilot.errors import NotAllowed, Unavailable
from copilot.sending.oidc.asking import WHOLE_SECONDS
from copilot.sending.oidc.metadata import ASKED_AGAIN_AFTER, KEPT
from copilot.sending.oidc.provider import OidcProvider
from copilot.services.accounts.begun import question_of
from tests.fakes import FixedClock
from tests.sending.oidc_server import (
    CLIENT,
    LOGOUT_EVENT,
    SECRET,
    Claims,
    Provider,
    by_another_key,
    oidc_server,
    unsigned,
    with_the_public_key_as_a_secret,
)
from ui.web.operating.logs import TextLines

BACK = "http://127.0.0.1:7860/oidc/callback"
QUESTION = question_of("s" * 43, "c" * 43)
SUB = "248289"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def server(clock: FixedClock) -> Iterator[Provider]:
    with oidc_server(clock) as server:
        server.claims[SUB] = {"email": "amara@example.org", "email_verified": True}
        yield server


@pytest.fixture
def provider(server: Provider, clock: FixedClock) -> OidcProvider:
    return _provider(server, clock)


def _provider(server: Provider, clock: FixedClock, **more: Any) -> OidcProvider:
    return OidcProvider(server.issuer, CLIENT, SECRET, clock, **more)


def _sign_in(server: Provider, provider: OidcProvider) -> Said:
    trip = server.consent(provider.address_to_sign_in(QUESTION, BACK), SUB)
    return provider.redeemed(trip, QUESTION, BACK)


def _refused(server: Provider, provider: OidcProvider) -> str:
    with pytest.raises(NotAllowed) as told:
        _sign_in(server, provider)
    return str(told.value)


def _but(**changes: Any) -> Callable[[Claims], Claims]:
    return lambda claims: {name: value for name, value in {**claims, **changes}.items() if value is not None}


# ID tokens


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(_but(aud="another-client"), id="wrong audience"),
        pytest.param(_but(aud=["another-client", "a third"]), id="wrong audiences"),
        pytest.param(_but(aud=[CLIENT, "another-client"]), id="several audiences and no authorised party"),
        pytest.param(_but(aud=[CLIENT, "another"], azp="another"), id="several audiences, another party"),
        pytest.param(_but(azp="another"), id="another authorised party"),
        pytest.param(_but(aud=None), id="no audience"),
        pytest.param(_but(iss="https://evil.example"), id="wrong issuer"),
        pytest.param(_but(iss=None), id="no issuer"),
        pytest.param(_but(nonce="another"), id="wrong nonce"),
        pytest.param(_but(nonce=None), id="no nonce"),
        pytest.param(_but(nonce=""), id="empty nonce"),
        pytest.param(_but(exp=None), id="no expiry"),
        pytest.param(_but(exp="never"), id="an expiry that is no time"),
        pytest.param(_but(exp=True), id="an expiry that is true"),
        pytest.param(_but(iat=None), id="not said when it was made"),
        pytest.param(_but(sub=None), id="no subject"),
        pytest.param(_but(sub=""), id="empty subject"),
        pytest.param(_but(sub=7), id="a subject that is a number"),
        pytest.param(_but(sub="x" * 1_001), id="a subject longer than any"),
        pytest.param(_but(at_hash="AAAA"), id="another access token"),
    ],
)
def test_an_id_token_that_is_not_ours_or_not_whole_is_refused(
    server: Provider, provider: OidcProvider, spoil: Callable[[Claims], Claims]
) -> None:
    server.spoil = spoil
    assert "verified" in _refused(server, provider) or "confirm" in _refused(server, provider)


def test_several_audiences_pass_where_the_token_was_made_for_us(
    server: Provider, provider: OidcProvider
) -> None:
    server.spoil = _but(aud=["another", CLIENT], azp=CLIENT)
    assert _sign_in(server, provider).subject == SUB


@pytest.mark.parametrize(
    ("claim", "by"),
    [
        pytest.param("exp", -1, id="expired"),
        pytest.param("nbf", 1, id="not yet valid"),
        pytest.param("iat", 1, id="made in the future"),
    ],
)
def test_a_clock_may_differ_by_a_minute_and_no_more(
    server: Provider, provider: OidcProvider, clock: FixedClock, claim: str, by: int
) -> None:
    now, leeway = int(clock.now().timestamp()), int(LEEWAY.total_seconds())
    server.spoil = _but(**{claim: now + by * (leeway - 1)})
    assert _sign_in(server, provider).subject == SUB
    server.spoil = _but(**{claim: now + by * (leeway + 1)})
    assert "verified" in _refused(server, provider)


@pytest.mark.parametrize("forged", [unsigned, None], ids=["none", "none, said otherwise"])
def test_an_unsigned_token_is_refused(
    server: Provider, provider: OidcProvider, forged: Callable[[Claims], str] | None
) -> None:
    server.sign = forged or (lambda claims: server.signed(claims).rpartition(".")[0] + ".")
    assert "verified" in _refused(server, provider)


def test_a_public_key_used_as_a_secret_signs_nothing(server: Provider, provider: OidcProvider) -> None:
    """RFC 8725, 2.1: the token would choose HS256, and everybody knows the “secret”."""
    server.document["id_token_signing_alg_values_supported"] = ["HS256", "none", "RS256"]
    server.sign = with_the_public_key_as_a_secret(server)
    assert "verified" in _refused(server, provider)


def test_somebody_elses_key_under_the_providers_key_id_signs_nothing(
    server: Provider, provider: OidcProvider
) -> None:
    server.sign = by_another_key(server)
    assert "verified" in _refused(server, provider)


def test_a_key_that_the_token_brings_along_is_not_used_and_not_fetched(
    server: Provider, provider: OidcProvider
) -> None:
    own = ECKey.generate_key("P-256", {"kid": "k9"})
    header = {
        "alg": "ES256", "kid": "k9", "jwk": own.as_dict(private=False), "jku": f"{server.issuer}/evil",
    }  # fmt: skip
    server.sign = lambda claims: jwt.encode(header, claims, own, algorithms=["ES256"])
    assert "verified" in _refused(server, provider)
    assert "/evil" not in server.asked


def test_an_elliptic_key_of_the_provider_is_taken(server: Provider, provider: OidcProvider) -> None:
    key = ECKey.generate_key("P-256", {"kid": "e1", "use": "sig"})
    server.keys = [key]
    server.sign = lambda claims: jwt.encode({"alg": "ES256", "kid": "e1"}, claims, key, algorithms=["ES256"])
    assert _sign_in(server, provider).subject == SUB


def test_after_a_rotation_the_keys_are_asked_for_once_more(
    server: Provider, provider: OidcProvider, clock: FixedClock
) -> None:
    _sign_in(server, provider)
    clock.move(MINUTE)
    server.rotate("k2")
    assert _sign_in(server, provider).subject == SUB
    assert server.asked.count("/jwks") == 2


def test_tokens_of_unknown_keys_do_not_make_us_ask_all_the_time(
    server: Provider, provider: OidcProvider, clock: FixedClock
) -> None:
    _sign_in(server, provider)
    clock.move(ASKED_AGAIN_AFTER)
    token = server.logout_token(sub=SUB)
    head = json.dumps({"alg": "RS256", "kid": "unknown"}).encode()
    forged = base64.urlsafe_b64encode(head).rstrip(b"=").decode() + token[token.index(".") :]
    for _ in range(5):
        with pytest.raises(NotAllowed):
            provider.signed_out(forged)
    assert server.asked.count("/jwks") == 2


def test_keys_that_encrypt_secrets_and_short_keys_are_passed_over(
    server: Provider, provider: OidcProvider
) -> None:
    good = server.keys[0].as_dict(private=False)
    useless: list[Any] = [
        {"kty": "oct", "kid": "k1", "k": "c2VjcmV0"}, {**good, "use": "enc"}, {"kty": "RSA", "n": "AQAB", "e": "AQAB"},
        {"kty": "EC", "crv": "P-256"}, {"kty": "strange"}, "no key", None,
    ]  # fmt: skip
    server.answers["/jwks"] = (200, json.dumps({"keys": [*useless, good]}).encode())
    assert _sign_in(server, provider).subject == SUB


def test_document_and_keys_are_kept_for_a_while(
    server: Provider, provider: OidcProvider, clock: FixedClock
) -> None:
    for _ in range(3):
        _sign_in(server, provider)
    assert (server.asked.count("/jwks"), server.asked.count("/.well-known/openid-configuration")) == (1, 1)
    clock.move(KEPT)
    _sign_in(server, provider)
    assert (server.asked.count("/jwks"), server.asked.count("/.well-known/openid-configuration")) == (2, 2)


# Codes, secrets, and what is asked


def test_a_stolen_code_is_worth_nothing_without_the_verifier(
    server: Provider, provider: OidcProvider
) -> None:
    trip = server.consent(provider.address_to_sign_in(QUESTION, BACK), SUB)
    with pytest.raises(NotAllowed):
        provider.redeemed(trip, question_of("s" * 43, "d" * 43), BACK)


def test_the_secret_goes_to_the_token_endpoint_alone_and_into_no_address(
    server: Provider, provider: OidcProvider
) -> None:
    address = provider.address_to_sign_in(QUESTION, BACK)
    _sign_in(server, provider)
    [(form, headers)] = server.tokens_asked
    assert headers["authorization"].startswith("Basic ")
    assert "client_secret" not in form
    assert "secret" not in address
    assert "cookie" not in headers


def test_it_is_sent_as_the_provider_takes_it(server: Provider, clock: FixedClock) -> None:
    server.document["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
    _sign_in(server, _provider(server, clock))
    [(form, headers)] = server.tokens_asked
    assert (form["client_secret"], "authorization" in headers) == (SECRET, False)


def test_an_installation_without_a_secret_is_a_public_client(server: Provider, clock: FixedClock) -> None:
    _sign_in(server, OidcProvider(server.issuer, CLIENT, "", clock))
    [(form, headers)] = server.tokens_asked
    assert (form["client_id"], "authorization" in headers) == (CLIENT, False)


def test_no_secret_code_or_token_stands_in_the_log(
    server: Provider, provider: OidcProvider, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    trip = server.consent(provider.address_to_sign_in(QUESTION, BACK), SUB)
    caplog.clear()
    provider.redeemed(trip, QUESTION, BACK)
    server.spoil = _but(aud="another")
    _refused(server, provider)
    ours = "\n".join(one.getMessage() for one in caplog.records if one.name.startswith("copilot"))
    assert "aud" in ours
    for secret in (SECRET, trip.code, QUESTION.verifier, "amara@example.org", "eyJ"):
        assert secret not in ours


# Claims


@pytest.mark.parametrize(
    ("verified", "email"),
    [
        (True, "amara@example.org"), ("true", "amara@example.org"), (False, ""), ("false", ""), (None, ""), (1, ""),
        ("yes", ""), ([True], ""),
    ],
)  # fmt: skip
def test_an_address_counts_only_where_the_provider_calls_it_verified(
    server: Provider, provider: OidcProvider, verified: object, email: str
) -> None:
    server.spoil = _but(email_verified=verified)
    assert _sign_in(server, provider).email == email


@pytest.mark.parametrize(
    ("claims", "groups"),
    [
        ({"groups": ["a", "b"]}, {"a", "b"}),
        ({"groups": "a"}, {"a"}),
        ({"groups": ["a", 7, None, {"b": 1}]}, {"a"}),
        ({"groups": {"a": True}}, set()),
        ({}, set()),
        ({"_claim_names": {"groups": "src1"}}, None),
    ],
)
def test_groups_are_what_the_claim_says_and_unknown_where_it_is_kept_elsewhere(
    server: Provider, clock: FixedClock, claims: Claims, groups: set[str] | None
) -> None:
    server.claims[SUB] = claims
    assert _sign_in(server, _provider(server, clock, roles_claim="groups")).groups == groups


def test_a_claim_may_lie_deep_or_have_dots_in_its_name(server: Provider, clock: FixedClock) -> None:
    server.claims[SUB] = {"realm_access": {"roles": ["a"]}, "https://example.org/roles": ["b"]}
    deep = _provider(server, clock, roles_claim="realm_access.roles")
    named = _provider(server, clock, roles_claim="https://example.org/roles")
    assert (_sign_in(server, deep).groups, _sign_in(server, named).groups) == ({"a"}, {"b"})


def test_without_a_claim_of_groups_nobody_knows_them(server: Provider, provider: OidcProvider) -> None:
    server.claims[SUB]["groups"] = ["a"]
    assert _sign_in(server, provider).groups is None


def test_what_the_token_lacks_is_asked_of_the_userinfo_endpoint(server: Provider, clock: FixedClock) -> None:
    server.claims[SUB] = {}
    server.userinfo[SUB] = {"email": "amara@example.org", "email_verified": True}
    said = _sign_in(server, _provider(server, clock, wanted=("email", "email_verified")))
    assert said.email == "amara@example.org"


def test_an_address_and_its_verification_come_from_the_same_words(
    server: Provider, clock: FixedClock
) -> None:
    server.claims[SUB] = {"email": "admin@example.org"}
    server.userinfo[SUB] = {"email": "amara@example.org", "email_verified": True}
    said = _sign_in(server, _provider(server, clock, wanted=("email", "email_verified")))
    assert said.email == "amara@example.org"


def test_userinfo_of_somebody_else_is_not_used(server: Provider, clock: FixedClock) -> None:
    server.claims[SUB] = {}
    server.userinfo[SUB] = {"sub": "another", "email": "amara@example.org", "email_verified": True}
    said = _sign_in(server, _provider(server, clock, wanted=("email", "email_verified")))
    assert (said.subject, said.email) == (SUB, "")


# A provider that isn't as it should be


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/.well-known/openid-configuration", (500, b"")),
        ("/.well-known/openid-configuration", (200, b"not json")),
        ("/.well-known/openid-configuration", (200, b"[]")),
        ("/.well-known/openid-configuration", (200, b"[" * 100_000)),
        ("/.well-known/openid-configuration", (200, b" " * 1_100_000)),
        ("/.well-known/openid-configuration", (302, b"")),
        ("/.well-known/openid-configuration", (200, b"{}")),
        ("/jwks", (500, b"")),
        ("/jwks", (200, b"\xff\xfe")),
        ("/token", (500, b"{}")),
        ("/token", (200, b"<html>")),
        ("/token", (200, b"[]")),
        ("/token", (429, b"slow down")),
    ],
)
def test_nonsense_is_a_sentence(
    server: Provider, provider: OidcProvider, path: str, answer: tuple[int, bytes]
) -> None:
    server.answers[path] = answer
    with pytest.raises(Unavailable) as told:
        _sign_in(server, provider)
    assert told.value.cure


@pytest.mark.parametrize(
    "keys", [b"{}", b'{"keys": []}', b'{"keys": {"a": 1}}', b'{"keys": [{"kty": "oct", "k": "AA"}]}']
)
def test_without_a_key_nobody_comes_in_and_the_check_says_why(
    server: Provider, provider: OidcProvider, keys: bytes
) -> None:
    server.answers["/jwks"] = (200, keys)
    _refused(server, provider)
    with pytest.raises(Unavailable, match="no key"):
        provider.check()


@pytest.mark.parametrize("token", [b"{}", b'{"id_token": 7}', b'{"id_token": null, "access_token": []}'])
def test_an_answer_without_an_id_token_lets_nobody_in(
    server: Provider, provider: OidcProvider, token: bytes
) -> None:
    server.answers["/token"] = (200, token)
    assert "verified" in _refused(server, provider)


def test_an_issuer_of_another_name_is_named_to_whoever_set_it(
    server: Provider, provider: OidcProvider
) -> None:
    server.document["issuer"] = f"{server.issuer}/"
    with pytest.raises(Unavailable, match="another name") as told:
        provider.check()
    assert "MENTORING_OIDC_ISSUER" in told.value.cure


@pytest.mark.parametrize(
    "address",
    ["http://example.org/token", "https://user@example.org/token", "ftp://example.org", "//example.org", "", None, 7,
     "file:///etc/passwd", "https://example.org/token#x", "https://example .org/"],
)  # fmt: skip
def test_a_document_that_leads_where_it_is_not_safe_is_not_followed(
    server: Provider, provider: OidcProvider, address: object
) -> None:
    server.document["token_endpoint"] = address
    with pytest.raises(Unavailable):
        provider.address_to_sign_in(QUESTION, BACK)


def test_a_redirect_of_the_token_endpoint_is_not_followed(server: Provider, provider: OidcProvider) -> None:
    server.answers["/token"] = (307, b"")
    with pytest.raises(Unavailable):
        _sign_in(server, provider)


def test_wrong_settings_of_ours_are_said_to_be_ours(server: Provider, provider: OidcProvider) -> None:
    server.answers["/token"] = (401, b'{"error": "invalid_client"}')
    with pytest.raises(Unavailable, match="doesn't know this installation"):
        _sign_in(server, provider)


def test_a_provider_that_is_down_is_not_asked_by_everybody(
    server: Provider, provider: OidcProvider, clock: FixedClock
) -> None:
    server.answers["/.well-known/openid-configuration"] = (503, b"")
    for _ in range(4):
        with pytest.raises(Unavailable):
            provider.check()
    assert server.asked.count("/.well-known/openid-configuration") == 1
    server.answers.clear()
    clock.move(ASKED_AGAIN_AFTER)
    assert provider.check()


class Hanging(dict[str, tuple[int, bytes]]):
    """Answers that come after `seconds`, by the clock that is given."""

    def __init__(self, clock: FixedClock, answers: dict[str, tuple[int, bytes]], seconds: float) -> None:
        super().__init__(answers)
        self._clock, self._after = clock, timedelta(seconds=seconds)

    def __getitem__(self, path: str) -> tuple[int, bytes]:
        self._clock.move(self._after)
        return super().__getitem__(path)


def test_a_provider_that_hangs_is_not_asked_again_as_soon_as_it_was_given_up(
    server: Provider, provider: OidcProvider, clock: FixedClock
) -> None:
    server.answers = Hanging(clock, {"/.well-known/openid-configuration": (503, b"")}, WHOLE_SECONDS)
    for _ in range(4):
        with pytest.raises(Unavailable):
            provider.check()
    assert server.asked.count("/.well-known/openid-configuration") == 1


def test_many_at_once_ask_a_provider_once(server: Provider, provider: OidcProvider) -> None:
    another = threading.Event()

    class OneAtATime(dict[str, tuple[int, bytes]]):
        """The first answer waits for a second question, which must not come."""

        def __getitem__(self, path: str) -> tuple[int, bytes]:
            if server.asked.count(path) > 1:
                another.set()
            another.wait(0.5)
            return super().__getitem__(path)

    server.answers = OneAtATime({"/.well-known/openid-configuration": (503, b"")})
    with ThreadPoolExecutor(4) as several:
        faults = [several.submit(provider.check).exception for _ in range(4)]
    assert all(isinstance(fault(), Unavailable) for fault in faults)
    assert server.asked.count("/.well-known/openid-configuration") == 1


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((503, b""), "answered-503"),
        ((200, b"<html>"), "does-not-answer-in-JSON"),
        ((200, b'{"issuer": "https://another.example"}'), "it-calls-itself-https://another.example"),
    ],
)
def test_the_log_as_it_is_written_says_why_nobody_can_sign_in(
    server: Provider,
    provider: OidcProvider,
    caplog: pytest.LogCaptureFixture,
    answer: tuple[int, bytes],
    why: str,
) -> None:
    """Whoever can't sign in is told so; and of several words the log tells none."""
    server.answers["/.well-known/openid-configuration"] = answer
    with pytest.raises(Unavailable):
        provider.check()
    assert why in TextLines().format(caplog.records[-1])


def test_the_log_as_it_is_written_says_which_claim_was_wrong(
    server: Provider, provider: OidcProvider, caplog: pytest.LogCaptureFixture
) -> None:
    server.spoil = _but(aud="another")
    _refused(server, provider)
    assert f"An ID token of {server.issuer} was refused: InvalidClaimError-aud" in TextLines().format(
        caplog.records[-1]
    )


def test_where_it_promises_to_say_its_name_a_code_without_it_is_refused(
    server: Provider, provider: OidcProvider
) -> None:
    """RFC 9207."""
    server.document["authorization_response_iss_parameter_supported"] = True
    trip = server.consent(provider.address_to_sign_in(QUESTION, BACK), SUB)
    with pytest.raises(NotAllowed):
        provider.redeemed(trip, QUESTION, BACK)
    named = ReturnTrip(state=trip.state, code=trip.code, issuer=server.issuer)
    assert provider.redeemed(named, QUESTION, BACK).subject == SUB


# Signing out


def test_the_address_to_sign_out_keeps_what_it_had(server: Provider, provider: OidcProvider) -> None:
    asked = parse_qs(urlsplit(provider.address_to_sign_out("http://127.0.0.1/sign-in")).query)
    assert (asked["of"], asked["client_id"]) == (["it"], [CLIENT])


@pytest.mark.parametrize("address", [None, "http://example.org/end", "javascript:alert(1)"])
def test_where_none_is_offered_that_is_safe_there_is_none(
    server: Provider, provider: OidcProvider, address: str | None
) -> None:
    server.document["end_session_endpoint"] = address
    assert provider.address_to_sign_out("http://127.0.0.1/sign-in") == ""
    assert "does not offer" in provider.check()


def test_a_logout_token_says_who_and_which(server: Provider, provider: OidcProvider) -> None:
    both = provider.signed_out(server.logout_token(sub=SUB, sid="s1"))
    alone = provider.signed_out(server.logout_token(sid="s1"))
    assert (both.subject, both.session, both.token_id) == (SUB, "s1", "j1")
    assert (alone.subject, alone.session) == ("", "s1")


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param({"sub": None}, id="of nobody"),
        pytest.param({"sub": "", "sid": ""}, id="of nobody, in words"),
        pytest.param({"sub": 7}, id="of a number"),
        pytest.param({"nonce": "n"}, id="with a nonce"),
        pytest.param({"events": None}, id="without an event"),
        pytest.param({"events": {}}, id="with no event"),
        pytest.param({"events": {LOGOUT_EVENT: None}}, id="with an empty event"),
        pytest.param({"events": [LOGOUT_EVENT]}, id="with a list of events"),
        pytest.param({"jti": None}, id="without an id"),
        pytest.param({"jti": ""}, id="with an empty id"),
        pytest.param({"exp": None}, id="without an expiry"),
        pytest.param({"iat": None}, id="not said when"),
        pytest.param({"aud": "another"}, id="for another"),
        pytest.param({"iss": "https://evil.example"}, id="of another"),
        pytest.param({"exp": 1_000_000_000}, id="expired"),
        pytest.param({"iat": 4_000_000_000}, id="of the future"),
    ],
)
def test_what_is_no_whole_logout_token_for_us_is_refused(
    server: Provider, provider: OidcProvider, claims: Claims
) -> None:
    with pytest.raises(NotAllowed):
        provider.signed_out(server.logout_token(**{"sub": SUB, **claims}))


def test_an_id_token_signs_nobody_out_and_a_logout_token_nobody_in(
    server: Provider, provider: OidcProvider
) -> None:
    with pytest.raises(NotAllowed):
        provider.signed_out(server.id_token(SUB, "n"))
    server.sign = lambda claims: server.logout_token(sub=SUB)
    assert "verified" in _refused(server, provider)


def test_an_unsigned_logout_token_is_refused(server: Provider, provider: OidcProvider) -> None:
    now = 1_772_442_000
    forged = unsigned({"iss": server.issuer, "aud": CLIENT, "iat": now, "exp": now + 60, "jti": "j", "sub": SUB,
                       "events": {LOGOUT_EVENT: {}}})  # fmt: skip
    with pytest.raises(NotAllowed):
        provider.signed_out(forged)
