"""Who asks by a token. Nobody has asked yet, so nothing here takes an asker."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from copilot.domain.asking import Asker
from copilot.domain.members import Role
from copilot.domain.tokens import PREFIX, PersonalToken, TokenScope, with_implied
from copilot.errors import Conflict, CopilotError, HomeUnusable
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.accounts.tokens import kept_of
from copilot.services.accounts.waits import WrongTokens
from copilot.services.askers import asker_behind
from copilot.services.tokens.allowed import actions_of

LONGEST_SECRET = 200


class BadToken(CopilotError):
    """No token, or none that works: whoever asks is nobody."""

    code = "bad_token"


@dataclass(frozen=True)
class Entered:
    """Whoever asks by a token, what it is for with what that brings along, and which it is."""

    asker: Asker
    scopes: frozenset[TokenScope]
    token: str


class TokenEntry:
    """Lets programs in by their member's token.

    Every request looks the token up anew, so that one that was revoked, and those of a member who left or is kept out,
    are dead at once in every process. It is found by its hash as a key: how long that takes says nothing about it.
    """

    def __init__(self, units: UnitsOfWork, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    def enter(self, secret: str, client: str = "") -> Entered:
        """Who asks, as far as the token lets her.

        Args:
            secret: the token's.
            client: the network address it comes from, to slow down whoever tries many.

        Raises BadToken where it doesn't work; Unavailable, with `seconds` in its detail, for another wrong one after
        too many. A right one is let in all the same: a whole office may stand behind one client, and nobody finds 256
        random bits.
        """
        if not secret:
            raise BadToken(
                "This takes a personal token.", place="token",
                cure="Send `Authorization: Bearer mentoring_…`; tokens are made under “What is known about me”.",
            )  # fmt: skip
        now = self._clock.now()
        with self._units.reading() as unit:
            token = self._found(unit, secret)
            entered = _entered(unit, token, now) if token else None
        if token is None:
            self._count(client, now)
            raise BadToken(
                "This token isn't known here.", place="token",
                cure="Make one under “What is known about me”, and give it whole; it may be gone.",
            )  # fmt: skip
        if entered is None:
            raise BadToken(
                "This token has ended: it was revoked, it is too old, or its account is closed.",
                place="token",
                cure="Make another under “What is known about me”.",
            )
        if token.used != now.date():
            self._note_use(token, now)
        return entered

    def _found(self, unit: UnitOfWork, secret: str) -> PersonalToken | None:
        if not secret.startswith(PREFIX) or len(secret) > LONGEST_SECRET:
            return None
        return next(iter(unit.personal_tokens.all(secret_hash=kept_of(secret))), None)

    def _count(self, client: str, now: datetime) -> None:
        # Where the home is busy the answer is no all the same.
        with suppress(HomeUnusable, Conflict), self._units() as unit:
            WrongTokens(client).count(unit, now)
            unit.commit()

    def _note_use(self, token: PersonalToken, now: datetime) -> None:
        with suppress(HomeUnusable, Conflict), self._units() as unit:
            found = unit.personal_tokens.find(token.id)
            if found:
                unit.personal_tokens.save(found.changed(used=now.date()))
                unit.commit()


def _entered(unit: UnitOfWork, token: PersonalToken, now: datetime) -> Entered | None:
    account = unit.accounts.find(token.member)
    asker = asker_behind(unit, token.member)
    if asker is None or not token.works(now) or (account and account.locked):
        return None
    return Entered(narrowed(asker, frozenset(token.scopes)), with_implied(frozenset(token.scopes)), token.id)


def narrowed(asker: Asker, scopes: frozenset[TokenScope]) -> Asker:
    """The member as her token lets her: the actions of its scopes, and nobody's manager or admin without `manage`."""
    plain = {} if TokenScope.MANAGE in scopes else {
        "manages": frozenset(), "roles": asker.roles - {Role.MANAGER, Role.ADMIN},
    }  # fmt: skip
    return asker.model_copy(update={"only": actions_of(scopes), **plain})
