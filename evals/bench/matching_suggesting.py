"""Three suggestions for somebody new in a large community, beside the encoding of her profile.

Run with `python -m evals.bench.matching_suggesting [MEMBERS]`. The texts of the community have random directions, for
encoding them would take longer than all that is measured; those of the new members pass through the real encoder.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from copilot.domain.asking import OPERATOR
from copilot.domain.matches import MatchRole
from copilot.language.encoder import CachedEncoder, LazyEncoder, load_encoder
from copilot.services.matching.areas.catalogue import areas_with
from copilot.services.matching.areas.vectors import area_vectors
from copilot.services.matching.service import MatchingService
from copilot.services.policy import Policy
from copilot.stores.home import Home
from copilot.stores.profile_index import ChromaProfileIndex
from copilot.stores.unit_of_work import SqlUnitsOfWork
from copilot.stores.vector_store import SqlVectorStore
from evals.bench.matching import RandomEncoder, community, newcomer
from evals.bench.timing import Line, show
from knowledge.ports import Encoder, Progress, Vectors

MEMBERS = 20_000
NEWCOMERS = 15
MANY_TEXTS = 200
"""A call with more texts than one profile has is the community's."""


class _NewcomersOnly:
    """The real encoder for the few texts of a newcomer, random directions for the many of a community."""

    longest = 256

    def __init__(self, real: Encoder) -> None:
        self._real, self._random = real, RandomEncoder()
        self.name, self.dimensions = real.name, real.dimensions

    def word_pieces(self, texts: Sequence[str]) -> list[int]:
        """As many as the real one says."""
        return self._real.word_pieces(texts)

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """(len(texts), dimensions), each of length 1."""
        return (self._random if len(texts) > MANY_TEXTS else self._real).encode(texts, progress)


class _Clock:
    def now(self) -> datetime:
        """A day in spring."""
        return datetime(2026, 3, 2, 9, tzinfo=UTC)


def measure(members: int = MEMBERS, newcomers: int = NEWCOMERS) -> list[Line]:
    """Medians over newcomers: the encoding of a profile, and her first three suggestions, which contain it."""
    real = load_encoder("minilm")
    with TemporaryDirectory(prefix="mentoring-suggesting-") as folder, home_in(Path(folder), real) as kept:
        units, service = kept
        with units() as unit:
            here, there = community(members // 2, members - members // 2)
            unit.members.add(*here, *there)
            unit.commit()
        started = time.perf_counter()
        service.get_ready(MatchRole.MENTOR)
        ready = time.perf_counter() - started
        encoding, suggesting = _taken(units, service, real, newcomers)
    own, one = 1000 * statistics.median(suggesting), 1000 * statistics.median(encoding)
    return [
        Line(f"{members:,} members: a process gets ready", f"{ready:.1f} s, once"),
        Line(
            f"{members:,} members: three suggestions for somebody new",
            f"{own:.0f} ms, {own / one:.2f} × the encoding of her profile ({one:.0f} ms)",
        ),
    ]


def _taken(
    units: SqlUnitsOfWork, service: MatchingService, real: Encoder, newcomers: int
) -> tuple[list[float], list[float]]:
    """In turns, so that a busy moment of the machine hits both alike; the first of each warms up."""
    chance, encoding, suggesting = Random(7), [], []
    for n in range(newcomers + 2):
        twin, new = newcomer(f"t{n}", chance), newcomer(f"n{n}", chance)
        profile = twin.profile
        texts = [
            *profile.goals,
            *profile.experience,
            ", ".join(profile.skills),
            profile.headline,
            *profile.skills,
        ]
        started = time.perf_counter()
        real.encode(texts)
        encoded = time.perf_counter() - started
        with units() as unit:
            unit.members.add(new)
            unit.commit()
        started = time.perf_counter()
        found = service.suggest(OPERATOR, new.id, MatchRole.MENTOR, 3)
        taken = time.perf_counter() - started
        if len(found) == 3 and n >= 2:
            encoding.append(encoded)
            suggesting.append(taken)
    return encoding, suggesting


@contextmanager
def home_in(folder: Path, real: Encoder) -> Iterator[tuple[SqlUnitsOfWork, MatchingService]]:
    """A home on disk, and matching over it; the texts of a community get random directions."""
    home = Home(folder / "home")
    units, mixed = SqlUnitsOfWork(home.engine), _NewcomersOnly(real)
    encoder = CachedEncoder(LazyEncoder(lambda: mixed), SqlVectorStore(home.engine))
    index = ChromaProfileIndex(encoder, home.members_index)
    areas = cache(lambda: area_vectors(areas_with(None), real))
    try:
        yield units, MatchingService(units, encoder, index, Policy(), _Clock(), areas=areas)
    finally:
        index.close()
        home.close()


if __name__ == "__main__":
    show(measure(*(int(each) for each in sys.argv[1:])))
