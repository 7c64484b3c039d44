"""Who is asking: a member, or the operator at the machine."""

from __future__ import annotations

from copilot.domain.members import Role
from copilot.domain.records import Value

OPERATOR_ID = "operator"


class Asker(Value):
    """Whoever calls a service. `member` is empty for the operator; `manages` holds programme ids.

    `only` names the actions that a personal token lets her do, of all that she may; None where she is there herself.
    """

    member: str = ""
    roles: frozenset[Role] = frozenset()
    manages: frozenset[str] = frozenset()
    operator: bool = False
    only: frozenset[str] | None = None

    @property
    def name_in_log(self) -> str:
        """The opaque id that the audit log keeps."""
        return OPERATOR_ID if self.operator else self.member


OPERATOR = Asker(operator=True)
"""The person at the machine: what an admin and every programme's manager may, but no notes and no chats."""
