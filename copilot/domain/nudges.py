"""Nudges: what the copilot may remind a member of, as she wants it, and each on its way to her."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import Field

from copilot.domain.records import Record
from copilot.domain.spaces import Channel


class NudgeKind(StrEnum):
    """What a nudge is about, the most pressing first: of several that are due, the first goes."""

    SESSION_SOON = "session-soon"
    """A session of hers is tomorrow."""
    EVENT_SOON = "event-soon"
    """An event she registered for begins soon, at the hours before it that its hosts chose."""
    ANSWER_WAITING = "answer-waiting"
    """Somebody waits for her yes or no: 7 and 14 days after a match was approved."""
    REQUEST_CLOSED = "request-closed"
    """After 21 days nobody had answered her: it is closed, and here is what she can do next."""
    ACTION_DUE = "action-due"
    """An action item of hers is due, or was."""
    MILESTONE_DUE = "milestone-due"
    """A milestone of a goal of hers is due."""
    SURVEY_DUE = "survey-due"
    """A short survey is open for her."""
    NEXT_SESSION = "next-session"
    """A relationship of hers is past its rhythm, and nothing is planned."""
    CIRCLE_TURN = "circle-turn"
    """It is her turn to chair the next meeting of a circle."""
    DIGEST = "digest"
    """The week of a programme she manages, in numbers; only for who asked for it."""


MOST_A_WEEK = 14
LAST_HOUR = 23


class NudgeSettings(Record):
    """How a member wants to be nudged; its id is hers. Without one she has what the community has.

    Hours are those of her own time zone: between `quiet_from` and `quiet_until` nothing comes, and at weekends only
    where `weekends`. `webhook` is the address of an incoming webhook of her own, a secret; then nudges go there and
    not to her e-mail.
    """

    id: str = Field(min_length=1, max_length=200, serialization_alias="member")
    off: bool = False
    stopped: frozenset[NudgeKind] = frozenset()
    digest: bool = False
    most_a_week: int | None = Field(None, ge=0, le=MOST_A_WEEK)
    quiet_from: int | None = Field(None, ge=0, le=LAST_HOUR)
    quiet_until: int | None = Field(None, ge=0, le=LAST_HOUR)
    weekends: bool = False
    channel: Channel | None = None
    webhook: str = Field("", max_length=2_000)


class OutgoingNudge(Record):
    """One nudge of the outbox. Its id is made of what it is about, so that no two processes make it twice.

    waiting → sending (claimed by one process; committed before a word leaves) → sent, or waiting again where it surely
    did not arrive, failed where it never will, unsure where nobody can tell: what may have arrived is not sent again.
    Its words are not kept: they are found when it is sent, from what is true then. `stop_hash` is the hash of the
    secret in its stop link.
    """

    id: str = Field(min_length=1, max_length=420, serialization_alias="nudge")
    member: str
    kind: NudgeKind
    about: str = ""
    due: datetime
    until: datetime
    state: Literal["waiting", "sending", "sent", "unsure", "failed", "dropped"] = "waiting"
    tries: int = 0
    next_try: datetime
    claimed: datetime | None = None
    settled: datetime | None = None
    fault: str = Field("", max_length=500)
    stop_hash: str = ""
