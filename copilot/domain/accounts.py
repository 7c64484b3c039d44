"""Accounts: how a member signs in, what invites her, and how long she stays in.

Of everything secret only what checks it is kept: of a password its argon2id hash, of an invitation and a sign-in the
SHA-256 of their random token.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import Field

from copilot.domain.records import Record, Value

INVITATION_LASTS = timedelta(days=7)
SIGNED_IN_IDLE = timedelta(hours=12)
SIGNED_IN_AT_MOST = timedelta(days=7)
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 1_000


class Account(Record):
    """How one member signs in; its id is hers. `password` is a hash, empty until she has chosen one."""

    password: str = Field("", repr=False, max_length=1_000)
    chosen: datetime | None = None
    locked: bool = False
    created: datetime

    @property
    def open(self) -> bool:
        """Whether somebody can sign in with it."""
        return bool(self.password) and not self.locked


class Invitation(Record):
    """A link to choose a password with, once; its id is the hash of the link's token."""

    id: str = Field(min_length=64, max_length=64, repr=False)
    member: str
    by: str
    expires: datetime


class SignedIn(Record):
    """One browser in which somebody is signed in; its id is the hash of the cookie's token.

    `persona` marks the demo's people, who need no password and count only where the demo is served. `link` is the
    identity link by which she came from elsewhere, `provider_session` the hash of her session there, as far as it said.
    """

    id: str = Field(min_length=64, max_length=64, repr=False)
    member: str
    persona: bool = False
    link: str = ""
    provider_session: str = Field("", repr=False)
    started: datetime
    seen: datetime

    @property
    def ends(self) -> datetime:
        """When it ends if she does nothing more, at the latest a week after she signed in."""
        return min(self.seen + SIGNED_IN_IDLE, self.started + SIGNED_IN_AT_MOST)


class Tries(Record):
    """How often signing in failed lately, for one account, one unknown name or one client.

    The id is a hash, so that no address and no name stands in the database. `closed_until` is when the next try may be
    made.
    """

    failures: int = Field(0, ge=0)
    latest: datetime
    closed_until: datetime | None = None


class Invited(Value):
    """A new invitation as it is handed out: the only time that its token is seen."""

    member: str
    name: str
    token: str = Field(repr=False)
    expires: datetime
    resets: bool = Field(False, description="whether she has a password already, which the link replaces")


class AccountStatus(Value):
    """What admins see of an account: nothing secret. `state`: none, invited, active, locked."""

    member: str
    name: str
    state: str
    invited_until: datetime | None = None
    chosen: datetime | None = None
    linked: datetime | None = Field(None, description="since when she can sign in elsewhere, if she can")
    signed_in: int = 0
