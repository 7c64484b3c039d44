"""Signed texts, read: compact JWS (RFC 7515) with RSA keys, through joserfc."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import ECKey, OKPKey, RSAKey

from copilot.domain.recognition import BadgeKey, Opened
from copilot.errors import BadInput

ALGORITHMS = ("RS256", "RS384", "RS512")
HEADERS = frozenset({"alg", "typ", "kid", "jwk"})
"""Open Badges 3.0 allows no others (8.2.3)."""
LARGEST = 1024 * 1024
"""Characters of a signed text that is looked at."""
_OF_2048_BITS = 342
"""Characters of a modulus in base64url."""


class Registry(jws.JWSRegistry):
    """Lengths as badges need them: a public key in the header, a list of 131,072 places in the payload."""

    max_header_length = 8 * 1024
    max_payload_length = LARGEST
    max_signature_length = 2 * 1024


REGISTRY = Registry(algorithms=ALGORITHMS)


class JoseSeals:
    """Fills the port `Seals`."""

    def opened(self, signed: str, keys: Sequence[BadgeKey]) -> Opened | None:
        """What it says, and which of these keys signed it; else whether the key it brings along did."""
        seal = _parts(signed)
        if seal is None:
            return None
        claims = _claims(seal.payload)
        if claims is None:
            return None
        if (trusted := _signer(seal, (_rsa(key.jwk) for key in keys))) is not None:
            return Opened(claims=claims, key=trusted.thumbprint(), trusted=True)
        header = seal.headers()
        brought = _brought(header)
        own = _signer(seal, [brought])
        return Opened(
            claims=claims,
            key=own.thumbprint() if own else "",
            brought=brought is not None,
            kid=str(header.get("kid", "")),
            anybodys=str(header.get("alg", "none")).lower().startswith(("none", "hs")),
        )

    def key(self, text: str) -> BadgeKey:
        """A public key of 2048 bits or more, from PEM or JWK."""
        found = _rsa_of_jwk(text) if text.lstrip().startswith("{") else _rsa_of_pem(text)
        if _is_private(text) or (found is not None and found.is_private):
            raise BadInput(
                "This is a private key. Nobody needs it to check a badge, and nobody should have it but its owner.",
                place="--key",
                cure="Use the public key that `recognise badges key` prints.",
            )
        if found is None and _is_of_another_kind(text):
            raise BadInput(
                "This key is not an RSA key: only badges signed with RSA can be checked here.",
                place="--key",
                cure="Ask the issuer for a program that checks her kind of badge.",
            )
        if found is None:
            raise BadInput(
                "This is no public key that badges are signed with.",
                place="--key",
                cure="`recognise badges key` prints the right one, as PEM and as JWK.",
            )
        return public_half(found)


def signed(claims: Mapping[str, object], key: RSAKey, address: str = "") -> str:
    """A compact JWS with RS256; its header has the public key, and the address where that is served if anywhere."""
    header: dict[str, Any] = {"alg": "RS256", "typ": "JWT", "jwk": public_half(key).jwk}
    if address:
        header["kid"] = address
    payload = json.dumps(claims, ensure_ascii=False, separators=(",", ":"))
    return jws.serialize_compact(header, payload, key, registry=REGISTRY)


def public_half(key: RSAKey, *, current: bool = False) -> BadgeKey:
    """What anybody may have of a key."""
    whole = key.as_dict(private=False)
    jwk = {name: str(whole[name]) for name in ("kty", "n", "e")}
    return BadgeKey(id=key.thumbprint(), jwk=jwk, pem=key.as_pem(private=False).decode(), current=current)


def _parts(signed: str) -> jws.CompactSignature | None:
    try:
        seal = jws.extract_compact(signed.strip().encode("ascii"), registry=REGISTRY)
    except (JoseError, ValueError):
        return None
    header = seal.headers()
    return seal if isinstance(header, dict) and header.keys() <= HEADERS else None


def _claims(payload: bytes) -> dict[str, Any] | None:
    try:
        claims = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    return claims if isinstance(claims, dict) else None


def _signer(seal: jws.CompactSignature, keys: Iterable[RSAKey | None]) -> RSAKey | None:
    return next((key for key in keys if key is not None and _signed_by(seal, key)), None)


def _signed_by(seal: jws.CompactSignature, key: RSAKey) -> bool:
    """Only ever with RSA: a header that asks for `none` or for HMAC with the public key as its secret gets a no."""
    try:
        return jws.validate_compact(seal, key, registry=REGISTRY)
    except (JoseError, ValueError, TypeError):
        return False


def _brought(header: Mapping[str, Any]) -> RSAKey | None:
    jwk = header.get("jwk")
    return _rsa(jwk) if isinstance(jwk, dict) and "d" not in jwk else None


def _rsa(jwk: Mapping[str, Any]) -> RSAKey | None:
    told = {name: jwk[name] for name in ("kty", "n", "e", "d") if name in jwk}
    members: dict[str, str | list[str]] = {n: value for n, value in told.items() if isinstance(value, str)}
    if members != told or members.get("kty") != "RSA" or len(members.get("n", "")) < _OF_2048_BITS:
        return None
    try:
        return RSAKey.import_key(members)
    except (JoseError, ValueError, TypeError, KeyError):
        return None


def _is_private(text: str) -> bool:
    jwk = _claims(text.encode()) if text.lstrip().startswith("{") else None
    return "d" in jwk if jwk else "PRIVATE KEY-----" in text


def _is_of_another_kind(text: str) -> bool:
    """A public key that is none of RSA: elliptic curves, or Edwards curves."""
    said: Any = _claims(text.encode()) if text.lstrip().startswith("{") else text.strip()
    for kind in (ECKey, OKPKey):
        try:
            kind.import_key(said)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError):
            continue
        return True
    return False


def _rsa_of_jwk(text: str) -> RSAKey | None:
    jwk = _claims(text.encode())
    return _rsa(jwk) if jwk else None


def _rsa_of_pem(text: str) -> RSAKey | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", SecurityWarning)
            return RSAKey.import_key(text.strip().encode("ascii"))
    except (JoseError, ValueError, TypeError, SecurityWarning):
        return None
