"""A first real call to a chat model: does its server take the key, does it have the model, does it answer?"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from copilot.language.chat_client import ChatClient
from copilot.language.model_faults import as_model_unavailable, client_faults, not_readable

if TYPE_CHECKING:
    from openai import OpenAI

QUESTION = "Answer with one word: are you ready?"
MOST_TOKENS = 16
MOST_TOKENS_WITH_THOUGHT = 1_000


def examined(client: ChatClient) -> str:
    """A sentence about a chat model that answered one short question.

    Raises ModelUnavailable, with what to do about it, where the key is refused, the model is not there, or no answer
    comes.
    """
    from openai import OpenAI

    base_url, api_key = client.address()
    with OpenAI(
        base_url=base_url or None, api_key=api_key or "none", timeout=client.silence, max_retries=0
    ) as server:
        try:
            listed, seconds = _listed(server), _seconds_to_answer(server, client)
        except client_faults() as error:
            raise as_model_unavailable(error, client.model, client.where) from error
    told = f"{client.model} in {client.where}" if client.local else f"{client.model} at {client.where}"
    return f"{told} answered in {seconds:.1f} seconds{_about(listed, client.model)}"


def _listed(server: OpenAI) -> list[str] | None:
    """The models that the server names; None where it keeps no list."""
    import openai

    try:
        return [model.id for model in server.models.list().data or ()]
    except (openai.NotFoundError, openai.InternalServerError, openai.APIResponseValidationError):
        return None


def _seconds_to_answer(server: OpenAI, client: ChatClient) -> float:
    begun = time.monotonic()
    answer = server.chat.completions.create(
        model=client.model,
        messages=[{"role": "user", "content": QUESTION}],
        max_completion_tokens=MOST_TOKENS_WITH_THOUGHT if client.is_openai else MOST_TOKENS,
    )
    if not answer.choices[0].message:
        raise not_readable(client.model)
    return time.monotonic() - begun


def _about(listed: list[str] | None, model: str) -> str:
    if listed is None:
        return "; its server keeps no list of models"
    if model not in listed:
        return f"; its server lists {len(listed)} models, but none of that name"
    return f"; it is one of {len(listed)} models there"
