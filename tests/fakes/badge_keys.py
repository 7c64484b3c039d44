from collections.abc import Mapping
from functools import cache

from joserfc.jwk import RSAKey

from copilot.domain.recognition import BadgeKey
from copilot.errors import HomeUnusable
from copilot.stores.badge_seals import public_half, signed


@cache
def rsa(number: int) -> RSAKey:
    """The same key all through a run of the tests: making one takes longer than most of them."""
    return RSAKey.generate_key(2048)


class MemoryBadgeKeys:
    """Keys that are forgotten with the test."""

    def __init__(self, first: int = 0) -> None:
        self._first = first
        self._keys: list[RSAKey] = []

    def current(self) -> BadgeKey:
        return public_half(self._keys[-1], current=True) if self._keys else self.renew()

    def known(self) -> list[BadgeKey]:
        halves = [public_half(key, current=key is self._keys[-1]) for key in self._keys]
        return sorted(halves, key=lambda key: (not key.current, key.id))

    def renew(self) -> BadgeKey:
        self._keys.append(rsa(self._first + len(self._keys)))
        return self.current()

    def sign(self, claims: Mapping[str, object], key_id: str, *, address: str = "") -> str:
        key = next((key for key in self._keys if key.thumbprint() == key_id), None)
        if key is None:
            raise HomeUnusable("The key is lost.")
        return signed(claims, key, address)
