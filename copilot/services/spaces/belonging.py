"""Who is in a space. It follows from the relationship, the programme or the group: nothing of it is kept twice.

The space of a relationship, circle or programme needs no record: its id says what it belongs to, and it is there as
soon as that is. Topics and interest groups are records of their own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from copilot.domain.asking import Asker
from copilot.domain.matches import MatchRole
from copilot.domain.programmes import Programme
from copilot.domain.relationships import Relationship
from copilot.domain.spaces import Space, SpaceKind, SpaceMember
from copilot.domain.wording import first_name
from copilot.errors import NotFound
from copilot.ports import UnitOfWork

OF_A_RELATIONSHIP, OF_A_PROGRAMME = "space-", "space-programme-"
LONGEST_ID, LONGEST_NAME = 200, 200
GOODBYES = timedelta(days=30)
"""How long people may still write in a programme's space after it was closed."""
TAKES_PART = frozenset({"enrolled", "paused", "completed"})


@dataclass(frozen=True)
class Place:
    """A space with who is in it.

    Args:
        space: the space; of a relationship or programme as it follows from that one.
        people: who is in it; empty where everybody is.
        everybody: whether it is the whole community's.
        keepers: who keeps it in order and may remove others' posts; in relationships and circles nobody.
        pinners: who may pin.
        shut: why nothing can be written any more; empty where it can.
        programme: the programme it belongs to, for programmes' spaces alone: to what is between two or in a circle,
            no permission over a programme reaches.
    """

    space: Space
    people: frozenset[str] = frozenset()
    everybody: bool = False
    keepers: frozenset[str] = frozenset()
    pinners: frozenset[str] = frozenset()
    shut: str = ""
    programme: str = ""

    @property
    def id(self) -> str:
        """The space's id."""
        return self.space.id

    def owners(self, asker: Asker) -> frozenset[str]:
        """Whom the space belongs to, as the policy asks."""
        return frozenset({asker.member}) if self.everybody else self.people

    def may_be_joined(self) -> bool:
        """Whether it is a group that takes people in."""
        return self.space.kind is SpaceKind.INTEREST and not self.space.closed


def relationship_space(relationship: str) -> str:
    """The id of its space."""
    return f"{OF_A_RELATIONSHIP}{relationship}"


def programme_space(programme: str) -> str:
    """The id of its space; of an id that leaves no room for more, a digest stands in it."""
    whole = f"{OF_A_PROGRAMME}{programme}"
    if len(whole) <= LONGEST_ID:
        return whole
    return f"{OF_A_PROGRAMME}{hashlib.sha256(programme.encode()).hexdigest()}"


def place_of(unit: UnitOfWork, space_id: str, today: date) -> Place | None:
    """The space of this id with who is in it; None where there is none. Nobody's permission is checked."""
    kept = unit.spaces.find(space_id)
    if kept is not None and kept.kind in (SpaceKind.TOPIC, SpaceKind.INTEREST):
        return _kept_place(kept, unit.space_members.all(space=space_id))
    if not space_id.startswith(OF_A_RELATIONSHIP):
        return None
    relationship = unit.relationships.find(space_id.removeprefix(OF_A_RELATIONSHIP))
    if relationship is not None:
        return _between(relationship, _names(unit, relationship.members))
    programmes = unit.programmes.all() if space_id.startswith(OF_A_PROGRAMME) else []
    found = next((each for each in programmes if programme_space(each.id) == space_id), None)
    return _of_programme(unit, found, today) if found else None


def place_for(unit: UnitOfWork, asker: Asker, space_id: str, today: date) -> Place:
    """The same for somebody who is in it; NotFound in the same words for what isn't there and what isn't hers."""
    place = place_of(unit, space_id, today)
    if place is None or not is_in(asker, place):
        raise NotFound(
            "There is no such space that you may see.",
            place=space_id,
            cure="`spaces list` shows yours, and the groups you may join.",
        )
    return place


def places_of(unit: UnitOfWork, asker: Asker, today: date) -> list[Place]:
    """Every space she is in."""
    if not asker.member:
        return []
    return [
        *_hers_with_others(unit, asker.member),
        *_of_her_programmes(unit, asker, today),
        *_kept(unit, asker),
    ]


def is_in(asker: Asker, place: Place) -> bool:
    """Whether she is one of those it belongs to."""
    return bool(asker.member) and (place.everybody or asker.member in place.people)


