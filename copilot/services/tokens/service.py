"""Personal tokens as their member makes, sees and revokes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from copilot.domain.asking import Asker
from copilot.domain.matches import AuditEntry
from copilot.domain.records import new_id, without_controls
from copilot.domain.tokens import (
    LASTS_AT_MOST_DAYS,
    LASTS_DAYS,
    LONGEST_NAME,
    MOST_TOKENS,
    PREFIX,
    MadeToken,
    PersonalToken,
    TokenScope,
    TokenStatus,
)
from copilot.errors import BadInput, Conflict, NotFound
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.accounts.tokens import kept_of, new_token
from copilot.services.policy import Action, Policy

KEPT_AFTER_THEIR_END = timedelta(days=90)
"""How long a token that no longer works is still listed, so that somebody can see what it was."""


class TokensService:
    """Who asks by a token, and until when.

    Only its member makes one: who could make it for her could read what is hers alone. Taking one away is no such
    thing, so admins and the operator may, when she has lost her laptop.
    """

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock

    def add(
        self,
        asker: Asker,
        member_id: str,
        name: str,
        scopes: Iterable[str] = (TokenScope.READ,),
        days: int = LASTS_DAYS,
    ) -> MadeToken:
        """A new token, with its secret; that is shown this once and kept nowhere.

        Args:
            asker: who asks.
            member_id: whose it will be.
            name: what she calls it, such as the program it is for.
            scopes: what it is for: ask, read, write, chat, manage.
            days: after how many it ends, at most 365.

        Raises BadInput for what can't be, Conflict where she has twenty that work.
        """
        self._policy.require(asker, Action.TOKENS_WRITE, owners={member_id})
        called, wanted = _named(name), known_scopes(scopes)
        if not 1 <= days <= LASTS_AT_MOST_DAYS:
            raise BadInput(
                f"A token lasts from 1 to {LASTS_AT_MOST_DAYS} days, not {days}.", place="days",
                cure=f"Take {LASTS_DAYS}, and make another when it has ended.",
            )  # fmt: skip
        now, secret = self._clock.now(), PREFIX + new_token()
        with self._units() as unit:
            unit.members.get(member_id)
            self._make_room(unit, member_id, now)
            token = PersonalToken(
                id=new_id("t"), member=member_id, name=called, scopes=wanted, secret_hash=kept_of(secret),
                made=now, expires=now + timedelta(days=days),
            )  # fmt: skip
            unit.personal_tokens.add(token)
            unit.audit_log.add(
                self._line(asker, "make", token, {"scopes": ", ".join(wanted), "days": str(days)})
            )
            unit.commit()
        return MadeToken(**dict(_status(token, now)), secret=secret)

    def of(self, asker: Asker, member_id: str) -> list[TokenStatus]:
        """Her tokens, the newest first; never a secret."""
        self._require_hers_or_keeper(asker, member_id)
        with self._units.reading() as unit:
            tokens = unit.personal_tokens.all(member=member_id)
        now = self._clock.now()
        return [
            _status(each, now) for each in sorted(tokens, key=lambda one: (one.made, one.id), reverse=True)
        ]

    def revoke(self, asker: Asker, token_id: str) -> TokenStatus:
        """End a token at once, in every process; a token that has ended already stays as it is.

        By its id, or by its secret where somebody found it: then nobody knows the id.
        """
        with self._units() as unit:
            token = _found(unit, token_id)
            if token is None or not self._hers_or_keeper(asker, token.member):
                raise NotFound(
                    "You have no such token.", place="token", cure="`tokens list` shows their ids."
                )
            now = self._clock.now()
            if token.revoked is None:
                token = unit.personal_tokens.save(token.changed(revoked=now))
                unit.audit_log.add(self._line(asker, "revoke", token, {}))
                unit.commit()
        return _status(token, now)

    def _hers_or_keeper(self, asker: Asker, member_id: str) -> bool:
        hers = self._policy.allows(asker, Action.TOKENS_WRITE, owners={member_id})
        return hers or self._policy.allows(asker, Action.ACCOUNTS_WRITE)

    def _require_hers_or_keeper(self, asker: Asker, member_id: str) -> None:
        if not self._hers_or_keeper(asker, member_id):
            self._policy.require(asker, Action.TOKENS_WRITE, owners={member_id})

    def _make_room(self, unit: UnitOfWork, member_id: str, now: datetime) -> None:
        hers = unit.personal_tokens.all(member=member_id)
        for each in hers:
            ended = min(each.revoked or each.expires, each.expires)
            if ended + KEPT_AFTER_THEIR_END < now:
                unit.personal_tokens.remove(each.id)
        if sum(each.works(now) for each in hers) >= MOST_TOKENS:
            raise Conflict(
                f"You have {MOST_TOKENS} tokens that work, and nobody keeps an eye on more.", place="tokens",
                cure="Revoke those you no longer use.",
            )  # fmt: skip

    def _line(self, asker: Asker, verb: str, token: PersonalToken, detail: dict[str, str]) -> AuditEntry:
        return AuditEntry(
            id=new_id("a"), at=self._clock.now(), by=asker.name_in_log, verb=verb, kind="token", record=token.id,
            detail={"member": token.member, **detail},
        )  # fmt: skip


def _found(unit: UnitOfWork, said: str) -> PersonalToken | None:
    if said.startswith(PREFIX):
        return next(iter(unit.personal_tokens.all(secret_hash=kept_of(said))), None)
    return unit.personal_tokens.find(said)


def _status(token: PersonalToken, now: datetime) -> TokenStatus:
    ended = "revoked" if token.revoked else "expired"
    return TokenStatus(
        token=token.id, member=token.member, name=token.name, scopes=token.scopes,
        state="works" if token.works(now) else ended, made=token.made, expires=token.expires, used=token.used,
        revoked=token.revoked,
    )  # fmt: skip


def _named(name: str) -> str:
    called = " ".join(str(without_controls(name)).split())
    if not called or len(called) > LONGEST_NAME:
        raise BadInput(
            f"A token has a name of at most {LONGEST_NAME} characters.", place="name",
            cure="Name the program that it is for, such as “my assistant”.",
        )  # fmt: skip
    return called


def known_scopes(scopes: Iterable[str]) -> tuple[TokenScope, ...]:
    """These scopes, each once. Raises BadInput for one that there isn't, and for none."""
    asked = list(dict.fromkeys(scopes))
    unknown = [each for each in asked if each not in set(TokenScope)]
    if unknown or not asked:
        raise BadInput(
            f"There is no scope “{unknown[0]}”." if unknown else "A token is for something.", place="scopes",
            cure=f"Choose of {', '.join(TokenScope)}.",
        )  # fmt: skip
    return tuple(each for each in TokenScope if each in asked)
