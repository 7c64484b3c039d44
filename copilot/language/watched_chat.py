"""LangChain's client of OpenAI-compatible servers, watched: whoever uses it hears sentences and never waits for ever.

Import this module where a model is opened and nowhere else: it loads LangChain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import ChatOpenAI
from pydantic import Field

from copilot.language.model_faults import declined
from copilot.language.replies import Replies

SAYING = ("content", "tool_calls", "function_call", "refusal", "reasoning_content", "reasoning")
"""What a piece may hold that a model has written; what it thinks is a sign that it is at work too."""


class WatchedChat(ChatOpenAI):
    """`ChatOpenAI` whose replies all come as streams, through the `Replies` of one job.

    `answer_schema`, given with a call, is the JSON schema of the answer. LangChain's own way would read the stream
    with a parser that raises where an answer is cut off.
    """

    replies: Any = Field(None, exclude=True)

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        if schema := kwargs.pop("answer_schema", None):
            kwargs["extra_body"] = {**(self.extra_body or {}), "response_format": schema}
        replies: Replies = self.replies
        # Whoever calls this tells the callbacks; in the reading thread they would be told twice.
        yield from replies.heard(messages, partial(super()._stream, messages, stop, None, **kwargs))

    def _convert_chunk_to_generation_chunk(
        self, chunk: dict[str, Any], default_chunk_class: type, base_generation_info: dict[str, Any] | None
    ) -> ChatGenerationChunk | None:
        choice: Mapping[str, Any] = next(iter(chunk.get("choices") or ()), {})
        delta = choice.get("delta") or {}
        if delta.get("refusal") or choice.get("finish_reason") == "content_filter":
            raise declined(self.model_name)
        if _says_something(chunk, delta):
            self.replies.patience.heard()
        return super()._convert_chunk_to_generation_chunk(chunk, default_chunk_class, base_generation_info)


def _says_something(chunk: Mapping[str, Any], delta: Mapping[str, Any]) -> bool:
    """Whether a model wrote in this piece, or reads its prompt: our own server tells how far it is (llama.cpp)."""
    return any(delta.get(part) for part in SAYING) or bool(chunk.get("prompt_progress"))
