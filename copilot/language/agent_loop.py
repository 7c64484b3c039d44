"""A bounded agent: a few calls, read-only tools, and a pydantic form at the end."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from copilot.language.model_faults import RequestRefused
from copilot.language.ways import Way, Ways

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

B = TypeVar("B", bound=BaseModel)
Conversation = Sequence[tuple[str, str]]
"""Messages as (role, text)."""
ReadSource = Callable[[int], str]

MOST_CALLS = 4
"""A reply that never fits the form would be asked for without end: this many calls, and it is over."""
MOST_CALLS_A_WAY = 2
"""One to read sources, one for the form."""
LEFT_OUT = frozenset({"title", "default", "maxLength", "minLength"})
"""Of a schema: what servers stumble over (llama.cpp unrolls lengths into rules of grammar) or models don't need.

The form checks lengths itself."""
CUT_OFF = "length"
"""Why a reply ended that had no more room: asking for the same in another way needs as much."""


def ask(
    chat: BaseChatModel,
    said: Conversation,
    form: type[B],
    read_source: ReadSource | None = None,
    *,
    ways: Ways | None = None,
    most_calls: int = MOST_CALLS,
    tools_beside_schema: bool = False,
) -> B | None:
    """The form, filled in; None where the model didn't within its calls.

    It is asked by a JSON schema, then by a tool that is the form, then for JSON in the text; what worked with this
    model is tried first.

    Args:
        chat: the model.
        said: what it is told.
        form: what it fills in.
        read_source: reads a numbered source again; a tool, where tools are offered.
        ways: what is known of this model, and kept up to date.
        most_calls: replies in all.
        tools_beside_schema: whether its server takes both in one request; most force the schema, and the tools
            only take room.

    Raises ModelUnavailable where no reply comes.
    """
    return _Asking(chat, said, form, read_source, ways or Ways(), most_calls, tools_beside_schema).filled()


@dataclass
class _Asking(Generic[B]):
    """One form being asked for."""

    chat: BaseChatModel
    said: Conversation
    form: type[B]
    read_source: ReadSource | None
    ways: Ways
    left: int
    tools_beside_schema: bool

    def filled(self) -> B | None:
        refusals: list[tuple[Way, RequestRefused]] = []
        order = self.ways.best_first()
        for n, way in enumerate(order, start=1):
            if self.left <= 0:
                return None
            try:
                filled, over = self._asked(way, self._calls_for(way, ways_behind=len(order) - n))
            except RequestRefused as error:
                refusals.append((way, error))
                continue
            self._learn(way, worked=filled is not None, refused=[each for each, _ in refusals])
            if filled is not None or over:
                return filled
        if len(refusals) == len(order):
            raise refusals[-1][1]
        return None

    def _calls_for(self, way: Way, ways_behind: int) -> int:
        """So many that each way behind it has one left."""
        most = MOST_CALLS_A_WAY if self._tools(way) else 1
        return max(1, min(most, self.left - ways_behind))

    def _learn(self, way: Way, *, worked: bool, refused: Sequence[Way]) -> None:
        """A request refused in every way was wrong itself; one taken in another shows what the server lacks."""
        self.ways.tried(way, worked=worked)
        for each in refused:
            self.ways.refused(each)

    def _asked(self, way: Way, calls: int) -> tuple[B | None, bool]:
        """The form or None, and whether it is over. A model that wants to read a source reads it and is asked again."""
        messages = _messages(self.said, self.form if way is Way.TEXT else None)
        chat, options = self._bound(way)
        for _ in range(calls):
            reply: Any = chat.invoke(messages, **options)
            self.left -= 1
            filled = _fitted(reply, self.form)
            if filled is not None or reply.response_metadata.get("finish_reason") == CUT_OFF:
                return filled, True
            messages += [reply, *self._read(reply)]
            if messages[-1] is reply:
                break
        return None, False

    def _bound(self, way: Way) -> tuple[Any, dict[str, Any]]:
        """The chat model with what it is offered, and what goes with each call."""
        if way is Way.TOOLS:
            return self.chat.bind_tools([*self._tools(way), _as_tool(self.form)], tool_choice="any"), {}
        options = {"answer_schema": _as_format(self.form)} if way is Way.SCHEMA else {}
        tools = self._tools(way)
        return (self.chat.bind_tools(tools) if tools else self.chat), options

    def _tools(self, way: Way) -> list[Any]:
        """The read-only tools that are offered that way."""
        offered = way is Way.TOOLS or (way is Way.SCHEMA and self.tools_beside_schema)
        return [self.read_source] if self.read_source and offered else []

    def _read(self, reply: Any) -> list[Any]:
        """The sources it asked for, as the tool's answers; none where it called something else."""
        from langchain_core.messages import ToolMessage

        if self.read_source is None or any(call["name"] != "read_source" for call in reply.tool_calls):
            return []
        return [
            ToolMessage(self.read_source(_number(call["args"])), tool_call_id=call["id"] or "")
            for call in reply.tool_calls
        ]


def from_text(text: str, form: type[B]) -> B | None:
    """The form from JSON somewhere in a text, such as between fences; None where there is none that fits."""
    for candidate in _json_in(text):
        try:
            return form.model_validate(candidate)
        except ValidationError:
            continue
    return None


def schema_of(form: type[BaseModel]) -> dict[str, Any]:
    """The form's JSON schema, without what servers and models do better without."""
    schema: dict[str, Any] = _trimmed(form.model_json_schema())
    return schema


def _trimmed(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_trimmed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    named = ("properties", "$defs")
    return {
        key: {name: _trimmed(each) for name, each in value.items()} if key in named else _trimmed(value)
        for key, value in schema.items()
        if key not in LEFT_OUT
    }


def _as_format(form: type[BaseModel]) -> dict[str, Any]:
    return {"type": "json_schema", "json_schema": {"name": form.__name__, "schema": schema_of(form)}}


def _as_tool(form: type[BaseModel]) -> dict[str, Any]:
    told = {"name": form.__name__, "description": form.__doc__ or "", "parameters": schema_of(form)}
    return {"type": "function", "function": told}


def _messages(said: Conversation, form: type[BaseModel] | None) -> list[Any]:
    messages: list[Any] = [{"role": role, "content": text} for role, text in said]
    if form is not None:
        schema = json.dumps(schema_of(form), ensure_ascii=False)
        wish = f"\n\nAnswer with JSON alone, in this JSON schema:\n{schema}"
        messages[-1] = {**messages[-1], "content": messages[-1]["content"] + wish}
    return messages


def _fitted(reply: Any, form: type[B]) -> B | None:
    """The form from a call of the tool that is the form, or from the text."""
    for call in reply.tool_calls:
        if call["name"] == form.__name__:
            try:
                return form.model_validate(call["args"])
            except ValidationError:
                return None
    return from_text(str(reply.text), form)


def _number(arguments: Mapping[str, Any]) -> int:
    told = arguments.get("number")
    return told if isinstance(told, int) else 0


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
