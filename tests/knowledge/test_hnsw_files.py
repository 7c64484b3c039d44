"""Chroma writes room it does not use as the memory came; ours is blank, and what is in use is found as before."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.chroma import Chroma
from knowledge.hnsw_files import HEADER, blank_unused


def test_the_room_beyond_the_vectors_is_blank_and_every_vector_is_still_found(tmp_path: Path) -> None:
    vectors = np.random.default_rng(3).normal(size=(1_300, 16)).astype(np.float32)
    chroma = Chroma(tmp_path)
    kept = chroma.collection("kept")
    for start in range(0, len(vectors), 100):
        ids = [f"v{n}" for n in range(start, start + 100)]
        kept.add(ids=ids, embeddings=list(vectors[start : start + 100]))
    before = kept.query(query_embeddings=vectors[:20], n_results=3)["ids"]
    chroma.close()
    [header] = tmp_path.glob("*/header.bin")
    _, _, room, count, size, *_ = HEADER.unpack(header.read_bytes())
    assert 0 < count < room
    assert not any(header.with_name("data_level0.bin").read_bytes()[count * size :])
    again = Chroma(tmp_path)
    assert again.collection("kept").query(query_embeddings=vectors[:20], n_results=3)["ids"] == before
    again.close()


def test_a_file_that_looks_otherwise_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "header.bin").write_bytes(b"another format")
    (tmp_path / "x" / "data_level0.bin").write_bytes(b"data")
    blank_unused(tmp_path)
    assert (tmp_path / "x" / "data_level0.bin").read_bytes() == b"data"
