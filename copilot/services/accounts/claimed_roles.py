"""Roles by a provider's word: given at sign-in, and taken again when the provider no longer says so.

What somebody here gave stays, whatever is said elsewhere; only what a claim gave, its absence takes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from copilot.domain.elsewhere import IdentityLink
from copilot.domain.matches import AuditEntry
from copilot.domain.members import Member, Role
from copilot.domain.records import new_id
from copilot.errors import Conflict
from copilot.ports import UnitOfWork
from copilot.services.accounts.linking import BY
from copilot.services.roles import require_possible


def apply_claimed(
    unit: UnitOfWork,
    link: IdentityLink,
    groups: Collection[str] | None,
    mapping: Mapping[str, Role],
    now: datetime,
) -> None:
    """Give and take what follows from `groups`; nothing where they are None: nobody knows them just now.

    What can't be taken (the last admin, an only role, a manager who has a programme) stays, and is tried again at her
    next sign-in.
    """
    if groups is None:
        return
    member = unit.members.get(link.member)
    claimed = frozenset(mapping[group] for group in groups if group in mapping)
    given = claimed - member.roles
    taken = _takeable(unit, member, given, (link.roles - claimed) & member.roles)
    after = (member.roles | given) - taken
    by_claim = ((link.roles & member.roles) | given) - taken
    if after != member.roles:
        unit.members.save(member.changed(roles=after, updated=now))
        unit.audit_log.add(_entry(member, given, taken, now))
    if by_claim != link.roles:
        unit.identity_links.save(link.changed(roles=by_claim))


def _takeable(
    unit: UnitOfWork, member: Member, given: frozenset[Role], lost: frozenset[Role]
) -> frozenset[Role]:
    taken: frozenset[Role] = frozenset()
    for role in sorted(lost):
        try:
            require_possible(unit, member, (member.roles | given) - taken - {role})
        except Conflict:
            continue
        taken |= {role}
    return taken


def _entry(member: Member, given: Collection[Role], taken: Collection[Role], now: datetime) -> AuditEntry:
    said = {"given": ", ".join(sorted(given)), "taken": ", ".join(sorted(taken))}
    return AuditEntry(
        id=new_id("a"), at=now, by=BY, verb="roles", kind="member", record=member.id,
        detail={name: roles for name, roles in said.items() if roles},
    )  # fmt: skip
