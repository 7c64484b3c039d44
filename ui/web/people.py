"""Names for ids, as a page writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from copilot.domain.wording import first_name
from copilot.services.members.service import Introduction

_ID = re.compile(r"“[^”]*”|\b(?=\w*[A-Za-z])(?=\w*\d)\w+\b")
"""A word with letters and digits, as opaque ids are; and quoted words, in which nothing is looked for."""


def ids_in(*sentences: str) -> set[str]:
    """What may be a member's id in sentences that a service wrote. An id of digits or letters alone is not told."""
    return {found for said in sentences for found in _ID.findall(said) if not found.startswith("“")}


@dataclass(frozen=True)
class People:
    """Name and headline by member id. Who has left is `a former member`.

    Args:
        circles: what the circles she sits in are about, by relationship; nothing for those without a theme.
    """

    introduced: Mapping[str, Introduction] = field(default_factory=dict)
    circles: Mapping[str, str] = field(default_factory=dict)

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

    def told(self, sentence: str) -> str:
        """A service's sentence with the names of the members in it in place of their ids."""

        def name(found: re.Match[str]) -> str:
            known = self.introduced.get(found[0])
            return known.name if known else found[0]

        return _ID.sub(name, sentence)
