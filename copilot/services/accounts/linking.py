"""Which member somebody at a provider is: linked once, by what the provider vouches for; known by her subject after."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Literal

from copilot.domain.elsewhere import IdentityLink, Said
from copilot.domain.matches import AuditEntry
from copilot.domain.records import new_id
from copilot.errors import NotAllowed
from copilot.ports import Addresses, UnitOfWork

BY = "sign-in elsewhere"
"""Who stands in the audit log for what follows from a provider's word."""
PLACE = "sign-in"
MemberClaim = Literal["email", "sub", "preferred_username"]


def id_of(issuer: str, what: str) -> str:
    """The id under which a subject, a session or a token of this issuer is kept: a SHA-256, in hexadecimal."""
    return hashlib.sha256(f"{issuer}\n{what}".encode()).hexdigest()


class Linking:
    """Finds a member's link, or makes it.

    Args:
        addresses: whose e-mail address is whose.
        issuer: the provider.
        claim: what names the member the first time.
    """

    def __init__(self, addresses: Addresses, issuer: str, claim: MemberClaim) -> None:
        self._addresses = addresses
        self._issuer = issuer
        self._claim = claim

    def candidates(self, said: Said) -> list[str]:
        """The ids of members whom the provider's word could mean, by the claim that names members."""
        if self._claim == "email":
            return self._addresses.whose(said.email)
        name = said.subject if self._claim == "sub" else said.username
        return [name] if name else []

    def link(self, unit: UnitOfWork, said: Said, candidates: list[str], now: datetime) -> IdentityLink:
        """The link of whoever this is. NotAllowed, with nothing made, where it isn't clear that she is a member."""
        known = unit.identity_links.find(id_of(self._issuer, said.subject))
        if known is not None:
            _require_open(unit, known.member)
            return known
        member = self._meant(unit, said, candidates)
        _require_open(unit, member)
        if unit.identity_links.all(member=member, issuer=self._issuer):
            raise _linked_already()
        link = IdentityLink(
            id=id_of(self._issuer, said.subject), member=member, issuer=self._issuer, linked=now
        )
        unit.identity_links.add(link)
        unit.audit_log.add(
            AuditEntry(
                id=new_id("a"), at=now, by=BY, verb="link", kind="account", record=member,
                detail={"issuer": self._issuer},
            )
        )  # fmt: skip
        return link

    def _meant(self, unit: UnitOfWork, said: Said, candidates: list[str]) -> str:
        if self._claim == "email" and not said.email:
            raise _unverified()
        if len(candidates) > 1:
            raise _shared()
        member = unit.members.find(candidates[0]) if candidates else None
        if member is None:
            raise _unknown()
        return member.id


def _require_open(unit: UnitOfWork, member: str) -> None:
    account = unit.accounts.find(member)
    if account is not None and account.locked:
        raise NotAllowed(
            "Your account here is closed for now.",
            place=PLACE,
            cure="Whoever runs your programme can say why, and open it again.",
        )


def _unverified() -> NotAllowed:
    return NotAllowed(
        "You signed in there, but your e-mail address was not confirmed to us, so we can't know who you are here.",
        place=PLACE,
        cure="Confirm your address there, then try again; or ask whoever runs your programme.",
    )


def _shared() -> NotAllowed:
    return NotAllowed(
        "You signed in there, but several members here share your e-mail address, so we can't know which you are.",
        place=PLACE,
        cure="Ask whoever runs your programme to give each of you an address of her own.",
    )


def _unknown() -> NotAllowed:
    return NotAllowed(
        "You signed in there, but nobody here is known by what we were told of you.",
        place=PLACE,
        cure="If you take part, ask whoever runs your programme under which address you are known here.",
    )


def _linked_already() -> NotAllowed:
    return NotAllowed(
        "You signed in there, but another account there belongs to the member you seem to be.",
        place=PLACE,
        cure="Sign in with that one. If it is gone, whoever runs your programme can let this one in: "
        "`mentoring accounts unlink`.",
    )
