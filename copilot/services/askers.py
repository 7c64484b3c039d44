"""Who is asking: a member's id into what the policy needs to know of her."""

from __future__ import annotations

from copilot.domain.asking import OPERATOR, Asker
from copilot.errors import NotFound
from copilot.ports import UnitsOfWork


class Askers:
    """Finds the asker behind an id."""

    def __init__(self, units: UnitsOfWork) -> None:
        self._units = units

    def identify(self, member_id: str | None) -> Asker:
        """The member with her roles and the programmes she manages; the operator where no id is given."""
        if not member_id:
            return OPERATOR
        with self._units.reading() as unit:
            member = unit.members.find(member_id)
            if member is None:
                raise NotFound(
                    f"There is no member “{member_id}”.", place="--as", cure="Ask as a member of the roster."
                )
            manages = {programme.id for programme in unit.programmes.all() if member_id in programme.managers}
        return Asker(member=member_id, roles=member.roles, manages=frozenset(manages))
