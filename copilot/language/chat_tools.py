"""The domain's tools as LangChain's: what they return is data on lines of its own, what fails is told in words."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from copilot.domain.chat import Called, Tool
from copilot.errors import CopilotError
from prompts.loading import as_data

if TYPE_CHECKING:
    from langchain.agents.middleware import ToolErrorMiddleware
    from langchain_core.tools import BaseTool

log = logging.getLogger(__name__)

MOST_TEXT = 6_000
"""Characters of what a tool says; more would crowd out the rest of what a model can hold."""
MOST_ABOUT = 80


def as_data_lines(text: str) -> str:
    """A text whose lines each stand between «« and »», without marks of structure: no line of it can open a role."""
    lines = (str(as_data(line)) for line in text.splitlines())
    return "\n".join(f"««{line}»»" for line in lines if line)


def for_the_model(tools: Sequence[Tool]) -> list[BaseTool]:
    """The tools for one answer. They run one at a time, and the same call twice is answered from the first."""
    one_at_a_time = threading.Lock()
    said: dict[tuple[str, str], str] = {}
    return [_wrapped(tool, one_at_a_time, said) for tool in tools]


def told_when_one_breaks() -> ToolErrorMiddleware[Any, Any]:
    """A tool that fails does not end the conversation: the model is told, and the fault is logged."""
    from langchain.agents.middleware import ToolErrorMiddleware

    def tell(error: Exception, request: Any) -> str:
        log.error("The tool %s failed", request.tool_call["name"], exc_info=error)
        return "The tool failed. Do without it, and tell the person that it did not work."

    return ToolErrorMiddleware(tell)


def _wrapped(tool: Tool, one_at_a_time: threading.Lock, said: dict[tuple[str, str], str]) -> BaseTool:
    from langchain_core.tools import StructuredTool
    from langgraph.config import get_stream_writer

    def use(**given: Any) -> str:
        slots = tool.slots.model_validate(given)
        asked = (tool.name, slots.model_dump_json())
        with one_at_a_time:
            if asked in said:
                return f"You asked just that before, and it said:\n{said[asked]}"
            get_stream_writer()(Called(tool=tool.name, about=_about(slots)))
            said[asked] = as_data_lines(_text_of(tool, slots)) or "Nothing was found."
            return said[asked]

    return StructuredTool(
        name=tool.name,
        description=tool.description,
        args_schema=tool.slots,
        func=use,
        handle_validation_error=lambda error: _what_is_wrong(error, tool.slots),
    )


def _text_of(tool: Tool, slots: BaseModel) -> str:
    try:
        text = tool.run(slots).text
    except CopilotError as error:
        return f"{error.message} {error.cure}"
    return text if len(text) <= MOST_TEXT else f"{text[:MOST_TEXT]} …"


def _about(slots: BaseModel) -> str:
    words = ", ".join(str(value) for value in slots.model_dump(mode="json").values() if value)
    return words if len(words) <= MOST_ABOUT else f"{words[: MOST_ABOUT - 1]}…"


def _what_is_wrong(error: object, slots: type[BaseModel]) -> str:
    """In words that a small model can act on: which slot, what is wrong with it, and which there are."""
    faults = error.errors() if isinstance(error, ValidationError) else []
    wrong = "; ".join(f"{'.'.join(map(str, one['loc']))}: {as_data(str(one['msg']))}" for one in faults)
    return (
        f"Not called, because of {wrong or 'its arguments'}. The slots are: {', '.join(slots.model_fields)}."
    )
