"""The other door: signing in at an OpenID provider, and out again. Nobody has asked yet, so nothing takes an asker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from copilot.domain.accounts import SignedIn
from copilot.domain.elsewhere import LEEWAY, ReturnTrip, Said, SaidOut, SpentLogout
from copilot.domain.matches import AuditEntry
from copilot.domain.members import Role
from copilot.domain.records import new_id
from copilot.errors import NotAllowed, Unavailable
from copilot.ports import Addresses, Clock, UnitOfWork, UnitsOfWork
from copilot.ports.identity import IdentityProvider
from copilot.services.accounts.begun import BegunSignIns, cookie_from, question_of
from copilot.services.accounts.claimed_roles import apply_claimed
from copilot.services.accounts.linking import BY, PLACE, Linking, MemberClaim, id_of
from copilot.services.accounts.sessions import Sweeping, begin_session
from copilot.services.accounts.tokens import kept_of, new_token


@dataclass(frozen=True)
class Rules:
    """How an installation reads what its provider says.

    Args:
        name: what the button says one signs in with.
        claim: what names a member the first time.
        roles: the provider's groups and the roles they stand for; nothing else gives one.
        only: whether people sign in there alone, and passwords open nothing.
    """

    name: str = "your organisation"
    claim: MemberClaim = "email"
    roles: Mapping[str, Role] = field(default_factory=dict)
    only: bool = False


AS_IT_COMES = Rules()


@dataclass(frozen=True)
class Begun:
    """Where the browser goes, and what its cookie holds until it comes back."""

    address: str
    cookie: str = field(repr=False)


class ElsewhereService:
    """Lets members in by a provider's word.

    Args:
        units: the records.
        addresses: whose e-mail address is whose.
        clock: what time it is.
        provider: who vouches; None where nobody signs in elsewhere.
        rules: how its word is read.
    """

    def __init__(
        self,
        units: UnitsOfWork,
        addresses: Addresses,
        clock: Clock,
        provider: IdentityProvider | None,
        rules: Rules = AS_IT_COMES,
    ) -> None:
        self._units = units
        self._addresses = addresses
        self._clock = clock
        self._known = provider
        self._rules = rules
        self._begun = BegunSignIns(units, clock)
        self._sweeping = Sweeping()

    @property
    def name(self) -> str:
        """What one signs in with; empty where nobody signs in elsewhere."""
        return self._rules.name if self._known else ""

    @property
    def is_the_only_door(self) -> bool:
        """Whether passwords open nothing."""
        return self._known is not None and self._rules.only

    def check(self) -> str:
        """A sentence on how the provider is; Unavailable where it is not as it should be."""
        return self._provider.check()

    def begin(self, back_to: str, cookie: str = "", client: str = "") -> Begun:
        """Where a browser goes to sign in.

        Args:
            back_to: our own address to which it comes back; the provider knows it.
            cookie: what its cookie held before, if anything.
            client: the network address it comes from.

        Raises Unavailable where the provider is out of reach, or too many sign-ins were begun from this address.
        """
        cookie = cookie_from(cookie)
        question = question_of(new_token(), cookie)
        address = self._provider.address_to_sign_in(question, back_to)
        self._begun.keep(question, cookie, client)
        return Begun(address, cookie)

    def finish(self, trip: ReturnTrip, cookie: str, back_to: str) -> str:
        """The token of a new sign-in, for whoever comes back from the provider.

        Raises NotAllowed, with a sentence for her, where she may not come in; Unavailable where the provider can't be
        asked. What was begun is spent either way.
        """
        provider = self._provider
        question = self._begun.spend(trip.state, cookie)
        if trip.error or not trip.code:
            raise _not_let_in(self.name)
        return self._entered(provider.redeemed(trip, question, back_to))

    def address_to_sign_out(self, token: str, back_to: str) -> str:
        """Where the browser of this sign-in signs out of the provider, too; empty where it need not, or can't."""
        with self._units.reading() as unit:
            signed_in = unit.signed_in.find(kept_of(token))
        if self._known is None or signed_in is None or not signed_in.link:
            return ""
        try:
            return self._known.address_to_sign_out(back_to)
        except Unavailable:  # signing out here waits for nobody
            return ""

    def end(self, token: str) -> int:
        """End what a logout token of the provider ends (Back-Channel Logout 1.0); how many sign-ins that were.

        All of hers that came from there, where it names her; those of one session there, where it names that alone.
        Raises NotAllowed where the token is none, not for us, or was used before.
        """
        provider = self._provider
        said = provider.signed_out(token)
        with self._units() as unit:
            self._use_up(unit, provider.issuer, said)
            ended = _sessions_ended(unit, provider.issuer, said)
            for signed_in in ended:
                unit.signed_in.remove(signed_in.id)
            unit.audit_log.add(
                *(self._signed_out(member) for member in sorted({one.member for one in ended}))
            )
            unit.commit()
        return len(ended)

    @property
    def _provider(self) -> IdentityProvider:
        if self._known is None:
            raise NotAllowed(
                "Nobody signs in elsewhere here.", place=PLACE, cure="Sign in with your password."
            )
        return self._known

    def _entered(self, said: Said) -> str:
        issuer, now = self._provider.issuer, self._clock.now()
        linking = Linking(self._addresses, issuer, self._rules.claim)
        candidates = linking.candidates(said)
        with self._units() as unit:
            link = linking.link(unit, said, candidates, now)
            apply_claimed(unit, link, said.groups, self._rules.roles, now)
            there = id_of(issuer, said.session) if said.session else ""
            token = begin_session(unit, now, link.member, link=link.id, provider_session=there)
            self._sweeping.do(unit, now)
            unit.commit()
        return token

    def _use_up(self, unit: UnitOfWork, issuer: str, said: SaidOut) -> None:
        """A logout token is good once: sent again, it would end what she began since."""
        now, used = self._clock.now(), id_of(issuer, said.token_id)
        for spent in unit.spent_logouts.all():
            if spent.until <= now:
                unit.spent_logouts.remove(spent.id)
        if unit.spent_logouts.find(used):
            raise NotAllowed(
                "This logout token was used before.", place="logout_token", cure="Each is good once."
            )
        unit.spent_logouts.add(SpentLogout(id=used, until=said.expires + LEEWAY))

    def _signed_out(self, member: str) -> AuditEntry:
        return AuditEntry(
            id=new_id("a"), at=self._clock.now(), by=BY, verb="sign out", kind="account", record=member
        )


def _sessions_ended(unit: UnitOfWork, issuer: str, said: SaidOut) -> list[SignedIn]:
    if said.subject:
        return unit.signed_in.all(link=id_of(issuer, said.subject))
    return unit.signed_in.all(provider_session=id_of(issuer, said.session))


def _not_let_in(name: str) -> NotAllowed:
    return NotAllowed(
        f"You were not signed in with {name}.",
        place=PLACE,
        cure="Try again, or ask whoever runs your programme.",
    )
