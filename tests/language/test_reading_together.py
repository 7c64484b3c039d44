"""Texts of many callers read by one thread."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from copilot.language.encoder import LazyEncoder
from copilot.language.reading_together import FEW, MOST_TOGETHER, SHORT, ReadingTogether
from copilot.ports import Vectors
from tests.fakes.encoder import WordEncoder


class Reader:
    """Reads a text as its length, and stands still at its first batch until it is let go."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.begun, self.go = threading.Event(), threading.Event()

    def read(self, texts: list[str]) -> Vectors:
        self.batches.append(texts)
        self.begun.set()
        assert self.go.wait(10)
        if "bad" in texts:
            raise MemoryError("too much")
        return np.array([[len(text)] for text in texts], dtype=np.float32)


def _asked(reader: Reader, calls: list[list[str]]) -> list[object]:
    """What came of each call, asked one after the other while the first batch is still being read."""
    reading = ReadingTogether(reader.read)
    with ThreadPoolExecutor(len(calls)) as people:
        first = people.submit(reading.vectors, calls[0])
        assert reader.begun.wait(10)
        found = [first]
        for count, call in enumerate(calls[1:], 1):
            found.append(people.submit(reading.vectors, call))
            while len(reading._waiting) < count:  # in this order, however long it takes
                pass
        reader.go.set()
        return [one.exception() or one.result().ravel().tolist() for one in found]


def test_what_waits_is_read_as_one_batch_and_each_gets_its_own() -> None:
    reader = Reader()
    assert _asked(reader, [["a"], ["bb", "c"], [], ["ddd"]]) == [[1], [2, 1], [], [3]]
    assert reader.batches == [["a"], ["bb", "c", "ddd"]]


def test_whoever_came_first_is_read_first() -> None:
    reader = Reader()
    long = "x" * (SHORT + 1)
    _asked(reader, [["a"], [long], ["b"], ["c"]])
    assert reader.batches == [["a"], [long], ["b", "c"]]


def test_a_profile_is_read_alone() -> None:
    reader = Reader()
    profile = [f"text {n}" for n in range(FEW + 1)]
    _asked(reader, [["a"], ["b"], profile, ["c"]])
    assert reader.batches == [["a"], ["b"], profile, ["c"]]


def test_a_shared_batch_has_an_end() -> None:
    reader = Reader()
    _asked(reader, [["a"], *([str(n)] for n in range(MOST_TOGETHER + 3))])
    assert [len(batch) for batch in reader.batches] == [1, MOST_TOGETHER, 3]


def test_all_who_shared_a_batch_are_told_what_went_wrong_and_the_next_are_read() -> None:
    reader = Reader()
    reading = ReadingTogether(reader.read)
    reader.go.set()
    with pytest.raises(MemoryError):
        reading.vectors(["bad"])
    assert reading.vectors(["good"]).tolist() == [[4]]
    told = _asked(Reader(), [["a"], ["bad"], ["b"]])
    assert [type(each) for each in told] == [list, MemoryError, MemoryError]


def test_a_question_that_several_parts_look_at_is_read_once_though_others_ask_between() -> None:
    inner = WordEncoder()
    lazy = LazyEncoder(lambda: inner)
    for text in ("hers", "his", "hers", "his"):
        vectors = lazy.encode([text])
        vectors *= 0  # it is a copy: nobody spoils what others read
    assert inner.encoded == ["hers", "his"]
    assert lazy.encode(["hers"]).any()
