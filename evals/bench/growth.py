"""What searching and indexing cost as the guides grow, beside the encoding that they need.

Words and vectors are synthetic: words by Zipf's law, vectors around a few hundred topics. The guides pass through the
same readers, records and indexes as real ones. Times are shares of one float32 encoding of a question of ten words by
the real encoder in the same run, so that they mean something on another machine.

Run with `python -m evals.bench.growth [PASSAGES…]`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from copilot.language.encoder import load_encoder
from copilot.stores.home import Home
from evals.bench.timing import Line, highest_memory, medians, show
from knowledge.library import Library
from knowledge.ports import Progress, Vectors

SIZES = (1_000, 10_000, 100_000)
DIMENSIONS = 384
TOPICS = 300
SECTIONS = 10
VOCABULARY = 30_000
QUESTIONS = 60


class SyntheticEncoder:
    """Vectors around topics, at no cost: what is left is the cost of everything else."""

    name = "synthetic"
    dimensions = DIMENSIONS
    longest = 256

    def __init__(self) -> None:
        self._random = np.random.default_rng(1)
        self._topics = self._random.standard_normal((TOPICS, DIMENSIONS), dtype=np.float32)

    def word_pieces(self, texts: Sequence[str]) -> list[int]:
        """Four pieces for three words, about what English needs."""
        return [2 + len(text.split()) * 4 // 3 for text in texts]

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of shape (len(texts), 384), each of length 1."""
        rows = self._topics[self._random.integers(TOPICS, size=len(texts))]
        rows = rows + self._random.standard_normal(rows.shape, dtype=np.float32)
        unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


class Words:
    """Sentences whose words are as unevenly frequent as those of a language (Zipf 1949)."""

    def __init__(self) -> None:
        self._random = np.random.default_rng(2)
        letters = "bcdfghjklmnprstvwz"
        self._words = [
            "".join(letters[(n // 18**at) % 18] + "aeiou"[(n // 7**at) % 5] for at in range(3))
            + str(n % 7 or "")
            for n in range(VOCABULARY)
        ]
        chance: NDArray[np.float64] = 1 / np.arange(10, VOCABULARY + 10)
        self._chance = chance / chance.sum()

    def some(self, count: int) -> list[str]:
        """As many words, common ones more often."""
        return [self._words[n] for n in self._random.choice(VOCABULARY, size=count, p=self._chance)]

    def sentence(self, count: int) -> str:
        """A sentence of as many words."""
        return " ".join(self.some(count)).capitalize() + "."


def write_guides(folder: Path, passages: int) -> None:
    """Guides of ten sections, each section one passage of about 130 words."""
    words = Words()
    for guide in range(passages // SECTIONS):
        sections = (_section(words) for _ in range(SECTIONS))
        text = f"# {words.sentence(4)}\n\n" + "\n\n".join(sections) + "\n"
        (folder / f"{guide:06}.md").write_text(text, encoding="utf-8")


def _section(words: Words) -> str:
    return f"## {words.sentence(5)}\n\n" + " ".join(words.sentence(16) for _ in range(8))


@contextmanager
def _library(folder: Path) -> Iterator[Library]:
    home = Home(folder / "home")
    library = Library(home.engine, SyntheticEncoder(), home.guides_index)
    try:
        yield library
    finally:
        library.close()


def measure(sizes: Sequence[int] = SIZES) -> list[Line]:
    """For each size: searching, answering and indexing in encodings of one question; memory and disk."""
    real = load_encoder("minilm", dtype="float32")
    lines = []
    for passages in sizes:
        with TemporaryDirectory(prefix="mentoring-growth-") as name:
            lines += _of_size(Path(name), passages, real.encode)
    return lines


def _of_size(folder: Path, passages: int, encode: Callable[[Sequence[str]], Vectors]) -> list[Line]:
    (folder / "guides").mkdir()
    write_guides(folder / "guides", passages)
    with _library(folder) as library:
        started = time.perf_counter()
        held = library.add([folder / "guides"]).passages
        adding = time.perf_counter() - started
        started = time.perf_counter()
        library.add([folder / "guides"])
        again = time.perf_counter() - started
        words = Words()
        asked = iter([" ".join(words.some(10)) for _ in range(20 * QUESTIONS)])
        found = medians(
            {
                "encoding": lambda: encode([next(asked)]),
                "search": lambda: library.search(next(asked), 5),
                "answer": lambda: library.answer(next(asked)),
            },
            QUESTIONS,
            warm_up=5,
        )
    disk = sum(file.stat().st_size for file in (folder / "home").rglob("*") if file.is_file()) / 1e6
    memory = highest_memory()
    return [
        Line(f"{held:,} passages: a search beside its encoding", _ratio(found, "search")),
        Line(f"{held:,} passages: an answer beside its encoding", _ratio(found, "answer")),
        Line(
            f"{held:,} passages: reading and indexing without encoding",
            f"{adding:.0f} s, again unchanged {again:.1f} s",
        ),
        Line(
            f"{held:,} passages: disk, and memory of the process at its highest",
            f"{disk:.0f} MB, {memory:.0f} MB",
        ),
    ]


def _ratio(found: dict[str, float], name: str) -> str:
    own, one = 1000 * found[name], 1000 * found["encoding"]
    return f"{own:.1f} ms, {own / one:.2f} × one encoding ({one:.1f} ms)"


if __name__ == "__main__":
    show(measure([int(size) for size in sys.argv[1:]] or SIZES))
