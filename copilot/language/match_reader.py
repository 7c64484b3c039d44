"""A chat model that reads what one member needs and another offers, and says how well the two fit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pydantic import BaseModel, Field, field_validator

from copilot.domain.verdicts import HIGHEST_FIT, Verdict
from copilot.language.agent_loop import ask
from copilot.language.chat_client import ChatClient
from prompts.loading import load

PROMPT = "match-verdict"
MOST_TOKENS = 120
"""The form takes forty; a small model that goes on and on is cut off."""
MOST_TOKENS_WITH_THOUGHT = 2_000
"""OpenAI's own models think before they answer, and what they think is counted."""
LONGEST_WORDS = 200
"""Characters of one quotation."""
_BETWEEN_QUOTATIONS = re.compile(r"\s*(?:;|…|\.{3}|»»|\n|[\"“”]\s*(?:,|and)\s*[\"“”])\s*")
_AROUND = " \"“”'‘’«»‹›.,;:-*"


class AskedVerdict(BaseModel):
    """How well the offers meet the needs."""

    words: str = Field(
        max_length=600,
        description="at most twelve words of one offer that decide it, copied letter for letter",
    )
    fit: int = Field(ge=0, le=HIGHEST_FIT, description="0 to 4")

    @field_validator("words", mode="before")
    @classmethod
    def _one_text(cls, value: object) -> object:
        return "; ".join(str(each) for each in value) if isinstance(value, list) else value

    @field_validator("fit", mode="before")
    @classmethod
    def _number_of_a_sentence(cls, value: object) -> object:
        """`3 of 4` and `3/4` are 3: a small model gets one try."""
        told = re.fullmatch(r"\s*(\d)\s*(?:/|of|out of)\s*4\s*", value) if isinstance(value, str) else None
        return told[1] if told else value


class ChatModelReader:
    """Fills the MatchReader port: one request a pair, no tools but the form.

    Args:
        client: the chat model.
        most_tokens: of one reply; None for what the model asks for.
    """

    def __init__(self, client: ChatClient, *, most_tokens: int | None = None) -> None:
        self._client = client
        self._most_tokens = most_tokens or (MOST_TOKENS_WITH_THOUGHT if client.is_openai else MOST_TOKENS)

    @property
    def name(self) -> str:
        """The chat model's name."""
        return self._client.model

    @property
    def version(self) -> str:
        """The model and the prompt: with another of the two, another verdict may come."""
        return f"{self._client.model} {load(PROMPT).version}"

    def read(
        self, needs: Sequence[str], offers: Sequence[str], role_words: tuple[str, str]
    ) -> Verdict | None:
        """The verdict, or None where the answer was none. Raises ModelUnavailable where no answer comes."""
        seeker, partner = role_words
        prompt = load(PROMPT).render(seeker=seeker, partner=partner, needs=list(needs), offers=list(offers))
        # One call: a second try would be a second request, and requests are what is budgeted.
        chat = self._client.open(temperature=0, most_tokens=self._most_tokens, retries=0)
        said = [(one.role, one.text) for one in prompt]
        filled = ask(chat, said, AskedVerdict, ways=self._client.ways, most_calls=1)
        return Verdict(fit=filled.fit, words=_quotations(filled.words)) if filled else None


def _quotations(words: str) -> tuple[str, ...]:
    """Each quotation of its own, without the marks around it."""
    parts = (part.strip(_AROUND)[:LONGEST_WORDS] for part in _BETWEEN_QUOTATIONS.split(words))
    return tuple(dict.fromkeys(part for part in parts if part))
