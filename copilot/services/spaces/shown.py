"""A space as it is listed and shown: who reads it, what is new, and what stands on top of it from the records."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from pydantic import Field

from copilot.domain.drafts import AgreedTopic
from copilot.domain.records import Value
from copilot.domain.relationships import Agreement, Goal
from copilot.domain.spaces import Post, SpaceKind
from copilot.ports import UnitOfWork
from copilot.services.spaces.belonging import Place
from copilot.services.spaces.visible import Thread, readable

A_WEEK = timedelta(days=7)
_ORDER = tuple(SpaceKind)


class SpaceLine(Value):
    """A space in a list. `people` are those who are in it, empty where everybody is; `new` counts others' posts of a
    week."""

    id: str = Field(serialization_alias="space")
    kind: SpaceKind
    name: str
    purpose: str
    of: str
    closed: bool
    everybody: bool
    people: tuple[str, ...]
    readers: int
    keepers: tuple[str, ...]
    new: int
    latest: datetime | None


class SpacesListed(Value):
    """The spaces she is in, and the groups she may join."""

    mine: tuple[SpaceLine, ...]
    to_join: tuple[SpaceLine, ...]


class FromTheRecords(Value):
    """What stands on top of a space as the records have it just now; of it nothing is copied.

    Of a relationship or circle: its agreement and the goals shared in it. Of a programme: dates, the community's
    wordings for agreements, who manages it.
    """

    agreement: Agreement | None = None
    goals: tuple[Goal, ...] = ()
    starts: date | None = None
    ends: date | None = None
    wordings: dict[AgreedTopic, str] = {}
    managers: tuple[str, ...] = ()


class SpaceShown(SpaceLine):
    """A space with what is said in it. `shut` says why nothing can be written; empty where it can."""

    records: FromTheRecords
    pinned: tuple[Thread, ...]
    threads: tuple[Thread, ...]
    page: int
    pages: int
    may_write: bool
    may_pin: bool
    keeps: bool
    shut: str


def line_of(place: Place, posts: Iterable[Post], reader: str, now: datetime, everybody: int = 0) -> SpaceLine:
    """A space in a list.

    Args:
        place: the space with who is in it.
        posts: all of its posts.
        reader: who reads the list; the people of a space that she isn't in are not named.
        now: the present.
        everybody: how many are in what is everybody's.
    """
    seen = readable(posts, reader)
    hers = place.everybody or reader in place.people
    return SpaceLine(
        id=place.id,
        kind=place.space.kind,
        name=place.space.name,
        purpose=place.space.purpose,
        of=place.space.of,
        closed=place.space.closed,
        everybody=place.everybody,
        people=tuple(sorted(place.people)) if hers else (),
        readers=everybody if place.everybody else len(place.people),
        keepers=tuple(sorted(place.keepers)),
        new=sum(1 for each in seen if each.at > now - A_WEEK and each.author != reader),
        latest=max((each.at for each in seen), default=None),
    )


def from_the_records(unit: UnitOfWork, place: Place) -> FromTheRecords:
    """What the records say of what the space belongs to, just now."""
    if place.space.kind in (SpaceKind.RELATIONSHIP, SpaceKind.CIRCLE):
        relationship = unit.relationships.get(place.space.of)
        goals = unit.goals.all(relationship=relationship.id)
        shared = tuple(each for each in goals if each.state != "dropped")
        return FromTheRecords(agreement=relationship.agreement, goals=shared)
    if place.space.kind is SpaceKind.PROGRAMME:
        programme = unit.programmes.get(place.space.of)
        return FromTheRecords(
            starts=programme.starts,
            ends=programme.ends,
            wordings=programme.agreement,
            managers=tuple(sorted(programme.managers)),
        )
    return FromTheRecords()


def by_space(posts: Iterable[Post]) -> dict[str, list[Post]]:
    """Space → its posts."""
    found: dict[str, list[Post]] = {}
    for each in posts:
        found.setdefault(each.space, []).append(each)
    return found


def in_order(line: SpaceLine) -> tuple[bool, int, float, str]:
    """Sorts a list: what is open first, by kind, then by the newest word."""
    newest = -line.latest.timestamp() if line.latest else 0.0
    return line.closed, _ORDER.index(line.kind), newest, line.name
