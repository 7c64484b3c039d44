"""Personal tokens: by one, a member's own programs and assistants ask in her name, for less than she may herself.

Of the secret only its SHA-256 is kept: nobody can read it again, and nobody who holds a backup can use it.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from copilot.domain.records import Record, Value

PREFIX = "mentoring_"
"""Every secret begins with it, so that those who search for leaked secrets can tell one by sight."""
LASTS_DAYS = 90
LASTS_AT_MOST_DAYS = 365
MOST_TOKENS = 20
"""That one member has at a time."""
LONGEST_NAME = 80


class TokenScope(StrEnum):
    """What a token is for. Each but `ask` lets its holder read as well."""

    ASK = "ask"
    READ = "read"
    WRITE = "write"
    CHAT = "chat"
    MANAGE = "manage"


SCOPES_TOLD = {
    TokenScope.ASK: "ask the guides, and nothing else",
    TokenScope.READ: "see what you see: profile, goals, sessions, drafts, matches",
    TokenScope.WRITE: "change it in your name",
    TokenScope.CHAT: "talk with the copilot, and read your conversations",
    TokenScope.MANAGE: "see what you see as a manager; with write, decide on matches",
}


class PersonalToken(Record):
    """One token; its id is public, its secret is not. `used` is the last day it was used on, in UTC."""

    member: str
    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    scopes: tuple[TokenScope, ...] = Field(min_length=1)
    secret_hash: str = Field(min_length=64, max_length=64, repr=False)
    made: datetime
    expires: datetime
    used: date | None = None
    revoked: datetime | None = None

    def works(self, now: datetime) -> bool:
        """Whether it is neither too old nor revoked."""
        return self.revoked is None and now < self.expires


class TokenStatus(Value):
    """What is told of a token: nothing secret. `state`: works, expired, revoked."""

    token: str
    member: str
    name: str
    scopes: tuple[TokenScope, ...]
    state: str
    made: datetime
    expires: datetime
    used: date | None = None
    revoked: datetime | None = None


class MadeToken(TokenStatus):
    """A new token as it is handed out: the only time that its secret is seen."""

    secret: str = Field(repr=False)


def with_implied(scopes: frozenset[TokenScope]) -> frozenset[TokenScope]:
    """The scopes with what they bring along: who may read may ask, and who may do anything else may read."""
    if scopes & {TokenScope.WRITE, TokenScope.CHAT, TokenScope.MANAGE}:
        scopes |= {TokenScope.READ}
    return scopes | {TokenScope.ASK} if scopes & {TokenScope.READ} else scopes
