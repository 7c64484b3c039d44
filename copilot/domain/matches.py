"""A match, why it is suggested, and the run that proposed it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import Field

from copilot.domain.citations import Citation
from copilot.domain.records import Record, Value


class MatchRole(StrEnum):
    """What the partner is to the seeker."""

    MENTOR = "mentor"
    SPONSOR = "sponsor"
    PEER = "peer"
    REVERSE = "reverse"
    CIRCLE = "circle"


class MatchState(StrEnum):
    """Where a match stands; a suggestion is a score and is kept nowhere."""

    PROPOSED = "proposed"
    SECOND_REVIEW = "second_review"
    APPROVED = "approved"
    DECLINED = "declined"
    ACCEPTED = "accepted"
    ACTIVE = "active"
    PAUSED = "paused"
    CLOSED = "closed"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


class DeclineCategory(StrEnum):
    """What kind of reason a decline had, so that the reasons of many can be counted."""

    KNOW_EACH_OTHER = "know-each-other-already"
    CONFLICT_OF_INTEREST = "conflict-of-interest"
    WRONG_LEVEL = "wrong-level"
    NEED_NOT_MET = "need-not-met"
    TOO_LITTLE_OVERLAP = "too-little-overlap"
    CAPACITY = "capacity"
    ONE_OF_THEM_ASKED = "one-of-them-asked"
    OTHER = "other"


NEXT_STATES: dict[MatchState, frozenset[MatchState]] = {
    MatchState.PROPOSED: frozenset(
        {
            MatchState.SECOND_REVIEW,
            MatchState.APPROVED,
            MatchState.DECLINED,
            MatchState.REPLACED,
            MatchState.EXPIRED,
            MatchState.WITHDRAWN,
        }
    ),
    MatchState.SECOND_REVIEW: frozenset(
        {
            MatchState.APPROVED,
            MatchState.DECLINED,
            MatchState.REPLACED,
            MatchState.EXPIRED,
            MatchState.WITHDRAWN,
        }
    ),
    MatchState.APPROVED: frozenset(
        {
            MatchState.ACCEPTED,
            MatchState.DECLINED,
            MatchState.REPLACED,
            MatchState.EXPIRED,
            MatchState.WITHDRAWN,
        }
    ),
    MatchState.ACCEPTED: frozenset({MatchState.ACTIVE, MatchState.CLOSED}),
    MatchState.ACTIVE: frozenset({MatchState.PAUSED, MatchState.CLOSED}),
    MatchState.PAUSED: frozenset({MatchState.ACTIVE, MatchState.CLOSED}),
}
"""Which state may follow which when somebody decides."""

_UNDECIDED = frozenset({MatchState.PROPOSED, MatchState.SECOND_REVIEW, MatchState.APPROVED})

STATES_BEFORE: dict[MatchState, frozenset[MatchState]] = {
    MatchState.SECOND_REVIEW: frozenset({MatchState.PROPOSED}),
    MatchState.APPROVED: frozenset({MatchState.PROPOSED, MatchState.SECOND_REVIEW}),
    MatchState.DECLINED: _UNDECIDED,
    MatchState.REPLACED: _UNDECIDED,
    MatchState.EXPIRED: _UNDECIDED,
}
"""Which state an undo may give back; only an undo leads out of declined, replaced and expired."""

TAKES_A_PLACE = frozenset(
    {
        MatchState.SECOND_REVIEW,
        MatchState.APPROVED,
        MatchState.ACCEPTED,
        MatchState.ACTIVE,
        MatchState.PAUSED,
    }
)
"""A match in one of these states uses one of the partner's places; one reviewer has said yes by then."""


class Claim(Value):
    """One reason, with the numbers of the citations it rests on and how much of the score it carries."""

    claim: str
    evidence: tuple[int, ...] = ()
    weight: float | None = None


class Alternative(Value):
    """Somebody else who scored well, and in a word why not her."""

    member: str
    score: float
    why_not: str


class Benefit(Value):
    """What each side gets out of it."""

    seeker: str
    partner: str


class Rationale(Value):
    """Why a match: claims with evidence, what speaks against, alternatives, what would change it."""

    for_: tuple[Claim, ...] = Field((), alias="for")
    benefit: Benefit
    against: tuple[Claim, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    would_change: tuple[str, ...] = ()
    confidence: str = ""
    citations: tuple[Citation, ...] = ()


class Suggestion(Value):
    """A partner who may suit; kept nowhere. `score` and every part lie in 0 to 1."""

    member: str
    score: float
    parts: dict[str, float]
    rationale: Rationale


class Match(Record):
    """A pairing of a seeker with a mentor, sponsor or peer; or a circle.

    `members` are all of a circle, the one nearest to its theme first; she and the next stand as seeker and partner, so
    that whoever reads pairs can read this too. `reason` is what was said at the last decision; `because` its category
    where that was a decline.
    """

    id: str = Field(min_length=1, serialization_alias="match")
    seeker: str
    partner: str
    members: tuple[str, ...] = ()
    role: MatchRole
    state: MatchState = MatchState.PROPOSED
    score: float = Field(ge=0, le=1)
    parts: dict[str, float] = {}
    rationale: Rationale
    programme: str = ""
    locked: bool = False
    run: str = ""
    reason: str = ""
    because: DeclineCategory | Literal[""] = ""
    accepted_by: frozenset[str] = frozenset()
    created: datetime

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody it brings together."""
        return self.members or (self.seeker, self.partner)

    @property
    def seekers(self) -> tuple[str, ...]:
        """Those whose search it ends: one, both peers, or a whole circle."""
        return self.people if self.role in (MatchRole.PEER, MatchRole.CIRCLE) else (self.seeker,)

    @property
    def hosts(self) -> tuple[str, ...]:
        """Those of whom it takes a place: the partner, both peers, nobody for a circle."""
        if self.role is MatchRole.CIRCLE:
            return ()
        return self.people if self.role is MatchRole.PEER else (self.partner,)


class Unmatched(Value):
    """A seeker without a partner, the reason in words, and what would help."""

    member: str
    reason: str
    cure: str


class Move(Value):
    """A seeker whose proposed partner changed between two runs."""

    member: str
    before: str
    after: str
    why: str


class MatchRun(Record):
    """One solve of a whole pool. gap = (bound − total) / bound, 0 where the assignment is optimal.

    `warnings` say what could not be done as the settings ask for it; `price` is the total score that another aim than
    the highest total cost, and `aims` say what was reached for it.
    """

    id: str = Field(min_length=1, serialization_alias="run")
    role: MatchRole
    programme: str = ""
    proposed: tuple[str, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    total_score: float
    gap: float
    seed: int
    moved: tuple[Move, ...] = ()
    warnings: tuple[str, ...] = ()
    price: float = 0.0
    aims: tuple[str, ...] = ()
    by: str
    created: datetime


class AuditEntry(Record):
    """Who did what to which record, when and why. Ids only: no names, no notes."""

    at: datetime
    by: str
    verb: str
    kind: Literal[
        "match",
        "run",
        "batch",
        "choice",
        "nomination",
        "draft",
        "member",
        "relationship",
        "guide",
        "settings",
        "home",
        "moment",
        "programme",
        "goal",
        "account",
        "event",
        "space",
        "webhook",
        "objective",
        "playbook",
        "request",
        "learning",
        "circle",
        "sponsorship",
        "badge",
        "recognition",
        "survey",
        "nudge",
        "export",
        "token",
    ]
    record: str
    reason: str = ""
    detail: dict[str, str] = {}
