"""A bounded agent: a few calls, read-only tools, and a pydantic form at the end."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

B = TypeVar("B", bound=BaseModel)
Conversation = Sequence[tuple[str, str]]
"""Messages as (role, text)."""

MOST_CALLS = 4
"""A reply that never fits the form would be asked for without end: this many calls, and it is over."""


def ask(
    chat: BaseChatModel,
    said: Conversation,
    form: type[B],
    read_source: Callable[[int], str] | None,
    most_calls: int = MOST_CALLS,
) -> B | None:
    """The form, filled in; None where the model didn't within its calls.

    The form is a tool the model calls, the way that most servers understand. Where it answers in text instead, JSON in
    that text is taken.
    """
    from langchain.agents import create_agent
    from langchain.agents.middleware import ModelCallLimitMiddleware
    from langchain.agents.structured_output import ToolStrategy

    agent: Any = create_agent(
        chat,
        tools=[read_source] if read_source else [],
        system_prompt="\n\n".join(text for role, text in said if role == "system") or None,
        middleware=[ModelCallLimitMiddleware(run_limit=most_calls, exit_behavior="end")],
        response_format=ToolStrategy(form),
    )
    messages = [{"role": role, "content": text} for role, text in said if role != "system"]
    state = agent.invoke({"messages": messages}, {"recursion_limit": 8 * most_calls})
    filled = state.get("structured_response")
    return filled if isinstance(filled, form) else from_text(_last_words(state["messages"]), form)


def from_text(text: str, form: type[B]) -> B | None:
    """The form from JSON somewhere in a text, such as between fences; None where there is none that fits."""
    for candidate in _json_in(text):
        try:
            return form.model_validate(candidate)
        except ValidationError:
            continue
    return None


def _json_in(text: str) -> list[object]:
    decoder = json.JSONDecoder()
    found: list[object] = []
    for start in [match.start() for match in re.finditer(r"\{", text)][:20]:
        try:
            value, _ = decoder.raw_decode(text, start)
        except (json.JSONDecodeError, RecursionError):
            continue
        found += [value, *(value[key] for key in ("arguments", "parameters") if key in value)]
    return found


def _last_words(messages: Sequence[Any]) -> str:
    """What the model itself said last in plain text."""
    texts = [message.text for message in messages if getattr(message, "type", "") == "ai"]
    return next((str(text) for text in reversed(texts) if "{" in str(text)), "")
