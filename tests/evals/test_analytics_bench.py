from __future__ import annotations

from pathlib import Path

from evals.bench.analytics import NOTHING, WORKS, one, planted, told

FEW = 40


def test_a_planted_home_is_opened_and_a_work_is_done_in_it_twice(tmp_path: Path) -> None:
    assert "400 sessions" in planted(tmp_path, FEW)
    found = one("the leaderboard", tmp_path)
    assert found["first"] > 0
    assert found["again"] > 0
    assert found["memory"] > 10
    assert 0 <= found["added"] < found["memory"]
    assert NOTHING in WORKS


def test_a_figure_says_by_how_much_it_grew() -> None:
    before, after = (
        {"first": n * 0.5, "again": n * 0.25, "memory": 100.0 + n, "added": float(n)} for n in (1, 10)
    )
    assert told(before, None) == "0.50 s, again 0.250 s, 101 MB, 1 of them for it"
    assert told(after, before) == "5.00 s, again 2.500 s, 110 MB, 10 of them for it (× 10.0, × 10.0, × 1.1)"
    assert "×" not in told(after, before | {"again": 0.0}), "nothing grew from nothing"
