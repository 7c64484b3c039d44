"""The guides that ship, as text to read and to quote from; neither index nor encoder is needed for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, cached_property
from importlib import resources
from importlib.resources.abc import Traversable

from copilot.errors import NotFound
from knowledge.extracting import Extract, heading_words
from knowledge.words import Citation


class Shipped:
    """One of the guides that ship: its text is what the index extracts, so that offsets agree with it."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self._data = data

    @cached_property
    def _extract(self) -> Extract:
        from knowledge.readers.markdown import read

        return read(self._data)

    @property
    def source(self) -> str:
        """The file as it was written, front matter and marks included."""
        return self._data.decode()

    @property
    def text(self) -> str:
        """What offsets of citations refer to."""
        return self._extract.text

    @cached_property
    def title(self) -> str:
        """Its title, as the index tells it."""
        return " ".join(str(self._extract.matter.get("title") or self._extract.first_heading()).split())

    @cached_property
    def audience(self) -> tuple[str, ...]:
        """The roles it is written for."""
        named = self._extract.matter.get("audience")
        return tuple(map(str, named)) if isinstance(named, list) else ()

    def cite(self, quote: str, n: int = 1) -> Citation:
        """The quotation with its place, white space as in the guide; NotFound where it doesn't stand there."""
        words = r"\s+".join(map(re.escape, quote.split()))
        found = re.search(words, self.text) if words else None
        if found is None:
            raise NotFound(
                f"“{self.title}” doesn't say this word for word: “{quote}”.",
                place=self.path,
                cure="Quote it exactly as it stands in the guide.",
            )
        return Citation(
            n=n, path=self.path, section=self._section(found.start()),
            start=found.start(), end=found.end(), quote=found[0],
        )  # fmt: skip

    def _section(self, place: int) -> str:
        above = [block for block in self._extract.blocks if block.kind == "heading" and block.start <= place]
        return heading_words(self.text, above[-1]) if above else self.title


@cache
def shipped_guides() -> Mapping[str, Shipped]:
    """Every guide that ships, by path in order; its text is extracted when somebody asks for it."""
    found = dict(_files(resources.files("knowledge") / "guides", ""))
    return {path: Shipped(path, found[path].read_bytes()) for path in sorted(found)}


def _files(folder: Traversable, above: str) -> list[tuple[str, Traversable]]:
    files: list[tuple[str, Traversable]] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            files += _files(entry, f"{above}{entry.name}/")
        elif entry.name.endswith(".md"):
            files.append((f"{above}{entry.name}", entry))
    return files
