"""One contract for encoders, and what the real one promises beyond it."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from copilot.errors import ModelUnavailable
from copilot.language.encoder import CachedEncoder, LazyEncoder, load_encoder, packaged_model
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
        return LazyEncoder(lambda: load_encoder(dtype="float32"))

    def test_there_is_one_instance_in_a_process(self) -> None:
        assert load_encoder(dtype="float32") is load_encoder(dtype="float32")

    def test_the_probe_is_made_once_and_remembered(self, tmp_path: Path) -> None:
        first = load_encoder(remembered=tmp_path / "dtype")
        assert (tmp_path / "dtype").read_text().strip() == first.dtype
        (tmp_path / "other").write_text("float32\n")
        assert load_encoder(remembered=tmp_path / "other").dtype == "float32"

    def test_both_precisions_say_nearly_the_same(self) -> None:
        exact = load_encoder(dtype="float32").encode(TEXTS[:3])
        quick = load_encoder(dtype="bfloat16").encode(TEXTS[:3])
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


def test_weights_that_were_changed_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"not what was released")
    from copilot.language.encoder import checked_weights

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
    shutil.copytree(packaged_model(), folder)
    encoder = load_encoder(str(folder), dtype="float32")
    assert encoder.encode(["hello"]).shape == (1, 384)


def test_missing_weights_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("copilot.language.encoder.MINILM_PACKAGE", "no-such-package-of-weights")
    with pytest.raises(ModelUnavailable) as refusal:
        packaged_model()
    assert "mentoring-copilot[minilm]" in refusal.value.cure
