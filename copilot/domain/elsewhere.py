"""Signing in elsewhere: who a member is at an OpenID provider, and what such a provider says of somebody.

Of everything secret only what checks it is kept, as for accounts: of a subject, a state, a provider's session and a
logout token their SHA-256.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from pydantic import Field

from copilot.domain.members import Role
from copilot.domain.records import Record, Value

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
BEGUN_LASTS = timedelta(minutes=10)
LEEWAY = timedelta(seconds=60)
"""How far a provider's clock and ours may differ."""


class IdentityLink(Record):
    """Somebody at a provider is this member; the id is the hash of the issuer and the subject.

    `roles` are those that she has by the provider's word and not by somebody's here: what a claim gave, its absence
    takes away again.
    """

    id: str = Field(min_length=64, max_length=64)
    member: str
    issuer: str = Field(max_length=2_000)
    roles: frozenset[Role] = frozenset()
    linked: datetime


class BegunSignIn(Record):
    """A sign-in that was begun here and is to come back from the provider, once; its id is the hash of the state.

    `browser` is the hash of the cookie of the browser that began it, `house` that of the network address it came from.
    """

    id: str = Field(min_length=64, max_length=64, repr=False)
    browser: str = Field(min_length=64, max_length=64, repr=False)
    house: str = ""
    expires: datetime


class SpentLogout(Record):
    """A logout token that was used; its id is the hash of issuer and `jti`. Kept until it would have expired."""

    id: str = Field(min_length=64, max_length=64)
    until: datetime


class Question(Value):
    """What the provider is sent, and gives back signed: the state, the nonce, and the secret behind the challenge."""

    state: str = Field(repr=False)
    nonce: str = Field(repr=False)
    verifier: str = Field(repr=False)


class ReturnTrip(Value):
    """What a browser brings back from the provider."""

    state: str = Field("", repr=False)
    code: str = Field("", repr=False)
    error: str = ""
    issuer: str = Field("", description="the provider's name as RFC 9207 adds it; empty where it adds none")


class Said(Value):
    """What a provider says of somebody, after its signature, its audience and its times were checked.

    `email` is empty unless the provider says that it was verified. `groups` is None where nobody knows: no claim is
    asked for, or the provider keeps it elsewhere.
    """

    subject: str = Field(min_length=1, max_length=1_000)
    email: str = Field("", max_length=1_000)
    username: str = Field("", max_length=1_000)
    groups: frozenset[str] | None = None
    session: str = Field("", max_length=1_000, repr=False)


class SaidOut(Value):
    """That somebody signed out at the provider: who (`subject`), or which of her sessions there, or both."""

    subject: str = Field("", max_length=1_000)
    session: str = Field("", max_length=1_000, repr=False)
    token_id: str = Field(min_length=1, max_length=1_000)
    expires: datetime


def is_issuer(address: str) -> bool:
    """Whether this can be an issuer's address: https, or http on this machine; nothing after the path."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    safe = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
    bare = not (
        parts.query or parts.fragment or parts.username or parts.password or address.endswith(("?", "#"))
    )
    return (
        safe
        and bare
        and bool(host)
        and port != 0
        and address.isascii()
        and not any(map(str.isspace, address))
    )


def roles_by_group(said: str) -> dict[str, Role]:
    """`managers=manager, staff=mentor` as a mapping; separated by semicolons where there are any, else by commas.

    Raises ValueError, with a sentence, for what is no pair or no role of the community. There is no role that makes
    somebody the operator.
    """
    found: dict[str, Role] = {}
    for pair in said.split(";" if ";" in said else ","):
        group, _, name = (word.strip() for word in pair.rpartition("="))
        if not pair.strip():
            continue
        if not group or name not in set(Role):
            raise ValueError(
                f"“{pair.strip()}” does not say which role a group stands for; write it as managers=manager, "
                f"with one of {', '.join(Role)}"
            )
        if group in found:
            raise ValueError(f"“{group}” is there twice; a group stands for one role")
        found[group] = Role(name)
    return found
