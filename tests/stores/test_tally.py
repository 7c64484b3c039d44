"""Counts of one process: right from many threads, and never under a word that somebody brought."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.drafts import DraftKind
from copilot.domain.tallies import CHECKS, DRAFTS, EVERY, KINDS, OTHER, QUESTIONS, Counted
from copilot.services.drafting.checks import CHECKS as EVERY_CHECK
from copilot.stores.tally import TallyInMemory
from tests.fakes.clock import FixedClock

KNOWN = sorted({value for each in EVERY for values in each.labels.values() for value in values})
ANY_LABELS = st.lists(st.text(max_size=30) | st.sampled_from(KNOWN), max_size=5)


@pytest.fixture
def tally() -> TallyInMemory:
    return TallyInMemory(FixedClock())


@given(what=st.sampled_from(EVERY), labels=ANY_LABELS)
def test_no_label_takes_a_value_that_is_not_on_its_list(what: Counted, labels: list[str]) -> None:
    counts = TallyInMemory(FixedClock())
    counts.count(what, *labels)
    [kept] = counts.counts(what)
    assert len(kept) == len(what.labels)
    for value, known in zip(kept, what.labels.values(), strict=True):
        assert value == OTHER or value in known


def test_every_count_of_many_threads_is_kept(tally: TallyInMemory) -> None:
    def work() -> None:
        for _ in range(500):
            tally.count(QUESTIONS, "answered")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert tally.counts(QUESTIONS) == {("answered",): 2000}


def test_nothing_and_less_than_nothing_is_not_counted(tally: TallyInMemory) -> None:
    tally.count(QUESTIONS, "answered", by=0)
    tally.count(QUESTIONS, "answered", by=-3)
    assert tally.counts(QUESTIONS) == {}
    assert tally.latest(QUESTIONS, "answered") is None


def test_what_was_counted_is_told_apart(tally: TallyInMemory) -> None:
    tally.count(DRAFTS, DraftKind.GOAL_PLAN, "passed")
    tally.count(QUESTIONS, "abstained", by=2)
    assert tally.counts(DRAFTS) == {("goal-plan", "passed"): 1}
    assert tally.counts(QUESTIONS) == {("abstained",): 2}
    assert tally.latest(QUESTIONS, "abstained") == FixedClock().now()
    assert tally.latest(QUESTIONS, "answered") is None


def test_the_lists_are_those_of_the_code() -> None:
    assert {kind.value for kind in DraftKind} == KINDS
    assert CHECKS.labels["check"] == {check.__name__ for check in EVERY_CHECK}
    assert len({each.name for each in EVERY}) == len(EVERY)
