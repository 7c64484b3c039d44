"""The links of the audit log in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

from copilot.domain.audit_chain import Act, Head, Link
from copilot.domain.matches import AuditEntry
from copilot.errors import Conflict


class MemoryLinks:
    def __init__(self, links: list[Link], entries: Callable[[], Mapping[str, AuditEntry]]) -> None:
        self.links = links
        self._entries = entries

    def head(self) -> Head:
        return Head(self.links[-1].seq, self.links[-1].hash) if self.links else Head()

    def append(self, links: Collection[Link]) -> None:
        if {link.seq for link in links} & {link.seq for link in self.links}:
            raise Conflict("That number is taken.", place="audit chain")
        self.links.extend(links)

    def of_entries(self, entries: Collection[str]) -> list[Link]:
        return [link for link in self.links if link.entry in entries]

    def forget_salts(self, seqs: Collection[int]) -> None:
        self.links[:] = [replace(link, salt="") if link.seq in seqs else link for link in self.links]

    def after(self, seq: int, most: int) -> list[Link]:
        return [link for link in self.links if link.seq > seq][:most]

    def acting(self, acts: Collection[Act]) -> list[Link]:
        return [link for link in self.links if link.act in acts]

    def lines(self, entries: Collection[str]) -> dict[str, Mapping[str, Any]]:
        kept = self._entries()
        return {each: dict(kept[each]) for each in entries if each in kept}

    def strays(self) -> list[str]:
        return sorted(set(self._entries()) - {link.entry for link in self.links})
