"""A chat model that says the reasons of a match in its own words; whoever calls it holds them against the reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from copilot.errors import ModelUnavailable
from copilot.language.chat_client import ChatClient
from prompts.loading import load

if TYPE_CHECKING:
    from copilot.ports import Reason

PROMPT = "rationale"
MOST_TOKENS = 700
MOST_TOKENS_WITH_THOUGHT = 3_000
"""OpenAI's own models think before they answer, and what they think is counted."""


class ChatModelRephraser:
    """Fills the Rephraser port: one request a rationale, no tools.

    Args:
        client: the chat model.
    """

    def __init__(self, client: ChatClient) -> None:
        self._client = client

    @property
    def name(self) -> str:
        """The chat model's name."""
        return self._client.model

    def rephrase(self, speaks_for: Sequence[Reason], against: Sequence[Reason]) -> str:
        """The reasons in other words, each sentence with the numbers it rests on."""
        prompt = load(PROMPT).render(
            speaks_for=list(map(_told, speaks_for)), against=list(map(_told, against))
        )
        most = MOST_TOKENS_WITH_THOUGHT if self._client.is_openai else MOST_TOKENS
        chat = self._client.open(temperature=0.2, most_tokens=most, retries=1)
        text = str(chat.invoke([(one.role, one.text) for one in prompt]).text)
        if not text.strip():
            raise ModelUnavailable(
                "The chat model said nothing.", place=self.name, cure="Try again, or use another model."
            )
        return text


def _told(reason: Reason) -> dict[str, str]:
    text, marks = reason
    return {"text": text, "marks": "".join(f"[{n}]" for n in marks)}
