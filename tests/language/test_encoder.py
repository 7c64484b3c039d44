"""One contract for encoders, and what the real one promises beyond it."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from copilot.errors import HomeUnusable, ModelUnavailable
from copilot.language.encoder import CachedEncoder, LazyEncoder, load_encoder
from copilot.language.models import RELEASED, checked_weights, model_folder
from copilot.ports import Encoder
from copilot.stores.home import Home
from copilot.stores.vector_store import SqlVectorStore
from tests.fakes import WordEncoder

TEXTS = ["How do I give feedback to my boss?", "Feedback for a manager", "Growing tomatoes on a balcony", ""]


class EncoderContract:
    @pytest.fixture
    def encoder(self) -> Encoder:
        raise AssertionError("each kind of encoder gives its own")

    def test_every_vector_has_length_one_and_stands_in_the_order_of_the_texts(self, encoder: Encoder) -> None:
        vectors = encoder.encode(TEXTS)
        assert vectors.shape == (4, encoder.dimensions)
        assert vectors.dtype == np.float32
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=2e-3)
        assert np.allclose(encoder.encode(TEXTS[::-1]), vectors[::-1], atol=1e-6)

    def test_texts_about_one_thing_are_nearer_than_texts_about_two(self, encoder: Encoder) -> None:
        boss, manager, tomatoes, _ = encoder.encode(TEXTS)
        assert boss @ manager > boss @ tomatoes

    def test_nothing_in_nothing_out(self, encoder: Encoder) -> None:
        assert encoder.encode([]).shape == (0, encoder.dimensions)
        assert encoder.word_pieces([]) == []

    def test_longer_texts_have_more_word_pieces(self, encoder: Encoder) -> None:
        short, long = encoder.word_pieces(["mentor", "a mentor listens before she speaks"])
        assert 2 < short < long < encoder.longest


class TestTheFake(EncoderContract):
    @pytest.fixture
    def encoder(self) -> Encoder:
        return WordEncoder()


class TestTheFakeWithAMemory(EncoderContract):
    @pytest.fixture
    def encoder(self, sqlite_home: Home) -> Encoder:
        return CachedEncoder(WordEncoder(), SqlVectorStore(sqlite_home.engine))


@pytest.mark.encoder
class TestTheRealOne(EncoderContract):
    @pytest.fixture
    def encoder(self) -> Encoder:
        return LazyEncoder(lambda: load_encoder("minilm", dtype="float32"))

    def test_there_is_one_instance_in_a_process(self) -> None:
        assert load_encoder("minilm", dtype="float32") is load_encoder("minilm", dtype="float32")

    def test_the_probe_is_made_once_and_remembered(self, tmp_path: Path) -> None:
        first = load_encoder("minilm", remembered=tmp_path / "dtype")
        folder = str(model_folder("minilm"))
        assert json.loads((tmp_path / "dtype").read_text()) == {folder: first.dtype}
        (tmp_path / "other").write_text(json.dumps({folder: "float32"}))
        assert load_encoder("minilm", remembered=tmp_path / "other").dtype == "float32"

    def test_both_precisions_say_nearly_the_same(self) -> None:
        exact = load_encoder("minilm", dtype="float32").encode(TEXTS[:3])
        quick = load_encoder("minilm", dtype="bfloat16").encode(TEXTS[:3])
        assert (exact * quick).sum(axis=1).min() > 0.99


def test_text_that_is_unchanged_is_never_encoded_twice(home: Home) -> None:
    inside = WordEncoder()
    encoder = CachedEncoder(inside, SqlVectorStore(home.engine))
    first = encoder.encode(["a", "b", "a"])
    again = CachedEncoder(inside, SqlVectorStore(home.engine)).encode(["b", "a", "c"])
    assert inside.encoded == ["a", "b", "c"]
    assert (first[0] == again[1]).all()
    encoder.forget(["a"])
    encoder.encode(["a"])
    assert inside.encoded == ["a", "b", "c", "a"]


def test_a_home_that_is_locked_costs_the_memory_and_not_the_vectors(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(vectors: object) -> None:
        raise HomeUnusable("The home is locked by another process.")

    store = SqlVectorStore(home.engine)
    monkeypatch.setattr(store, "write", locked)
    assert CachedEncoder(WordEncoder(), store).encode(["mentor", "goal"]).shape[0] == 2


def test_weights_that_were_changed_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"not what was released")
    with pytest.raises(ModelUnavailable, match="not the ones that were released") as refusal:
        checked_weights(folder, known_only=True)
    assert refusal.value.cure


def test_a_folder_without_weights_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"no model\.safetensors") as refusal:
        load_encoder(str(tmp_path))
    assert refusal.value.place == str(tmp_path)


@pytest.mark.encoder
def test_any_other_model_folder_can_be_set(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(model_folder("minilm"), folder)
    encoder = load_encoder(str(folder), dtype="float32")
    assert encoder.encode(["hello"]).shape == (1, 384)


def test_missing_weights_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    lost = replace(RELEASED["minilm"], packages=("no-such-package-of-weights",))
    monkeypatch.setitem(RELEASED, "minilm", lost)
    with pytest.raises(ModelUnavailable) as refusal:
        model_folder("minilm")
    assert "mentoring-copilot[minilm]" in refusal.value.cure


def test_weights_in_parts_are_joined_once_and_only_what_a_model_needs_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    parts = _in_parts(
        tmp_path, {"model/model.safetensors": b"w" * 999, "model/config.json": b"{}", "model/x.py": b"!"}
    )
    monkeypatch.setattr("copilot.language.models._payload", lambda package: iter([parts[package]]))
    monkeypatch.setitem(RELEASED, "mpnet", replace(RELEASED["mpnet"], packages=tuple(sorted(parts))))
    folder = model_folder("mpnet")
    assert sorted(file.name for file in folder.iterdir()) == ["config.json", "model.safetensors"]
    for part in parts.values():
        part.write_bytes(b"broken since")
    assert model_folder("mpnet") == folder


def test_an_archive_that_leads_out_of_its_folder_writes_nothing_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    parts = _in_parts(tmp_path, {"model/../../../out.json": b"{}", "model/model.safetensors": b"w"})
    monkeypatch.setattr("copilot.language.models._payload", lambda package: iter([parts[package]]))
    monkeypatch.setitem(RELEASED, "mpnet", replace(RELEASED["mpnet"], packages=tuple(sorted(parts))))
    model_folder("mpnet")
    assert not list(tmp_path.rglob("out.json"))


def test_a_broken_archive_is_told_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    parts = _in_parts(tmp_path, {"model/model.safetensors": b"w"})
    next(iter(parts.values())).write_bytes(b"no zip")
    monkeypatch.setattr("copilot.language.models._payload", lambda package: iter([parts[package]]))
    monkeypatch.setitem(RELEASED, "mpnet", replace(RELEASED["mpnet"], packages=tuple(sorted(parts))))
    with pytest.raises(ModelUnavailable, match="can't be unpacked"):
        model_folder("mpnet")
    assert not list((tmp_path / "cache").rglob("model*.safetensors"))


def _in_parts(folder: Path, files: dict[str, bytes]) -> dict[str, Path]:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        for name, data in files.items():
            zipped.writestr(name, data)
    whole, middle = archive.getvalue(), len(archive.getvalue()) // 2
    parts = {"part-1": folder / "one.zip.001", "part-2": folder / "one.zip.002"}
    for file, data in zip(parts.values(), (whole[:middle], whole[middle:]), strict=True):
        file.write_bytes(data)
    return parts
