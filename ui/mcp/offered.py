"""What a tool is here: its name, what it takes, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict
from pydantic_core import to_jsonable_python

from copilot.domain.asking import Asker
from copilot.domain.chat import ToolResult
from copilot.domain.tokens import TokenScope
from copilot.services.chat.inert import inert
from copilot.services.tokens.entering import Entered

if TYPE_CHECKING:
    from copilot.app import Copilot


class Slots(BaseModel):
    """The arguments of a tool. Unknown ones are refused."""

    model_config = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class Offered:
    """One tool.

    Args:
        name: in snake case, as assistants call it.
        told: what it does, for the assistant.
        slots: its arguments.
        scopes: all the scopes it takes.
        run: does it, with the permissions of whoever asks and no others.
        for_keepers: whether it is shown only to who manages a programme, or is an admin.
    """

    name: str
    told: str
    slots: type[BaseModel]
    scopes: frozenset[TokenScope]
    run: Callable[[Copilot, Asker, Any], ToolResult]
    for_keepers: bool = False

    @property
    def only_reads(self) -> bool:
        """Whether nothing is changed by it."""
        return TokenScope.WRITE not in self.scopes and self.scopes != {TokenScope.CHAT}

    def is_for(self, entered: Entered) -> bool:
        """Whether it is offered to whoever asks: by her token's scopes and her roles."""
        keeper = bool(entered.asker.manages) or "admin" in entered.asker.roles
        return self.scopes <= entered.scopes and (keeper or not self.for_keepers)


def as_result(record: object) -> ToolResult:
    """A record under the contract's names, a line a value, such as `sessions.2.topic: Openings`; nothing is live."""
    return ToolResult(text=inert("\n".join(_lines(to_jsonable_python(record, by_alias=True)))))


def _lines(value: Any, name: str = "") -> Iterator[str]:
    """What is empty is left out. A value of several lines stays one, so that none of them looks like a name."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _lines(each, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list):
        for n, each in enumerate(value, 1):
            yield from _lines(each, f"{name}.{n}" if name else str(n))
    elif value not in ("", None):
        yield f"{name}: {' / '.join(str(value).splitlines())}"
