"""What was noticed, as far as the asker may see it, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from datetime import date
from typing import Literal, TypeVar

from pydantic import Field

from copilot.domain.asking import Asker
from copilot.domain.recognition import BadgeKind
from copilot.domain.records import Record, Value
from copilot.domain.relationships import Relationship
from copilot.ports import Repository, UnitOfWork, UnitsOfWork
from copilot.services.badges import noticing
from copilot.services.badges.noticing import Seen
from copilot.services.badges.unconfirmed import fell_with_its_record
from copilot.services.badges.wording import NOTICED, NOTICED_OF_HER
from copilot.services.known_relationships import known_relationships
from copilot.services.policy import Action, Policy

Titles = Callable[[], Mapping[str, str]]
"""Learning track → its title."""
Doing = Literal["take a badge", "decline", "offer a badge", "log a moment", "write it up"]
R = TypeVar("R", bound=Record)
MOST_IN_A_LIST = 500
"""Ids that a database is asked for at once."""
_ONCE = frozenset({BadgeKind.FIRST_ADVOCACY, BadgeKind.RETURNING_MENTOR, BadgeKind.CIRCLE_CHAIR})
"""What can be the first time only once, on whichever record it was noticed."""


class Notice(Value):
    """One thing noticed, as somebody may read it.

    `id` is what `badges take`, `decline` and `offer --noticed` are told. `of` is the record it rests on and `others`
    who else was in it; both are empty for managers, who see that it was, and when. `can` is what the reader may do.
    """

    id: str = Field(serialization_alias="notice")
    kind: BadgeKind
    member: str
    on: date | None
    words: str
    of: str = ""
    others: tuple[str, ...] = ()
    can: tuple[Doing, ...] = ()


class NoticingService:
    """Reads the records for what deserves recognition. Nothing is kept, and nobody is told but who asks."""

    def __init__(self, units: UnitsOfWork, policy: Policy, titles: Titles) -> None:
        self._units = units
        self._policy = policy
        self._titles = titles

    def noticed(self, asker: Asker) -> list[Notice]:
        """What was noticed and isn't recognised by a badge yet, or declined; the latest first."""
        self._policy.require(asker, Action.BADGES_READ)
        with self._units.reading() as unit:
            found = still_open(unit, seen(unit, self._policy, asker, self._titles()))
        ordered = sorted(found, key=lambda each: (each.on or date.min, each.id), reverse=True)
        return [self._told(asker, each) for each in ordered]

    def _told(self, asker: Asker, seen: Seen) -> Notice:
        inside = asker.member in seen.seen_by
        words = (NOTICED_OF_HER if asker.member == seen.member else NOTICED)[seen.kind]
        return Notice(
            id=seen.id,
            kind=seen.kind,
            member=seen.member,
            on=seen.on,
            words=f"{words[:-1]}: {seen.called}." if seen.called else words,
            of=seen.of if inside else "",
            others=tuple(sorted(seen.seen_by - {seen.member})) if inside else (),
            can=tuple(self._can(asker, seen)),
        )

    def _can(self, asker: Asker, seen: Seen) -> Iterator[Doing]:
        if asker.member == seen.member:
            yield from ("take a badge", "decline")
            return
        if may_give(self._policy, asker, seen):
            yield "offer a badge"
        if asker.member in seen.seen_by:
            yield from ("log a moment", "write it up")


def may_give(policy: Policy, asker: Asker, seen: Seen) -> bool:
    """Whether she may offer a badge for it: who is told of it, and gives badges there. Nobody praises herself."""
    told = seen.programmes is not None and all(
        policy.allows(asker, Action.BADGES_GIVE, programme=each) for each in seen.programmes
    )
    return told and asker.member != seen.member


def seen(
    unit: UnitOfWork, policy: Policy, asker: Asker, titles: Mapping[str, str], notice: str = ""
) -> list[Seen]:
    """Everything noticed that this asker may see, of members who are there.

    With the id of a notice, the one of this id alone, read from the records of whom it names.
    """
    noticed = _noticed(unit, policy, asker, titles, notice)
    wanted = [each for each in noticed if notice in ("", each.id)]
    found = [each for each in wanted if _may_see(policy, asker, each)]
    there = {member.id for member in _among(unit.members, "id", {each.member for each in found})}
    return [each for each in found if each.member in there]


