"""Spaces: opened, joined, left, closed, kept; listed and shown to those who are in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date

from copilot.domain.asking import Asker
from copilot.domain.matches import AuditEntry
from copilot.domain.records import new_id
from copilot.domain.spaces import Space, SpaceKind, SpaceMember
from copilot.errors import BadInput, Conflict, NotFound
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.making import made
from copilot.services.policy import Action, Policy
from copilot.services.spaces import wording
from copilot.services.spaces.belonging import (
    Place,
    groups_to_join,
    is_in,
    place_for,
    place_of,
    places_of,
)
from copilot.services.spaces.found import keepers_for
from copilot.services.spaces.shown import (
    SpaceShown,
    SpacesListed,
    by_space,
    from_the_records,
    in_order,
    line_of,
)
from copilot.services.spaces.visible import Thread, threads

_KEPT = (SpaceKind.TOPIC, SpaceKind.INTEREST)
THREADS_A_PAGE = 20
MOST_GROUPS_KEPT = 20


class SpacesService:
    """Rooms for those who belong together."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock

    def list(self, asker: Asker) -> SpacesListed:
        """Her spaces: of relationships first, then circles, programmes, topics, groups; and groups to join."""
        with self._units.reading() as unit:
            places = places_of(unit, asker, self._today())
            posts = by_space(unit.posts.all(space={place.id for place in places}))
            everybody = unit.members.count() if any(place.everybody for place in places) else 0
            lines = [
                line_of(place, posts.get(place.id, []), asker.member, self._clock.now(), everybody)
                for place in places
            ]
            offered = groups_to_join(unit, asker) if self._may_look_for_groups(asker) else []
            joinable = [line_of(place, [], asker.member, self._clock.now()) for place in offered]
        return SpacesListed(
            mine=tuple(sorted(lines, key=in_order)), to_join=tuple(sorted(joinable, key=in_order))
        )

    def show(self, asker: Asker, space_id: str, *, page: int = 1, holding: str = "") -> SpaceShown:
        """A space with one page of what is said in it, the newest first; beyond the last page comes the last.

        `holding` names a post whose page is wanted; where she sees no such post, it says nothing.
        """
        with self._units.reading() as unit:
            place = place_for(unit, asker, space_id, self._today())
            self._policy.require(
                asker, Action.SPACE_READ, owners=place.owners(asker), programme=place.programme
            )
            posts = unit.posts.all(space=space_id)
            line = line_of(
                place, posts, asker.member, self._clock.now(), unit.members.count() if place.everybody else 0
            )
            records = from_the_records(unit, place)
        found, keepers = threads(posts, asker.member), keepers_for(self._policy, asker, place)
        pages = max(1, -(-len(found) // THREADS_A_PAGE))
        at = max(1, min(_page_holding(found, holding) or page, pages))
        return SpaceShown(
            **dict(line),
            records=records,
            pinned=tuple(each for each in found if each.post.pinned),
            threads=tuple(found[(at - 1) * THREADS_A_PAGE : at * THREADS_A_PAGE]),
            page=at,
            pages=pages,
            may_write=not place.shut and self._may(asker, Action.SPACE_WRITE, place),
            may_pin=not place.shut and asker.member in place.pinners | keepers,
            keeps=asker.member in keepers,
            shut=place.shut,
        )

    def open(
        self,
        asker: Asker,
        name: str,
        purpose: str = "",
        *,
        topic: bool = False,
        keepers: Collection[str] = (),
    ) -> Space:
        """Open an interest group, whose keeper one becomes, or with `topic` a topic for everybody: admins may.

        Args:
            asker: who opens it.
            name: at most 200 characters; no other open one is called so.
            purpose: what it is for.
            topic: whether it is everybody's.
            keepers: who keeps the topic in order; she who opens it where none are named.
        """
        self._policy.require(asker, Action.TOPICS_OPEN if topic else Action.SPACES_OPEN)
        space = made(
            Space,
            id=new_id("sp"),
            kind=SpaceKind.TOPIC if topic else SpaceKind.INTEREST,
            name=wording.words(" ".join(name.split()), "name", 200),
            purpose=_purpose(purpose),
            keepers=frozenset(keepers if topic and keepers else {asker.member} - {""}),
            created=self._clock.now(),
        )
        with self._units() as unit:
            _check_opening(unit, space)
            unit.spaces.add(space)
            if not topic:
                unit.space_members.add(self._joined(space.id, asker.member))
            unit.audit_log.add(self._entry(asker, "open", space.id))
            unit.commit()
        return space

    def join(self, asker: Asker, space_id: str) -> Space:
        """Come into an open interest group; who is in it already stays."""
        self._policy.require(asker, Action.SPACES_OPEN)
        with self._units() as unit:
            place = place_of(unit, space_id, self._today())
            if place is None or not (place.may_be_joined() or is_in(asker, place)):
                raise NotFound(
                    "There is no such group that you may join.",
                    place=space_id,
                    cure="`spaces list` shows the groups that take people in.",
                )
            if not is_in(asker, place):
                unit.space_members.add(self._joined(space_id, asker.member))
                unit.commit()
        return place.space

    def leave(self, asker: Asker, space_id: str) -> Space:
        """Leave an interest group. What she wrote stays until she removes it; the last one out closes it.

        Conflict where she is its last keeper and others are in it, and for spaces that follow from something else.
        """
        with self._units() as unit:
            place = place_for(unit, asker, space_id, self._today())
            if place.space.kind is not SpaceKind.INTEREST:
                raise Conflict(
                    _NOT_LEFT[place.space.kind], place=space_id, cure=_HOW_TO_LEAVE[place.space.kind]
                )
            alone = place.people == {asker.member}
            if place.keepers == {asker.member} and not alone and not place.space.closed:
                raise Conflict(
                    "You are its only keeper.",
                    place=space_id,
                    cure="Make somebody else a keeper first, or close the group.",
                )
            kept = unit.spaces.save(
                place.space.changed(
                    keepers=place.space.keepers - {asker.member}, closed=place.space.closed or alone
                )
            )
            unit.space_members.remove(f"{space_id}:{asker.member}")
            unit.commit()
        return kept

    def update(
        self, asker: Asker, space_id: str, *, name: str | None = None, purpose: str | None = None
    ) -> Space:
        """Call a group or topic something else, or say anew what it is for; what isn't given stays."""
        with self._units() as unit:
            space = self._kept_by(unit, asker, space_id).space
            new = made(
                Space,
                **{
                    **dict(space),
                    "name": space.name
                    if name is None
                    else wording.words(" ".join(name.split()), "name", 200),
                    "purpose": space.purpose if purpose is None else _purpose(purpose),
                },
            )
            _check_name(unit, new)
            kept = unit.spaces.save(new)
            unit.audit_log.add(self._entry(asker, "update", space_id))
            unit.commit()
        return kept

    def close(self, asker: Asker, space_id: str, *, closed: bool = True) -> Space:
        """Close a group or topic: it stays to be read and takes in no more. With `closed` false it opens again."""
        with self._units() as unit:
            place = self._kept_by(unit, asker, space_id)
            if place.space.closed == closed:
                raise Conflict(
                    f"It is {'closed' if closed else 'open'} already.",
                    place=space_id,
                    cure="Leave it as it is.",
                )
            kept = unit.spaces.save(place.space.changed(closed=closed))
            unit.audit_log.add(self._entry(asker, "close" if closed else "reopen", space_id))
            unit.commit()
        return kept

    def add_keeper(self, asker: Asker, space_id: str, member_id: str) -> Space:
        """Make somebody keep it too: of a group one who is in it, of a topic anybody."""
        with self._units() as unit:
            place = self._kept_by(unit, asker, space_id)
            if unit.members.find(member_id) is None or not (place.everybody or member_id in place.people):
                raise NotFound(
                    f"{member_id} is not in this group.", place="member", cure="Ask her to join it first."
                )
            return self._with_keepers(unit, asker, place, place.keepers | {member_id}, member_id)

    def remove_keeper(self, asker: Asker, space_id: str, member_id: str) -> Space:
        """Take the keeping from somebody, or from oneself. Conflict for a group's last one."""
        with self._units() as unit:
            place = self._kept_by(unit, asker, space_id)
            if member_id not in place.keepers:
                raise NotFound(
                    f"{member_id} doesn't keep it.", place="member", cure="`spaces show` names its keepers."
                )
            if place.keepers == {member_id} and not place.everybody:
                raise Conflict(
                    "Nobody else keeps this group.", place=space_id, cure="Make somebody else a keeper first."
                )
            return self._with_keepers(unit, asker, place, place.keepers - {member_id}, member_id)

    def _with_keepers(
        self, unit: UnitOfWork, asker: Asker, place: Place, keepers: frozenset[str], member: str
    ) -> Space:
        kept = unit.spaces.save(place.space.changed(keepers=keepers))
        unit.audit_log.add(self._entry(asker, "keepers", place.id, member=member))
        unit.commit()
        return kept

    def _kept_by(self, unit: UnitOfWork, asker: Asker, space_id: str) -> Place:
        """A topic or group that she keeps; of one that she may not even see the same no as for what isn't there."""
        place = place_of(unit, space_id, self._today())
        keepers = keepers_for(self._policy, asker, place) if place else frozenset()
        if (
            place is None
            or place.space.kind not in _KEPT
            or not (is_in(asker, place) or asker.name_in_log in keepers)
        ):
            raise NotFound(
                "There is no such group or topic of yours.", place=space_id, cure="`spaces list` shows yours."
            )
        self._policy.require(asker, Action.SPACE_KEEP, owners=keepers)
        return place

    def _may(self, asker: Asker, action: Action, place: Place) -> bool:
        return self._policy.allows(asker, action, owners=place.owners(asker), programme=place.programme)

    def _may_look_for_groups(self, asker: Asker) -> bool:
        return any(self._policy.allows(asker, each) for each in (Action.SPACES_OPEN, Action.TOPICS_OPEN))

    def _joined(self, space_id: str, member: str) -> SpaceMember:
        return SpaceMember(id=f"{space_id}:{member}", space=space_id, member=member, since=self._clock.now())

    def _today(self) -> date:
        return self._clock.now().date()

    def _entry(self, asker: Asker, verb: str, space: str, **detail: str) -> AuditEntry:
        return AuditEntry(
            id=new_id("a"),
            at=self._clock.now(),
            by=asker.name_in_log,
            verb=verb,
            kind="space",
            record=space,
            detail=detail,
        )


_NOT_LEFT = {
    SpaceKind.RELATIONSHIP: "This space belongs to the two of you.",
    SpaceKind.CIRCLE: "This space belongs to the circle.",
    SpaceKind.PROGRAMME: "This space belongs to the programme.",
    SpaceKind.TOPIC: "This space is everybody's.",
}
_HOW_TO_LEAVE = {
    SpaceKind.RELATIONSHIP: "It is closed with the relationship.",
    SpaceKind.CIRCLE: "Who leaves the circle leaves it, too.",
    SpaceKind.PROGRAMME: "Who leaves the programme leaves it, too.",
    SpaceKind.TOPIC: "Read it when you like.",
}


def _page_holding(found: Sequence[Thread], post: str) -> int:
    """The page on which a post stands, from 1; 0 where it is on none."""
    for number, thread in enumerate(found):
        if post in {thread.post.id, *(reply.id for reply in thread.replies)}:
            return number // THREADS_A_PAGE + 1
    return 0


def _check_opening(unit: UnitOfWork, space: Space) -> None:
    strangers = sorted(space.keepers - {one.id for one in unit.members.all(id=set(space.keepers))})
    if strangers or not space.keepers:
        raise BadInput(
            f"{strangers[0]} is not on the roster." if strangers else "A topic needs somebody who keeps it.",
            place="keeper",
            cure="Name a member by her id.",
        )
    others = _check_name(unit, space)
    kept = Counter(keeper for each in others for keeper in each.keepers)
    if space.kind is SpaceKind.INTEREST and any(kept[one] >= MOST_GROUPS_KEPT for one in space.keepers):
        raise Conflict(
            f"You keep {MOST_GROUPS_KEPT} groups already.", place="name", cure="Close one, or hand one on."
        )


def _check_name(unit: UnitOfWork, space: Space) -> list[Space]:
    """The other open ones of its kind; Conflict where one of them is called so."""
    others = [
        each for each in unit.spaces.all(closed=False) if each.kind is space.kind and each.id != space.id
    ]
    if any(each.name.casefold() == space.name.casefold() for each in others):
        raise Conflict("There is one of this name.", place="name", cure="Join it, or choose another name.")
    return others


def _purpose(text: str) -> str:
    return wording.words(text, "purpose", 2_000) if text.strip() else ""
