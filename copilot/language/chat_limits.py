"""What holds a talking model within bounds: LangChain's middleware, and two rules of ours between it and the model."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any

from copilot.language.chat_tools import told_when_one_breaks
from copilot.language.spoken_calls import call_in
from prompts.loading import as_data, load

if TYPE_CHECKING:
    from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

MOST_MODEL_CALLS = 6
MOST_TOOL_CALLS = 8
MOST_STEPS = 20 * MOST_MODEL_CALLS
"""Each call of the model takes about ten steps of the graph, its middleware included."""
MOST_HISTORY = 3_000
"""Tokens, counted roughly, of what was said before; beyond that the older part is summed up."""
KEPT_WORD_FOR_WORD = 6
MOST_TOOL_TOKENS = 6_000
LONGEST_SUMMARY = 1_500
PRIVATE = ("email", "credit_card", "url")
"""What no model needs, whoever typed it. Names are replaced at the boundary, from the roster."""

Handler = Callable[["ModelRequest[Any]"], "ModelResponse[Any]"]


def middleware(
    chat: BaseChatModel, tools: Collection[str], most_history: int = MOST_HISTORY
) -> list[AgentMiddleware[Any, Any, Any]]:
    """All of it, in the order in which it acts before the model."""
    from langchain.agents import middleware as ready
    from langchain_core.messages.utils import count_tokens_approximately

    return [
        ready.ModelCallLimitMiddleware(run_limit=MOST_MODEL_CALLS, exit_behavior="end"),
        ready.ToolCallLimitMiddleware(run_limit=MOST_TOOL_CALLS, exit_behavior="continue"),
        *(ready.PIIMiddleware(kind, apply_to_tool_results=True) for kind in PRIVATE),
        ready.SummarizationMiddleware(
            chat,
            trigger=("tokens", most_history),
            keep=("messages", KEPT_WORD_FOR_WORD),
            token_counter=count_tokens_approximately,
            summarizer=lambda messages: _summed_up(chat, messages),
        ),
        ready.ContextEditingMiddleware(edits=[ready.ClearToolUsesEdit(trigger=MOST_TOOL_TOKENS, keep=2)]),
        ready.ModelRetryMiddleware(
            max_retries=1, retry_on=_passes, on_failure="error", initial_delay=0.3, jitter=False
        ),
        told_when_one_breaks(),
        _asked_again_where_unreadable(),
        ready.wrap_model_call(_answer_at_last),
        ready.wrap_model_call(functools.partial(_understood, frozenset(tools))),
    ]


def without_private(text: str) -> str:
    """A text without addresses and card numbers: PIIMiddleware sees to the last question and to tools alone."""
    from langchain.agents.middleware import RedactionRule

    for kind in PRIVATE:
        text, _ = RedactionRule(kind).resolve().apply(text)
    return text


def _answer_at_last(request: ModelRequest[Any], handler: Handler) -> ModelResponse[Any]:
    """On its last call a model has no tools, so that it answers with what it has instead of running into the limit."""
    state: dict[str, Any] = dict(request.state)
    last = state.get("run_model_call_count", 0) >= MOST_MODEL_CALLS - 1
    return handler(request.override(tools=[]) if last else request)


def _understood(tools: Collection[str], request: ModelRequest[Any], handler: Handler) -> ModelResponse[Any]:
    """A call that the model wrote into its text, as one that it made; where it may make none, it said nothing."""
    response = handler(request)
    response.result[:] = [_as_made(message, tools, bool(request.tools)) for message in response.result]
    return response


def _as_made(message: BaseMessage, tools: Collection[str], allowed: bool) -> BaseMessage:
    from langchain_core.messages import AIMessage
    from langchain_core.messages.tool import tool_call

    if not isinstance(message, AIMessage) or message.tool_calls or message.invalid_tool_calls:
        return message
    call = call_in(str(message.text), tools)
    if call is None:
        return message
    made = tool_call(name=call[0], args=call[1], id=f"written-{message.id}")
    return message.model_copy(update={"content": "", "tool_calls": [made] if allowed else []})


def _asked_again_where_unreadable() -> AgentMiddleware[Any, Any, Any]:
    """A call whose arguments are no JSON would end the talk without a word; the model is told and tries again."""
    from langchain.agents.middleware import after_model

    @after_model(can_jump_to=["model"])
    def again(state: Any, runtime: Any) -> dict[str, Any] | None:
        last = state["messages"][-1]
        unreadable = getattr(last, "invalid_tool_calls", None) and not last.tool_calls
        return {"jump_to": "model"} if unreadable else None

    return again


def _passes(error: Exception) -> bool:
    """Whether nothing came yet and another try may do: later on, what was shown already would be said twice."""
    import openai

    passing = (openai.APIConnectionError, openai.InternalServerError)
    return isinstance(error, passing) and not isinstance(error, openai.APITimeoutError)


def _summed_up(chat: BaseChatModel, messages: Sequence[BaseMessage]) -> str:
    said = [
        {"by": "the person" if message.type == "human" else "the copilot", "text": str(message.text)}
        for message in messages
        if message.type in {"human", "ai"} and message.text
    ]
    prompt = load("chat-summary").render(said=said)
    summary = chat.invoke([(one.role, one.text) for one in prompt])
    return f"««{as_data(str(summary.text)[:LONGEST_SUMMARY])}»»"
