"""What a reader says of a pair: how well an offer meets a need, and the words it rests on."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from copilot.domain.records import Record, Value

HIGHEST_FIT = 4
"""The best rating of the rubric in `prompts/match-verdict.md`."""
Fit = Annotated[int, Field(ge=0, le=HIGHEST_FIT)]


class Verdict(Value):
    """A rating from 0 to 4, and words of the partner's texts, copied. Without words it rests on nothing."""

    fit: Fit
    words: tuple[str, ...] = ()

    @property
    def value(self) -> float:
        """The fit as a part of a score: 0 to 1."""
        return self.fit / HIGHEST_FIT


class KeptVerdict(Record):
    """A verdict kept so that the same texts are read once.

    `key` is a hash of all that was read, of the prompt and of the model; where it differs now, the verdict is out of
    date. One a pair, role and reader: the words are the partner's, and go when one of the two goes. One without words
    stood for nothing and counts for nothing; it is kept so that nobody pays for it again.
    """

    seeker: str
    partner: str
    key: str
    fit: Fit
    words: tuple[str, ...] = ()
    reader: str
    at: datetime
