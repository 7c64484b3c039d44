from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from copilot.domain.chat import Called, Tool, Turn
from copilot.errors import ModelUnavailable


@dataclass(frozen=True)
class Use:
    """A call of a tool."""

    tool: str
    slots: Mapping[str, Any] = field(default_factory=dict)


Line = str | Use | ModelUnavailable | Callable[[list[str]], str]
"""Words, a tool that is used, a fault, or words that come from what the tools said so far."""


class ScriptedTalker:
    """Stands for a chat model: says and does line after line what its script tells, and keeps all that it was given.

    As a real one may, it calls a tool that isn't there or with slots that don't fit, and is told so.
    """

    name = "small-model"

    def __init__(self, *script: Line) -> None:
        self.script = script
        self.given: list[str] = []
        self.earlier: list[Turn] = []
        self.offered: set[str] = set()

    def talk(self, earlier: Sequence[Turn], text: str, tools: Sequence[Tool]) -> Iterator[str | Called]:
        self.earlier = list(earlier)
        self.given += [one.model_dump_json() for one in earlier] + [text]
        by_name = {tool.name: tool for tool in tools}
        self.offered = set(by_name)
        heard: list[str] = []
        for line in self.script:
            if isinstance(line, ModelUnavailable):
                raise line
            if isinstance(line, Use):
                yield Called(tool=line.tool, about=", ".join(map(str, line.slots.values())))
                heard.append(self._used(by_name.get(line.tool), line))
            else:
                yield line if isinstance(line, str) else line(heard)

    def _used(self, tool: Tool | None, line: Use) -> str:
        if tool is None:
            return "There is no such tool."
        try:
            result = tool.run(tool.slots.model_validate(line.slots))
        except ValidationError as error:
            return str(error)
        self.given.append(result.model_dump_json())
        return result.text
