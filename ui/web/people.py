"""Names for ids, as a page writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from copilot.domain.wording import first_name
from copilot.services.members.service import Introduction


@dataclass(frozen=True)
class People:
    """Name and headline by member id. Who has left is `a former member`."""

    introduced: Mapping[str, Introduction] = field(default_factory=dict)

    def name(self, member: str) -> str:
        """Her name."""
        known = self.introduced.get(member)
        return known.name if known else "a former member"

    def first(self, member: str) -> str:
        """What a colleague would call her."""
        return first_name(self.name(member))

    def headline(self, member: str) -> str:
        """What she says of herself in a line."""
        known = self.introduced.get(member)
        return known.headline if known else ""
