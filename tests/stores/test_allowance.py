"""What chat models may take in a day: counted once for all processes, and again from nothing the next day."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from copilot.domain.usage import Usage
from copilot.stores.allowance import SqlAllowance
from copilot.stores.database import open_engine
from copilot.stores.home import DATABASE, Home
from tests.fakes import FixedClock

TEN = Usage(prompt_tokens=7, completion_tokens=3)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Home(tmp_path / "home").close()
    return tmp_path / "home"


def allowance(folder: Path, a_day: int, clock: FixedClock | None = None) -> SqlAllowance:
    return SqlAllowance(open_engine(f"sqlite:///{folder / DATABASE}"), clock or FixedClock(), a_day)


def test_what_was_taken_is_gone_until_tomorrow(folder: Path) -> None:
    clock = FixedClock()
    today = allowance(folder, 25, clock)
    assert today.left() == 25
    today.take(TEN)
    today.take(TEN)
    assert today.left() == 5
    today.take(TEN)
    assert (today.left(), today.taken()) == (0, 30)
    clock.move(timedelta(days=1))
    assert today.left() == 25


def test_it_is_still_gone_when_the_process_starts_again(folder: Path) -> None:
    allowance(folder, 25).take(TEN)
    assert allowance(folder, 25).left() == 15


def test_without_a_limit_it_is_counted_all_the_same(folder: Path) -> None:
    free = allowance(folder, 0)
    free.take(TEN)
    assert (free.left(), free.taken()) == (None, 10)


TAKING = """
import sys
from pathlib import Path
from tests.stores.test_allowance import TEN, allowance
one = allowance(Path(sys.argv[1]), 0)
for _ in range(50):
    one.take(TEN)
"""


def test_two_processes_count_together(folder: Path) -> None:
    both = [subprocess.Popen([sys.executable, "-c", TAKING, str(folder)]) for _ in range(2)]
    assert [one.wait(60) for one in both] == [0, 0]
    assert allowance(folder, 0).taken() == 1_000


def test_a_home_that_cannot_be_written_to_keeps_nobody_from_an_answer(folder: Path) -> None:
    engine = open_engine(f"sqlite:///file:{folder / DATABASE}?mode=ro&uri=true")
    SqlAllowance(engine, FixedClock(), 25).take(TEN)
    assert allowance(folder, 25).left() == 25
