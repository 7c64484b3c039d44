"""The audit log with its chain: whatever is written to it becomes a link, in the same transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Protocol

from copilot.domain.audit_chain import Act, Head, Link, act_of, link_to, says, spans
from copilot.domain.matches import AuditEntry
from copilot.errors import Conflict
from copilot.ports import Repository

LINES_AT_ONCE = 500


class Links(Protocol):
    """Where links are kept."""

    def head(self) -> Head:
        """The last link."""
        ...

    def append(self, links: Collection[Link]) -> None:
        """Keep new links."""
        ...

    def of_entries(self, entries: Collection[str]) -> list[Link]:
        """The links that speak of these lines, in order."""
        ...

    def forget_salts(self, seqs: Collection[int]) -> None:
        """Throw the salts of these links away."""
        ...

    def after(self, seq: int, most: int) -> list[Link]:
        """The next links after that number, in order."""
        ...

    def acting(self, acts: Collection[Act]) -> list[Link]:
        """The links that do one of these, in order."""
        ...

    def lines(self, entries: Collection[str]) -> dict[str, Mapping[str, Any]]:
        """Lines as they stand in the log, by id; one that can't be read any more is empty."""
        ...

    def strays(self) -> list[str]:
        """Ids of lines that no link speaks of."""
        ...


class ChainedLog:
    """Fills the AuditLog port over a repository of lines and the place of their links."""

    def __init__(self, entries: Repository[AuditEntry], links: Links) -> None:
        self._entries, self._links = entries, links

    def get(self, record_id: str) -> AuditEntry:
        """The line; NotFound where there is none."""
        return self._entries.get(record_id)

    def find(self, record_id: str) -> AuditEntry | None:
        """The line, or None."""
        return self._entries.find(record_id)

    def all(self, **equals: object) -> list[AuditEntry]:
        """Lines whose columns equal, sorted by id."""
        return self._entries.all(**equals)

    def count(self, **equals: object) -> int:
        """How many `all` would return."""
        return self._entries.count(**equals)

    def values(self, *fields: str, **equals: object) -> list[tuple[Any, ...]]:
        """Of each such line only these fields."""
        return self._entries.values(*fields, **equals)

    def mentioning(self, words: Collection[str]) -> list[AuditEntry]:
        """Lines in which one of these stands."""
        return self._entries.mentioning(words)

    def add(self, *records: AuditEntry) -> None:
        """Log new lines, in this order."""
        self._entries.add(*records)
        self._link([(act_of(record), record, 0) for record in records])

    def save(self, record: AuditEntry) -> AuditEntry:
        """Let a line read otherwise from now on, because somebody leaves: the deletion's own line has to follow.

        What it said before can't be tried out any more: the salt goes. To a line that somebody had changed past the
        copilot nothing commits anew: a deletion must not make whole what was broken.
        """
        links = [link for link in self._links.of_entries([record.id]) if link.act != Act.REMOVED]
        was_whole = record.id in self._as_written(links)
        kept = self._entries.save(record)
        self._links.forget_salts([link.seq for link in links])
        self._link([(Act.REWRITTEN, kept, links[0].seq)] if was_whole else [])
        return kept

    def remove(self, record_id: str) -> None:
        """Take away a note to ourselves that is done. Raises Conflict for a line: these stay."""
        record = self._entries.get(record_id)
        if act_of(record) is not Act.NOTE:
            raise Conflict(
                "Lines of the audit log are not removed.",
                place=record_id,
                cure="Say in the settings how long they are kept.",
            )
        self._entries.remove(record_id)
        links = self._links.of_entries([record_id])
        self._links.forget_salts([link.seq for link in links])
        self._link([(Act.REMOVED, record, links[0].seq)] if links else [])

    def prune(self, old: Collection[str], checkpoint: AuditEntry) -> int:
        """Let the words of old lines go, and say how many went.

        Their links stay, and `checkpoint` says which went and what the head was. A line that is not what was written,
        or is in no link, stays: whoever gives a line an old day in the database must not have it cleared away.
        """
        links = self._links.of_entries(old)
        whole = self._as_written(links)
        if not whole:
            return 0
        for line in sorted(whole):
            self._entries.remove(line)
        links = [link for link in links if link.entry in whole]
        self._links.forget_salts([link.seq for link in links])
        head = self._links.head()
        gone = spans(link.seq for link in links if link.act in (Act.ENTRY, Act.NOTE, Act.CHECKPOINT))
        told = {"count": str(len(whole)), "lines": gone, "links": str(head.count), "head": head.hash}
        self.add(checkpoint.changed(detail=checkpoint.detail | told))
        return len(whole)

    def head(self) -> Head:
        """Where the chain ends."""
        return self._links.head()

    def chained(self) -> Iterator[tuple[Link, Mapping[str, Any] | None]]:
        """Every link with the line it stands for, in order; some at a time, so that a long log needs no room."""
        last = 0
        while links := self._links.after(last, LINES_AT_ONCE):
            yield from self._with_lines(links)
            last = links[-1].seq

    def amended(self) -> list[tuple[Link, Mapping[str, Any] | None]]:
        """The links that speak of earlier ones, and the checkpoints with their lines."""
        return list(self._with_lines(self._links.acting({Act.REWRITTEN, Act.REMOVED, Act.CHECKPOINT})))

    def strays(self) -> list[str]:
        """Ids of lines that are in no link."""
        return self._links.strays()

    def hash_at(self, seq: int) -> str:
        """The hash of the link with this number; empty where there is none."""
        found = self._links.after(seq - 1, 1)
        return found[0].hash if found and found[0].seq == seq else ""

    def _as_written(self, links: Collection[Link]) -> set[str]:
        """Of the lines that these links speak of those that read as the latest of them committed to."""
        latest = {link.entry: link for link in links if link.act != Act.REMOVED}
        lines = self._links.lines(list(latest)) if latest else {}
        return {entry for entry, link in latest.items() if entry in lines and says(link, lines[entry])}

    def _with_lines(self, links: list[Link]) -> Iterator[tuple[Link, Mapping[str, Any] | None]]:
        for start in range(0, len(links), LINES_AT_ONCE):
            some = links[start : start + LINES_AT_ONCE]
            lines = self._links.lines({link.entry for link in some})
            yield from ((link, lines.get(link.entry)) for link in some)

    def _link(self, acts: list[tuple[Act, AuditEntry, int]]) -> None:
        if not acts:
            return
        head, made = self._links.head(), []
        for act, entry, of in acts:
            made.append(link_to(head, act, entry, of=of))
            head = Head(made[-1].seq, made[-1].hash)
        self._links.append(made)
