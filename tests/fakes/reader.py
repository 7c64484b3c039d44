from collections.abc import Sequence

from copilot.domain.verdicts import Verdict
from copilot.errors import ModelUnavailable


class WordReader:
    """Rates by the words that needs and offers share, and quotes the offer that shares most.

    `answers` is how many answers it gives before it is out of reach.
    """

    name = "words"
    version = "words 1"

    def __init__(self, answers: int = 1_000_000) -> None:
        self.asked: list[tuple[tuple[str, ...], tuple[str, ...], tuple[str, str]]] = []
        self.answers = answers

    def read(
        self, needs: Sequence[str], offers: Sequence[str], role_words: tuple[str, str]
    ) -> Verdict | None:
        self.asked.append((tuple(needs), tuple(offers), role_words))
        if len(self.asked) > self.answers:
            raise ModelUnavailable("The chat model's server can't be reached.", cure="Start it.")
        wanted = {word.lower()[:5] for need in needs for word in need.split() if len(word) > 3}
        shared = [len(wanted & {word.lower()[:5] for word in offer.split()}) for offer in offers]
        best = shared.index(max(shared)) if shared else 0
        return Verdict(fit=min(4, shared[best]), words=(offers[best],)) if offers else None
