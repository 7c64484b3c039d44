"""A token that each owner has made for a program of hers."""

from __future__ import annotations

from copilot.domain.tokens import PersonalToken, TokenScope
from copilot.ports import UnitOfWork
from copilot.services.accounts.tokens import kept_of
from tests.permissions.community import DAY, NOW


def give(unit: UnitOfWork, owner: str, programme: str) -> None:
    unit.personal_tokens.add(
        PersonalToken(
            id=f"token:{owner}", member=owner, name="An assistant", scopes=(TokenScope.READ,),
            secret_hash=kept_of(f"mentoring_{owner}"), made=NOW - DAY, expires=NOW + 30 * DAY,
        )
    )  # fmt: skip
