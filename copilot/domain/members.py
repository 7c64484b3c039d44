"""A member, and what she says of herself."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, field_validator

from copilot.domain.records import Record, Value

LONGEST_TEXT = 20_000
MANY_TEXTS = 200


@cache
def _zones() -> frozenset[str]:
    """Every IANA zone; listing them reads a folder of files, too slow for each member anew."""
    return frozenset(available_timezones())


class Role(StrEnum):
    """What a member may be in the community; she may be several."""

    MENTEE = "mentee"
    MENTOR = "mentor"
    SPONSOR = "sponsor"
    PEER = "peer"
    MANAGER = "manager"
    ADMIN = "admin"


class Profile(Value):
    """What a member says of herself; every list holds short texts in her own order."""

    headline: str = Field("", max_length=LONGEST_TEXT)
    experience: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    function: str = Field("", max_length=200)
    level: int | None = Field(None, ge=1, le=10)
    location: str = Field("", max_length=500)
    time_zone: str = ""
    languages: tuple[str, ...] = ()
    hours_per_month: float | None = Field(None, ge=0, le=200)
    working_style: str = Field("", max_length=LONGEST_TEXT)
    wishes: tuple[str, ...] = ()

    @field_validator("experience", "skills", "goals", "interests", "languages", "wishes")
    @classmethod
    def _texts_are_short_and_few(cls, texts: tuple[str, ...]) -> tuple[str, ...]:
        if len(texts) > MANY_TEXTS:
            raise ValueError(f"has {len(texts)} entries; {MANY_TEXTS} is the most")
        # Without a step of Python for each text: thousands of profiles are read for one matching.
        if max(map(len, texts), default=0) > LONGEST_TEXT:
            raise ValueError(f"has a text of more than {LONGEST_TEXT:,} characters")
        return tuple(filter(None, map(str.strip, texts)))

    @field_validator("time_zone")
    @classmethod
    def _time_zone_exists(cls, name: str) -> str:
        if name and name not in _zones():
            raise ValueError(f"“{name}” is not an IANA time zone such as Europe/Lisbon")
        return name

    @property
    def zone(self) -> ZoneInfo | None:
        """The member's time zone, if she gave one."""
        return ZoneInfo(self.time_zone) if self.time_zone else None


class Member(Record):
    """A person of the community.

    `line_manager_id` is the boss at work, never called manager here: that is a role in a programme.
    `extra` keeps the roster's unknown columns; they never reach a score or a prompt.
    """

    name: str = Field(min_length=1, max_length=200)
    email: str = Field("", max_length=320)
    roles: frozenset[Role] = Field(min_length=1)
    profile: Profile = Profile()
    capacity: int | None = Field(None, ge=0, le=1_000_000)
    line_manager_id: str = Field("", max_length=200)
    vetoes: frozenset[str] = frozenset()
    paused: bool = False
    extra: dict[str, str] = {}
    updated: datetime | None = None

    def places(self) -> int:
        """How many people she can take on at once: her capacity, one where she gave none, none while paused."""
        if self.paused:
            return 0
        return 1 if self.capacity is None else self.capacity


class DeclaredGroup(Record):
    """What a member declared for the audit, apart from her profile. Only the audit reads it, and only with consent."""

    member: str
    attribute: str = Field(min_length=1, max_length=200)
    value: str = Field(min_length=1, max_length=200)
    consent: bool = False
