"""What one job hears from a chat model: tried again where that helps, waited for so long, counted, and not too long."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from copilot.domain.tallies import MODEL_CALLS, MODEL_TOKENS
from copilot.domain.usage import Prices, Usage
from copilot.errors import ModelUnavailable
from copilot.language.listening import heard_from
from copilot.language.model_faults import (
    as_model_unavailable,
    client_faults,
    far_too_long,
    not_readable,
    seconds_to_wait,
)
from copilot.language.patience import Patience
from copilot.ports import UNCOUNTED, Allowance, Spent, Tally

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from langchain_core.outputs import ChatGenerationChunk

    Chunks = Iterator[ChatGenerationChunk]

LONGEST_REPLY = 100_000
"""Characters: the longest form is a tenth of that."""
CHARACTERS_A_TOKEN = 4
"""Of English text, where a server doesn't count its tokens."""


@dataclass
class Replies:
    """One job: an answer, a form with all calls it takes, a turn of a chat.

    Args:
        model, where: the model's name and its server's address, for sentences.
        patience: how long it is waited for.
        retries: how often a request that failed in passing is sent again.
        pause: seconds before the first of them, twice as many before the next; a server's own wish goes first.
        whole: give a reply only once it is complete, so that one that breaks off can be asked for again.
        prices: what tokens cost.
        allowance: what may be taken in a day.
        spent: is told what each reply took.
        tally: counts requests, tokens, and what failed.
    """

    model: str
    where: str
    patience: Patience
    retries: int
    pause: float
    whole: bool
    prices: Prices
    allowance: Allowance | None = None
    spent: Spent | None = None
    tally: Tally = UNCOUNTED

    def heard(self, messages: Sequence[BaseMessage], asked: Callable[[], Chunks]) -> Chunks:
        """The pieces of a reply. Raises ModelUnavailable, midway only where it is not given whole."""
        self._require_allowance()
        self.patience.start()
        try:
            yield from self._tried(lambda: self._once(messages, asked))
        except ModelUnavailable:
            self.tally.count(MODEL_CALLS, "failed")
            raise
        finally:
            self.patience.pause()

    def _tried(self, once: Callable[[], Chunks]) -> Chunks:
        while True:
            begun = False
            try:
                for chunk in list(once()) if self.whole else once():
                    begun = True
                    yield chunk
            except client_faults() as error:
                if begun or not self._may_try_again(error):
                    raise as_model_unavailable(error, self.model, self.where) from error
                self.tally.count(MODEL_CALLS, "failed")
            else:
                if not begun:
                    raise not_readable(self.model)
                self.tally.count(MODEL_CALLS, "answered")
                return

    def _may_try_again(self, error: Exception) -> bool:
        wait = seconds_to_wait(error, self.pause)
        if wait is None or not self.retries or wait >= self.patience.left():
            return False
        self.retries, self.pause = self.retries - 1, 2 * self.pause
        time.sleep(wait)
        return True

    def _once(self, messages: Sequence[BaseMessage], asked: Callable[[], Chunks]) -> Chunks:
        count = _Count()
        try:
            for chunk in heard_from(asked, self.patience):
                count.add(chunk)
                if count.characters > LONGEST_REPLY:
                    raise far_too_long(self.model)
                yield chunk
        finally:
            self._took(count.usage(messages, self.prices))

    def _took(self, usage: Usage) -> None:
        self.tally.count(MODEL_TOKENS, "read", by=usage.prompt_tokens)
        self.tally.count(MODEL_TOKENS, "written", by=usage.completion_tokens)
        if self.allowance:
            self.allowance.take(usage)
        if self.spent:
            self.spent(usage)

    def _require_allowance(self) -> None:
        if self.allowance and self.allowance.left() == 0:
            raise ModelUnavailable(
                f"The {self.allowance.a_day:,} tokens that the chat model may take in a day are used up.",
                place=self.model,
                cure="It goes on at midnight (UTC); or raise MENTORING_CHAT_TOKENS_A_DAY.",
            )


class _Count:
    """What a reply takes: as its server says, or else by its length."""

    def __init__(self) -> None:
        self.characters = 0
        self._begun = False
        self._said: tuple[int, int] | None = None

    def add(self, chunk: ChatGenerationChunk) -> None:
        message = chunk.message
        self._begun = True
        self.characters += len(message.text)
        self.characters += sum(len(call["args"] or "") for call in getattr(message, "tool_call_chunks", ()))
        if told := getattr(message, "usage_metadata", None):
            self._said = (told["input_tokens"], told["output_tokens"])

    def usage(self, messages: Sequence[BaseMessage], prices: Prices) -> Usage:
        """Nothing where no reply began: a request that is refused costs nothing."""
        if self._said:
            return prices.of(*self._said)
        if not self._begun:
            return Usage()
        from langchain_core.messages.utils import count_tokens_approximately

        return prices.of(count_tokens_approximately(messages), self.characters // CHARACTERS_A_TOKEN)
