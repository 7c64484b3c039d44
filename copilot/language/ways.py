"""The ways to ask a chat model for a form, and which of them work with it."""

from __future__ import annotations

from collections import Counter
from enum import Enum


class Way(Enum):
    """By a JSON schema of the answer, by a tool that is the form, or by asking for JSON in the text."""

    SCHEMA = "a JSON schema"
    TOOLS = "a tool call"
    TEXT = "JSON in plain text"


class Ways:
    """What was learnt of one model since this process began."""

    def __init__(self) -> None:
        self._worked: Counter[Way] = Counter()
        self._refused: set[Way] = set()

    def best_first(self) -> list[Way]:
        """Those its server takes, the one that worked most often first; at the beginning, the strictest."""
        taken = [way for way in Way if way not in self._refused]
        return sorted(taken or list(Way), key=lambda way: -self._worked[way])

    def tried(self, way: Way, *, worked: bool) -> None:
        """A reply came that way, and it was the form or it was not."""
        self._worked[way] += 1 if worked else -1

    def refused(self, way: Way) -> None:
        """The server doesn't take requests of that kind: it is not asked that way again."""
        self._refused.add(way)
