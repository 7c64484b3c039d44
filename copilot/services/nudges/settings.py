"""How somebody is nudged: what she chose herself, and what the community has where she chose nothing."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from copilot.domain.members import Member
from copilot.domain.nudges import NudgeKind, NudgeSettings
from copilot.domain.records import Value


class Community(Value):
    """What holds for everybody who chose nothing else, and what letters need to know of the installation.

    `address` is where people find the web app, empty where only this machine reaches it; `sends` whether the web app
    sends by itself, `mails` whether there is a server for e-mail.
    """

    a_week: int = Field(2, ge=0, le=14)
    quiet_from: int = Field(20, ge=0, le=23)
    quiet_until: int = Field(8, ge=0, le=23)
    time_zone: str = "UTC"
    address: str = ""
    contact: str = "your programme's manager"
    sends: bool = False
    mails: bool = True


class Wishes(Value):
    """What holds for one member. Hours are those of her own day, in `zone`; equal ones mean no quiet hours.

    `way` is how she is reached: her own webhook where she set one, else her e-mail; empty where there is neither.
    """

    off: bool = False
    stopped: frozenset[NudgeKind] = frozenset()
    digest: bool = False
    a_week: int
    quiet_from: int
    quiet_until: int
    weekends: bool = False
    zone: str
    way: Literal["webhook", "e-mail", ""]


def wishes_of(member: Member, own: NudgeSettings | None, community: Community) -> Wishes:
    """Her own choice where she made one, the community's where she did not."""
    chosen = own or NudgeSettings(id=member.id)
    return Wishes(
        off=chosen.off,
        stopped=chosen.stopped,
        digest=chosen.digest,
        a_week=_first(chosen.most_a_week, community.a_week),
        quiet_from=_first(chosen.quiet_from, community.quiet_from),
        quiet_until=_first(chosen.quiet_until, community.quiet_until),
        weekends=chosen.weekends,
        zone=zone_of(member, community),
        way="webhook" if chosen.webhook else "e-mail" if member.email else "",
    )


def zone_of(member: Member, community: Community) -> str:
    """The name of her time zone; the community's where she gave none."""
    return member.profile.time_zone or community.time_zone


def _first(own: int | None, common: int) -> int:
    return common if own is None else own
