"""What a digest tells: one structure, from which Markdown, HTML and plain text are made."""

from __future__ import annotations

from datetime import date
from typing import Literal

from copilot.domain.records import Value
from copilot.services.analytics.told import Figure

State = Literal["told", "quiet", "not-begun", "over", "empty"]


class Week(Value):
    """A week from Monday to Sunday, as ISO 8601 numbers them; `running` while its Sunday is to come."""

    label: str
    first: date
    last: date
    running: bool = False


class Where(Value):
    """Where something is looked up: a page of the web app, and a command."""

    page: str
    command: str


class Pair(Value):
    """A relationship that may need a call, for a manager of its programme: first names, dates, and one step."""

    names: str
    reason: str
    step: str


class DigestLine(Value):
    """One thing in a sentence or two. `figure` is the number behind it where there is one, in fives."""

    key: str
    text: str
    where: Where
    figure: Figure | None = None
    pairs: tuple[Pair, ...] = ()


class Digest(Value):
    """The week of one programme, or of the whole community (`programme` empty).

    Attributes:
        on: the day it was made.
        state: `told`, or why there is little to tell; then `opening` is all that is said.
        opening: sentences to begin with, two where the week was quiet.
        moved: what is counted of the week, beside the week before.
        look: what deserves a look now, at most three; none of a week that is long over.
        well: what went well, at most three.
        notes: what a reader should know of these numbers.
    """

    week: Week
    on: date
    programme: str = ""
    programme_name: str = ""
    state: State
    opening: tuple[str, ...] = ()
    moved: tuple[DigestLine, ...] = ()
    look: tuple[DigestLine, ...] = ()
    well: tuple[DigestLine, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def without_names(self) -> Digest:
        """As it may leave by e-mail, a weak place: how many relationships may need a call, not whose."""
        return self.model_copy(
            update={"look": tuple(line.model_copy(update={"pairs": ()}) for line in self.look)}
        )

    @property
    def name(self) -> str:
        """What it is the week of."""
        return self.programme_name or "the whole community"

    @property
    def sections(self) -> tuple[tuple[str, tuple[DigestLine, ...]], ...]:
        """The headings that have something below them, in the order they are read."""
        every = (
            ("What deserves a look", self.look),
            ("What moved", self.moved),
            ("What went well", self.well),
        )
        return tuple((title, lines) for title, lines in every if lines)
