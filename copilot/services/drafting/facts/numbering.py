"""Sources numbered as they are gathered, each with its citation and the text it was quoted from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Self

from copilot.domain.briefs import Source
from copilot.domain.citations import Citation, GuideCitation, ProfileCitation, RecordCitation
from copilot.services.drafting.facts.quoting import LONGEST_QUOTE, quotable
from copilot.services.drafting.material import Gathered
from knowledge.words import Passage

RecordKind = Literal[
    "goal", "moment", "session", "note", "action", "programme", "agreement", "settings", "count", "event"
]


class Numbering:
    """Hands out numbers from 1; what can't be quoted safely gets none."""

    def __init__(self, refused: Callable[[str], bool] | None = None) -> None:
        self.citations: dict[int, Citation] = {}
        self.texts: dict[int, str] = {}
        self._refused = refused

    @classmethod
    def after(cls, gathered: Gathered) -> Self:
        """Goes on where the numbers of a brief end."""
        numbering = cls()
        numbering.citations, numbering.texts = dict(gathered.citations), dict(gathered.texts)
        return numbering

    def profile(self, member: str, field: str, text: str, label: str = "") -> Source | None:
        """Words of one field of a profile, such as `experience[2]`; `label` says more of it than the field's name."""
        quote = self._quotable(text)
        n = self._next()
        return (
            self._keep(ProfileCitation(n=n, member=member, field=field, quote=quote), text, label or field)
            if quote
            else None
        )

    def record(
        self,
        kind: RecordKind,
        record: str,
        field: str,
        text: str,
        label: str,
        longest: int = LONGEST_QUOTE,
    ) -> Source | None:
        """Words of one field of a goal, moment, session, note or action item, or of a programme."""
        quote = self._quotable(text, longest)
        n = self._next()
        return (
            self._keep(RecordCitation(n=n, kind=kind, record=record, field=field, quote=quote), text, label)
            if quote
            else None
        )

    def quotable_whole(self, text: str, longest: int) -> bool:
        """Whether all of a text can be quoted."""
        return self._quotable(text, longest) == text

    def quotable_all(self, *texts: str) -> bool:
        """Whether something of each text can be quoted."""
        return all(self._quotable(text) for text in texts)

    def guide(self, passage: Passage, start: int, end: int, text: str) -> Source:
        """Words of a guide; `text[start:end]` is the quotation."""
        citation = GuideCitation(
            n=self._next(),
            path=passage.path,
            section=passage.section,
            start=start,
            end=end,
            quote=text[start:end],
        )
        label = (
            passage.title
            if passage.section in {"", passage.title}
            else f"{passage.title} › {passage.section}"
        )
        return self._keep(citation, text, label)

    def _quotable(self, text: str, longest: int = LONGEST_QUOTE) -> str:
        return quotable(text, longest, refused=self._refused)

    def _next(self) -> int:
        return len(self.citations) + 1

    def _keep(self, citation: Citation, text: str, label: str) -> Source:
        self.citations[citation.n] = citation
        self.texts[citation.n] = text
        return Source(n=citation.n, text=citation.quote, label=label)
