"""The port `IdentityProvider` through Authlib: authorization code with PKCE (RFC 7636), checked ID tokens, sign-out."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import httpx2
from authlib.common.urls import add_params_to_uri
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client

from copilot.domain.elsewhere import Question, ReturnTrip, Said, SaidOut
from copilot.errors import NotAllowed, Unavailable
from copilot.ports import Clock
from copilot.sending.oidc.asking import PLACE, WHOLE_SECONDS, as_a_sentence, in_a_word, object_from, ways
from copilot.sending.oidc.metadata import Metadata
from copilot.sending.oidc.tokens import Tokens

log = logging.getLogger(__name__)
LONGEST_CODE = 8_000
MOST_GROUPS = 2_000
_OURS_TO_MEND = frozenset(
    {"invalid_client", "unauthorized_client", "unsupported_grant_type", "invalid_scope"}
)
"""Errors of a token endpoint (RFC 6749, 5.2) that no second try mends: our own settings are wrong."""


class OidcProvider:
    """One OpenID provider.

    Args:
        issuer: its name and address.
        client_id: what it calls us.
        client_secret: what we share with it; empty for a public client, which PKCE protects.
        clock: what time it is.
        scopes: what is asked for.
        roles_claim: the claim that holds somebody's groups; a dotted path where no claim has that very name.
        wanted: further claims that are asked of the userinfo endpoint where the ID token lacks them.
        whole_seconds: given up after so long.
    """

    def __init__(
        self,
        issuer: str,
        client_id: str,
        client_secret: str,
        clock: Clock,
        *,
        scopes: str = "openid email profile",
        roles_claim: str = "",
        wanted: tuple[str, ...] = (),
        whole_seconds: float = WHOLE_SECONDS,
    ) -> None:
        self.issuer = issuer
        self._client_id = client_id
        self._client_secret = client_secret
        self._scopes = scopes
        self._roles_claim = roles_claim
        self._wanted = wanted
        self._whole_seconds = whole_seconds
        self._metadata = Metadata(issuer, clock, whole_seconds=whole_seconds)
        self._tokens = Tokens(self._metadata, client_id, clock)

    def address_to_sign_in(self, question: Question, back_to: str) -> str:
        """Where a browser goes to sign in."""
        where = self._metadata.address("authorization_endpoint")
        with self._client(back_to) as client:
            address, _ = client.create_authorization_url(
                where, state=question.state, code_verifier=question.verifier, nonce=question.nonce
            )
        return str(address)

    def redeemed(self, trip: ReturnTrip, question: Question, back_to: str) -> Said:
        """Who signed in there."""
        self._require_this_issuer(trip.issuer)
        if len(trip.code) > LONGEST_CODE:
            raise _not_taken()
        with as_a_sentence(self._tell), self._client(back_to) as client:
            token = self._token(client, trip.code, question.verifier)
            access = token.get("access_token")
            access = access if isinstance(access, str) else ""
            claims = self._tokens.identity(token.get("id_token"), question.nonce, access)
            return self._said(claims, self._userinfo(claims, access))

    def address_to_sign_out(self, back_to: str) -> str:
        """RP-Initiated Logout 1.0, by our client id: the ID token, which tells of her, is not kept for a hint."""
        where = self._metadata.address("end_session_endpoint")
        if not where:
            return ""
        params = [("client_id", self._client_id), ("post_logout_redirect_uri", back_to)]
        return str(add_params_to_uri(where, params))

    def signed_out(self, token: str) -> SaidOut:
        """What a logout token says."""
        return self._tokens.logout(token)

    def check(self) -> str:
        """Whether the discovery document and the keys are there."""
        self._metadata.document()
        keys = len(list(self._metadata.keys()))
        if not keys:
            raise Unavailable(
                "The provider names no key that ID tokens could be checked with.",
                place=PLACE,
                cure="It has to sign with RS256, PS256 or ES256, and RSA keys have 2048 bits or more.",
            )
        logout = "offers" if self._metadata.address("end_session_endpoint") else "does not offer"
        return (
            f"{self.issuer} answers, has {keys} key{'s' if keys > 1 else ''}, and {logout} to sign out there"
        )

    def _client(self, back_to: str) -> OAuth2Client:
        offered = self._metadata.document().get("token_endpoint_auth_methods_supported")
        basic = not isinstance(offered, list) or "client_secret_basic" in offered
        by_secret = "client_secret_basic" if basic else "client_secret_post"
        return OAuth2Client(
            client_id=self._client_id,
            client_secret=self._client_secret or None,
            token_endpoint_auth_method=by_secret if self._client_secret else "none",
            scope=self._scopes,
            redirect_uri=back_to,
            code_challenge_method="S256",
            **ways(self._whole_seconds),
        )

    def _token(self, client: OAuth2Client, code: str, verifier: str) -> Mapping[str, Any]:
        try:
            token: Mapping[str, Any] = client.fetch_token(
                self._metadata.address("token_endpoint"),
                grant_type="authorization_code",
                code=code,
                code_verifier=verifier,
            )
        except OAuthError as fault:
            log.warning(
                "A code was not taken by %s: %s %s", self.issuer, fault.error, fault.description or ""
            )
            raise _set_wrongly() if fault.error in _OURS_TO_MEND else _not_taken() from fault
        except ValueError as fault:
            raise httpx2.DecodingError(str(fault)) from fault
        return token

    def _userinfo(self, claims: Mapping[str, Any], access: str) -> Mapping[str, Any]:
        """What the ID token doesn't say, from where the provider says the rest (Core 1.0, 5.3)."""
        wanted = [*self._wanted, *([self._roles_claim] if self._roles_claim else [])]
        where = self._metadata.address("userinfo_endpoint")
        if not where or not access or all(_at(claims, name) is not None for name in wanted):
            return {}
        with httpx2.Client(**ways(self._whole_seconds)) as client:
            said = object_from(client, where, headers={"Authorization": f"Bearer {access}"})
        if said.get("sub") != claims["sub"]:  # else somebody else's words could be put in (5.3.2)
            log.warning("The userinfo of %s is of somebody else, and was not used", self.issuer)
            return {}
        return said

    def _said(self, token: Mapping[str, Any], userinfo: Mapping[str, Any]) -> Said:
        claims = {**userinfo, **token}
        try:
            return Said(
                subject=token["sub"],
                email=_verified(token) or _verified(userinfo),
                username=_text(claims, "preferred_username"),
                groups=self._groups(claims),
                session=_text(claims, "sid"),
            )
        except ValueError as fault:  # longer than anybody's name
            raise _not_taken() from fault

    def _groups(self, claims: Mapping[str, Any]) -> frozenset[str] | None:
        if not self._roles_claim:
            return None
        said = _at(claims, self._roles_claim)
        if said is None:
            elsewhere = claims.get("_claim_names")  # Core 1.0, 5.6.2: too many for a token; nobody knows them
            return None if isinstance(elsewhere, dict) and self._roles_claim in elsewhere else frozenset()
        every = [said] if isinstance(said, str) else said if isinstance(said, list) else []
        return frozenset(one for one in every[:MOST_GROUPS] if isinstance(one, str))

    def _require_this_issuer(self, said: str) -> None:
        """RFC 9207: a code of another provider must not be brought here."""
        promised = self._metadata.document().get("authorization_response_iss_parameter_supported") is True
        if said != self.issuer and (said or promised):
            log.warning("A code came back in the name of “%s” instead of %s", said[:200], self.issuer)
            raise _not_taken()

    def _tell(self, what: str) -> None:
        log.warning("Sign-in at %s doesn't work just now: %s", self.issuer, in_a_word(what))


def _at(claims: Mapping[str, Any], name: str) -> Any:
    """The claim of this name; else what lies at the end of the path that its dots make."""
    if name in claims:
        return claims[name]
    found: Any = claims
    for step in name.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    return found


def _verified(claims: Mapping[str, Any]) -> str:
    """The address that the same words call verified; some providers write the truth as text."""
    verified = claims.get("email_verified")
    return _text(claims, "email") if verified is True or verified == "true" else ""


def _text(claims: Mapping[str, Any], name: str) -> str:
    said = claims.get(name)
    return said.strip() if isinstance(said, str) else ""


def _not_taken() -> NotAllowed:
    return NotAllowed(
        "The other side did not confirm that you signed in there.",
        place=PLACE,
        cure="Begin again with the button below.",
    )


def _set_wrongly() -> Unavailable:
    return Unavailable(
        "The other side doesn't know this installation.",
        place=PLACE,
        cure="Whoever runs it has to look at MENTORING_OIDC_CLIENT_ID and MENTORING_OIDC_CLIENT_SECRET.",
    )
