"""Real chat models heard once and played back: what they wrote and said, without the hours that it took them.

A model's forms and replies are lines of `recorded/models-*.jsonl`, each under the model's name and the case's id. They
are played through the same composer and the same chat as the first time, so that every check is made anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from copilot.domain.briefs import Brief
from copilot.domain.chat import Called, Tool, ToolResult, Turn
from copilot.domain.drafts import FORMS, DraftKind, Form
from copilot.domain.usage import Usage
from copilot.errors import ModelUnavailable
from copilot.ports import Spent, Talker, Writer
from knowledge.words import Found, Said

RECORDED = Path(__file__).parent / "recorded"


class Recordings:
    """What models did, in one file: a list of steps for each model and case.

    Args:
        file: grows by a line a case; a case that is there already is not done again.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        told = [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []
        self._kept: dict[tuple[str, str], list[Any]] = {
            (one["model"], one["case"]): one["steps"] for one in told
        }

    def models(self) -> list[str]:
        """The models that were heard, in order."""
        return list(dict.fromkeys(model for model, _ in self._kept))

    def cases(self, model: str) -> list[str]:
        """The cases a model was heard on."""
        return [case for name, case in self._kept if name == model]

    def steps(self, model: str, case: str) -> list[Any] | None:
        """What it did, or None where it was not heard."""
        return self._kept.get((model, case))

    def keep(self, model: str, case: str, steps: Sequence[Any]) -> None:
        """Write it down at once: a slow model may be stopped at any time."""
        self._kept[model, case] = list(steps)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"model": model, "case": case, "steps": steps}, ensure_ascii=False) + "\n")


class HeardWriter:
    """A writer whose forms are written down; its `steps` are those of the case under way."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self.name = writer.name
        self.steps: list[Any] = []

    def write(
        self, kind: DraftKind, brief: Brief, faults: Sequence[str] = (), spent: Spent | None = None
    ) -> Form:
        """What the writer makes, and what it took."""
        took: list[Usage] = []

        def add(usage: Usage) -> None:
            took.append(usage)
            if spent:
                spent(usage)

        step: dict[str, Any] = {}
        self.steps.append(step)
        try:
            form = self._writer.write(kind, brief, faults, add)
            step["form"] = form.model_dump(mode="json")
            return form
        except ModelUnavailable as error:
            step["fault"] = error.message
            raise
        finally:
            step["tokens"] = [
                sum(one.prompt_tokens for one in took),
                sum(one.completion_tokens for one in took),
            ]

    def say(self, question: str, found: Sequence[Found], earlier: Sequence[str] = ()) -> Iterator[Said]:
        """Answers are not written down here."""
        return self._writer.say(question, found, earlier)


class PlayedWriter:
    """A writer that gives the forms of a recording, one after the other, and its faults."""

    def __init__(self, model: str, steps: Sequence[Any]) -> None:
        self.name = model
        self._steps = iter(steps)

    def write(
        self, kind: DraftKind, brief: Brief, faults: Sequence[str] = (), spent: Spent | None = None
    ) -> Form:
        """The next form."""
        step = next(self._steps, {"fault": "The recording ends here."})
        if spent and "tokens" in step:
            spent(Usage(prompt_tokens=step["tokens"][0], completion_tokens=step["tokens"][1]))
        if "form" not in step:
            raise ModelUnavailable(step["fault"], place=self.name)
        return FORMS[kind].model_validate(step["form"])

    def say(self, question: str, found: Sequence[Found], earlier: Sequence[str] = ()) -> Iterator[Said]:
        """It was not asked for answers."""
        return iter(())


class HeardTalker:
    """A talker whose words and tool calls are written down; its `steps` are those of the case under way."""

    def __init__(self, talker: Talker) -> None:
        self._talker = talker
        self.name = talker.name
        self.steps: list[Any] = []

    def talk(self, earlier: Sequence[Turn], text: str, tools: Sequence[Tool]) -> Iterator[str | Called]:
        """What the talker says and does; each turn begins a list of its own."""
        turn: list[Any] = []
        self.steps.append(turn)
        try:
            for event in self._talker.talk(earlier, text, [_heard(tool, turn) for tool in tools]):
                if isinstance(event, str):
                    turn.append({"say": event})
                yield event
        except ModelUnavailable as error:
            turn.append({"fault": error.message})
            raise


class PlayedTalker:
    """A talker that says and does what a recording holds, turn after turn; the tools really run."""

    def __init__(self, model: str) -> None:
        self.name = model
        self._turns: Iterator[list[Any]] = iter(())

    def plays(self, steps: Sequence[list[Any]]) -> None:
        """From now on this recording."""
        self._turns = iter(steps)

    def talk(self, earlier: Sequence[Turn], text: str, tools: Sequence[Tool]) -> Iterator[str | Called]:
        """The next turn."""
        by_name = {tool.name: tool for tool in tools}
        for step in next(self._turns, [{"fault": "The recording ends here."}]):
            if "fault" in step:
                raise ModelUnavailable(step["fault"], place=self.name)
            if "call" in step:
                tool = by_name[step["call"]]
                yield Called(tool=tool.name)
                tool.run(tool.slots.model_validate(step["slots"]))
            else:
                yield step["say"]


def _heard(tool: Tool, turn: list[Any]) -> Tool:
    def run(slots: BaseModel) -> ToolResult:
        turn.append({"call": tool.name, "slots": slots.model_dump(mode="json")})
        return tool.run(slots)

    return Tool(tool.name, tool.description, tool.slots, run)
