"""Sign-ins as they are kept: how one begins, and what it needs to last."""

from __future__ import annotations

from datetime import datetime, timedelta

from copilot.domain.accounts import SignedIn
from copilot.ports import UnitOfWork
from copilot.services.accounts.tokens import kept_of, new_token
from copilot.services.accounts.waits import forget_old

SWEPT_EVERY = timedelta(hours=1)


def begin_session(
    unit: UnitOfWork,
    now: datetime,
    member: str,
    *,
    persona: bool = False,
    link: str = "",
    provider_session: str = "",
) -> str:
    """The token of a new sign-in of a member, however she came; see `SignedIn`."""
    token = new_token()
    unit.signed_in.add(
        SignedIn(
            id=kept_of(token),
            member=member,
            persona=persona,
            link=link,
            provider_session=provider_session,
            started=now,
            seen=now,
        )
    )
    return token


class Sweeping:
    """Throws away what is over, now and then, when somebody comes in: ended sign-ins, and tries of yesterday."""

    def __init__(self) -> None:
        self._latest: datetime | None = None

    def do(self, unit: UnitOfWork, now: datetime) -> None:
        """Do it, unless that was done lately; nothing is committed here."""
        if self._latest and now - self._latest < SWEPT_EVERY:
            return
        self._latest = now
        for signed_in in unit.signed_in.all():
            if signed_in.ends <= now:
                unit.signed_in.remove(signed_in.id)
        forget_old(unit, now)


def may_stay(unit: UnitOfWork, signed_in: SignedIn, issuer: str) -> bool:
    """Whether what let her in still would.

    Args:
        unit: the transaction.
        signed_in: the sign-in; that its time isn't over, the caller knows.
        issuer: the provider at which people sign in elsewhere just now; empty where there is none.
    """
    if unit.members.find(signed_in.member) is None:
        return False
    account = unit.accounts.find(signed_in.member)
    if signed_in.persona:
        return True
    if not signed_in.link:
        return bool(account and account.open)
    link = unit.identity_links.find(signed_in.link)
    linked = link is not None and link.member == signed_in.member and link.issuer == issuer
    return linked and not (account and account.locked)
