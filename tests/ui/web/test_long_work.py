from __future__ import annotations

from collections.abc import Callable

import pytest

from copilot.errors import Conflict
from ui.web.long_work import LongWork


def test_its_progress_comes_while_it_runs_and_its_result_after() -> None:
    def counting(tell: Callable[[int, int, str], None]) -> str:
        for done in range(1, 4):
            tell(done, 3, "counting")
        return "all"

    work = LongWork(counting)
    told = list(work)
    assert told[-1] == (3, 3, "counting")
    assert work.result() == "all"


def test_what_it_raises_is_raised_where_it_is_waited_for() -> None:
    def failing(tell: Callable[[int, int, str], None]) -> None:
        raise Conflict("Somebody else changed it.")

    work = LongWork(failing)
    assert list(work) == []
    with pytest.raises(Conflict, match="Somebody else"):
        work.result()
