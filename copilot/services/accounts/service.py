"""Accounts as an admin or the operator sees them: inviting, locking, signing people out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from copilot.domain.accounts import INVITATION_LASTS, Account, AccountStatus, Invitation, Invited
from copilot.domain.asking import Asker
from copilot.domain.matches import AuditEntry
from copilot.domain.members import Member
from copilot.domain.records import new_id
from copilot.errors import Conflict, NotFound
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.accounts.tokens import kept_of, new_token
from copilot.services.policy import Action, Policy


class AccountsService:
    """Who can sign in."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock

    def invite(self, asker: Asker, ids: Collection[str]) -> Sequence[Invited]:
        """A one-time link's token for each of these members, valid for seven days; her earlier ones are void.

        Who has a password keeps it until the link is used, which replaces it. NotFound names ids that nobody has,
        Conflict whom an admin keeps out.
        """
        self._policy.require(asker, Action.ACCOUNTS_WRITE)
        with self._units() as unit:
            invited = self._invited(unit, asker, _members(unit, ids))
            unit.commit()
        return invited

    def invite_all(self, asker: Asker) -> Sequence[Invited]:
        """The same for everybody who has no password yet and isn't kept out."""
        self._policy.require(asker, Action.ACCOUNTS_WRITE)
        with self._units() as unit:
            done = {account.id for account in unit.accounts.all() if account.password or account.locked}
            members = [member for member in unit.members.all() if member.id not in done]
            invited = self._invited(unit, asker, members)
            unit.commit()
        return invited

    def every(self, asker: Asker) -> list[AccountStatus]:
        """Each member with the state of her account."""
        self._policy.require(asker, Action.ACCOUNTS_WRITE)
        with self._units.reading() as unit:
            return self._statuses(unit, unit.members.all())

    def lock(self, asker: Asker, member_id: str) -> AccountStatus:
        """Keep a member out: she is signed out everywhere, and no password and no link works until `unlock`."""
        return self._locked(asker, member_id, True)

    def unlock(self, asker: Asker, member_id: str) -> AccountStatus:
        """Let a member in again, with the password she had."""
        return self._locked(asker, member_id, False)

    def unlink(self, asker: Asker, member_id: str) -> AccountStatus:
        """Forget who a member is elsewhere: she is signed out where she came from there, and may be linked anew.

        Her roles stay as they are.
        """
        self._policy.require(asker, Action.ACCOUNTS_WRITE)
        with self._units() as unit:
            members = _members(unit, [member_id])
            links = unit.identity_links.all(member=member_id)
            for link in links:
                for signed_in in unit.signed_in.all(link=link.id):
                    unit.signed_in.remove(signed_in.id)
                unit.identity_links.remove(link.id)
            if links:
                unit.audit_log.add(self._entry(asker, "unlink", member_id))
            (status,) = self._statuses(unit, members)
            unit.commit()
        return status

    def sign_out(self, asker: Asker, member_id: str) -> AccountStatus:
        """Sign a member out of every browser: herself, or, by an admin, anybody."""
        if not self._policy.allows(asker, Action.ACCOUNT_WRITE, owners={member_id}):
            self._policy.require(asker, Action.ACCOUNTS_WRITE)
        with self._units() as unit:
            members = _members(unit, [member_id])
            sign_out_everywhere(unit, member_id)
            unit.audit_log.add(self._entry(asker, "sign out", member_id))
            (status,) = self._statuses(unit, members)
            unit.commit()
        return status

    def anybody_can_sign_in(self) -> bool:
        """Whether there is an account, or an invitation to one. Strangers may know that: the sign-in page shows it."""
        with self._units.reading() as unit:
            return bool(unit.accounts.count() or unit.invitations.count())

    def _invited(self, unit: UnitOfWork, asker: Asker, members: Sequence[Member]) -> list[Invited]:
        ids = {member.id for member in members}
        accounts = {account.id: account for account in unit.accounts.all() if account.id in ids}
        _refuse_locked(accounts.values())
        for earlier in unit.invitations.all():
            if earlier.member in ids:
                unit.invitations.remove(earlier.id)
        expires = self._clock.now() + INVITATION_LASTS
        invited = [
            Invited(
                member=each.id,
                name=each.name,
                token=new_token(),
                expires=expires,
                resets=each.id in accounts and bool(accounts[each.id].password),
            )
            for each in members
        ]
        unit.invitations.add(*(_kept(one, asker) for one in invited))
        unit.audit_log.add(*(self._entry(asker, "invite", one.member) for one in invited))
        return invited

    def _locked(self, asker: Asker, member_id: str, locked: bool) -> AccountStatus:
        self._policy.require(asker, Action.ACCOUNTS_WRITE)
        with self._units() as unit:
            members = _members(unit, [member_id])
            account = unit.accounts.find(member_id)
            if account is None:
                unit.accounts.add(Account(id=member_id, created=self._clock.now(), locked=locked))
            else:
                unit.accounts.save(account.changed(locked=locked))
            if locked:
                sign_out_everywhere(unit, member_id)
                forget_invitations(unit, member_id)
            unit.audit_log.add(self._entry(asker, "lock" if locked else "unlock", member_id))
            (status,) = self._statuses(unit, members)
            unit.commit()
        return status

    def _statuses(self, unit: UnitOfWork, members: Sequence[Member]) -> list[AccountStatus]:
        now = self._clock.now()
        accounts = {account.id: account for account in unit.accounts.all()}
        invited = {each.member: each.expires for each in unit.invitations.all() if each.expires > now}
        linked = {each.member: each.linked for each in unit.identity_links.all()}
        browsers = Counter(each.member for each in unit.signed_in.all() if each.ends > now)
        return [
            AccountStatus(
                member=member.id,
                name=member.name,
                state=_state(accounts.get(member.id), member.id in linked, member.id in invited),
                invited_until=invited.get(member.id),
                chosen=accounts[member.id].chosen if member.id in accounts else None,
                linked=linked.get(member.id),
                signed_in=browsers[member.id],
            )
            for member in members
        ]

    def _entry(self, asker: Asker, verb: str, member: str) -> AuditEntry:
        return AuditEntry(
            id=new_id("a"),
            at=self._clock.now(),
            by=asker.name_in_log,
            verb=verb,
            kind="account",
            record=member,
        )


