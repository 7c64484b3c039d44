import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from copilot.errors import BadInput
from evals.metrics import auroc_of, mean_of
from evals.running import SUITES, Floor, baselines, run_each, run_suites, run_task
from evals.tasks import Case, Task

CASES = tuple(Case(f"c{n}", n, {"even": n % 2 == 0}, "numbers are even or odd", "small") for n in range(10))
log: list[str] = []


def halved(floors_of_nine: object = None) -> Task[bool]:
    """Claims that a number is even, and is wrong about nine."""
    return Task(
        name="halving",
        cases=CASES,
        solve=lambda case: case.input % 2 == 0 or case.input == 9,
        scores=lambda case, claimed: {"right": claimed == case.expected["even"]},
    )


@contextmanager
def suite(_progress: object) -> Iterator[Task[bool]]:
    log.append("opened")
    try:
        yield halved()
    finally:
        log.append("closed")


def test_a_suite_gives_its_figures_in_the_contracts_shape():
    result = run_each(["halving"], suites={"halving": suite}, floors={"halving": {"right": Floor(0.9)}})
    document = result["halving"].document()
    assert list(document) == ["n", "metrics", "interval", "baseline", "passed"]
    assert (document["n"], document["metrics"], document["baseline"]) == (10, {"right": 0.9}, {"right": 0.9})
    low, high = document["interval"]["right"]
    assert 0.6 <= low < 0.9 < high <= 1
    assert document["passed"] is True
    assert json.loads(json.dumps(document)) == document


@pytest.mark.parametrize(
    ("floor", "holds"),
    [
        (Floor(0.9), True),
        (Floor(0.91), False),
        (Floor(0.91, slack=0.02), True),
        (Floor(0.93, slack=0.02), False),
    ],
)
def test_a_figure_below_its_baseline_fails_the_suite(floor, holds):
    result = run_task(halved(), {"right": floor})
    assert result.passed is holds
    assert result.document()["passed"] is holds


def test_a_baseline_for_a_figure_that_is_not_there_fails_the_suite():
    assert not run_task(halved(), {"speed": Floor(0.1)}).passed


def test_what_a_suite_opened_is_closed_even_when_it_fails():
    log.clear()

    @contextmanager
    def failing(progress: object) -> Iterator[Task[bool]]:
        with suite(progress):
            yield Task("failing", CASES, lambda case: 1 / case.input, lambda case, solved: {"x": solved})

    with pytest.raises(ZeroDivisionError):
        run_each([], suites={"failing": failing}, floors={})
    assert log == ["opened", "closed"]


def test_all_suites_run_where_none_is_named_and_each_once():
    two = {"one": suite, "two": suite}
    assert list(run_each([], suites=two, floors={})) == ["one", "two"]
    assert list(run_each(["two", "two"], suites=two, floors={})) == ["two"]


def test_an_unknown_suite_is_refused_before_any_runs():
    log.clear()
    with pytest.raises(BadInput) as refused:
        run_each(["halving", "nonsense"], suites={"halving": suite}, floors={})
    assert "halving" in refused.value.cure
    assert log == []


def test_the_suites_that_ship_are_named_to_who_asks_for_another():
    with pytest.raises(BadInput) as refused:
        run_suites(["nonsense"])
    assert all(name in refused.value.cure for name in SUITES)


def test_each_kind_has_its_own_figures_and_a_missing_number_is_no_zero():
    cases = (*CASES[:2], Case("other", 4, {"even": True}, "another kind", "large"))
    task = Task(
        "kinds",
        cases,
        lambda case: case.input,
        lambda case, n: {"small": n} if case.kind == "small" else {"large": n},
    )
    result = run_task(task)
    assert result.metrics == {"small": 0.5, "large": 4.0}
    assert {kind: part.metrics for kind, part in result.by_kind.items()} == {
        "small": {"small": 0.5},
        "large": {"large": 4.0},
    }


def test_a_metric_may_look_at_all_cases_together():
    task = Task(
        "ranking",
        CASES,
        lambda case: case.input,
        lambda case, n: {"score": n, "large": n >= 5},
        {"AUROC": auroc_of("score", "large"), "mean": mean_of("score")},
    )
    assert run_task(task).metrics == {"AUROC": 1.0, "mean": 4.5}


def test_progress_is_told_of_each_case():
    told: list[tuple[int, int, str]] = []
    run_task(halved(), progress=lambda *step: told.append(step))
    assert told[-1] == (10, 10, "halving")


def test_every_committed_baseline_belongs_to_a_suite_and_leaves_little_slack():
    assert set(baselines()) == set(SUITES)
    for floors in baselines().values():
        assert floors
        assert all(0 <= floor.value <= 1 and 0 <= floor.slack <= 0.05 for floor in floors.values())


def test_quotations_and_hard_rules_have_no_slack_at_all():
    known = baselines()
    assert known["answers"]["citation precision"] == Floor(1.0, 0.0)
    assert known["matching"]["hard rules kept"] == Floor(1.0, 0.0)
