"""Nudges as somebody may read of them: what holds for her, what she got, what is coming, what a round would do."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from copilot.domain.nudges import NudgeKind, NudgeSettings, OutgoingNudge
from copilot.domain.records import Value
from copilot.domain.spaces import Channel
from copilot.services.nudges.settings import Community, Wishes

WHAT = {
    NudgeKind.SESSION_SOON: "A session on the next day",
    NudgeKind.EVENT_SOON: "An event you registered for",
    NudgeKind.ANSWER_WAITING: "Somebody who waits for your yes or no",
    NudgeKind.REQUEST_CLOSED: "A request nobody answered, and what to do next",
    NudgeKind.ACTION_DUE: "Action items that are due",
    NudgeKind.MILESTONE_DUE: "A milestone that is due",
    NudgeKind.SURVEY_DUE: "A short survey that is open",
    NudgeKind.NEXT_SESSION: "A relationship with nothing planned",
    NudgeKind.CIRCLE_TURN: "Your turn to chair a circle",
    NudgeKind.DIGEST: "The week of your programmes, in numbers",
}
"""What each kind reminds of, in a few words."""


class KindTold(Value):
    """One kind of nudge, whether she gets it, and whether she stopped it herself."""

    kind: NudgeKind
    what: str
    gets: bool
    stopped: bool


class SettingsTold(Value):
    """How she is nudged. `own_…` is what she chose herself, None where the community's holds, which `usual_…` is. Her
    webhook's address is never told again.
    """

    member: str
    off: bool
    kinds: tuple[KindTold, ...]
    a_week: int
    quiet_from: int
    quiet_until: int
    weekends: bool
    time_zone: str
    way: Literal["webhook", "e-mail", ""]
    channel: Channel | None
    digest: bool
    own_a_week: int | None
    own_quiet_from: int | None
    own_quiet_until: int | None
    usual_a_week: int
    usual_quiet_from: int
    usual_quiet_until: int
    sends: bool = Field(description="whether this installation sends nudges by itself")


class Got(Value):
    """A nudge that was sent to her, or on its way when somebody lost sight of it."""

    id: str = Field(serialization_alias="nudge")
    kind: NudgeKind
    what: str
    state: str
    at: datetime
    fault: str = ""


class Coming(Value):
    """A nudge that is due: when it may go, and why not now."""

    kind: NudgeKind
    says: Literal["now", "later", "never"]
    at: datetime | None = None
    reason: str = ""
    short: str = ""
    why: str = ""


class Mine(Value):
    """What she got, the latest first, and what is due for her now."""

    got: tuple[Got, ...] = ()
    coming: tuple[Coming, ...] = ()


class Planned(Value):
    """What a round would do with one nudge: `never` and `later` with a reason, `now` and `later` with its words."""

    id: str = Field(serialization_alias="nudge")
    member: str
    kind: NudgeKind
    says: Literal["now", "later", "never"]
    at: datetime | None = None
    reason: str = ""
    way: Literal["webhook", "e-mail", ""] = ""
    subject: str = ""
    short: str = ""
    text: str = ""


class Preview(Value):
    """A dry run: what would go now and to whom, what would not and why, and which matches would be closed first."""

    now: datetime
    nudges: tuple[Planned, ...] = ()
    to_close: tuple[str, ...] = ()


def settings_told(
    chosen: NudgeSettings, wishes: Wishes, community: Community, *, manages: bool
) -> SettingsTold:
    """How she is nudged, without her webhook's address; the digest stands among the kinds of who manages."""
    kinds = [kind for kind in NudgeKind if manages or kind is not NudgeKind.DIGEST]
    return SettingsTold(
        member=chosen.id,
        off=wishes.off,
        kinds=tuple(_kind_told(kind, wishes) for kind in kinds),
        a_week=wishes.a_week,
        quiet_from=wishes.quiet_from,
        quiet_until=wishes.quiet_until,
        weekends=wishes.weekends,
        time_zone=wishes.zone,
        way=wishes.way,
        channel=chosen.channel,
        digest=wishes.digest,
        own_a_week=chosen.most_a_week,
        own_quiet_from=chosen.quiet_from,
        own_quiet_until=chosen.quiet_until,
        usual_a_week=community.a_week,
        usual_quiet_from=community.quiet_from,
        usual_quiet_until=community.quiet_until,
        sends=community.sends,
    )


def got(nudge: OutgoingNudge) -> Got:
    """One that was sent or may have been."""
    return Got(
        id=nudge.id,
        kind=nudge.kind,
        what=WHAT[nudge.kind],
        state=nudge.state,
        at=nudge.settled or nudge.claimed or nudge.due,
        fault=nudge.fault,
    )


def _kind_told(kind: NudgeKind, wishes: Wishes) -> KindTold:
    stopped = kind in wishes.stopped
    asked = kind is not NudgeKind.DIGEST or wishes.digest
    return KindTold(
        kind=kind, what=WHAT[kind], gets=asked and not stopped and not wishes.off, stopped=stopped
    )
