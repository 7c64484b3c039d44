from collections.abc import Mapping, Sequence
from pathlib import Path

from copilot.ports import Progress
from knowledge.reading import read, sources
from knowledge.words import Guide, GuidesAdded


class ReadingRoom:
    """Reads the files of a folder as the real library does, and keeps them in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, Guide] = {}

    def add(
        self,
        paths: Sequence[Path],
        *,
        builtin: bool = False,
        name: str = "",
        progress: Progress | None = None,
    ) -> GuidesAdded:
        found = sources(paths, name)
        before = dict(self.kept)
        for done, source in enumerate(found, 1):
            self.kept[source.path] = read(source)[0]
            if progress:
                progress(done, len(found), source.path)
        for path in set(self.kept) - {source.path for source in found}:
            del self.kept[path]
        added = len(self.kept.keys() - before.keys())
        return GuidesAdded(
            added=added, removed=len(before.keys() - self.kept.keys()), passages=len(self.kept)
        )

    def guides(self) -> list[Guide]:
        return [self.kept[path] for path in sorted(self.kept)]

    def sizes(self) -> Mapping[str, int]:
        return dict.fromkeys(self.kept, 1)
