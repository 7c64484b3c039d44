"""Signed tokens of a provider, checked: OpenID Connect Core 1.0 (3.1.3.7), Back-Channel Logout 1.0 (2.6).

The algorithms are ours to choose, never the token's: only those of public keys are taken, so that neither `none` nor a
public key used as a secret (HS256) ever passes.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from joserfc.jwt import JWTClaimsRegistry

from copilot.domain.elsewhere import LEEWAY, SaidOut
from copilot.errors import NotAllowed
from copilot.ports import Clock
from copilot.sending.oidc.asking import PLACE, in_a_word
from copilot.sending.oidc.metadata import Metadata

log = logging.getLogger(__name__)
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
LARGEST = 128 * 1024
FARTHEST = datetime(9000, 1, 1, tzinfo=UTC)


class Registry(JWSRegistry):
    """Lengths as tokens with many groups need them."""

    max_payload_length = LARGEST
    max_signature_length = 2 * 1024


REGISTRY = Registry(algorithms=ALGORITHMS, strict_check_header=False)


class Tokens:
    """Opens what one provider signed for one client.

    Args:
        metadata: the provider's name and keys.
        client_id: for whom a token must be.
        clock: what time it is; the provider's may differ by a minute.
    """

    def __init__(self, metadata: Metadata, client_id: str, clock: Clock) -> None:
        self._metadata = metadata
        self._client_id = client_id
        self._clock = clock

    def identity(self, token: object, nonce: str, access_token: str) -> Mapping[str, Any]:
        """The claims of an ID token. NotAllowed where it isn't the provider's, not for us, not of now, or not for this.

        Unavailable where the keys can't be had.
        """
        try:
            signed = self._opened(token)
            claims = CodeIDToken(
                signed.claims,
                signed.header,
                self._ours(),
                {"nonce": nonce, "client_id": self._client_id, "access_token": access_token},
            )
            claims.validate(now=self._now, leeway=int(LEEWAY.total_seconds()))
        except (JoseError, ValueError, TypeError, KeyError) as fault:
            log.warning("An ID token of %s was refused: %s", self._metadata.issuer, _why(fault))
            raise _refused() from fault
        return dict(claims)

    def logout(self, token: str) -> SaidOut:
        """What a logout token says; NotAllowed where it is none, or not for us."""
        try:
            signed = self._opened(token)
            registry = JWTClaimsRegistry(
                self._now, int(LEEWAY.total_seconds()), iat={"essential": True}, exp={"essential": True},
                jti={"essential": True}, **self._ours(),
            )  # fmt: skip
            registry.validate(signed.claims)
            return _said_out(signed.claims)
        except (JoseError, ValueError, TypeError, KeyError) as fault:
            log.warning("A logout token of %s was refused: %s", self._metadata.issuer, _why(fault))
            raise _refused() from fault

    def _ours(self) -> dict[str, Any]:
        return {
            "iss": {"essential": True, "value": self._metadata.issuer},
            "aud": {"essential": True, "value": self._client_id},
        }

    @property
    def _now(self) -> int:
        return int(self._clock.now().timestamp())

    def _opened(self, token: object) -> jwt.Token:
        if not isinstance(token, str) or len(token) > 2 * LARGEST:
            raise ValueError("it is no token")
        try:
            return jwt.decode(token, self._with_keys(self._metadata.keys()), registry=REGISTRY)
        except InvalidKeyIdError:  # the provider may have changed its keys since we looked
            return jwt.decode(token, self._with_keys(self._metadata.newer_keys()), registry=REGISTRY)

    def _with_keys(self, keys: KeySet) -> KeySet:
        if not keys:
            raise InvalidKeyIdError("the provider has no key that we take")
        return keys


def _why(fault: Exception) -> str:
    """The kind of fault, and which claim it is about; never what stands in the token."""
    return in_a_word(f"{type(fault).__name__} {getattr(fault, 'claim', '')}")


def _refused() -> NotAllowed:
    return NotAllowed(
        "What the other side told us of you could not be verified.",
        place=PLACE,
        cure="Try again. If it stays so, tell whoever runs this installation: the log says what was wrong.",
    )


def _said_out(claims: Mapping[str, Any]) -> SaidOut:
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(LOGOUT_EVENT), dict):
        raise ValueError("it tells of no logout")
    if "nonce" in claims:
        raise ValueError("it has a nonce, which only ID tokens have")
    subject, session = claims.get("sub", ""), claims.get("sid", "")
    if not isinstance(session, str) or not isinstance(subject, str) or not (subject or session):
        raise ValueError("it does not say who signed out")
    expires = datetime.fromtimestamp(min(claims["exp"], FARTHEST.timestamp()), UTC)
    return SaidOut(subject=subject, session=session, token_id=claims["jti"], expires=expires)
