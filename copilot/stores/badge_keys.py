"""The keys that badges are signed with: files in the home, the private ones for their owner's eyes alone."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from copilot.domain.recognition import BadgeKey
from copilot.errors import HomeUnusable
from copilot.stores.badge_seals import public_half, signed

BITS = 3072
"""NIST SP 800-57 holds them good beyond 2030."""
CURRENT = "current"
_ID = re.compile(r"[A-Za-z0-9_-]{43}")


class FileBadgeKeys:
    """Fills the port `BadgeKeys`.

    Each key is two files, `ID.pem` (mode 0600) and `ID.public.pem`; `current` names the one that signs. A file appears
    whole or not at all, so that a killed process leaves nothing half, and two processes agree on one first key.

    Args:
        folder: made when the first key is.
        bits: of new keys.
    """

    def __init__(self, folder: Path, bits: int = BITS) -> None:
        self._folder = folder
        self._bits = bits

    def current(self) -> BadgeKey:
        """The key that signs; the first is made where there is none."""
        name = self._named() or self._made(first=True)
        return public_half(self._private(name), current=True)

    def known(self) -> list[BadgeKey]:
        """Every key whose public half is here; the current first, the others by id."""
        current = self._named()
        found = [self._public(path, current) for path in sorted(self._folder.glob("*.public.pem"))]
        return sorted(filter(None, found), key=lambda key: (not key.current, key.id))

    def renew(self) -> BadgeKey:
        """Another key to sign with; those before stay."""
        return public_half(self._private(self._made(first=False)), current=True)

    def sign(self, claims: Mapping[str, object], key_id: str, *, address: str = "") -> str:
        """A compact JWS whose header has the public key, and where it is served."""
        return signed(claims, self._private(key_id), address)

    def _named(self) -> str:
        """The id of the current key; empty where none was ever made."""
        try:
            name = (self._folder / CURRENT).read_text(encoding="ascii").strip()
        except (FileNotFoundError, NotADirectoryError):
            return ""
        except (OSError, UnicodeDecodeError) as fault:
            raise self._unreadable(CURRENT) from fault
        if not _ID.fullmatch(name):
            raise self._unreadable(CURRENT)
        return name

    def _made(self, *, first: bool) -> str:
        """Make a key and name it the current one. Where another process was first, its key is the first."""
        key = RSAKey.generate_key(self._bits)
        name = key.thumbprint()
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._appear(f"{name}.pem", key.as_pem(private=True), 0o600)
            self._appear(f"{name}.public.pem", key.as_pem(private=False), 0o644)
            if self._appear(CURRENT, name.encode(), 0o644, replacing=not first):
                return name
            for file in (f"{name}.pem", f"{name}.public.pem"):
                (self._folder / file).unlink()
        except OSError as fault:
            raise HomeUnusable(
                f"The key that badges are signed with cannot be kept: {fault.strerror}.",
                place=str(self._folder),
                cure="Make this folder writable, or make the key in the home that this one was copied from.",
            ) from fault
        return self._named()

    def _appear(self, name: str, content: bytes, mode: int, *, replacing: bool = False) -> bool:
        """Put a file there whole; False where there was one already, and it wasn't to be replaced."""
        number, name_beside = tempfile.mkstemp(dir=self._folder, prefix=".")
        beside = Path(name_beside)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.chmod(mode)
            if replacing:
                beside.replace(self._folder / name)
            else:
                (self._folder / name).hardlink_to(beside)
        except FileExistsError:
            return False
        finally:
            beside.unlink(missing_ok=True)
        return True

    def _private(self, name: str) -> RSAKey:
        try:
            key = RSAKey.import_key((self._folder / f"{name}.pem").read_bytes())
        except (OSError, ValueError, TypeError, JoseError) as fault:
            raise self._unreadable(f"{name}.pem") from fault
        if not key.is_private or key.thumbprint() != name:
            raise self._unreadable(f"{name}.pem")
        return key

    def _public(self, path: Path, current: str) -> BadgeKey | None:
        """None for a file that is none of ours: nothing is believed because of its name alone."""
        try:
            key = RSAKey.import_key(path.read_bytes())
        except (OSError, ValueError, TypeError, JoseError):
            return None
        found = public_half(key, current=key.thumbprint() == current)
        return found if path.name == f"{found.id}.public.pem" else None

    def _unreadable(self, name: str) -> HomeUnusable:
        return HomeUnusable(
            "The key that badges are signed with is lost, or cannot be read.",
            place=str(self._folder / name),
            cure="Put the file back from a copy of this home. If there is none, `recognise badges key --new` makes "
            "another key: badges signed before stay right, and new ones are signed with it.",
        )
