"""Who is asking: a member's id into what the policy needs to know of her."""

from __future__ import annotations

from copilot.domain.asking import OPERATOR, OPERATOR_ID, Asker
from copilot.errors import NotFound
from copilot.ports import UnitOfWork, UnitsOfWork


class Askers:
    """Finds the asker behind an id."""

    def __init__(self, units: UnitsOfWork) -> None:
        self._units = units

    def identify(self, member_id: str | None) -> Asker:
        """The member with her roles and the programmes she manages; the operator where no id is given."""
        if not member_id:
            return OPERATOR
        with self._units.reading() as unit:
            asker = asker_behind(unit, member_id)
        if asker is None:
            raise NotFound(
                f"There is no member “{member_id}”.", place="--as", cure="Ask as a member of the roster."
            )
        return asker


def asker_behind(unit: UnitOfWork, name_in_log: str) -> Asker | None:
    """Who stands behind an id that a record keeps, with what she may just now; None where she is gone."""
    if name_in_log == OPERATOR_ID:
        return OPERATOR
    member = unit.members.find(name_in_log)
    if member is None:
        return None
    manages = {programme.id for programme in unit.programmes.all() if member.id in programme.managers}
    return Asker(member=member.id, roles=member.roles, manages=frozenset(manages))
