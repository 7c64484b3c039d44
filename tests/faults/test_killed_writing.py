"""`kill -9` at any moment of any kind of write, on both databases; `python -m tests.faults` does it 200 times each."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.faults.communities import Communities
from tests.faults.killing import kill_once

KILLS = 8
LONGEST = 1.5


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_a_killed_writer_leaves_what_was_confirmed_and_nothing_by_halves(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("postgres_url") if database == "postgres" else ""
    communities = Communities(tmp_path, url)
    moments = Random(5)
    for seed in range(KILLS):
        with communities.fresh() as (folder, own):
            killed = kill_once(folder, own, communities.writers, seed, moments.uniform(0.02, LONGEST))
        assert killed.kept, killed
        assert killed.works, killed
    assert communities.untouched == set(), "every kind of record is written by some verb"
