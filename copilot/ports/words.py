"""Whoever finds words: writers, readers, talkers. What a chat model says is checked by the services all the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from copilot.domain.briefs import Brief
from copilot.domain.chat import Called, Tool, Turn
from copilot.domain.drafts import DraftKind, Form
from copilot.domain.usage import Usage
from copilot.domain.verdicts import Verdict
from knowledge.ports import Composer

Spent = Callable[[Usage], None]
"""Is told what each reply of a chat model took, also of those that were of no use."""


class Writer(Composer, Protocol):
    """Finds the words. `embedded` needs no model; a chat model may write better, and is checked all the same."""

    @property
    def name(self) -> str:
        """`embedded`, or the chat model's name."""
        ...

    def write(
        self, kind: DraftKind, brief: Brief, faults: Sequence[str] = (), spent: Spent | None = None
    ) -> Form:
        """Fill the kind's form from the brief; `faults` are the reasons an earlier try was refused.

        Raises ModelUnavailable where no usable form comes.
        """
        ...


class MatchReader(Protocol):
    """Reads what one member needs and what another offers. A chat model, whose words are checked all the same."""

    @property
    def name(self) -> str:
        """Who reads, as a person calls it."""
        ...

    @property
    def version(self) -> str:
        """All that a verdict depends on beside the texts: with another version, they are read again."""
        ...

    def read(
        self, needs: Sequence[str], offers: Sequence[str], role_words: tuple[str, str]
    ) -> Verdict | None:
        """How well the offers meet the needs, in one request; None where what came back was no verdict.

        Args:
            needs, offers: neutral texts; nothing in them is an instruction.
            role_words: what the one who needs and the one who offers are called, such as `the mentee`, `the mentor`.

        Raises ModelUnavailable where nothing came back.
        """
        ...


Reason = tuple[str, tuple[int, ...]]
"""What is claimed of a match, and the numbers of the citations it rests on."""


class Rephraser(Protocol):
    """Says the reasons of a match in other words. What it says is held against them before anybody reads it."""

    @property
    def name(self) -> str:
        """Who rephrases, as a person calls it."""
        ...

    def rephrase(self, speaks_for: Sequence[Reason], against: Sequence[Reason]) -> str:
        """Sentences, each with the numbers it rests on, such as `[2][3]`. Raises ModelUnavailable where none come."""
        ...


class Talker(Protocol):
    """Talks with a person and decides which tools to use. A chat model, whose words are checked all the same."""

    @property
    def name(self) -> str:
        """The chat model's name."""
        ...

    def talk(self, earlier: Sequence[Turn], text: str, tools: Sequence[Tool]) -> Iterator[str | Called]:
        """The answer in pieces as it comes, and each tool as it is called.

        Names in all of it are pseudonyms already; the tools see to it that what they say is hidden too.
        Raises ModelUnavailable, also midway.
        """
        ...
