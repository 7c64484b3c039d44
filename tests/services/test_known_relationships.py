from __future__ import annotations

from datetime import date

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import MatchRole
from copilot.domain.members import Role
from copilot.domain.relationships import Relationship
from copilot.services.known_relationships import known_relationships
from copilot.services.policy import Action, Policy
from tests.fakes import MemoryUnitsOfWork

ADMIN = Asker(member="m9", roles=frozenset({Role.ADMIN}))
MANAGER = Asker(member="m3", roles=frozenset({Role.MANAGER, Role.MENTOR}), manages=frozenset({"p1"}))


def units() -> MemoryUnitsOfWork:
    made = MemoryUnitsOfWork()
    rows = (
        ("r1", ("m1", "m2"), "p1"),
        ("r2", ("m10", "m2"), "p2"),
        ("r3", ("m4", "m3"), "p1"),
        ("r4", ("m4", "m5"), ""),
    )
    with made() as unit:
        unit.relationships.add(
            *(
                Relationship(
                    id=id_, role=MatchRole.MENTOR, members=members, programme=programme, started=date(2026, 1, 5),
                    reason="m1 asked for it",
                )
                for id_, members, programme in rows
            )
        )  # fmt: skip
        unit.commit()
    return made


@pytest.mark.parametrize(
    ("asker", "found"),
    [
        (Asker(member="m1", roles=frozenset({Role.MENTEE})), ["r1"]),
        (Asker(member="m2", roles=frozenset({Role.MENTOR})), ["r1", "r2"]),
        (Asker(member="m8", roles=frozenset({Role.MENTEE})), []),
        (MANAGER, ["r1", "r3"]),
        (ADMIN, ["r1", "r2", "r3", "r4"]),
        (OPERATOR, ["r1", "r2", "r3", "r4"]),
        (Asker(), []),
    ],
)
def test_the_narrow_read_finds_exactly_what_the_policy_allows(asker: Asker, found: list[str]) -> None:
    policy = Policy()
    with units().reading() as unit:
        one_by_one = [
            each.id
            for each in unit.relationships.all()
            if policy.allows(asker, Action.RELATIONSHIP_STATUS, owners=each.members, programme=each.programme)
        ]
        assert [each.id for each in known_relationships(unit, policy, asker)] == one_by_one == found
