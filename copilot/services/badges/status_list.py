"""The list of what was revoked, as a W3C Bitstring Status List v1.0 credential: pure functions.

Each badge has one place in a list, drawn at random among 131,072 so that its number tells nothing of when or to whom
it was given. A place is never given twice. A list is half full at most; then another one begins.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import secrets
import zlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from copilot.services.badges.credential import CONTEXTS, PURPOSE, in_utc
from copilot.services.badges.issuer import Issuer

LIST_TYPE = "BitstringStatusListCredential"
PLACES = 131_072
"""Of one list: the least that the recommendation allows (3.1)."""
HOLDS_FOR = timedelta(days=30)
"""How long a list may be believed: an older copy could hide what was revoked since."""
_MOST_BYTES = 4 * 1024 * 1024


def drawn(given: int, is_given: Callable[[int], bool]) -> int:
    """A place that nobody has: lists are numbered from 1, and place `p` of list `n` is (n - 1) · 131,072 + p.

    Args:
        given: how many places were given in all.
        is_given: whether this one was.
    """
    first = given // (PLACES // 2) * PLACES
    while is_given(place := first + secrets.randbelow(PLACES)):
        pass
    return place


def number_and_place(place: int) -> tuple[int, int]:
    """The number of its list, and the place in it."""
    return place // PLACES + 1, place % PLACES


def list_claims(issuer: Issuer, number: int, revoked: Iterable[int], now: datetime) -> dict[str, Any]:
    """The list `number` as a credential, ready to be signed; `revoked` are places over all lists."""
    address = issuer.status_list(number)
    inside = [place for each in revoked for n, place in [number_and_place(each)] if n == number]
    return {
        "@context": [CONTEXTS[0]],
        "id": address,
        "type": ["VerifiableCredential", LIST_TYPE],
        "issuer": issuer.id,
        "validFrom": in_utc(now),
        "validUntil": in_utc(now + HOLDS_FOR),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": PURPOSE,
            "encodedList": encoded(inside),
        },
        "iss": issuer.id,
        "jti": address,
        "nbf": int(now.timestamp()),
    }


def encoded(places: Iterable[int]) -> str:
    """Multibase base64url (`u`) of the GZIP of the bits; the first place is the highest bit of the first byte."""
    bits = bytearray(PLACES // 8)
    for place in places:
        bits[place // 8] |= 0x80 >> place % 8
    packed = gzip.compress(bytes(bits), mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def is_revoked(subject: Mapping[str, Any], place: int) -> bool | None:
    """Whether the bit of this place is set; None where the list can't be read, or has no such place."""
    bits = _decoded(str(subject.get("encodedList", "")))
    if subject.get("statusPurpose") != PURPOSE or not 0 <= place < len(bits) * 8:
        return None
    return bool(bits[place // 8] & 0x80 >> place % 8)


def _decoded(text: str) -> bytes:
    """The bits; none where it is no such list. It never unpacks more than 4 MB, whatever it claims to hold."""
    body = text.removeprefix("u")
    try:
        packed = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        unpacking = zlib.decompressobj(wbits=31)
        bits = unpacking.decompress(packed, _MOST_BYTES)
    except (binascii.Error, ValueError, zlib.error):
        return b""
    return bits if unpacking.eof and text.startswith("u") else b""
