"""Whom an utterance means: one of the people the asker works with, or a member she names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from copilot.domain.asking import Asker
from copilot.domain.chat import NextStep, Pending, ToolResult
from copilot.domain.wording import first_name
from copilot.ports import UnitsOfWork
from copilot.services.chat.naming import person_in
from copilot.services.matching.verbs.records import VISIBLE_TO_BOTH
from copilot.services.pseudonyms import Roster
from copilot.services.relationships import RelationshipsService, RelationshipStatus

OVER = "closed"


@dataclass(frozen=True)
class Acquaintance:
    """A relationship of the asker, and what the others in it are called."""

    status: RelationshipStatus
    called: str

    @property
    def relationship(self) -> str:
        """The relationship's id."""
        return self.status.id


class Acquaintances:
    """The asker's own relationships, by the names in them."""

    def __init__(self, units: UnitsOfWork, relationships: RelationshipsService) -> None:
        self._units = units
        self._relationships = relationships

    def of(self, asker: Asker) -> list[Acquaintance]:
        """Her relationships that aren't closed, the one that meets next first."""
        own = [one for one in self._relationships.visible_to(asker) if asker.member in one.members]
        names = self.names({id_ for one in own for id_ in one.members})
        alive = sorted((one for one in own if one.state != OVER), key=_next_meeting)
        return _told_apart([Acquaintance(one, _called(one, asker.member, names)) for one in alive])

    def names(self, of: Collection[str] | None = None) -> dict[str, str]:
        """The names of these members, by id; of everybody on the roster where nobody is asked for."""
        with self._units.reading() as unit:
            found = unit.members.values("id", "name", **({} if of is None else {"id": of}))
        return dict(sorted(found))

    def known(self, asker: Asker) -> dict[str, str]:
        """The names of those she works with or is matched with, and her own, by id: whom she may know of."""
        own = {asker.member}
        for status in self._relationships.visible_to(asker):
            own |= set(status.members) if asker.member in status.members else set()
        with self._units.reading() as unit:
            for match in (*unit.matches.all(seeker=asker.member), *unit.matches.all(partner=asker.member)):
                own |= set(match.people) if match.state in VISIBLE_TO_BOTH else set()
        return self.names(own)

    def meant(self, asker: Asker, said: str) -> list[Acquaintance]:
        """Those of her relationships that a name belongs to; all of them where nobody is named."""
        own = self.of(asker)
        if not said.strip():
            return own
        return [one for one in own if said in {one.relationship, one.called}] or self._named(own, said)

    def members(self, asker: Asker, said: str) -> list[str]:
        """The ids that a name may stand for: those she may know of first; of others only whom it leaves no doubt of.

        Several strangers who share a name are nobody, or she would learn that there are such people.
        """
        known = {id_: name for id_, name in self.known(asker).items() if id_ != asker.member}
        if found := _bearers(known, said):
            return found
        strangers = _bearers(self.names(), said)
        return strangers if len(strangers) == 1 else []

    def person_in(self, asker: Asker, text: str, *, anywhere: bool = False) -> str:
        """The first name in a text, in its own words; empty where none is. Her own is none."""
        own = self.known(asker)
        others = {id_: name for id_, name in own.items() if id_ != asker.member}
        return person_in(text, Roster(others), anywhere=anywhere)

    def _named(self, own: Sequence[Acquaintance], said: str) -> list[Acquaintance]:
        among = self.names({id_ for one in own for id_ in one.status.members})
        meant = set(_bearers(among, said))
        return [one for one in own if meant & set(one.status.members)]


def _bearers(names: Mapping[str, str], said: str) -> list[str]:
    """The ids whose name this is, or a part of whose name; it is meant for one, in lower case too."""
    words = said if Roster(names).mentions(said) else said.title()
    found = Roster(names).mentions(words)
    sure = {one.member for one in found if one.member}
    if sure or not found:
        return sorted(sure) or [id_ for id_ in names if id_ == said]
    part = words[found[0].start : found[0].end]
    return sorted(id_ for id_, name in names.items() if Roster({id_: name}).mentions(part))


def which(own: Sequence[Acquaintance], job: str, slots: Mapping[str, str], question: str) -> ToolResult:
    """Ask with whom, a button each."""
    steps = tuple(NextStep(label=one.called, text=one.called) for one in own[:6])
    pending = Pending(job=job, slots=dict(slots), missing="person")
    return ToolResult(text=question, steps=steps, pending=pending)


def _told_apart(own: list[Acquaintance]) -> list[Acquaintance]:
    """Where two are called the same, the role says which, and then the relationship's id."""
    by_role = _with(own, [one.status.role.value for one in own])
    return _with(by_role, [one.relationship for one in own])


def _with(own: list[Acquaintance], more: list[str]) -> list[Acquaintance]:
    often = Counter(one.called for one in own)
    return [
        replace(one, called=f"{one.called} ({word})") if often[one.called] > 1 else one
        for one, word in zip(own, more, strict=True)
    ]


def _next_meeting(status: RelationshipStatus) -> tuple[bool, str, str]:
    return status.next_planned is None, str(status.next_planned or ""), status.id


def _called(status: RelationshipStatus, own: str, names: Mapping[str, str]) -> str:
    others = [names.get(id_, "a former member") for id_ in status.members if id_ != own]
    if len(others) == 1:
        return others[0]
    return f"the circle with {', '.join(map(first_name, others[:3]))}{' …' if len(others) > 3 else ''}"
