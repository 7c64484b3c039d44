"""What is known about a member: shown to her, handed out to her, deleted when she says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from copilot.domain.asking import Asker
from copilot.domain.audit_chain import DELETION_TO_BE_FINISHED
from copilot.domain.backups import Deletion, fingerprint
from copilot.domain.matches import AuditEntry, Match
from copilot.domain.members import Member, Role
from copilot.domain.records import Value, new_id
from copilot.errors import Conflict, CopilotError, NotAllowed, NotFound, Unavailable
from copilot.ports import Clock, Conversations, Remains, UnitOfWork, UnitsOfWork
from copilot.ports.backups import Deletions
from copilot.services.matching.neutral.stripping import Stripper
from copilot.services.matching.scores.evidence import Told, told_by
from copilot.services.members.gathering import Entries, Gathering
from copilot.services.members.kinds import KINDS, Kind, Known, Section
from copilot.services.members.leaving import Leaving
from copilot.services.policy import Action, Policy
from copilot.services.roles import another_admin

UNFINISHED = DELETION_TO_BE_FINISHED
"""The record that a line of the audit log names as long as vectors and files still hold what was deleted."""

STATUS = frozenset({"relationship", "id", "role", "members", "programme", "state", "stage"})
"""Of a relationship, what whoever runs the installation reads: neither when people met nor why it ended."""


class Deleted(Value):
    """What a deletion did.

    `without_manager` are programmes and `without_host` planned events that she left with nobody; `unfinished` says what
    is still to be taken out of the files, and why.
    """

    deleted: str
    stand_in: str
    removed: dict[str, int]
    without_manager: tuple[str, ...] = ()
    without_host: tuple[str, ...] = ()
    unfinished: str = ""


class AboutMeService:
    """Everything about one member, for herself.

    Args:
        units: units of work over the records.
        conversations: where conversations are kept.
        remains: the vectors and files, given when first asked.
        matches_of: the matches of a member that an asker may see.
        policy: who may do what.
        clock: what time it is.
        deletions: the list outside the database that a restored backup is held against; None where there is none.
    """

    def __init__(
        self,
        units: UnitsOfWork,
        conversations: Conversations,
        remains: Callable[[], Remains],
        matches_of: Callable[[Asker, str], Iterable[Match]],
        policy: Policy,
        clock: Clock,
        deletions: Deletions | None = None,
    ) -> None:
        self._units, self._conversations, self._remains = units, conversations, remains
        self._matches_of, self._policy, self._clock = matches_of, policy, clock
        self._deletions = deletions

    def known(self, asker: Asker, member_id: str) -> Known:
        """What is kept of her, by kind, and who may see it.

        For herself it is everything but what others wrote for themselves. Whoever runs the installation is given what
        the policy lets them see of anybody; the other kinds are named and empty. Raises NotAllowed for everybody else.
        """
        self._require_may_ask(asker, member_id)
        hers = asker.member == member_id
        matches = list(self._matches_of(asker, member_id))
        talks = [
            (one, self._conversations.turns(one.id)) for one in self._conversations.of(member_id) if hers
        ]
        with self._units.reading() as unit:
            member = _get(unit, member_id)
            embedded = self._embedded(unit, member) if hers else []
            gathering = Gathering(unit, member, matches, talks, embedded, self._clock.now().date())
            sections = [self._section(asker, member_id, kind, gathering) for kind in KINDS]
        return Known(member=member_id, name=member.name, sections=tuple(sections))

    def export(self, asker: Asker, member_id: str) -> dict[str, Any]:
        """The same as one document with a heading for each kind, to be taken away as JSON."""
        known = self.known(asker, member_id)
        withheld = [section.kind for section in known.sections if section.withheld]
        document: dict[str, Any] = {
            "member": member_id,
            "made": self._clock.now().isoformat(),
            "who_may_see": {section.kind: section.who for section in known.sections},
            **{section.kind: list(section.entries) for section in known.sections if not section.withheld},
        }
        document["profile"] = document["profile"][0]
        return document | ({"withheld": withheld} if withheld else {})

    def delete(self, asker: Asker, member_id: str) -> Deleted:
        """Delete a member: her records in one transaction, then her vectors and what is left of her in the files.

        She may do it herself, unless nobody would be left as an admin; so may whoever imports rosters. Where the second
        step can't be done now, or the process is killed, it is done at the next opening of the home (`finish`).
        """
        self._require_may_delete(asker, member_id)
        now, stand_in = self._clock.now(), new_id("former-")
        with self._units() as unit:
            member = _get(unit, member_id)
            if asker.member == member_id:
                _require_another_admin(unit, member)
            leaving = Leaving(unit, member, stand_in, now)
            leaving.do()
            by = stand_in if asker.member == member_id else asker.name_in_log
            mark = fingerprint(stand_in, member_id)
            unit.audit_log.add(_line(by, now, stand_in, mark), _mark(by, now))
            unit.commit()
        listed = self._listed(Deletion(stand_in=stand_in, fingerprint=mark, at=now))
        return Deleted(
            deleted=member_id,
            stand_in=stand_in,
            removed={kind: n for kind, n in sorted(leaving.removed.items()) if n},
            without_manager=tuple(leaving.without_manager),
            without_host=tuple(leaving.without_host),
            unfinished=" ".join(filter(None, (listed, self.finish()))),
        )

    def _listed(self, deletion: Deletion) -> str:
        """Put it on the list outside the database; why that can't be done now, else empty. The log has it anyway."""
        try:
            if self._deletions is not None:
                self._deletions.keep([deletion])
        except CopilotError as error:
            return str(error)
        return ""

    def finish(self) -> str:
        """Take out of vectors and files what earlier deletions left there; empty when all is done, else why not."""
        with self._units.reading() as unit:
            marks = unit.audit_log.all(record=UNFINISHED)
        if not marks:
            return ""
        try:
            self._clean()
        except Unavailable as error:
            return f"{error.message} It is finished when the home is opened next."
        return ""

    def _clean(self) -> None:
        """Marks set meanwhile stay: whoever set them cleans again."""
        with self._units.reading() as unit:
            marks = unit.audit_log.all(record=UNFINISHED)
            members = unit.members.all()
        texts = [each.neutral for told in _told(members) for each in (*told.texts, *told.skills)]
        remains = self._remains()
        remains.keep_only(texts, {member.id for member in members})
        remains.vacuum()
        with self._units() as unit:
            for mark in marks:
                if unit.audit_log.find(mark.id):
                    unit.audit_log.remove(mark.id)
            unit.commit()

    def _section(self, asker: Asker, member_id: str, kind: Kind, gathering: Gathering) -> Section:
        withheld = not self._may_see(asker, member_id, kind)
        entries = () if withheld else tuple(gathering.entries(kind.name))
        if kind.name == "relationships" and asker.member != member_id:
            entries = tuple({name: one[name] for name in one if name in STATUS} for one in entries)
        return Section(
            kind=kind.name, title=kind.title, who=kind.who, more=kind.more, entries=entries, withheld=withheld
        )

    def _may_see(self, asker: Asker, member_id: str, kind: Kind) -> bool:
        if asker.member == member_id:
            return True
        return kind.told_to_others and kind.action is not None and self._policy.allows(asker, kind.action)

    def _embedded(self, unit: UnitOfWork, member: Member) -> Entries:
        """Her texts as they are compared, and whether a vector of each is kept."""
        names = [name for (name,) in unit.members.values("name")]
        told = told_by(member, Stripper(names))
        pieces = {(each.field, each.neutral) for each in (*told.texts, *told.skills)}
        texts = sorted(pieces)
        try:
            kept: list[bool | None] = [*self._remains().embedded([text for _, text in texts])]
        except Unavailable:  # the encoder can't be loaded, or another process has the index: nobody can tell
            kept = [None] * len(texts)
        return [
            {"field": field, "text": text, "vector": has}
            for (field, text), has in zip(texts, kept, strict=True)
        ]

    def _require_may_ask(self, asker: Asker, member_id: str) -> None:
        self._policy.require_in_person(asker, "take away all that is known of somebody")
        if not self._policy.allows(asker, Action.PROFILE_READ, owners={member_id} - {""}):
            raise NotAllowed(
                "What is known about somebody is for that person alone.",
                place=member_id,
                cure="Ask the member to export it; `members show` gives what you may see.",
            )

    def _require_may_delete(self, asker: Asker, member_id: str) -> None:
        self._policy.require_in_person(asker, "delete a member")
        if not self._policy.allows(asker, Action.PROFILE_WRITE, owners={member_id} - {""}):
            self._policy.require(asker, Action.MEMBERS_WRITE)


def _told(members: list[Member]) -> list[Told]:
    stripper = Stripper([member.name for member in members])
    return [told_by(member, stripper) for member in members]


def _get(unit: UnitOfWork, member_id: str) -> Member:
    member = unit.members.find(member_id)
    if member is None:
        raise NotFound(
            f"There is no member “{member_id}”.", place=member_id, cure="`members list` shows who is there."
        )
    return member


def _line(by: str, at: datetime, stand_in: str, mark: str) -> AuditEntry:
    return AuditEntry(
        id=new_id("a"),
        at=at,
        by=by,
        verb="delete",
        kind="member",
        record=stand_in,
        detail={"fingerprint": mark},
    )


def _mark(by: str, at: datetime) -> AuditEntry:
    return AuditEntry(id=new_id("a"), at=at, by=by, verb="delete", kind="member", record=UNFINISHED)


def _require_another_admin(unit: UnitOfWork, member: Member) -> None:
    if Role.ADMIN in member.roles and not another_admin(unit, member):
        raise Conflict(
            "You are the last admin: nobody could look after the house then.",
            place=member.id,
            cure="Make somebody else an admin first, under “Roles”.",
        )
