"""Whether the chained audit log is whole, and if not, where it breaks first and what that means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from copilot.domain.audit_chain import (
    BEFORE_THE_FIRST,
    Act,
    Head,
    Link,
    hash_of,
    of_spans,
    says,
)
from copilot.domain.records import Value

Line = Mapping[str, Any]
"""What stands in the log under a link's id; empty where it can't be read any more."""
OF_A_LINE = frozenset({Act.ENTRY, Act.NOTE, Act.CHECKPOINT})


class Fault(Value):
    """The first break of a chain: at which link and line, what is wrong, and what that means."""

    seq: int
    entry: str
    what: str
    meaning: str


class Verdict(Value):
    """How a chain was found. `lines` can be read as they were written; the others are told apart.

    `rewritten` lines were changed by deletions of members, `pruned` ones went after the time they are kept.
    """

    count: int
    hash: str
    lines: int = 0
    rewritten: int = 0
    pruned: int = 0
    fault: Fault | None = None

    @property
    def whole(self) -> bool:
        """Whether nothing is broken."""
        return self.fault is None


class Examination:
    """Follows a chain link by link, in the order of their numbers.

    Args:
        amended: the links that speak of earlier ones, and checkpoints with their lines; they are read beforehand.
    """

    def __init__(self, amended: Iterable[tuple[Link, Line | None]]) -> None:
        self._latest: dict[int, Link] = {}
        self._removed: set[int] = set()
        self._pruned: set[int] = set()
        for link, line in amended:
            self._take_in(link, line)
        self._before = Head()
        self._unexplained: Link | None = None
        self._lines = self._rewritten = self._gone = 0

    def _take_in(self, link: Link, line: Line | None) -> None:
        if link.act == Act.REWRITTEN:
            self._latest[link.of] = link
        elif link.act == Act.REMOVED:
            self._removed.add(link.of)
        elif link.act == Act.CHECKPOINT and line:
            told = line.get("detail")
            said = told.get("lines", "") if isinstance(told, dict) else ""
            self._pruned |= of_spans(str(said), link.seq)

    def run(self, chained: Iterable[tuple[Link, Line | None]], strays: Iterable[str]) -> Verdict:
        """The verdict on the whole; `strays` are lines that no link speaks of."""
        for link, line in chained:
            fault = self._of_link(link) or self._of_line(link, line)
            if fault:
                return self._verdict(fault)
            self._before = Head(link.seq, link.hash)
        return self._verdict(self._left_over() or _inserted(strays, self._before.count))

    def _of_link(self, link: Link) -> Fault | None:
        expected = self._before.count + 1
        if link.seq != expected:
            one = link.seq == expected + 1
            which = f"Entry {expected} is" if one else f"Entries {expected} to {link.seq - 1} are"
            what = f"{which} missing from the chain."
            return _fault(link, what, "Somebody took them out of the database.", expected)
        if link.previous != self._before.hash:
            return _fault(
                link,
                f"Entry {link.seq} does not follow on the one before.",
                "Entries were exchanged, or one of the two was written anew, past the copilot.",
            )
        if link.hash != hash_of(link.seq, link.act, link.entry, link.of, link.commitment, link.previous):
            return _fault(
                link,
                f"The link of entry {link.seq} was changed.",
                "What it says no longer fits its own hash: somebody changed the chain in the database.",
            )
        return None

    def _of_line(self, link: Link, line: Line | None) -> Fault | None:
        if link.act not in OF_A_LINE:
            return self._of_amendment(link)
        if link.seq in self._pruned or link.seq in self._removed:
            return self._of_what_went(link, line)
        latest = self._latest.get(link.seq, link)
        if line is None:
            return _fault(link, f"The line of entry {link.seq} is gone.", "Somebody took it out of the log.")
        if latest is not link and link.salt:
            return _salt_is_back(link)
        if not says(latest, line):
            return _fault(
                link,
                f"The line of entry {link.seq} is not what was written.",
                "Somebody changed it in the database after it was logged.",
            )
        self._lines += 1
        self._rewritten += latest is not link
        return self._explained(line)

    def _of_what_went(self, link: Link, line: Line | None) -> Fault | None:
        if link.seq in self._removed and link.act != Act.NOTE:
            return _fault(
                link,
                f"The line of entry {link.seq} is said to be removed.",
                "Only notes of unfinished deletions are ever removed: somebody forged this.",
            )
        if line is not None:
            return _fault(
                link,
                f"The line of entry {link.seq} is back.",
                "It was removed before; somebody put something in its place.",
            )
        if link.salt:
            return _salt_is_back(link)
        self._gone += link.seq in self._pruned
        return None

    def _of_amendment(self, link: Link) -> Fault | None:
        """Lines are rewritten only where a member leaves: the deletion's own line follows at once."""
        if not 0 < link.of < link.seq:
            return _fault(link, f"Entry {link.seq} speaks of no earlier one.", "Somebody forged it.")
        if link.act == Act.REWRITTEN:
            self._unexplained = self._unexplained or link
            superseded = self._latest.get(link.of) != link
            gone = link.of in self._pruned or link.of in self._removed
            if (superseded or gone) and link.salt:
                return _salt_is_back(link)
        return None

    def _explained(self, line: Line) -> Fault | None:
        """Whether what was rewritten just before this line was rewritten by it."""
        first, self._unexplained = self._unexplained, None
        if first is None or (line["verb"], line["kind"]) == ("delete", "member"):
            return None
        return _not_by_a_deletion(first)

    def _left_over(self) -> Fault | None:
        return _not_by_a_deletion(self._unexplained) if self._unexplained else None

    def _verdict(self, fault: Fault | None) -> Verdict:
        head = self._before
        return Verdict(
            count=head.count,
            hash=head.hash if head.count else BEFORE_THE_FIRST,
            lines=self._lines,
            rewritten=self._rewritten,
            pruned=self._gone,
            fault=fault,
        )


def _inserted(strays: Iterable[str], count: int) -> Fault | None:
    first = next(iter(strays), None)
    if first is None:
        return None
    return Fault(
        seq=count + 1,
        entry=first,
        what=f"The line {first} is in no link.",
        meaning="Somebody put it into the log past the copilot, or cut the chain off before it.",
    )


def _not_by_a_deletion(link: Link) -> Fault:
    return _fault(
        link,
        f"Entry {link.of} was rewritten, and no deletion of a member follows.",
        "Lines are rewritten only where somebody leaves: this was something else.",
        link.of,
    )


def _salt_is_back(link: Link) -> Fault:
    return _fault(
        link,
        f"The salt of entry {link.seq} is back.",
        "It was thrown away so that nobody can try out what stood there; somebody put one in.",
    )


def _fault(link: Link, what: str, meaning: str, seq: int | None = None) -> Fault:
    return Fault(seq=link.seq if seq is None else seq, entry=link.entry, what=what, meaning=meaning)
