"""What a sponsorship looks like to one of its two sides, and to a manager."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from copilot.domain.records import Value
from copilot.domain.sponsorship import Advocacy, MaySay, Pledge, Proof, SpeakingConsent


class PledgeSeen(Pledge):
    """A pledge as one of the two sees it; `told` says what there is to say of its day, empty where nothing is."""

    overdue: bool = False
    told: str = ""


class AdvocacySeen(Advocacy):
    """One thing that was done, with a sentence on whether she had agreed to be spoken of there."""

    told: str = ""


class SponsorshipView(Value):
    """One sponsorship with all that the asker may see of it.

    Attributes:
        mine: which side the asker stands on. Who is sponsored sees all of it; a sponsor what is hers.
        reviewed_by: how many people approved the match, as the log has it; 0 where it was arranged by hand, None
            where one side has left and the match with her.
        in_one_line: sponsors who have come to stand in a reporting line with her: they may pledge nothing more.
        pledges: open ones first, the earliest day first; then the others, the latest first.
        advocacy: the latest first.
        consents: those that hold today.
    """

    id: str = Field(serialization_alias="relationship")
    member: str
    sponsors: tuple[str, ...]
    mine: Literal["sponsor", "sponsored"]
    state: str
    started: date
    programme: str
    reviewed_by: int | None
    in_one_line: tuple[str, ...] = ()
    pledges: tuple[PledgeSeen, ...] = ()
    advocacy: tuple[AdvocacySeen, ...] = ()
    consents: tuple[SpeakingConsent, ...] = ()


class SpokenBrief(Value):
    """What a sponsor may say of somebody today, where, and until when; `why_empty` says why where it is nothing."""

    relationship: str
    member: str
    sponsor: str
    may_say: tuple[MaySay, ...] = ()
    rooms: tuple[str, ...] = ()
    until: date | None = None
    why_empty: str = ""


class Citable(Value):
    """Something a sponsor may rest her words on: the id to name it by, and the quotation as it would be kept."""

    id: str
    proof: Proof


class Offered(Value):
    """Sentences of a brief that she approved, for her to choose from."""

    draft: str
    sentences: tuple[MaySay, ...]


class Spotlit(Value):
    """What became of a proposal to speak at a spotlight; without her consent `advocacy` is None, nothing is logged."""

    event: str
    member: str
    advocacy: Advocacy | None
    told: str


class SponsorshipStatus(Value):
    """What managers see: about how many, never who or what; in fives, and None where there are fewer than five.

    Attributes:
        sponsorships: how many are at work.
        live_pledge: those of them with an open pledge.
        act_lately: those with an act of advocacy in the last quarter.
    """

    sponsorships: int | None
    live_pledge: int | None
    act_lately: int | None
    told: str
