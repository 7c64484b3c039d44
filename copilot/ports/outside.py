"""The world outside: other systems, and the time."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from copilot.domain.messages import Letter, Message, Posted, Sent
from copilot.domain.spaces import Channel


class Webhooks(Protocol):
    """Messages out to incoming webhooks of other systems."""

    def check(self, address: str) -> None:
        """Raise BadInput where this can't be a webhook's address; nothing is looked up, and it is not repeated."""
        ...

    def send(self, address: str, channel: Channel, message: Message) -> Sent:
        """Send it once, within seconds, and say what became of it; what the other side does wrong raises nothing."""
        ...


class Post(Protocol):
    """Letters out to people, by e-mail."""

    @property
    def is_set_up(self) -> bool:
        """Whether letters can be sent at all."""
        ...

    def send(self, letter: Letter) -> Posted:
        """Send it once, within seconds, and say what became of it; what the other side does wrong raises nothing."""
        ...

    def check(self) -> Posted:
        """Go as far as a server's greeting and sign-in, and send nothing; `sent` where that went well."""
        ...


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """The present, in UTC."""
        ...
