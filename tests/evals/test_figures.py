import getpass
import platform
from datetime import UTC, datetime
from pathlib import Path

from evals.bench.timing import Line, medians
from evals.figures import report
from evals.machine import machine, versions
from evals.running import Floor, Result, run_task
from evals.tasks import Case, Task

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def result(right: float) -> Result:
    case = Case("sbi-1", "q", {}, "Says why it is here.", "direct")
    task = Task("retrieval", [case], lambda case: right, lambda case, found: {"nDCG@10": found})
    return run_task(task, {"nDCG@10": Floor(0.5, 0.01)})


def test_a_report_tells_figures_intervals_baselines_and_circumstances():
    text = report(NOW, {"retrieval": result(0.75)}, {}, {"Help": [Line("ratio", "18.0")]})
    assert text.startswith("# Figures of 2026-03-02")
    assert "| nDCG@10 | 0.750 (0.750 to 0.750) | 0.500 (0.010) |" in text
    assert "| ratio | 18.0 |" in text
    assert "every baseline holds" in text
    assert "development figures" in text
    assert "cores" in text


def test_a_report_names_what_went_wrong():
    text = report(NOW, {"retrieval": result(0.2)}, {}, {})
    assert "BELOW A BASELINE" in text
    assert "sbi-1 (direct): nDCG@10 0.20. Says why it is here." in text


def test_a_report_names_neither_the_machine_nor_a_folder_of_it():
    told = f"{machine()} {versions()}"
    assert platform.node() not in told
    assert str(Path.home()) not in told
    assert f"/{getpass.getuser()}" not in told


def test_benchmarks_take_turns_and_leave_the_warm_up_out():
    turns: list[str] = []
    found = medians({"a": lambda: turns.append("a"), "b": lambda: turns.append("b")}, rounds=3, warm_up=1)
    assert turns == ["a", "b"] * 4
    assert set(found) == {"a", "b"}
    assert all(seconds >= 0 for seconds in found.values())
