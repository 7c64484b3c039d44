"""The client of a chat model: OpenAI or any compatible address, through LangChain, and what it may raise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import SecretStr

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


def open_chat(
    model: str,
    base_url: str,
    api_key: str,
    *,
    timeout: float,
    retries: int,
    temperature: float,
    most_tokens: int,
) -> BaseChatModel:
    """A client that asks no server before it is used.

    Args:
        model: the model's name, as its server knows it.
        base_url: the address of an OpenAI-compatible server; empty for OpenAI itself.
        api_key: the key; a server on one's own machine often needs none.
        timeout: seconds one request may take.
        retries: how often a request that failed in passing is sent again.
        temperature: 0 for the same words each time, as far as the server can.
        most_tokens: of one reply.
    """
    from langchain_openai import ChatOpenAI

    return ChatOpenAI(
        model=model,
        base_url=base_url or None,
        api_key=SecretStr(api_key or "none"),
        timeout=timeout,
        max_retries=retries,
        temperature=temperature,
        max_completion_tokens=most_tokens,
        use_responses_api=False,
    )


def client_faults() -> tuple[type[Exception], ...]:
    """What the client, the server and the parser may raise; anything else is a fault of ours and should be seen.

    LangChain meets a reply of the wrong shape with a plain ValueError, TypeError or IndexError.
    """
    import httpx
    import openai
    from langchain_core.exceptions import LangChainException

    return (openai.OpenAIError, httpx.HTTPError, LangChainException, ValueError, TypeError, IndexError)
