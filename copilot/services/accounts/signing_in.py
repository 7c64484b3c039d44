"""The door itself: signing in and out, choosing a password. Nobody has asked yet, so nothing here takes an asker.

Whoever fails learns nothing: an unknown name, a wrong password, a locked account and one whose password was never
chosen get the same sentence after the same work (OWASP's authentication cheat sheet).
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from functools import cached_property

from copilot.domain.accounts import LONGEST_PASSWORD, Account, Invitation, SignedIn
from copilot.domain.matches import AuditEntry
from copilot.domain.members import Member
from copilot.domain.records import new_id
from copilot.errors import Conflict, HomeUnusable, NotAllowed, NotFound
from copilot.ports import Addresses, Clock, Passwords, UnitOfWork, UnitsOfWork
from copilot.services.accounts.choosing import as_typed_anywhere, require_good
from copilot.services.accounts.service import forget_invitations, sign_out_everywhere
from copilot.services.accounts.sessions import Sweeping, begin_session, may_stay
from copilot.services.accounts.tokens import kept_of, new_token
from copilot.services.accounts.waits import Waits

SEEN_EVERY = timedelta(minutes=5)
"""How exactly it is known when somebody was last there: a page need not write for every click."""
LONGEST_NAME = 400


class SignInService:
    """Lets members in by their password, and remembers who is in, however she came.

    `issuer` is the provider at which members may sign in elsewhere; who came from another one is out.
    """

    def __init__(
        self,
        units: UnitsOfWork,
        addresses: Addresses,
        passwords: Passwords,
        clock: Clock,
        *,
        issuer: str = "",
    ) -> None:
        self._units = units
        self._addresses = addresses
        self._passwords = passwords
        self._clock = clock
        self._issuer = issuer
        self._sweeping = Sweeping()

    def sign_in(self, name: str, password: str, client: str = "") -> str:
        """The token of a new sign-in.

        Args:
            name: her e-mail or her member id.
            password: as she typed it.
            client: the network address she comes from, to slow down whoever tries many.

        Raises NotAllowed where name and password don't go together; Unavailable, with `seconds` in its detail, where
        too many tries failed.
        """
        typed = as_typed_anywhere(password)[: LONGEST_PASSWORD + 1]
        account, waits = self._counted(name, client)
        if not self._fits(account, typed) or account is None:
            raise _wrong()
        with self._units() as unit:
            current = unit.accounts.find(account.id)
            if current is None or not _same(current, account):
                raise _wrong()  # changed or locked while the password was looked at
            waits.forgive(unit, self._clock.now())
            self._make_anew_if_outdated(unit, current, typed)
            token = begin_session(unit, self._clock.now(), account.id)
            self._sweeping.do(unit, self._clock.now())
            unit.commit()
        return token

    def enter_as(self, member: str) -> str:
        """The token of a sign-in as one of the demo's people. Who may be entered as, the caller knows."""
        with self._units() as unit:
            unit.members.get(member)
            token = begin_session(unit, self._clock.now(), member, persona=True)
            self._sweeping.do(unit, self._clock.now())
            unit.commit()
        return token

    def who(self, token: str) -> SignedIn | None:
        """Whose sign-in this is; None where it is over, was ended, or never was."""
        now = self._clock.now()
        with self._units.reading() as unit:
            signed_in = unit.signed_in.find(kept_of(token))
            if signed_in is None or signed_in.ends <= now or not may_stay(unit, signed_in, self._issuer):
                return None
        if now - signed_in.seen >= SEEN_EVERY:
            self._see(signed_in.id, now)
        return signed_in

    def sign_out(self, token: str) -> None:
        """End this sign-in; nothing happens where it is over."""
        with self._units() as unit:
            if unit.signed_in.find(kept_of(token)):
                unit.signed_in.remove(kept_of(token))
                unit.commit()

    def invited(self, token: str) -> Member:
        """Whom a link invites. NotFound where it was used, is too old, or never was one: they are not told apart."""
        with self._units.reading() as unit:
            return unit.members.get(self._invitation(unit, token).member)

    def names_of(self, member: Member) -> list[str]:
        """What she may type as her name: her address, unless it is another's too, and her id."""
        whose = self._addresses.whose(member.email)
        return [*([member.email] if whose == [member.id] else []), member.id]

    def choose_password(self, token: str, password: str, client: str = "") -> None:
        """Use a link: this is her password from now on, and whoever was signed in as her is signed out.

        Raises NotFound as `invited` does, BadInput for a password that isn't good; the link then still works.
        """
        typed = as_typed_anywhere(password)
        require_good(typed, self.invited(token))
        hashed = self._passwords.hashed(typed)
        with self._units() as unit:
            invitation = self._invitation(unit, token)
            self._keep_password(unit, invitation.member, hashed)
            Waits(invitation.member, True, client).forgive(unit, self._clock.now())
            forget_invitations(unit, invitation.member)
            unit.commit()

    def change_password(self, token: str, current: str, new: str, client: str = "") -> str:
        """Another password for whoever is signed in, and the token of her new sign-in; every other one is over.

        Raises NotAllowed where she isn't signed in or `current` is wrong, Unavailable after too many tries, BadInput
        for a password that isn't good.
        """
        signed_in = self.who(token)
        if signed_in is None or signed_in.persona:
            raise NotAllowed("You are signed out.", place="sign-in", cure="Sign in again; nothing was lost.")
        account, waits = self._counted(signed_in.member, client)
        if not self._fits(account, as_typed_anywhere(current)[: LONGEST_PASSWORD + 1]) or account is None:
            raise NotAllowed("That is not your present password.", place="password", cure="Type it again.")
        with self._units() as unit:
            waits.forgive(unit, self._clock.now())
            member = unit.members.get(signed_in.member)
            unit.commit()
        return self._replace_password(account, member, as_typed_anywhere(new))

    def _replace_password(self, account: Account, member: Member, typed: str) -> str:
        require_good(typed, member)
        hashed = self._passwords.hashed(typed)
        with self._units() as unit:
            if not _same(unit.accounts.get(account.id), account):
                raise Conflict(
                    "Your password or your account changed in the meantime.",
                    place="password",
                    cure="Sign in again.",
                )
            self._keep_password(unit, member.id, hashed)
            fresh = begin_session(unit, self._clock.now(), member.id)
            unit.commit()
        return fresh

    def _counted(self, name: str, client: str) -> tuple[Account | None, Waits]:
        """The account behind a name, where there is one that can be used, after the try was counted."""
        asked = " ".join(name.split())[:LONGEST_NAME]
        whose = self._addresses.whose(asked)
        with self._units() as unit:
            # An id goes first; an address that several share is nobody's.
            named = asked if unit.members.find(asked) else whose[0] if len(whose) == 1 else ""
            account = unit.accounts.find(named) if named else None
            # Ids are told apart by capitals, addresses are not: unknown ones too, or M1 would wait only without an m1.
            unknown = asked.casefold() if "@" in asked else asked
            waits = Waits(named or unknown, bool(named), client)
            waits.count(unit, self._clock.now())
            unit.commit()
        return account if account and account.open else None, waits

    def _fits(self, account: Account | None, typed: str) -> bool:
        """Whether the password is the account's. Where there is no account, as much work for nothing."""
        decoy = self._decoy
        return self._passwords.fits(account.password if account else decoy, typed) and account is not None

    @cached_property
    def _decoy(self) -> str:
        return self._passwords.hashed(new_token())

    def _make_anew_if_outdated(self, unit: UnitOfWork, account: Account, typed: str) -> None:
        if self._passwords.is_outdated(account.password):
            unit.accounts.save(account.changed(password=self._passwords.hashed(typed)))

    def _see(self, signed_in: str, now: datetime) -> None:
        # Where the home is busy or the sign-in was just ended, the page is served all the same.
        with suppress(HomeUnusable, Conflict), self._units() as unit:
            found = unit.signed_in.find(signed_in)
            if found:
                unit.signed_in.save(found.changed(seen=now))
                unit.commit()

    def _invitation(self, unit: UnitOfWork, token: str) -> Invitation:
        found = unit.invitations.find(kept_of(token))
        gone = found is None or found.expires <= self._clock.now() or unit.members.find(found.member) is None
        if found is None or gone:
            raise NotFound(
                "This link has been used or is too old.",
                place="invitation",
                cure="Ask whoever sent it for another; each works once, for seven days.",
            )
        return found

    def _keep_password(self, unit: UnitOfWork, member: str, hashed: str) -> None:
        now = self._clock.now()
        account = unit.accounts.find(member)
        if account is None:
            unit.accounts.add(Account(id=member, password=hashed, chosen=now, created=now))
        else:
            unit.accounts.save(account.changed(password=hashed, chosen=now))
        sign_out_everywhere(unit, member)
        unit.audit_log.add(
            AuditEntry(
                id=new_id("a"), at=now, by=member, verb="choose a password", kind="account", record=member
            )
        )


def _same(now: Account, then: Account) -> bool:
    """Whether nobody chose another password or locked it since."""
    return now.open and now.chosen == then.chosen


def _wrong() -> NotAllowed:
    return NotAllowed(
        "This name and this password don't open an account.",
        place="sign-in",
        cure="Check both. If they are right, ask your programme for a new link.",
    )