def groups_to_join(unit: UnitOfWork, asker: Asker) -> list[Place]:
    """Open interest groups that she isn't in."""
    return [place for place in _kept_places(unit) if place.may_be_joined() and not is_in(asker, place)]


def _hers_with_others(unit: UnitOfWork, member: str) -> list[Place]:
    hers = [each for each in unit.relationships.mentioning([member]) if member in each.members]
    names = _names(unit, {one for each in hers for one in each.members})
    return [_between(each, names) for each in hers]


def _of_her_programmes(unit: UnitOfWork, asker: Asker, today: date) -> list[Place]:
    enrolled = {
        each.programme for each in unit.enrolments.all(member=asker.member) if each.state in TAKES_PART
    }
    programmes = [
        each for each in unit.programmes.all() if each.id in enrolled or asker.member in each.managers
    ]
    return [_of_programme(unit, each, today) for each in programmes]


def _kept(unit: UnitOfWork, asker: Asker) -> list[Place]:
    return [place for place in _kept_places(unit) if is_in(asker, place)]


def _kept_places(unit: UnitOfWork) -> list[Place]:
    kinds = {SpaceKind.TOPIC, SpaceKind.INTEREST}
    spaces = [each for each in unit.spaces.all() if each.kind in kinds]
    joined: dict[str, list[SpaceMember]] = {}
    for each in unit.space_members.all():
        joined.setdefault(each.space, []).append(each)
    return [_kept_place(space, joined.get(space.id, [])) for space in spaces]


def _between(relationship: Relationship, names: dict[str, str]) -> Place:
    """Of two, or of a circle. Nobody there keeps the others in order; whoever is in it pins."""
    circle = relationship.role is MatchRole.CIRCLE
    people = frozenset(relationship.members)
    space = Space(
        id=relationship_space(relationship.id),
        kind=SpaceKind.CIRCLE if circle else SpaceKind.RELATIONSHIP,
        name=_called(circle, [names.get(each, "a former member") for each in relationship.members]),
        of=relationship.id,
        closed=relationship.state == "closed",
        created=_morning(relationship.started),
    )
    shut = "It is over: what was written stays, and nothing new is added." if space.closed else ""
    return Place(space, people, pinners=people, shut=shut)


def _of_programme(unit: UnitOfWork, programme: Programme, today: date) -> Place:
    taking_part = unit.enrolments.all(programme=programme.id, state=TAKES_PART)
    over = programme.closed is not None and today > programme.closed + GOODBYES
    space = Space(
        id=programme_space(programme.id),
        kind=SpaceKind.PROGRAMME,
        name=programme.name,
        purpose=programme.purpose[:2_000],
        of=programme.id,
        keepers=programme.managers,
        closed=over,
        created=_morning(programme.starts),
    )
    people = frozenset({each.member for each in taking_part}) | programme.managers
    shut = "The programme has ended: what was written stays, and nothing new is added." if over else ""
    return Place(
        space,
        people,
        keepers=programme.managers,
        pinners=programme.managers,
        shut=shut,
        programme=programme.id,
    )


def _kept_place(space: Space, joined: Iterable[SpaceMember]) -> Place:
    joined = list(joined)
    shut = "It is closed: what was written stays, and nothing new is added." if space.closed else ""
    if space.kind is SpaceKind.TOPIC:
        return Place(space, everybody=True, keepers=space.keepers, pinners=space.keepers, shut=shut)
    people = frozenset(each.member for each in joined)
    keepers = _keepers(space, joined, people)
    return Place(space, people, keepers=keepers, pinners=keepers, shut=shut)


def _keepers(space: Space, joined: list[SpaceMember], people: Collection[str]) -> frozenset[str]:
    """Those who are still there. Where the last one left the community, whoever has been in it longest keeps it."""
    here = space.keepers & frozenset(people)
    if here or not joined:
        return here
    return frozenset({min(joined, key=lambda each: (each.since, each.member)).member})


def _names(unit: UnitOfWork, members: Collection[str]) -> dict[str, str]:
    return {each.id: each.name for each in unit.members.all(id=set(members))}


def _called(circle: bool, names: list[str]) -> str:
    people = [first_name(each) if each != "a former member" else each for each in names] if circle else names
    whole = f"{', '.join(people[:-1])} and {people[-1]}"
    return f"{'Circle of ' if circle else ''}{whole}"[:LONGEST_NAME]


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(tzinfo=UTC))
