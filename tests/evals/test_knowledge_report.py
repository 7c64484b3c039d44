"""The report on searching and answering, on results made by hand."""

from datetime import UTC, datetime

from evals.bench.timing import Line
from evals.knowledge_report import report
from evals.running import Result, run_task
from evals.suites.answers import METRICS
from evals.tasks import Case, Task

COSTS = {"indexing": 16.0, "beside": 1.12, "float32": 11.0, "bfloat16": 8.0}


def cases(*held_out: bool) -> list[Case]:
    return [Case(f"q{n}", "how?", {"held_out": held}, "why", "direct") for n, held in enumerate(held_out)]


def searched() -> Result:
    numbers = {f"nDCG@10{way}": value for way, value in {"": 0.8, ", plain": 0.5, ", BM25": 0.4}.items()}
    numbers |= {"nDCG@10 above plain": 0.3, "held out: nDCG@10": 0.6, "held out: nDCG@10 above plain": 0.1}
    return run_task(Task("retrieval", cases(True, False), lambda case: None, lambda case, found: numbers))


def answered() -> Result:
    def score(case: Case, found: None) -> dict[str, float]:
        sure = case.id == "q0"
        return {"confidence": 0.9 if sure else 0.2, "answerable": sure, "right when answered": sure}

    return run_task(Task("answers", cases(True, False), lambda case: None, score, METRICS))


def test_the_report_sets_each_way_beside_the_copilot_and_the_held_out_third_apart():
    results = {encoder: {"retrieval": searched(), "answers": answered()} for encoder in ("minilm", "mpnet")}
    text = report(
        datetime(2026, 3, 2, tzinfo=UTC),
        results,
        dict.fromkeys(results, COSTS),
        [Line("100 passages", "1.0 ×")],
    )
    assert "| the copilot | 0.800 (0.800 to 0.800) | 0.600 (0.600 to 0.600) | 0.800 |" in text
    assert "| plain recipe | 0.500" in text
    assert "on the held-out third 0.100" in text
    assert "| all-MiniLM-L6-v2 | 0.800 | 16 s | 1.12 | 11 ms | 8 ms |" in text
    assert "| 100 passages | 1.0 × |" in text


def test_trust_is_shown_as_risk_against_coverage():
    results = {"minilm": {"retrieval": searched(), "answers": answered()}}
    text = report(datetime(2026, 3, 2, tzinfo=UTC), results, {"minilm": COSTS}, [])
    assert "| all | 1.00 | 1.00 | 1.00 | 0.50 | 0.50 | 0.50 |" in text
    assert "| held out | 1.00 |" in text
