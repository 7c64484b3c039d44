"""A chat model that says the reasons of a match in its own words; whoever calls it holds them against the reasons."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from copilot.errors import ModelUnavailable
from copilot.language.chat_client import client_faults, open_chat
from copilot.language.model_faults import as_model_unavailable
from prompts.loading import load

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from copilot.ports import Reason

PROMPT = "rationale"
MOST_TOKENS = 700


class ChatModelRephraser:
    """Fills the Rephraser port: one request a rationale, no tools.

    Args:
        model, base_url, api_key, timeout: as for the writer.
    """

    def __init__(self, model: str, base_url: str = "", api_key: str = "", *, timeout: float = 60.0) -> None:
        self._model, self._base_url, self._api_key, self._timeout = model, base_url, api_key, timeout

    @property
    def name(self) -> str:
        """The chat model's name."""
        return self._model

    def rephrase(self, speaks_for: Sequence[Reason], against: Sequence[Reason]) -> str:
        """The reasons in other words, each sentence with the numbers it rests on."""
        prompt = load(PROMPT).render(
            speaks_for=list(map(_told, speaks_for)), against=list(map(_told, against))
        )
        try:
            said = self._chat.invoke([(one.role, one.text) for one in prompt])
        except client_faults() as error:
            raise as_model_unavailable(error, self._model, self._base_url) from error
        text = str(said.text)
        if not text.strip():
            raise ModelUnavailable(
                "The chat model said nothing.", place=self._model, cure="Try again, or use another model."
            )
        return text

    @cached_property
    def _chat(self) -> BaseChatModel:
        return open_chat(
            self._model,
            self._base_url,
            self._api_key,
            timeout=self._timeout,
            retries=1,
            temperature=0.2,
            most_tokens=MOST_TOKENS,
        )


def _told(reason: Reason) -> dict[str, str]:
    text, marks = reason
    return {"text": text, "marks": "".join(f"[{n}]" for n in marks)}
