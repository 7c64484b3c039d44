from collections.abc import Callable

from copilot.domain.messages import Message, Sent
from copilot.domain.spaces import Channel
from copilot.errors import BadInput

OK = Sent(outcome="sent")


class HeardWebhooks:
    """Other systems that hear everything, and answer as they are told to."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, Channel, Message]] = []
        self.answers: list[Sent | Callable[[], Sent]] = []

    def check(self, address: str) -> None:
        if not address.startswith("https://"):
            raise BadInput("This address can't be a webhook's.", place="--address")

    def send(self, address: str, channel: Channel, message: Message) -> Sent:
        self.heard.append((address, channel, message))
        answer = self.answers.pop(0) if self.answers else OK
        return answer() if callable(answer) else answer

    @property
    def texts(self) -> list[str]:
        return [message.text for _, _, message in self.heard]
