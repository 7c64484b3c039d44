"""A run that a manager stops changes nothing, wherever it is stopped."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from copilot.domain.asking import OPERATOR
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Role
from copilot.errors import Stopped
from tests.fakes import MemoryUnitsOfWork
from tests.services.matching.community import EXPERIENCE, GOALS, homed, member, mentee, mentor
from ui.web.long_work import LongWork

PAIRS = [*[mentee(f"e{n}", GOALS[n]) for n in range(4)], *[mentor(f"m{n}", EXPERIENCE[n]) for n in range(4)]]
PEERS = [member(f"p{n}", Role.PEER, goals=(GOALS[n % len(GOALS)],)) for n in range(8)]
Tell = Callable[[int, int, str], None]


def _run(role: MatchRole, members: Sequence[Member], stopped_after: int) -> tuple[bool, MemoryUnitsOfWork]:
    """Whether the run was stopped when it told of its progress for the nth time, and its home."""
    service, units = homed(members)
    told: list[str] = []

    def matching(tell: Tell) -> object:
        def progress(done: int, of: int, what: str) -> None:
            told.append(what)
            if len(told) > stopped_after:
                work.stop()
            tell(done, of, what)

        return service.run(OPERATOR, role, progress=progress)

    work = LongWork(matching)
    list(work)
    if len(told) > stopped_after:
        with pytest.raises(Stopped):
            work.result()
    return len(told) > stopped_after, units


@pytest.mark.parametrize(("role", "members"), [(MatchRole.MENTOR, PAIRS), (MatchRole.CIRCLE, PEERS)])
def test_a_run_stopped_at_any_step_leaves_matches_and_runs_as_they_were(
    role: MatchRole, members: list[Member]
) -> None:
    step, (was_stopped, units) = 0, _run(role, members, 0)
    assert was_stopped
    while was_stopped:
        assert not units.tables["matches"]
        assert not units.tables["runs"]
        step += 1
        was_stopped, units = _run(role, members, step)
    assert units.tables["runs"]
