"""The writer that asks a chat model: OpenAI or any compatible address, through LangChain."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from copilot.domain.briefs import Brief
from copilot.domain.drafts import DraftKind, Form
from copilot.domain.wording import day_in_words
from copilot.errors import ModelUnavailable
from copilot.language.agent_loop import Conversation, ask
from copilot.language.answers import sentences_said
from copilot.language.asked import ASKED
from copilot.language.chat_client import client_faults, open_chat
from copilot.language.model_faults import as_model_unavailable
from copilot.language.told import stage_of
from knowledge.words import Found, Said
from prompts.loading import load

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

B = TypeVar("B", bound=BaseModel)

MOST_PASSAGES = 5
PATIENCE = 4
MOST_EARLIER = 3
MOST_TOKENS_OF_AN_ANSWER = 600
LONGEST_QUESTION = 2_000
LONGEST_EARLIER = 300
"""Characters: what is longer tells a small model nothing more, and costs its room and time."""


class ChatModelWriter:
    """Fills each form by a bounded agent that may read the brief's sources and nothing else.

    Args:
        model: the model's name, as its server knows it.
        base_url: the address of an OpenAI-compatible server; empty for OpenAI itself.
        api_key: the key; a server on one's own machine often needs none.
        timeout: seconds one request may take; of an answer that streams, each piece, and the whole four times that.
        retries: how often a request that failed in passing is sent again.
        temperature: 0 for the same words each time, as far as the server can.
        most_tokens: of one reply.
    """

    def __init__(
        self,
        model: str,
        base_url: str = "",
        api_key: str = "",
        *,
        timeout: float = 60.0,
        retries: int = 2,
        temperature: float = 0.2,
        most_tokens: int = 4_000,
    ) -> None:
        self._model = model
        self._base_url = base_url
        self._api_key = api_key
        self._timeout = timeout
        self._retries = retries
        self._temperature = temperature
        self._most_tokens = most_tokens

    @property
    def name(self) -> str:
        """The chat model's name."""
        return self._model

    def write(self, kind: DraftKind, brief: Brief, faults: Sequence[str] = ()) -> Form:
        """Fill the kind's form. Raises ModelUnavailable where no usable form comes."""
        said = [(one.role, one.text) for one in load(kind.value).render(**inputs_for(kind, brief))]
        if faults:
            said += [(one.role, one.text) for one in load("repair").render(faults=list(faults))]
        asked = ASKED[kind]
        filled = self._asked(said, asked.form, tuple(brief.sources().items()))
        return asked.to_form(filled, brief)

    def say(self, question: str, found: Sequence[Found], earlier: Sequence[str] = ()) -> Iterator[Said]:
        """The sentences of an answer from these passages alone, each as soon as its line is complete.

        One that no quotation supports comes without citations; not one comes where the model says an honest no.
        Raises ModelUnavailable, also midway.
        """
        given = found[:MOST_PASSAGES]
        prompt = load("answer").render(
            question=question[:LONGEST_QUESTION],
            earlier=[before[:LONGEST_EARLIER] for before in earlier[-MOST_EARLIER:]],
            passages=passages_told(given),
        )
        yield from sentences_said(
            self._pieces([(one.role, one.text) for one in prompt]), question, given, self.name
        )

    def _pieces(self, said: Conversation) -> Iterator[str]:
        """The reply as it comes. A server that never stops dripping is not waited for: it is too late."""
        until = time.monotonic() + PATIENCE * self._timeout
        try:
            for chunk in self._chat.stream(list(said), max_completion_tokens=MOST_TOKENS_OF_AN_ANSWER):
                yield str(chunk.text)
                if time.monotonic() > until:
                    raise ModelUnavailable(
                        "The chat model did not finish in time.",
                        place=self._model,
                        cure="Set a longer timeout.",
                    )
        except client_faults() as error:
            raise as_model_unavailable(error, self._model, self._base_url) from error

    def _asked(self, said: Conversation, form: type[B], sources: Sequence[tuple[int, Any]]) -> B:
        try:
            filled = ask(self._chat, said, form, _reader(dict(sources)) if sources else None)
        except ModelUnavailable:
            raise
        except client_faults() as error:
            raise as_model_unavailable(error, self._model, self._base_url) from error
        if filled is None:
            raise ModelUnavailable(
                "The chat model did not fill in the form it was given.",
                place=self._model,
                cure="Try again, or set a larger model.",
            )
        return filled

    @cached_property
    def _chat(self) -> BaseChatModel:
        return open_chat(
            self._model,
            self._base_url,
            self._api_key,
            timeout=self._timeout,
            retries=self._retries,
            temperature=self._temperature,
            most_tokens=self._most_tokens,
        )


def inputs_for(kind: DraftKind, brief: Brief) -> dict[str, object]:
    """The values the kind's prompt declares, from the brief: dates in words, records as plain dictionaries."""
    told: dict[str, object] = brief.model_dump(mode="json")
    told |= {"starts": day_in_words(brief.starts), "ends": day_in_words(brief.ends), "stage": stage_of(brief)}
    told["partner"] = brief.partner or "the other"
    return {name: told[name] for name in load(kind.value).inputs}


def passages_told(found: Sequence[Found]) -> list[dict[str, object]]:
    """The passages as the prompt wants them, numbered from 1 on."""
    return [
        {"n": n, "title": hit.passage.title, "section": hit.passage.section, "text": hit.passage.text}
        for n, hit in enumerate(found, start=1)
    ]


def _reader(sources: dict[int, Any]) -> Callable[[int], str]:
    def read_source(number: int) -> str:
        """Read one numbered source again, word for word."""
        source = sources.get(number)
        return f"{source.label}: ««{source.text}»»" if source else f"There is no source {number}."

    return read_source
