"""Passages of the guides worth citing for a goal or a topic."""

from __future__ import annotations

from copilot.domain.briefs import Source
from copilot.ports import Encoder, Library
from copilot.services.drafting.facts.numbering import Numbering
from copilot.services.drafting.facts.quoting import best_quotation

SEARCHED = 5


class Reading:
    """Finds a sentence to read; the library decides what is near, the encoder which sentence says it best."""

    def __init__(self, library: Library, encoder: Encoder | None) -> None:
        self._library = library
        self._encoder = encoder

    def passages(self, query: str, numbering: Numbering, how_many: int = 1) -> list[Source]:
        """Up to `how_many` quotations from different guides, the nearest first; none where nothing is near."""
        if not query.strip():
            return []
        places = best_quotation(query, self._library.search(query, SEARCHED), self._encoder)
        return [
            numbering.guide(passage, start, end, self._library.guide(passage.path).text)
            for passage, start, end in places[:how_many]
        ]
