"""What is kept beside the records: conversations, allowances, passwords, keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from copilot.domain.chat import Conversation, Turn
from copilot.domain.encryption import EncryptionDone, EncryptionStatus
from copilot.domain.recognition import BadgeKey, Opened
from copilot.domain.usage import Usage
from knowledge.ports import Progress


class Conversations(Protocol):
    """Where conversations are kept. Nobody's permission is checked here; the service does."""

    def start(self, conversation: Conversation) -> None:
        """Keep a new one; Conflict where the id is taken."""
        ...

    def find(self, thread: str) -> Conversation | None:
        """The conversation, or None."""
        ...

    def of(self, owner: str) -> list[Conversation]:
        """A member's conversations, the latest first."""
        ...

    def turns(self, thread: str) -> list[Turn]:
        """Its turns, oldest first; none where there is no such conversation."""
        ...

    def add(self, thread: str, *turns: Turn) -> None:
        """Keep these turns, all or none; NotFound where there is no such conversation."""
        ...

    def rename(self, thread: str, title: str) -> None:
        """Give it another title; NotFound where there is no such conversation."""
        ...

    def forget(self, thread: str) -> None:
        """Delete it with everything said in it; nothing happens where it is gone."""
        ...


class Allowance(Protocol):
    """How many tokens chat models may take in a day, over all processes of an installation."""

    @property
    def a_day(self) -> int:
        """Tokens; 0 for no limit."""
        ...

    def left(self) -> int | None:
        """Tokens that may still be taken today; None where there is no limit."""
        ...

    def taken(self) -> int:
        """Tokens taken today."""
        ...

    def take(self, usage: Usage) -> None:
        """Count what a reply took."""
        ...


class Addresses(Protocol):
    """Whose e-mail address is whose."""

    def whose(self, email: str) -> list[str]:
        """The ids of the members with this address, in capitals or not; several where they share it."""
        ...


class Encryption(Protocol):
    """How the words that people wrote in confidence are kept."""

    @property
    def key(self) -> str:
        """The id of the key that encrypts; empty where none is set."""
        ...

    def status(self) -> EncryptionStatus:
        """What is encrypted with which key, and what isn't; takes microseconds a text."""
        ...

    def apply(self, progress: Progress | None = None) -> EncryptionDone:
        """Encrypt with the first key what isn't, in batches, beside whoever else works; a second time goes on."""
        ...

    def remove(self, progress: Progress | None = None) -> EncryptionDone:
        """Decrypt everything, in batches."""
        ...


class Passwords(Protocol):
    """Makes of a password what may be kept, and checks one against it. Both take tens of milliseconds, and mean to."""

    def hashed(self, password: str) -> str:
        """What may be kept; another each time."""
        ...

    def fits(self, kept: str, password: str) -> bool:
        """Whether this is the password; it takes as long for a wrong one."""
        ...

    def is_outdated(self, kept: str) -> bool:
        """Whether it should be made anew, because it was made more cheaply than today's."""
        ...


class BadgeKeys(Protocol):
    """The keys that badges are signed with, of which the private halves never leave their place."""

    def current(self) -> BadgeKey:
        """The key that new badges are signed with; made where there is none yet, which may take a second.

        Of two processes that make the first at once, both get the same. HomeUnusable where it was lost, or where
        none can be kept.
        """
        ...

    def known(self) -> list[BadgeKey]:
        """Every key that badges were ever signed with, the current one first; none is made."""
        ...

    def renew(self) -> BadgeKey:
        """Another current key; those before stay known."""
        ...

    def sign(self, claims: Mapping[str, object], key_id: str, *, address: str = "") -> str:
        """These claims as a compact JWS (RFC 7515) with RS256, its header carrying the public key.

        `address` is where the public key is served, if anywhere. HomeUnusable where this key's private half is gone.
        """
        ...


class Seals(Protocol):
    """Reads signed texts. It needs no home, and asks no network."""

    def opened(self, signed: str, keys: Sequence[BadgeKey]) -> Opened | None:
        """What a compact JWS says and who signed it; None where it is none. The header never chooses the algorithm."""
        ...

    def key(self, text: str) -> BadgeKey:
        """A public key from PEM or JWK; BadInput where it is none, or a private one."""
        ...
