"""Public recognition: badges anyone can check, and the boards that people chose to stand on."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field

from copilot.domain.records import Record, Value


class BadgeKind(StrEnum):
    """What a badge is for."""

    TRACK = "track"
    TENTH_SESSION = "tenth session"
    GOAL_REACHED = "goal reached"
    FIRST_ADVOCACY = "first advocacy"
    RETURNING_MENTOR = "returning mentor"
    CIRCLE_CHAIR = "circle chair"
    MOMENT = "moment"


RECORDS = "records"
"""Who offers a badge that the records earned, where nobody did."""


class Badge(Record):
    """A token of something worth recognising: offered to a member, signed once she takes it, shown if she says so.

    `of` is the record it rests on (a track's id, a moment's); `criteria` say what such a badge is given for, `evidence`
    what she did, in words that name nobody. `programme` is the one in whose name it was offered: its managers see and
    may revoke it. `reason` is why it was revoked. `credential` is the signed Open Badges 3.0 credential, a compact
    JWS; empty before she takes it. `status` is its place in the list of what was revoked; None where none was signed.
    """

    id: str = Field(min_length=1, max_length=200, serialization_alias="badge")
    member: str
    kind: BadgeKind
    of: str = ""
    name: str = Field(min_length=1, max_length=200)
    criteria: str = Field(min_length=1, max_length=2_000)
    evidence: str = Field("", max_length=2_000)
    programme: str = ""
    by: str
    on: date
    state: Literal["offered", "declined", "taken", "revoked"] = "offered"
    reason: str = Field("", max_length=500)
    public: bool = False
    credential: str = ""
    status: int | None = Field(None, ge=0)
    at: datetime


class BadgeStatus(Record):
    """One place in the list of what was revoked; its id is the place. It names nobody, and stays when a member goes."""

    revoked: bool = False
    at: datetime


class BadgeKey(Value):
    """The public half of a key that badges are signed with.

    `id` is its SHA-256 thumbprint (RFC 7638), `jwk` its public members (RFC 7517), `pem` the same as
    SubjectPublicKeyInfo; `current` says whether new badges are signed with it.
    """

    id: str = Field(serialization_alias="key")
    jwk: dict[str, str]
    pem: str
    current: bool = False


class Opened(Value):
    """What a signed text says, and whose signature it bears.

    `key` is the id of the key that made the signature; empty where none that is known or that came along did.
    `trusted` says whether that key is one of those it was held against; nothing in `claims` is to be believed where
    it isn't. `brought` says whether a key came along, `kid` which one it says it is. `anybodys` says whether the
    text asks for a signature that needs no private key: none at all, or one made with a shared secret.
    """

    claims: dict[str, Any]
    key: str = ""
    trusted: bool = False
    brought: bool = False
    kid: str = ""
    anybodys: bool = False


class LeaderboardChoice(Record):
    """That a member wants to stand on the leaderboard, alone or only as part of her team. Its id is the member's."""

    id: str = Field(min_length=1, max_length=200, serialization_alias="member")
    alone: bool = False
    since: datetime
