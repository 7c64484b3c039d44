"""What a chat model took to write something: tokens, and what they cost."""

from __future__ import annotations

from typing import Self

from pydantic import Field

from copilot.domain.records import Value

MILLION = 1_000_000
A_CENT = 0.01


class Usage(Value):
    """Tokens of a chat model. `cost` is in US dollars; None where no price is set."""

    prompt_tokens: int = Field(0, ge=0)
    completion_tokens: int = Field(0, ge=0)
    cost: float | None = Field(None, ge=0)

    @property
    def tokens(self) -> int:
        """Both kinds together."""
        return self.prompt_tokens + self.completion_tokens

    def plus(self, more: Self) -> Self:
        """Both together; a cost is known where one of the two is."""
        known = [one.cost for one in (self, more) if one.cost is not None]
        return type(self)(
            prompt_tokens=self.prompt_tokens + more.prompt_tokens,
            completion_tokens=self.completion_tokens + more.completion_tokens,
            cost=sum(known) if known else None,
        )

    def in_words(self) -> str:
        """A sentence about it, or nothing where nothing was used."""
        if not self.tokens:
            return ""
        cost = self._cost_in_words()
        return f"It took {self.prompt_tokens:,} tokens to read and {self.completion_tokens:,} to write{cost}."

    def _cost_in_words(self) -> str:
        if self.cost is None:
            return ""
        return ", for less than a cent" if self.cost < A_CENT else f", about ${self.cost:.2f}"


class Prices(Value):
    """What a chat model's provider asks for a million tokens, in US dollars; None where that isn't known."""

    input: float | None = Field(None, ge=0)
    output: float | None = Field(None, ge=0)

    def of(self, prompt_tokens: int, completion_tokens: int) -> Usage:
        """So many tokens with their cost, where both prices are known."""
        known = self.input is not None and self.output is not None
        cost = prompt_tokens * (self.input or 0) + completion_tokens * (self.output or 0)
        return Usage(
            prompt_tokens=prompt_tokens,
            completion_tokens=completion_tokens,
            cost=cost / MILLION if known else None,
        )
