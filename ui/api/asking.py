"""Who asks a route, and what it takes: a personal token with the route's scopes."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request
from fastapi.routing import APIRoute
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from copilot.domain.asking import Asker
from copilot.domain.tokens import TokenScope
from copilot.errors import NotAllowed, Unavailable
from copilot.services.tokens.entering import Entered

if TYPE_CHECKING:
    from copilot.app import Copilot

CALLS_A_MINUTE = 240
MOST_CALLERS = 10_000
_BEARER = HTTPBearer(
    auto_error=False,
    scheme_name="personal token",
    description="A personal token, made under “What is known about me” or by `mentoring tokens add`.",
)


class Pace:
    """How often each token called lately. A program that loops must not take the machine from everybody else.

    Kept in memory: several processes each allow as much.

    Args:
        most: calls in a minute.
        clock: seconds that never go backwards.
    """

    def __init__(self, most: int = CALLS_A_MINUTE, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._of: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def count(self, token: str) -> None:
        """Count a call. Raises Unavailable, with `seconds` in its detail, where that is one too many."""
        now = self._clock()
        began, calls = self._of.pop(token, (now, 0))
        if now - began >= 60:
            began, calls = now, 0
        self._of[token] = (began, calls + 1)
        if len(self._of) > MOST_CALLERS:
            self._of.popitem(last=False)
        if calls >= self._most:
            seconds = max(1, round(60 - (now - began)))
            raise Unavailable(
                f"This token has called {self._most} times within a minute.", place="token",
                cure=f"Wait {seconds} seconds, and call less often.", detail={"seconds": seconds},
            )  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One call: who asks, for which token, and the services."""

    copilot: Copilot
    entered: Entered

    @property
    def asker(self) -> Asker:
        """The member, as far as her token lets her."""
        return self.entered.asker

    @property
    def her(self) -> str:
        """Her id."""
        return self.entered.asker.member


class Scoped:
    """Lets a call in whose token has all of these scopes. What the member may, the services ask the policy."""

    def __init__(self, *scopes: TokenScope) -> None:
        self.scopes = frozenset(scopes)

    def __call__(
        self,
        request: Request,
        bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)],
    ) -> Asked:
        """Who asks. Raises BadToken, NotAllowed, or Unavailable where it is too often."""
        entered = enter(request.app.state.copilot, request, bearer.credentials if bearer else "")
        request.app.state.pace.count(entered.token)
        if missing := sorted(self.scopes - entered.scopes):
            raise NotAllowed(
                f"This takes a token with the scope {' and '.join(missing)}.", place="token",
                cure="Make one with it under “What is known about me”.",
            )  # fmt: skip
        return Asked(request.app.state.copilot, entered)


def scopes_of(route: APIRoute) -> frozenset[TokenScope]:
    """What a route takes. ValueError for a route that lets in anybody: there is to be none."""
    found = [each.call.scopes for each in route.dependant.dependencies if isinstance(each.call, Scoped)]
    if len(found) != 1:
        raise ValueError(f"{route.path} doesn't say which scopes it takes")
    return found[0]


def enter(copilot: Copilot, request: Request, secret: str) -> Entered:
    """Who asks by a secret. Raises BadToken."""
    return copilot.token_entry.enter(secret, request.client.host if request.client else "")


Asking = Annotated[Asked, Depends(Scoped(TokenScope.ASK))]
Reading = Annotated[Asked, Depends(Scoped(TokenScope.READ))]
Writing = Annotated[Asked, Depends(Scoped(TokenScope.WRITE))]
Talking = Annotated[Asked, Depends(Scoped(TokenScope.CHAT))]
Managing = Annotated[Asked, Depends(Scoped(TokenScope.MANAGE))]
Deciding = Annotated[Asked, Depends(Scoped(TokenScope.MANAGE, TokenScope.WRITE))]
