"""Who signs badges, and where what belongs to them is found: pure functions."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Mapping
from urllib.parse import urlsplit

from copilot.domain.recognition import BadgeKey
from copilot.domain.records import Value

ROOM = "/credentials"
"""Below the community's address."""
UNNAMED = "A mentoring community"
_BY_KEY = "did:jwk:"


class Issuer(Value):
    """Who signs: `id` as it stands in credentials; `address` is the community's, empty where it has none."""

    id: str
    name: str
    address: str = ""

    def key_address(self, key_id: str) -> str:
        """Where the public key is served; empty where there is no address."""
        return f"{self.address}{ROOM}/keys/{key_id}" if self.address else ""

    def status_list(self, number: int) -> str:
        """What the list of places `number` is called, and where it is served if anywhere.

        Without an address it is a name (RFC 9562, version 5) that the issuer and the number make: whoever has the file
        can tell that it is the list that a badge names.
        """
        if self.address:
            return f"{self.address}{ROOM}/status/{number}"
        return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{self.id}#status-{number}')}"

    def profile(self) -> dict[str, object]:
        """As a credential names it."""
        shown: dict[str, object] = {"id": self.id, "type": ["Profile"], "name": self.name}
        return {**shown, "url": self.address} if self.address else shown


def issuer_with(key: BadgeKey, address: str, called: str = "") -> Issuer:
    """The community by its address; without one, by its key. `called` is its name, else its host's where it has one."""
    if not address:
        return Issuer(id=did_jwk(key.jwk), name=called or UNNAMED)
    name = called or urlsplit(address).hostname or UNNAMED
    return Issuer(id=f"{address}{ROOM}/issuer", name=name, address=address)


def issuer_named(claims: Mapping[str, object]) -> Issuer:
    """The issuer that a credential of ours names: by the address it had then, or by its key."""
    said = claims.get("issuer")
    profile = said if isinstance(said, dict) else {}
    id_ = str(profile.get("id", ""))
    address = id_.removesuffix(f"{ROOM}/issuer") if id_.startswith("https://") else ""
    return Issuer(id=id_, name=str(profile.get("name", UNNAMED)), address=address)


def did_jwk(jwk: Mapping[str, str]) -> str:
    """A name that is its own proof: the public key itself, as the did:jwk method writes it."""
    members = json.dumps({name: jwk[name] for name in sorted(jwk)}, separators=(",", ":"))
    return _BY_KEY + base64.urlsafe_b64encode(members.encode()).decode().rstrip("=")


def key_in_did(did: str) -> str:
    """The JWK that a did:jwk is made of, as JSON; empty where it is none."""
    if not did.startswith(_BY_KEY):
        return ""
    encoded = did.removeprefix(_BY_KEY)
    try:
        return base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode()
    except ValueError:
        return ""
