"""What analytics tell: figures with what they count, how sure they are, and what they can't tell.

Pages, digests and CSV files are made from these models; keys of parts and figures stay as they are. Every number of
people, relationships, meetings or goals is in fives, and every share, interval and index is worked out from numbers in
fives: whoever has the whole report can work out no more than what is printed (docs/analytics.md, “small numbers”).
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import SerializeAsAny

from copilot.domain.records import Value

Unit = Literal["share", "count", "a month", "days", "rating", "points", "index"]
"""How a value is read: share 0 to 1; a count in fives; a mean a month; days; a rating 1 to 5; a difference of two
shares, -1 to 1; an index 0 to 100."""


class Period(Value):
    """From the first day to the last, both counted.

    `running` while its last day is to come, `begun` from its first day on. `note` says where the days asked for were
    widened, or why nothing is there yet. `label` is what to ask for again, such as 2026-Q4.
    """

    kind: Literal["month", "quarter", "life", "all", "range"]
    label: str
    first: date
    last: date
    running: bool = False
    begun: bool = True
    note: str = ""


class Figure(Value):
    """One number.

    Attributes:
        key: its name in files and code, unique in its part; never changed.
        name: its name for people, in a few words.
        counts: one sentence: what of what.
        value: None where it is hidden, or there is nobody to count.
        low, high: the 95 % interval where there is one; of a hidden share, between what it is known to lie.
        n: how many it rests on, in fives; None where that is hidden too.
        of: what `n` counts: members, relationships, goals …
        hidden: whether a number is withheld because too few stand behind it; `why` says so in a sentence.
        why: the sentence for an absent value; empty where there is a value.
        before: the same in the period before; None where that is hidden, or there is none.
    """

    key: str
    name: str
    counts: str
    unit: Unit
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    of: str = "members"
    hidden: bool = False
    why: str = ""
    before: float | None = None

    @property
    def told(self) -> str:
        """The value in words, such as “62% (48% to 74%) of about 50 members”, or why there is none."""
        if self.value is None:
            return self.why
        text = in_words(self.value, self.unit)
        if self.low is not None and self.high is not None:
            text += f" ({in_words(self.low, self.unit)} to {in_words(self.high, self.unit)})"
        if not self.n or self.unit == "count":
            return text
        return (
            f"{text} of about {self.n:,} {self.of}"
            if self.unit == "share"
            else f"{text}, from about {self.n:,} {self.of}"
        )


def in_words(value: float, unit: Unit) -> str:
    """A value as people read it."""
    if unit == "share":
        return f"{value:.0%}"
    if unit == "points":
        return f"{100 * value:+.0f} points"
    if unit in ("count", "days", "index"):
        return f"{'about ' if unit == 'count' else ''}{value:,.0f}{' days' if unit == 'days' else ''}"
    return f"{value:.1f}{' a month' if unit == 'a month' else ' of 5'}"


class Part(Value):
    """Figures that belong together. `cannot_tell` are sentences that stand beside them wherever they are shown."""

    key: str
    title: str
    figures: tuple[Figure, ...] = ()
    cannot_tell: tuple[str, ...] = ()


class WeighedPart(Value):
    """A part of the index: its figure's key, and its weight as published, of 1."""

    figure: str
    weight: float


class Engagement(Part):
    """The index and, in `figures`, every part it is made of.

    `formula` is the whole formula in words; `used` the weights that went in, of 1 together: where a part has nothing
    to count, the others carry its weight.
    """

    index: Figure
    formula: str
    weights: tuple[WeighedPart, ...]
    used: tuple[WeighedPart, ...] = ()


class ChaossMetric(Value):
    """A metric of CHAOSS by its name: its question in its own words, what is counted here, and what can't be."""

    name: str
    question: str
    figures: tuple[Figure, ...]
    not_counted: tuple[str, ...]


class Chaoss(Value):
    """CHAOSS's Mentorship and Sponsorship."""

    metrics: tuple[ChaossMetric, ...]


class Report(Value):
    """Everything for one period, of one programme or of the whole community (`programme` empty).

    Attributes:
        on: the day it was made.
        before: the period it is compared with; None for a programme's life and for everything.
        notes: what a reader should know first: a period that hasn't begun, records dated in the future.
        in_the_future: how many records are dated after today and left out.
        network: the structure of the network (network.NetworkTold); None where it wasn't asked for.
    """

    on: date
    period: Period
    before: Period | None = None
    programme: str = ""
    programme_name: str = ""
    notes: tuple[str, ...] = ()
    in_the_future: int = 0
    engagement: Engagement
    cadence: Part
    goals: Part
    feedback: Part
    reach: Part
    retention: Part
    learning_effect: Part
    event_effect: Part
    chaoss: Chaoss
    network: SerializeAsAny[Value] | None = None

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts with figures, in the order they are read."""
        return (
            self.engagement,
            self.cadence,
            self.goals,
            self.feedback,
            self.reach,
            self.retention,
            self.learning_effect,
            self.event_effect,
        )


class Month(Value):
    """A month with the meetings that were held in it."""

    period: Period
    held: Figure


class Row(Value):
    """A figure as a line of a CSV file."""

    part: str
    figure: str
    name: str
    period: str
    programme: str
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    hidden: bool
    why: str


class Own(Value):
    """A member's own figures, exact: nobody else is counted in them."""

    member: str
    period: Period
    meetings: int
    relationships_met: int
    days_with_a_trace: int
    goals_reached: int
    events_attended: int
    practised: int
