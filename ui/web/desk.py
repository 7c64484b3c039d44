"""What every page works at: the copilot, who is asking, and the people she deals with."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import TYPE_CHECKING, Any, Protocol

from copilot.domain.asking import Asker
from copilot.errors import NotAllowed
from ui.web.people import People

if TYPE_CHECKING:
    from copilot.app import Copilot


class SignedIn(Protocol):
    """A request as Gradio hands it over: the name that sign-in gave, and what stood in the address."""

    username: str | None
    query_params: Any


@dataclass(frozen=True)
class Desk:
    """The copilot as the pages use it."""

    copilot: Copilot

    def asker(self, request: SignedIn) -> Asker:
        """The signed-in member. Nobody who isn't signed in becomes the operator."""
        if not request.username:
            raise NotAllowed("You are signed out.", place="sign-in", cure="Sign in again; nothing was lost.")
        return self.copilot.askers.identify(request.username)

    def people(self, asker: Asker, ids: Collection[str] = ()) -> People:
        """The names of these members, and of the asker."""
        return People(self.copilot.members.introduced(asker, {asker.member, *ids}))

    def zone(self, asker: Asker) -> tzinfo | None:
        """The asker's time zone, if she gave one."""
        return self.copilot.members.show(asker, asker.member).profile.zone

    def today(self) -> date:
        """The day it is."""
        return self.copilot.clock.now().date()


def chosen(request: SignedIn, name: str) -> str:
    """What the page's address says about `name`, such as `?relationship=r1`; empty where it says nothing."""
    return str(dict(request.query_params).get(name, ""))
