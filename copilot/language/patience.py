"""How long a person waits for a chat model: so long without a word, and so long in all."""

from __future__ import annotations

from time import monotonic

from copilot.errors import ModelUnavailable


class Patience:
    """One job's clock. It runs while a model is waited for, over all tries together, and stands still in between.

    Args:
        silence: seconds without a word after which it is given up.
        limit: seconds after which even a model that keeps writing is given up.
        model: the place of the fault.
    """

    def __init__(self, silence: float, limit: float, model: str) -> None:
        self.silence, self.limit, self._model = silence, limit, model
        self._silent = self._waited = 0.0
        self._begun = self._quiet_since = monotonic()

    def start(self) -> None:
        """Somebody waits from now on."""
        self._begun = self._quiet_since = monotonic()

    def pause(self) -> None:
        """Nobody waits for the moment; the silence so far is not forgotten."""
        now = monotonic()
        self._waited += now - self._begun
        self._silent += now - self._quiet_since
        self._begun = self._quiet_since = now

    def heard(self) -> None:
        """A word came."""
        self._silent, self._quiet_since = 0.0, monotonic()

    def left(self) -> float:
        """Seconds until it is given up; 0 or less where it is."""
        return min(self._silence_left(), self._time_left())

    def over(self) -> ModelUnavailable:
        """The sentence for it."""
        if self._time_left() <= 0:
            return ModelUnavailable(
                f"The chat model was still writing after {self.limit:g} seconds.",
                place=self._model,
                cure="Allow it more with MENTORING_CHAT_PATIENCE_SECONDS, or use a faster model.",
            )
        return ModelUnavailable(
            f"The chat model wrote nothing for {self.silence:g} seconds, so it did not answer in time.",
            place=self._model,
            cure="Try again, or set a longer MENTORING_CHAT_TIMEOUT_SECONDS.",
        )

    def _silence_left(self) -> float:
        return self.silence - self._silent - (monotonic() - self._quiet_since)

    def _time_left(self) -> float:
        return self.limit - self._waited - (monotonic() - self._begun)
