"""Who is what in the community: roles given and taken, each change in the audit log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from copilot.domain.asking import Asker
from copilot.domain.matches import AuditEntry
from copilot.domain.members import Member, Role
from copilot.domain.records import Value, new_id
from copilot.errors import Conflict
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.policy import Action, Policy

MOST_FOUND = 25


class Holder(Value):
    """A member and what she is."""

    member: str
    name: str
    roles: tuple[Role, ...]


class Holders(Value):
    """The first of those that were looked for, how many there are of them, and how many hold each role in all."""

    found: tuple[Holder, ...]
    total: int
    counts: dict[Role, int]


class RolesService:
    """Gives and takes roles."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock

    def holders(
        self, asker: Asker, *, called: str = "", role: Role | None = None, most: int = MOST_FOUND
    ) -> Holders:
        """Who has which role: those whose name or id holds these words, of one role where one is named, by name."""
        self._policy.require(asker, Action.ROLES_WRITE)
        with self._units.reading() as unit:
            members = unit.members.all()
        words = called.casefold().split()
        found = [one for one in members if (role is None or role in one.roles) and _is_called(one, words)]
        found.sort(key=lambda one: (one.name.casefold(), one.id))
        counts = Counter(held for one in members for held in one.roles)
        return Holders(
            found=tuple(map(_holder, found[:most])),
            total=len(found),
            counts={each: counts[each] for each in Role},
        )

    def holder(self, asker: Asker, member: str) -> Holder:
        """What one member is; NotFound where there is none."""
        self._policy.require(asker, Action.ROLES_WRITE)
        with self._units.reading() as unit:
            return _holder(unit.members.get(member))

    def give(self, asker: Asker, member: str, role: Role) -> Holder:
        """Add a role; nothing happens where she has it."""
        return self._change(asker, member, give={role}, take=frozenset())

    def take(self, asker: Asker, member: str, role: Role) -> Holder:
        """Take a role away; nothing happens where she hasn't it.

        Raises Conflict for the last admin, for somebody's only role, and for a manager who still has a programme.
        """
        return self._change(asker, member, give=frozenset(), take={role})

    def set(self, asker: Asker, member: str, roles: Collection[Role]) -> Holder:
        """Exactly these roles; Conflict as for `take`, and nothing is changed then."""
        everything = frozenset(Role)
        return self._change(asker, member, give=frozenset(roles), take=everything - frozenset(roles))

    def _change(
        self, asker: Asker, member_id: str, *, give: Collection[Role], take: Collection[Role]
    ) -> Holder:
        self._policy.require(asker, Action.ROLES_WRITE)
        with self._units() as unit:
            member = unit.members.get(member_id)
            after = (member.roles | frozenset(give)) - frozenset(take)
            if after == member.roles:
                return _holder(member)
            require_possible(unit, member, after)
            kept = unit.members.save(member.changed(roles=after, updated=self._clock.now()))
            unit.audit_log.add(self._entry(asker, member, after))
            unit.commit()
        return _holder(kept)

    def _entry(self, asker: Asker, member: Member, after: frozenset[Role]) -> AuditEntry:
        given, taken = _said(after - member.roles), _said(member.roles - after)
        return AuditEntry(
            id=new_id("a"), at=self._clock.now(), by=asker.name_in_log, verb="roles", kind="member",
            record=member.id,
            detail={name: said for name, said in (("given", given), ("taken", taken)) if said},
        )  # fmt: skip


def require_possible(unit: UnitOfWork, member: Member, after: frozenset[Role]) -> None:
    """Raise Conflict where a member can't have just these roles: the community would lack what it needs."""
    taken = member.roles - after
    if not after:
        raise Conflict(
            f"{member.name} would have no role left.",
            place=member.id,
            cure="Give another role first, or delete the member.",
        )
    if Role.ADMIN in taken and not another_admin(unit, member):
        raise Conflict(
            f"{member.name} is the last admin.",
            place=member.id,
            cure="Make somebody else an admin first.",
        )
    programmes = [each.name for each in unit.programmes.all() if member.id in each.managers]
    if Role.MANAGER in taken and programmes:
        raise Conflict(
            f"{member.name} manages {', '.join(programmes)}.",
            place=member.id,
            cure="Name another manager there first: who manages a programme stays its manager.",
        )


def another_admin(unit: UnitOfWork, member: Member) -> bool:
    """Whether an admin is left without this member."""
    return any(Role.ADMIN in one.roles for one in unit.members.all() if one.id != member.id)


def _is_called(member: Member, words: Collection[str]) -> bool:
    said = f"{member.name} {member.id}".casefold()
    return all(word in said for word in words)


def _holder(member: Member) -> Holder:
    return Holder(member=member.id, name=member.name, roles=tuple(sorted(member.roles, key=list(Role).index)))


def _said(roles: Collection[Role]) -> str:
    return ", ".join(sorted(roles))