def _among(records: Repository[R], column: str, wanted: Set[str], **equals: object) -> list[R]:
    """Those whose column is one of these. Of very many all are read at once: a database takes no such long list."""
    if len(wanted) <= MOST_IN_A_LIST:
        return records.all(**{column: wanted}, **equals)
    return [each for each in records.all(**equals) if getattr(each, column) in wanted]


def still_open(unit: UnitOfWork, found: Iterable[Seen]) -> list[Seen]:
    """Those without a badge: offered, taken, declined or revoked, it is recognised once."""
    found = list(found)
    badges = [
        badge
        for badge in _among(unit.badges, "member", {each.member for each in found})
        if not fell_with_its_record(badge)
    ]
    had = {(badge.member, badge.kind, badge.of) for badge in badges}
    ever = {(badge.member, badge.kind) for badge in badges if badge.kind in _ONCE}
    return [
        each
        for each in found
        if (each.member, each.kind, each.of) not in had and (each.member, each.kind) not in ever
    ]


def _may_see(policy: Policy, asker: Asker, seen: Seen) -> bool:
    if policy.allows(asker, Action.RELATIONSHIP_READ, owners=seen.seen_by):
        return True
    return seen.programmes is not None and all(
        policy.allows(asker, Action.RELATIONSHIP_STATUS, programme=each) for each in seen.programmes
    )


def _noticed(
    unit: UnitOfWork, policy: Policy, asker: Asker, titles: Mapping[str, str], notice: str
) -> Iterator[Seen]:
    relationships = {each.id: each for each in _relationships(unit, policy, asker, notice)}
    sessions = _among(unit.sessions, "relationship", set(relationships), state="held")
    meetings = _among(unit.circle_meetings, "circle", set(relationships))
    yield from noticing.tenth_sessions(relationships.values(), sessions, meetings)
    yield from noticing.returning_mentors(relationships.values(), sessions)
    yield from noticing.circle_chairs(meetings, relationships, {each.id: each for each in sessions})
    if asker.member:
        yield from _of_her_own(unit, asker.member, relationships, titles)


def _relationships(unit: UnitOfWork, policy: Policy, asker: Asker, notice: str) -> list[Relationship]:
    """Those whose status she may see: of a large community these are many, of a member's or one notice's a few."""
    if not notice:
        return known_relationships(unit, policy, asker)
    everywhere = policy.allows(asker, Action.RELATIONSHIP_STATUS)
    return [
        each
        for each in _around(unit, notice)
        if everywhere or asker.member in each.members or each.programme in asker.manages
    ]


def _around(unit: UnitOfWork, notice: str) -> list[Relationship]:
    """All of the member whom a notice names, and the circle of its meeting, which she may have left."""
    _, _, rest = notice.partition(":")
    of, _, member = rest.rpartition(":")
    meeting = unit.circle_meetings.find(of)
    circle = unit.relationships.find(meeting.circle) if meeting else None
    found = {each.id: each for each in unit.relationships.mentioning([member])}
    return list({**found, circle.id: circle}.values() if circle else found.values())


def _of_her_own(
    unit: UnitOfWork, her: str, relationships: Mapping[str, Relationship], titles: Mapping[str, str]
) -> Iterator[Seen]:
    """What she keeps to herself, or shares with one other."""
    shared = {each.id for each in relationships.values() if her in each.members}
    goals = {goal.id: goal for goal in (*unit.goals.all(member=her), *unit.goals.all(relationship=shared))}
    yield from noticing.goals_reached(goals.values(), relationships)
    sponsors = {her, *(one.sponsor for one in unit.advocacy.all(member=her))}
    yield from noticing.first_advocacies(unit.advocacy.all(sponsor=sponsors))
    yield from noticing.tracks_finished(unit.track_progress.all(member=her), titles)
