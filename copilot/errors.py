"""One tree of errors: each names the place and the cure, in a sentence a programme manager understands."""

from __future__ import annotations

from collections.abc import Mapping


class CopilotError(Exception):
    """Something could not be done; the work that was there is still there.

    Args:
        message: what happened, a sentence without technical words.
        place: the file, row, field, option or record it happened at.
        cure: what the person can do about it.
        detail: what programs may want beside the sentence, such as every rejected row.
    """

    code = "error"
    exit_code = 2

    def __init__(
        self, message: str, *, place: str = "", cure: str = "", detail: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.cure = cure
        self.detail = dict(detail or {})

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        cure = f" {self.cure}" if self.cure else ""
        return f"{where}{self.message}{cure}"


class BadInput(CopilotError):
    """What was given cannot be used: a file, a field, an option."""

    code = "bad_input"


class NotFound(CopilotError):
    """No such record, or none that the asker may see: the two are not told apart."""

    code = "not_found"


class NotAllowed(CopilotError):
    """The policy says no to this asker."""

    code = "not_allowed"


class Conflict(CopilotError):
    """The record changed in the meantime, or its state does not allow this step."""

    code = "conflict"


class Unavailable(CopilotError):
    """Something needed is out of reach: a home, a model, a database, a port."""

    code = "unavailable"
    exit_code = 3


class HomeUnusable(Unavailable):
    """The home is read-only, locked, damaged or from a newer version."""

    code = "home"


class KeyMissing(HomeUnusable):
    """Words of the home are encrypted with a key that was not given."""

    code = "key_missing"


class Unreadable(Unavailable):
    """Encrypted words of one record were damaged; the others can be read."""

    code = "unreadable"


class ModelUnavailable(Unavailable):
    """The encoder's weights or the chat model cannot be used."""

    code = "model"


class Stopped(CopilotError):
    """A person stopped it. What was done before is kept."""

    code = "stopped"


class NothingToSay(CopilotError):
    """The honest answer is no: nothing found, or too little known to draft from."""

    code = "nothing"
    exit_code = 1
