from collections.abc import Callable

from copilot.domain.messages import Letter, Posted

SENT = Posted(outcome="sent")
ARRIVES = frozenset({"sent", "unsure"})


class HeardPost:
    """A mail server that keeps what arrives, and answers as it is told to."""

    def __init__(self, *, is_set_up: bool = True) -> None:
        self.arrived: list[Letter] = []
        self.answers: list[Posted | Callable[[Letter], Posted]] = []
        self._is_set_up = is_set_up

    @property
    def is_set_up(self) -> bool:
        return self._is_set_up

    def send(self, letter: Letter) -> Posted:
        if not self._is_set_up:
            return Posted(outcome="later", fault="E-mail is not set up.")
        if letter.to.count("@") != 1 or any(not each.isprintable() for each in letter.to):
            return Posted(outcome="refused", fault="Her address is none that e-mail can be sent to.")
        answer = self.answers.pop(0) if self.answers else SENT
        told = answer(letter) if callable(answer) else answer
        if told.outcome in ARRIVES:
            self.arrived.append(letter)
        return told

    def check(self) -> Posted:
        return SENT if self._is_set_up else Posted(outcome="later", fault="E-mail is not set up.")

    @property
    def ids(self) -> list[str]:
        return [each.message_id for each in self.arrived]
