"""One contract for the profile index: the fake, and Chroma in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from copilot.errors import Unavailable
from copilot.ports import ProfileIndex, Vectors
from copilot.stores.profile_index import ChromaProfileIndex
from tests.fakes import MemoryProfileIndex, WordEncoder


def directions(*angles: float) -> Vectors:
    return np.array([[np.cos(a), np.sin(a)] for a in angles], dtype=np.float32)


class ProfileIndexContract:
    @pytest.fixture
    def index(self) -> ProfileIndex:
        raise AssertionError("each kind of index gives its own")

    def test_the_nearest_members_come_first_each_once(self, index: ProfileIndex) -> None:
        index.replace(
            {"m1": "a", "m2": "b", "m3": "c"},
            {"m1": directions(0.0, 0.1), "m2": directions(0.5), "m3": directions(3.0)},
        )
        found = index.nearest(directions(0.02, 0.08), 2)
        assert [member for member, _ in found] == ["m1", "m2"]
        assert found[0][1] == pytest.approx(np.cos(0.02), abs=1e-3)

    def test_replacing_forgets_what_was_there(self, index: ProfileIndex) -> None:
        index.replace({"m1": "a"}, {"m1": directions(0.0, 0.1)})
        index.replace({"m1": "b"}, {"m1": directions(3.0)})
        assert index.members() == {"m1": "b"}
        assert index.nearest(directions(0.0), 5)[0][1] < 0

    def test_a_member_without_vectors_or_removed_is_not_found(self, index: ProfileIndex) -> None:
        index.replace({"m1": "a", "m2": "b"}, {"m1": directions(0.0), "m2": directions(0.1)})
        index.replace({"m1": "c"}, {"m1": np.zeros((0, 2), np.float32)})
        index.remove(["m2"])
        assert (index.members(), index.nearest(directions(0.0), 5)) == ({}, [])

    def test_an_empty_index_finds_nobody(self, index: ProfileIndex) -> None:
        assert index.nearest(directions(0.0), 3) == []


class TestInMemory(ProfileIndexContract):
    @pytest.fixture
    def index(self) -> ProfileIndex:
        return MemoryProfileIndex()


class TestInChroma(ProfileIndexContract):
    @pytest.fixture
    def index(self, tmp_path: Path) -> Iterator[ProfileIndex]:
        index = ChromaProfileIndex(WordEncoder(), tmp_path)
        yield index
        index.close()


def test_a_folder_has_one_owner_and_what_it_held_is_there_for_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.chroma.LOCK_WAIT", 0.05)
    first, second = ChromaProfileIndex(WordEncoder(), tmp_path), ChromaProfileIndex(WordEncoder(), tmp_path)
    first.replace({"m1": "a"}, {"m1": directions(0.0)})
    with pytest.raises(Unavailable, match="Another process is using the index"):
        second.members()
    first.close()
    assert second.members() == {"m1": "a"}
    second.close()
