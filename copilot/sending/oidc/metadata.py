"""What a provider says of itself: its discovery document and its keys, kept for a while.

OpenID Connect Discovery 1.0. Only the issuer that was configured is asked, and the addresses that its own document
names; nothing that comes from a browser or stands in a token (`jku`, `x5u`) is ever fetched.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

import httpx2
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

from copilot.domain.elsewhere import LOOPBACK, is_issuer
from copilot.errors import Unavailable
from copilot.ports import Clock
from copilot.sending.oidc.asking import (
    PLACE,
    WHOLE_SECONDS,
    as_a_sentence,
    in_a_word,
    object_from,
    out_of_reach,
    ways,
)

T = TypeVar("T")

log = logging.getLogger(__name__)
WELL_KNOWN = "/.well-known/openid-configuration"
KEPT = timedelta(minutes=15)
ASKED_AGAIN_AFTER = timedelta(seconds=10)
"""Whoever sends tokens of unknown keys must not make us ask for keys all the time; nor does a provider that is down."""
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_OF_2048_BITS = 342
"""Characters of a modulus in base64url."""


@dataclass
class _Kept(Generic[T]):
    """Something that was fetched, and when; or when fetching it failed. One asks, and the others wait for that."""

    value: T | None = None
    at: datetime | None = None
    asking: threading.Lock = field(default_factory=threading.Lock)


class Metadata:
    """One provider's document and keys.

    Args:
        issuer: as it is configured; the document must call itself exactly that.
        clock: what time it is.
        whole_seconds: given up after so long.
    """

    def __init__(self, issuer: str, clock: Clock, *, whole_seconds: float = WHOLE_SECONDS) -> None:
        self.issuer = issuer
        self._clock = clock
        self._whole_seconds = whole_seconds
        self._document: _Kept[dict[str, Any]] = _Kept()
        self._keys: _Kept[KeySet] = _Kept()

    def document(self) -> Mapping[str, Any]:
        """The discovery document. Raises Unavailable where it can't be had, or isn't this issuer's."""
        return self._current(self._document, self._fetched_document)

    def address(self, name: str) -> str:
        """One of its addresses; empty where it has none, or none that is safe to go to."""
        address = self.document().get(name)
        return address if isinstance(address, str) and self._is_safe(address) else ""

    def keys(self) -> KeySet:
        """The keys it signs with; empty where it names none that we take. Unavailable where it can't be asked."""
        return self._current(self._keys, self._fetched_keys)

    def newer_keys(self) -> KeySet:
        """The keys asked for anew, because one is missing; those that are known where that was done just now."""
        with self._keys.asking:
            if self._keys.at and self._clock.now() - self._keys.at >= ASKED_AGAIN_AFTER:
                self._keys.value, self._keys.at = None, None
        return self.keys()

    def _current(self, kept: _Kept[T], fetch: Callable[[], T]) -> T:
        with kept.asking:
            age = self._clock.now() - kept.at if kept.at else KEPT
            if kept.value is not None and age < KEPT:
                return kept.value
            if kept.value is None and age < ASKED_AGAIN_AFTER:
                raise out_of_reach()
            try:
                kept.value = fetch()
            except Unavailable:
                kept.value = None
                raise
            finally:
                # When the answer came, not when it was asked for: who hangs would be asked by everybody else.
                kept.at = self._clock.now()
            return kept.value

    def _fetched_document(self) -> dict[str, Any]:
        with as_a_sentence(self._tell), httpx2.Client(**ways(self._whole_seconds)) as client:
            document = object_from(client, self.issuer.rstrip("/") + WELL_KNOWN)
        if document.get("issuer") != self.issuer:
            self._tell(f"it calls itself “{document.get('issuer')}”")
            raise Unavailable(
                "The provider calls itself by another name than the settings say.",
                place=PLACE,
                cure="Whoever runs this installation has to set MENTORING_OIDC_ISSUER to exactly that name.",
            )
        missing = [name for name in NEEDED if not self._is_safe(document.get(name))]
        if missing:
            self._tell(f"its {', '.join(missing)} is missing or not safe")
            raise out_of_reach()
        return document

    def _fetched_keys(self) -> KeySet:
        address = self.address("jwks_uri")
        with as_a_sentence(self._tell), httpx2.Client(**ways(self._whole_seconds)) as client:
            said = object_from(client, address).get("keys")
        return KeySet([key for each in (said if isinstance(said, list) else []) if (key := _key(each))])

    def _is_safe(self, address: object) -> bool:
        """Https; where the issuer is on this machine, this machine too."""
        if not isinstance(address, str):
            return False
        bare, _, query = address.partition("?")
        local = urlsplit(self.issuer).hostname in LOOPBACK
        return is_issuer(bare) and "#" not in query and (bare.startswith("https://") or local)

    def _tell(self, what: str) -> None:
        log.warning("Sign-in at %s doesn't work just now: %s", self.issuer, in_a_word(what))


def _key(said: object) -> RSAKey | ECKey | None:
    """A public key that signs; None for secrets, keys that encrypt, short ones, and kinds that we don't take."""
    if not isinstance(said, dict) or said.get("use", "sig") != "sig":
        return None
    try:
        if said.get("kty") == "RSA" and len(str(said.get("n", ""))) >= _OF_2048_BITS:
            return RSAKey.import_key({str(name): said[name] for name in said})
        if said.get("kty") == "EC":
            return ECKey.import_key({str(name): said[name] for name in said})
    except (JoseError, ValueError, TypeError):
        return None
    return None
