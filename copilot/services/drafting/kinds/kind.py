"""What a kind of draft tells of its form; the service, the checks and the page ask nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, TypeVar

from copilot.domain.briefs import Brief
from copilot.domain.drafts import Fact
from copilot.services.drafting.material import Material

F = TypeVar("F", contravariant=True)


class Kind(Protocol[F]):
    """One kind of draft. `for_others` is true where people beside its owners are meant to read it."""

    @property
    def for_others(self) -> bool: ...

    def facts(self, form: F) -> Iterator[Fact]:
        """Every statement that rests on evidence, in reading order."""
        ...

    def proposals(self, form: F) -> Iterator[str]:
        """Every idea of the copilot's own, in reading order; empty ones may be among them."""
        ...

    def own_words(self, form: F) -> Iterator[str]:
        """The copilot's sentences without dates and minutes: what is judged for style."""
        ...

    def incomplete(self, form: F, material: Material) -> Iterator[str]:
        """A sentence for each part that is missing, out of range or forgotten."""
        ...

    def unspecific(self, form: F, material: Material) -> Iterator[str]:
        """A sentence for each part that is said twice or could have been written for anybody."""
        ...

    def lines(self, form: F, brief: Brief) -> Iterator[str]:
        """The draft as lines of Markdown, without its sources."""
        ...
