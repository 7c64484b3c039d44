"""A badge as an Open Badges 3.0 credential, ready to be signed: pure functions.

Open Badges 3.0 (1EdTech, final release with errata) over the Verifiable Credentials Data Model 2.0 (W3C), secured as
a VC-JWT: the claims are the credential itself with `iss`, `sub`, `jti` and `nbf` beside it (8.2.4.1).
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from datetime import UTC, datetime
from typing import Any

from copilot.domain.recognition import Badge, BadgeKind
from copilot.domain.records import Value
from copilot.services.badges.issuer import Issuer

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
)
"""The third defines the type of `credentialSchema`."""
SCHEMA = {
    "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
    "type": "1EdTechJsonSchemaValidator2019",
}
TYPES = ("VerifiableCredential", "OpenBadgeCredential")
PURPOSE = "revocation"


class Holder(Value):
    """What of a member stands in her badge: her e-mail address as a salted hash, her name where she wants it."""

    email: str = ""
    name: str = ""


def claims_of(
    badge: Badge, holder: Holder, issuer: Issuer, place: tuple[int, int], now: datetime
) -> dict[str, Any]:
    """What is signed.

    Args:
        badge: what for.
        holder: what she lets stand in it.
        issuer: who signs.
        place: the number of the status list, and the place in it.
        now: from when it holds, to the second.

    The subject is a random URN, another in each badge: two badges of hers can't be put together by it.
    """
    valid_from = now.astimezone(UTC).replace(microsecond=0)
    credential, subject = uuid.uuid4().urn, uuid.uuid4().urn
    return {
        "@context": list(CONTEXTS),
        "id": credential,
        "type": list(TYPES),
        "name": badge.name,
        "issuer": issuer.profile(),
        "validFrom": in_utc(valid_from),
        "awardedDate": f"{badge.on.isoformat()}T00:00:00Z",
        "credentialSubject": {
            "id": subject,
            "type": ["AchievementSubject"],
            "achievement": _achievement(badge, issuer),
            **_identified(holder),
        },
        **_evidence(badge),
        "credentialStatus": status_entry(issuer, *place),
        "credentialSchema": [dict(SCHEMA)],
        "iss": issuer.id,
        "sub": subject,
        "jti": credential,
        "nbf": int(valid_from.timestamp()),
    }


def in_utc(at: datetime) -> str:
    """`2026-11-23T07:00:00Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def status_entry(issuer: Issuer, number: int, place: int) -> dict[str, str]:
    """Where to look whether it was revoked (W3C Bitstring Status List v1.0, 2.1)."""
    address = issuer.status_list(number)
    return {
        "id": f"{address}#{place}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": PURPOSE,
        "statusListIndex": str(place),
        "statusListCredential": address,
    }


def _achievement(badge: Badge, issuer: Issuer) -> dict[str, Any]:
    """The same for everybody who has it: its id is made of who gives it and what it is."""
    of_tracks = badge.kind is BadgeKind.TRACK
    same = uuid.uuid5(
        uuid.NAMESPACE_URL, "\n".join((issuer.id, badge.kind.value, badge.name, badge.criteria))
    )
    return {
        "id": same.urn,
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion" if of_tracks else "Badge",
        "name": badge.name,
        "description": badge.criteria,
        "criteria": {"narrative": badge.criteria},
    }


def _evidence(badge: Badge) -> dict[str, Any]:
    return {"evidence": [{"type": ["Evidence"], "narrative": badge.evidence}]} if badge.evidence else {}


def _identified(holder: Holder) -> dict[str, Any]:
    found = [*_hashed(holder.email), *_named(holder.name)]
    return {"identifier": found} if found else {}


def _hashed(email: str) -> list[dict[str, Any]]:
    """Who knows her address can tell that the badge is hers; nobody reads it out of the badge (IdentityHash)."""
    if not email.strip():
        return []
    salt = secrets.token_hex(16)
    told = hashed_with(email, salt)
    return [
        {
            "type": "IdentityObject",
            "hashed": True,
            "identityHash": told,
            "identityType": "emailAddress",
            "salt": salt,
        }
    ]


def hashed_with(email: str, salt: str) -> str:
    """`sha256$…` over the address and the salt after it."""
    return f"sha256${hashlib.sha256((email.strip() + salt).encode()).hexdigest()}"


def _named(name: str) -> list[dict[str, Any]]:
    if not name:
        return []
    return [{"type": "IdentityObject", "hashed": False, "identityHash": name, "identityType": "name"}]
