"""The keys that words are kept under, and what a sealed word looks like.

Sealed with AES-256 in Galois/Counter Mode (NIST SP 800-38D): nobody without the key reads it, and nobody changes it
unnoticed. The place it stands at (table, column, id of the record) is its associated data, so that what was sealed for
one record isn't taken for another's. Each value has a nonce of 96 random bits; one key is good for 2³² values.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copilot.errors import BadInput, KeyMissing, Unreadable

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
STEP = 32
"""Words are filled up to a multiple of so many bytes: the length of a group's name would tell the group."""
SEALED = "mc-sealed-1:"
"""What a sealed value begins with: `mc-sealed-1:KEY ID:BASE64.`"""
AS_WRITTEN = "mc-plain-1:"
"""What stands before words that somebody wrote and that themselves begin like a sealed value or like this."""
TOKEN = re.compile(rf"{SEALED}([0-9a-f]{{8}}):([A-Za-z0-9_-]+={{0,2}})\.")
EMPTY: tuple[object, ...] = ("", [], {}, None)
"""What is kept as it is: there is nothing to hide in it but that it is empty."""
CURE = (
    "Restore it from a backup; until then what is kept there stays as it is, and everything else can be read."
)


class Keyring:
    """Seals with its first key and opens with any. Without keys, words are kept as they were written.

    Args:
        keys: each 32 bytes in URL-safe base64, as `new_key` makes them. BadInput, without the key in it, for others.
        source: the setting or file they come from, which that error names.
    """

    def __init__(self, keys: Iterable[str] = (), source: str = "MENTORING_ENCRYPTION_KEYS") -> None:
        decoded = [_decoded(key, source) for key in keys]
        self._keys = {_id_of(key): key for key in decoded}
        self._ciphers: dict[str, AESGCM] = {}

    def __repr__(self) -> str:
        return f"Keyring({', '.join(self.ids) or 'no keys'})"

    @property
    def ids(self) -> tuple[str, ...]:
        """A short hash of each key, the one that seals first: it tells keys apart and tells nothing of them."""
        return tuple(self._keys)

    @property
    def first(self) -> str:
        """The id of the key that seals; empty where there is none."""
        return next(iter(self._keys), "")

    def sealed(self, value: Any, place: str) -> Any:
        """What is kept of a text or of nested values; `place` is where, and is needed again to open it."""
        if value in EMPTY:
            return value
        if not self._keys:
            return _as_written(value)
        nonce = os.urandom(NONCE_BYTES)
        told = json.dumps(value, ensure_ascii=False).encode()
        told += b" " * (-len(told) % STEP)
        body = nonce + self._cipher(self.first).encrypt(nonce, told, place.encode())
        return f"{SEALED}{self.first}:{base64.urlsafe_b64encode(body).decode()}."

    def opened(self, kept: Any, place: str) -> Any:
        """What was sealed for this place, or the words as they stand where they aren't sealed.

        Raises KeyMissing where it was sealed with a key that isn't on this ring, and Unreadable where it was changed
        or moved here from elsewhere.
        """
        if is_sealed(kept):
            return json.loads(self.told(kept, place))
        return kept.removeprefix(AS_WRITTEN) if isinstance(kept, str) else kept

    def told(self, kept: str, place: str) -> str:
        """The same as JSON, for whoever only searches it."""
        found = TOKEN.fullmatch(kept)
        if found is None:
            raise _unreadable(place)
        if found[1] not in self._keys:
            raise missing([found[1]], place)
        from cryptography.exceptions import InvalidTag

        try:
            body = base64.urlsafe_b64decode(found[2])
            opened = self._cipher(found[1]).decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], place.encode())
        except (InvalidTag, ValueError) as fault:
            raise _unreadable(place) from fault
        return opened.decode()

    def _cipher(self, key: str) -> AESGCM:
        if key not in self._ciphers:
            from cryptography.hazmat.primitives.ciphers.aead import AESGCM

            self._ciphers[key] = AESGCM(self._keys[key])
        return self._ciphers[key]


def is_sealed(kept: object) -> bool:
    """Whether this is a value that a keyring sealed."""
    return isinstance(kept, str) and kept.startswith(SEALED)


def key_of(kept: str) -> str:
    """The id of the key that a value was sealed with; empty where it is damaged."""
    found = TOKEN.match(kept)
    return found[1] if found else ""


def new_key() -> str:
    """A key made by chance, in URL-safe base64."""
    return base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode()


def keys_in(file: Path) -> str:
    """The keys in a file: one a line or several, comments behind `#`. BadInput where it can't be read."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else "it is no text"
        raise BadInput(
            f"The file of the encryption keys can't be read: {reason}.",
            place=str(file),
            cure="Check MENTORING_ENCRYPTION_KEY_FILE, and that the file may be read.",
        ) from None
    keys = " ".join(line.partition("#")[0].strip() for line in lines).strip()
    if not keys:
        # Not as if no key were wanted: words would be kept as they were written, and nobody would notice.
        raise BadInput(
            "The file of the encryption keys is empty.", place=str(file), cure="Put a key into it."
        )
    return keys


def missing(ids: Iterable[str], place: str) -> KeyMissing:
    """The sentence for words that were sealed with keys nobody gave."""
    names = " and ".join(sorted(ids))
    return KeyMissing(
        f"Words here are encrypted with a key that was not given: {names}.",
        place=place,
        cure="Give it, behind the key in use, in MENTORING_ENCRYPTION_KEYS or the key file. Nothing was changed.",
    )


def _unreadable(place: str) -> Unreadable:
    return Unreadable(
        "These words can't be opened: they were changed, or moved here from elsewhere.",
        place=place.replace(":", " ", 1),
        cure=CURE,
    )


def _as_written(value: Any) -> Any:
    begins = isinstance(value, str) and value.startswith((SEALED, AS_WRITTEN))
    return f"{AS_WRITTEN}{value}" if begins else value


def _decoded(key: str, source: str) -> bytes:
    try:
        decoded = base64.b64decode(key.encode("ascii"), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error):
        decoded = b""
    if len(decoded) != KEY_BYTES:
        # Never with the key in it, nor with the error that might quote it.
        raise BadInput(
            "One of the encryption keys is none: a key is 32 bytes in URL-safe base64, 44 characters.",
            place=source,
            cure="`mentoring encryption new-key` makes one. Check that none was cut off when it was copied.",
        ) from None
    return decoded


def _id_of(key: bytes) -> str:
    return hashlib.sha256(b"mentoring-copilot key id\x00" + key).hexdigest()[:8]


NO_KEYS = Keyring()
