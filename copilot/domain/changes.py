"""What was written since somebody last looked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Changes:
    """Which records were added, saved or removed, so that a memory of them can follow without reading all anew.

    mark: what to ask with the next time. ids: kind of record → ids; a kind that is missing did not change.
    anew: kinds of which too much happened to tell, or that lost a record; `everything` where the mark is too old.
    """

    mark: int
    ids: Mapping[str, frozenset[str]] = field(default_factory=dict)
    anew: frozenset[str] = frozenset()
    everything: bool = False

    def any_of(self, kinds: Iterable[str]) -> bool:
        """Whether something of these kinds changed, or may have."""
        return self.everything or any(self.anew & {kind} or self.ids.get(kind) for kind in kinds)

    def of(self, kind: str) -> frozenset[str] | None:
        """The ids of this kind to look at again, None for all."""
        return None if self.everything or kind in self.anew else self.ids.get(kind, frozenset())
