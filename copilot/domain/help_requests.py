"""An informal request: somebody asks for a hand with one thing, and is helped within days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, Self

from pydantic import Field

from copilot.domain.citations import ProfileCitation
from copilot.domain.records import Record, Value

RequestState = Literal["open", "taken", "done", "withdrawn", "expired"]


class HelpOffer(Value):
    """Who would help, and what she says to it."""

    member: str
    at: datetime
    words: str = Field("", max_length=1_000)


class HelpRequest(Record):
    """“Could someone look over my talk on Thursday?”: open → taken by one who offered → done; or withdrawn, expired.

    `by` is the last day on which help is of use.
    """

    id: str = Field(min_length=1, max_length=200, serialization_alias="request")
    member: str
    text: str = Field(min_length=1, max_length=1_000)
    details: str = Field("", max_length=4_000)
    minutes: int = Field(30, ge=5, le=240)
    by: date
    programme: str = ""
    state: RequestState = "open"
    offers: tuple[HelpOffer, ...] = Field((), max_length=50)
    helper: str = ""
    thanks: str = Field("", max_length=1_000)
    asked: datetime
    closed: datetime | None = None

    def as_of(self, today: date) -> Self:
        """How it stands on that day: one that nobody was taken for expires when its last day is over.

        That is told by the day alone, whatever was kept: when a clock is put right, the request is open again.
        """
        if self.state not in ("open", "expired"):
            return self
        over = today > self.by
        if over == (self.state == "expired"):
            return self
        midnight = datetime.combine(self.by + timedelta(days=1), time(tzinfo=UTC))
        return self.changed(state="expired" if over else "open", closed=midnight if over else None)

    def offer_of(self, member: str) -> HelpOffer | None:
        """What she offered, if she did."""
        return next((offer for offer in self.offers if offer.member == member), None)


class CouldHelp(Value):
    """A member who could lend a hand, by her own words.

    `closeness` is the cosine, 0 to 1, between what is asked and the words that are cited.
    """

    member: str
    closeness: float
    citation: ProfileCitation