def sign_out_everywhere(unit: UnitOfWork, member: str) -> None:
    """End every sign-in of a member."""
    for signed_in in unit.signed_in.all(member=member):
        unit.signed_in.remove(signed_in.id)


def forget_invitations(unit: UnitOfWork, member: str) -> None:
    """Make a member's links worthless."""
    for invitation in unit.invitations.all(member=member):
        unit.invitations.remove(invitation.id)


def _members(unit: UnitOfWork, ids: Collection[str]) -> list[Member]:
    found = unit.members.all(id=set(ids))
    strangers = sorted(set(ids) - {member.id for member in found})
    if strangers:
        raise NotFound(
            f"Nobody has the id {', '.join(strangers)}.",
            place="members",
            cure="`members list` shows the ids.",
        )
    return found


def _kept(one: Invited, asker: Asker) -> Invitation:
    return Invitation(id=kept_of(one.token), member=one.member, by=asker.name_in_log, expires=one.expires)


def _refuse_locked(accounts: Iterable[Account]) -> None:
    locked = sorted(account.id for account in accounts if account.locked)
    if locked:
        raise Conflict(
            f"{', '.join(locked)} cannot be invited: the account is locked.",
            place="members",
            cure="Unlock it first with `mentoring accounts unlock`.",
        )


def _state(account: Account | None, linked: bool, invited: bool) -> str:
    if account and account.locked:
        return "locked"
    if linked or (account and account.password):
        return "active"
    return "invited" if invited else "none"
