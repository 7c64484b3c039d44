"""Passwords into argon2id hashes and back into a yes or no."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MEMORY_KIB = 19_456
PASSES = 2
LANES = 1
AT_ONCE = 4
"""Hashes made at the same time: a crowd at the door waits instead of taking all memory."""


class Argon2Passwords:
    """Fills the port `Passwords` with argon2id (RFC 9106), as OWASP's password storage cheat sheet advises.

    Args:
        memory_kib: 19 MiB.
        passes: over that memory.
        lanes: of parallel work.
    """

    def __init__(self, memory_kib: int = MEMORY_KIB, passes: int = PASSES, lanes: int = LANES) -> None:
        self._memory_kib, self._passes, self._lanes = memory_kib, passes, lanes
        self._turn = threading.BoundedSemaphore(AT_ONCE)

    def hashed(self, password: str) -> str:
        """A salted hash that names its own costs."""
        with self._turn:
            return self._hasher().hash(password)

    def fits(self, kept: str, password: str) -> bool:
        """Whether this is the password that was hashed; what is no hash fits none."""
        from argon2.exceptions import InvalidHashError, VerificationError

        try:
            with self._turn:
                return self._hasher().verify(kept, password)
        except (VerificationError, InvalidHashError):
            return False

    def is_outdated(self, kept: str) -> bool:
        """Whether it was made at other costs than today's."""
        return self._hasher().check_needs_rehash(kept)

    def _hasher(self) -> PasswordHasher:
        from argon2 import PasswordHasher

        return PasswordHasher(self._passes, self._memory_kib, self._lanes)
