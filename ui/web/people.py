"""Names for ids. Whoever gets an id from a service may know the name and the headline behind it, nothing more."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from copilot.domain.wording import first_name

if TYPE_CHECKING:
    from copilot.app import Copilot


@dataclass(frozen=True)
class People:
    """Name and headline by member id. Who has left is `a former member`."""

    names: dict[str, str] = field(default_factory=dict)
    headlines: dict[str, str] = field(default_factory=dict)

    @classmethod
    def found(cls, copilot: Copilot, ids: Collection[str]) -> People:
        """Look these up."""
        with copilot.units() as unit:
            members = unit.members.all(id=set(ids))
        return cls({m.id: m.name for m in members}, {m.id: m.profile.headline for m in members})

    def name(self, member: str) -> str:
        """Her name."""
        return self.names.get(member, "a former member")

    def first(self, member: str) -> str:
        """What a colleague would call her."""
        return first_name(self.name(member))

    def headline(self, member: str) -> str:
        """What she says of herself in a line."""
        return self.headlines.get(member, "")
