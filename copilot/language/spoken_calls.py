"""Models that write a tool call into their text: finding it there, and keeping it from the person who reads along."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any

Call = tuple[str, dict[str, Any]]
"""A tool's name, and its arguments by slot."""

MOST_PROSE = 160
"""Characters beside the call. More than that is an answer that speaks of a call, or quotes one out of its data."""
MOST_OBJECTS = 20
_NAME_KEYS = ("name", "tool", "tool_name", "function")
_ARGUMENT_KEYS = ("arguments", "parameters", "args", "tool_input", "input")
_WRAPPING = re.compile(r"```\w*|</?[\w|-]+>")
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_MAY_BE_A_CALL = re.compile(r"\{|<|```")


def call_in(text: str, tools: Collection[str]) -> Call | None:
    """The tool call that this text is, such as JSON between fences; None where it is none or a longer text."""
    text = _THOUGHT.sub("", text)
    for value in objects_in(text):
        call = _as_call(value, tools)
        if call and _prose_beside(text) <= MOST_PROSE:
            return call
    return None


def objects_in(text: str) -> Iterator[dict[str, Any]]:
    """The JSON objects in a text, in order; those inside others too."""
    decoder = json.JSONDecoder()
    for brace in islice(re.finditer(r"\{", text), MOST_OBJECTS):
        try:
            value, _ = decoder.raw_decode(text, brace.start())
        except (json.JSONDecodeError, RecursionError):
            continue
        yield value


class Heard:
    """One message of a model as it comes: what may be shown at once, and what is held until it is known what it is."""

    def __init__(self) -> None:
        self._held = ""

    def more(self, piece: str) -> str:
        """What of it can be shown now. Held is what a tool call or a thought may begin with."""
        self._held += piece
        if self._held.lstrip().startswith("<think>") and "</think>" in self._held:
            self._held = self._held.split("</think>", 1)[1].lstrip()
        mark = _MAY_BE_A_CALL.search(self._held)
        shown = self._held[: mark.start()] if mark else self._held
        self._held = self._held[len(shown) :]
        return shown

    def rest(self) -> str:
        """What was held, where it turned out to be words."""
        rest, self._held = _THOUGHT.sub("", self._held), ""
        return rest


def _as_call(value: dict[str, Any], tools: Collection[str]) -> Call | None:
    inner = value.get("function")
    if isinstance(inner, dict):
        return _as_call(inner, tools)
    name = next((value[key] for key in _NAME_KEYS if isinstance(value.get(key), str)), None)
    if name in tools:
        return str(name), _arguments(value)
    if len(value) == 1 and (only := next(iter(value))) in tools and isinstance(value[only], dict):
        return only, value[only]
    return None


def _arguments(value: dict[str, Any]) -> dict[str, Any]:
    given: Any = next((value[key] for key in _ARGUMENT_KEYS if key in value), {})
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except (json.JSONDecodeError, RecursionError):
            return {}
    return given if isinstance(given, dict) else {}


def _prose_beside(text: str) -> int:
    start, end = text.find("{"), text.rfind("}")
    return len(_WRAPPING.sub("", text[:start] + text[end + 1 :]).strip())
