"""An OpenID provider on loopback that signs with its own keys, and misbehaves as it is told to."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from copilot.domain.elsewhere import ReturnTrip
from copilot.ports import Clock

CLIENT, SECRET = "copilot-test", "a secret, kept"
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
Claims = dict[str, Any]


@dataclass
class Provider:
    """What it knows, and how it misbehaves.

    `claims` is what it says of each subject; `spoil` changes the claims of the next ID tokens, `sign` how they are
    signed; `document` is added to the discovery document; `answers` takes the place of whole answers, by path.
    """

    port: int
    clock: Clock
    claims: dict[str, Claims] = field(default_factory=dict)
    userinfo: dict[str, Claims] = field(default_factory=dict)
    document: Claims = field(default_factory=dict)
    answers: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    spoil: Callable[[Claims], Claims] = lambda claims: claims
    sign: Callable[[Claims], str] | None = None
    keys: list[RSAKey | ECKey] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    tokens_asked: list[tuple[Mapping[str, str], Mapping[str, str]]] = field(default_factory=list)
    codes: dict[str, Mapping[str, str]] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=itertools.count)

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def rotate(self, kid: str) -> None:
        """Sign with another key from now on; the old one is forgotten."""
        self.keys = [_a_key(kid)]

    def signed(self, claims: Claims, *, typ: str = "JWT") -> str:
        """These claims, signed with the current key."""
        key = self.keys[0]
        return jwt.encode({"alg": "RS256", "kid": key.kid, "typ": typ}, claims, key, algorithms=["RS256"])

    def id_token(self, subject: str, nonce: str) -> str:
        now = int(self.clock.now().timestamp())
        claims = {"iss": self.issuer, "sub": subject, "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": nonce,
                  **self.claims.get(subject, {})}  # fmt: skip
        return (self.sign or self.signed)(self.spoil(claims))

    def logout_token(self, **claims: Any) -> str:
        """A logout token; None takes a claim out."""
        now = int(self.clock.now().timestamp())
        said = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 120, "jti": "j1",
                "events": {LOGOUT_EVENT: {}}, **claims}  # fmt: skip
        return self.signed(
            {name: value for name, value in said.items() if value is not None}, typ="logout+jwt"
        )

    def consent(self, address: str, subject: str) -> ReturnTrip:
        """What a browser brings back after somebody signed in at this address, which is really asked."""
        answer = httpx2.get(f"{address}&{urlencode({'as': subject})}", trust_env=False)
        assert answer.status_code == 302, answer.text
        said = {
            name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()
        }
        return ReturnTrip(state=said["state"], code=said["code"], issuer=said.get("iss", ""))

    # What it answers

    def get(self, path: str, query: Mapping[str, str], bearer: str) -> tuple[int, Any, str]:
        if path == "/.well-known/openid-configuration":
            return 200, self._document(), ""
        if path == "/jwks":
            return 200, {"keys": [key.as_dict(private=False) for key in self.keys]}, ""
        if path == "/authorize":
            code = f"code-{next(self.numbers)}"
            self.codes[code] = query
            return 302, {}, f"{query['redirect_uri']}?{urlencode({'state': query['state'], 'code': code})}"
        if path == "/userinfo":
            return 200, {"sub": bearer, **self.userinfo.get(bearer, {})}, ""
        return 404, {}, ""

    def token(self, form: Mapping[str, str], headers: Mapping[str, str]) -> tuple[int, Any]:
        self.tokens_asked.append((form, headers))
        asked = self.codes.pop(form.get("code", ""), None)
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        if asked is None or (asked["redirect_uri"], asked["code_challenge"], asked["code_challenge_method"]) != (
            form.get("redirect_uri"), challenge, "S256",
        ):  # fmt: skip
            return 400, {"error": "invalid_grant"}
        subject = asked["as"]
        token = self.id_token(subject, asked["nonce"])
        return 200, {
            "access_token": subject,
            "token_type": "Bearer",
            "expires_in": 60,
            "id_token": token,
        }

    def _document(self) -> Claims:
        places = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/jwks",
                  "userinfo_endpoint": "/userinfo", "end_session_endpoint": "/end?of=it"}  # fmt: skip
        return {
            "issuer": self.issuer,
            **{name: self.issuer + path for name, path in places.items()},
            **self.document,
        }


class _Answering(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.provider.asked.append(parts.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        bearer = self.headers.get("authorization", "").removeprefix("Bearer ")
        if parts.path in self.provider.answers:
            self._send(*self.provider.answers[parts.path])
            return
        status, said, location = self.provider.get(parts.path, query, bearer)
        self._send(status, json.dumps(said).encode(), location)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", "0"))).decode()
        self.provider.asked.append(self.path)
        if self.path in self.provider.answers:
            self._send(*self.provider.answers[self.path])
            return
        form = {name: values[0] for name, values in parse_qs(body).items()}
        status, said = self.provider.token(
            form, {name.lower(): value for name, value in self.headers.items()}
        )
        self._send(status, json.dumps(said).encode())

    def _send(self, status: int, body: bytes, location: str = "") -> None:
        self.send_response(status)
        if location:
            self.send_header("location", location)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing: tests are quiet."""


@contextmanager
def oidc_server(clock: Clock) -> Iterator[Provider]:
    """The provider, served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answering) as server:
        provider = Provider(server.server_port, clock, keys=[_a_key("k1")])
        server.RequestHandlerClass = type("Answering", (_Answering,), {"provider": provider})
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join()


def unsigned(claims: Claims) -> str:
    """A token of the algorithm `none`."""
    return ".".join(
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()
        for part in ({"alg": "none", "typ": "JWT"}, claims)
    ) + "."  # fmt: skip


def with_the_public_key_as_a_secret(provider: Provider) -> Callable[[Claims], str]:
    """HS256 with what everybody knows: the public key, in PEM."""

    def sign(claims: Claims) -> str:
        [key] = provider.keys
        header = base64.urlsafe_b64encode(json.dumps({"alg": "HS256", "kid": key.kid}).encode()).rstrip(b"=")
        body = header + b"." + base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=")
        seal = hmac.digest(key.as_pem(private=False), body, hashlib.sha256)
        return (body + b"." + base64.urlsafe_b64encode(seal).rstrip(b"=")).decode()

    return sign


def by_another_key(provider: Provider) -> Callable[[Claims], str]:
    """A key that calls itself as the provider's own."""
    other = _a_key(str(provider.keys[0].kid), "a stranger's")
    return lambda claims: jwt.encode({"alg": "RS256", "kid": other.kid}, claims, other, algorithms=["RS256"])


@cache
def _a_key(kid: str, whose: str = "the provider's") -> RSAKey:
    """One of each name, made once: that takes longer than all else here."""
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})
