"""A conversation with the copilot: what a person typed, what it answered, and what that rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from copilot.domain.citations import Citation
from copilot.domain.records import Record, Value


class NextStep(Value):
    """Something to do next, offered as a button: what it says, and what it types into the chat."""

    label: str = Field(min_length=1)
    text: str = Field(min_length=1)


class Pending(Value):
    """A job the copilot asked something about: what is known of it, and the slot it waits for."""

    job: str
    slots: dict[str, str] = {}
    missing: str


class Turn(Value):
    """One side's words in a conversation. All but `by`, `text` and `at` is the copilot's."""

    by: Literal["person", "copilot"]
    text: str
    at: datetime
    citations: tuple[Citation, ...] = ()
    offers: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    steps: tuple[NextStep, ...] = ()
    pending: Pending | None = None
    writer: str = ""
    remark: str = ""


class Conversation(Record):
    """A thread of turns. It belongs to one member, and nobody else may read it."""

    id: str = Field(min_length=1, serialization_alias="thread")
    owner: str
    title: str = Field("", max_length=200)
    started: datetime
    latest: datetime


class ToolResult(Value):
    """What a tool found or made: words for the person, with the citations its `[n]` stand for.

    `offers` are ids of drafts, `steps` what could be done next, `pending` what the tool needs to be told first.
    `failed` is true where it could do nothing.
    """

    text: str
    citations: tuple[Citation, ...] = ()
    offers: tuple[str, ...] = ()
    steps: tuple[NextStep, ...] = ()
    pending: Pending | None = None
    failed: bool = False


@dataclass(frozen=True)
class Tool:
    """Something the chat can do for whoever asks, with that person's permissions and no others.

    `slots` is the pydantic form of its arguments; their descriptions are read by a chat model.
    """

    name: str
    description: str
    slots: type[BaseModel]
    run: Callable[[Any], ToolResult]


class Called(Value):
    """A tool is being used: what a person should see while she waits."""

    tool: str
    about: str = ""
